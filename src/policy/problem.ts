import type { Position } from './agreement';

/** One thing wrong with an agreement or catalogue file, ready to be printed as `file:line:column`. */
export interface Problem {
  readonly file: string;
  readonly at: Position;
  readonly severity: 'error' | 'warning';
  /** The check that found it, so that a reader can look up the rule. */
  readonly check: string;
  readonly message: string;
}

/** `file:line:column severity message (check)`: the form editors and people both read. */
export const problemLine = (p: Problem): string =>
  `${p.file}:${p.at.line}:${p.at.column} ${p.severity}: ${p.message} (${p.check})`;
