import { setTimeout as pause } from 'node:timers/promises';
import { sqlOf } from '../../src/database/sql';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { ensureBuilt, runRollcall, startHub, type StartedHub } from './started-hub';
import { UnderLoad } from './under-load';

let folder: TestFolder;
let database: TestDatabase;
let hubs: StartedHub[] = [];
beforeAll(async () => {
  ensureBuilt();
  folder = makeTestFolder();
  database = await createTestDatabase();
}, 120_000);
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.stop()));
  await database.drop();
  folder.remove();
}, 60_000);

test('four hubs on one database, one of them killed while all write: one tree, without a gap', async () => {
  hubs = [await startHub(folder.path, database.url)];
  hubs.push(...(await Promise.all(Array.from({ length: 3 }, () => startHub(folder.path, database.url)))));
  const load = new UnderLoad(folder.path, 3);
  load.begin(hubs.map(({ address }) => address));
  await pause(2500);
  // The first leads; another has to go on.
  await hubs.shift()?.kill();
  await pause(2500);
  await load.end();
  expect(load.disclosureIds.length).toBeGreaterThan(100);
  const owner = sqlOf(database.owner);
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await owner.query('select 1 from ledger_pending limit 1')).length === 0) break;
    await pause(100);
  }
  const [tree] = await owner.query<object>(
    `select (select count(*) from ledger_entry)::int as entries, count(*)::int as leaves, min(idx)::int as first,
       max(idx)::int + 1 as next, (select max(size)::int from ledger_head) as size from ledger_leaf`,
  );
  const entries = (tree as { entries: number }).entries;
  expect(tree).toEqual({ entries, leaves: entries, first: 0, next: entries, size: entries });
  const found = await owner.query('select 1 from ledger_entry where id = any($1::uuid[])', [
    load.disclosureIds,
  ]);
  expect(found).toHaveLength(load.disclosureIds.length);
  const verified = runRollcall(['ledger', 'verify', '--json'], folder.path, database.url);
  expect([verified.status, verified.stderr]).toEqual([0, '']);
}, 180_000);
