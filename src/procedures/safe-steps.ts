import type { Row } from './procedure';
import type { ProcedureWords } from './procedure-words';

/** A mark that stands on a child, of `procedure-words.yaml`. */
export interface StandingMark {
  readonly mark: string;
  readonly since: Date;
}

/** What social care has decided about careful steps: of these rows, or of all (`null`). */
export interface CareDecision {
  readonly rows: readonly string[] | null;
  readonly allowed: boolean;
  readonly at: Date;
}

/** Why a step may not be taken now. Fixed words for whoever works the case; never shown outside. */
export type Bar =
  | { readonly because: 'askSocialCare'; readonly marks: readonly string[] }
  | { readonly because: 'needs'; readonly marks: readonly string[] };

export interface Care {
  /** The step as a whole is barred. */
  readonly bar: Bar | null;
  /** Parties that may be neither asked nor told, where the rest of the step may be taken. */
  readonly heldBack: ReadonlySet<string>;
  /** When social care allowed it: the clock begins then. */
  readonly allowedAt: Date | null;
}

const FREE: Care = { bar: null, heldBack: new Set(), allowedAt: null };

/**
 * The safe-enquiry rule. While a careful mark stands (a protected location, a marker of harm), no visit, card,
 * neighbour, letter, broadcast or enquiry that could lead somebody to the child is offered, until social care has
 * decided since the newest of the marks. A step is careful when its row says so, or when everybody whom it asks or
 * tells is; where only some are, those are held back. A step that needs a mark is barred without it.
 */
export function careOf(
  row: Row,
  marks: readonly StandingMark[],
  decisions: readonly CareDecision[],
  words: ProcedureWords,
): Care {
  const missing = row.needs.filter((need) => !marks.some(({ mark }) => mark === need));
  if (missing.length > 0) return { ...FREE, bar: { because: 'needs', marks: missing } };
  const standing = marks.filter(({ mark }) => words.marks.get(mark)?.careful !== false);
  const parties = [...row.asks, ...row.tells];
  const careful = parties.filter((party) => words.parties.get(party)?.careful !== false);
  if (standing.length === 0 || (!row.careful && careful.length === 0)) return FREE;
  const newest = Math.max(...standing.map(({ since }) => since.getTime()));
  const decision = decisions
    .filter(({ rows }) => rows === null || rows.includes(row.row))
    .reduce<CareDecision | null>((last, one) => (last === null || one.at >= last.at ? one : last), null);
  if (decision?.allowed === true && decision.at.getTime() >= newest)
    return { ...FREE, allowedAt: decision.at };
  if (row.careful || careful.length === parties.length) {
    return {
      ...FREE,
      bar: { because: 'askSocialCare', marks: [...new Set(standing.map(({ mark }) => mark))] },
    };
  }
  return { ...FREE, heldBack: new Set(careful) };
}
