import type { Catalogues } from '../../src/policy/catalogue';
import { checkAgreements } from '../../src/policy/check-agreements';
import type { DirectoryWords } from '../../src/policy/checks/check';
import { AGREEMENT, CATALOGUES, DIRECTORY, TODAY } from './sound-agreement';

/** One place of the sound agreement spoilt, and what its author is told. */
export interface BadPlace {
  readonly check: string;
  /** In the words of whoever wrote it. */
  readonly what: string;
  /** Replaced exactly once … */
  readonly from: string;
  readonly to: string;
  /** … and further down, where one place alone cannot be spoilt. */
  readonly also?: readonly (readonly [from: string, to: string])[];
  readonly severity?: 'warning';
  /** The text of the line that the problem must point at, or 1 for the agreement itself. */
  readonly line: string | 1;
  /** What the message must say; the author's own word in backticks, and the near word. */
  readonly says: readonly string[];
  readonly today?: string;
  readonly catalogues?: Catalogues;
  readonly directory?: DirectoryWords;
}

export interface Told {
  readonly check: string;
  readonly severity: string;
  readonly line: number;
  readonly message: string;
}

export function spoil(bad: BadPlace): string {
  let text = AGREEMENT;
  for (const [from, to] of [[bad.from, bad.to] as const, ...(bad.also ?? [])]) {
    if (text.split(from).length !== 2) throw new Error(`not exactly once in the sound agreement: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** Everything that is said of a text, in order. */
export function toldOf(text: string, bad: Partial<BadPlace> = {}): Told[] {
  const { catalogues = CATALOGUES, directory = DIRECTORY, today = TODAY } = bad;
  const { problems } = checkAgreements([{ file: 'police.yaml', text }], catalogues, directory, today);
  return problems.map(({ check, severity, at, message }) => ({ check, severity, line: at.line, message }));
}

/** 1-based number of the only line that holds the words. */
export function lineOf(text: string, words: string | 1): number {
  if (words === 1) return 1;
  const lines = text.split('\n').flatMap((line, i) => (line.includes(words) ? [i + 1] : []));
  const [only, ...more] = lines;
  if (only === undefined || more.length > 0) throw new Error(`lines ${lines.join(', ')} hold: ${words}`);
  return only;
}
