import { askedTogether } from '../../src/database/asked-together';
import { preparedSql } from '../../src/database/prepared-sql';
import { sqlOf } from '../../src/database/sql';
import type { Sql } from '../../src/gate/ports';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let sent: { readonly text: string; readonly values: readonly unknown[] }[];
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 4 });
});
afterAll(() => database.drop());
beforeEach(() => {
  const prepared = preparedSql(database.app);
  sent = [];
  sql = askedTogether({
    query: (text, values = []) => {
      sent.push({ text, values });
      return prepared.query(text, values);
    },
  });
});

/** As many rows as asked for, by values of several types, one of them a list and one perhaps missing. */
const ROWS = `with of as materialized (select g from generate_series(1, $1::int) g limit $1::int)
  select of.g, $2::text as word, $3::date as day, $4::text[] as list, (select count(*)::int from of) as all
  from of`;
const wanted = (n: number): { values: readonly unknown[]; rows: readonly object[] } => {
  const count = n % 4;
  const word = n % 3 === 0 ? null : `word ${n}, 'quoted'`;
  const list = [`a ${n}`, '{"},', 'null'];
  return {
    values: [count, word, '2026-11-18', list],
    rows: Array.from({ length: count }, (_, i) => ({
      g: i + 1,
      word,
      day: new Date(2026, 10, 18),
      list,
      all: count,
    })),
  };
};

test('one who asks alone asks the very text', async () => {
  const { values, rows } = wanted(3);
  for (let times = 0; times < 5; times += 1) expect(await sql.query(ROWS, values)).toEqual(rows);
  expect(sent).toEqual(Array.from({ length: 5 }, () => ({ text: ROWS, values })));
});

test.each([2, 3, 5, 10, 31, 200])('%i at once: each has its own rows', async (askers) => {
  for (let times = 0; times < 4; times += 1) {
    const asked = Array.from({ length: askers }, (_, i) => wanted(times * 1000 + i));
    const answers = await Promise.all(asked.map(({ values }) => sql.query(ROWS, values)));
    expect(answers).toEqual(asked.map(({ rows }) => rows));
  }
  // Eights, and at the end four, two and one.
  expect(sent.length).toBeLessThanOrEqual(4 * (Math.floor(askers / 8) + 3));
  expect(new Set(sent.map(({ text }) => text)).size).toBeLessThanOrEqual(4);
});

test('values that cannot be read fail whoever gave them, and nobody else', async () => {
  const text = 'select 12 / $1::int as n';
  const answers = await Promise.allSettled([1, 2, 3, 0, 4, 'x', 6].map((n) => sql.query(text, [n])));
  expect(answers.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as object)))).toEqual(
    [
      [{ n: 12 }],
      [{ n: 6 }],
      [{ n: 4 }],
      expect.objectContaining({ code: '22012' }),
      [{ n: 3 }],
      expect.objectContaining({ code: '22P02' }),
      [{ n: 2 }],
    ],
  );
});

const SLEPT = 'select $1::int as n, pg_sleep($2::float8)::text as slept';
const cutOff = { status: 'rejected', reason: expect.objectContaining({ code: '57P01' }) as unknown };

/** Ends whatever connection sleeps, until so many are gone. */
async function cut(connections: number): Promise<void> {
  const owner = sqlOf(database.owner);
  let gone = 0;
  while (gone < connections)
    gone += (
      await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%slept%' and pid <> pg_backend_pid() and state = 'active'`)
    ).length;
}

test('a connection that is cut fails all who were asked for by it; whoever waited is answered', async () => {
  const settled = Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((n) => sql.query(SLEPT, [n, n < 6 ? 30 : 0])));
  await cut(2);
  expect(await settled).toEqual([
    ...Array.from({ length: 6 }, () => cutOff),
    { status: 'fulfilled', value: [{ n: 6, slept: '' }] },
  ]);
  // Four, two and one: nobody was asked for a second time, as what failed was not the values.
  expect(sent.map(({ values }) => values.length / 2)).toEqual([4, 2, 1]);
});

test('statements that hang hold up nobody who comes after them', async () => {
  const hanging = Promise.allSettled([0, 1, 2, 3, 4, 5].map((n) => sql.query(SLEPT, [n, 30])));
  expect(await sql.query(SLEPT, [6, 0])).toEqual([{ n: 6, slept: '' }]);
  await cut(2);
  expect(await hanging).toEqual(Array.from({ length: 6 }, () => cutOff));
});

test('a value without its type is refused before anybody is asked for', async () => {
  await expect(sql.query('select $1 as n', [1])).rejects.toThrow('$1 is a value without its type');
  expect(sent).toEqual([]);
});
