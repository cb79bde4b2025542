import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { newRowId } from '../kernel/id';
import type { AlertState } from './alert';
import type { AlertEvent } from './alert.transitions';

export interface AlertRow {
  readonly id: string;
  readonly publicId: string;
  readonly childId: string;
  readonly state: AlertState;
}

export interface NewAlert {
  readonly child: string;
  readonly reason: string;
  readonly text: string | null;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** Writes a new alert and returns its public id. */
export async function insertAlert(tx: Sql, alert: NewAlert, asking: Asking, writer: Writer): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user,
       raised_by_job, reference, reason, text, details, state, raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'RECEIVED', $12) returning public_id`,
    [
      newRowId(), writer.home, alert.child, asking.organisation, asking.unit, asking.user, asking.job,
      asking.reference, alert.reason, alert.text, canonicalJson(alert.details), writer.now,
    ],
  ); // prettier-ignore
  return rows[0]?.public_id ?? '';
}

const ROW = `select id, public_id as "publicId", child_id as "childId", state from alert`;

/** An alert that the asking unit raised itself; somebody else's reads as not there. */
export async function findOwnAlert(tx: Sql, publicId: string, asking: Asking): Promise<AlertRow | null> {
  const rows = await tx.query<AlertRow>(
    `${ROW} where public_id = $1 and raised_by_organisation = $2 and raised_by_unit = $3 for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

/** Any alert that the team's authority received. */
export async function findReceivedAlert(tx: Sql, publicId: string, asking: Asking): Promise<AlertRow | null> {
  const rows = await tx.query<AlertRow>(`${ROW} where public_id = $1 and authority_id = $2 for update`, [
    publicId,
    asking.organisation,
  ]);
  return rows[0] ?? null;
}

/** Saves what happened to an alert, and the state that came of it. */
export async function saveEvent(
  tx: Sql,
  alert: AlertRow,
  event: AlertEvent,
  state: AlertState,
  writer: Writer,
): Promise<void> {
  const set = async (columns: string, values: readonly unknown[]): Promise<void> => {
    await tx.query(`update alert set state = $2, version = version + 1, ${columns} where id = $1`, [
      alert.id,
      state,
      ...values,
    ]);
  };
  switch (event.kind) {
    case 'ADD':
      await tx.query(
        `insert into alert_addition (id, alert_id, text, added_by_user, added_at) values ($1, $2, $3, $4, $5)`,
        [newRowId(), alert.id, event.text, writer.user, writer.now],
      );
      return;
    case 'WITHDRAW':
      return set('withdrawn_reason = $3, closed_at = $4', [event.reason, writer.now]);
    case 'ACCEPT':
      return set('reviewed_at = $3, reviewed_by = $4, routed_to = $5', [
        writer.now,
        writer.user,
        event.routedTo,
      ]);
    case 'DISMISS':
      return set('reviewed_at = $3, closed_at = $3, reviewed_by = $4, routed_to = $5', [
        writer.now,
        writer.user,
        event.routedTo,
      ]);
    case 'CLOSE':
      return set('outcome_kind = $3, closed_at = $4', [event.as, writer.now]);
  }
}

/** Whether that is a unit of the authority in service, to which work may be passed. */
export async function isUnitOf(tx: Sql, unit: string, organisation: string): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from unit where id = $1 and organisation_id = $2 and disabled_at is null',
    [unit, organisation],
  );
  return rows.length > 0;
}
