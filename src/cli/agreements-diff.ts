import { Command } from 'commander';
import { diffOf } from '../policy/diff';
import { diffSentences } from '../policy/diff-sentences';
import { termChanges } from '../policy/term-changes';
import { agreementsFrom, dayOf, SOURCES } from './agreements-source';

interface DiffOptions {
  readonly from: string;
  readonly to?: string;
  readonly day?: string;
  readonly json?: true;
}

const WIDENS = { exitCode: 1, code: 'rollcall.widens' };

/** `rollcall agreements diff`: what exactly a change opens and closes, before anybody signs it. */
export function agreementsDiffCommand(): Command {
  return new Command('diff')
    .description('every cell that opens or closes between two sets of agreements, in plain English')
    .requiredOption('--from <source>', `what was: ${SOURCES}`)
    .option('--to <source>', 'what is: the same kinds of source (else the files that come with the hub)')
    .option('--day <day>', 'compare from this day on (else today)')
    .option('--json', 'print { "widens", "sentences", "terms", "changes" }')
    .addHelpText('after', '\nExit code 1 when anything opens that was closed.')
    .action(run);
}

async function run(options: DiffOptions, command: Command): Promise<void> {
  const day = dayOf(command, options.day);
  const before = await agreementsFrom(command, '--from', options.from, day);
  const after = await agreementsFrom(command, '--to', options.to, day);
  const [directory, names] = [
    merge(before.directory, after.directory),
    new Map([...before.names, ...after.names]),
  ];
  const diff = diffOf(before, after, directory, day);
  const sentences = diffSentences(diff, { catalogues: after.catalogues, space: diff.space, names });
  const texts = (set: typeof before) => set.agreements.map(({ agreement }) => agreement);
  const terms = termChanges(texts(before), texts(after));
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ day, widens: diff.widens, sentences, terms, changes: diff.changes })}\n`,
    );
  } else {
    const opens = diff.changes.filter((c) => c.effect === 'opens').length;
    const counts = `${opens} cells open, ${diff.changes.length - opens} close, from ${day} on. What is forbidden, or open by another clause, on both sides is not repeated.`;
    const lines = sentences.length === 0 ? ['Nothing opens and nothing closes.'] : [...sentences, counts];
    process.stdout.write(`${[...lines, ...terms.map((t) => `Also: ${t}`)].join('\n')}\n`);
  }
  if (diff.widens) command.error('This lets somebody see or do more.', WIDENS);
}

type Directory = Parameters<typeof diffOf>[2];

const merge = (a: Directory, b: Directory): Directory => ({
  organisations: new Set([...a.organisations, ...b.organisations]),
  units: new Map([...a.units, ...b.units]),
  homeAuthorities: b.homeAuthorities,
});
