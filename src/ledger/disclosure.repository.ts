import type { Sql } from '../gate/ports';
import type { EntryBody, LedgerEntry, ToldBody } from './disclosure';
import { disclosureStatement, type DisclosureQuery } from './disclosure.statement';

type Row = Omit<LedgerEntry, 'controller' | 'recipient'> & {
  readonly controller: string | null;
  readonly recipient: string | null;
};

/** One of the records that were joined into a child. */
export interface FamilyMember {
  readonly id: string;
  readonly publicId: string;
}

/** Reads entries, newest first. */
export class DisclosureRepository {
  constructor(private readonly sql: Sql) {}

  /** One statement, whether or not the hub knows a child who is asked about: no sooner answer tells that it does not. */
  async read(query: DisclosureQuery): Promise<LedgerEntry[]> {
    const { text, values } = disclosureStatement(query);
    const rows = await this.sql.query<Row>(text, values);
    return rows.map((row) => ({
      ...row,
      controller: row.controller === null ? null : (JSON.parse(row.controller) as EntryBody),
      recipient: row.recipient === null ? null : (JSON.parse(row.recipient) as ToldBody),
    }));
  }

  /** Every record that was joined with the one of this public id, that one first; none where there is no such child. */
  async family(publicId: string): Promise<FamilyMember[]> {
    return this.sql.query<FamilyMember>(
      `select c.id, c.public_id as "publicId" from child asked cross join lateral child_family(asked.id) f(id)
       join child c on c.id = f.id where asked.public_id = $1 order by c.id <> asked.id, c.id`,
      [publicId],
    );
  }
}
