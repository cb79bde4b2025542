import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { PlannedField, Selection } from '../gate/plan';
import type { Look, UnsureLookup } from '../gate/ports';
import { below, considered, mayKnow, returned } from '../gate/read';
import type { JsonValue } from '../kernel/canonical-json';
import { londonDate } from '../kernel/london-time';
import { findToTheLetter, MOST_READ, readCandidates, type Candidate } from './child.repository';
import {
  NO_INFORMATION,
  NoInformation,
  POSSIBLE_MATCHES,
  PossibleMatches,
  type ChildMatch,
} from './child-lookup.result';
import { noticeFlagged } from './flagged';
import type { LookupCriteria } from './lookup-criteria';
import {
  asksNameAndBirth,
  findExactly,
  search,
  weigh,
  type MatchOptions,
  type Weighing,
} from './matching/find-match';
import type { Doubt, MatchOutcome } from './matching/match-outcome';
import { ownScale } from './matching/own-scale';
import type { MatchCriteria } from './matching/person';
import type { Scored } from './matching/score';
import { matchOf } from './matched-on';

export type LookupResult = ChildMatch | PossibleMatches | NoInformation;

/** Of the likeliest, by all that was asked and by what everybody may ask, so many each are read. */
const LIKELIEST = MOST_READ / 2;
/** Nobody's id: a lookup that met nobody reads as many rows as one that did. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** A lookup may be about any child of the region, not of the register alone. */
const POPULATION = 1_000_000;

/** Below a lookup, what is asked of the child. */
export const selectionOf = (field: PlannedField): Selection =>
  below(below(field, 'ChildMatch').get('child'), 'Child');

/**
 * One child beyond doubt, or nothing said. An identifier that fits all that stands beside it, and a name and birth date
 * that fit to the letter, are answered first. Whatever else comes of it, none, not sure and not yours run the same statements in the same order.
 */
export async function answerLookup(
  context: GateContext,
  criteria: LookupCriteria,
  field: PlannedField,
  look: Look | undefined,
): Promise<LookupResult> {
  const exact = criteria.identifier
    ? await byIdentifier(context, criteria, field)
    : await toTheLetter(context, criteria, field);
  const { result, met } = exact ?? (await byDetails(context, criteria, field));
  noticeFlagged(context, met);
  if (look && met.some(({ row }) => row === matchedRow(result))) look.outcome = 'HIT';
  return result;
}

interface Answered {
  readonly result: LookupResult;
  readonly met: readonly Candidate[];
}

const matchedRow = (result: LookupResult): object | null =>
  'child' in result ? (result.child ?? null) : null;

async function byIdentifier(
  context: GateContext,
  criteria: LookupCriteria,
  field: PlannedField,
): Promise<Answered | null> {
  const met = await findToTheLetter(context, criteria, field.name, selectionOf(field));
  const [only] = met;
  if (!only || met.length > 1 || !mayKnow(context, only.row)) return null;
  return { met, result: released(context, criteria, met, only, null) };
}

/** A full name and a birth date that one child alone has, to the letter, are answered before anybody else is weighed. */
async function toTheLetter(
  context: GateContext,
  criteria: LookupCriteria,
  field: PlannedField,
): Promise<Answered | null> {
  const asked = matchCriteria(criteria);
  if (criteria.school !== null || !asksNameAndBirth(asked)) return null;
  const [met, exact] = await Promise.all([
    findToTheLetter(context, criteria, field.name, selectionOf(field)),
    findExactly(context.ports.together, asked, optionsOf(context)),
  ]);
  const [only] = met;
  const [scored] = exact?.likely ?? [];
  if (!only || met.length > 1 || scored?.id !== only.id || !mayKnow(context, only.row)) return null;
  const by = exact && { outcome: exact.outcome, scored };
  return { met, result: released(context, criteria, met, only, by) };
}

async function byDetails(
  context: GateContext,
  criteria: LookupCriteria,
  field: PlannedField,
): Promise<Answered> {
  const asked = everSeen(context, matchCriteria(criteria));
  const bare = { ...asked, gender: null, postcode: null, addressLine: null, formerSurname: null };
  const options = optionsOf(context);
  const found = await search(context.ports.database, asked, options);
  const [byAll, byBare] = [weigh(asked, found, options), weigh(bare, found, options)];
  const ids = [...new Set([byAll, byBare].flatMap(likeliestBy))];
  const nobody = Array.from({ length: MOST_READ - ids.length }, () => NOBODY);
  const met = await readCandidates(context, [...ids, ...nobody], criteria, field.name, selectionOf(field));
  const byId = new Map(met.map((candidate) => [candidate.id, candidate]));
  const weighing = (among = found): Weighing =>
    weigh(asked, among, options, (id) => asSeen(asked, bare, byId.get(id)));
  const all = weighing();
  const outcome = decided(all.outcome, met, (only) =>
    weighing({ ...found, found: found.found.filter(({ id }) => id === only) }),
  );
  const match = outcome.kind === 'match' ? byId.get(outcome.id) : undefined;
  // In view were whoever is meant and whoever could have been, a namesake too whom a postcode told apart. The others were
  // read so that nothing tells how many there are.
  const inView = new Set([match?.id, ...nearestOf(outcome), ...nearestOf(byBare.outcome)]);
  const near = met.filter(({ id }) => inView.has(id));
  for (const { row } of near) considered(context, row);
  const scored = all.likely.find(({ id }) => id === match?.id) ?? null;
  return {
    met: near,
    result:
      match && mayKnow(context, match.row)
        ? released(context, criteria, near, match, { outcome, scored })
        : unreleased(context, criteria, near, outcome),
  };
}

