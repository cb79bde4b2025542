import { pendingMigrations } from '../../src/database/pending-migrations';
import { sqlOf } from '../../src/database/sql';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('every statement answers rows, whatever TypeORM makes of it', async () => {
  const sql = sqlOf(database.owner);
  await sql.query('create table thing (id int, name text)');
  expect(await sql.query('insert into thing values ($1, $2), (2, null) returning id', [1, 'a'])).toEqual([
    { id: 1 },
    { id: 2 },
  ]);
  expect(await sql.query('update thing set name = $1', ['b'])).toEqual([]);
  expect(await sql.query('update thing set name = $1 returning id, name', ['c'])).toEqual([
    { id: 1, name: 'c' },
    { id: 2, name: 'c' },
  ]);
  expect(await sql.query('select id from thing order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await sql.query('delete from thing where id = 1 returning id')).toEqual([{ id: 1 }]);
  expect(await sql.query('with gone as (delete from thing returning id) select id from gone')).toEqual([
    { id: 2 },
  ]);
});

test('inside a transaction too', async () => {
  await database.owner.transaction(async (tx) => {
    expect(await sqlOf(tx).query('select $1::int as n', [7])).toEqual([{ n: 7 }]);
  });
});

test('a migrated database waits for none, and one that is behind says which', async () => {
  expect(await pendingMigrations(database.owner)).toEqual([]);
  const [first] = await sqlOf(database.owner).query<{ name: string }>(
    'delete from schema_migration where id = 1 returning name',
  );
  expect(await pendingMigrations(database.owner)).toEqual([first?.name]);
});
