import type { Sql } from '../gate/ports';
import type { LedgerRow } from './ledger-row';

/** The long texts of an entry go beside the rest, as bytes end to end: to take them out of JSON costs more than to keep them. */
const TEXTS = ['leaf', 'controller_part', 'recipient_part', 'criteria'] as const;

const WITHOUT_TEXTS = Object.fromEntries(TEXTS.map((name) => [name, undefined]));

/** One of them. `spans` holds where each begins, counted from 1 as `substring` does, and how long it is; null: there is none. */
const textOf = (name: (typeof TEXTS)[number]): string => {
  const at = TEXTS.indexOf(name) * 2;
  return `convert_from(substring($2::bytea from spans[${at + 1}] for spans[${at + 2}]), 'UTF8')`;
};

/**
 * One statement for any number of entries, and the same whatever they say.
 * INVARIANT: an entry that rests on a stopped agreement is refused in the very insert, so that nothing can come
 * between looking and writing. Look-backs of an entry are written with it or not at all; one that is told once a day is
 * found there already by the second look (in one order, so that two hubs do not wait for each other). So is a lookup
 * that a person is to decide, and that was asked before on the same day.
 */
const INSERT = `
with given as (
  select * from json_to_recordset($1::json) as r(
    id uuid, at timestamptz, kind text, organisation text, unit text, client text, subject text, user_name text,
    job text, purpose text, reference text, request_id uuid, ruleset_version text, child_ids uuid[],
    agreements text[], controller_salt text, recipient_salt text, criteria_salt text, criteria_until timestamptz,
    owed boolean, look_backs json, review json, spans integer[])
), stopped as materialized (
  select coalesce(array_agg(agreement), '{}') as names from stopped_agreement
), written as (
  insert into ledger_entry (id, at, kind, organisation_id, unit_id, client_id, subject, purpose, reference,
    request_id, ruleset_version, child_ids, agreements, leaf, controller_part, controller_salt, recipient_part,
    recipient_salt, criteria, criteria_salt, criteria_until)
  select id, at, kind, organisation, unit, client, subject, purpose, reference, request_id, ruleset_version,
    child_ids, agreements, ${textOf('leaf')}, ${textOf('controller_part')}, decode(controller_salt, 'hex'),
    ${textOf('recipient_part')}, decode(recipient_salt, 'hex'), ${textOf('criteria')}, decode(criteria_salt, 'hex'), criteria_until
  from given cross join stopped
  where given.owed or not (given.agreements && stopped.names)
  returning id
), told as (
  insert into look_back (id, child_id, organisation_id, unit_id, user_name, job, purpose, reference, why, at, once_on)
  select (l ->> 'id')::uuid, (l ->> 'child')::uuid, organisation, unit, user_name, job, purpose, reference,
    l ->> 'why', at, case when (l ->> 'once')::boolean then (at at time zone 'Europe/London')::date end
  from given join written using (id) cross join lateral json_array_elements(given.look_backs) l
  order by l ->> 'child', unit, user_name
  on conflict do nothing
), unsure as (
  insert into lookup_review (id, authority_id, entry_id, at, organisation_id, unit_id, user_name, job, purpose, reference,
    on_behalf_of, criteria, asked, asked_on, nearest, doubts)
  select (review ->> 'id')::uuid, review ->> 'authority', id, at, organisation, unit, user_name, job, purpose, reference,
    review ->> 'on_behalf_of', (review -> 'criteria')::jsonb, decode(review ->> 'asked', 'hex'),
    (at at time zone 'Europe/London')::date,
    array(select n::uuid from json_array_elements_text(review -> 'nearest') with ordinality as e(n, place) order by place),
    array(select json_array_elements_text(review -> 'doubts'))
  from given join written using (id) where review is not null
  order by unit, user_name, review ->> 'asked'
  on conflict do nothing
)
select id from written`;

/** Writes the rows and returns the ids of those written; a row that is missing rests on a stopped agreement. */
export async function insertLedgerRows(
  database: Sql,
  rows: readonly LedgerRow[],
): Promise<ReadonlySet<string>> {
  const written = await database.query<{ id: string }>(INSERT, textsApart(rows));
  return new Set(written.map(({ id }) => id));
}

/** The rows as JSON without their long texts, and the texts. */
function textsApart(rows: readonly LedgerRow[]): [string, Buffer] {
  const texts: Buffer[] = [];
  let next = 1;
  const rest = rows.map((row) => {
    const spans = TEXTS.flatMap((name) => {
      const text = row[name];
      if (text === null) return [null, null];
      const bytes = Buffer.from(text, 'utf8');
      const from = next;
      texts.push(bytes);
      next += bytes.length;
      return [from, bytes.length];
    });
    // What is undefined is left out of JSON.
    return { ...row, ...WITHOUT_TEXTS, spans };
  });
  return [JSON.stringify(rest), Buffer.concat(texts)];
}
