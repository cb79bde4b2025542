import type { Sql } from '../../gate/ports';
import type { BlockKeys } from './block-keys';
import { readBirth } from './birth-date';
import type { NameBook } from './name-book';
import { forenameWords, surnameWords } from './name-words';
import type { IdentifierKind, Person } from './person';
import { addressLine, postcodeForm, townKey } from './place-words';

const WIDE = 100;
const THIN = 40;

/**
 * The rows of one block: every combination of its keys is looked up by itself, in the order of an index and to the
 * cap, so that it costs the same whatever the statistics of the table say and however many children there are.
 */
function inOrder(
  table: 'child_name' | 'child_address',
  keys: string,
  where: string,
  order: string,
  cap: number,
): string {
  return `select found.child_id from ${keys} cross join lateral (
      select r.child_id from ${table} r where ${where} order by ${order} limit ${cap + 1}) found`;
}

const S = 'unnest(asked.surnames) s';
const F = 'unnest(asked.forenames) f';
const D = 'unnest(asked.births) d';

function named(keys: string, where: string, order = 'r.child_id', cap = THIN): readonly [number, string] {
  return [cap, inOrder('child_name', keys, where, order, cap)];
}

function placed(list: string, column: string, cap = THIN): readonly [number, string] {
  const where = `r.${column} = k and (not r.protected or $2::boolean)`;
  return [cap, inOrder('child_address', `unnest(asked.${list}) k`, where, 'r.child_id', cap)];
}

/**
 * The blocks: where to look, and how many rows make a block too wide to tell people apart. A wide one finds nobody
 * at all, so that an answer never rests on which rows happened to come first; narrow keys beside it still do.
 */
export const BLOCKS = [
  [
    'born and surname',
    ...named(`${S} cross join ${D}`, 'r.surname_sound = s and r.born = d', undefined, WIDE),
  ],
  [
    'born and forename',
    ...named(`${F} cross join ${D}`, 'r.forename_sound = f and r.born = d', undefined, WIDE),
  ],
  [
    'surname and forename',
    ...named(`${S} cross join ${F}`, 'r.surname_sound = s and r.forename_sound = f', 'r.born, r.child_id'),
  ],
  [
    'names, and a birth date a slip away',
    ...named(
      `${S} cross join ${F}`,
      'r.surname_sound = s and r.forename_sound = f and r.born = any(asked.near_births)',
      'r.born, r.child_id',
    ),
  ],
  [
    'first half of the surname, and forename',
    ...named(`${S} cross join ${F}`, 'r.surname_head_sound = s and r.forename_sound = f'),
  ],
  [
    'last half of the surname, and forename',
    ...named(`${S} cross join ${F}`, 'r.surname_tail_sound = s and r.forename_sound = f'),
  ],
  [
    'surname and year of birth',
    ...named(
      S,
      'r.surname_sound = s and r.born between asked.year_begins and asked.year_ends',
      'r.born, r.child_id',
    ),
  ],
  ['surname, if it is rare', ...named(S, 'r.surname_sound = s', 'r.forename_sound, r.born, r.child_id')],
  ['forename, if it is rare', ...named(F, 'r.forename_sound = f')],
  ['birth date, if it is rare', ...named(D, 'r.born = d', 'r.forename_sound, r.child_id')],
  ['postcode', ...placed('postcodes', 'postcode_key', WIDE)],
  ['address', ...placed('lines', 'line_key')],
  ['street, if it is rare', ...placed('streets', 'street_key')],
  [
    'identifier',
    THIN,
    `select found.child_id from unnest(asked.identifiers) k cross join lateral (
      select i.child_id from child_identifier i
      where i.kind = split_part(k, ':', 1) and i.value = split_part(k, ':', 2) and i.state <> 'claimed'
      order by i.kind, i.value limit ${THIN + 1}) found`,
  ],
] as const;

export type Block = (typeof BLOCKS)[number][0];

export interface CandidateOptions {
  /** Whether anything of a place was asked: else no address is read. */
  readonly places: boolean;
  /** Whether a sex was asked: else none is read. */
  readonly sexes: boolean;
  /** True: whoever was born then and has one of the names, or has both and was born a slip away. No number is read. */
  readonly closeOnly?: boolean;
  /** The home authority's own staff are helped by protected addresses; for everybody else these do not exist. */
  readonly protectedAddresses: boolean;
}

export interface Found {
  readonly id: string;
  readonly person: Person;
}

export interface CandidatesOfOne {
  readonly found: readonly Found[];
  /** Blocks that met their cap. */
  readonly capped: readonly Block[];
  /** How many children the register holds, about. */
  readonly population: number;
}

interface Row {
  readonly n: number;
  readonly capped: number[] | null;
  readonly population: number;
  readonly found: readonly (readonly [
    id: string,
    born: string | null,
    sex: string | null,
    names: readonly (readonly [forename: string, middle: string | null, surname: string])[] | null,
    addresses: readonly (readonly [string | null, string | null, string | null, string | null])[] | null,
    identifiers: readonly (readonly [kind: IdentifierKind, value: string])[] | null,
  ])[];
}

const CLOSE: ReadonlySet<string> = new Set([
  'born and surname',
  'born and forename',
  'names, and a birth date a slip away',
]);
const PLACED: ReadonlySet<string> = new Set(['postcode', 'address', 'street, if it is rare']);

const ADDRESSES = `(select json_agg(json_build_array(a.line1, a.line2, a.town, a.postcode)) from child_address a
          where a.child_id = any(own.ids) and (not a.protected or $2::boolean))`;

