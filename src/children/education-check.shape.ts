import type { FieldSql, Parameters } from '../gate/entity-sql';
import { inEducationSql } from './education-status';
import { educationFields } from './education.shape';
import { today, value } from './field-sql';
import { serviceFields } from './service.shape';

const NONE: FieldSql = value(() => 'null');
const of = (fields: Readonly<Record<string, FieldSql>>, name: string): FieldSql => fields[name] ?? NONE;

const ofStatus = (pick: string): FieldSql =>
  value((a, p) => `(select ${pick} from education_status(${a}.id, ${today(p)}) s)`);

const now = (r: string, p: Parameters): string =>
  `${r}.begins_on <= ${today(p)} and (${r}.ends_on is null or ${r}.ends_on > ${today(p)})`;

/** Where the child is taught now, the one that counts first: a roll, in the order of `provision`, or else what the authority arranged. */
const places = (a: string, p: Parameters, ofRoll: string, ofArranged: string): string =>
  `(select 1 as rank, r.ends_on, r.begins_on, r.id, ${ofRoll} from registration r where r.child_id = ${a}.id and ${now('r', p)}
    union all
    select 2, r.ends_on, r.begins_on, r.id, ${ofArranged} from arranged_education r where r.child_id = ${a}.id and ${now('r', p)})`;
const FIRST = (r: string): string => `${r}.rank, ${r}.ends_on desc nulls first, ${r}.begins_on desc, ${r}.id`;
const ofPlace = (pick: string): FieldSql =>
  value(
    (a, p) =>
      `(select l.picked from ${places(a, p, `${pick} as picked`, pick)} l order by ${FIRST('l')} limit 1)`,
  );

/** Its school by name and number, a provider without a roll by name. */
const WHERE: FieldSql = {
  kind: 'object',
  type: 'Establishment',
  list: false,
  of: {
    name: value(
      (l) => `coalesce((select o.name from organisation o where o.id = ${l}.organisation_id), ${l}.provider)`,
    ),
    laestab: value((l) => `(select o.laestab from organisation o where o.id = ${l}.organisation_id)`),
  },
  from: (a, l, p) =>
    `from ${places(a, p, 'r.organisation_id, null::text as provider', 'null, r.provider')} ${l} where coalesce(${l}.organisation_id, ${l}.provider) is not null`,
  order: FIRST,
};

/** Whether somebody besides its writer stands behind one of these rows. */
const confirmed = (a: string, table: string, where: string): string =>
  `exists (select 1 from ${table} r where r.child_id = ${a}.id and r.confirmed_at is not null and ${where})`;

/**
 * How sure the answer is. A register that the authority itself keeps is its own word; anything else is sure when somebody
 * besides its writer stands behind it, and else what one source says.
 */
const CERTAINTY: FieldSql = value((a, p) => {
  const stands: Readonly<Record<string, string>> = {
    'CME register': 'true',
    'date of birth': 'true',
    'school roll': confirmed(a, 'registration', now('r', p)),
    'arranged by the authority': confirmed(a, 'arranged_education', now('r', p)),
    'home education notice': confirmed(a, 'home_education', now('r', p)),
    'permanent exclusion': confirmed(
      a,
      'circumstance',
      `r.kind = 'RISK_GROUP' and r.detail = 'PERMANENTLY_EXCLUDED' and r.ends_at is null`,
    ),
    'place offered': confirmed(a, 'circumstance', `r.kind = 'PLACE_OFFER' and r.ends_at is null`),
  };
  const sure = Object.entries(stands).map(([evidence, is]) => `(s.evidence = '${evidence}' and ${is})`);
  return `(select case when ${inEducationSql('s.status')} = 'NOT_KNOWN' then 'NOT_KNOWN'
    when ${sure.join(' or ')} then 'CONFIRMED' else 'REPORTED' end from education_status(${a}.id, ${today(p)}) s)`;
});

/** What a front door asks, in one: nothing of its own, each field under the item that governs it elsewhere. */
export const educationCheck: FieldSql = {
  kind: 'object',
  type: 'EducationCheck',
  list: false,
  of: {
    inEducation: of(educationFields, 'inEducationNow'),
    asOf: ofStatus('s.as_of'),
    certainty: CERTAINTY,
    status: ofStatus('s.status'),
    kind: of(educationFields, 'educationStatusKind'),
    since: ofStatus('s.since'),
    evidence: ofStatus('s.evidence'),
    where: WHERE,
    whereSince: ofPlace('r.begins_on'),
    hours: ofPlace('r.hours_per_week'),
    flagged: of(serviceFields, 'flagged'),
    flaggedSince: value(
      (a) =>
        `(select f.opened_at::date from cme_case f where f.child_id = ${a}.id and f.state <> 'CLOSED' limit 1)`,
    ),
    call: of(serviceFields, 'cmeOfficer'),
  },
  from: null,
};
