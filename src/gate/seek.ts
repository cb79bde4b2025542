import type { GateContext } from './context';
import type { Selection } from './plan';
import type { Breadth, Look, LookCriteria } from './ports';

/**
 * Begins looks for children: asks first whether this asker may look so much, which rests on what it asked before and
 * never on whom it asks about now. Each look counts as one in vain until `met` is said of it: then an error, too, leaves
 * when an answer that tells of nobody does. Throws RATE_LIMITED, before anything is read.
 */
export async function seek(
  context: GateContext,
  selection: Selection,
  criteria: readonly (LookCriteria | null)[],
): Promise<readonly Look[]> {
  const breadth = breadthOf(context, selection);
  const looks = criteria.map((each): Look => ({ breadth, criteria: each, outcome: 'MISS' }));
  const { looking } = context.ports;
  // An asker who is stopped learns nothing, so its looks are not counted.
  context.record.looked(looks, await looking.admit(context.asking, looks));
  return looks;
}

/** How much a look could show: whether of any child, and the categories of the items asked for that are not shut. */
function breadthOf(context: GateContext, selection: Selection): Breadth {
  const { profile } = context;
  const { items } = profile.ruleset.catalogues;
  let known = breadths.get(selection);
  if (!known) {
    const categories = new Set<string>();
    const walk = (fields: Selection): void => {
      for (const { cell, below } of fields.values()) {
        if (cell && cell.verdict !== 'never')
          for (const word of items.get(cell.word)?.category.split(' ') ?? []) categories.add(word);
        for (const each of below.values()) walk(each);
      }
    };
    walk(selection);
    const anyChild = profile.cell('EXISTENCE', 'full').verdict === 'always';
    breadths.set(selection, (known = { anyChild, categories: [...categories].sort() }));
  }
  return known;
}

/** A selection is one plan's, and a plan is one profile's. */
const breadths = new WeakMap<Selection, Breadth>();
