import type { Sql } from '../gate/ports';

/** A child of the hub by its public id, held until the match is done. */
export async function findKnownChild(tx: Sql, publicId: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select id from child where public_id = $1 and state = 'known' for no key update`,
    [publicId],
  );
  return rows[0]?.id ?? null;
}

/** Whether a subject has what a record of its own needs: a name and a date of birth. */
export async function isNamed(tx: Sql, subject: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from child c join child_name n on n.child_id = c.id where c.id = $1 and c.date_of_birth is not null limit 1`,
    [subject],
  );
  return rows.length > 0;
}

/** From now on lookups meet it: who it is stands on the word of the team. */
export async function makeKnown(tx: Sql, subject: string, unit: string, now: Date): Promise<void> {
  await tx.query(
    `update child set state = 'known', version = version + 1, confirmed_at = $2, confirmed_by = $3 where id = $1`,
    [subject, now, unit],
  );
  await tx.query(
    `update child_name set confirmed_at = $2, confirmed_by = $3 where child_id = $1 and confirmed_at is null`,
    [subject, now, unit],
  );
}

/** Records that name the subject alone. */
const REFERENCES = [
  'alert',
  'enquiry',
  'notification',
  'transfer',
  'watch',
  'emergency_use',
  'case_event',
  'case_escalation',
];
/** Facts with a confirmation of their own. */
const FACTS = ['circumstance', 'child_address', 'home_education'];

/**
 * Points whatever was recorded about an unresolved subject at the known child, and keeps the subject as merged into it.
 * INVARIANT: which child is meant says nothing about what is true of it. A fact that was confirmed of a child about
 * whom nothing else was held does not stay confirmed where the known child is protected, or another roll claims it.
 */
export async function mergeSubject(tx: Sql, subject: string, target: string): Promise<void> {
  const [{ guarded } = { guarded: true }] = await tx.query<{ guarded: boolean }>(
    `select exists (select 1 from circumstance where child_id in ($1, $2) and kind = 'LOCATION_PROTECTION' and ends_at is null)
       or exists (select 1 from child_address where child_id in ($1, $2) and protected and ends_on is null) as guarded`,
    [subject, target],
  );
  const unconfirmed = (
    when: string,
  ): string => `confirmed_at = case when ${when} then null else confirmed_at end,
    confirmed_by = case when ${when} then null else confirmed_by end`;
  for (const table of REFERENCES) {
    await tx.query(`update ${table} set child_id = $2 where child_id = $1`, [subject, target]);
  }
  for (const table of FACTS) {
    await tx.query(`update ${table} set child_id = $2, ${unconfirmed('$3::boolean')} where child_id = $1`, [
      subject,
      target,
      guarded,
    ]);
  }
  const claimed = `exists (select 1 from registration o where o.child_id = $2 and o.ends_on is null and o.organisation_id <> r.organisation_id)`;
  await tx.query(
    `update registration r set child_id = $2, ${unconfirmed(`($3::boolean or ${claimed})`)} where child_id = $1
       and not exists (select 1 from registration o where o.child_id = $2 and o.ends_on is null and o.organisation_id = r.organisation_id)`,
    [subject, target, guarded],
  );
  await tx.query(`update child set state = 'merged', merged_into = $2, version = version + 1 where id = $1`, [
    subject,
    target,
  ]);
}
