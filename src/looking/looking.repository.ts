import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { Span } from './looking-rules';

export type Step = 'SLOWED' | 'STOPPED';

/** What stands against an asker: what it spent in a span that is not over, or a sign. */
export interface StandingRow {
  readonly asker: string;
  readonly what: Span | Step;
  readonly amount: number;
  readonly at: Date;
}

export interface CountRow {
  readonly asker: string;
  readonly span: Span;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly spent: number;
}

export interface TraceRow {
  readonly organisation: string;
  readonly day: string;
  readonly trace: string;
  readonly variant: string;
  readonly asker: string;
}

/** How many variants of a trace there are, from all of an organisation and from one of its people. */
export interface Variants {
  readonly organisation: string;
  readonly trace: string;
  readonly asker: string;
  readonly all: number;
  readonly own: number;
}

export interface SignRow {
  readonly asker: string;
  readonly kind: 'BUDGET' | 'NARROWING' | 'SEQUENCE';
  readonly step: Step;
  readonly day: string;
  readonly steps: number;
  readonly at: string;
  readonly whose: 'PERSON' | 'ORGANISATION';
  readonly authority: string;
  readonly organisation: string;
  readonly unit: string;
  readonly user_name: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
}

/** One statement, whoever asks and whomever about. */
export function readStandings(
  database: Sql,
  askers: readonly string[],
  now: Date,
  since: Date,
): Promise<StandingRow[]> {
  return database.query<StandingRow>(
    `select asker, span as what, spent as amount, starts_at as at from look_count
       where asker = any($1::text[]) and ends_at > $2
     union all
     select asker, step, steps, at from look_sign where asker = any($1::text[]) and at > $3 and kind <> 'BUDGET'`,
    [askers, now, since],
  );
}

/** Adds what was spent and returns what is spent by now, by every hub. In one order, so that no two wait for each other. */
export function addSpent(database: Sql, rows: readonly CountRow[]): Promise<StandingRow[]> {
  return database.query<StandingRow>(
    `insert into look_count as c (asker, span, starts_at, ends_at, spent)
     select r.asker, r.span, r.starts_at, r.ends_at, r.spent from json_to_recordset($1::json)
       as r(asker text, span text, starts_at timestamptz, ends_at timestamptz, spent integer)
     order by 1, 2, 3
     on conflict (asker, span, starts_at) do update set spent = c.spent + excluded.spent
     returning asker, span as what, spent as amount, starts_at as at`,
    [JSON.stringify(rows)],
  );
}

export async function addTraces(database: Sql, rows: readonly TraceRow[]): Promise<void> {
  await database.query(
    `insert into look_trace (organisation, day, trace, variant, asker)
     select organisation, day, trace, variant, asker from json_to_recordset($1::json)
       as r(organisation text, day date, trace text, variant text, asker text)
     order by 1, 2, 3, 4 on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

export function countVariants(database: Sql, rows: readonly TraceRow[]): Promise<Variants[]> {
  return database.query<Variants>(
    `select r.organisation, r.trace, r.asker, count(*)::int as all,
       (count(*) filter (where t.asker = r.asker))::int as own
     from (select distinct organisation, day, trace, asker from json_to_recordset($1::json)
       as g(organisation text, day date, trace text, asker text)) r
     join look_trace t using (organisation, day, trace)
     group by r.organisation, r.trace, r.asker`,
    [JSON.stringify(rows)],
  );
}

/** Keeps the signs; the first of its kind and step on a day is told to the data-protection unit, in the same statement. */
export async function addSigns(database: Sql, rows: readonly SignRow[]): Promise<void> {
  await database.query(
    `with given as (
       select * from json_to_recordset($1::json) as r(id uuid, asker text, kind text, step text, day date, steps integer,
         at timestamptz, whose text, authority text, organisation text, unit text, user_name text, job text, purpose text,
         reference text)
     ), kept as (
       insert into look_sign as s (asker, kind, step, day, steps, at)
       select asker, kind, step, day, steps, at from given order by asker, day, kind, step
       on conflict (asker, day, kind, step) do update
         set steps = greatest(s.steps, excluded.steps), at = greatest(s.at, excluded.at)
       returning asker, kind, step, day, xmax = 0 as is_new
     )
     insert into looking_report (id, authority_id, kind, step, whose, organisation_id, unit_id, user_name, job, purpose,
       reference, at)
     select id, authority, kind, step, whose, organisation, unit, user_name, job, purpose, reference, at
     from given join kept using (asker, kind, step, day) where is_new`,
    [JSON.stringify(rows.map((row) => ({ id: newRowId(), ...row })))],
  );
}

/** Destroys what is over: a trace with its day, a count with its span. */
export async function forget(database: Sql, now: Date, since: Date, today: string): Promise<void> {
  await database.query(`delete from look_trace where day < $1::date`, [today]);
  await database.query(`delete from look_count where ends_at <= $1`, [now]);
  await database.query(`delete from look_sign where at <= $1`, [since]);
}
