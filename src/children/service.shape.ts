import { CHECK_LINES } from './check-line.shape';
import type { FieldSql } from '../gate/entity-sql';
import { column, PROVENANCE, value } from './field-sql';
import { HOME_VISIT_RISKS } from './home-visit-risk.shape';
import { GENERAL_GROUPS, HARM_GROUPS } from './risk-group';

const circumstances = (kinds: string, pick: string): FieldSql =>
  value(
    (a) =>
      `coalesce((select json_agg(distinct ${pick}) from circumstance f where f.child_id = ${a}.id and f.kind in (${kinds}) and f.ends_at is null), '[]'::json)`,
  );
const flagExists = (a: string): string =>
  `exists (select 1 from cme_case f where f.child_id = ${a}.id and f.state <> 'CLOSED')`;
const quoted = (groups: readonly string[]): string => `(${groups.map((g) => `'${g}'`).join(', ')})`;
const groups = (list: string): FieldSql =>
  value(
    (a) =>
      `coalesce((select json_agg(f.detail order by f.detail) from circumstance f where f.child_id = ${a}.id and f.kind = 'RISK_GROUP' and f.ends_at is null and f.detail in ${list}), '[]'::json)`,
  );

const groupPeriods = (list: string): FieldSql => ({
  kind: 'object',
  type: 'RiskGroupPeriod',
  list: true,
  of: {
    group: column('detail'),
    from: value((r) => `${r}.begins_at::date`),
    until: value((r) => `${r}.ends_at::date`),
    provenance: PROVENANCE,
  },
  from: (a, r) =>
    `from circumstance ${r} where ${r}.child_id = ${a}.id and ${r}.kind = 'RISK_GROUP' and ${r}.detail in ${list}`,
  order: (r) => `${r}.begins_at desc, ${r}.id`,
});

/** Which services work with the child, and how its case stands. */
export const serviceFields: Readonly<Record<string, FieldSql>> = {
  socialCare: circumstances("'CHILD_PROTECTION', 'LOOKED_AFTER'", 'f.kind'),
  socialCareInvolved: value(
    (a) =>
      `exists (select 1 from circumstance f left join unit u on u.id = f.unit_id where f.child_id = ${a}.id and f.ends_at is null and (f.kind in ('CHILD_PROTECTION', 'LOOKED_AFTER') or (f.kind = 'OPEN_CASE' and u.role = 'SOCIAL_CARE')))`,
  ),
  involvements: {
    kind: 'object',
    type: 'Involvement',
    list: true,
    of: {
      organisation: value((r) => `(select o.name from organisation o where o.id = ${r}.organisation_id)`),
      team: value((r) => `(select u.name from unit u where u.id = ${r}.unit_id)`),
      phone: value((r) => `(select u.contact_phone from unit u where u.id = ${r}.unit_id)`),
      since: value((r) => `${r}.begins_at::date`),
      until: value((r) => `${r}.ends_at::date`),
      provenance: PROVENANCE,
    },
    // A youth-justice involvement is offence data: it is shown under YOUTH_JUSTICE, never here.
    from: (a, r) =>
      `from circumstance ${r} where ${r}.child_id = ${a}.id and ${r}.kind = 'OPEN_CASE' and ${r}.ends_at is null and not exists (select 1 from unit y where y.id = ${r}.unit_id and y.role = 'YOUTH_JUSTICE')`,
    order: (r) => `${r}.begins_at, ${r}.id`,
  },
  involvementKinds: value(
    (a) =>
      `coalesce((select json_agg(distinct u.role) from circumstance f join unit u on u.id = f.unit_id where f.child_id = ${a}.id and f.kind = 'OPEN_CASE' and f.ends_at is null and u.role <> 'YOUTH_JUSTICE'), '[]'::json)`,
  ),
  riskGroups: groups(quoted(GENERAL_GROUPS)),
  harmMarkers: groups(quoted(HARM_GROUPS)),
  riskGroupPeriods: groupPeriods(quoted(GENERAL_GROUPS)),
  harmMarkerPeriods: groupPeriods(quoted(HARM_GROUPS)),
  missingEpisodes: {
    kind: 'object',
    type: 'MissingEpisode',
    list: true,
    of: {
      from: value((r) => `${r}.begins_at::date`),
      until: value((r) => `${r}.ends_at::date`),
      provenance: PROVENANCE,
    },
    from: (a, r) => `from circumstance ${r} where ${r}.child_id = ${a}.id and ${r}.kind = 'MISSING_EPISODE'`,
    order: (r) => `${r}.begins_at desc`,
  },
  homeVisitRisks: HOME_VISIT_RISKS,
  cmeFlag: {
    kind: 'object',
    type: 'CmeFlag',
    list: false,
    of: { open: value(() => 'true'), since: value((r) => `${r}.opened_at::date`) },
    from: (a, r) => `from cme_case ${r} where ${r}.child_id = ${a}.id and ${r}.state <> 'CLOSED'`,
  },
  flagged: value(flagExists),
  cmeOfficer: {
    kind: 'object',
    type: 'CmeOfficer',
    list: false,
    of: { team: column('name'), phone: column('contact_phone'), mailbox: column('contact_mailbox') },
    from: (a, r) =>
      `from unit ${r} where ${r}.organisation_id = ${a}.home_authority and ${r}.role = 'CME_TEAM'`,
  },
  case: {
    kind: 'object',
    type: 'CmeCase',
    list: false,
    of: {
      id: column('public_id'),
      state: column('state'),
      classification: column('classification'),
      rag: column('rag'),
      opened: value((r) => `${r}.opened_at::date`),
      reviewOn: column('review_on'),
      checks: CHECK_LINES,
    },
    from: (a, r) => `from cme_case ${r} where ${r}.child_id = ${a}.id`,
    order: (r) => `(${r}.state = 'CLOSED'), ${r}.opened_at desc`,
  },
};