const nearestOf = (outcome: MatchOutcome): readonly string[] =>
  outcome.kind === 'not-sure' ? outcome.nearest : [];

/** What may never be held against anybody, as its asker sees it of no child, is not even looked for. */
function everSeen(context: GateContext, asked: MatchCriteria): MatchCriteria {
  const never = (item: string): boolean => context.profile.cell(item, 'full').verdict === 'never';
  return {
    ...asked,
    ...(never('IDENTITY') ? { gender: null } : {}),
    ...(never('CURRENT_ADDRESS') ? { postcode: null, addressLine: null } : {}),
    ...(never('FORMER_NAMES') ? { formerSurname: null } : {}),
  };
}

const likeliestBy = ({ likely }: Weighing): string[] => likely.slice(0, LIKELIEST).map(({ id }) => id);

/** Of children who are as likely as each other, the one who agrees with what else the asker knows and may see. */
function decided(
  outcome: MatchOutcome,
  met: readonly Candidate[],
  alone: (id: string) => Weighing,
): MatchOutcome {
  if (outcome.kind !== 'not-sure' || outcome.doubts.some((doubt) => doubt !== EQUALS)) return outcome;
  const equals = met.filter(({ id }) => outcome.nearest.includes(id));
  const [only, another] = equals.filter(({ agrees }) => agrees);
  return only && !another && equals.length === outcome.nearest.length ? alone(only.id).outcome : outcome;
}

const EQUALS: Doubt = 'another is nearly as likely';

/** What may be held against a candidate: nothing that its asker may not see of it. */
function asSeen(asked: MatchCriteria, bare: MatchCriteria, candidate: Candidate | undefined): MatchCriteria {
  if (!candidate) return bare;
  const { sex, place, former } = candidate.seen;
  if (sex && place && former) return asked;
  return {
    ...bare,
    ...(sex ? { gender: asked.gender ?? null } : {}),
    ...(place ? { postcode: asked.postcode ?? null, addressLine: asked.addressLine ?? null } : {}),
    ...(former ? { formerSurname: asked.formerSurname ?? null } : {}),
  };
}

function released(
  context: GateContext,
  criteria: LookupCriteria,
  met: readonly Candidate[],
  match: Candidate,
  by: { readonly outcome: MatchOutcome; readonly scored: Scored | null } | null,
): ChildMatch {
  returned(context, match.row);
  note(context, criteria, met, match, by?.outcome ?? null, false);
  return matchOf(context, criteria, match, by?.scored ?? null);
}

/** More than one that the asker may know of: it can say more. Else there is nothing to say. */
function unreleased(
  context: GateContext,
  criteria: LookupCriteria,
  met: readonly Candidate[],
  outcome: MatchOutcome,
): PossibleMatches | NoInformation {
  const near =
    outcome.kind === 'not-sure' && outcome.doubts.every((doubt) => doubt === EQUALS) ? outcome.nearest : [];
  const known = met.filter(({ id, row }) => near.includes(id) && mayKnow(context, row));
  const canSayMore = near.length > 1 && known.length === near.length;
  note(context, criteria, met, null, outcome, canSayMore);
  return canSayMore
    ? Object.assign(new PossibleMatches(), { advice: POSSIBLE_MATCHES })
    : Object.assign(new NoInformation(), { advice: NO_INFORMATION });
}

function note(
  context: GateContext,
  criteria: LookupCriteria,
  met: readonly Candidate[],
  match: Candidate | null,
  outcome: MatchOutcome | null,
  canSayMore: boolean,
): void {
  context.record.lookup({
    child: match?.id ?? null,
    candidates: met.map(({ id }) => id),
    criteria: { ...criteria },
    weighed: outcome === null ? null : weighedJson(outcome),
    unsure: canSayMore || isHomeTeam(context) ? null : unsureOf(context, outcome),
  });
}

/** Nobody can be sure but a person: the team decides. It sees its own lookups as they are made. */
const unsureOf = ({ ports }: GateContext, outcome: MatchOutcome | null): UnsureLookup | null =>
  outcome?.kind === 'not-sure'
    ? { authority: ports.home, nearest: outcome.nearest, doubts: outcome.doubts }
    : null;

/** For the controller: why this child, or nobody. */
const weighedJson = ({ kind, score, runnerUp, weighedWith, capped, ...more }: MatchOutcome): JsonValue => ({
  outcome: kind,
  score: score === null ? null : Math.round(score * 10) / 10,
  runnerUp: runnerUp === null ? null : Math.round(runnerUp * 10) / 10,
  weighedWith,
  capped: [...capped],
  doubts: 'doubts' in more ? [...more.doubts] : [],
});

const matchCriteria = ({ identifier, ...given }: LookupCriteria): MatchCriteria => ({
  forename: given.forename,
  surname: given.surname,
  formerSurname: given.formerSurname,
  dateOfBirth: given.dateOfBirth,
  gender: given.gender,
  postcode: given.postcode,
  addressLine: given.addressLine,
  upn: identifier?.kind === 'upn' ? identifier.value : null,
  uln: identifier?.kind === 'uln' ? identifier.value : null,
  nhsNumber: identifier?.kind === 'nhs_number' ? identifier.value : null,
});

const optionsOf = (context: GateContext): MatchOptions => ({
  scale: ownScale(),
  today: londonDate(context.ports.clock.now()),
  protectedAddresses: isHomeTeam(context),
  population: POPULATION,
});
