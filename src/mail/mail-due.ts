import type { Sql } from '../gate/ports';

/** Whom there is something for: ids of the directory, organisations or units. */
export interface SomethingFor {
  readonly to: readonly string[];
  readonly home: string;
  readonly now: Date;
}

/**
 * Has those teams written to once this transaction is committed: that there is something for them, and nothing else. What
 * goes to the council as a whole is its team's to read, as in `inboxOf`. A team without a mailbox in the directory, or out
 * of service, is not written to.
 */
export async function somethingFor(tx: Sql, { to, home, now }: SomethingFor): Promise<void> {
  if (to.length === 0) return;
  await tx.query(
    `insert into mail_due (id, mailbox, at)
     select gen_random_uuid(), m.mailbox, $3 from (
       select distinct lower(u.contact_mailbox) as mailbox from unit u join organisation o on o.id = u.organisation_id
       where u.contact_mailbox is not null and u.disabled_at is null and o.disabled_at is null and o.state = 'live'
         and (u.id = any($1::text[]) or (o.id = any($1::text[]) and (o.id <> $2 or u.role = 'CME_TEAM')))) m`,
    [to, home, now],
  );
}
