import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { findMatches, type MatchOptions } from '../children/matching/find-match';
import { readMatchingScale } from '../children/matching/matching-scale';
import type { MatchOutcome } from '../children/matching/match-outcome';
import { readConfig } from '../config';
import { migrate } from '../database/migrate';
import { sqlOf } from '../database/sql';
import { systemClock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import { packageRoot } from '../package-root';
import { readCsv } from './match-csv';
import { criteriaOf, ScratchRegister, type CsvRow } from './match-register';
import { progressBar } from './progress-bar';
import { withScratchDatabase } from './scratch-database';

interface EvaluateOptions {
  readonly register: string;
  readonly queries: string;
  readonly out: string;
  readonly weights?: string;
  readonly population?: string;
  readonly json?: true;
}

const BATCH = 100;
const AT_ONCE = 2;
export const COLUMNS =
  'id, forename, surname, formerSurname, dateOfBirth, gender, postcode, addressLine, town, upn, nhsNumber';

/** `rollcall match evaluate`: looks up every query in a register of its own, exactly as the hub would. */
export function matchEvaluateCommand(): Command {
  return new Command('evaluate')
    .description(
      'look up the people of one file among those of another, as the hub does, and write what came of it',
    )
    .requiredOption('--register <file>', `CSV of the people who are known: ${COLUMNS}`)
    .requiredOption('--queries <file>', 'CSV of those who are looked for, the same columns')
    .requiredOption('--out <file>', 'CSV to write: query_id, outcome, matched_id, score, runner_up')
    .option('--weights <file>', 'weights of your own (match tune) in place of the newest in data/matching')
    .option('--population <number>', 'be as sure as among so many people, where the register holds fewer')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      `
Columns may be empty or absent; people may be of any age. Dates of birth may be written 2015-08-07, 07/08/2015,
7/8/15, 20150807 or 7 Aug 2015. The register goes into a scratch database that is removed afterwards.`,
    )
    .action(run);
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

async function run(given: EvaluateOptions, command: Command): Promise<void> {
  if (!/^\d{1,9}$/.test(given.population ?? '0'))
    command.error('--population: write a whole number.', WRONG_USAGE);
  const config = readConfig();
  const scale = readMatchingScale(join(packageRoot(), 'data/matching'), given.weights);
  const today = londonDate(systemClock.now());
  const population = Number(given.population ?? 0);
  const options: MatchOptions = { scale, today, protectedAddresses: false, population };
  const bar = progressBar();
  const [known, asked] = [await linesOf(given.register), await linesOf(given.queries)];
  const out = await open(given.out, 'w');
  try {
    const counts = await withScratchDatabase(config, async (owner) => {
      await migrate(owner);
      const register = new ScratchRegister(owner, scale.book, today);
      let read = 0;
      for await (const row of readCsv(given.register)) {
        await register.add(row);
        if (++read % BATCH === 0) bar.show(read / known, `${read} of ${known} people`);
      }
      await register.finish();
      return await lookUp(given.queries, out, { owner, register, options }, (done) =>
        bar.show(done / asked, `${done} of ${asked} lookups`),
      );
    });
    bar.clear();
    const words = `${counts.match} matched, ${counts['not-sure']} not sure, ${counts.none} not found; ${scale.name}.`;
    process.stdout.write(`${given.json ? JSON.stringify({ ...counts, weighedWith: scale.name }) : words}\n`);
  } finally {
    bar.clear();
    await out.close();
  }
}

interface Bench {
  readonly owner: DataSource;
  readonly register: ScratchRegister;
  readonly options: MatchOptions;
}

async function lookUp(
  path: string,
  out: FileHandle,
  { owner, register, options }: Bench,
  onProgress: (done: number) => void,
): Promise<Record<MatchOutcome['kind'], number>> {
  const counts = { match: 0, 'not-sure': 0, none: 0 };
  const sql = sqlOf(owner);
  const waiting: Promise<{ rows: CsvRow[]; outcomes: MatchOutcome[] }>[] = [];
  let done = 0;
  await out.write('query_id,outcome,matched_id,score,runner_up\n');
  const finishOne = async (): Promise<void> => {
    const { rows, outcomes } = (await waiting.shift()) ?? { rows: [], outcomes: [] };
    for (const { kind } of outcomes) counts[kind] += 1;
    await out.write(outcomes.map((outcome, i) => lineOf(rows[i]?.['id'] ?? '', outcome, register)).join(''));
    done += rows.length;
    onProgress(done);
  };
  for await (const rows of batches(readCsv(path))) {
    if (waiting.length === AT_ONCE) await finishOne();
    const asked = findMatches(sql, rows.map(criteriaOf), options).then((outcomes) => ({ rows, outcomes }));
    // Its failure is met when its turn comes.
    asked.catch(() => undefined);
    waiting.push(asked);
  }
  while (waiting.length > 0) await finishOne();
  return counts;
}

function lineOf(id: string, outcome: MatchOutcome, register: ScratchRegister): string {
  const matched = outcome.kind === 'match' ? (register.ids.get(outcome.id) ?? '') : '';
  const bits = (value: number | null): string => (value === null ? '' : value.toFixed(2));
  return `${[quoted(id), outcome.kind, quoted(matched), bits(outcome.score), bits(outcome.runnerUp)].join(',')}\n`;
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function* batches(rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow[]> {
  let batch: CsvRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function linesOf(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path))
    for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  return Math.max(lines - 1, 1);
}
