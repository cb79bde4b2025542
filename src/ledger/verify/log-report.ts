import type { Problem, ProblemKind } from './findings';

/** What a whole log was found to be. */
export interface LogReport {
  readonly ok: boolean;
  /** The name that its heads have; null before the first. */
  readonly origin: string | null;
  /** Leaves. */
  readonly entries: number;
  readonly heads: number;
  /** Entries under the newest head; null before the first. */
  readonly newestHead: number | null;
  readonly erased: {
    /** Entries of which nothing but the leaf is left, those of which one part is, and those without their criteria. */
    readonly entries: number;
    readonly parts: number;
    readonly criteria: number;
  };
  /** Entries that wait for a head. */
  readonly pending: number;
  readonly outside: { readonly heads: number; readonly newest: number | null };
  /** The lowest place that is wrong. */
  readonly first: Problem | null;
  /** The first ten of each kind. */
  readonly problems: readonly Problem[];
  readonly problemsInAll: number;
  readonly counts: Readonly<Partial<Record<ProblemKind, number>>>;
  /** What could not be checked, and what it would take: a sentence each. */
  readonly unchecked: readonly string[];
}

/** What was given to check against, as far as the report has to tell of it. */
export interface GivenEvidence {
  readonly heads: number;
  /** Entries under the largest head that was given; -1 without any. */
  readonly newest: number;
  /** Every head that was given lies on the machine that runs the log. */
  readonly headsAreOwn: boolean;
  readonly keys: number;
  /** Every key that was given lies on the machine that runs the log. */
  readonly keysAreOwn: boolean;
}

export interface LogCounts {
  readonly entries: number;
  readonly erased: LogReport['erased'];
  /** Erasures that acts of the log record. */
  readonly recorded: { readonly entries: number; readonly criteria: number };
  readonly old: number;
  /** The first leaf from which on nothing above could be worked out; null when everything was. */
  readonly lost: number | null;
}

/** Says plainly what a clean report does not mean. */
export function uncheckedOf(given: GivenEvidence, counts: LogCounts): string[] {
  const said: string[] = [];
  if (given.heads === 0)
    said.push(
      'Without a head kept elsewhere, whoever owns the database and the key could have rewritten everything, cut the end off or set it back to a backup, and nothing here would show it. Keep copies of signed heads elsewhere, and give them with --heads.',
    );
  else if (given.headsAreOwn)
    said.push(
      "The heads compared with are this machine's own: whoever owns the machine, the database and the key could have rewritten them too. Give copies kept elsewhere with --heads.",
    );
  if (given.heads > 0 && given.newest < counts.entries)
    said.push(
      `No head kept elsewhere is of more than ${given.newest} entries: from entry ${given.newest} on, everything rests on the word of whoever owns the database and the key.`,
    );
  if (given.keys === 0)
    said.push('Without a verifier key no signature was checked: give those you were handed with --key.');
  else if (given.keysAreOwn)
    said.push(
      "The verifier keys are this machine's own: whoever owns it could have put others in their place. Give those you were handed with --key.",
    );
  if (counts.lost !== null)
    said.push(
      `From entry ${counts.lost} on, no tile and no head could be worked out, because that leaf is not to be had: what stands behind it was looked at entry by entry only.`,
    );
  if (counts.erased.entries + counts.erased.parts > 0)
    said.push(
      `Of ${counts.erased.entries + counts.erased.parts} erased entries, what their columns say (who asked, when it was and for what) rests on the word of whoever owns the database: the leaf is proved, its content is gone.`,
    );
  for (const what of ['entries', 'criteria'] as const)
    if (counts.erased[what] > counts.recorded[what])
      said.push(
        `Of ${counts.erased[what]} entries ${what === 'entries' ? 'that' : 'whose criteria'} are erased, acts in the ledger account for ${counts.recorded[what]}: the others were erased without a record, or the record was erased too.`,
      );
  if (counts.old > 0)
    said.push(
      `Of ${counts.old} entries of before version 2, what their recipient was told was not kept apart: only the controller's part could be checked.`,
    );
  return said;
}
