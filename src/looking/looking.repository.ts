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
  /** For so many variants at the most one person counts among all of its organisation. */
  readonly most: number;
}

/** How many variants of a trace there are, from one person, and from all of its organisation. */
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

/**
 * Adds what was spent and returns what stands against those askers by now, from every hub. In one order, so that no two
 * hubs wait for each other.
 */
export function addSpent(database: Sql, rows: readonly CountRow[], since: Date): Promise<StandingRow[]> {
  return database.query<StandingRow>(
    `with added as (
       insert into look_count as c (asker, span, starts_at, ends_at, spent)
       select r.asker, r.span, r.starts_at, r.ends_at, r.spent from json_to_recordset($1::json)
         as r(asker text, span text, starts_at timestamptz, ends_at timestamptz, spent integer)
       order by 1, 2, 3
       on conflict (asker, span, starts_at) do update set spent = c.spent + excluded.spent
       returning asker, span, spent, starts_at
     )
     select asker, span as what, spent as amount, starts_at as at from added
     union all
     select asker, step, steps, at from look_sign
       where asker in (select asker from added) and at > $2 and kind <> 'BUDGET'`,
    [JSON.stringify(rows), since],
  );
}

export async function addTraces(database: Sql, rows: readonly TraceRow[]): Promise<void> {
  await database.query(
    `insert into look_trace (organisation, day, trace, variant, asker)
     select organisation, day, trace, variant, asker from json_to_recordset($1::json)
       as r(organisation text, day date, trace text, variant text, asker text)
     order by 1, 2, 3, 5, 4 on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

/** What one person does is no sign of its organisation, and what many ask alike is none of anybody. */
export function countVariants(database: Sql, rows: readonly TraceRow[]): Promise<Variants[]> {
  return database.query<Variants>(
    `with given as (
       select distinct organisation, day, trace, asker, most from json_to_recordset($1::json)
         as g(organisation text, day date, trace text, asker text, most integer)
     ), met as materialized (
       select organisation, day, trace, asker, variant from look_trace
       where (organisation, day, trace) in (select organisation, day, trace from given)
     ), of_person as (
       select organisation, day, trace, asker, count(*)::int as own from met group by organisation, day, trace, asker
     ), of_all as (
       select organisation, day, trace, count(distinct variant)::int as different from met group by organisation, day, trace
     )
     select g.organisation, g.trace, g.asker, p.own, least(a.different,
       (select sum(least(each.own, g.most)) from of_person each
         where (each.organisation, each.day, each.trace) = (g.organisation, g.day, g.trace)))::int as all
     from given g join of_person p using (organisation, day, trace, asker) join of_all a using (organisation, day, trace)`,
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

/** Destroys what is over: a trace with its day, a count with its span, a sign after a day, a report in its time. */
export async function forget(
  database: Sql,
  over: { readonly now: Date; readonly today: string; readonly signs: Date; readonly reports: Date },
): Promise<void> {
  await database.query(`delete from look_trace where day < $1::date`, [over.today]);
  await database.query(`delete from look_count where ends_at <= $1`, [over.now]);
  await database.query(`delete from look_sign where at <= $1`, [over.signs]);
  await database.query(`delete from looking_report where at <= $1`, [over.reports]);
}
