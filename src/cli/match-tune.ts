import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { askedPerson } from '../children/matching/asked-person';
import type { LabelledPerson } from '../children/matching/fit-weights';
import { readNameBook } from '../children/matching/name-book';
import { tune } from '../children/matching/tune';
import { printWeights } from '../children/matching/weights';
import { systemClock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import { packageRoot } from '../package-root';
import { readCsv } from './match-csv';
import { criteriaOf } from './match-register';

interface TuneOptions {
  readonly labelled: string;
  readonly out: string;
  readonly seed: string;
  readonly made?: string;
  readonly note: string[];
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall match tune`: weights from people of whom it is known which records are one person. */
export function matchTuneCommand(): Command {
  return new Command('tune')
    .description('fit the weights of matching to labelled people')
    .requiredOption(
      '--labelled <file>',
      'CSV with the columns of match evaluate and "cluster": equal for one person',
    )
    .requiredOption('--out <file>', 'JSON file to write')
    .option('--seed <number>', 'the same number draws the same pairs', '1')
    .option('--made <date>', 'the day that the weights bear; today if not given')
    .option('--note <words...>', 'where the people come from and under which licence', [])
    .addHelpText(
      'after',
      `
The hub uses the newest data/matching/weights-YYYY-MM-DD.json. New weights decide which child is shown to whom: measure
them with match evaluate on people they were not fitted to before they go there.`,
    )
    .action(run);
}

async function run({ labelled, out, seed, made, note }: TuneOptions, command: Command): Promise<void> {
  if (!/^\d{1,9}$/.test(seed)) command.error('--seed: write a whole number.', WRONG_USAGE);
  const today = londonDate(systemClock.now());
  if (made !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(made))
    command.error('--made: write a day as YYYY-MM-DD.', WRONG_USAGE);
  const book = readNameBook(join(packageRoot(), 'data/matching/names.json'));
  const people: LabelledPerson[] = [];
  for await (const row of readCsv(labelled)) {
    const cluster = row['cluster'] ?? '';
    if (cluster === '') command.error('--labelled: every row needs a value under "cluster".', WRONG_USAGE);
    people.push({ cluster, person: askedPerson(criteriaOf(row), book, today) });
  }
  const digest = createHash('sha256')
    .update(await readFile(labelled))
    .digest('hex');
  const clusters = new Set(people.map(({ cluster }) => cluster)).size;
  const trainedOn = [
    `${basename(labelled)} (SHA-256 ${digest}): ${people.length} records of ${clusters} people`,
    ...note,
  ];
  await writeFile(
    out,
    printWeights(tune(people, { book, seed: Number(seed), made: made ?? today, trainedOn })),
  );
  process.stdout.write(`${people.length} records of ${clusters} people; the weights are in ${out}.\n`);
}
