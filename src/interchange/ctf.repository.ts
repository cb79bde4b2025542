import type { EntityManager } from 'typeorm';
import type { Changes } from './changes';
import type { CheckedPupil, CtfOrigin } from './ctf.check';
import type { KnownChild } from './known-child';

/** Under what every row of an import stands. */
export interface ImportProvenance {
  readonly origin: CtfOrigin;
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

export async function saveChanges(
  tx: EntityManager,
  changes: Changes,
  provenance: ImportProvenance,
): Promise<void> {
  const { origin, enteredBy, homeAuthority, now } = provenance;
  const said = [origin.source, origin.asOf, enteredBy, now];
  const run = async (
    rows: readonly object[],
    sql: string,
    more: readonly unknown[] = said,
  ): Promise<void> => {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows), ...more]);
  };
  await run(changes.children, CHILDREN, [...said, homeAuthority]);
  await run(changes.corrected, CORRECTED);
  await run(changes.touched, TOUCHED, []);
  await run(changes.namesEnded, ended('child_name'), []);
  await run(changes.names, NAMES);
  await run(changes.upnsRetired, UPNS_RETIRED, []);
  await run(changes.upns, UPNS);
  await run(changes.addressesEnded, ended('child_address'), []);
  await run(changes.addresses, ADDRESSES);
  await run(changes.carersEnded, ended('carer'), []);
  await run(changes.carers, CARERS);
  await run(changes.registrationsChanged, REGISTRATIONS_CHANGED);
  await run(changes.registrations, REGISTRATIONS);
  await run(changes.lookedAfter, LOOKED_AFTER);
  await run(changes.lookedAfterEnded, LOOKED_AFTER_ENDED, [enteredBy, now]);
}

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
    'upns', ${values(`select was ->> 'value' as value from ${WRONG} and fact = 'IDENTIFIER' and kind = 'upn'`)}
  ) as "putRight"
from found join child c on c.id = found.id`;

const NAMESAKES = `
select distinct r.id
from json_to_recordset($1) as r(id uuid, forename text, surname text, "dateOfBirth" date)
join child_name n on n.surname_key = name_key(r.surname) and n.forename_key = name_key(r.forename)
join child c on c.id = n.child_id and c.date_of_birth = r."dateOfBirth" and c.state = 'known' and c.id <> r.id`;

const CHILDREN = `
insert into child (id, home_authority, date_of_birth, sex, source, as_of, entered_by, recorded_at)
select id, $6, "dateOfBirth", sex, $2, $3, $4, $5
from json_to_recordset($1) as r(id uuid, "dateOfBirth" date, sex text)`;

const CORRECTED = `
update child c set date_of_birth = r."dateOfBirth", sex = r.sex, source = $2, as_of = $3, entered_by = $4, recorded_at = $5
from json_to_recordset($1) as r(id uuid, "dateOfBirth" date, sex text) where c.id = r.id`;

const TOUCHED = `
update child c set version = version + 1 from json_to_recordset($1) as r(id uuid) where c.id = r.id`;

const ended = (table: string): string => `
update ${table} t set ends_on = greatest(r."endsOn", t.as_of)
from json_to_recordset($1) as r(id uuid, "endsOn" date) where t.id = r.id`;

// A school that knows both may write the old name or number down beside the new: what is sealed is not joined again.
const NAMES = `
insert into child_name (id, child_id, kind, forename, middle_names, surname, begins_on, source, as_of, entered_by, recorded_at)
select id, "childId", kind, forename, "middleNames", surname, "beginsOn", $2, $3, $4, $5
from json_to_recordset($1) as r(id uuid, "childId" uuid, kind text, forename text, "middleNames" text, surname text,
  "beginsOn" date)
where not exists (select 1 from identity_seal s join child_name f on f.child_id = s.former
  where s.present = r."childId" and f.surname_key = name_key(r.surname) and f.forename_key = name_key(r.forename))`;

const UPNS_RETIRED = `
update child_identifier i set state = 'former', ends_on = r."endsOn"
from json_to_recordset($1) as r(id uuid, "endsOn" date) where i.id = r.id`;

const UPNS = `
insert into child_identifier (id, child_id, kind, value, state, source, as_of, entered_by, recorded_at)
select id, "childId", 'upn', value, state, $2, $3, $4, $5
from json_to_recordset($1) as r(id uuid, "childId" uuid, value text, state text)
where not exists (select 1 from identity_seal s join child_identifier f on f.child_id = s.former
  where s.present = r."childId" and f.kind = 'upn' and f.value = r.value)`;

// The school vouches for the address; no authority can bring a child into its own area by this road.
const ADDRESSES = `
insert into child_address (id, child_id, line1, line2, town, postcode, uprn, authority_id, protected, begins_on,
  source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
select id, "childId", line1, line2, town, postcode, uprn, "authorityId", protected, "beginsOn", $2, $3, $4, $5, $5, 'school'
from json_to_recordset($1) as r(id uuid, "childId" uuid, line1 text, line2 text, town text, postcode text, uprn text,
  "authorityId" text, protected boolean, "beginsOn" date)`;

const CARERS = `
insert into carer (id, child_id, title, forename, surname, relationship, parental_responsibility, phones, emails,
  lives_with_child, source, as_of, entered_by, recorded_at)
select id, "childId", title, forename, surname, relationship, "parentalResponsibility", phones, emails,
  "livesWithChild", $2, $3, $4, $5
from json_to_recordset($1) as r(id uuid, "childId" uuid, title text, forename text, surname text, relationship text,
  "parentalResponsibility" boolean, phones text[], emails text[], "livesWithChild" boolean)`;

const ROLL = `id uuid, "beginsOn" date, "endsOn" date, "yearGroup" text, "destinationKind" text, destination text`;

const REGISTRATIONS_CHANGED = `
update registration g set begins_on = r."beginsOn", ends_on = r."endsOn", year_group = r."yearGroup",
  destination_kind = r."destinationKind", destination = r.destination,
  source = $2, as_of = $3, entered_by = $4, recorded_at = $5, confirmed_at = $5, confirmed_by = 'school'
from json_to_recordset($1) as r(${ROLL}) where g.id = r.id`;

const REGISTRATIONS = `
insert into registration (id, child_id, organisation_id, begins_on, ends_on, year_group, kind, destination_kind,
  destination, source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
select id, "childId", "organisationId", "beginsOn", "endsOn", "yearGroup", kind, "destinationKind", destination,
  $2, $3, $4, $5, $5, 'school'
from json_to_recordset($1) as r(${ROLL}, "childId" uuid, "organisationId" text, kind text)`;

const LOOKED_AFTER = `
insert into circumstance (id, child_id, kind, organisation_id, detail, begins_at, source, as_of, entered_by, recorded_at)
select id, "childId", 'LOOKED_AFTER', "organisationId", detail, $3::date::timestamp at time zone 'Europe/London',
  $2, $3, $4, $5
from json_to_recordset($1) as r(id uuid, "childId" uuid, "organisationId" text, detail text)`;

const LOOKED_AFTER_ENDED = `
update circumstance c set ends_at = greatest($3, c.begins_at), ended_by = $2
from json_to_recordset($1) as r(id uuid) where c.id = r.id`;
