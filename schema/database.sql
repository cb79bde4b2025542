-- The whole database of Rollcall, printed from the catalogue of a migrated one.
-- Emitted: change a migration and run "npm run emit", never this file. To be read, not to be run.

-- Extensions, roles and what holds by default

CREATE EXTENSION fuzzystrmatch;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;

CREATE ROLE rollcall_app NOLOGIN;
CREATE ROLE rollcall_retention NOLOGIN;
CREATE ROLE rollcall_sequencer NOLOGIN;

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA public TO rollcall_app;
GRANT USAGE ON SCHEMA public TO rollcall_retention;
GRANT USAGE ON SCHEMA public TO rollcall_sequencer;

ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;

-- Functions

CREATE OR REPLACE FUNCTION public.agreement_history_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the history of agreements is never changed';
end $function$;

CREATE OR REPLACE FUNCTION public.agreement_takes_two()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  people bigint;
  bodies text[];
begin
  select count(distinct a.approver), coalesce(array_agg(a.organisation_id), '{}') into people, bodies
  from public.agreement_approval a
  join public.agreement_approver p on p.subject = a.approver and p.organisation_id = a.organisation_id
  where a.agreement = new.agreement and a.version = new.version and a.kind = 'APPROVE'
    and a.approver <> new.offered_by;
  if people < 2 then
    raise exception 'an agreement comes into force by two registered people, neither of them its author';
  end if;
  if new.controllers is null or not new.controllers <@ bodies then
    raise exception 'an agreement comes into force by a person of each controller of what it opens';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.alert_in_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7237121);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.child_birth_date_reaches_names()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update child_name set born = new.date_of_birth where child_id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.child_family(whom uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive family(id) as (
    select c.id from child c where c.id = whom
    union
    select joined.id from family f cross join lateral (
      select c.merged_into as id from child c where c.id = f.id and c.merged_into is not null
      union all
      select c.id from child c where c.merged_into = f.id
    ) joined
  )
  select id from family
$function$;
GRANT EXECUTE ON FUNCTION child_family(uuid) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.child_meant(given uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive meant(id, state, merged_into) as (
    select c.id, c.state, c.merged_into from child c where c.public_id = given
    union
    select c.id, c.state, c.merged_into from meant m join child c on c.id = m.merged_into where m.state = 'merged'
  ) select id from meant where state = 'known'
$function$;
GRANT EXECUTE ON FUNCTION child_meant(uuid) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.child_name_takes_birth_date()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- A child written by the same statement is not seen yet: its birth date is then given beside the name.
  new.born := coalesce((select c.date_of_birth from child c where c.id = new.child_id), new.born);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.child_now(own uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive meant(id, state, merged_into) as (
    select c.id, c.state, c.merged_into from child c where c.id = own
    union
    select c.id, c.state, c.merged_into from meant m join child c on c.id = m.merged_into where m.state = 'merged'
  ) select id from meant where state <> 'merged'
$function$;
GRANT EXECUTE ON FUNCTION child_now(uuid) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.closed_lost_no_more()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform end_lost_pupil(new.child_id, coalesce(new.closed_at, now()), 'the hub');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.education_status(whom uuid, today date)
 RETURNS TABLE(status text, since date, evidence text, as_of date)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with excluded as (
    select min(x.begins_at at time zone 'Europe/London')::date as since, max(x.as_of) as as_of from circumstance x
    where x.child_id = whom and x.kind = 'RISK_GROUP' and x.detail = 'PERMANENTLY_EXCLUDED' and x.ends_at is null
    having count(*) > 0
  ), roll as (
    select * from registration r where r.child_id = whom and r.begins_on <= today and (r.ends_on is null or r.ends_on > today)
      -- A name stays on the roll while the governors look at the exclusion: that is no education.
      and (r.kind = 'alternative_provision' or not exists (select 1 from excluded x where x.since > r.begins_on and x.since <= today))
  ), last_roll as (
    select * from registration r where r.child_id = whom and r.ends_on <= today order by r.ends_on desc limit 1
  )
  select s.status, s.since, s.evidence, s.as_of from (
    select 1 as rank, case
        when (select count(*) from roll where kind in ('main', 'part_time')) > 0 and (select count(*) from roll) > 1 then 'DUAL_REGISTERED'
        when r.kind = 'alternative_provision' then 'ALTERNATIVE_PROVISION'
        when r.kind = 'part_time' then 'ON_ROLL_PART_TIME'
        else 'ON_ROLL' end as status, r.begins_on as since, 'school roll' as evidence, r.as_of
      from roll r
    union all
    select 2, case a.kind when 'eotas' then 'EOTAS' else 'ALTERNATIVE_PROVISION' end, a.begins_on, 'arranged by the authority', a.as_of
      from arranged_education a where a.child_id = whom and a.begins_on <= today and (a.ends_on is null or a.ends_on > today)
    union all
    select 3, case when h.state = 'not_suitable' then 'EHE_UNSUITABLE' else 'EHE' end, h.begins_on, 'home education notice', h.as_of
      from home_education h where h.child_id = whom and h.begins_on <= today and (h.ends_on is null or h.ends_on > today)
    union all
    select 4, case when l.destination_kind = 'abroad' then 'MOVED_ABROAD' else 'MOVED_TO_OTHER_LA' end, l.destination_confirmed_on, 'destination confirmed', l.as_of
      from last_roll l where l.destination_kind in ('abroad', 'authority') and l.destination_confirmed_on <= today
    union all
    select 5, case when today < school_age_begins(c.date_of_birth) then 'BELOW_SCHOOL_AGE' else 'ABOVE_SCHOOL_AGE' end, null, 'date of birth', c.as_of
      from child c where c.id = whom and (today < school_age_begins(c.date_of_birth) or today > school_age_ends(c.date_of_birth))
    union all
    select 6, 'EXCLUDED_AWAITING_PROVISION', x.since, 'permanent exclusion', x.as_of from excluded x where x.since <= today
    union all
    select 7, case when o.begins_at::date + 20 < today then 'PLACE_NOT_TAKEN_UP' else 'AWAITING_PLACE' end, o.begins_at::date, 'place offered', o.as_of
      from circumstance o where o.child_id = whom and o.kind = 'PLACE_OFFER' and o.ends_at is null
    union all
    select 8, case when k.classification = 'IDENTIFIED_NOT_LOCATED' then 'CME_NOT_LOCATED' else 'CME_LOCATED' end, k.opened_at::date, 'CME register', k.as_of
      from cme_case k where k.child_id = whom and k.state <> 'CLOSED'
    union all
    select 9, 'NOT_KNOWN', null, 'nothing held', null
  ) s order by s.rank, s.since desc nulls last limit 1
$function$;
GRANT EXECUTE ON FUNCTION education_status(uuid,date) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.end_lost_pupil(whose uuid, at timestamp with time zone, by text)
 RETURNS void
 LANGUAGE sql
AS $function$
  update circumstance set ends_at = greatest(begins_at, at), ended_by = by
  where child_id = whose and kind = 'LOST_PUPIL_MESSAGE' and ends_at is null
$function$;
GRANT EXECUTE ON FUNCTION end_lost_pupil(uuid,timestamp with time zone,text) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.erase_case_records(whom uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  cases uuid[] := array(select id from cme_case where child_id = any(whom));
begin
  perform erase_records(whom);
  delete from lookup_review where child_id = any(whom);
  update lookup_review set nearest = array(select n from unnest(nearest) n where n <> all(whom)) where nearest && whom;
  delete from case_escalation where child_id = any(whom);
  delete from case_event where child_id = any(whom);
  delete from case_note where case_id = any(cases);
  delete from case_check where case_id = any(cases);
  delete from case_evidence where case_id = any(cases);
  delete from case_change where case_id = any(cases);
  delete from case_signature where closing_id in (select id from case_closing where case_id = any(cases));
  delete from case_closing where case_id = any(cases);
  update cme_case set commentary = null, hours = null, lead = '{}', support = '{}', assigned_to = null, assigned_name = null,
    handover_to = null, standing_alert = false where id = any(cases);
end $function$;

CREATE OR REPLACE FUNCTION public.erase_children(whom uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform erase_documented_records(whom);
  update transfer set answered_by = null where child_id = any(whom);
end $function$;
GRANT EXECUTE ON FUNCTION erase_children(uuid[]) TO rollcall_retention;

CREATE OR REPLACE FUNCTION public.erase_documented_records(whom uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform erase_flagged_records(whom);
  delete from case_document where case_id in (select id from cme_case where child_id = any(whom));
end $function$;

CREATE OR REPLACE FUNCTION public.erase_exchange_words(what text, which uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  case what
    when 'alert' then
      delete from alert_addition where alert_id = any(which);
      update alert set text = null, details = '{}', raised_by_user = '', raised_by_job = '', reference = '', withdrawn_reason = null
        where id = any(which);
    when 'enquiry' then
      update enquiry_recipient set answer = null, answered_by = null, withheld_reason = null, withheld_decided_by = null
        where enquiry_id = any(which);
      update enquiry set question = '', from_user = '', reference = '' where id = any(which);
    when 'notification' then
      update notification set text = null, reference = '', acknowledged_by = null where id = any(which);
  end case;
end $function$;

CREATE OR REPLACE FUNCTION public.erase_exchanges(what text, which uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  case what
    when 'alert' then
      delete from alert_addition where alert_id = any(which);
      delete from alert_form where alert_id = any(which);
      update alert set text = null, details = '{}', raised_by_user = '', raised_by_job = '', reference = '', withdrawn_reason = null
        where id = any(which);
    when 'enquiry' then
      delete from enquiry_answer where recipient_id in (select id from enquiry_recipient where enquiry_id = any(which));
      update enquiry set believed_at = null where id = any(which);
      update enquiry_recipient set answer = null, answered_by = null, withheld_reason = null, withheld_decided_by = null
        where enquiry_id = any(which);
      update enquiry set question = '', from_user = '', reference = '' where id = any(which);
    when 'notification' then
      update notification set text = null, reference = '', acknowledged_by = null where id = any(which);
  end case;
end $function$;
GRANT EXECUTE ON FUNCTION erase_exchanges(text,uuid[]) TO rollcall_retention;

CREATE OR REPLACE FUNCTION public.erase_facts(what text, which uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  case what
    when 'child_address' then delete from child_address where id = any(which) and ends_on is not null;
    when 'carer' then delete from carer where id = any(which) and ends_on is not null;
    when 'watch' then delete from watch where id = any(which) and ends_at is not null;
    when 'circumstance' then
      update notification set transfer_id = null where transfer_id = any(which);
      delete from circumstance where id = any(which) and ends_at is not null;
  end case;
end $function$;
GRANT EXECUTE ON FUNCTION erase_facts(text,uuid[]) TO rollcall_retention;

CREATE OR REPLACE FUNCTION public.erase_flagged_records(whom uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform erase_case_records(whom);
  delete from flag_placement where child_id = any(whom);
end $function$;

CREATE OR REPLACE FUNCTION public.erase_records(whom uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if exists (select 1 from unnest(whom) w(id) where has_open_case(w.id)) then raise exception 'a case is open'; end if;
  perform erase_exchanges('alert', array(select id from alert where child_id = any(whom)));
  perform erase_exchanges('enquiry', array(select id from enquiry where child_id = any(whom)));
  perform erase_exchanges('notification', array(select id from notification where child_id = any(whom)));
  update notification set transfer_id = null where transfer_id in (select id from circumstance where child_id = any(whom));
  update emergency_use set subject = 'erased', user_name = '', reference = '', text = '', review_text = left(review_text, 0) where child_id = any(whom);
  update correction set was = '{}', reason = '', reference = '', corrected_by_user = '' where child_id = any(whom);
  update child_merge set moved = '[]', reason = '', undone_reason = null, made_by_user = '', undone_by_user = null
    where kept = any(whom) or merged = any(whom);
  update identity_seal set reason = '' where former = any(whom) or present = any(whom);
  delete from child_name where child_id = any(whom);
  delete from child_identifier where child_id = any(whom);
  delete from child_address where child_id = any(whom);
  delete from carer where child_id = any(whom);
  delete from registration where child_id = any(whom);
  delete from home_education where child_id = any(whom);
  delete from arranged_education where child_id = any(whom);
  delete from special_needs where child_id = any(whom);
  delete from sibling where child_id = any(whom);
  delete from circumstance where child_id = any(whom);
  delete from watch where child_id = any(whom);
  delete from look_back where child_id = any(whom);
  delete from sibling where sibling_id = any(whom);
  update child set state = 'erased', date_of_birth = null, sex = null, version = version + 1, source = 'erased',
    entered_by = 'erased', confirmed_by = null where id = any(whom);
end $function$;

CREATE OR REPLACE FUNCTION public.erase_review_criteria(positions bigint[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update lookup_review r set criteria = null, asked = null, nearest = '{}', doubts = '{}'
  from ledger_entry e where e.position = any(positions) and r.entry_id = e.id and r.criteria is not null
$function$;
GRANT EXECUTE ON FUNCTION erase_review_criteria(bigint[]) TO rollcall_retention;

CREATE OR REPLACE FUNCTION public.erase_reviews(which uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  delete from lookup_review where id = any(which)
$function$;
GRANT EXECUTE ON FUNCTION erase_reviews(uuid[]) TO rollcall_retention;

CREATE OR REPLACE FUNCTION public.has_open_case(whom uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select 1 from child_family(whom) f(id) join cme_case k on k.child_id = f.id where k.state <> 'CLOSED')
    or exists (select 1 from identity_seal s join cme_case k on k.child_id = s.present where s.former = whom and k.state <> 'CLOSED')
$function$;
GRANT EXECUTE ON FUNCTION has_open_case(uuid) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.ledger_entry_only_erased()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.id, new.position, new.at, new.kind, new.organisation_id, new.unit_id, new.purpose, new.request_id,
      new.ruleset_version, new.leaf, new.client_id, new.agreements, new.criteria_until)
    is distinct from (old.id, old.position, old.at, old.kind, old.organisation_id, old.unit_id, old.purpose,
      old.request_id, old.ruleset_version, old.leaf, old.client_id, old.agreements, old.criteria_until)
    or not coalesce(new.controller_part is not distinct from old.controller_part or new.controller_part is null, false)
    or not (new.controller_salt is not distinct from old.controller_salt or new.controller_salt is null)
    or not (new.recipient_part is not distinct from old.recipient_part or new.recipient_part is null)
    or not (new.recipient_salt is not distinct from old.recipient_salt or new.recipient_salt is null)
    or not (new.criteria is not distinct from old.criteria or new.criteria is null)
    or not (new.criteria_salt is not distinct from old.criteria_salt or new.criteria_salt is null)
    or not (new.subject is not distinct from old.subject or new.subject is null)
    or not (new.reference = old.reference or new.reference = '')
    or not (new.child_ids = old.child_ids or new.child_ids = '{}')
  then
    raise exception 'an entry of the ledger is never changed; its content may only be erased';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_entry_pending()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  insert into public.ledger_pending (position) select position from written;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the ledger is never shortened or rewritten';
end $function$;

CREATE OR REPLACE FUNCTION public.lost_no_more()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'circumstance' then
    perform end_lost_pupil(new.child_id, new.begins_at, 'the hub');
  else
    perform end_lost_pupil(new.child_id, new.recorded_at, 'the hub');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.match_half(name text, place integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select case when words ~ ' ' then match_key(split_part(words, ' ', place)) end
  from (select trim(regexp_replace(name, '[-‐-―\s]+', ' ', 'g')) as words) w
$function$;
GRANT EXECUTE ON FUNCTION match_half(text,integer) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.match_key(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select name_key(replace(replace(replace(replace(replace(translate(lower(word), 'đðħłøı', 'ddhloi'),
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss'), 'ŀ', 'l'))
$function$;
GRANT EXECUTE ON FUNCTION match_key(text) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.match_postcode(postcode text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select nullif(translate(upper(regexp_replace(postcode, '[^[:alnum:]]', '', 'g')), 'OI', '01'), '')
$function$;
GRANT EXECUTE ON FUNCTION match_postcode(text) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.match_sound(key text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select coalesce(nullif(dmetaphone(key), ''), nullif(key, ''))
$function$;
GRANT EXECUTE ON FUNCTION match_sound(text) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.name_key(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select regexp_replace(lower(normalize(translate(normalize(word, NFKD), U&'\0300\0301\0302\0303\0304\0306\0307\0308\030A\030B\030C\0323\0326\0327\0328', ''), NFC)), '[^[:alnum:]]', '', 'g')
$function$;
GRANT EXECUTE ON FUNCTION name_key(text) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.notification_in_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7237120);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.school_age_begins(born date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select min(day) from (
    select make_date(extract(year from born)::int + 5 + y, m, d) as day
    from (values (3, 31), (8, 31), (12, 31)) p(m, d), (values (0), (1)) n(y)
  ) days where day >= (born + interval '5 years')::date
$function$;
GRANT EXECUTE ON FUNCTION school_age_begins(date) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.school_age_ends(born date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select june - ((extract(isodow from june)::int + 2) % 7) from (
    select make_date(extract(year from b.sixteen)::int + case when extract(month from b.sixteen) >= 9 then 1 else 0 end, 6, 30) as june
    from (select (born + interval '16 years')::date as sixteen) b
  ) j
$function$;
GRANT EXECUTE ON FUNCTION school_age_ends(date) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.signature_takes_another()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  if exists (select 1 from public.case_closing c where c.id = new.closing_id and c.signers < 2 and c.proposed_by = new.signed_by) then
    raise exception 'a closing takes two people';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.tell(kind text, about uuid, recipient text, lane uuid, purpose text, home text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  written outbox;
begin
  perform pg_advisory_xact_lock(7237120);
  insert into outbox (kind, about, recipient, lane, purpose, written_at)
    values (tell.kind, tell.about, tell.recipient, tell.lane, tell.purpose, tell.at) returning * into written;
  -- Whose inbox it is in (inboxOf, notification.shape.ts): of what goes to the home authority, its team's alone.
  insert into delivery (outbox_id, channel_id, position, lane, state, due_at)
    select written.id, c.id, written.position, written.lane, 'WAITING', '-infinity'
    from channel c join unit u on u.id = c.unit_id
    where c.disabled_at is null and (u.id = tell.recipient
      or (u.organisation_id = tell.recipient and (tell.recipient <> tell.home or u.role = 'CME_TEAM')));
  perform pg_notify('rollcall_outbox', tell.recipient);
end $function$;
GRANT EXECUTE ON FUNCTION tell(text,uuid,text,uuid,text,text,timestamp with time zone) TO rollcall_app;

CREATE OR REPLACE FUNCTION public.tell_of_alert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    perform tell('ALERT', new.public_id, new.authority_id, new.child_id, 'RAISE_CONCERN', new.authority_id, new.raised_at);
  else
    perform tell('ALERT_REVIEWED', new.public_id, new.raised_by_unit, new.child_id, 'RAISE_CONCERN', new.authority_id,
      coalesce(new.closed_at, new.reviewed_at, now()));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_enquiry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  e enquiry;
begin
  select * into e from enquiry where id = new.enquiry_id;
  -- One that was taken back is nobody's to read any more: there is nothing to tell.
  if new.state = 'WAITING' then
    perform tell('ENQUIRY', e.public_id, new.organisation_id, e.child_id, e.purpose, e.authority_id, e.sent_at);
  elsif new.state in ('KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD') then
    perform tell('ENQUIRY_ANSWERED', e.public_id, e.from_unit, e.child_id, e.purpose, e.authority_id, coalesce(new.answered_at, now()));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_lost_pupil_withdrawal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from delivery d using outbox o, notification n
    where n.message_id = new.id and n.type = 'LOST_PUPIL' and o.about = n.public_id and o.kind = 'NOTIFICATION'
      and d.outbox_id = o.id and d.state in ('WAITING', 'HELD');
  insert into notification (id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose, reference, message_id, sent_at)
    select gen_random_uuid(), n.authority_id, new.child_id, n.from_organisation, n.from_unit, n.to_organisation, 'LOST_PUPIL_WITHDRAWN',
      n.purpose, n.reference, new.id, new.ends_at
    from (select distinct on (to_organisation) * from notification where message_id = new.id and type = 'LOST_PUPIL'
          order by to_organisation, position desc) n
    order by n.to_organisation;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_notification()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell('NOTIFICATION', new.public_id, new.to_organisation, new.child_id, new.purpose, new.authority_id, new.sent_at);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_part()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  e enquiry;
begin
  select q.* into e from enquiry q join enquiry_recipient r on r.enquiry_id = q.id where r.id = new.recipient_id;
  perform tell('ENQUIRY_ANSWERED', e.public_id, e.from_unit, e.child_id, e.purpose, e.authority_id, new.answered_at);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tell_of_withdrawal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  e enquiry;
begin
  if exists (select from channel c join unit u on u.id = c.unit_id
    where c.kind = 'PEER_HUB' and c.disabled_at is null and u.organisation_id = new.organisation_id)
  then
    select * into e from enquiry where id = new.enquiry_id;
    perform tell('ENQUIRY_WITHDRAWN', e.public_id, new.organisation_id, e.child_id, e.purpose, e.authority_id, now());
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.told_in_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7237122);
  new.position := nextval(tg_argv[0]);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.witness_alarm_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.kind <> 'UNPROVED' then
    raise exception 'evidence against a log is never deleted';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.witnessed_head_grows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.origin <> old.origin or new.size < old.size or (new.size = old.size and new.root <> old.root) then
    raise exception 'the head of a log that was cosigned is never taken back';
  end if;
  return new;
end $function$;

-- Sequences

CREATE SEQUENCE look_back_position AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 OWNED BY look_back."position";
GRANT USAGE ON SEQUENCE look_back_position TO rollcall_app;

CREATE SEQUENCE looking_report_position AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 OWNED BY looking_report."position";
GRANT USAGE ON SEQUENCE looking_report_position TO rollcall_app;

CREATE SEQUENCE lookup_review_position AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 OWNED BY lookup_review."position";
GRANT USAGE ON SEQUENCE lookup_review_position TO rollcall_app;

CREATE SEQUENCE schema_migration_id_seq AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 OWNED BY schema_migration.id;

-- Tables

CREATE TABLE agreement_approval (
  agreement text NOT NULL,
  version integer NOT NULL,
  kind text DEFAULT 'APPROVE'::text NOT NULL,
  approver text NOT NULL,
  organisation_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT agreement_approval_pkey PRIMARY KEY (agreement, version, kind, approver, at),
  CONSTRAINT agreement_approval_kind_check CHECK (kind = ANY (ARRAY['APPROVE'::text, 'RESUME'::text, 'END'::text])),
  CONSTRAINT agreement_approval_agreement_version_fkey FOREIGN KEY (agreement, version) REFERENCES agreement_version(agreement, version)
);
CREATE TRIGGER agreement_approval_kept BEFORE DELETE OR UPDATE ON agreement_approval FOR EACH ROW EXECUTE FUNCTION agreement_history_kept();
GRANT INSERT, SELECT ON agreement_approval TO rollcall_app;

CREATE TABLE agreement_approver (
  subject text NOT NULL,
  organisation_id text NOT NULL,
  name text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT agreement_approver_pkey PRIMARY KEY (subject)
);
GRANT SELECT (subject, organisation_id) ON agreement_approver TO rollcall_app;

CREATE TABLE agreement_event (
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  agreement text NOT NULL,
  version integer,
  kind text NOT NULL,
  by_whom text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT agreement_event_pkey PRIMARY KEY ("position"),
  CONSTRAINT agreement_event_kind_check CHECK (kind = ANY (ARRAY['OFFERED'::text, 'APPROVED'::text, 'IN_FORCE'::text, 'SUPERSEDED'::text, 'SUSPENDED'::text, 'RESUMED'::text, 'ENDED'::text]))
);
CREATE TRIGGER agreement_event_kept BEFORE DELETE OR UPDATE ON agreement_event FOR EACH ROW EXECUTE FUNCTION agreement_history_kept();
GRANT INSERT, SELECT, UPDATE ON agreement_event TO rollcall_app;

CREATE TABLE agreement_suspension (
  agreement text NOT NULL,
  suspended_by text NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL,
  lifted_at timestamp with time zone,
  lifted_by text,
  CONSTRAINT agreement_suspension_pkey PRIMARY KEY (agreement, at)
);
CREATE UNIQUE INDEX agreement_suspension_open ON agreement_suspension USING btree (agreement) WHERE lifted_at IS NULL;
GRANT INSERT, SELECT ON agreement_suspension TO rollcall_app;
GRANT UPDATE (lifted_at, lifted_by) ON agreement_suspension TO rollcall_app;

CREATE TABLE agreement_version (
  agreement text NOT NULL,
  version integer NOT NULL,
  text text NOT NULL,
  digest bytea NOT NULL,
  state text NOT NULL,
  offered_by text NOT NULL,
  offered_at timestamp with time zone NOT NULL,
  approved_at timestamp with time zone,
  controllers text[],
  CONSTRAINT agreement_version_pkey PRIMARY KEY (agreement, version),
  CONSTRAINT agreement_version_state_check CHECK (state = ANY (ARRAY['DRAFT'::text, 'APPROVED'::text, 'SUPERSEDED'::text, 'ENDED'::text]))
);
CREATE UNIQUE INDEX agreement_version_in_force ON agreement_version USING btree (agreement) WHERE state = 'APPROVED'::text;
CREATE TRIGGER agreement_takes_two BEFORE INSERT OR UPDATE OF state ON agreement_version FOR EACH ROW WHEN (new.state = 'APPROVED'::text) EXECUTE FUNCTION agreement_takes_two();
GRANT SELECT ON agreement_version TO rollcall_app;
GRANT UPDATE (state, approved_at) ON agreement_version TO rollcall_app;

CREATE TABLE alert (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  raised_by_organisation text NOT NULL,
  raised_by_unit text NOT NULL,
  raised_by_user text NOT NULL,
  raised_by_job text NOT NULL,
  reference text NOT NULL,
  reason text NOT NULL,
  text text,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  state text NOT NULL,
  outcome_kind text,
  raised_at timestamp with time zone NOT NULL,
  reviewed_at timestamp with time zone,
  reviewed_by text,
  closed_at timestamp with time zone,
  routed_to text,
  withdrawn_reason text,
  version integer DEFAULT 1 NOT NULL,
  finding text,
  lacking text[] DEFAULT '{}'::text[] NOT NULL,
  routed_school text,
  CONSTRAINT alert_pkey PRIMARY KEY (id),
  CONSTRAINT alert_position_key UNIQUE ("position"),
  CONSTRAINT alert_public_id_key UNIQUE (public_id),
  CONSTRAINT alert_lacking CHECK ((state = 'RETURNED'::text) = (lacking <> '{}'::text[])),
  CONSTRAINT alert_state_check CHECK (state = ANY (ARRAY['RECEIVED'::text, 'RETURNED'::text, 'ACCEPTED'::text, 'ROUTED'::text, 'IN_CASE'::text, 'DEALT_WITH'::text, 'WITHDRAWN'::text])),
  CONSTRAINT alert_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT alert_routed_school_fkey FOREIGN KEY (routed_school) REFERENCES organisation(id),
  CONSTRAINT alert_routed_to_fkey FOREIGN KEY (routed_to) REFERENCES unit(id)
);
CREATE INDEX alert_authority ON alert USING btree (authority_id, raised_at, public_id);
CREATE INDEX alert_child ON alert USING btree (child_id);
CREATE INDEX alert_raiser ON alert USING btree (raised_by_unit, raised_at, public_id);
CREATE TRIGGER alert_in_order BEFORE INSERT ON alert FOR EACH STATEMENT EXECUTE FUNCTION alert_in_order();
CREATE CONSTRAINT TRIGGER alert_state_tells AFTER UPDATE ON alert DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old.state IS DISTINCT FROM new.state) EXECUTE FUNCTION tell_of_alert();
CREATE CONSTRAINT TRIGGER alert_tells AFTER INSERT ON alert DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_of_alert();
GRANT INSERT, SELECT, UPDATE ON alert TO rollcall_app;

CREATE TABLE alert_addition (
  id uuid NOT NULL,
  alert_id uuid NOT NULL,
  text text NOT NULL,
  added_by_user text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT alert_addition_pkey PRIMARY KEY (id),
  CONSTRAINT alert_addition_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alert(id)
);
CREATE INDEX alert_addition_alert ON alert_addition USING btree (alert_id);
GRANT INSERT, SELECT ON alert_addition TO rollcall_app;

CREATE TABLE alert_form (
  id uuid NOT NULL,
  alert_id uuid NOT NULL,
  kind text NOT NULL,
  fields jsonb NOT NULL,
  given_by_user text NOT NULL,
  given_at timestamp with time zone NOT NULL,
  CONSTRAINT alert_form_pkey PRIMARY KEY (id),
  CONSTRAINT alert_form_kind_check CHECK (kind = ANY (ARRAY['MEMO'::text, 'HUB_REFERRAL'::text, 'COMPLETION'::text])),
  CONSTRAINT alert_form_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alert(id)
);
CREATE INDEX alert_form_alert ON alert_form USING btree (alert_id, given_at);
CREATE UNIQUE INDEX alert_form_one ON alert_form USING btree (alert_id) WHERE kind <> 'COMPLETION'::text;
GRANT INSERT, SELECT ON alert_form TO rollcall_app;

CREATE TABLE arranged_education (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  kind text NOT NULL,
  provider text,
  hours_per_week numeric(4,1),
  begins_on date NOT NULL,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT arranged_education_pkey PRIMARY KEY (id),
  CONSTRAINT arranged_education_public_id_key UNIQUE (public_id),
  CONSTRAINT arranged_education_check CHECK (ends_on IS NULL OR ends_on >= begins_on),
  CONSTRAINT arranged_education_kind_check CHECK (kind = ANY (ARRAY['eotas'::text, 'alternative_provision'::text])),
  CONSTRAINT arranged_education_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX arranged_education_child ON arranged_education USING btree (child_id);
GRANT INSERT, SELECT, UPDATE ON arranged_education TO rollcall_app;

CREATE TABLE assertion_used (
  client_id text NOT NULL,
  jti text NOT NULL,
  until timestamp with time zone NOT NULL,
  CONSTRAINT assertion_used_pkey PRIMARY KEY (client_id, jti)
);
CREATE INDEX assertion_used_until ON assertion_used USING btree (until);
GRANT DELETE, INSERT, SELECT ON assertion_used TO rollcall_app;

CREATE TABLE carer (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  title text,
  forename text,
  surname text,
  relationship text,
  parental_responsibility boolean,
  phones text[] DEFAULT '{}'::text[] NOT NULL,
  emails text[] DEFAULT '{}'::text[] NOT NULL,
  language text,
  lives_with_child boolean,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  kind text DEFAULT 'carer'::text NOT NULL,
  begins_on date,
  interpreter_needed boolean,
  do_not_tell boolean DEFAULT false NOT NULL,
  safe_contact text,
  CONSTRAINT carer_pkey PRIMARY KEY (id),
  CONSTRAINT carer_public_id_key UNIQUE (public_id),
  CONSTRAINT carer_kind_check CHECK (kind = ANY (ARRAY['carer'::text, 'household'::text, 'family'::text, 'associate'::text])),
  CONSTRAINT carer_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX carer_child ON carer USING btree (child_id);
GRANT INSERT, SELECT, UPDATE ON carer TO rollcall_app;

CREATE TABLE case_change (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  case_id uuid NOT NULL,
  classification text,
  rag text,
  commentary text,
  review_on date,
  reason text NOT NULL,
  state text NOT NULL,
  proposed_by text NOT NULL,
  proposed_name text NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  decided_by text,
  decided_name text,
  decided_at timestamp with time zone,
  meeting jsonb,
  CONSTRAINT case_change_pkey PRIMARY KEY (id),
  CONSTRAINT case_change_public_id_key UNIQUE (public_id),
  CONSTRAINT case_change_classification_check CHECK (classification = ANY (ARRAY['AT_RISK'::text, 'IDENTIFIED_LOCATED'::text, 'IDENTIFIED_NOT_LOCATED'::text, 'NOT_SUITABLE_LEVEL'::text])),
  CONSTRAINT case_change_decided CHECK ((state = 'PROPOSED'::text) = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
  CONSTRAINT case_change_rag_check CHECK (rag = ANY (ARRAY['RED'::text, 'AMBER'::text, 'GREEN'::text])),
  CONSTRAINT case_change_state_check CHECK (state = ANY (ARRAY['PROPOSED'::text, 'AUTHORISED'::text, 'REFUSED'::text, 'WITHDRAWN'::text])),
  CONSTRAINT case_change_two CHECK (state <> 'AUTHORISED'::text OR meeting IS NOT NULL OR decided_by <> proposed_by),
  CONSTRAINT case_change_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_change_case ON case_change USING btree (case_id);
CREATE UNIQUE INDEX case_change_one ON case_change USING btree (case_id) WHERE state = 'PROPOSED'::text;
GRANT INSERT, SELECT ON case_change TO rollcall_app;
GRANT UPDATE (state, decided_by, decided_name, decided_at, meeting) ON case_change TO rollcall_app;

CREATE TABLE case_check (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  check_code text NOT NULL,
  result text NOT NULL,
  because text,
  made_at timestamp with time zone NOT NULL,
  source text NOT NULL,
  entered_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT case_check_pkey PRIMARY KEY (id),
  CONSTRAINT case_check_because CHECK ((result = 'NOT_APPLICABLE'::text) = (because IS NOT NULL)),
  CONSTRAINT case_check_result_check CHECK (result = ANY (ARRAY['DONE'::text, 'NOT_APPLICABLE'::text])),
  CONSTRAINT case_check_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_check_case ON case_check USING btree (case_id, check_code, made_at);
GRANT INSERT, SELECT ON case_check TO rollcall_app;

CREATE TABLE case_closing (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  case_id uuid NOT NULL,
  outcome text NOT NULL,
  state text NOT NULL,
  signers integer NOT NULL,
  proposed_by text NOT NULL,
  proposed_name text NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  CONSTRAINT case_closing_pkey PRIMARY KEY (id),
  CONSTRAINT case_closing_public_id_key UNIQUE (public_id),
  CONSTRAINT case_closing_state_check CHECK (state = ANY (ARRAY['PROPOSED'::text, 'DONE'::text, 'WITHDRAWN'::text])),
  CONSTRAINT case_closing_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_closing_case ON case_closing USING btree (case_id);
CREATE UNIQUE INDEX case_closing_one ON case_closing USING btree (case_id) WHERE state = 'PROPOSED'::text;
GRANT INSERT, SELECT ON case_closing TO rollcall_app;
GRANT UPDATE (state) ON case_closing TO rollcall_app;

CREATE TABLE case_document (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  digest text NOT NULL,
  content bytea,
  scan text DEFAULT 'WAITING'::text NOT NULL,
  scanned_at timestamp with time zone,
  removed_at timestamp with time zone,
  removed_by text,
  removed_because text,
  source text NOT NULL,
  entered_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT case_document_pkey PRIMARY KEY (id),
  CONSTRAINT case_document_public_id_key UNIQUE (public_id),
  CONSTRAINT case_document_gone CHECK (content IS NULL OR removed_at IS NULL AND scan <> 'INFECTED'::text),
  CONSTRAINT case_document_kind_check CHECK (kind = ANY (ARRAY['LETTER'::text, 'REPORT'::text, 'FORM'::text, 'OTHER'::text])),
  CONSTRAINT case_document_removed CHECK ((removed_at IS NULL) = (removed_because IS NULL) AND (removed_at IS NULL) = (removed_by IS NULL)),
  CONSTRAINT case_document_scan_check CHECK (scan = ANY (ARRAY['WAITING'::text, 'CLEAN'::text, 'INFECTED'::text])),
  CONSTRAINT case_document_scanned CHECK ((scan = 'WAITING'::text) = (scanned_at IS NULL)),
  CONSTRAINT case_document_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_document_case ON case_document USING btree (case_id, recorded_at);
CREATE INDEX case_document_waiting ON case_document USING btree (recorded_at) WHERE scan = 'WAITING'::text AND content IS NOT NULL;
GRANT INSERT, SELECT ON case_document TO rollcall_app;
GRANT UPDATE (content, scan, scanned_at, removed_at, removed_by, removed_because) ON case_document TO rollcall_app;

CREATE TABLE case_escalation (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  authority_id text NOT NULL,
  step text NOT NULL,
  about text,
  since timestamp with time zone NOT NULL,
  party text NOT NULL,
  due_on date NOT NULL,
  at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT case_escalation_pkey PRIMARY KEY (id),
  CONSTRAINT case_escalation_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX case_escalation_child ON case_escalation USING btree (child_id);
CREATE UNIQUE INDEX case_escalation_once ON case_escalation USING btree (child_id, step, COALESCE(about, ''::text), since, party);
GRANT INSERT, SELECT ON case_escalation TO rollcall_app;
GRANT UPDATE (child_id) ON case_escalation TO rollcall_app;

CREATE TABLE case_event (
  id uuid NOT NULL,
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  child_id uuid NOT NULL,
  authority_id text NOT NULL,
  case_id uuid,
  kind text NOT NULL,
  step text,
  about text,
  at timestamp with time zone NOT NULL,
  detail jsonb DEFAULT '{}'::jsonb NOT NULL,
  source text NOT NULL,
  entered_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT case_event_pkey PRIMARY KEY (id),
  CONSTRAINT case_event_position_key UNIQUE ("position"),
  CONSTRAINT case_event_step CHECK ((kind = ANY (ARRAY['STEP_DONE'::text, 'STEP_DROPPED'::text])) = (step IS NOT NULL)),
  CONSTRAINT case_event_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id),
  CONSTRAINT case_event_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX case_event_case ON case_event USING btree (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX case_event_child ON case_event USING btree (child_id, at);
CREATE TRIGGER event_finds AFTER INSERT ON case_event FOR EACH ROW WHEN (new.kind = 'CHILD_LOCATED'::text AND new.at <= new.recorded_at) EXECUTE FUNCTION lost_no_more();
GRANT INSERT, SELECT ON case_event TO rollcall_app;
GRANT UPDATE (child_id) ON case_event TO rollcall_app;

CREATE TABLE case_evidence (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  evidence text NOT NULL,
  text text NOT NULL,
  given_at timestamp with time zone NOT NULL,
  source text NOT NULL,
  entered_by text NOT NULL,
  CONSTRAINT case_evidence_pkey PRIMARY KEY (id),
  CONSTRAINT case_evidence_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_evidence_case ON case_evidence USING btree (case_id, evidence);
GRANT INSERT, SELECT ON case_evidence TO rollcall_app;

CREATE TABLE case_note (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  at timestamp with time zone NOT NULL,
  outcome text,
  risk text,
  source text NOT NULL,
  entered_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT case_note_pkey PRIMARY KEY (id),
  CONSTRAINT case_note_public_id_key UNIQUE (public_id),
  CONSTRAINT case_note_kind_check CHECK (kind = ANY (ARRAY['NOTE'::text, 'VISIT'::text])),
  CONSTRAINT case_note_outcome_check CHECK (outcome = ANY (ARRAY['CHILD_SEEN'::text, 'FAMILY_GONE'::text, 'NO_ANSWER'::text])),
  CONSTRAINT case_note_risk_check CHECK (risk = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text])),
  CONSTRAINT case_note_visit CHECK ((kind = 'VISIT'::text) = (outcome IS NOT NULL) AND (kind = 'VISIT'::text) = (risk IS NOT NULL)),
  CONSTRAINT case_note_case_id_fkey FOREIGN KEY (case_id) REFERENCES cme_case(id)
);
CREATE INDEX case_note_case ON case_note USING btree (case_id, at);
GRANT INSERT, SELECT ON case_note TO rollcall_app;

CREATE TABLE case_signature (
  closing_id uuid NOT NULL,
  party text NOT NULL,
  signed_by text NOT NULL,
  signed_name text NOT NULL,
  signed_at timestamp with time zone NOT NULL,
  CONSTRAINT case_signature_pkey PRIMARY KEY (closing_id, party),
  CONSTRAINT case_signature_closing_id_signed_by_key UNIQUE (closing_id, signed_by),
  CONSTRAINT case_signature_closing_id_fkey FOREIGN KEY (closing_id) REFERENCES case_closing(id)
);
CREATE TRIGGER signature_takes_another BEFORE INSERT ON case_signature FOR EACH ROW EXECUTE FUNCTION signature_takes_another();
GRANT INSERT, SELECT ON case_signature TO rollcall_app;

CREATE TABLE channel (
  id text NOT NULL,
  kind text NOT NULL,
  unit_id text NOT NULL,
  url text NOT NULL,
  purposes text[] NOT NULL,
  reference text NOT NULL,
  carries text NOT NULL,
  generation integer DEFAULT 1 NOT NULL,
  former_until timestamp with time zone,
  added_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  failures integer DEFAULT 0 NOT NULL,
  rests_until timestamp with time zone,
  CONSTRAINT channel_pkey PRIMARY KEY (id),
  CONSTRAINT channel_carries_check CHECK (carries = ANY (ARRAY['SIGNAL'::text, 'ANSWER'::text])),
  CONSTRAINT channel_kind_check CHECK (kind = ANY (ARRAY['WEBHOOK'::text, 'PEER_HUB'::text])),
  CONSTRAINT channel_purposes_check CHECK (cardinality(purposes) > 0),
  CONSTRAINT channel_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
);
CREATE INDEX channel_unit ON channel USING btree (unit_id) WHERE disabled_at IS NULL;
GRANT SELECT ON channel TO rollcall_app;
GRANT UPDATE (failures, rests_until) ON channel TO rollcall_app;

CREATE TABLE child (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  home_authority text NOT NULL,
  state text DEFAULT 'known'::text NOT NULL,
  merged_into uuid,
  date_of_birth date,
  sex text,
  version integer DEFAULT 1 NOT NULL,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT child_pkey PRIMARY KEY (id),
  CONSTRAINT child_public_id_key UNIQUE (public_id),
  CONSTRAINT child_sex_check CHECK (sex = ANY (ARRAY['F'::text, 'M'::text, 'U'::text])),
  CONSTRAINT child_state_check CHECK (state = ANY (ARRAY['known'::text, 'unresolved'::text, 'merged'::text, 'sealed'::text, 'erased'::text])),
  CONSTRAINT child_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES child(id)
);
CREATE INDEX child_date_of_birth ON child USING btree (date_of_birth) WHERE state = 'known'::text;
CREATE INDEX child_merged_into ON child USING btree (merged_into) WHERE merged_into IS NOT NULL;
CREATE TRIGGER child_born AFTER UPDATE OF date_of_birth ON child FOR EACH ROW WHEN (old.date_of_birth IS DISTINCT FROM new.date_of_birth) EXECUTE FUNCTION child_birth_date_reaches_names();
GRANT INSERT, SELECT, UPDATE ON child TO rollcall_app;

CREATE TABLE child_address (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  kind text DEFAULT 'home'::text NOT NULL,
  line1 text,
  line2 text,
  town text,
  postcode text,
  uprn text,
  authority_id text,
  protected boolean DEFAULT false NOT NULL,
  begins_on date,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  protection text,
  postcode_key text GENERATED ALWAYS AS (match_postcode(postcode)) STORED,
  line_key text GENERATED ALWAYS AS (NULLIF("left"(match_key(line1), 10), ''::text)) STORED,
  street_key text GENERATED ALWAYS AS (NULLIF("left"(regexp_replace(match_key(line1), '[[:digit:]]'::text, ''::text, 'g'::text), 10), ''::text)) STORED,
  written_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
  CONSTRAINT child_address_pkey PRIMARY KEY (id),
  CONSTRAINT child_address_public_id_key UNIQUE (public_id),
  CONSTRAINT child_address_kind_check CHECK (kind = ANY (ARRAY['home'::text, 'temporary'::text, 'believed'::text, 'unknown'::text])),
  CONSTRAINT child_address_protection_check CHECK (protection = ANY (ARRAY['refuge'::text, 'court_order'::text, 'witness_protection'::text, 'forced_marriage'::text, 'honour_based_abuse'::text, 'adoption'::text, 'other'::text])),
  CONSTRAINT child_address_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX child_address_authority ON child_address USING btree (authority_id) WHERE ends_on IS NULL;
CREATE INDEX child_address_child ON child_address USING btree (child_id);
CREATE INDEX child_address_line_key ON child_address USING btree (line_key, child_id) INCLUDE (protected);
CREATE INDEX child_address_postcode_key ON child_address USING btree (postcode_key, child_id) INCLUDE (protected);
CREATE INDEX child_address_street_key ON child_address USING btree (street_key, child_id) INCLUDE (protected);
CREATE INDEX child_address_written ON child_address USING btree (written_in);
CREATE TRIGGER address_hides AFTER INSERT OR UPDATE OF protected, child_id ON child_address FOR EACH ROW WHEN (new.protected AND new.ends_on IS NULL) EXECUTE FUNCTION lost_no_more();
GRANT INSERT, SELECT, UPDATE ON child_address TO rollcall_app;

CREATE TABLE child_identifier (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  state text DEFAULT 'current'::text NOT NULL,
  begins_on date,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT child_identifier_pkey PRIMARY KEY (id),
  CONSTRAINT child_identifier_kind_check CHECK (kind = ANY (ARRAY['upn'::text, 'uln'::text, 'nhs_number'::text])),
  CONSTRAINT child_identifier_state_check CHECK (state = ANY (ARRAY['current'::text, 'former'::text, 'claimed'::text])),
  CONSTRAINT child_identifier_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX child_identifier_child ON child_identifier USING btree (child_id);
CREATE UNIQUE INDEX child_identifier_current ON child_identifier USING btree (kind, value) WHERE state = 'current'::text;
CREATE INDEX child_identifier_value ON child_identifier USING btree (kind, value);
GRANT INSERT, SELECT, UPDATE ON child_identifier TO rollcall_app;

CREATE TABLE child_merge (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  kept uuid NOT NULL,
  merged uuid NOT NULL,
  reason text NOT NULL,
  moved jsonb NOT NULL,
  made_by_unit text NOT NULL,
  made_by_user text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  undone_by_user text,
  undone_reason text,
  CONSTRAINT child_merge_pkey PRIMARY KEY (id),
  CONSTRAINT child_merge_public_id_key UNIQUE (public_id),
  CONSTRAINT child_merge_check CHECK (kept <> merged),
  CONSTRAINT child_merge_kept_fkey FOREIGN KEY (kept) REFERENCES child(id),
  CONSTRAINT child_merge_merged_fkey FOREIGN KEY (merged) REFERENCES child(id)
);
CREATE UNIQUE INDEX child_merge_in_force ON child_merge USING btree (merged) WHERE undone_at IS NULL;
GRANT INSERT, SELECT ON child_merge TO rollcall_app;
GRANT UPDATE (undone_at, undone_by_user, undone_reason) ON child_merge TO rollcall_app;

CREATE TABLE child_name (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  kind text NOT NULL,
  forename text NOT NULL,
  middle_names text,
  surname text NOT NULL,
  forename_key text GENERATED ALWAYS AS (name_key(forename)) STORED,
  surname_key text GENERATED ALWAYS AS (name_key(surname)) STORED,
  begins_on date,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  born date,
  forename_sound text GENERATED ALWAYS AS (match_sound(match_key(split_part(translate(TRIM(BOTH FROM forename), '-'::text, ' '::text), ' '::text, 1)))) STORED,
  surname_sound text GENERATED ALWAYS AS (match_sound(match_key(surname))) STORED,
  surname_head_sound text GENERATED ALWAYS AS (match_sound(match_half(surname, 1))) STORED,
  surname_tail_sound text GENERATED ALWAYS AS (match_sound(match_half(surname, '-1'::integer))) STORED,
  CONSTRAINT child_name_pkey PRIMARY KEY (id),
  CONSTRAINT child_name_kind_check CHECK (kind = ANY (ARRAY['legal'::text, 'known_as'::text, 'former'::text, 'transliteration'::text])),
  CONSTRAINT child_name_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX child_name_born_forename ON child_name USING btree (born, forename_sound, child_id);
CREATE INDEX child_name_child ON child_name USING btree (child_id);
CREATE INDEX child_name_forename_sound ON child_name USING btree (forename_sound, child_id);
CREATE INDEX child_name_head ON child_name USING btree (surname_head_sound, forename_sound, child_id) WHERE surname_head_sound IS NOT NULL;
CREATE INDEX child_name_keys_born ON child_name USING btree (surname_key, forename_key, born, child_id);
CREATE INDEX child_name_sounds ON child_name USING btree (surname_sound, forename_sound, born, child_id);
CREATE INDEX child_name_surname_born ON child_name USING btree (surname_sound, born, child_id);
CREATE INDEX child_name_tail ON child_name USING btree (surname_tail_sound, forename_sound, child_id) WHERE surname_tail_sound IS NOT NULL;
CREATE TRIGGER child_name_born BEFORE INSERT OR UPDATE OF child_id, born ON child_name FOR EACH ROW EXECUTE FUNCTION child_name_takes_birth_date();
GRANT INSERT, SELECT, UPDATE ON child_name TO rollcall_app;

CREATE TABLE circumstance (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  kind text NOT NULL,
  organisation_id text NOT NULL,
  unit_id text,
  detail text,
  reference text,
  begins_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  ended_by text,
  lift_proposed_by text,
  lift_proposed_at timestamp with time zone,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT circumstance_pkey PRIMARY KEY (id),
  CONSTRAINT circumstance_public_id_key UNIQUE (public_id),
  CONSTRAINT circumstance_check CHECK (ends_at IS NULL OR ends_at >= begins_at),
  CONSTRAINT circumstance_kind_check CHECK (kind = ANY (ARRAY['OPEN_CASE'::text, 'PLACE_OFFER'::text, 'MISSING_EPISODE'::text, 'CHILD_PROTECTION'::text, 'LOOKED_AFTER'::text, 'LOCATION_PROTECTION'::text, 'LOST_PUPIL_MESSAGE'::text, 'RISK_GROUP'::text, 'TRANSFER'::text, 'LOST_ELSEWHERE'::text])),
  CONSTRAINT circumstance_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX circumstance_child ON circumstance USING btree (child_id, kind) WHERE ends_at IS NULL;
CREATE INDEX circumstance_child_all ON circumstance USING btree (child_id);
CREATE INDEX circumstance_lost ON circumstance USING btree (ends_at, id) WHERE kind = ANY (ARRAY['LOST_PUPIL_MESSAGE'::text, 'LOST_ELSEWHERE'::text]);
CREATE UNIQUE INDEX circumstance_lost_elsewhere ON circumstance USING btree (organisation_id, detail) WHERE kind = 'LOST_ELSEWHERE'::text AND detail IS NOT NULL;
CREATE TRIGGER circumstance_hides AFTER INSERT OR UPDATE OF child_id ON circumstance FOR EACH ROW WHEN (new.ends_at IS NULL AND (new.kind = 'LOCATION_PROTECTION'::text OR new.kind = 'RISK_GROUP'::text AND (new.detail = ANY (ARRAY['FORCED_MARRIAGE'::text, 'HONOUR_BASED_ABUSE'::text, 'DOMESTIC_ABUSE'::text, 'REFUGE'::text, 'FGM'::text])))) EXECUTE FUNCTION lost_no_more();
CREATE CONSTRAINT TRIGGER lost_pupil_withdrawn AFTER UPDATE ON circumstance DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.kind = 'LOST_PUPIL_MESSAGE'::text AND old.ends_at IS NULL AND new.ends_at IS NOT NULL) EXECUTE FUNCTION tell_of_lost_pupil_withdrawal();
GRANT INSERT, SELECT, UPDATE ON circumstance TO rollcall_app;

CREATE TABLE client_key (
  client_id text NOT NULL,
  thumbprint text NOT NULL,
  public_jwk jsonb NOT NULL,
  added_at timestamp with time zone NOT NULL,
  valid_until timestamp with time zone,
  CONSTRAINT client_key_pkey PRIMARY KEY (client_id, thumbprint),
  CONSTRAINT client_key_public CHECK (NOT public_jwk ?| ARRAY['d'::text, 'p'::text, 'q'::text, 'dp'::text, 'dq'::text, 'qi'::text, 'oth'::text, 'k'::text]),
  CONSTRAINT client_key_client_id_fkey FOREIGN KEY (client_id) REFERENCES client_system(client_id)
);
CREATE UNIQUE INDEX client_key_newest ON client_key USING btree (client_id) WHERE valid_until IS NULL;
GRANT SELECT ON client_key TO rollcall_app;

CREATE TABLE client_system (
  client_id text NOT NULL,
  unit_id text NOT NULL,
  name text NOT NULL,
  public_jwk jsonb,
  development boolean DEFAULT false NOT NULL,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT client_system_pkey PRIMARY KEY (client_id),
  CONSTRAINT client_system_key_public CHECK (NOT public_jwk ?| ARRAY['d'::text, 'p'::text, 'q'::text, 'dp'::text, 'dq'::text, 'qi'::text, 'oth'::text, 'k'::text]),
  CONSTRAINT client_system_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
);
CREATE INDEX client_system_unit ON client_system USING btree (unit_id);
GRANT SELECT ON client_system TO rollcall_app;

CREATE TABLE cme_case (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  authority_id text NOT NULL,
  state text NOT NULL,
  classification text,
  rag text,
  opened_at timestamp with time zone NOT NULL,
  review_on date,
  closed_at timestamp with time zone,
  close_reason text,
  version integer DEFAULT 1 NOT NULL,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  standing_alert boolean DEFAULT false NOT NULL,
  commentary text,
  hours numeric(4,1),
  lead text[] DEFAULT '{}'::text[] NOT NULL,
  support text[] DEFAULT '{}'::text[] NOT NULL,
  assigned_to text,
  assigned_name text,
  handover_to text,
  CONSTRAINT cme_case_pkey PRIMARY KEY (id),
  CONSTRAINT cme_case_public_id_key UNIQUE (public_id),
  CONSTRAINT cme_case_classification_check CHECK (classification = ANY (ARRAY['AT_RISK'::text, 'IDENTIFIED_LOCATED'::text, 'IDENTIFIED_NOT_LOCATED'::text, 'NOT_SUITABLE_LEVEL'::text])),
  CONSTRAINT cme_case_hours_check CHECK (hours >= 0::numeric AND hours <= 100::numeric),
  CONSTRAINT cme_case_rag_check CHECK (rag = ANY (ARRAY['RED'::text, 'AMBER'::text, 'GREEN'::text])),
  CONSTRAINT cme_case_standing_alert CHECK (NOT standing_alert OR state = 'CLOSED'::text),
  CONSTRAINT cme_case_state_check CHECK (state = ANY (ARRAY['OPEN'::text, 'DORMANT'::text, 'CLOSED'::text])),
  CONSTRAINT cme_case_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE UNIQUE INDEX cme_case_one_open ON cme_case USING btree (child_id) WHERE state <> 'CLOSED'::text;
CREATE TRIGGER case_finds AFTER UPDATE OF state ON cme_case FOR EACH ROW WHEN (old.state <> 'CLOSED'::text AND new.state = 'CLOSED'::text AND NOT new.standing_alert AND new.close_reason IS DISTINCT FROM 'CHECKS_MADE_NOT_FOUND'::text) EXECUTE FUNCTION closed_lost_no_more();
GRANT INSERT, SELECT, UPDATE ON cme_case TO rollcall_app;

CREATE TABLE correction (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  fact text NOT NULL,
  kind text,
  row_id uuid NOT NULL,
  was jsonb NOT NULL,
  parts text[] NOT NULL,
  reason text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  corrected_by_unit text NOT NULL,
  corrected_by_user text NOT NULL,
  corrected_by_job text NOT NULL,
  corrected_at timestamp with time zone NOT NULL,
  CONSTRAINT correction_pkey PRIMARY KEY (id),
  CONSTRAINT correction_public_id_key UNIQUE (public_id),
  CONSTRAINT correction_fact_check CHECK (fact = ANY (ARRAY['NAME'::text, 'DATE_OF_BIRTH'::text, 'ADDRESS'::text, 'IDENTIFIER'::text])),
  CONSTRAINT correction_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX correction_child ON correction USING btree (child_id, fact);
CREATE INDEX correction_row ON correction USING btree (row_id);
GRANT INSERT, SELECT ON correction TO rollcall_app;

CREATE TABLE correction_recipient (
  id uuid NOT NULL,
  correction_id uuid NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  cells text[] NOT NULL,
  disclosures uuid[] NOT NULL,
  first_told_at timestamp with time zone NOT NULL,
  last_told_at timestamp with time zone NOT NULL,
  notification_id uuid,
  not_told text,
  CONSTRAINT correction_recipient_pkey PRIMARY KEY (id),
  CONSTRAINT correction_recipient_correction_id_unit_id_key UNIQUE (correction_id, unit_id),
  CONSTRAINT correction_recipient_notification_id_key UNIQUE (notification_id),
  CONSTRAINT correction_recipient_not_told_check CHECK (not_told = ANY (ARRAY['LEFT'::text, 'PROTECTED'::text])),
  CONSTRAINT correction_recipient_told CHECK ((notification_id IS NULL) = (not_told IS NOT NULL)),
  CONSTRAINT correction_recipient_correction_id_fkey FOREIGN KEY (correction_id) REFERENCES correction(id),
  CONSTRAINT correction_recipient_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id)
);
GRANT INSERT, SELECT ON correction_recipient TO rollcall_app;

CREATE TABLE correspondence (
  peer text NOT NULL,
  sent boolean NOT NULL,
  message uuid NOT NULL,
  kind text NOT NULL,
  ours uuid,
  theirs uuid,
  our_receipt uuid,
  their_receipt uuid,
  on_behalf_of text,
  told text[] DEFAULT '{}'::text[] NOT NULL,
  at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT correspondence_pkey PRIMARY KEY (peer, sent, message),
  CONSTRAINT correspondence_check CHECK (sent OR theirs IS NOT NULL),
  CONSTRAINT correspondence_kind_check CHECK (kind = ANY (ARRAY['ENQUIRY'::text, 'NOTIFICATION'::text, 'ENQUIRY_ANSWERED'::text, 'WORD'::text]))
);
CREATE UNIQUE INDEX correspondence_ours ON correspondence USING btree (peer, kind, ours) WHERE kind = ANY (ARRAY['ENQUIRY'::text, 'NOTIFICATION'::text]);
CREATE UNIQUE INDEX correspondence_theirs ON correspondence USING btree (peer, kind, theirs) WHERE kind = ANY (ARRAY['ENQUIRY'::text, 'NOTIFICATION'::text]);
GRANT INSERT, SELECT, UPDATE ON correspondence TO rollcall_app;

CREATE TABLE delivery (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  outbox_id uuid NOT NULL,
  channel_id text NOT NULL,
  "position" bigint NOT NULL,
  lane uuid NOT NULL,
  state text NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone NOT NULL,
  lease uuid,
  lease_until timestamp with time zone,
  problem text,
  held jsonb,
  held_under text,
  settled_at timestamp with time zone,
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_outbox_id_channel_id_key UNIQUE (outbox_id, channel_id),
  CONSTRAINT delivery_state_check CHECK (state = ANY (ARRAY['WAITING'::text, 'HELD'::text, 'DELIVERED'::text, 'DEAD'::text])),
  CONSTRAINT delivery_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channel(id),
  CONSTRAINT delivery_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id) ON DELETE CASCADE
);
CREATE INDEX delivery_dead ON delivery USING btree (channel_id, settled_at) WHERE state = 'DEAD'::text;
CREATE INDEX delivery_due ON delivery USING btree (due_at, "position") WHERE state = 'WAITING'::text;
CREATE INDEX delivery_held ON delivery USING btree (channel_id) WHERE state = 'HELD'::text;
CREATE INDEX delivery_lane ON delivery USING btree (channel_id, lane, "position") WHERE state = 'WAITING'::text;
GRANT DELETE, INSERT, SELECT, UPDATE ON delivery TO rollcall_app;

CREATE TABLE directory_change (
  id uuid NOT NULL,
  kind text NOT NULL,
  target text NOT NULL,
  payload jsonb NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  approved_by text,
  approved_at timestamp with time zone,
  applied_at timestamp with time zone,
  refused_by text,
  refused_at timestamp with time zone,
  CONSTRAINT directory_change_pkey PRIMARY KEY (id),
  CONSTRAINT directory_change_approval CHECK ((approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NULL OR applied_at IS NOT NULL)),
  CONSTRAINT directory_change_approved CHECK (applied_at IS NULL OR (kind = 'DISABLE'::text) = (approved_by IS NULL)),
  CONSTRAINT directory_change_kind_check CHECK (kind = ANY (ARRAY['ADD_ORGANISATION'::text, 'ADD_UNIT'::text, 'ADD_CLIENT'::text, 'CHANGE_KEY'::text, 'ADD_WEBHOOK'::text, 'CHANGE_SECRET'::text, 'ADD_HUB'::text, 'ENABLE'::text, 'DISABLE'::text, 'ADD_WITNESS'::text, 'WATCH_LOG'::text])),
  CONSTRAINT directory_change_refusal CHECK ((refused_by IS NULL) = (refused_at IS NULL) AND (refused_by IS NULL OR applied_at IS NULL)),
  CONSTRAINT directory_change_two_people CHECK (approved_by <> proposed_by)
);
CREATE UNIQUE INDEX directory_change_waiting ON directory_change USING btree (kind, target) WHERE applied_at IS NULL AND refused_by IS NULL;

CREATE TABLE emergency_allowance (
  unit_id text NOT NULL,
  per_day integer NOT NULL,
  CONSTRAINT emergency_allowance_pkey PRIMARY KEY (unit_id),
  CONSTRAINT emergency_allowance_per_day_check CHECK (per_day > 0),
  CONSTRAINT emergency_allowance_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
);
GRANT SELECT ON emergency_allowance TO rollcall_app;

CREATE TABLE emergency_use (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  subject text NOT NULL,
  user_name text NOT NULL,
  job text NOT NULL,
  reference text NOT NULL,
  risk text NOT NULL,
  text text NOT NULL,
  declared_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  outcome text,
  review_text text,
  reviewed_at timestamp with time zone,
  reviewed_by text,
  CONSTRAINT emergency_use_pkey PRIMARY KEY (id),
  CONSTRAINT emergency_use_public_id_key UNIQUE (public_id),
  CONSTRAINT emergency_use_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND ended_at >= declared_at),
  CONSTRAINT emergency_use_ends CHECK (expires_at > declared_at AND expires_at <= (declared_at + '04:00:00'::interval)),
  CONSTRAINT emergency_use_outcome_check CHECK (outcome = ANY (ARRAY['JUSTIFIED'::text, 'NOT_JUSTIFIED'::text, 'UNCLEAR'::text])),
  CONSTRAINT emergency_use_review CHECK ((outcome IS NULL) = (reviewed_at IS NULL) AND (outcome IS NULL) = (reviewed_by IS NULL) AND (outcome IS NULL) = (review_text IS NULL)),
  CONSTRAINT emergency_use_risk_check CHECK (risk = ANY (ARRAY['RISK_TO_LIFE'::text, 'SERIOUS_HARM'::text, 'ABDUCTION'::text, 'EXPLOITATION'::text, 'TAKEN_ABROAD'::text])),
  CONSTRAINT emergency_use_two_people CHECK (reviewed_by <> subject),
  CONSTRAINT emergency_use_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX emergency_use_child ON emergency_use USING btree (child_id, unit_id);
CREATE INDEX emergency_use_queue ON emergency_use USING btree (authority_id, declared_at, id);
CREATE INDEX emergency_use_unit ON emergency_use USING btree (unit_id, declared_at);
GRANT INSERT, SELECT ON emergency_use TO rollcall_app;
GRANT UPDATE (child_id, ended_at, ended_by, outcome, review_text, reviewed_at, reviewed_by) ON emergency_use TO rollcall_app;

CREATE TABLE enquiry (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  from_organisation text NOT NULL,
  from_unit text NOT NULL,
  from_user text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  question text NOT NULL,
  check_kind text,
  sent_at timestamp with time zone NOT NULL,
  due_on date,
  state text NOT NULL,
  accepted_at timestamp with time zone,
  version integer DEFAULT 1 NOT NULL,
  step text,
  repeats_id uuid,
  believed_at jsonb,
  withdrawn_because text,
  CONSTRAINT enquiry_pkey PRIMARY KEY (id),
  CONSTRAINT enquiry_public_id_key UNIQUE (public_id),
  CONSTRAINT enquiry_state_check CHECK (state = ANY (ARRAY['OPEN'::text, 'ANSWERED'::text, 'WITHDRAWN'::text])),
  CONSTRAINT enquiry_withdrawn_because_check CHECK (withdrawn_because = ANY (ARRAY['TAKEN_BACK'::text, 'ASKED_AGAIN'::text, 'ASK_SOCIAL_CARE'::text])),
  CONSTRAINT enquiry_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT enquiry_repeats_id_fkey FOREIGN KEY (repeats_id) REFERENCES enquiry(id)
);
CREATE INDEX enquiry_child ON enquiry USING btree (child_id);
CREATE INDEX enquiry_sender ON enquiry USING btree (from_organisation, sent_at, id);
GRANT INSERT, SELECT, UPDATE ON enquiry TO rollcall_app;

CREATE TABLE enquiry_answer (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  recipient_id uuid NOT NULL,
  outcome text NOT NULL,
  in_part boolean NOT NULL,
  answer jsonb,
  answered_by text,
  answered_at timestamp with time zone NOT NULL,
  withheld_reason text,
  withheld_decided_by text,
  withheld_review_on date,
  CONSTRAINT enquiry_answer_pkey PRIMARY KEY (id),
  CONSTRAINT enquiry_answer_public_id_key UNIQUE (public_id),
  CONSTRAINT enquiry_answer_outcome_check CHECK (outcome = ANY (ARRAY['KNOWN'::text, 'NOT_KNOWN'::text, 'NOTHING_HELD'::text, 'CANNOT_SEARCH'::text, 'KNOWN_BUT_WITHHELD'::text])),
  CONSTRAINT enquiry_answer_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES enquiry_recipient(id)
);
CREATE INDEX enquiry_answer_recipient ON enquiry_answer USING btree (recipient_id, answered_at);
CREATE CONSTRAINT TRIGGER enquiry_part_tells AFTER INSERT ON enquiry_answer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.in_part) EXECUTE FUNCTION tell_of_part();
GRANT INSERT, SELECT ON enquiry_answer TO rollcall_app;

CREATE TABLE enquiry_recipient (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  enquiry_id uuid NOT NULL,
  organisation_id text NOT NULL,
  state text NOT NULL,
  outcome text,
  answer jsonb,
  answered_by text,
  answered_at timestamp with time zone,
  withheld_reason text,
  withheld_decided_by text,
  withheld_review_on date,
  asked_at timestamp with time zone,
  could_look boolean DEFAULT false NOT NULL,
  due_on date,
  overdue_from timestamp with time zone,
  reminded_at timestamp with time zone,
  escalated_at timestamp with time zone,
  escalated_to text,
  withdrawn_because text,
  CONSTRAINT enquiry_recipient_pkey PRIMARY KEY (id),
  CONSTRAINT enquiry_recipient_enquiry_id_organisation_id_key UNIQUE (enquiry_id, organisation_id),
  CONSTRAINT enquiry_recipient_public_id_key UNIQUE (public_id),
  CONSTRAINT enquiry_recipient_heard CHECK ((outcome IS NOT NULL) = (state = ANY (ARRAY['KNOWN'::text, 'NOT_KNOWN'::text, 'CANNOT_SEARCH'::text, 'WITHHELD'::text]))),
  CONSTRAINT enquiry_recipient_outcome_check CHECK (outcome = ANY (ARRAY['KNOWN'::text, 'NOT_KNOWN'::text, 'NOTHING_HELD'::text, 'CANNOT_SEARCH'::text, 'KNOWN_BUT_WITHHELD'::text])),
  CONSTRAINT enquiry_recipient_state_check CHECK (state = ANY (ARRAY['WAITING'::text, 'REMINDED'::text, 'ESCALATED'::text, 'SUSPENDED'::text, 'KNOWN'::text, 'NOT_KNOWN'::text, 'CANNOT_SEARCH'::text, 'WITHHELD'::text, 'WITHDRAWN'::text])),
  CONSTRAINT enquiry_recipient_withdrawn_because_check CHECK (withdrawn_because = ANY (ARRAY['TAKEN_BACK'::text, 'ASKED_AGAIN'::text, 'ASK_SOCIAL_CARE'::text])),
  CONSTRAINT enquiry_recipient_enquiry_id_fkey FOREIGN KEY (enquiry_id) REFERENCES enquiry(id)
);
CREATE INDEX enquiry_recipient_open ON enquiry_recipient USING btree (organisation_id, enquiry_id);
CREATE INDEX enquiry_recipient_waiting ON enquiry_recipient USING btree (overdue_from) WHERE state = ANY (ARRAY['WAITING'::text, 'REMINDED'::text, 'ESCALATED'::text, 'SUSPENDED'::text]);
CREATE CONSTRAINT TRIGGER enquiry_state_tells AFTER UPDATE ON enquiry_recipient DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (old.state IS DISTINCT FROM new.state OR old.answered_at IS DISTINCT FROM new.answered_at) EXECUTE FUNCTION tell_of_enquiry();
CREATE CONSTRAINT TRIGGER enquiry_tells AFTER INSERT ON enquiry_recipient DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_of_enquiry();
CREATE CONSTRAINT TRIGGER enquiry_withdrawal_tells AFTER UPDATE ON enquiry_recipient DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.state = 'WITHDRAWN'::text AND old.state <> 'WITHDRAWN'::text) EXECUTE FUNCTION tell_of_withdrawal();
GRANT INSERT, SELECT, UPDATE ON enquiry_recipient TO rollcall_app;

CREATE TABLE flag_placement (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  authority_id text NOT NULL,
  holder_id text NOT NULL,
  state text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  asked_by text NOT NULL,
  answered_at timestamp with time zone,
  refusal text,
  recheck_on date,
  rechecked_at timestamp with time zone,
  lifted_at timestamp with time zone,
  lifted_because text,
  CONSTRAINT flag_placement_pkey PRIMARY KEY (id),
  CONSTRAINT flag_placement_public_id_key UNIQUE (public_id),
  CONSTRAINT flag_placement_state CHECK ((state = 'PLACED'::text) = (recheck_on IS NOT NULL) AND (refusal IS NULL OR (state = ANY (ARRAY['REFUSED'::text, 'LIFTED'::text]))) AND (state <> 'REFUSED'::text OR refusal IS NOT NULL) AND (state = 'LIFTED'::text) = (lifted_at IS NOT NULL) AND (lifted_at IS NULL) = (lifted_because IS NULL)),
  CONSTRAINT flag_placement_state_check CHECK (state = ANY (ARRAY['ASKED'::text, 'PLACED'::text, 'REFUSED'::text, 'LIFTED'::text])),
  CONSTRAINT flag_placement_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX flag_placement_authority ON flag_placement USING btree (authority_id, asked_at, public_id);
CREATE INDEX flag_placement_holder ON flag_placement USING btree (holder_id, asked_at, public_id);
CREATE UNIQUE INDEX flag_placement_one ON flag_placement USING btree (child_id, holder_id) WHERE state <> 'LIFTED'::text;
GRANT INSERT, SELECT, UPDATE ON flag_placement TO rollcall_app;

CREATE TABLE home_education (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  state text NOT NULL,
  begins_on date NOT NULL,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT home_education_pkey PRIMARY KEY (id),
  CONSTRAINT home_education_public_id_key UNIQUE (public_id),
  CONSTRAINT home_education_state_check CHECK (state = ANY (ARRAY['notified'::text, 'not_yet_established'::text, 'suitable'::text, 'not_suitable'::text])),
  CONSTRAINT home_education_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX home_education_child ON home_education USING btree (child_id);
GRANT INSERT, SELECT, UPDATE ON home_education TO rollcall_app;

CREATE TABLE idempotency_key (
  client_id text NOT NULL,
  key text NOT NULL,
  body_digest bytea NOT NULL,
  outcome jsonb,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (client_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key USING btree (created_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_key TO rollcall_app;

CREATE TABLE identity_seal (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  former uuid NOT NULL,
  present uuid,
  ground text NOT NULL,
  reason text NOT NULL,
  proposed jsonb,
  proposed_by text NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  confirmed_by text,
  confirmed_at timestamp with time zone,
  CONSTRAINT identity_seal_pkey PRIMARY KEY (id),
  CONSTRAINT identity_seal_public_id_key UNIQUE (public_id),
  CONSTRAINT identity_seal_done CHECK ((present IS NULL) = (confirmed_at IS NULL) AND (present IS NULL) = (proposed IS NOT NULL)),
  CONSTRAINT identity_seal_ground_check CHECK (ground = ANY (ARRAY['adoption'::text, 'witness_protection'::text, 'other'::text])),
  CONSTRAINT identity_seal_two CHECK (confirmed_by <> proposed_by),
  CONSTRAINT identity_seal_former_fkey FOREIGN KEY (former) REFERENCES child(id),
  CONSTRAINT identity_seal_present_fkey FOREIGN KEY (present) REFERENCES child(id)
);
CREATE UNIQUE INDEX identity_seal_former ON identity_seal USING btree (former);
CREATE INDEX identity_seal_present ON identity_seal USING btree (present);
GRANT INSERT, SELECT ON identity_seal TO rollcall_app;
GRANT UPDATE (present, proposed, confirmed_by, confirmed_at) ON identity_seal TO rollcall_app;

CREATE TABLE import_run (
  id uuid NOT NULL,
  format text NOT NULL,
  digest bytea NOT NULL,
  as_of date NOT NULL,
  entered_by text NOT NULL,
  read integer DEFAULT 0 NOT NULL,
  accepted integer DEFAULT 0 NOT NULL,
  created integer DEFAULT 0 NOT NULL,
  updated integer DEFAULT 0 NOT NULL,
  unchanged integer DEFAULT 0 NOT NULL,
  rejected integer DEFAULT 0 NOT NULL,
  rejects_length bigint DEFAULT 0 NOT NULL,
  began_at timestamp with time zone NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT import_run_pkey PRIMARY KEY (id),
  CONSTRAINT import_run_format_check CHECK (format = ANY (ARRAY['ctf'::text, 'csv'::text]))
);
CREATE UNIQUE INDEX import_run_unfinished ON import_run USING btree (digest) WHERE finished_at IS NULL;
GRANT INSERT, SELECT, UPDATE ON import_run TO rollcall_app;

CREATE TABLE ledger_entry (
  id uuid NOT NULL,
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  request_id uuid NOT NULL,
  ruleset_version text NOT NULL,
  child_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  controller_part text,
  leaf text NOT NULL,
  controller_salt bytea,
  recipient_part text,
  recipient_salt bytea,
  criteria text,
  criteria_salt bytea,
  criteria_until timestamp with time zone,
  client_id text DEFAULT ''::text NOT NULL,
  subject text,
  agreements text[] DEFAULT '{}'::text[] NOT NULL,
  CONSTRAINT ledger_entry_pkey PRIMARY KEY (id),
  CONSTRAINT ledger_entry_position_key UNIQUE ("position"),
  CONSTRAINT ledger_entry_kind_check CHECK (kind = ANY (ARRAY['ACT'::text, 'DISCLOSURE'::text, 'REFUSAL'::text]))
) WITH (toast_tuple_target=8160);
CREATE INDEX ledger_entry_at ON ledger_entry USING btree (at);
CREATE INDEX ledger_entry_child ON ledger_entry USING gin (child_ids);
CREATE INDEX ledger_entry_client ON ledger_entry USING btree (client_id, "position");
CREATE INDEX ledger_entry_criteria ON ledger_entry USING btree (criteria_until) WHERE criteria IS NOT NULL;
CREATE INDEX ledger_entry_organisation ON ledger_entry USING btree (organisation_id, "position");
CREATE INDEX ledger_entry_subject ON ledger_entry USING btree (subject, "position") WHERE subject IS NOT NULL;
CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_entry_only_erased BEFORE UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_only_erased();
CREATE TRIGGER ledger_entry_pending AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_pending();
CREATE TRIGGER ledger_entry_whole BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
GRANT INSERT, SELECT ON ledger_entry TO rollcall_app;
GRANT SELECT ("position", leaf) ON ledger_entry TO rollcall_sequencer;
GRANT SELECT (id, "position", at, criteria_until) ON ledger_entry TO rollcall_retention;
GRANT UPDATE (reference, child_ids, controller_part, controller_salt, recipient_part, recipient_salt, criteria, criteria_salt, subject) ON ledger_entry TO rollcall_retention;

CREATE TABLE ledger_head (
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT ledger_head_pkey PRIMARY KEY (size),
  CONSTRAINT ledger_head_root_check CHECK (length(root) = 32),
  CONSTRAINT ledger_head_size_check CHECK (size > 0)
);
CREATE TRIGGER ledger_head_kept BEFORE DELETE OR UPDATE ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_head_whole BEFORE TRUNCATE ON ledger_head FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
GRANT INSERT, SELECT ON ledger_head TO rollcall_sequencer;
GRANT SELECT ON ledger_head TO rollcall_app;

CREATE TABLE ledger_leaf (
  idx bigint NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT ledger_leaf_pkey PRIMARY KEY (idx),
  CONSTRAINT ledger_leaf_position_key UNIQUE ("position"),
  CONSTRAINT ledger_leaf_idx_check CHECK (idx >= 0)
);
CREATE TRIGGER ledger_leaf_kept BEFORE DELETE OR UPDATE ON ledger_leaf FOR EACH ROW EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_leaf_whole BEFORE TRUNCATE ON ledger_leaf FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
GRANT INSERT, SELECT ON ledger_leaf TO rollcall_sequencer;
GRANT SELECT ON ledger_leaf TO rollcall_app;

CREATE TABLE ledger_owed (
  id uuid NOT NULL,
  entry text NOT NULL,
  since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT ledger_owed_pkey PRIMARY KEY (id)
);
GRANT DELETE, INSERT, SELECT ON ledger_owed TO rollcall_app;

CREATE TABLE ledger_pending (
  "position" bigint NOT NULL,
  since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT ledger_pending_pkey PRIMARY KEY ("position")
);
GRANT DELETE, SELECT ON ledger_pending TO rollcall_sequencer;
GRANT SELECT ON ledger_pending TO rollcall_app;

CREATE TABLE ledger_tile (
  level smallint NOT NULL,
  idx bigint NOT NULL,
  hashes bytea NOT NULL,
  CONSTRAINT ledger_tile_pkey PRIMARY KEY (level, idx),
  CONSTRAINT ledger_tile_hashes_check CHECK (length(hashes) >= 32 AND length(hashes) <= 8192 AND (length(hashes) % 32) = 0),
  CONSTRAINT ledger_tile_idx_check CHECK (idx >= 0),
  CONSTRAINT ledger_tile_level_check CHECK (level >= 0 AND level <= 7)
);
GRANT INSERT, SELECT, UPDATE ON ledger_tile TO rollcall_sequencer;
GRANT SELECT ON ledger_tile TO rollcall_app;

CREATE TABLE ledger_witness (
  name text NOT NULL,
  url text NOT NULL,
  verifier_key text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  last_size bigint DEFAULT 0 NOT NULL,
  last_root bytea,
  cosignature text,
  cosigned_at timestamp with time zone,
  asked_at timestamp with time zone,
  problem text,
  contradicts boolean DEFAULT false NOT NULL,
  CONSTRAINT ledger_witness_pkey PRIMARY KEY (name),
  CONSTRAINT ledger_witness_last_size_check CHECK (last_size >= 0)
);
GRANT SELECT ON ledger_witness TO rollcall_app;
GRANT UPDATE (last_size, last_root, cosignature, cosigned_at, asked_at, problem, contradicts) ON ledger_witness TO rollcall_app;

CREATE TABLE look_back (
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  user_name text NOT NULL,
  job text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  why text NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  once_on date,
  "position" bigint NOT NULL,
  CONSTRAINT look_back_pkey PRIMARY KEY (id),
  CONSTRAINT look_back_position_key UNIQUE ("position"),
  CONSTRAINT look_back_public_id_key UNIQUE (public_id),
  CONSTRAINT look_back_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX look_back_child ON look_back USING btree (child_id);
CREATE UNIQUE INDEX look_back_once ON look_back USING btree (child_id, unit_id, user_name, why, once_on);
CREATE TRIGGER look_back_in_order BEFORE INSERT ON look_back FOR EACH ROW EXECUTE FUNCTION told_in_order('look_back_position');
GRANT INSERT, SELECT ON look_back TO rollcall_app;

CREATE TABLE look_count (
  asker text NOT NULL,
  span text NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  spent integer NOT NULL,
  CONSTRAINT look_count_pkey PRIMARY KEY (asker, span, starts_at),
  CONSTRAINT look_count_span_check CHECK (span = ANY (ARRAY['hour'::text, 'day'::text])),
  CONSTRAINT look_count_spent_check CHECK (spent >= 0)
);
CREATE INDEX look_count_end ON look_count USING btree (ends_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON look_count TO rollcall_app;

CREATE TABLE look_sign (
  asker text NOT NULL,
  kind text NOT NULL,
  step text NOT NULL,
  day date NOT NULL,
  steps integer NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT look_sign_pkey PRIMARY KEY (asker, day, kind, step),
  CONSTRAINT look_sign_kind_check CHECK (kind = ANY (ARRAY['BUDGET'::text, 'NARROWING'::text, 'SEQUENCE'::text])),
  CONSTRAINT look_sign_step_check CHECK (step = ANY (ARRAY['SLOWED'::text, 'STOPPED'::text]))
);
CREATE INDEX look_sign_at ON look_sign USING btree (at);
GRANT DELETE, INSERT, SELECT, UPDATE ON look_sign TO rollcall_app;

CREATE TABLE look_trace (
  organisation text NOT NULL,
  day date NOT NULL,
  trace text NOT NULL,
  variant text NOT NULL,
  asker text NOT NULL,
  CONSTRAINT look_trace_pkey PRIMARY KEY (organisation, day, trace, asker, variant)
);
CREATE INDEX look_trace_day ON look_trace USING btree (day);
GRANT DELETE, INSERT, SELECT ON look_trace TO rollcall_app;

CREATE TABLE looking_report (
  id uuid NOT NULL,
  "position" bigint NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  kind text NOT NULL,
  step text NOT NULL,
  whose text NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  user_name text NOT NULL,
  job text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT looking_report_pkey PRIMARY KEY (id),
  CONSTRAINT looking_report_position_key UNIQUE ("position"),
  CONSTRAINT looking_report_public_id_key UNIQUE (public_id),
  CONSTRAINT looking_report_whose_check CHECK (whose = ANY (ARRAY['PERSON'::text, 'ORGANISATION'::text]))
);
CREATE INDEX looking_report_at ON looking_report USING btree (at);
CREATE INDEX looking_report_inbox ON looking_report USING btree (authority_id, "position");
CREATE TRIGGER looking_report_in_order BEFORE INSERT ON looking_report FOR EACH ROW EXECUTE FUNCTION told_in_order('looking_report_position');
GRANT DELETE, INSERT, SELECT ON looking_report TO rollcall_app;

CREATE TABLE lookup_review (
  id uuid NOT NULL,
  "position" bigint NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  entry_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  user_name text NOT NULL,
  job text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  on_behalf_of text,
  criteria jsonb,
  asked bytea,
  asked_on date NOT NULL,
  nearest uuid[] NOT NULL,
  doubts text[] NOT NULL,
  state text DEFAULT 'WAITING'::text NOT NULL,
  decided_by text,
  decided_at timestamp with time zone,
  child_id uuid,
  notice_id uuid,
  lost_pupil_id uuid,
  CONSTRAINT lookup_review_pkey PRIMARY KEY (id),
  CONSTRAINT lookup_review_entry_id_key UNIQUE (entry_id),
  CONSTRAINT lookup_review_notice_id_key UNIQUE (notice_id),
  CONSTRAINT lookup_review_position_key UNIQUE ("position"),
  CONSTRAINT lookup_review_public_id_key UNIQUE (public_id),
  CONSTRAINT lookup_review_asked CHECK ((criteria IS NULL) = (asked IS NULL)),
  CONSTRAINT lookup_review_decided CHECK ((state = 'DECIDED'::text) = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decided_by IS NULL) AND (child_id IS NULL OR state = 'DECIDED'::text) AND (notice_id IS NULL OR child_id IS NOT NULL)),
  CONSTRAINT lookup_review_state_check CHECK (state = ANY (ARRAY['WAITING'::text, 'DECIDED'::text])),
  CONSTRAINT lookup_review_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT lookup_review_lost_pupil_id_fkey FOREIGN KEY (lost_pupil_id) REFERENCES circumstance(id) ON DELETE CASCADE,
  CONSTRAINT lookup_review_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notification(id)
);
CREATE INDEX lookup_review_at ON lookup_review USING btree (at);
CREATE INDEX lookup_review_child ON lookup_review USING btree (child_id) WHERE child_id IS NOT NULL;
CREATE INDEX lookup_review_lost ON lookup_review USING btree (lost_pupil_id) WHERE lost_pupil_id IS NOT NULL;
CREATE INDEX lookup_review_nearest ON lookup_review USING gin (nearest);
CREATE UNIQUE INDEX lookup_review_once ON lookup_review USING btree (unit_id, user_name, asked, asked_on);
CREATE INDEX lookup_review_queue ON lookup_review USING btree (authority_id, "position") WHERE state = 'WAITING'::text AND criteria IS NOT NULL;
CREATE TRIGGER lookup_review_in_order BEFORE INSERT ON lookup_review FOR EACH ROW EXECUTE FUNCTION told_in_order('lookup_review_position');
GRANT INSERT, SELECT ON lookup_review TO rollcall_app;
GRANT UPDATE (state, decided_by, decided_at, child_id, notice_id) ON lookup_review TO rollcall_app;

CREATE TABLE mail_box (
  mailbox text NOT NULL,
  tried_at timestamp with time zone NOT NULL,
  failures integer DEFAULT 0 NOT NULL,
  CONSTRAINT mail_box_pkey PRIMARY KEY (mailbox)
);
GRANT INSERT, SELECT, UPDATE ON mail_box TO rollcall_app;

CREATE TABLE mail_due (
  id uuid NOT NULL,
  mailbox text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT mail_due_pkey PRIMARY KEY (id)
);
CREATE INDEX mail_due_at ON mail_due USING btree (at);
CREATE INDEX mail_due_mailbox ON mail_due USING btree (mailbox);
GRANT DELETE, INSERT, SELECT ON mail_due TO rollcall_app;

CREATE TABLE notification (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  from_organisation text NOT NULL,
  from_unit text NOT NULL,
  to_organisation text NOT NULL,
  type text NOT NULL,
  purpose text NOT NULL,
  reference text NOT NULL,
  text text,
  transfer_id uuid,
  in_reply_to uuid,
  copy_of uuid,
  sent_at timestamp with time zone NOT NULL,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  emergency_use_id uuid,
  message_id uuid,
  CONSTRAINT notification_pkey PRIMARY KEY (id),
  CONSTRAINT notification_position_key UNIQUE ("position"),
  CONSTRAINT notification_public_id_key UNIQUE (public_id),
  CONSTRAINT notification_emergency CHECK ((type = 'EMERGENCY_USED'::text) = (emergency_use_id IS NOT NULL)),
  CONSTRAINT notification_type_check CHECK (type = ANY (ARRAY['MOVED_IN'::text, 'MOVED_OUT'::text, 'LOCATED_HERE'::text, 'TRANSFER_PROPOSED'::text, 'TRANSFER_ACCEPTED'::text, 'TRANSFER_DECLINED'::text, 'LOST_PUPIL'::text, 'LOST_PUPIL_FOUND'::text, 'ROLL_CHANGE'::text, 'HOME_EDUCATION'::text, 'FLAG_REQUESTED'::text, 'CORRECTION'::text, 'EMERGENCY_USED'::text, 'LOOKUP_DECIDED'::text, 'ALERT_ROUTED'::text, 'FLAG_LIFTED'::text, 'TRANSFER_TAKEN'::text, 'TRANSFER_LAPSED'::text, 'TRANSFER_WITHDRAWN'::text, 'TRANSFER_ENDED'::text, 'LOST_PUPIL_WITHDRAWN'::text, 'FOUND_MATCH'::text, 'ADDRESS_REPORTED'::text, 'DEPARTURE_REPORTED'::text, 'ADDRESS_CHANGED'::text])),
  CONSTRAINT notification_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT notification_copy_of_fkey FOREIGN KEY (copy_of) REFERENCES notification(id),
  CONSTRAINT notification_emergency_use_id_fkey FOREIGN KEY (emergency_use_id) REFERENCES emergency_use(id),
  CONSTRAINT notification_in_reply_to_fkey FOREIGN KEY (in_reply_to) REFERENCES notification(id),
  CONSTRAINT notification_message_id_fkey FOREIGN KEY (message_id) REFERENCES circumstance(id) ON DELETE SET NULL,
  CONSTRAINT notification_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES circumstance(id)
);
CREATE INDEX notification_child ON notification USING btree (child_id);
CREATE INDEX notification_emergency_use ON notification USING btree (emergency_use_id) WHERE emergency_use_id IS NOT NULL;
CREATE INDEX notification_inbox ON notification USING btree (to_organisation, "position");
CREATE INDEX notification_message ON notification USING btree (message_id, type) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX notification_reply ON notification USING btree (in_reply_to, type, to_organisation) WHERE in_reply_to IS NOT NULL;
CREATE INDEX notification_sender ON notification USING btree (from_organisation, "position");
CREATE TRIGGER notification_in_order BEFORE INSERT ON notification FOR EACH STATEMENT EXECUTE FUNCTION notification_in_order();
CREATE CONSTRAINT TRIGGER notification_tells AFTER INSERT ON notification DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_of_notification();
GRANT INSERT, SELECT, UPDATE ON notification TO rollcall_app;

CREATE TABLE organisation (
  id text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  gss_code text,
  dfe_number text,
  laestab text,
  local_authority_id text,
  state text DEFAULT 'live'::text NOT NULL,
  opened_on date,
  closed_on date,
  successor_id text,
  disabled_at timestamp with time zone,
  CONSTRAINT organisation_pkey PRIMARY KEY (id),
  CONSTRAINT organisation_laestab_key UNIQUE (laestab),
  CONSTRAINT organisation_check CHECK (split_part(id, '/'::text, 1) = kind),
  CONSTRAINT organisation_check1 CHECK (successor_id IS NULL OR state = 'closed'::text),
  CONSTRAINT organisation_kind_check CHECK (kind = ANY (ARRAY['la'::text, 'school'::text, 'police'::text, 'nhs'::text, 'housing'::text, 'trust'::text, 'national'::text, 'voluntary'::text, 'early-years'::text])),
  CONSTRAINT organisation_state_check CHECK (state = ANY (ARRAY['live'::text, 'closed'::text])),
  CONSTRAINT organisation_local_authority_id_fkey FOREIGN KEY (local_authority_id) REFERENCES organisation(id),
  CONSTRAINT organisation_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES organisation(id)
);
CREATE INDEX organisation_authority ON organisation USING btree (local_authority_id);
GRANT SELECT ON organisation TO rollcall_app;

CREATE TABLE outbox (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  kind text NOT NULL,
  about uuid NOT NULL,
  recipient text NOT NULL,
  lane uuid NOT NULL,
  purpose text NOT NULL,
  written_at timestamp with time zone NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_position_key UNIQUE ("position"),
  CONSTRAINT outbox_kind_check CHECK (kind = ANY (ARRAY['NOTIFICATION'::text, 'ENQUIRY'::text, 'ENQUIRY_ANSWERED'::text, 'ENQUIRY_WITHDRAWN'::text, 'ALERT'::text, 'ALERT_REVIEWED'::text]))
);
CREATE INDEX outbox_about ON outbox USING btree (about);
CREATE INDEX outbox_age ON outbox USING btree (written_at);
CREATE INDEX outbox_recipient ON outbox USING btree (recipient, "position");
GRANT DELETE, INSERT, SELECT ON outbox TO rollcall_app;

CREATE TABLE peer_hub (
  channel_id text NOT NULL,
  client_id text NOT NULL,
  audience text NOT NULL,
  team text NOT NULL,
  CONSTRAINT peer_hub_pkey PRIMARY KEY (channel_id),
  CONSTRAINT peer_hub_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channel(id)
);
GRANT SELECT ON peer_hub TO rollcall_app;

CREATE TABLE received_message (
  sender text NOT NULL,
  message text NOT NULL,
  outcome jsonb,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT received_message_pkey PRIMARY KEY (sender, message)
);
CREATE INDEX received_message_age ON received_message USING btree (received_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON received_message TO rollcall_app;

CREATE TABLE reconciled_entry (
  entry_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT reconciled_entry_pkey PRIMARY KEY (entry_id),
  CONSTRAINT reconciled_entry_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES circumstance(id) ON DELETE CASCADE
);
GRANT INSERT, SELECT ON reconciled_entry TO rollcall_app;

CREATE TABLE reconciled_to (
  one boolean DEFAULT true NOT NULL,
  written_in xid8 NOT NULL,
  CONSTRAINT reconciled_to_pkey PRIMARY KEY (one),
  CONSTRAINT reconciled_to_one_check CHECK (one)
);
GRANT SELECT, UPDATE ON reconciled_to TO rollcall_app;

CREATE TABLE reconciliation (
  id uuid NOT NULL,
  entry_id uuid NOT NULL,
  child_id uuid NOT NULL,
  fact text NOT NULL,
  fact_id uuid,
  state text NOT NULL,
  found_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  CONSTRAINT reconciliation_pkey PRIMARY KEY (id),
  CONSTRAINT reconciliation_entry_id_child_id_fact_key UNIQUE (entry_id, child_id, fact),
  CONSTRAINT reconciliation_check CHECK ((fact = 'DECIDED'::text) = (fact_id IS NULL)),
  CONSTRAINT reconciliation_fact_check CHECK (fact = ANY (ARRAY['REGISTRATION'::text, 'ADDRESS'::text, 'DECIDED'::text])),
  CONSTRAINT reconciliation_state_check CHECK (state = ANY (ARRAY['SAME'::text, 'UNSURE'::text, 'OTHER'::text])),
  CONSTRAINT reconciliation_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT reconciliation_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES circumstance(id) ON DELETE CASCADE
);
CREATE INDEX reconciliation_child ON reconciliation USING btree (child_id);
GRANT INSERT, SELECT, UPDATE ON reconciliation TO rollcall_app;

CREATE TABLE registration (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  organisation_id text NOT NULL,
  begins_on date NOT NULL,
  ends_on date,
  last_attended_on date,
  year_group text,
  kind text DEFAULT 'main'::text NOT NULL,
  hours_per_week numeric(4,1),
  removal_ground text,
  destination_kind text,
  destination text,
  destination_confirmed_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  written_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
  CONSTRAINT registration_pkey PRIMARY KEY (id),
  CONSTRAINT registration_public_id_key UNIQUE (public_id),
  CONSTRAINT registration_check CHECK (ends_on IS NULL OR ends_on >= begins_on),
  CONSTRAINT registration_destination_kind_check CHECK (destination_kind = ANY (ARRAY['school'::text, 'authority'::text, 'abroad'::text, 'home_education'::text, 'unknown'::text])),
  CONSTRAINT registration_kind_check CHECK (kind = ANY (ARRAY['main'::text, 'dual_subsidiary'::text, 'part_time'::text, 'alternative_provision'::text])),
  CONSTRAINT registration_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX registration_child ON registration USING btree (child_id);
CREATE INDEX registration_current ON registration USING btree (organisation_id, child_id) WHERE ends_on IS NULL;
CREATE INDEX registration_written ON registration USING btree (written_in);
GRANT INSERT, SELECT, UPDATE ON registration TO rollcall_app;

CREATE TABLE risk_group_service (
  risk_group text NOT NULL,
  unit_id text NOT NULL,
  part text NOT NULL,
  CONSTRAINT risk_group_service_pkey PRIMARY KEY (risk_group, unit_id),
  CONSTRAINT risk_group_service_part_check CHECK (part = ANY (ARRAY['lead'::text, 'support'::text]))
);
GRANT SELECT ON risk_group_service TO rollcall_app;

CREATE TABLE roll_event (
  id uuid NOT NULL,
  feed_id uuid NOT NULL,
  kind text NOT NULL,
  notification_id uuid NOT NULL,
  CONSTRAINT roll_event_pkey PRIMARY KEY (id),
  CONSTRAINT roll_event_notification_id_key UNIQUE (notification_id),
  CONSTRAINT roll_event_kind_check CHECK (kind = ANY (ARRAY['LEFT_ROLL'::text, 'NEW_ON_ROLL'::text, 'ADDRESS_CHANGED'::text])),
  CONSTRAINT roll_event_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES roll_feed(id),
  CONSTRAINT roll_event_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id)
);
CREATE INDEX roll_event_feed ON roll_event USING btree (feed_id);
GRANT INSERT, SELECT ON roll_event TO rollcall_app;

CREATE TABLE roll_feed (
  id uuid NOT NULL,
  organisation_id text NOT NULL,
  as_of date NOT NULL,
  digest bytea NOT NULL,
  pupils integer NOT NULL,
  entered_by text NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  CONSTRAINT roll_feed_pkey PRIMARY KEY (id),
  CONSTRAINT roll_feed_organisation_id_as_of_digest_key UNIQUE (organisation_id, as_of, digest)
);
GRANT INSERT, SELECT ON roll_feed TO rollcall_app;

CREATE TABLE schema_migration (
  id integer DEFAULT nextval('schema_migration_id_seq'::regclass) NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id)
);

CREATE TABLE sibling (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  sibling_id uuid NOT NULL,
  kind text NOT NULL,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT sibling_pkey PRIMARY KEY (id),
  CONSTRAINT sibling_public_id_key UNIQUE (public_id),
  CONSTRAINT sibling_kind_check CHECK (kind = ANY (ARRAY['full'::text, 'half'::text, 'step'::text, 'foster'::text, 'adoptive'::text, 'other'::text])),
  CONSTRAINT sibling_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT sibling_sibling_id_fkey FOREIGN KEY (sibling_id) REFERENCES child(id)
);
CREATE INDEX sibling_child ON sibling USING btree (child_id);
CREATE INDEX sibling_other ON sibling USING btree (sibling_id);
GRANT INSERT, SELECT, UPDATE ON sibling TO rollcall_app;

CREATE TABLE special_needs (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  support text NOT NULL,
  needs text[] DEFAULT '{}'::text[] NOT NULL,
  review_on date,
  begins_on date NOT NULL,
  ends_on date,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT special_needs_pkey PRIMARY KEY (id),
  CONSTRAINT special_needs_public_id_key UNIQUE (public_id),
  CONSTRAINT special_needs_check CHECK (ends_on IS NULL OR ends_on >= begins_on),
  CONSTRAINT special_needs_support_check CHECK (support = ANY (ARRAY['none'::text, 'sen_support'::text, 'ehc_plan'::text])),
  CONSTRAINT special_needs_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX special_needs_child ON special_needs USING btree (child_id);
GRANT INSERT, SELECT, UPDATE ON special_needs TO rollcall_app;

CREATE TABLE transfer (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  authority_id text NOT NULL,
  child_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  from_organisation text NOT NULL,
  to_organisation text NOT NULL,
  decided_elsewhere boolean DEFAULT false NOT NULL,
  state text NOT NULL,
  since timestamp with time zone NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  due_on date,
  overdue_from timestamp with time zone,
  answered_by text,
  taken_at timestamp with time zone,
  circumstance_id uuid,
  CONSTRAINT transfer_pkey PRIMARY KEY (id),
  CONSTRAINT transfer_notification_id_key UNIQUE (notification_id),
  CONSTRAINT transfer_public_id_key UNIQUE (public_id),
  CONSTRAINT transfer_answered CHECK (answered_by IS NULL OR state = 'ACCEPTING'::text),
  CONSTRAINT transfer_between_two CHECK (from_organisation <> to_organisation),
  CONSTRAINT transfer_due CHECK ((due_on IS NULL) = (overdue_from IS NULL)),
  CONSTRAINT transfer_elsewhere CHECK (decided_elsewhere OR (state <> ALL (ARRAY['ACCEPTING'::text, 'DECLINING'::text, 'OVERTAKEN'::text]))),
  CONSTRAINT transfer_state_check CHECK (state = ANY (ARRAY['PROPOSED'::text, 'ACCEPTED'::text, 'TAKEN'::text, 'DECLINED'::text, 'WITHDRAWN'::text, 'LAPSED'::text, 'ENDED'::text, 'ACCEPTING'::text, 'DECLINING'::text, 'OVERTAKEN'::text])),
  CONSTRAINT transfer_taken CHECK ((state <> 'TAKEN'::text OR taken_at IS NOT NULL) AND (taken_at IS NULL OR (state = ANY (ARRAY['TAKEN'::text, 'ENDED'::text])))),
  CONSTRAINT transfer_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id),
  CONSTRAINT transfer_circumstance_id_fkey FOREIGN KEY (circumstance_id) REFERENCES circumstance(id) ON DELETE SET NULL,
  CONSTRAINT transfer_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id)
);
CREATE INDEX transfer_child ON transfer USING btree (child_id);
CREATE INDEX transfer_waiting ON transfer USING btree (overdue_from) WHERE state = 'PROPOSED'::text AND NOT decided_elsewhere;
GRANT INSERT, SELECT, UPDATE ON transfer TO rollcall_app;

CREATE TABLE unit (
  id text NOT NULL,
  organisation_id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  service text,
  contact_phone text,
  contact_mailbox text,
  disabled_at timestamp with time zone,
  CONSTRAINT unit_pkey PRIMARY KEY (id),
  CONSTRAINT unit_check CHECK (starts_with(id, organisation_id || '/'::text)),
  CONSTRAINT unit_role_check CHECK (role <> ''::text),
  CONSTRAINT unit_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX unit_organisation ON unit USING btree (organisation_id);
GRANT SELECT ON unit TO rollcall_app;

CREATE TABLE upload (
  public_id uuid NOT NULL,
  client_id text NOT NULL,
  subject text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  digest text NOT NULL,
  content bytea NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT upload_pkey PRIMARY KEY (public_id)
);
CREATE INDEX upload_client ON upload USING btree (client_id, at);
GRANT DELETE, INSERT, SELECT ON upload TO rollcall_app;

CREATE TABLE watch (
  id uuid NOT NULL,
  public_id uuid DEFAULT gen_random_uuid() NOT NULL,
  child_id uuid NOT NULL,
  organisation_id text NOT NULL,
  unit_id text NOT NULL,
  reason text,
  begins_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  source text NOT NULL,
  as_of date DEFAULT CURRENT_DATE NOT NULL,
  entered_by text DEFAULT 'system'::text NOT NULL,
  recorded_at timestamp with time zone DEFAULT now() NOT NULL,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  CONSTRAINT watch_pkey PRIMARY KEY (id),
  CONSTRAINT watch_public_id_key UNIQUE (public_id),
  CONSTRAINT watch_child_id_fkey FOREIGN KEY (child_id) REFERENCES child(id)
);
CREATE INDEX watch_child ON watch USING btree (child_id) WHERE ends_at IS NULL;
GRANT INSERT, SELECT, UPDATE ON watch TO rollcall_app;

CREATE TABLE witness_alarm (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  origin text NOT NULL,
  kind text NOT NULL,
  kept_size bigint NOT NULL,
  kept_note text,
  shown_size bigint NOT NULL,
  shown_root bytea NOT NULL,
  shown_note text NOT NULL,
  at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT witness_alarm_pkey PRIMARY KEY (id),
  CONSTRAINT witness_alarm_origin_shown_size_shown_root_key UNIQUE (origin, shown_size, shown_root),
  CONSTRAINT witness_alarm_kind_check CHECK (kind = ANY (ARRAY['TWO_HISTORIES'::text, 'SET_BACK'::text, 'UNPROVED'::text])),
  CONSTRAINT witness_alarm_origin_fkey FOREIGN KEY (origin) REFERENCES witnessed_log(origin)
);
CREATE INDEX witness_alarm_open ON witness_alarm USING btree (origin) WHERE settled_at IS NULL;
CREATE TRIGGER witness_alarm_kept BEFORE DELETE ON witness_alarm FOR EACH ROW EXECUTE FUNCTION witness_alarm_kept();
GRANT DELETE, INSERT, SELECT ON witness_alarm TO rollcall_app;
GRANT UPDATE (kind, kept_size, kept_note, settled_at) ON witness_alarm TO rollcall_app;

CREATE TABLE witnessed_head (
  origin text NOT NULL,
  size bigint DEFAULT 0 NOT NULL,
  root bytea DEFAULT sha256('\x'::bytea) NOT NULL,
  note text,
  cosignature text,
  at timestamp with time zone,
  CONSTRAINT witnessed_head_pkey PRIMARY KEY (origin),
  CONSTRAINT witnessed_head_check CHECK ((note IS NULL) = (cosignature IS NULL) AND (note IS NULL) = (at IS NULL) AND (note IS NOT NULL OR size = 0)),
  CONSTRAINT witnessed_head_root_check CHECK (length(root) = 32),
  CONSTRAINT witnessed_head_size_check CHECK (size >= 0),
  CONSTRAINT witnessed_head_origin_fkey FOREIGN KEY (origin) REFERENCES witnessed_log(origin)
);
CREATE TRIGGER witnessed_head_grows BEFORE UPDATE ON witnessed_head FOR EACH ROW EXECUTE FUNCTION witnessed_head_grows();
GRANT SELECT ON witnessed_head TO rollcall_app;
GRANT UPDATE (size, root, note, cosignature, at) ON witnessed_head TO rollcall_app;

CREATE TABLE witnessed_log (
  origin text NOT NULL,
  organisation_id text NOT NULL,
  url text NOT NULL,
  verifier_keys text[] NOT NULL,
  added_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone,
  looked_at timestamp with time zone,
  followed_at timestamp with time zone,
  problem text,
  CONSTRAINT witnessed_log_pkey PRIMARY KEY (origin),
  CONSTRAINT witnessed_log_verifier_keys_check CHECK (cardinality(verifier_keys) > 0),
  CONSTRAINT witnessed_log_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
GRANT SELECT ON witnessed_log TO rollcall_app;
GRANT UPDATE (looked_at, followed_at, problem) ON witnessed_log TO rollcall_app;

-- Views

CREATE VIEW answer_given AS
 SELECT r.enquiry_id,
    r.id AS recipient_id,
    r.organisation_id,
    r.public_id,
    r.outcome,
    false AS in_part,
    false AS replaced,
    r.answer,
    r.answered_at,
    r.withheld_reason,
    r.withheld_decided_by,
    r.withheld_review_on
   FROM enquiry_recipient r
  WHERE r.state = ANY (ARRAY['KNOWN'::text, 'NOT_KNOWN'::text, 'CANNOT_SEARCH'::text, 'WITHHELD'::text])
UNION ALL
 SELECT r.enquiry_id,
    r.id AS recipient_id,
    r.organisation_id,
    a.public_id,
    a.outcome,
    a.in_part,
    NOT a.in_part AS replaced,
    a.answer,
    a.answered_at,
    a.withheld_reason,
    a.withheld_decided_by,
    a.withheld_review_on
   FROM enquiry_answer a
     JOIN enquiry_recipient r ON r.id = a.recipient_id;
GRANT SELECT ON answer_given TO rollcall_app;

CREATE VIEW check_result AS
 SELECT m.case_id,
    m.check_code,
    m.result,
    m.because,
    m.made_at,
    m.outcome,
    m.made_at >= COALESCE(( SELECT max(v.at) AS max
           FROM case_event v
          WHERE v.case_id = m.case_id AND v.kind = 'CASE_REOPENED'::text), k.opened_at) AS counts
   FROM cme_case k
     JOIN ( SELECT c.case_id,
            c.check_code,
            c.result,
            c.because,
            c.made_at,
            NULL::text AS outcome
           FROM case_check c
        UNION ALL
         SELECT k_1.id,
            e.check_kind,
            'DONE'::text,
            NULL::text,
            max(r.answered_at) AS max,
                CASE
                    WHEN bool_or(r.state = 'KNOWN'::text) OR (EXISTS ( SELECT 1
                       FROM enquiry_recipient b
                      WHERE b.enquiry_id = e.repeats_id AND b.state = 'KNOWN'::text)) THEN 'FOUND'::text
                    WHEN bool_or(r.state = 'WITHHELD'::text) THEN 'WITHHELD'::text
                    ELSE 'NOT_FOUND'::text
                END AS "case"
           FROM cme_case k_1
             JOIN enquiry e ON e.child_id = k_1.child_id AND e.from_organisation = k_1.authority_id
             JOIN enquiry_recipient r ON r.enquiry_id = e.id
          WHERE e.check_kind IS NOT NULL AND e.sent_at >= k_1.opened_at
          GROUP BY k_1.id, e.id, e.check_kind
         HAVING bool_and(r.state = ANY (ARRAY['KNOWN'::text, 'NOT_KNOWN'::text, 'WITHHELD'::text]))) m ON m.case_id = k.id;
GRANT SELECT ON check_result TO rollcall_app;

CREATE VIEW stopped_agreement AS
 SELECT agreement_suspension.agreement
   FROM agreement_suspension
  WHERE agreement_suspension.lifted_at IS NULL
UNION
 SELECT agreement_version.agreement
   FROM agreement_version
  GROUP BY agreement_version.agreement
 HAVING bool_or(agreement_version.state = 'ENDED'::text) AND NOT bool_or(agreement_version.state = 'APPROVED'::text);
GRANT SELECT ON stopped_agreement TO rollcall_app;
