import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = `'KNOWN', 'NOT_KNOWN', 'NOTHING_HELD', 'CANNOT_SEARCH'`;
const STATES = `'WAITING', 'REMINDED', 'ESCALATED', 'SUSPENDED', 'KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD', 'WITHDRAWN'`;

const erasing = (more: string): string => `
create or replace function erase_exchanges(what text, which uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  case what
    when 'alert' then
      delete from alert_addition where alert_id = any(which);
      delete from alert_form where alert_id = any(which);
      update alert set text = null, details = '{}', raised_by_user = '', raised_by_job = '', reference = '', withdrawn_reason = null
        where id = any(which);
    when 'enquiry' then
      ${more}
      update enquiry_recipient set answer = null, answered_by = null, withheld_reason = null, withheld_decided_by = null
        where enquiry_id = any(which);
      update enquiry set question = '', from_user = '', reference = '' where id = any(which);
    when 'notification' then
      update notification set text = null, reference = '', acknowledged_by = null where id = any(which);
  end case;
end $$;`;

/** Enquiries by kind of check, each recipient by its own clock, answers in parts, and the list of checks that they fill. */
export class EnquiryKinds1700000020000 implements MigrationInterface {
  name = 'EnquiryKinds1700000020000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
alter table enquiry
  -- the row of the procedure that is done by asking
  add column step text,
  add column repeats_id uuid references enquiry,
  -- where another authority that asks believes the child to be
  add column believed_at jsonb,
  -- fixed words for whoever asked; nobody who was asked is told why
  add column withdrawn_because text check (withdrawn_because in ('TAKEN_BACK', 'ASKED_AGAIN', 'ASK_SOCIAL_CARE'));

alter table enquiry_recipient
  drop constraint enquiry_recipient_state_check, drop constraint enquiry_recipient_outcome_check,
  -- when its clock began: with the question, or when its agreement was in force again
  add column asked_at timestamptz,
  -- by what was agreed when it was asked: whoever could and no longer can rests until it can again
  add column could_look boolean not null default false,
  add column due_on date,
  add column overdue_from timestamptz,
  add column reminded_at timestamptz,
  add column escalated_at timestamptz,
  add column escalated_to text,
  add column withdrawn_because text check (withdrawn_because in ('TAKEN_BACK', 'ASKED_AGAIN', 'ASK_SOCIAL_CARE'));
update enquiry_recipient r set asked_at = e.sent_at, due_on = e.due_on,
  state = case when r.state = 'ANSWERED' then case r.outcome when 'NOTHING_HELD' then 'NOT_KNOWN' else coalesce(r.outcome, 'NOT_KNOWN') end else r.state end,
  outcome = case r.outcome when 'WITHHELD' then 'KNOWN_BUT_WITHHELD' else r.outcome end
  from enquiry e where e.id = r.enquiry_id;
alter table enquiry_recipient
  add constraint enquiry_recipient_state_check check (state in (${STATES})),
  add constraint enquiry_recipient_outcome_check check (outcome in (${BEFORE}, 'KNOWN_BUT_WITHHELD')),
  -- Silence is no answer, and no answer is silence.
  add constraint enquiry_recipient_heard check ((outcome is not null) = (state in ('KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD')));
create index enquiry_recipient_waiting on enquiry_recipient (overdue_from) where state in ('WAITING', 'REMINDED', 'ESCALATED', 'SUSPENDED');

-- What was said before the answer that counts: in part, or before more was known.
create table enquiry_answer (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  recipient_id uuid not null references enquiry_recipient,
  outcome text not null check (outcome in (${BEFORE}, 'KNOWN_BUT_WITHHELD')),
  -- more is to come; until it does there is no answer
  in_part boolean not null,
  answer jsonb,
  answered_by text,
  answered_at timestamptz not null,
  withheld_reason text,
  withheld_decided_by text,
  withheld_review_on date
);
create index enquiry_answer_recipient on enquiry_answer (recipient_id, answered_at);

-- All that was answered, the last of each last.
create view answer_given as
  select r.enquiry_id, r.id as recipient_id, r.organisation_id, r.public_id, r.outcome, false as in_part, false as replaced, r.answer,
    r.answered_at, r.withheld_reason, r.withheld_decided_by, r.withheld_review_on
  from enquiry_recipient r where r.state in ('KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD')
  union all
  select r.enquiry_id, r.id, r.organisation_id, a.public_id, a.outcome, a.in_part, not a.in_part, a.answer,
    a.answered_at, a.withheld_reason, a.withheld_decided_by, a.withheld_review_on
  from enquiry_answer a join enquiry_recipient r on r.id = a.recipient_id;

-- What has come of each check of a case: what the officer made or found not to apply, and what the authority was answered.
-- A check of which somebody is still to be heard, was not to answer after all, or could not look, is not done.
create view check_result as
  select m.case_id, m.check_code, m.result, m.because, m.made_at, m.outcome,
    -- not of a time before the case was opened again
    m.made_at >= coalesce((select max(v.at) from case_event v where v.case_id = m.case_id and v.kind = 'CASE_REOPENED'), k.opened_at) as counts
  from cme_case k join (
    select c.case_id, c.check_code, c.result, c.because, c.made_at, null::text as outcome from case_check c
    union all
    select k.id, e.check_kind, 'DONE', null, max(r.answered_at),
      case when bool_or(r.state = 'KNOWN') or exists (select 1 from enquiry_recipient b where b.enquiry_id = e.repeats_id and b.state = 'KNOWN') then 'FOUND' when bool_or(r.state = 'WITHHELD') then 'WITHHELD' else 'NOT_FOUND' end
    from cme_case k join enquiry e on e.child_id = k.child_id and e.from_organisation = k.authority_id
      join enquiry_recipient r on r.enquiry_id = e.id
    where e.check_kind is not null and e.sent_at >= k.opened_at
    group by k.id, e.id, e.check_kind
    having bool_and(r.state in ('KNOWN', 'NOT_KNOWN', 'WITHHELD'))
  ) m on m.case_id = k.id;
${erasing(`delete from enquiry_answer where recipient_id in (select id from enquiry_recipient where enquiry_id = any(which));
      update enquiry set believed_at = null where id = any(which);`)}
grant select, insert on enquiry_answer to rollcall_app;
grant select on answer_given, check_result to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop view check_result, answer_given;
drop table enquiry_answer;
${erasing('')}
drop index enquiry_recipient_waiting;
alter table enquiry_recipient drop constraint enquiry_recipient_heard, drop constraint enquiry_recipient_state_check,
  drop constraint enquiry_recipient_outcome_check;
update enquiry_recipient set
  state = case when state in ('REMINDED', 'ESCALATED', 'SUSPENDED') then 'WAITING' when state in ('KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH') then 'ANSWERED' else state end,
  outcome = case outcome when 'KNOWN_BUT_WITHHELD' then 'WITHHELD' else outcome end;
alter table enquiry_recipient
  drop column asked_at, drop column could_look, drop column due_on, drop column overdue_from, drop column reminded_at, drop column escalated_at,
  drop column escalated_to, drop column withdrawn_because,
  add constraint enquiry_recipient_state_check check (state in ('WAITING', 'ANSWERED', 'WITHHELD', 'WITHDRAWN')),
  add constraint enquiry_recipient_outcome_check check (outcome in (${BEFORE}, 'WITHHELD'));
alter table enquiry drop column step, drop column repeats_id, drop column believed_at, drop column withdrawn_because;
`);
  }
}
