import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askedPerson } from '../../src/children/matching/asked-person';
import { readMatchingScale } from '../../src/children/matching/matching-scale';
import { readNameBook } from '../../src/children/matching/name-book';
import { tune } from '../../src/children/matching/tune';
import { printWeights, readWeights } from '../../src/children/matching/weights';
import { criteriaOf } from '../../src/cli/match-register';
import {
  isTraining,
  lookupTask,
  readLinkageSet,
  type LinkageRecord,
} from '../children/matching/linkage-task';
import { inWords, measureTask, type Measured } from '../children/matching/measure-linkage';
import { createTestDatabase, type TestDatabase } from '../support/database';

const TODAY = '2026-11-22';
const FOLDER = resolve(__dirname, '../../data/matching');

describe('the lookup task in full', () => {
  const scale = readMatchingScale(FOLDER);
  let database: TestDatabase;
  let scratch: string;
  let historical: LinkageRecord[];
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'rollcall-linkage-'));
    historical = await readLinkageSet('historical-train', scratch);
    database = await createTestDatabase();
  });
  afterAll(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await database.drop();
  });

  const measure = async (name: string, records: readonly LinkageRecord[]): Promise<Measured> => {
    const measured = await measureTask(database, lookupTask(records), scale, TODAY);
    console.log(inWords(name, measured));
    return measured;
  };

  it('the weights are what their training half gives', () => {
    const book = readNameBook(join(FOLDER, 'names.json'));
    const path = join(FOLDER, 'weights-2026-11-22.json');
    const { seed, made, trainedOn } = readWeights(path);
    const people = historical
      .filter(isTraining)
      .map((record) => ({ cluster: record.cluster, person: askedPerson(criteriaOf(record), book, TODAY) }));
    expect(printWeights(tune(people, { book, seed, made, trainedOn }))).toBe(readFileSync(path, 'utf8'));
  }, 120_000);

  it('historical, held back', async () => {
    const measured = await measure(
      'historical, held back',
      historical.filter((record) => !isTraining(record)),
    );
    expect(measured.precision.value).toBeGreaterThanOrEqual(0.998);
    expect(measured.recall.value).toBeGreaterThanOrEqual(0.89);
    expect(measured.falseHits.value).toBeLessThanOrEqual(0.002);
    expect(measured.blocking.value).toBeGreaterThanOrEqual(0.96);
  }, 300_000);

  it('historical, held back, without the town', async () => {
    const records = historical
      .filter((record) => !isTraining(record))
      .map((record) => ({ ...record, town: '' }));
    const measured = await measure('historical, held back, without the town', records);
    expect(measured.precision.value).toBeGreaterThanOrEqual(0.998);
    expect(measured.recall.value).toBeGreaterThanOrEqual(0.83);
    expect(measured.falseHits.value).toBeLessThanOrEqual(0.002);
  }, 300_000);

  it.each(['febrl1', 'febrl2'] as const)(
    '%s',
    async (name) => {
      const measured = await measure(name, await readLinkageSet(name, scratch));
      expect(measured.precision.value).toBe(1);
      expect(measured.recall.value).toBeGreaterThanOrEqual(0.995);
      expect(measured.falseHits.hits).toBe(0);
    },
    300_000,
  );
});
