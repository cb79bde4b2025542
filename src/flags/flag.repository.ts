import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { PlacementState } from './flag.transitions';

export interface PlacementRow {
  readonly id: string;
  readonly publicId: string;
  readonly childId: string;
  readonly holder: string;
  readonly state: PlacementState;
}

const ROW = `select id, public_id as "publicId", child_id as "childId", holder_id as holder, state from flag_placement`;

/** Writes a request and returns its public id; null: that partner has been asked already. */
export async function insertPlacement(
  tx: Sql,
  child: string,
  holder: string,
  writer: Writer,
): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `insert into flag_placement (id, child_id, authority_id, holder_id, state, asked_at, asked_by)
     values ($1, $2, $3, $4, 'ASKED', $5, $6) on conflict do nothing returning public_id as id`,
    [newRowId(), child, writer.home, holder, writer.now, writer.user],
  );
  return rows[0]?.id ?? null;
}

/** One that was asked of the unit or its organisation; somebody else's reads as not there. */
export async function findHeld(tx: Sql, publicId: string, asking: Asking): Promise<PlacementRow | null> {
  const rows = await tx.query<PlacementRow>(
    `${ROW} where public_id = $1 and holder_id in ($2, $3) and holder_id <> authority_id for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

/** Any that the team's authority has asked for. */
export async function findAsked(tx: Sql, publicId: string, authority: string): Promise<PlacementRow | null> {
  const rows = await tx.query<PlacementRow>(`${ROW} where public_id = $1 and authority_id = $2 for update`, [
    publicId,
    authority,
  ]);
  return rows[0] ?? null;
}

export async function standingOf(tx: Sql, child: string): Promise<PlacementRow[]> {
  return tx.query<PlacementRow>(`${ROW} where child_id = $1 and state <> 'LIFTED' order by id for update`, [
    child,
  ]);
}

export async function savePlaced(tx: Sql, id: string, recheckOn: string, now: Date): Promise<void> {
  await tx.query(
    `update flag_placement set state = 'PLACED', answered_at = coalesce(answered_at, $3), recheck_on = $2, refusal = null
     where id = $1`,
    [id, recheckOn, now],
  );
}

export async function saveRechecked(tx: Sql, id: string, recheckOn: string, now: Date): Promise<void> {
  await tx.query('update flag_placement set recheck_on = $2, rechecked_at = $3 where id = $1', [
    id,
    recheckOn,
    now,
  ]);
}

export async function saveRefused(tx: Sql, id: string, reason: string, now: Date): Promise<void> {
  await tx.query(
    `update flag_placement set state = 'REFUSED', refusal = $2, answered_at = $3, recheck_on = null where id = $1`,
    [id, reason, now],
  );
}

export async function saveLifted(tx: Sql, id: string, because: string, now: Date): Promise<void> {
  await tx.query(
    `update flag_placement set state = 'LIFTED', lifted_at = $3, lifted_because = $2, recheck_on = null where id = $1`,
    [id, because, now],
  );
}

/** Whether the child is missing education by the register, or was given up with an alert that stands. */
export async function isFlagged(tx: Sql, child: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from cme_case k join child c on c.id = k.child_id
     where k.child_id = $1 and c.state = 'known' and (k.state <> 'CLOSED' or k.standing_alert) limit 1`,
    [child],
  );
  return rows.length > 0;
}

/** Whether everybody who was asked has answered. */
export async function allAnswered(tx: Sql, child: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from flag_placement where child_id = $1 and state = 'ASKED' limit 1`,
    [child],
  );
  return rows.length === 0;
}
