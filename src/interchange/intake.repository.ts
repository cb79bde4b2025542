import type { EntityManager } from 'typeorm';
import { startOfLondonDay } from '../kernel/london-time';
import type { Changes, NewName, NewNumber } from './changes';
import { copyRows, type Cell } from './copy-rows';
import type { CheckedPupil } from './ctf.check';
import type { KnownChild, Said } from './known-child';

/** Who brings it in and when; where each row comes from stands with the row. */
export interface IntakeProvenance {
  readonly enteredBy: string;
  readonly homeAuthority: string;
  readonly now: Date;
}

/** One file at a time finds out who is known and writes: two that carry the same child wait for each other. */
export async function waitForOtherImports(tx: EntityManager): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('rollcall ctf import'))`);
}

/** The children that go, or went, by these UPNs. A merged record leads to the one that is kept. */
export function loadKnownChildren(tx: EntityManager, upns: readonly string[]): Promise<KnownChild[]> {
  return tx.query<KnownChild[]>(KNOWN, [upns]);
}

/** Which child has each of these numbers now, by `kind value`. */
export async function holdersOf(
  tx: EntityManager,
  numbers: readonly { readonly kind: string; readonly value: string }[],
): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx.query<{ number: string; child: string }[]>(HOLDERS, [
    numbers.map(({ kind }) => kind),
    numbers.map(({ value }) => value),
  ]);
  return new Map(rows.map(({ number, child }) => [number, child]));
}

/** Ids of these children for which another child has exactly the pupil's name and date of birth. */
export async function findNamesakes(
  tx: EntityManager,
  pairs: readonly { readonly child: KnownChild; readonly pupil: CheckedPupil }[],
): Promise<Set<string>> {
  const asked = pairs.map(({ child, pupil: { forename, surname, dateOfBirth } }) => {
    return { id: child.id, forename, surname, dateOfBirth };
  });
  if (asked.length === 0) return new Set();
  const rows = await tx.query<{ id: string }[]>(NAMESAKES, [JSON.stringify(asked)]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Rows that stand on nothing held go in by COPY. Those that change what is held, and names and numbers of a child who
 * may have a sealed past, are merged by a statement for each table.
 */
export async function saveChanges(
  tx: EntityManager,
  changes: Changes,
  { enteredBy, homeAuthority, now }: IntakeProvenance,
): Promise<void> {
  const said = [enteredBy, now];
  const run = async (
    rows: readonly object[],
    sql: string,
    more: readonly unknown[] = said,
  ): Promise<void> => {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows), ...more]);
  };
  const copy = <Row extends Said>(
    table: string,
    columns: readonly string[],
    rows: readonly Row[],
    cells: (row: Row) => readonly Cell[],
  ): Promise<void> =>
    copyRows(tx, table, [...columns, 'source', 'as_of', 'entered_by', 'recorded_at'], rows, (row) => [
      ...cells(row),
      row.source,
      row.asOf,
      enteredBy,
      now,
    ]);
  const made = new Set(changes.children.all.map(({ id }) => id));
  const isOfNew = ({ childId }: { readonly childId: string }): boolean => made.has(childId);
  const isOfKnown = (row: { readonly childId: string }): boolean => !isOfNew(row);

  await copy('child', ['id', 'home_authority', 'date_of_birth', 'sex'], changes.children.all, (r) => [
    r.id,
    homeAuthority,
    r.dateOfBirth,
    r.sex,
  ]);
  await run(changes.corrected.all, CORRECTED);
  await run(changes.touched.all, TOUCHED, []);
  await run(changes.namesEnded.all, ended('child_name'), []);
  await copy('child_name', NAME_COLUMNS, changes.names.all.filter(isOfNew), nameCells);
  await run(changes.names.all.filter(isOfKnown), NAMES);
  await run(changes.numbersRetired.all, NUMBERS_RETIRED, []);
  await copy('child_identifier', NUMBER_COLUMNS, changes.numbers.all.filter(isOfNew), numberCells);
  await run(changes.numbers.all.filter(isOfKnown), NUMBERS);
  await run(changes.addressesEnded.all, ended('child_address'), []);
  // The sender vouches for the address; no authority can bring a child into its own area by this road.
  await copy('child_address', ADDRESS_COLUMNS, changes.addresses.all, (r) => [
    ...[
      r.id,
      r.childId,
      r.line1,
      r.line2,
      r.town,
      r.postcode,
      r.uprn,
      r.authorityId,
      r.protected,
      r.beginsOn,
    ],
    now,
    vouching(r),
  ]);
  await run(changes.carersEnded.all, ended('carer'), []);
  await copy('carer', CARER_COLUMNS, changes.carers.all, (r) => [
    ...[r.id, r.childId, r.title, r.forename, r.surname, r.relationship, r.parentalResponsibility],
    ...[r.phones, r.emails, r.livesWithChild],
  ]);
  await run(changes.registrationsChanged.all, REGISTRATIONS_CHANGED);
  await copy('registration', REGISTRATION_COLUMNS, changes.registrations.all, (r) => [
    ...[r.id, r.childId, r.organisationId, r.beginsOn, r.endsOn, r.yearGroup, r.kind, r.destinationKind],
    r.destination,
    now,
    vouching(r),
  ]);
  await copy('circumstance', CARE_COLUMNS, changes.lookedAfter.all, (r) => [
    ...[r.id, r.childId, 'LOOKED_AFTER', r.organisationId, r.detail, startOfLondonDay(r.asOf)],
  ]);
  await run(changes.lookedAfterEnded.all, LOOKED_AFTER_ENDED);
}

/** Who vouches for an address or a roll: the school, as a word of its own, or the authority that sent the file. */
const vouching = ({ source }: Said): string => (source.startsWith('school/') ? 'school' : source);

const NAME_COLUMNS = ['id', 'child_id', 'kind', 'forename', 'middle_names', 'surname', 'begins_on'];
const nameCells = (r: NewName): readonly Cell[] => [
  ...[r.id, r.childId, r.kind, r.forename, r.middleNames, r.surname, r.beginsOn],
];
const NUMBER_COLUMNS = ['id', 'child_id', 'kind', 'value', 'state'];
const numberCells = (r: NewNumber): readonly Cell[] => [r.id, r.childId, r.kind, r.value, r.state];
const CONFIRMED = ['confirmed_at', 'confirmed_by'];
const ADDRESS_COLUMNS = [
  ...[
    'id',
    'child_id',
    'line1',
    'line2',
    'town',
    'postcode',
    'uprn',
    'authority_id',
    'protected',
    'begins_on',
  ],
  ...CONFIRMED,
];
const CARER_COLUMNS = [
  ...['id', 'child_id', 'title', 'forename', 'surname', 'relationship', 'parental_responsibility'],
  ...['phones', 'emails', 'lives_with_child'],
];
const REGISTRATION_COLUMNS = [
  ...['id', 'child_id', 'organisation_id', 'begins_on', 'ends_on', 'year_group', 'kind', 'destination_kind'],
  'destination',
  ...CONFIRMED,
];
const CARE_COLUMNS = ['id', 'child_id', 'kind', 'organisation_id', 'detail', 'begins_at'];

const list = (from: string): string => `(select coalesce(json_agg(r), '[]') from (${from}) r)`;

const values = (from: string): string => `(select coalesce(json_agg(r.value), '[]') from (${from}) r)`;
const WRONG = 'correction where child_id = c.id';

const KNOWN = `
with found as (
  select distinct coalesce(c.merged_into, c.id) as id
  from child_identifier i join child c on c.id = i.child_id
  where i.kind = 'upn' and i.value = any($1) and c.state not in ('sealed', 'erased')
)
select c.id, c.date_of_birth::text as "dateOfBirth", c.sex, c.source, c.as_of::text as "asOf",
  ${list(`select id, value, state from child_identifier where child_id = c.id and kind = 'upn'`)} as upns,
  ${list(`select id, kind, value, state, source, as_of as "asOf" from child_identifier
    where child_id = c.id and kind <> 'upn' and state <> 'claimed'`)} as numbers,
  ${list(`select id, kind, forename, middle_names as "middleNames", surname, ends_on as "endsOn", source, as_of as "asOf"
    from child_name where child_id = c.id`)} as names,
  ${list(`select id, kind, line1, line2, town, postcode, uprn, protected, ends_on as "endsOn", source, as_of as "asOf"
    from child_address where child_id = c.id order by begins_on nulls first`)} as addresses,
  ${list(`select id, title, forename, surname, relationship, parental_responsibility as "parentalResponsibility",
    phones, emails, lives_with_child as "livesWithChild", ends_on as "endsOn", source, as_of as "asOf"
    from carer where child_id = c.id`)} as carers,
  ${list(`select id, organisation_id as "organisationId", begins_on as "beginsOn", ends_on as "endsOn",
    year_group as "yearGroup", destination_kind as "destinationKind", destination, source, as_of as "asOf"
    from registration where child_id = c.id order by begins_on`)} as registrations,
  ${list(`select id, kind, organisation_id as "organisationId", source from circumstance
    where child_id = c.id and ends_at is null and kind in ('LOOKED_AFTER', 'LOCATION_PROTECTION')`)} as circumstances,
  json_build_object(
    'names', ${list(`select was ->> 'forename' as forename, was ->> 'middle_names' as "middleNames", was ->> 'surname' as surname
      from ${WRONG} and fact = 'NAME'`)},
    'addresses', ${list(`select was ->> 'line1' as line1, was ->> 'line2' as line2, was ->> 'town' as town, was ->> 'postcode' as postcode,
      was ->> 'uprn' as uprn from ${WRONG} and fact = 'ADDRESS'`)},
    'birthDates', ${values(`select was ->> 'date_of_birth' as value from ${WRONG} and fact = 'DATE_OF_BIRTH'`)},
    'upns', ${values(`select was ->> 'value' as value from ${WRONG} and fact = 'IDENTIFIER' and kind = 'upn'`)},
    'numbers', ${values(`select kind || ' ' || (was ->> 'value') as value from ${WRONG} and fact = 'IDENTIFIER' and kind <> 'upn'`)}
  ) as "putRight"
