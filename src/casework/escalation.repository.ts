import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';

/** A late step, and whose it became. */
export interface Escalated {
  readonly child: string;
  readonly step: string;
  readonly about: string | null;
  readonly since: Date;
  readonly party: string;
  readonly dueOn: LocalDate;
  /** When it became theirs. */
  readonly at: Date;
}

/** Records those that are not recorded yet, and says how many they were. */
export async function insertEscalations(
  sql: Sql,
  authority: string,
  found: readonly Escalated[],
  now: Date,
): Promise<number> {
  if (found.length === 0) return 0;
  const rows = await sql.query(
    `insert into case_escalation (id, child_id, authority_id, step, about, since, party, due_on, at, recorded_at)
     select e.id, e.child, $9, e.step, e.about, e.since, e.party, e.due_on, e.at, $10
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::date[], $8::timestamptz[])
       as e(id, child, step, about, since, party, due_on, at)
     on conflict do nothing returning id`,
    [
      found.map(() => newRowId()),
      found.map(({ child }) => child),
      found.map(({ step }) => step),
      found.map(({ about }) => about),
      found.map(({ since }) => since),
      found.map(({ party }) => party),
      found.map(({ dueOn }) => dueOn),
      found.map(({ at }) => at),
      authority,
      now,
    ],
  );
  return rows.length;
}
