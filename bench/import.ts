import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from, to } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { sqlOf } from '../src/database/sql';
import { readDemoLists } from '../src/interchange/demo/demo-lists';
import { DemoRandom } from '../src/interchange/demo/demo-random';
import { NO_MAPPING } from '../src/interchange/csv.columns';
import { importFile } from '../src/interchange/import-file';
import { systemClock } from '../src/kernel/clock';
import type { OrganisationId } from '../src/kernel/organisation-id';
import { makeUpn } from '../src/kernel/upn';
import { createLedgerWriter } from '../src/ledger/ledger-writer';
import { makeTestFolder } from '../tests/support/data-folder';
import { createTestDatabase, type TestDatabase } from '../tests/support/database';
import { median, type Figure } from './measure';

const ROWS = Number(process.env['BENCH_IMPORT_ROWS'] ?? 1_000_000);
const ROUNDS = Number(process.env['BENCH_IMPORT_ROUNDS'] ?? 5);
const HOME = 'la/931' as OrganisationId;
const COLUMNS =
  'upn,surname,forename,dateOfBirth,gender,addressLine,town,postcode,school,entryDate,yearGroup';

/** The tables that an import fills, with the columns that are not made by the database. */
const RECORD = {
  child: 'id, public_id, home_authority, state, date_of_birth, sex, source, as_of, entered_by, recorded_at',
  child_name: 'id, child_id, kind, forename, surname, source, as_of, entered_by, recorded_at',
  child_identifier: 'id, child_id, kind, value, state, source, as_of, entered_by, recorded_at',
  child_address:
    'id, public_id, child_id, kind, line1, town, postcode, protected, source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by',
  registration:
    'id, public_id, child_id, organisation_id, begins_on, year_group, kind, source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by',
};

/** A file of pupils brought in, against bare copies of the same rows: of the file, and of the record that it becomes. */
export async function imports(): Promise<Figure[]> {
  const folder = makeTestFolder(0o700);
  const file = join(folder.path, 'pupils.csv');
  try {
    await pipeline(Readable.from(csv(ROWS)), createWriteStream(file));
    const rounds: Record<'ours' | 'copy' | 'record' | 'again', number>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = await measured(file, folder.path);
      rounds.push(made);
      // A round of a million takes minutes: what was measured is not lost with the rest.
      const rates = Object.entries(made).map(([name, rate]) => `${name} ${Math.round(rate)} rows/s`);
      console.error(`round ${round + 1} of ${ROUNDS}: ${rates.join(', ')}`);
    }
    const of = (name: 'ours' | 'copy' | 'record' | 'again'): number =>
      median(rounds.map((each) => each[name]));
    const against = (name: 'copy' | 'record'): number => median(rounds.map((each) => each.ours / each[name]));
    return [
      { name: 'import.csv', unit: 'rows/s', value: of('ours'), ratio: against('copy'), against: 'bare COPY of the file into one plain table' },
      { name: 'import.record', unit: 'rows/s', value: of('ours'), ratio: against('record'), against: 'bare COPY of the record’s rows into the record’s tables' },
      { name: 'import.again', unit: 'rows/s', value: of('again'), ratio: null, against: null },
      { name: 'import.copy', unit: 'rows/s', value: of('copy'), ratio: null, against: null },
      { name: 'import.copy.record', unit: 'rows/s', value: of('record'), ratio: null, against: null },
    ]; // prettier-ignore
  } finally {
    folder.remove();
  }
}

async function measured(
  file: string,
  folder: string,
): Promise<Record<'ours' | 'copy' | 'record' | 'again', number>> {
  const [database, bare] = [await createTestDatabase(), await createTestDatabase()];
  try {
    await bare.owner.query(
      `create table plain (${COLUMNS.split(',')
        .map((name) => `${name} text`)
        .join(', ')}, primary key (upn))`,
    );
    const copy = await timed(() => copyIn(bare, `copy plain from stdin (format csv, header)`, file));
    const bring = (): Promise<unknown> => brought(database, file, join(folder, 'rejects.csv'));
    const ours = await timed(bring);
    const again = await timed(bring);
    for (const [table, columns] of Object.entries(RECORD))
      await copyOut(database, `copy (select ${columns} from ${table}) to stdout`, join(folder, table));
    const record = await timed(async () => {
      for (const [table, columns] of Object.entries(RECORD))
        await copyIn(bare, `copy ${table} (${columns}) from stdin`, join(folder, table));
    });
    return { copy, ours, again, record };
  } finally {
    await database.drop();
    await bare.drop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (ROWS / (performance.now() - begin)) * 1000;
}

async function brought({ app }: TestDatabase, path: string, rejectsPath: string): Promise<void> {
  const report = await importFile({
    dataSource: app,
    ledger: createLedgerWriter(sqlOf(app)),
    clock: systemClock,
    homeAuthority: HOME,
    file: { format: 'csv', source: HOME, asOf: null, mapping: NO_MAPPING },
    addressAuthority: HOME,
    enteredBy: 'bench',
    path,
    rejectsPath,
  });
  if (report.accepted !== ROWS) throw new Error(`${report.accepted} of ${ROWS} rows came in`);
}

const client = async (tx: EntityManager): Promise<ClientBase> =>
  (await tx.queryRunner?.connect()) as ClientBase;

const copyIn = ({ owner }: TestDatabase, statement: string, path: string): Promise<void> =>
  owner.transaction(async (tx) =>
    pipeline(createReadStream(path), (await client(tx)).query(from(statement))),
  );

const copyOut = ({ owner }: TestDatabase, statement: string, path: string): Promise<void> =>
  owner.transaction(async (tx) => {
    await pipeline((await client(tx)).query(to(statement)), createWriteStream(path));
  });

function* csv(rows: number): Generator<string> {
  const { traditions, streets, schools, authorities } = readDemoLists();
  const random = new DemoRandom('bench');
  const ours = schools.filter(({ authority }) => authority === HOME);
  const place = authorities[HOME];
  yield `${COLUMNS}\n`;
  for (let n = 0; n < rows; n += 1) {
    const tradition = random.weighted(traditions);
    const female = random.chance(0.5);
    const year = 2010 + (n % 11);
    const serial = Math.floor(n / 11);
    const establishment = String(2000 + Math.floor(serial / 900)).padStart(4, '0');
    const letters = 'ABDEFGHJLNPQRSTUWXYZ';
    const letter = (): string => letters.charAt(random.between(0, letters.length - 1));
    yield `${[
      makeUpn({ laNumber: '931', establishment, year: year + 5, serial: serial % 900 }),
      random.pick(tradition.surnames),
      random.pick(female ? tradition.female : tradition.male),
      `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
      female ? 'F' : 'M',
      `${random.between(1, 180)} ${random.pick(streets.first)} ${random.pick(streets.last)}`,
      random.pick(place?.towns ?? ['Candlemere']),
      `OX99 ${random.between(0, 9)}${letter()}${letter()}`,
      random.pick(ours).laestab,
      `${year + 5}-09-01`,
      String(random.between(1, 11)),
    ].join(',')}\n`;
  }
}
