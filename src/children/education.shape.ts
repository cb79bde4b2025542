import type { FieldSql, Parameters } from '../gate/entity-sql';
import { inEducationSql, statusKindSql } from './education-status';
import { column, PROVENANCE, today, value } from './field-sql';

const ESTABLISHMENT: FieldSql = {
  kind: 'object',
  type: 'Establishment',
  list: false,
  of: { name: column('name'), laestab: column('laestab') },
  from: (a, r) => `from organisation ${r} where ${r}.id = ${a}.organisation_id`,
};

const NAME_OF = value((r) => `(select o.name from organisation o where o.id = ${r}.organisation_id)`);
const LAESTAB_OF = value((r) => `(select o.laestab from organisation o where o.id = ${r}.organisation_id)`);

const onRoll = (r: string, p: Parameters): string =>
  `${r}.begins_on <= ${today(p)} and (${r}.ends_on is null or ${r}.ends_on > ${today(p)})`;
const left = (r: string, p: Parameters): string => `${r}.ends_on <= ${today(p)}`;
const registrations = (
  type: string,
  of: Record<string, FieldSql>,
  list: boolean,
  where: (r: string, p: Parameters) => string,
): FieldSql => ({
  kind: 'object',
  type,
  list,
  of,
  from: (a, r, p) => `from registration ${r} where ${r}.child_id = ${a}.id and ${where(r, p)}`,
  order: (r) => `${r}.ends_on desc nulls first, ${r}.begins_on desc, ${r}.id`,
});

/** Where the child is, was or will be taught. */
export const educationFields: Readonly<Record<string, FieldSql>> = {
  inEducation: {
    kind: 'object',
    type: 'InEducationFact',
    list: false,
    of: { value: value((s) => inEducationSql(`${s}.status`)), asOf: column('as_of') },
    from: (a, r, p) => `from education_status(${a}.id, ${today(p)}) ${r}`,
  },
  inEducationNow: value(
    (a, p) => `(select ${inEducationSql('s.status')} from education_status(${a}.id, ${today(p)}) s)`,
  ),
  educationStatus: {
    kind: 'object',
    type: 'EducationStatusFact',
    list: false,
    of: {
      status: column('status'),
      since: column('since'),
      evidence: column('evidence'),
      asOf: column('as_of'),
    },
    from: (a, r, p) => `from education_status(${a}.id, ${today(p)}) ${r}`,
  },
  educationStatusKind: value(
    (a, p) => `(select ${statusKindSql('s.status')} from education_status(${a}.id, ${today(p)}) s)`,
  ),
  ofCompulsorySchoolAge: value(
    (a, p) =>
      `(${today(p)} between school_age_begins(${a}.date_of_birth) and school_age_ends(${a}.date_of_birth))`,
  ),
  provision: registrations(
    'Provision',
    {
      establishment: ESTABLISHMENT,
      from: column('begins_on'),
      hours: column('hours_per_week'),
      yearGroup: column('year_group'),
      provenance: PROVENANCE,
    },
    false,
    onRoll,
  ),
  provisionKind: value(
    (a, p) => `(select ${statusKindSql('s.status')} from education_status(${a}.id, ${today(p)}) s)`,
  ),
  lastSchool: {
    kind: 'object',
    type: 'Establishment',
    list: false,
    of: { name: NAME_OF, laestab: LAESTAB_OF },
    from: (a, r, p) => `from registration ${r} where ${r}.child_id = ${a}.id and ${left(r, p)}`,
    order: (r) => `${r}.ends_on desc, ${r}.id`,
  },
  lastAttended: value(
    (a, p) =>
      `(select coalesce(r.last_attended_on, r.ends_on) from registration r where r.child_id = ${a}.id and ${left('r', p)} order by r.ends_on desc, r.id limit 1)`,
  ),
  registrations: registrations(
    'Registration',
    {
      establishment: ESTABLISHMENT,
      kind: column('kind'),
      from: column('begins_on'),
      until: column('ends_on'),
      lastAttended: column('last_attended_on'),
      hours: column('hours_per_week'),
      provenance: PROVENANCE,
    },
    true,
    () => 'true',
  ),
  removals: registrations(
    'Removal',
    {
      establishment: ESTABLISHMENT,
      on: column('ends_on'),
      ground: column('removal_ground'),
      destination: column('destination'),
      destinationKind: column('destination_kind'),
      destinationConfirmedOn: column('destination_confirmed_on'),
      provenance: PROVENANCE,
    },
    true,
    (r) => `${r}.ends_on is not null`,
  ),
  destinationConfirmed: value(
    (a, p) =>
      `(select r.destination_confirmed_on is not null from registration r where r.child_id = ${a}.id and ${left('r', p)} order by r.ends_on desc, r.id limit 1)`,
  ),
  homeEducation: {
    kind: 'object',
    type: 'HomeEducation',
    list: false,
    of: {
      state: column('state'),
      from: column('begins_on'),
      until: column('ends_on'),
      provenance: PROVENANCE,
    },
    from: (a, r) => `from home_education ${r} where ${r}.child_id = ${a}.id`,
    order: (r) => `${r}.ends_on desc nulls first, ${r}.begins_on desc`,
  },
  homeEducated: value(
    (a) => `exists (select 1 from home_education r where r.child_id = ${a}.id and r.ends_on is null)`,
  ),
  arrangedEducation: {
    kind: 'object',
    type: 'ArrangedEducation',
    list: true,
    of: {
      id: column('public_id'),
      kind: column('kind'),
      provider: column('provider'),
      hours: column('hours_per_week'),
      from: column('begins_on'),
      until: column('ends_on'),
      provenance: PROVENANCE,
    },
    from: (a, r, p) => `from arranged_education ${r} where ${r}.child_id = ${a}.id and ${onRoll(r, p)}`,
    order: (r) => `${r}.begins_on desc, ${r}.id`,
  },
  specialNeeds: {
    kind: 'object',
    type: 'SpecialNeeds',
    list: false,
    of: {
      id: column('public_id'),
      support: column('support'),
      needs: column('needs'),
      reviewOn: column('review_on'),
      from: column('begins_on'),
      until: column('ends_on'),
      provenance: PROVENANCE,
    },
    from: (a, r, p) => `from special_needs ${r} where ${r}.child_id = ${a}.id and ${onRoll(r, p)}`,
    order: (r) => `${r}.begins_on desc, ${r}.id desc`,
  },
  hasSpecialNeeds: value(
    (a, p) =>
      `(select r.support <> 'none' from special_needs r where r.child_id = ${a}.id and ${onRoll('r', p)} order by r.begins_on desc, r.id desc limit 1)`,
  ),
  placeOffers: {
    kind: 'object',
    type: 'PlaceOffer',
    list: true,
    of: { establishment: ESTABLISHMENT, on: value((r) => `${r}.begins_at::date`), provenance: PROVENANCE },
    from: (a, r) =>
      `from circumstance ${r} where ${r}.child_id = ${a}.id and ${r}.kind = 'PLACE_OFFER' and ${r}.ends_at is null`,
    order: (r) => `${r}.begins_at desc`,
  },
  placeOffered: value(
    (a) =>
      `exists (select 1 from circumstance r where r.child_id = ${a}.id and r.kind = 'PLACE_OFFER' and r.ends_at is null)`,
  ),
  provisionName: registrations('Establishment', { name: NAME_OF, laestab: LAESTAB_OF }, false, onRoll),
  placeOfferedOn: value(
    (a) =>
      `(select max(r.begins_at)::date from circumstance r where r.child_id = ${a}.id and r.kind = 'PLACE_OFFER' and r.ends_at is null)`,
  ),
};
