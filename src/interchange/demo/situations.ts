import { addDays, type LocalDate } from '../../kernel/local-date';
import { parseLaestab, schoolOrganisationId } from '../../kernel/laestab';
import type { ChildStory } from './child-story';
import { demoAddress } from './demo-families';
import type { DemoLists, DemoSchool } from './demo-lists';
import type { DemoRandom } from './demo-random';

export const HOME = 'la/931';
export const POLICE = 'police/E23000029';
export const HOUSING = 'housing/E07000178';

export type Situation = (story: ChildStory, random: DemoRandom, lists: DemoLists) => ChildStory;

/** How many of a hundred children of the home authority each thing happens to; the rest go to school. */
export const SITUATIONS: readonly { readonly weight: number; readonly tell: Situation }[] = [
  { weight: 6, tell: (story, random) => leftWithoutTrace(story, random.between(20, 60), random) },
  { weight: 1.5, tell: (story, random) => newToTheArea(story, random) },
  { weight: 2, tell: (story, random, lists) => waitsForAPlace(story, random, lists) },
  { weight: 3, tell: (story, random) => homeEducated(story, random.between(30, 50), random) },
  { weight: 2, tell: (story) => lookedAfter(story) },
  { weight: 1.5, tell: (story, random) => inProtectionPlan(story, random.between(20, 200)) },
  { weight: 0.4, tell: (story, random) => inRefuge(story, random.between(30, 60)) },
  { weight: 4, tell: (story, random) => socialCareCase(story, random.between(5, 300)).onRoll() },
  {
    weight: 1,
    tell: (story, random) => reportedMissing(story, random.between(1, 9), random.chance(0.5)).onRoll(),
  },
  { weight: 3, tell: (story, random, lists) => twoRolls(story, random, lists) },
  { weight: 3, tell: (story, random) => partTime(story, random) },
  { weight: 3, tell: (story, random, lists) => movedTo(story, random, lists, 'la/852', 20) },
  { weight: 1.6, tell: (story, random) => housingCase(story, random.between(5, 90)).onRoll() },
  { weight: 2, tell: (story, random) => caseClosed(story, random.between(60, 200)) },
  { weight: 65, tell: (story) => story.onRoll() },
];

export function leftWithoutTrace(story: ChildStory, days: number, random: DemoRandom): ChildStory {
  leftRoll(story, story.ago(days));
  const opened = story.ago(days - 10);
  const found = random.chance(0.4);
  const isOld = random.chance(0.15);
  const notFound = random.pick(['IDENTIFIED_NOT_LOCATED', 'AT_RISK']);
  openCase(story, {
    state: isOld && !found ? 'DORMANT' : 'OPEN',
    classification: found ? random.pick(['IDENTIFIED_LOCATED', 'NOT_SUITABLE_LEVEL']) : notFound,
    rag: found ? 'GREEN' : random.pick(['RED', 'AMBER']),
    opened,
  });
  return found ? story : story.fact({ source: HOME, fact: 'home address over', day: opened });
}

export function openCase(
  story: ChildStory,
  {
    state,
    classification,
    rag,
    opened,
  }: { state: 'OPEN' | 'DORMANT'; classification: string; rag: string; opened: LocalDate },
): ChildStory {
  const review = state === 'OPEN' ? addDays(story.today, 14) : null;
  return story.fact({
    source: HOME,
    fact: 'cme case',
    state,
    classification,
    rag,
    opened,
    review,
    closed: null,
  });
}

export function newToTheArea(story: ChildStory, random: DemoRandom): ChildStory {
  story.stays = [];
  const opened = story.ago(random.between(8, 40));
  return openCase(story.fromAuthority(opened), {
    state: 'OPEN',
    classification: 'IDENTIFIED_LOCATED',
    rag: 'AMBER',
    opened,
  });
}

function waitsForAPlace(story: ChildStory, random: DemoRandom, { schools }: DemoLists): ChildStory {
  newToTheArea(story, random);
  const offer = random.pick(
    schools.filter(({ authority, type }) => authority === HOME && type === 'secondary'),
  );
  return circumstance(
    story,
    'PLACE_OFFER',
    organisationOf(offer),
    null,
    HOME,
    story.ago(6),
    'offered, not yet taken up',
  );
}

function homeEducated(story: ChildStory, days: number, random: DemoRandom): ChildStory {
  const state = random.pick(['notified', 'not_yet_established', 'suitable', 'suitable']);
  return homeEducatedSince(story, story.ago(days), state);
}

export function homeEducatedSince(story: ChildStory, day: LocalDate, state: string): ChildStory {
  story.leave(day, { authority: HOME.slice(3) });
  leavingDetails(story, 'the parents have written that they educate the child themselves', 'home_education');
  return story.fact({ source: HOME, fact: 'home education', state, begins: day });
}

