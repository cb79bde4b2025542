import type { FieldSql, Parameters } from '../gate/entity-sql';
import { educationFields } from './education.shape';
import { today, value } from './field-sql';
import { serviceFields } from './service.shape';

const NONE: FieldSql = value(() => 'null');
const of = (fields: Readonly<Record<string, FieldSql>>, name: string): FieldSql => fields[name] ?? NONE;

const ofStatus = (pick: string): FieldSql =>
  value((a, p) => `(select ${pick} from education_status(${a}.id, ${today(p)}) s)`);

/** The registration that says where the child is taught now, by the order of `provision`. */
const ofRoll = (pick: string): FieldSql =>
  value(
    (a, p) => `(select ${pick} from registration r where r.child_id = ${a}.id and ${now('r', p)}
      order by r.ends_on desc nulls first, r.begins_on desc, r.id limit 1)`,
  );
const now = (r: string, p: Parameters): string =>
  `${r}.begins_on <= ${today(p)} and (${r}.ends_on is null or ${r}.ends_on > ${today(p)})`;

/**
 * How sure the status is. A register that the authority itself keeps is its own word; a roll or a home-education notice
 * is sure when somebody besides its writer stands behind it, and else what one source says.
 */
const CERTAINTY: FieldSql = value(
  (a, p) => `(select case
    when s.status = 'NOT_KNOWN' then 'NOT_KNOWN'
    when s.evidence in ('CME register', 'destination confirmed', 'date of birth') then 'CONFIRMED'
    when s.evidence = 'school roll' and exists (select 1 from registration r where r.child_id = ${a}.id
      and r.confirmed_at is not null and ${now('r', p)}) then 'CONFIRMED'
    when s.evidence = 'home education notice' and exists (select 1 from home_education r where r.child_id = ${a}.id
      and r.confirmed_at is not null and ${now('r', p)}) then 'CONFIRMED'
    else 'REPORTED' end from education_status(${a}.id, ${today(p)}) s)`,
);

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
    where: of(educationFields, 'provisionName'),
    whereSince: ofRoll('r.begins_on'),
    hours: ofRoll('r.hours_per_week'),
    flagged: of(serviceFields, 'flagged'),
    flaggedSince: value(
      (a) =>
        `(select f.opened_at::date from cme_case f where f.child_id = ${a}.id and f.state <> 'CLOSED' limit 1)`,
    ),
    call: of(serviceFields, 'cmeOfficer'),
  },
  from: null,
};
