import type { sqlOf } from '../database/sql';

/** Which assertions of peers were used, for as long as they would be good. */
export interface AssertionsUsed {
  /** Whether it is used for the first time; from now on it is used. */
  first(clientId: string, jti: string, until: Date, now: Date): Promise<boolean>;
}

/** In the database: whichever process of the hub is asked, and after a restart. */
export class KeptAssertions implements AssertionsUsed {
  constructor(private readonly sql: ReturnType<typeof sqlOf>) {}

  async first(clientId: string, jti: string, until: Date, now: Date): Promise<boolean> {
    await this.sql.query('delete from assertion_used where until < $1', [now]);
    const rows = await this.sql.query(
      `insert into assertion_used (client_id, jti, until) values ($1, $2, $3) on conflict do nothing returning jti`,
      [clientId, jti, until],
    );
    return rows.length > 0;
  }
}
