import type { TestDatabase } from '../../support/database';

/** Every change of a state that the database has seen, counted: `alert RECEIVED ACCEPTED` → 31. */
export type Seen = ReadonlyMap<string, number>;

/**
 * Puts a counter under every table that has states. What is counted is what was stored, whoever stored it: an act over the
 * API, or a sweep of the hub.
 */
export async function watchTransitions({ owner }: TestDatabase): Promise<void> {
  await owner.query(`
    create table seen_transition (place text, was text, became text, at timestamptz default clock_timestamp());
    create function note_transition() returns trigger language plpgsql security definer set search_path = public as $$
    declare
      was text := to_jsonb(old) ->> 'state';
      became text := to_jsonb(new) ->> 'state';
    begin
      if tg_table_name = 'cme_case' then
        was := case when old.standing_alert then 'CLOSED_WITH_ALERT' when old.state = 'DORMANT' then 'DORMANT_OPEN' else was end;
        became := case when new.standing_alert then 'CLOSED_WITH_ALERT' when new.state = 'DORMANT' then 'DORMANT_OPEN' else became end;
      end if;
      if was <> became or (tg_table_name = 'flag_placement' and to_jsonb(new) ->> 'rechecked_at' is distinct from to_jsonb(old) ->> 'rechecked_at') then
        insert into seen_transition values (tg_table_name, was, became);
      end if;
      return null;
    end $$;`);
  for (const table of TABLES)
    await owner.query(
      `create trigger note_transition after update on ${table} for each row execute function note_transition()`,
    );
}

const TABLES = [
  'alert',
  'enquiry',
  'enquiry_recipient',
  'cme_case',
  'case_change',
  'flag_placement',
  'transfer',
];

/** How often each change was seen, with the yearly looks. */
export async function transitionsSeen({ owner }: TestDatabase): Promise<Seen> {
  const rows: { line: string; n: string }[] = await owner.query(`
    select place || ' ' || was || ' ' || became as line, count(*) as n from seen_transition group by 1
    union all
    select 'cme_case CLOSED_WITH_ALERT CLOSED_WITH_ALERT', count(*) from case_event e where e.kind = 'STEP_DONE' and exists (
      select 1 from cme_case k where k.child_id = e.child_id and k.standing_alert and k.closed_at < e.at)`);
  return new Map(rows.map(({ line, n }) => [line, Number(n)]));
}
