import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import { parseUpn } from '../kernel/upn';
import type { ChildReferenceInput, Writer } from './child-reference';
import type { SaidAddress } from './said-address';

export interface NewRegistration {
  readonly id: string;
  readonly child: string;
  readonly organisation: string;
  readonly from: string;
  readonly kind: string;
  readonly hours: number | null;
  readonly yearGroup: string | null;
  readonly confirmedBy: string | null;
  readonly writer: Writer;
}

export async function currentRegistration(
  tx: Sql,
  child: string,
  organisation: string,
): Promise<{ id: string; publicId: string } | null> {
  const rows = await tx.query<{ id: string; publicId: string }>(
    `select id, public_id as "publicId" from registration where child_id = $1 and organisation_id = $2 and ends_on is null for update`,
    [child, organisation],
  );
  return rows[0] ?? null;
}

export async function heldByAnotherSchool(tx: Sql, child: string, organisation: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from registration where child_id = $1 and organisation_id <> $2 and ends_on is null and kind in ('main', 'part_time')`,
    [child, organisation],
  );
  return rows.length > 0;
}

export async function insertRegistration(tx: Sql, r: NewRegistration): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into registration (id, child_id, organisation_id, begins_on, kind, hours_per_week, year_group, source, as_of,
       entered_by, recorded_at, confirmed_at, confirmed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $3, $8, $9, $10, case when $11::text is null then null else $10::timestamptz end, $11)
     returning public_id`,
    [
      r.id,
      r.child,
      r.organisation,
      r.from,
      r.kind,
      r.hours,
      r.yearGroup,
      r.writer.today,
      r.writer.user,
      r.writer.now,
      r.confirmedBy,
    ],
  );
  return rows[0]?.public_id ?? '';
}

export interface Removal {
  readonly on: string;
  readonly ground: string;
  readonly lastAttended: string | null;
  readonly destinationKind: string | null;
  readonly destination: string | null;
}

export async function endRegistration(tx: Sql, id: string, r: Removal): Promise<void> {
  await tx.query(
    `update registration set ends_on = $2, removal_ground = $3, last_attended_on = $4, destination_kind = $5, destination = $6 where id = $1`,
    [id, r.on, r.ground, r.lastAttended, r.destinationKind, r.destination],
  );
}

export interface NewAddress {
  readonly id: string;
  readonly child: string;
  readonly kind: string;
  /** Null where nobody knows where the child has gone. */
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly authority: string | null;
  readonly from: string;
  readonly confirmedBy: string | null;
  readonly writer: Writer;
}

/** Writes the address; a confirmed one ends those that stood before it. */
export async function insertAddress(tx: Sql, a: NewAddress): Promise<string> {
  if (a.confirmedBy !== null && a.kind !== 'believed') await endEarlierAddresses(tx, a.child, a.from);
  const rows = await tx.query<{ public_id: string }>(
    `insert into child_address (id, child_id, kind, line1, line2, town, postcode, uprn, authority_id, begins_on, source, as_of,
       entered_by, recorded_at, confirmed_at, confirmed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, case when $15::text is null then null else $14::timestamptz end, $15)
     returning public_id`,
    [
      a.id,
      a.child,
      a.kind,
      a.line1,
      a.line2,
      a.town,
      a.postcode,
      a.uprn,
      a.authority,
      a.from,
      a.writer.organisation,
      a.writer.today,
      a.writer.user,
      a.writer.now,
      a.confirmedBy,
    ],
  );
  return rows[0]?.public_id ?? '';
}

async function endEarlierAddresses(tx: Sql, child: string, on: string): Promise<void> {
  await tx.query(
    `update child_address set ends_on = greatest($2::date, begins_on) where child_id = $1 and ends_on is null and not protected and kind <> 'believed'`,
    [child, on],
  );
}

const CONFIRMABLE = ['circumstance', 'registration', 'child_address'] as const;
export interface AssertedFact {
  readonly table: (typeof CONFIRMABLE)[number];
  readonly child: string;
  readonly beginsOn: string | null;
  /** Whose word it is. */
  readonly source: string;
  readonly address: Pick<SaidAddress, 'kind' | 'authority'> | null;
}

/** The asserted row that a receipt's id means, in whichever table; null when there is none to confirm. */
export async function findAsserted(tx: Sql, publicId: string): Promise<AssertedFact | null> {
  for (const table of CONFIRMABLE) {
    const begins = table === 'circumstance' ? 'begins_at::date' : 'begins_on';
    const place =
      table === 'child_address' ? `json_build_object('kind', kind, 'authority', authority_id)` : 'null';
    const rows = await tx.query<Omit<AssertedFact, 'table'>>(
      `select child_id as child, ${begins}::text as "beginsOn", source, ${place} as address from ${table} where public_id = $1 and confirmed_at is null for update`,
      [publicId],
    );
    if (rows[0]) return { table, ...rows[0] };
  }
  return null;
}

/** Confirms it; a confirmed address ends those that stood before it. */
export async function confirmAsserted(
  tx: Sql,
  fact: AssertedFact,
  publicId: string,
  by: string,
  writer: Writer,
): Promise<void> {
  if (fact.table === 'child_address')
    await endEarlierAddresses(tx, fact.child, fact.beginsOn ?? writer.today);
  const reopened = fact.table === 'child_address' ? ', ends_on = null' : '';
  await tx.query(
    `update ${fact.table} set confirmed_at = $2, confirmed_by = $3${reopened} where public_id = $1`,
    [publicId, writer.now, by],
  );
}

/** A pupil whom nobody knows yet, registered with all that identifies it; null when the details would not do. */
export async function keepNewPupil(
  tx: Sql,
  reference: ChildReferenceInput,
  writer: Writer,
): Promise<string | null> {
  const upn = reference.upn ? parseUpn(reference.upn) : null;
  if (!upn?.ok || !reference.surname || !reference.forename || !reference.dateOfBirth) return null;
  const taken = await tx.query(
    `select 1 from child_identifier i join child c on c.id = i.child_id where i.kind = 'upn' and i.value = $1 and c.state not in ('sealed', 'erased')`,
    [upn.value],
  );
  if (taken.length > 0) return null;
  const id = newRowId();
  const from = [writer.organisation, writer.today, writer.user, writer.now];
  await tx.query(
    `insert into child (id, home_authority, state, date_of_birth, sex, source, as_of, entered_by, recorded_at)
     values ($1, $2, 'known', $3, $4, $5, $6, $7, $8)`,
    [id, writer.home, reference.dateOfBirth, reference.gender?.toUpperCase() ?? null, ...from],
  );
  await tx.query(
    `insert into child_name (id, child_id, kind, forename, surname, source, as_of, entered_by, recorded_at)
     values ($1, $2, 'legal', $3, $4, $5, $6, $7, $8)`,
    [newRowId(), id, reference.forename.trim(), reference.surname.trim(), ...from],
  );
  await tx.query(
    `insert into child_identifier (id, child_id, kind, value, source, as_of, entered_by, recorded_at)
     values ($1, $2, 'upn', $3, $4, $5, $6, $7)`,
    [newRowId(), id, upn.value, ...from],
  );
  return id;
}