function lookedAfter(story: ChildStory): ChildStory {
  story.lookedAfter = { inCare: true, careAuthority: HOME.slice(3) };
  return circumstance(story.onRoll(), 'LOOKED_AFTER', HOME, null, HOME, story.ago(1), null);
}

function inProtectionPlan(story: ChildStory, days: number): ChildStory {
  const child = circumstance(
    story.onRoll(),
    'CHILD_PROTECTION',
    HOME,
    `${HOME}/childrens-social-care`,
    HOME,
    story.ago(days),
    null,
  );
  return socialCareCase(child, days);
}

export function inRefuge(story: ChildStory, days: number): ChildStory {
  const fled = story.ago(days);
  circumstance(story.onRoll(), 'LOCATION_PROTECTION', HOME, `${HOME}/cme`, HOME, fled, 'refuge');
  story.fact({ source: HOME, fact: 'home address over', day: fled });
  return story.fact({
    source: HOME,
    fact: 'address',
    kind: 'temporary',
    line1: 'Invented refuge, care of the council',
    town: null,
    postcode: null,
    authority: HOME,
    protected: true,
    begins: fled,
  });
}

export function socialCareCase(story: ChildStory, days: number): ChildStory {
  return circumstance(story, 'OPEN_CASE', HOME, `${HOME}/front-door`, HOME, story.ago(days), null);
}

export function housingCase(story: ChildStory, days: number): ChildStory {
  return circumstance(story, 'OPEN_CASE', HOUSING, `${HOUSING}/main`, HOUSING, story.ago(days), null);
}

export function reportedMissing(story: ChildStory, days: number, isBack: boolean): ChildStory {
  const ends = isBack ? story.ago(Math.max(days - 2, 0)) : null;
  return circumstance(
    story,
    'MISSING_EPISODE',
    POLICE,
    `${POLICE}/main`,
    POLICE,
    story.ago(days),
    null,
    ends,
  );
}

function twoRolls(story: ChildStory, random: DemoRandom, { schools }: DemoLists): ChildStory {
  const isNear = ({ type, authority }: DemoSchool): boolean =>
    type === 'alternative provision' && authority === HOME;
  const second = random.pick(schools.filter(isNear));
  const main = story.stays.at(-1);
  if (main === undefined) return story.onRoll();
  const begins = story.ago(15) > main.begins ? story.ago(15) : main.begins;
  story.onRoll(main, 'M').join(second, begins);
  return story.onRoll(story.stays.at(-1), 'S');
}

function partTime(story: ChildStory, random: DemoRandom): ChildStory {
  const { school } = story.onRoll();
  if (school === null) return story;
  const source = organisationOf(school);
  return story.fact({ source, fact: 'part time', organisation: source, hours: random.between(6, 16) });
}

export function movedTo(
  story: ChildStory,
  random: DemoRandom,
  lists: DemoLists,
  authority: string,
  days: number,
): ChildStory {
  const last = story.school;
  const type = last?.type === 'secondary' ? 'secondary' : 'primary';
  const next = random.pick(
    lists.schools.filter((school) => school.authority === authority && school.type === type),
  );
  story.leave(story.ago(days), { laestab: next.laestab });
  story.address = demoAddress(random, authority, lists);
  return story.join(next, story.ago(days - 3)).onRoll();
}

function caseClosed(story: ChildStory, days: number): ChildStory {
  return story.onRoll().fact({
    source: HOME,
    fact: 'cme case',
    state: 'CLOSED',
    classification: 'IDENTIFIED_LOCATED',
    rag: 'GREEN',
    opened: story.ago(days + 30),
    review: null,
    closed: story.ago(days),
  });
}

export function leftRoll(story: ChildStory, day: LocalDate): void {
  story.leave(day, 'unknown');
  leavingDetails(story, 'has left, next school unknown', null);
}

function leavingDetails(story: ChildStory, ground: string, destinationKind: 'home_education' | null): void {
  const last = story.stays.at(-1);
  if (last === undefined || last.ends === null) return;
  const organisation = organisationOf(last.school);
  const confirmed = destinationKind === null ? null : addDays(last.ends, 1);
  const leaving = { organisation, ground, lastAttended: last.ends, destinationKind, confirmed };
  story.fact({ source: organisation, fact: 'left', ...leaving });
}

function circumstance(
  story: ChildStory,
  kind: string,
  organisation: string,
  unit: string | null,
  source: string,
  begins: LocalDate,
  detail: string | null,
  ends: LocalDate | null = null,
): ChildStory {
  return story.fact({ source, fact: 'circumstance', kind, organisation, unit, detail, begins, ends });
}

function organisationOf(school: DemoSchool): string {
  const laestab = parseLaestab(school.laestab);
  if (!laestab.ok) throw new Error(`data/demo/schools.json: ${laestab.problem}`);
  return schoolOrganisationId(laestab.value);
}
