import type { Catalogues } from '../policy/catalogue';
import type { MatrixCell, Reach } from '../policy/matrix';

/** What each mark of the matrix means, for people. */
export const REACH_WORDS: Readonly<Record<Reach, string>> = {
  never: 'closed',
  emergency: 'emergency only, where life or serious harm is at stake',
  standing: 'only for children to whom the asker stands as a clause says',
  anyButForbidden: 'for any child, but those whom a prohibition protects',
  always: 'for every child',
};

/** Marks for a terminal, one character each. */
export const REACH_MARKS: Readonly<Record<Reach, string>> = {
  never: '·',
  emergency: '!',
  standing: 'o',
  anyButForbidden: '@',
  always: '#',
};

const UPPER: ReadonlySet<string> = new Set(['CME', 'UPN', 'NHS', 'SEN', 'EHE', 'CTF']);

/** `CME_TEAM` as a heading: CME team. */
export function headingOf(code: string): string {
  const words = code.split('_').map((word) => (UPPER.has(word) ? word : word.toLowerCase()));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Everything about one cell in lines: who, which children, under which clause. */
export function cellLines(cell: MatrixCell, catalogues: Catalogues): string[] {
  const words = (catalogues.items.get(cell.word) ?? catalogues.actions.get(cell.word))?.words ?? cell.word;
  const head = `${headingOf(cell.role)} – ${words}`;
  if (cell.sightings.length === 0) return [head, 'Closed: no clause in force opens it.'];
  return [
    head,
    ...cell.sightings.flatMap(({ who, children }) => [who, ...children.map((line) => `   ${line}`)]),
  ];
}
