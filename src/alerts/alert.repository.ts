import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { newRowId } from '../kernel/id';
import { somethingFor } from '../mail/mail-due';
import type { AlertState } from './alert';
import type { AlertEvent } from './alert.transitions';
import type { FilledForm } from './referral-form';

export interface AlertRow {
  readonly id: string;
  readonly publicId: string;
  readonly childId: string;
  readonly state: AlertState;
  readonly raisedByOrganisation: string;
  /** Taken back while a case went on: the team keeps it, its raiser does not. */
  readonly withdrawn: boolean;
}

export interface NewAlert {
  readonly child: string;
  readonly reason: string;
  readonly text: string | null;
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly form: FilledForm | null;
}

/** Writes a new alert, with its form if it came with one, and returns its public id. */
export async function insertAlert(tx: Sql, alert: NewAlert, asking: Asking, writer: Writer): Promise<string> {
  const id = newRowId();
  const rows = await tx.query<{ public_id: string }>(
    `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user,
       raised_by_job, reference, reason, text, details, state, raised_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'RECEIVED', $12) returning public_id`,
    [
      id, writer.home, alert.child, asking.organisation, asking.unit, asking.user, asking.job,
      asking.reference, alert.reason, alert.text, canonicalJson(alert.details), writer.now,
    ],
  ); // prettier-ignore
  if (alert.form !== null) await insertForm(tx, id, alert.form, writer);
  await somethingFor(tx, { to: [writer.home], home: writer.home, now: writer.now });
  return rows[0]?.public_id ?? '';
}

export async function insertForm(tx: Sql, alert: string, form: FilledForm, writer: Writer): Promise<void> {
  await tx.query(
    `insert into alert_form (id, alert_id, kind, fields, given_by_user, given_at) values ($1, $2, $3, $4, $5, $6)`,
    [newRowId(), alert, form.kind, canonicalJson(form.fields), writer.user, writer.now],
  );
}

/** What the school has tried, as the referral and whatever completed it say; null: it was no referral. */
export async function triedOf(tx: Sql, alert: string): Promise<Readonly<Record<string, unknown>> | null> {
  const rows = await tx.query<{ tried: Record<string, unknown> | null }>(
    `select f.fields -> 'tried' as tried from alert_form f where f.alert_id = $1 and f.kind <> 'MEMO'
     and exists (select 1 from alert_form r where r.alert_id = $1 and r.kind = 'HUB_REFERRAL')
     order by f.given_at desc, f.id desc limit 1`,
    [alert],
  );
  return rows[0] === undefined ? null : (rows[0].tried ?? {});
}

const ROW = `select id, public_id as "publicId", child_id as "childId", state, raised_by_organisation as "raisedByOrganisation",
  withdrawn_reason is not null as withdrawn from alert`;

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
    case 'WITHDRAW':
      return set(`withdrawn_reason = $3, closed_at = $4, lacking = '{}'`, [event.reason, writer.now]);
    case 'COMPLETE':
      return set(`lacking = '{}'`, []);
    case 'RETURN_LACKING':
      return set('lacking = $3, reviewed_at = $4, reviewed_by = $5', [
        event.lacking,
        writer.now,
        writer.user,
      ]);
    case 'ACCEPT':
      return set('reviewed_at = $3, reviewed_by = $4, finding = $5, routed_to = $6', [
        writer.now,
        writer.user,
        event.finding,
        event.routedTo,
      ]);
    case 'ROUTE':
      return set(
        'reviewed_at = $3, closed_at = $3, reviewed_by = $4, finding = $5, routed_to = $6, routed_school = $7',
        [writer.now, writer.user, event.finding, event.routedTo, event.school],
      );
    case 'DEAL_WITH':
      return set('outcome_kind = $3, closed_at = $4', [event.as, writer.now]);
  }
}

/** Takes back an alert of which a case came: the case goes on, and the raiser is shown it no more. */
export async function saveTakenBack(tx: Sql, alert: AlertRow, reason: string): Promise<void> {
  await tx.query(`update alert set withdrawn_reason = $2, version = version + 1 where id = $1`, [
    alert.id,
    reason,
  ]);
}

/** What the raiser adds stands beside its first words. */
export async function saveAddition(tx: Sql, alert: AlertRow, text: string, writer: Writer): Promise<void> {
  await tx.query(
    `insert into alert_addition (id, alert_id, text, added_by_user, added_at) values ($1, $2, $3, $4, $5)`,
    [newRowId(), alert.id, text, writer.user, writer.now],
  );
}

/** The one school on whose roll the child is; null: none, or more than one. */
export async function currentSchool(tx: Sql, child: string, now: Date): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select distinct r.organisation_id as id from registration r join organisation o on o.id = r.organisation_id
     where r.child_id = $1 and o.kind = 'school' and r.begins_on <= ($2::timestamptz at time zone 'Europe/London')::date
       and (r.ends_on is null or r.ends_on > ($2::timestamptz at time zone 'Europe/London')::date)`,
    [child, now],
  );
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}

/** The role of a unit of the authority to which work may be passed; null: it is none, or not in service. */
export async function roleOfUnit(tx: Sql, unit: string, organisation: string): Promise<string | null> {
  const rows = await tx.query<{ role: string }>(
    'select role from unit where id = $1 and organisation_id = $2 and disabled_at is null',
    [unit, organisation],
  );
  return rows[0]?.role ?? null;
}
