import { Command } from 'commander';
import { systemClock } from '../kernel/clock';
import { nearWord } from '../kernel/near-word';
import { londonDate } from '../kernel/london-time';
import { type Clock, clockInWords } from '../procedures/clock';
import { cited, PARTS, type Row } from '../procedures/procedure';
import { procedureOf, rowsInForce } from '../procedures/rows-in-force';
import { procedureBook, WRONG_USAGE } from './procedures-source';

interface ShowOptions {
  readonly part?: string;
  readonly json?: true;
}

/** `rollcall procedures show AUTHORITY`: the rows in force today, the statute's among them. */
export function proceduresShowCommand(): Command {
  return new Command('show')
    .description('print what holds for an authority: row, step, who, clock, paragraph')
    .argument('<authority>', 'the authority by its id, as `partner list` prints it')
    .option('--part <part>', `only one part: ${PARTS.join(', ')}`)
    .option('--json', 'print one array of rows')
    .action(run);
}

function run(authority: string, { part, json }: ShowOptions, command: Command): void {
  const book = procedureBook();
  if (!book.authorities.has(authority)) {
    const near = nearWord(authority, book.authorities.keys());
    const hint = near ?? [...book.authorities.keys()].join(', ');
    command.error(`No procedure is written for that authority; there is ${hint}.`, WRONG_USAGE);
  }
  if (part !== undefined && !(PARTS as readonly string[]).includes(part))
    command.error(`--part: write one of ${PARTS.join(', ')}.`, WRONG_USAGE);
  const rows = rowsInForce(book, authority, londonDate(systemClock.now())).filter(
    (row) => part === undefined || row.part === part,
  );
  if (json === true) {
    const told = rows.map((row) => ({ ...row, source: cited(row.source), at: undefined }));
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return;
  }
  const procedure = procedureOf(book, authority);
  process.stdout.write(`${procedure.title}\n\n${rows.map(rowInWords).join('\n')}`);
}

function rowInWords(row: Row): string {
  const read = (clock: Clock): string =>
    `${clockInWords(clock)}${clock.reading === 'ours' ? ` (our reading of “${clock.words ?? ''}”, to be confirmed)` : ''}`;
  const whom = (word: string, parties: readonly string[]): string =>
    parties.length === 0 ? '' : `; ${word} ${parties.join(', ')}`;
  const clock = row.clock === null ? 'the paragraph names no time' : read(row.clock);
  const opens = row.notBefore === null ? '' : `, not before ${clockInWords(row.notBefore)}`;
  return [
    `${row.row}  ${row.when}: ${row.step}`,
    `       ${row.who.join(', ')}${whom('asks', row.asks)}${whom('tells', row.tells)}`,
    `       ${clock}${opens}`,
    `       ${cited(row.source)}${row.refines === null ? '' : `, in place of ${row.refines}`}`,
    '',
  ].join('\n');
}
