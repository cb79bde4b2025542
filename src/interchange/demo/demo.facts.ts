import type { EntityManager } from 'typeorm';
import type { Clock } from '../../kernel/clock';
import { newRowId } from '../../kernel/id';
import type { DemoChild, DemoFact } from './demo-child';

const BATCH = 2_000;

/**
 * Writes what a common transfer file cannot carry, each fact once: what the child has already is left alone.
 * @returns how many rows were written
 */
export async function loadDemoFacts(
  tx: EntityManager,
  children: readonly DemoChild[],
  { enteredBy, clock }: { readonly enteredBy: string; readonly clock: Clock },
): Promise<number> {
  let written = 0;
  for (let from = 0; from < children.length; from += BATCH) {
    const facts = children
      .slice(from, from + BATCH)
      .flatMap(({ upn, facts }) => facts.map((fact) => ({ upn, ...fact })));
    for (const { fact, sql } of STATEMENTS) {
      const rows = facts.filter((row) => row.fact === fact).map((row) => ({ id: newRowId(), ...row }));
      if (rows.length === 0) continue;
      const [done] = await tx.query<{ written: number }[]>(sql, [
        JSON.stringify(rows),
        enteredBy,
        clock.now(),
      ]);
      written += done?.written ?? 0;
    }
  }
  return written;
}

/** A fact's row with its child, with who enters it and when. */
function facts(columns: string): string {
  return `r as (select i.child_id, $2::text as who, $3::timestamptz as moment, f.* from json_to_recordset($1) as f(id uuid, upn text, source text, ${columns})
    join child_identifier i on i.kind = 'upn' and i.value = f.upn and i.state = 'current')`;
}

const counted = (withs: string, change: string): string =>
  `with ${withs}, done as (${change} returning 1) select count(*)::int as written from done`;

const midnight = (day: string): string => `${day}::timestamp at time zone 'Europe/London'`;
const provenance = 'source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by';
const said = (day: string): string => `r.source, ${day}, r.who, r.moment, r.moment, r.source`;

const STATEMENTS: readonly { readonly fact: DemoFact['fact']; readonly sql: string }[] = [
  {
    fact: 'nhs number',
    sql: counted(
      facts('value text'),
      `insert into child_identifier (id, child_id, kind, value, source, entered_by, recorded_at)
      select r.id, child_id, 'nhs_number', value, source, r.who, r.moment from r
      where not exists (select 1 from child_identifier k where k.kind = 'nhs_number' and k.value = r.value)`,
    ),
  },
  {
    fact: 'cme case',
    sql: counted(
      facts('state text, classification text, rag text, opened date, review date, closed date'),
      `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, review_on, closed_at,
        close_reason, ${provenance})
      select r.id, child_id, source, state, classification, rag, ${midnight('opened')}, review, ${midnight('closed')},
        case when closed is not null then 'on roll again' end, ${said('opened')} from r
      where not exists (select 1 from cme_case k where k.child_id = r.child_id and k.opened_at = ${midnight('r.opened')})`,
    ),
  },
  {
    // What a school's file said of a child in care stands already; the authority confirms it.
    fact: 'circumstance',
    sql: counted(
      facts('kind text, organisation text, unit text'),
      `update circumstance k set confirmed_at = r.moment, confirmed_by = r.source, unit_id = r.unit from r
      where k.child_id = r.child_id and k.kind = r.kind and k.organisation_id = r.organisation
        and k.entered_by = r.who and k.confirmed_at is null`,
    ),
  },
  {
    fact: 'circumstance',
    sql: counted(
      facts('kind text, organisation text, unit text, detail text, begins date, ends date'),
      `insert into circumstance (id, child_id, kind, organisation_id, unit_id, detail, reference, begins_at, ends_at,
        ended_by, ${provenance})
      select r.id, child_id, kind, organisation, unit, detail, 'DEMO-' || right(r.id::text, 8), ${midnight('begins')},
        ${midnight('ends')}, case when ends is not null then r.source end, ${said('begins')} from r
      where not exists (select 1 from circumstance k where k.child_id = r.child_id and k.kind = r.kind
        and k.organisation_id = r.organisation and k.entered_by = r.who
        and (k.kind <> 'RISK_GROUP' or k.detail = r.detail))`,
    ),
  },
  {
    fact: 'sibling',
    sql: counted(
      facts('other text, kind text'),
      `insert into sibling (id, child_id, sibling_id, kind, ${provenance})
      select r.id, r.child_id, o.child_id, r.kind, r.source, $3::timestamptz::date, r.who, r.moment, r.moment, r.source from r
      join child_identifier o on o.kind = 'upn' and o.value = r.other and o.state = 'current'
      where not exists (select 1 from sibling k where (k.child_id, k.sibling_id) in ((r.child_id, o.child_id), (o.child_id, r.child_id)))`,
    ),
  },
  {
    fact: 'home education',
    sql: counted(
      facts('state text, begins date'),
      `insert into home_education (id, child_id, state, begins_on, ${provenance})
      select r.id, child_id, state, begins, ${said('begins')} from r
      where not exists (select 1 from home_education k where k.child_id = r.child_id and k.begins_on = r.begins)`,
    ),
  },
  {
    fact: 'home address over',
    sql: counted(
      facts('day date'),
      `update child_address k set ends_on = r.day from r
      where k.child_id = r.child_id and k.kind = 'home' and not k.protected and k.ends_on is null and k.entered_by = r.who`,
    ),
  },
  {
    fact: 'address',
    sql: counted(
      facts(
        'kind text, line1 text, town text, postcode text, authority text, protected boolean, begins date',
      ),
      `insert into child_address (id, child_id, kind, line1, town, postcode, authority_id, protected, begins_on,
        ${provenance})
      select r.id, child_id, kind, line1, town, postcode, authority, protected, begins, ${said('begins')} from r
      where not exists (select 1 from child_address k where k.child_id = r.child_id and k.line1 = r.line1)`,
    ),
  },
  {
    fact: 'part time',
    sql: counted(
      facts('organisation text, hours numeric'),
      `update registration k set kind = 'part_time', hours_per_week = r.hours from r
      where k.child_id = r.child_id and k.organisation_id = r.organisation and k.ends_on is null and k.kind = 'main'`,
    ),
  },
  {
    fact: 'left',
    sql: counted(
      facts('organisation text, ground text, "lastAttended" date, "destinationKind" text, confirmed date'),
      `update registration k set removal_ground = r.ground, last_attended_on = r."lastAttended",
        destination_kind = coalesce(r."destinationKind", k.destination_kind), destination_confirmed_on = r.confirmed from r
      where k.child_id = r.child_id and k.organisation_id = r.organisation and k.ends_on is not null
        and k.removal_ground is null`,
    ),
  },
];
