import type { DataSource } from 'typeorm';
import { readDemoLists } from '../src/interchange/demo/demo-lists';
import { makeUpn } from '../src/kernel/upn';

/** One in so many children is on the roll of the school that asks. */
export const SCHOOL = 'school/931-4123';
const SHARE = 300;

export interface Asked {
  readonly upn: string;
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: string;
}

/** So many children of the asking school's roll, spread over all. */
export async function askedOf(owner: DataSource, count: number): Promise<Asked[]> {
  return owner.query<Asked[]>(
    `select i.value as upn, n.surname, n.forename, c.date_of_birth::text as "dateOfBirth"
     from registration r join child c on c.id = r.child_id
     join child_name n on n.child_id = c.id join child_identifier i on i.child_id = c.id and i.kind = 'upn'
     where r.organisation_id = $1 order by md5(c.id::text) limit $2`,
    [SCHOOL, count],
  );
}

const TABLES = ['child', 'child_name', 'child_identifier', 'child_address', 'registration'];
const BATCH = 100_000;

/**
 * Grows a database to so many invented children, each with a name, a UPN, an address and a school, made by the database
 * itself: indexes are set aside while it grows by much, and what triggers would work out is given.
 */
export async function growTo(owner: DataSource, children: number): Promise<void> {
  const [held] = await owner.query<{ n: string }[]>(`select count(*) as n from child where source = 'bench'`);
  const have = Number(held?.n ?? 0);
  if (have >= children) return;
  const indexes = await owner.query<{ name: string; sql: string }[]>(
    `select x.indexrelid::regclass::text as name, pg_get_indexdef(x.indexrelid) as sql from pg_index x
     where x.indrelid = any($1::regclass[]) and not x.indisunique`,
    [TABLES],
  );
  for (const { name } of indexes) await owner.query(`drop index ${name}`);
  for (let from = have; from < children; from += BATCH) {
    const to = Math.min(children, from + BATCH);
    await owner.transaction(async (tx) => {
      await tx.query(`set local session_replication_role = replica`);
      for (const sql of ROWS) await tx.query(`${sql} from people`.replace('people', people(from, to)));
    });
  }
  await owner.query(`set maintenance_work_mem = '256MB'`);
  for (const { sql } of indexes) await owner.query(sql);
  await owner.query(`vacuum analyze ${TABLES.join(', ')}`);
}

const lists = readDemoLists();
const quoted = (words: readonly string[]): string =>
  `array[${[...new Set(words)].map((word) => `'${word.replaceAll("'", "''")}'`).join(',')}]`;
const SURNAMES = quoted(lists.traditions.flatMap(({ surnames }) => surnames));
const FORENAMES = quoted(lists.traditions.flatMap(({ female, male }) => [...female, ...male]));
const STREETS = quoted(lists.streets.first);

/** A number from 0 that a child's own number and the purpose settle. */
const chance = (what: number, below: string): string =>
  `(hashint8extended(n, ${what}) & 2147483647) % ${below}`;
const pick = (what: number, list: string): string => `(${list})[1 + ${chance(what, `cardinality(${list})`)}]`;

const BODY = `'931' || (1000 + n / 12000) || lpad((10 + (n / 1000) % 12)::text, 2, '0') || lpad((n % 1000)::text, 3, '0')`;

function people(from: number, to: number): string {
  return `(select n, md5('bench child ' || n)::uuid as child, substr('ABCDEFGHJKLMNPQRTUVWXYZ', 1 + (
      select sum((at + 1) * substr(body, at, 1)::int) from generate_series(1, 12) at)::int % 23, 1) || body as upn,
      ${pick(1, SURNAMES)} || case when ${chance(2, '3')} = 0 then '-' || ${pick(3, SURNAMES)} else '' end as surname,
      ${pick(4, FORENAMES)} as forename, date '2010-09-01' + (${chance(5, '4017')})::int as born,
      1 + ${chance(6, '180')} || ' ' || ${pick(7, STREETS)} || ' Road' as line1,
      'OX' || ${chance(8, '99')} || ' ' || ${chance(9, '10')} || chr((65 + ${chance(10, '8')})::int) || 'X' as postcode,
      case when n % ${SHARE} = 0 then '${SCHOOL}' else 'school/931-' || (5000 + n % 299) end as school
    from (select n, ${BODY} as body from generate_series(${from}::bigint, ${to - 1}::bigint) n) numbers) people`;
}

const ROWS = [
  `insert into child (id, home_authority, date_of_birth, sex, source) select child, 'la/931', born, 'U', 'bench'`,
  `insert into child_name (id, child_id, kind, forename, surname, born, source, confirmed_at)
   select md5('bench name ' || n)::uuid, child, 'legal', forename, surname, born, 'bench', now()`,
  `insert into child_identifier (id, child_id, kind, value, source)
   select md5('bench upn ' || n)::uuid, child, 'upn', upn, 'bench'`,
  `insert into child_address (id, child_id, line1, town, postcode, authority_id, source, confirmed_at, confirmed_by)
   select md5('bench home ' || n)::uuid, child, line1, 'Candlemere', postcode, 'la/931', 'bench', now(), 'school'`,
  `insert into registration (id, child_id, organisation_id, begins_on, source, confirmed_at, confirmed_by)
   select md5('bench roll ' || n)::uuid, child, school, date '2025-09-01', 'bench', now(), 'school'`,
];

/** The first child's UPN, worked out by the product's own code: what the database makes must be a UPN too. */
export const FIRST_UPN = makeUpn({ laNumber: '931', establishment: '1000', year: 10, serial: 0 });