from found join child c on c.id = found.id`;

const NAMESAKES = `
select distinct r.id
from json_to_recordset($1) as r(id uuid, forename text, surname text, "dateOfBirth" date)
join child_name n on n.surname_key = name_key(r.surname) and n.forename_key = name_key(r.forename)
join child c on c.id = n.child_id and c.date_of_birth = r."dateOfBirth" and c.state = 'known' and c.id <> r.id`;

const HOLDERS = `
select i.kind || ' ' || i.value as number, coalesce(c.merged_into, c.id) as child
from unnest($1::text[], $2::text[]) as asked(kind, value)
join child_identifier i on i.kind = asked.kind and i.value = asked.value and i.state = 'current'
join child c on c.id = i.child_id`;

const SAID = 'source text, "asOf" date';

const CORRECTED = `
update child c set date_of_birth = r."dateOfBirth", sex = r.sex, source = r.source, as_of = r."asOf", entered_by = $2, recorded_at = $3
from json_to_recordset($1) as r(id uuid, "dateOfBirth" date, sex text, ${SAID}) where c.id = r.id`;

const TOUCHED = `
update child c set version = version + 1 from json_to_recordset($1) as r(id uuid) where c.id = r.id`;

const ended = (table: string): string => `
update ${table} t set ends_on = greatest(r."endsOn", t.as_of)
from json_to_recordset($1) as r(id uuid, "endsOn" date) where t.id = r.id`;

// A school that knows both may write the old name or number down beside the new: what is sealed is not joined again.
const NAMES = `
insert into child_name (id, child_id, kind, forename, middle_names, surname, begins_on, source, as_of, entered_by, recorded_at)
select id, "childId", kind, forename, "middleNames", surname, "beginsOn", r.source, r."asOf", $2, $3
from json_to_recordset($1) as r(id uuid, "childId" uuid, kind text, forename text, "middleNames" text, surname text,
  "beginsOn" date, ${SAID})
