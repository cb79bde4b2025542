import type { FieldSql } from '../gate/entity-sql';
import { column } from './field-sql';

const UNHEARD = `('WAITING', 'REMINDED', 'ESCALATED', 'SUSPENDED')`;

/**
 * The checks that the policy of a case's authority asks for, each with what has come of it since the case was opened.
 * INVARIANT: a check is done by a result alone; who has not answered, or could not look, leaves none.
 */
export const CHECK_LINES: FieldSql = {
  kind: 'object',
  type: 'CheckLine',
  list: true,
  of: {
    check: column('code'),
    words: column('words'),
    state: column('state'),
    lastCheckedOn: column('checked_on'),
    outcome: column('outcome'),
    because: column('because'),
    waitingFor: column('waiting'),
  },
  from: (k, r, p) =>
    `from (select l."position", l."check" as code, l.words, q.waiting, f.because,
        case when f.result is not null then f.result
          when q.waiting > 0 then 'ASKED'
          when q.could_not > 0 then 'COULD_NOT_SEARCH'
          when l.needs is not null and not exists (select 1 from circumstance c where c.child_id = ${k}.child_id
            and (c.kind = l.needs or c.detail = l.needs) and c.begins_at <= ${p.of('now', 'timestamptz')}
            and (c.ends_at is null or c.ends_at > ${p.of('now', 'timestamptz')})) then 'NOT_ALLOWED'
          else 'OPEN' end as state,
        case when f.result = 'DONE' then (f.made_at at time zone 'Europe/London')::date end as checked_on,
        case when f.result is distinct from 'DONE' then null when l.needs is not null and l.restricted then 'RESTRICTED' else f.outcome end as outcome
      from jsonb_to_recordset(${p.of('checkLines', 'jsonb')})
        as l(authority text, "position" integer, "check" text, words text, needs text, restricted boolean)
      left join lateral (select c.* from check_result c where c.case_id = ${k}.id and c.check_code = l."check" and c.counts
        order by c.made_at desc limit 1) f on true
      cross join lateral (select count(*) filter (where s.state in ${UNHEARD})::int as waiting,
          count(*) filter (where s.state = 'CANNOT_SEARCH')::int as could_not
        from enquiry e join enquiry_recipient s on s.enquiry_id = e.id
        where e.child_id = ${k}.child_id and e.check_kind = l."check" and e.from_organisation = ${k}.authority_id
          and e.sent_at >= ${k}.opened_at and e.state <> 'WITHDRAWN') q
      where l.authority = ${k}.authority_id) ${r}`,
  order: (r) => `${r}."position"`,
};
