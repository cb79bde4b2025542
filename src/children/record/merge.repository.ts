import type { Sql } from '../../gate/ports';
import { newPublicId, newRowId } from '../../kernel/id';
import type { Writer } from '../child-reference';
import { JOININGS, type Joining, type MovedRow } from './joined-rows';

export interface Merge {
  readonly id: string;
  readonly kept: string;
  readonly merged: string;
  readonly moved: readonly MovedRow[];
  readonly undone: boolean;
}

/** The own id of a known child by its public one, held; null for any other. */
export async function holdKnown(tx: Sql, publicId: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select id from child where public_id = $1 and state = 'known' for update`,
    [publicId],
  );
  return rows[0]?.id ?? null;
}

export async function isKnown(tx: Sql, child: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from child where id = $1 and state = 'known' for update`, [child]);
  return rows.length > 0;
}

/** Permanent pupil numbers that two records hold as current, where they differ; and whether both have an open case. */
export async function contradictions(
  tx: Sql,
  kept: string,
  merged: string,
): Promise<{ readonly upn: boolean; readonly cases: boolean }> {
  const [row] = await tx.query<{ upn: boolean; cases: boolean }>(
    `select exists (select 1 from child_identifier a join child_identifier b on b.kind = a.kind and b.value <> a.value
         where a.child_id = $1 and b.child_id = $2 and a.kind = 'upn' and a.state = 'current' and b.state = 'current'
           and a.value !~ '[A-Z]$' and b.value !~ '[A-Z]$') as upn,
       (select count(*) from cme_case where child_id in ($1, $2) and state <> 'CLOSED') > 1 as cases`,
    [kept, merged],
  );
  return row ?? { upn: true, cases: true };
}

/** Points what is recorded about the one at the other, and keeps an account of it that can be undone. */
export async function merge(
  tx: Sql,
  kept: string,
  merged: string,
  by: { readonly reason: string; readonly unit: string },
  writer: Writer,
): Promise<string> {
  const [{ guarded } = { guarded: true }] = await tx.query<{ guarded: boolean }>(
    `select exists (select 1 from circumstance where child_id in ($1, $2) and kind = 'LOCATION_PROTECTION' and ends_at is null)
       or exists (select 1 from child_address where child_id in ($1, $2) and protected and ends_on is null) as guarded`,
    [merged, kept],
  );
  const moved: MovedRow[] = [];
  // What is decided by a look at the kept record is decided before anything has gone there.
  for (const joining of JOININGS) moved.push(...(await rowsToMove(tx, joining, merged, kept, guarded)));
  for (const row of moved) await put(tx, row, row.became);
  await tx.query(`update child set state = 'merged', merged_into = $2, version = version + 1 where id = $1`, [
    merged,
    kept,
  ]);
  await tx.query(`update child set version = version + 1 where id = $1`, [kept]);
  const publicId = newPublicId();
  await tx.query(
    `insert into child_merge (id, public_id, authority_id, kept, merged, reason, moved, made_by_unit, made_by_user, made_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)`,
    [
      newRowId(),
      publicId,
      writer.home,
      kept,
      merged,
      by.reason,
      JSON.stringify(moved),
      by.unit,
      writer.user,
      writer.now,
    ],
  );
  return publicId;
}

async function rowsToMove(
  tx: Sql,
  { table, column, stays = 'false', becomes = {} }: Joining,
  merged: string,
  kept: string,
  guarded: boolean,
): Promise<MovedRow[]> {
  const changed = Object.entries(becomes);
  const was = [`'${column}', t.${column}`, ...changed.map(([name]) => `'${name}', t.${name}`)];
  const became = [`'${column}', $2::uuid`, ...changed.map(([name, sql]) => `'${name}', ${sql}`)];
  const rows = await tx.query<Omit<MovedRow, 'table'>>(
    `select t.id, jsonb_build_object(${was.join(', ')}) as was, jsonb_build_object(${became.join(', ')}) as became
     from ${table} t where t.${column} = $1 and $2::uuid is not null and $3::boolean is not null and not (${stays}) order by t.id for update`,
    [merged, kept, guarded],
  );
  return rows.map((row) => ({ table, ...row }));
}

async function put(
  tx: Sql,
  { table, id }: MovedRow,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(values);
  await tx.query(
    `update ${table} set ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} where id = $1`,
    [id, ...Object.values(values)],
  );
}

export async function findMerge(tx: Sql, publicId: string): Promise<Merge | null> {
  const rows = await tx.query<Merge>(
    `select id, kept, merged, moved, undone_at is not null as undone from child_merge where public_id = $1 for update`,
    [publicId],
  );
  return rows[0] ?? null;
}

/** Puts every row back as it stood; what somebody has changed since stays as it was changed. */
export async function unmerge(
  tx: Sql,
  { id, kept, merged, moved }: Merge,
  reason: string,
  writer: Writer,
): Promise<void> {
  for (const { table, id: row, was, became } of moved)
    for (const [name, before] of Object.entries(was))
      await tx.query(`update ${table} set ${name} = $2 where id = $1 and ${name} is not distinct from $3`, [
        row,
        before,
        became[name] ?? null,
      ]);
  await tx.query(
    `update child set state = 'known', merged_into = null, version = version + 1 where id = $1 and merged_into = $2`,
    [merged, kept],
  );
  await tx.query(`update child set version = version + 1 where id = $1`, [kept]);
  await tx.query(
    `update child_merge set undone_at = $2, undone_by_user = $3, undone_reason = $4 where id = $1`,
    [id, writer.now, writer.user, reason],
  );
}