const IDENTIFIERS = `(select json_agg(json_build_array(i.kind, i.value)) from child_identifier i
          where i.child_id = any(own.ids) and i.state <> 'claimed')`;

/** A column of the record itself, or of the one that it was joined into. */
const kept = (column: string): string =>
  `(case when k.merged_into is null then k.${column} else j.${column} end)`;

/** Takes the same values, so that the two statements are called alike. */
const NO_ADDRESSES = `(select null::json where $2::boolean)`;

/**
 * One statement for every lookup, whatever comes of it and whether one is asked or a morning's: the blocks of each,
 * each to its cap, then what is needed to score whoever was found.
 */
const candidatesSql = (places: boolean, sexes: boolean, one: boolean, closeOnly = false): string => `
with asked as materialized (
  select q.n, q.births, q.near_births, q.year_begins, q.year_ends, q.postcodes, q.lines, q.streets, q.identifiers,
    array(select distinct match_sound(k) from unnest(q.surnames) k) as surnames,
    array(select distinct match_sound(k) from unnest(q.forenames) k) as forenames
  from (select * from jsonb_to_recordset($1::jsonb)
    as q(n integer, births date[], near_births date[], year_begins date, year_ends date, surnames text[], forenames text[],
      postcodes text[], lines text[], streets text[], identifiers text[]) limit ${one ? '1' : '$3'}) q
)
select asked.n, hit.capped,
  (select greatest(reltuples, 0)::integer from pg_class where oid = 'child'::regclass) as population,
  coalesce(hit.found, '[]'::json) as found
from asked cross join lateral (
  with block_row as materialized (
    ${BLOCKS.flatMap(([name, cap, rows], i) =>
      (closeOnly ? CLOSE.has(name) : places || !PLACED.has(name))
        ? [`(select ${i} as block, ${cap} as cap, b.child_id from (${rows} limit ${cap} + 1) b)`]
        : [],
    ).join('\n    union all ')}
  ), counted as (
    select block, child_id, count(*) over (partition by block) > cap as over from block_row
  )
  select
    (select array_agg(distinct block) from counted where over) as capped,
    (select json_agg(json_build_array(c.id, c.date_of_birth, ${sexes ? 'c.sex' : 'null'},
        (select json_agg(json_build_array(n.forename, n.middle_names, n.surname)) from child_name n where n.child_id = any(own.ids)),
        ${places ? ADDRESSES : NO_ADDRESSES},
        ${closeOnly ? 'null' : IDENTIFIERS}
      ) order by c.id)
      from (select distinct ${kept('id')} as id, ${kept('date_of_birth')} as date_of_birth${sexes ? `, ${kept('sex')} as sex` : ''}
        from (select distinct child_id from counted where not over) hit
        cross join lateral (select * from child k where k.id = hit.child_id limit 1) k
        left join lateral (select j.* from child_family(k.id) f(id) join child j on j.id = f.id
          where k.merged_into is not null and j.state = 'known' limit 1) j on true
        where ${kept('state')} = 'known') c
      cross join lateral (select case when exists (select 1 from child m where m.merged_into = c.id)
          then array(select f.id from child_family(c.id) f(id)) else array[c.id] end as ids offset 0) own) as found
) hit
order by asked.n`;

const EITHER = [false, true] as const;
/** By places, sexes, and whether one alone is asked: its plan holds for any other, so that it is made once. */
const CANDIDATES = EITHER.map((places) =>
  EITHER.map((sexes) => EITHER.map((one) => candidatesSql(places, sexes, one))),
);
const CLOSE_CANDIDATES = EITHER.map((one) => candidatesSql(false, false, one, true));

/** Who may be meant by each of these lookups, in their order. */
export async function findCandidates(
  sql: Sql,
  asked: readonly BlockKeys[],
  options: CandidateOptions,
  book: NameBook,
): Promise<CandidatesOfOne[]> {
  const one = asked.length === 1;
  const all = CANDIDATES[Number(options.places)]?.[Number(options.sexes)];
  const statement = (options.closeOnly === true ? CLOSE_CANDIDATES : all)?.[Number(one)] ?? '';
  const rows = await sql.query<Row>(statement, [
    JSON.stringify(
      asked.map((keys, n) => ({
        n,
        ...keys,
        near_births: keys.nearBirths,
        year_begins: keys.year?.[0] ?? null,
        year_ends: keys.year?.[1] ?? null,
      })),
    ),
    options.protectedAddresses,
    ...(one ? [] : [asked.length]),
  ]);
  return rows.map(({ capped, population, found }) => ({
    found: found.map((one) => ({ id: one[0], person: heldPerson(one, book) })),
    capped: (capped ?? []).flatMap((number) => BLOCKS[number]?.[0] ?? []),
    population,
  }));
}

function heldPerson(
  [, born, sex, names, addresses, identifiers]: Row['found'][number],
  book: NameBook,
): Person {
  return {
    names: (names ?? []).map(([forename, middle, surname]) => ({
      forename: forenameWords(forename, book),
      middle: forenameWords(middle, book).words,
      surname: surnameWords(surname, book),
    })),
    birth: readBirth(born, '9999-12-31'),
    sex: sex === 'F' || sex === 'M' ? sex : null,
    addresses: (addresses ?? []).map(([line1, line2, town, postcode]) => ({
      postcode: postcodeForm(postcode),
      line: addressLine([line1, line2].filter((line) => line !== null).join(' ')),
      town: townKey(town),
      written: line1 ?? '',
    })),
    identifiers: (identifiers ?? []).map(([kind, value]) => ({ kind, value })),
  };
}
