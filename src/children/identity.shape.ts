import type { FieldSql, Parameters } from '../gate/entity-sql';
import { column, PROVENANCE, today, value } from './field-sql';

const NAME: Record<string, FieldSql> = {
  kind: column('kind'),
  forename: column('forename'),
  middleNames: column('middle_names'),
  surname: column('surname'),
  from: column('begins_on'),
  until: column('ends_on'),
  provenance: PROVENANCE,
};

const names = (kinds: string, list: boolean): FieldSql => ({
  kind: 'object',
  type: 'PersonName',
  list,
  of: NAME,
  from: (a, r) => `from child_name ${r} where ${r}.child_id = ${a}.id and ${r}.kind in (${kinds})`,
  order: (r) => `${r}.ends_on desc nulls first, ${r}.id desc`,
});

const ADDRESS: Record<string, FieldSql> = {
  id: column('public_id'),
  kind: column('kind'),
  line1: column('line1'),
  line2: column('line2'),
  town: column('town'),
  postcode: column('postcode'),
  uprn: column('uprn'),
  from: column('begins_on'),
  until: column('ends_on'),
  source: column('source'),
  asOf: column('as_of'),
  provenance: PROVENANCE,
};

/** Predicates over `child_address`. INVARIANT: every source but `protectedAddress` leaves protected rows out. */
const currentAddress = (r: string, p: Parameters): string =>
  `not ${r}.protected and (${r}.ends_on is null or ${r}.ends_on > ${today(p)})`;
const lastKnown = (a: string, r: string, p: Parameters): string =>
  `not ${r}.protected and ${r}.kind <> 'believed' and (${r}.ends_on <= ${today(p)}
    or exists (select 1 from cme_case k where k.child_id = ${a}.id and k.state <> 'CLOSED')
    or exists (select 1 from circumstance k where k.child_id = ${a}.id and k.kind = 'MISSING_EPISODE' and k.ends_at is null)
  ) and not exists (select 1 from child_address n where n.child_id = ${a}.id and n.ends_on is null and not n.protected and ${r}.ends_on is not null)`;
/** What somebody merely reported stands behind what is confirmed. */
const NEWEST = (r: string): string =>
  `${r}.ends_on desc nulls first, (${r}.confirmed_at is null), ${r}.begins_on desc nulls last, ${r}.id desc`;
const outward = (where: (a: string, r: string, p: Parameters) => string): FieldSql =>
  value(
    (a, p) =>
      `(select split_part(r.postcode, ' ', 1) from child_address r where r.child_id = ${a}.id and ${where(a, 'r', p)} order by ${NEWEST('r')} limit 1)`,
  );
const address = (where: (a: string, r: string, p: Parameters) => string, list = false): FieldSql => ({
  kind: 'object',
  type: 'Address',
  list,
  of: ADDRESS,
  from: (a, r, p) => `from child_address ${r} where ${r}.child_id = ${a}.id and ${where(a, r, p)}`,
  order: NEWEST,
});

const identifiers = (kinds: string): FieldSql => ({
  kind: 'object',
  type: 'PersonIdentifier',
  list: true,
  of: {
    kind: column('kind'),
    value: column('value'),
    state: column('state'),
    temporary: value((r) => `(${r}.kind = 'upn' and ${r}.value ~ '[A-Z]$')`),
    from: column('begins_on'),
    until: column('ends_on'),
    provenance: PROVENANCE,
  },
  from: (a, r) => `from child_identifier ${r} where ${r}.child_id = ${a}.id and ${r}.kind in (${kinds})`,
  order: (r) => `${r}.kind desc, ${r}.ends_on desc nulls first, ${r}.id desc`,
});

/** Who the child is, and where it lives. */
export const identityFields: Readonly<Record<string, FieldSql>> = {
  id: column('public_id'),
  version: column('version'),
  provenance: PROVENANCE,
  sealedIdentity: {
    kind: 'object',
    type: 'SealedIdentity',
    list: false,
    of: {
      formerId: value((r) => `(select f.public_id from child f where f.id = ${r}.former)`),
      ground: column('ground'),
      on: value((r) => `(${r}.confirmed_at at time zone 'Europe/London')::date`),
    },
    from: (a, r) => `from identity_seal ${r} where ${r}.present = ${a}.id`,
    order: (r) => `${r}.confirmed_at desc, ${r}.id`,
  },
  name: names("'legal'", false),
  knownAs: names("'known_as'", false),
  dateOfBirth: column('date_of_birth'),
  sex: column('sex'),
  initials: value(
    (a) =>
      `(select left(n.forename, 1) || '.' || left(n.surname, 1) || '. ' || coalesce(extract(year from ${a}.date_of_birth)::text, '') from child_name n where n.child_id = ${a}.id and n.kind = 'legal' order by n.ends_on desc nulls first limit 1)`,
  ),
  formerNames: names("'former', 'transliteration'", true),
  upn: value(
    (a) =>
      `(select i.value from child_identifier i where i.child_id = ${a}.id and i.kind = 'upn' and i.state in ('current', 'claimed') order by i.state desc limit 1)`,
  ),
  formerUpns: value(
    (a) =>
      `coalesce((select json_agg(i.value) from child_identifier i where i.child_id = ${a}.id and i.kind = 'upn' and i.state = 'former'), '[]'::json)`,
  ),
  uln: value(
    (a) =>
      `(select i.value from child_identifier i where i.child_id = ${a}.id and i.kind = 'uln' and i.state = 'current' limit 1)`,
  ),
  nhsNumber: value(
    (a) =>
      `(select i.value from child_identifier i where i.child_id = ${a}.id and i.kind = 'nhs_number' and i.state in ('current', 'claimed') order by i.state desc limit 1)`,
  ),
  pupilNumbers: identifiers("'upn', 'uln'"),
  nhsNumbers: identifiers("'nhs_number'"),
  currentAddress: address((_a, r, p) => currentAddress(r, p)),
  currentOutwardPostcode: outward((_a, r, p) => currentAddress(r, p)),
  lastKnownAddress: address(lastKnown),
  lastKnownOutwardPostcode: outward(lastKnown),
  addresses: address((_a, r) => `not ${r}.protected`, true),
  protectedAddress: address((_a, r) => `${r}.protected and ${r}.ends_on is null`),
  locationProtected: value(
    (a) =>
      `(exists (select 1 from circumstance f where f.child_id = ${a}.id and f.kind = 'LOCATION_PROTECTION' and f.ends_at is null) or exists (select 1 from child_address f where f.child_id = ${a}.id and f.protected and f.ends_on is null))`,
  ),
  authority: value(
    (a, p) =>
      `(select r.authority_id from child_address r where r.child_id = ${a}.id and ${currentAddress('r', p)} order by ${NEWEST('r')} limit 1)`,
  ),
  livesInOurArea: value(
    (a, p) =>
      `exists (select 1 from child_address r where r.child_id = ${a}.id and ${currentAddress('r', p)} and r.authority_id = ${p.of('self.area')})`,
  ),
};
