import type { JsonValue } from '../kernel/canonical-json';
import type { Cell, Profile } from '../policy/profile';
import type { ClauseRef } from '../policy/ruleset';

const EXISTENCE = 'EXISTENCE/full';

/** Cells of one child, or of none, as an answer decided them. */
export interface ChildCells {
  readonly disclosed: Map<string, readonly ClauseRef[]>;
  readonly withheld: Map<
    string,
    { readonly because: string; readonly under: readonly ClauseRef[]; readonly opened: readonly ClauseRef[] }
  >;
}

/**
 * What an answer told its recipient: the part of a ledger entry that the recipient may open.
 * INVARIANT: nothing in it depends on what was weighed and not told. A child is named only where its existence was
 * disclosed; what read as "none held" still does; clauses are those that open the item for the asker and purpose,
 * because those that applied to one child would tell of it.
 */
export function toldOf(
  profile: Profile,
  byChild: readonly (readonly [string, ChildCells])[],
  other: ChildCells,
  publicIds: ReadonlyMap<string, string>,
): JsonValue {
  const children = new Map<string, Told>();
  const unnamed: Told = { disclosed: new Set(), withheld: new Set() };
  for (const [child, cells] of [...byChild, [null, other] as const]) {
    const name = child !== null && cells.disclosed.has(EXISTENCE) ? publicIds.get(child) : undefined;
    const told = name === undefined ? unnamed : { disclosed: new Set<string>(), withheld: new Set<string>() };
    if (name !== undefined) children.set(name, told);
    for (const cell of cells.disclosed.keys()) told.disclosed.add(cell);
    for (const [cell, { because, opened }] of cells.withheld) {
      // What is forbidden of every child is refused with a word, and opened nothing that the forbid stood against; so is
      // an act, whatever forbids it.
      const readsAsNone =
        (because === 'forbidden' && opened.length > 0 && !isAction(profile, cell)) || isSilent(profile, cell);
      (readsAsNone ? told.disclosed : told.withheld).add(cell);
    }
  }
  return {
    children: [...children]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([child, told]) => ({ child, ...cellsOf(profile, told) })),
    other: cellsOf(profile, unnamed),
  };
}

interface Told {
  readonly disclosed: Set<string>;
  readonly withheld: Set<string>;
}

const cellsOf = (profile: Profile, told: Told): { disclosed: JsonValue; withheld: JsonValue } => ({
  disclosed: Object.fromEntries([...told.disclosed].map((cell) => [cell, clausesOf(profile, cell)])),
  withheld: [...told.withheld].sort(),
});

const isAction = (profile: Profile, cell: string): boolean =>
  profile.ruleset.catalogues.actions.has(cell.split('/')[0] ?? '');

const isSilent = (profile: Profile, cell: string): boolean =>
  profile.ruleset.catalogues.items.get(cell.split('/')[0] ?? '')?.silent === true;

const clauses = new WeakMap<Cell, readonly string[]>();

/** Clauses that may open a cell for this asker and purpose, whatever the child. */
export function clausesOf(profile: Profile, word: string): readonly string[] {
  const [item = '', form = 'full'] = word.split('/');
  const cell = profile.cell(item, form);
  let known = clauses.get(cell);
  if (!known) {
    const refs = cell.parties.flatMap((p) => p.permits.map(({ rule: { ref } }) => ref));
    known = [
      ...new Set(refs.map((r) => `${r.agreement}@${r.version}${r.clause === null ? '' : ` ${r.clause}`}`)),
    ].sort();
    clauses.set(cell, known);
  }
  return known;
}
