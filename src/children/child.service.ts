import type { GateContext } from '../gate/context';
import type { PlannedField } from '../gate/plan';
import type { Breadth } from '../gate/ports';
import { below, mayKnow, returned } from '../gate/read';
import { seek } from '../gate/seek';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { londonDate } from '../kernel/london-time';
import type { ChildLookupInput } from './child-lookup.input';
import type { Child } from './child.type';
import { readChild } from './child.repository';
import { noticeFlagged } from './flagged';
import { identifiersIn, lookOf, lookupCriteria, type LookupCriteria } from './lookup-criteria';
import { answerLookup, selectionOf, type LookupResult } from './lookup.service';

const MOST_LOOKUPS = 1000;
const AT_ONCE = 8;

/** Finds the right child or says nothing: one child beyond doubt, or advice. */
export async function lookupChild(
  context: GateContext,
  input: ChildLookupInput,
  field: PlannedField,
): Promise<LookupResult> {
  const criteria = criteriaOf(context, input);
  const [look] = await seek(context, selectionOf(field), [lookOf(criteria)]);
  return answerLookup(context, criteria, field, look);
}

/** Up to 1,000 lookups, answered in order. Their entries, limits and notices are those of so many single ones. */
export async function lookupChildren(
  context: GateContext,
  inputs: readonly ChildLookupInput[],
  field: PlannedField,
): Promise<LookupResult[]> {
  if (inputs.length > MOST_LOOKUPS)
    throw badInput('criteria', `holds ${inputs.length} lookups; send at most ${MOST_LOOKUPS} at once.`);
  const criteria = inputs.map((input, i) => criteriaOf(context, input, `criteria[${i}]`));
  const looks = await seek(context, selectionOf(field), criteria.map(lookOf));
  const results: LookupResult[] = [];
  for (let i = 0; i < criteria.length; i += AT_ONCE) {
    const some = criteria.slice(i, i + AT_ONCE);
    results.push(
      ...(await Promise.all(some.map((each, k) => answerLookup(context, each, field, looks[i + k])))),
    );
  }
  return results;
}

/** One child by the id that a partner was given, or null. */
export async function childById(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Child | null> {
  const publicId = idOf(id, 'id');
  const selection = below(field, 'Child');
  const [look] = await seek(context, selection, [null]);
  const met = await readChild(context, publicId, selection);
  if (!met) return null;
  noticeFlagged(context, [met]);
  if (!mayKnow(context, met.row)) return null;
  returned(context, met.row);
  if (look) look.outcome = 'HIT';
  return met.row;
}

function criteriaOf(context: GateContext, input: ChildLookupInput, at?: string): LookupCriteria {
  try {
    return lookupCriteria(input, londonDate(context.ports.clock.now()), at);
  } catch (error) {
    context.record.looked([{ criteria: identifiersIn(input), breadth: NOTHING, outcome: 'MISREAD' }], 0);
    throw error;
  }
}

const NOTHING: Breadth = { anyChild: false, categories: [] };
