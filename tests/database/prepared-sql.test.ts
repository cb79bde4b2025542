import type { DataSource } from 'typeorm';
import { preparedSql } from '../../src/database/prepared-sql';
import { sqlOf } from '../../src/database/sql';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 1 });
});
afterAll(() => database.drop());

async function prepared(app: DataSource): Promise<number> {
  const [row] = await sqlOf(app).query<{ n: number }>(
    'select count(*)::int as n from pg_prepared_statements',
  );
  return row?.n ?? NaN;
}
const PREPARED = 'select statement from pg_prepared_statements order by statement';

test('a statement that comes often is planned once; one that comes seldom leaves nothing behind', async () => {
  const sql = preparedSql(database.app);
  for (let n = 0; n < 5; n += 1) expect(await sql.query('select $1::int as n', [n])).toEqual([{ n }]);
  await sql.query('select 2 as seldom');
  await sql.query('select 2 as seldom');
  expect(await sql.query(PREPARED)).toEqual([{ statement: 'select $1::int as n' }]);
});

test('statements without end do not fill the server', async () => {
  const sql = preparedSql(database.app);
  const before = await prepared(database.app);
  for (let n = 0; n < 320; n += 1)
    for (let times = 0; times < 4; times += 1) await sql.query(`select ${n} as n`);
  expect((await prepared(database.app)) - before).toBe(300);
  expect(await sql.query('select 319 as n')).toEqual([{ n: 319 }]);
});

test('a statement that fails fails again, and the connection is good', async () => {
  const sql = preparedSql(database.app);
  for (let times = 0; times < 5; times += 1)
    await expect(sql.query('select 1 / $1::int as n', [0])).rejects.toMatchObject({ code: '22012' });
  expect(await sql.query('select 1 / $1::int as n', [1])).toEqual([{ n: 1 }]);
});