where not exists (select 1 from identity_seal s join child_name f on f.child_id = s.former
  where s.present = r."childId" and f.surname_key = name_key(r.surname) and f.forename_key = name_key(r.forename))`;

const NUMBERS_RETIRED = `
update child_identifier i set state = 'former', ends_on = r."endsOn"
from json_to_recordset($1) as r(id uuid, "endsOn" date) where i.id = r.id`;

const NUMBERS = `
insert into child_identifier (id, child_id, kind, value, state, source, as_of, entered_by, recorded_at)
select id, "childId", kind, value, state, r.source, r."asOf", $2, $3
from json_to_recordset($1) as r(id uuid, "childId" uuid, kind text, value text, state text, ${SAID})
where not exists (select 1 from identity_seal s join child_identifier f on f.child_id = s.former
  where s.present = r."childId" and f.kind = r.kind and f.value = r.value)`;

const ROLL = `id uuid, "beginsOn" date, "endsOn" date, "yearGroup" text, "destinationKind" text, destination text`;

const REGISTRATIONS_CHANGED = `
update registration g set begins_on = r."beginsOn", ends_on = r."endsOn", year_group = r."yearGroup",
  destination_kind = r."destinationKind", destination = r.destination,
  source = r.source, as_of = r."asOf", entered_by = $2, recorded_at = $3, confirmed_at = $3, confirmed_by = case when r.source like 'school/%' then 'school' else r.source end
from json_to_recordset($1) as r(${ROLL}, ${SAID}) where g.id = r.id`;

const LOOKED_AFTER_ENDED = `
update circumstance c set ends_at = greatest($3, c.begins_at), ended_by = $2
from json_to_recordset($1) as r(id uuid) where c.id = r.id`;
