import type { Agreement, Position } from '../agreement';
import type { Catalogues } from '../catalogue';
import type { Problem } from '../problem';

/** What the hub's directory can say while agreements are checked. */
export interface DirectoryWords {
  readonly organisations: ReadonlySet<string>;
  /** Unit id → role. */
  readonly units: ReadonlyMap<string, string>;
  /** Authorities on whose behalf this hub runs, `la/931`. */
  readonly homeAuthorities: ReadonlySet<string>;
}

export interface CheckedFile {
  readonly file: string;
  readonly agreement: Agreement;
}

export interface CheckContext {
  readonly catalogues: Catalogues;
  readonly directory: DirectoryWords;
  /** Today in Europe/London, `YYYY-MM-DD`. */
  readonly today: string;
  /** Every agreement offered together, this one included. */
  readonly all: readonly CheckedFile[];
}

export type Report = (at: Position, message: string, severity?: 'error' | 'warning') => void;

/** One check: looks at one agreement among the others and reports everything it finds. Never throws. */
export interface Check {
  readonly name: string;
  run(agreement: Agreement, context: CheckContext, report: Report): void;
}

/** Runs one check on one file. */
export function runCheck(check: Check, file: CheckedFile, context: CheckContext): Problem[] {
  const problems: Problem[] = [];
  check.run(file.agreement, context, (at, message, severity = 'error') =>
    problems.push({ file: file.file, at, severity, check: check.name, message }),
  );
  return problems;
}
