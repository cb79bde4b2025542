import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { rulesetOn } from '../agreements/agreement-set';
import { matrixPage } from '../agreements/matrix-page';
import { headingOf, REACH_MARKS, REACH_WORDS } from '../agreements/matrix-words';
import { inForceOn } from '../policy/compile';
import { matrixOf, REACHES, type Matrix } from '../policy/matrix';
import { spaceOf } from '../policy/space';
import { agreementsFrom, dayOf, SOURCES, WRONG_USAGE } from './agreements-source';

interface MatrixOptions {
  readonly from?: string;
  readonly day?: string;
  readonly json?: true;
  readonly html?: string;
}

/** `rollcall agreements matrix`: role × data item on one page, for the people who answer for it. */
export function agreementsMatrixCommand(): Command {
  return new Command('matrix')
    .description('role × data item: closed, on standing or open; as a table, as JSON, or as a page to print')
    .option('--from <source>', `the agreements: ${SOURCES}`)
    .option('--day <day>', 'the day on which they are read (else today)')
    .option('--json', 'print the matrix with every opening')
    .option('--html <file>', 'write a page to print (A3, landscape), with everything in words after it')
    .action(run);
}

async function run(options: MatrixOptions, command: Command): Promise<void> {
  const day = dayOf(command, options.day);
  const set = await agreementsFrom(command, '--from', options.from, day);
  const { catalogues, names } = set;
  const ruleset = rulesetOn(set, day);
  const space = spaceOf([ruleset], set.directory);
  const matrix = matrixOf(ruleset, { catalogues, space, names });
  if (options.html !== undefined) {
    const agreements = set.agreements.map(({ agreement }) => agreement).filter((a) => inForceOn(a, day));
    const authority = [...set.homeAuthorities].map((id) => names.get(id) ?? id).join(', ');
    const page = matrixPage({ matrix, catalogues, agreements, authority });
    try {
      writeFileSync(options.html, page);
    } catch {
      command.error('--html: the file cannot be written.', WRONG_USAGE);
    }
    process.stderr.write(`${options.html} is written: open it in a browser, print it on A3.\n`);
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(matrix)}\n`);
  else if (options.html === undefined) process.stdout.write(table(matrix));
}

/** A capital says that the item is open in full; in small, that a lesser form alone reaches so far. */
function table(matrix: Matrix): string {
  const cells = new Map(matrix.cells.map((cell) => [`${cell.word} ${cell.role}`, cell]));
  const wide = Math.max(...matrix.items.map((word) => word.length));
  const heads = matrix.roles.map((role, i) => `${' '.repeat(wide + 2)}${'|   '.repeat(i)}${headingOf(role)}`);
  const rows = matrix.items.map((word) => {
    const marks = matrix.roles.map((role) => {
      const cell = cells.get(`${word} ${role}`);
      if (!cell) return '';
      const note = `${cell.full === cell.widest ? '' : '-'}${cell.someOnly ? '*' : ''}${cell.jobsOnly ? 'j' : ''}`;
      return `${REACH_MARKS[cell.widest]}${note}`.padEnd(4);
    });
    return `${word.padEnd(wide + 2)}${marks.join('')}`.trimEnd();
  });
  const legend = [
    ...REACHES.map((reach) => `${REACH_MARKS[reach]}  ${REACH_WORDS[reach]}`),
    '-  in a lesser form alone    *  only some who hold the role    j  only certain jobs',
  ];
  return `${[...heads, ...rows, '', ...legend].join('\n')}\n`;
}
