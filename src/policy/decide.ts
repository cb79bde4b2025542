import type { Cell } from './profile';
import type { ClauseRef } from './ruleset';

/** The outcome for one cell and one child. */
export type Decision =
  | { readonly effect: 'disclose'; readonly under: readonly ClauseRef[] }
  /** `conceal`: read as "none held" (null, no error), because saying "withheld" would tell of the child. */
  | {
      readonly effect: 'withhold';
      readonly conceal: boolean;
      /** The real reason, for the ledger only. */
      readonly because: 'not-agreed' | 'standing' | 'forbidden' | 'error';
      readonly under: readonly ClauseRef[];
      /** What would have opened it, where a forbid of this child stood against it: for the ledger only. */
      readonly opened?: readonly ClauseRef[];
    };

const denied = (conceal: boolean): Decision => ({ effect: 'withhold', conceal, because: 'error', under: [] });

/**
 * May this cell be given, for a child to whom the mask's standings hold? Pure and total: whatever goes wrong,
 * including a mask that nobody could work out (`null`), denies.
 * INVARIANT: forbid beats permit, whatever the order; every party must allow. A forbid of this child is concealed
 * only where everybody's permit holds: elsewhere the refusal is that of any child, so that it tells nothing.
 */
export function decide(cell: Cell, mask: bigint | null, silent: boolean): Decision {
  try {
    if (cell.verdict === 'never') {
      const forbid = cell.parties.flatMap((p) =>
        p.forbids.filter((f) => f.when === 0n && f.unless.length === 0),
      );
      const because = forbid.length > 0 ? 'forbidden' : 'not-agreed';
      return { effect: 'withhold', conceal: silent, because, under: forbid.map((f) => f.rule.ref) };
    }
    if (mask === null && cell.verdict !== 'always') return denied(silent);
    const known = mask ?? 0n;
    const under: ClauseRef[] = [];
    for (const party of cell.parties) {
      const permits = party.permits.filter((p) => (known & p.need) === p.need);
      if (permits.length === 0) {
        return {
          effect: 'withhold',
          conceal: silent,
          because: 'standing',
          under: party.permits.map((p) => p.rule.ref),
        };
      }
      under.push(...permits.map((p) => p.rule.ref));
    }
    for (const party of cell.parties) {
      const forbids = party.forbids.filter(
        (f) => (known & f.when) === f.when && !f.unless.some((unless) => (known & unless) === unless),
      );
      if (forbids.length > 0) {
        return {
          effect: 'withhold',
          conceal: true,
          because: 'forbidden',
          under: forbids.map((f) => f.rule.ref),
          opened: distinct(under),
        };
      }
    }
    return { effect: 'disclose', under: distinct(under) };
  } catch {
    return denied(silent);
  }
}

function distinct(refs: readonly ClauseRef[]): ClauseRef[] {
  const seen = new Map(refs.map((r) => [`${r.agreement} ${r.version} ${r.clause ?? ''}`, r]));
  return [...seen.values()];
}
