import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readMatchingScale } from '../../../src/children/matching/matching-scale';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { isTraining, lookupTask, readLinkageSet } from './linkage-task';
import { inWords, measureTask } from './measure-linkage';

const TODAY = '2026-11-22';

/** A sample of what `tests/deep/matching.deep.test.ts` measures in full; floors just under what was measured. */
describe('the lookup task on labelled people', () => {
  const scale = readMatchingScale(resolve(__dirname, '../../../data/matching'));
  let database: TestDatabase;
  let scratch: string;
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'rollcall-linkage-'));
    database = await createTestDatabase();
  });
  afterAll(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await database.drop();
  });

  it('FEBRL 1, with weights fitted to other people', async () => {
    const measured = await measureTask(
      database,
      lookupTask(await readLinkageSet('febrl1', scratch)),
      scale,
      TODAY,
    );
    console.log(inWords('FEBRL 1', measured));
    expect(measured.precision.value).toBe(1);
    expect(measured.recall.value).toBeGreaterThanOrEqual(0.995);
    expect(measured.falseHits.hits).toBe(0);
  }, 60_000);

  it('historical people whom no weight was fitted to', async () => {
    const records = (await readLinkageSet('historical-train', scratch)).filter(
      (record) => !isTraining(record),
    );
    const task = lookupTask(records);
    const queries = task.queries.filter((_, i) => i % 8 === 0);
    const measured = await measureTask(database, { ...task, queries }, scale, TODAY);
    console.log(inWords(`historical, held back, ${queries.length} lookups`, measured));
    expect(measured.precision.value).toBeGreaterThanOrEqual(0.997);
    expect(measured.recall.value).toBeGreaterThanOrEqual(0.89);
    expect(measured.falseHits.value).toBeLessThanOrEqual(0.0023);
    expect(measured.blocking.value).toBeGreaterThanOrEqual(0.96);
  }, 60_000);
});
