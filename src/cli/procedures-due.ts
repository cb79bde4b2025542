import { Command } from 'commander';
import { nearWord } from '../kernel/near-word';
import { isLocalDate, type LocalDate } from '../kernel/local-date';
import { londonDate, londonTimeOfDay, startOfLondonDay } from '../kernel/london-time';
import { MissingCalendarProblem } from '../procedures/calendar';
import { readCalendars } from '../procedures/calendar-files';
import { clockInWords } from '../procedures/clock';
import { type Due, dueAt, opensAt } from '../procedures/due';
import { cited, type Row } from '../procedures/procedure';
import { rowsInForce } from '../procedures/rows-in-force';
import { NOT_SO, procedureBook, WRONG_USAGE } from './procedures-source';

interface DueOptions {
  readonly authority: string;
  readonly from: string;
  readonly born?: string;
  readonly json?: true;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;

/** `rollcall procedures due ROW`: the day on which a step is due, worked out as the hub does. */
export function proceduresDueCommand(): Command {
  return new Command('due')
    .description('when a step is due that began on a day, and which paragraph says so')
    .argument('<row>', 'the row, as `procedures show` prints it')
    .requiredOption('--authority <authority>', 'the authority by its id')
    .requiredOption('--from <day>', 'the day of the trigger, or its instant with time zone for hours')
    .option('--born <day>', 'date of birth, for clocks of compulsory school age')
    .option('--json', 'print one object')
    .action(run);
}

function run(id: string, { authority, from, born, json }: DueOptions, command: Command): void {
  const began = instantOf(from);
  if (began === null)
    return command.error(
      '--from: write a day (2026-11-04) or an instant (2026-11-04T16:10:00Z).',
      WRONG_USAGE,
    );
  const birth = born === undefined ? null : isLocalDate(born) ? born : undefined;
  if (birth === undefined) return command.error('--born: write a day, as in 2021-09-01.', WRONG_USAGE);
  const book = procedureBook();
  if (!book.authorities.has(authority)) {
    const all = [...book.authorities.keys()].join(', ');
    return command.error(`--authority: no procedure is written for it; there is ${all}.`, WRONG_USAGE);
  }
  const rows = rowsInForce(book, authority, from.slice(0, 10) as LocalDate);
  const row = rows.find((one) => one.row === id);
  if (row === undefined) {
    const near = nearWord(id, rows.map((one) => one.row)); // prettier-ignore
    return command.error(
      `There is no such row for that authority${near ? `; did you mean ${near}?` : '.'}`,
      WRONG_USAGE,
    );
  }
  try {
    print(row, timesOf(row, authority, began, birth), json === true);
  } catch (error) {
    if (error instanceof MissingCalendarProblem) return command.error(error.message, NOT_SO);
    throw error;
  }
}

interface Times {
  readonly due: Due | null;
  readonly aim: Due | null;
  readonly opens: Date | null;
}

function timesOf(row: Row, authority: string, began: Date, born: LocalDate | null): Times {
  const calendar = readCalendars().of(authority);
  const due = (clock: Row['clock']): Due | null =>
    clock === null ? null : dueAt(clock, began, calendar, born);
  const opens = row.notBefore === null ? null : opensAt(row.notBefore, began, calendar, born);
  return { due: due(row.clock), aim: due(row.aim), opens };
}

function print(row: Row, { due, aim, opens }: Times, json: boolean): void {
  if (json) {
    const told = { row: row.row, step: row.step, due, aim, notBefore: opens, source: cited(row.source) };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return;
  }
  const hours = row.clock !== null && 'unit' in row.clock && row.clock.unit === 'hour';
  const by = due === null ? 'no day' : hours ? londonTime(due.overdueFrom) : due.on;
  const lines = [
    `${row.row}: ${row.step}`,
    `due ${by} (${row.clock === null ? 'the paragraph names no time' : clockInWords(row.clock)})`,
    ...(aim === null ? [] : [`aim ${aim.on}`]),
    ...(opens === null ? [] : [`not before ${londonTime(opens)}`]),
    cited(row.source),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `2027-03-29 23:40`, as clocks in London show it. */
function londonTime(at: Date): string {
  const minutes = Math.floor(londonTimeOfDay(at) / 60_000);
  const part = (n: number): string => String(n).padStart(2, '0');
  return `${londonDate(at)} ${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}

/** A day begins with its first hour in London; an instant says its own zone. */
function instantOf(text: string): Date | null {
  if (isLocalDate(text)) return startOfLondonDay(text);
  const at = INSTANT.test(text) ? new Date(text) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}
