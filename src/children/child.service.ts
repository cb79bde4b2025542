import type { GateContext } from '../gate/context';
import { decisionFor } from '../gate/field-rule';
import type { PlannedField, Selection } from '../gate/plan';
import type { Breadth, Look } from '../gate/ports';
import { below, mayKnow, returned } from '../gate/read';
import { seek } from '../gate/seek';
import { attachSubject, subjectOf } from '../gate/subject';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { londonDate } from '../kernel/london-time';
import type { ChildLookupInput } from './child-lookup.input';
import {
  ChildMatch,
  NO_INFORMATION,
  NoInformation,
  POSSIBLE_MATCHES,
  PossibleMatches,
} from './child-lookup.result';
import type { Child } from './child.type';
import { findCandidates, readChild, type Candidate } from './child.repository';
import { noticeFlagged } from './flagged';
import { identifiersIn, lookOf, lookupCriteria, type LookupCriteria } from './lookup-criteria';

export type LookupResult = ChildMatch | PossibleMatches | NoInformation;

const MOST_LOOKUPS = 1000;
const AT_ONCE = 8;

/** The item behind each criterion, for `matchedOn`. */
const ITEMS: readonly (readonly [keyof LookupCriteria, string, string])[] = [
  ['surname', 'surname', 'IDENTITY'],
  ['forename', 'forename', 'IDENTITY'],
  ['dateOfBirth', 'dateOfBirth', 'IDENTITY'],
];

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

async function answerLookup(
  context: GateContext,
  criteria: LookupCriteria,
  field: PlannedField,
  look: Look | undefined,
): Promise<LookupResult> {
  const candidates = await findCandidates(context, criteria, field.name, selectionOf(field));
  noticeFlagged(context, candidates);
  const result = resultOf(context, criteria, candidates);
  if (look && result instanceof ChildMatch) look.outcome = 'HIT';
  return result;
}

const NOTHING: Breadth = { anyChild: false, categories: [] };

const selectionOf = (field: PlannedField): Selection =>
  below(below(field, 'ChildMatch').get('child'), 'Child');

function resultOf(
  context: GateContext,
  criteria: LookupCriteria,
  candidates: readonly Candidate[],
): LookupResult {
  const known = candidates.length > 0 && candidates.every(({ row }) => mayKnow(context, row));
  const best = candidates.length === 1 ? candidates : candidates.filter((c) => c.agrees);
  const [only] = best;
  if (known && only && best.length === 1) {
    returned(context, only.row);
    noteLookup(context, criteria, candidates, only);
    return matchOf(context, criteria, only.row);
  }
  noteLookup(context, criteria, candidates, null);
  return known
    ? Object.assign(new PossibleMatches(), { advice: POSSIBLE_MATCHES })
    : Object.assign(new NoInformation(), { advice: NO_INFORMATION });
}

function noteLookup(
  context: GateContext,
  criteria: LookupCriteria,
  candidates: readonly Candidate[],
  match: Candidate | null,
): void {
  const own = (candidate: Candidate | null): string | null =>
    candidate && (subjectOf(candidate.row)?.child ?? null);
  const weighed = candidates.flatMap((candidate) => own(candidate) ?? []);
  context.record.lookup({ child: own(match), candidates: weighed, criteria: { ...criteria } });
}

function matchOf(context: GateContext, criteria: LookupCriteria, row: Record<string, unknown>): ChildMatch {
  const subject = subjectOf(row);
  const maySee = (item: string): boolean =>
    decisionFor(context.profile, context.profile.cell(item, 'full'), subject).effect === 'disclose';
  const { identifier } = criteria;
  const itemOf = identifier?.kind === 'nhs_number' ? 'NHS_NUMBER' : 'UPN';
  const matchedOn = [
    ...(identifier && maySee(itemOf) ? [identifier.field] : []),
    ...ITEMS.filter(([key, , item]) => criteria[key] !== null && maySee(item)).map(([, name]) => name),
  ];
  const match = Object.assign(new ChildMatch(), {
    child: row,
    confidence: 'CONFIRMED',
    matchedOn,
  });
  return subject ? attachSubject(match, subject) : match;
}
