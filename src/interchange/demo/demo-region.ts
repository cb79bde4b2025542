import { type LocalDate, parseLocalDate } from '../../kernel/local-date';
import { ChildStory } from './child-story';
import type { DemoChild } from './demo-child';
import { demoFamilies, type DemoFamily, type DemoPerson } from './demo-families';
import { NhsNumberSeries, UpnSeries } from './demo-identifiers';
import type { DemoLists } from './demo-lists';
import { DemoRandom } from './demo-random';
import { type FamilySchools, familySchools, ordinaryStays, schoolYearOf } from './demo-stays';
import { personaChildren } from './persona-stories';
import { HOME, SITUATIONS } from './situations';

export interface DemoRegion {
  readonly seed: string;
  readonly children: number;
  /** The day from which everything that happened is counted back. */
  readonly today: LocalDate;
}

/** So many invented children, the named ones first; the same for the same seed and day. */
export function* demoRegion({ seed, children, today }: DemoRegion, lists: DemoLists): Generator<DemoChild> {
  let left = children;
  for (const child of personaChildren(today, lists)) {
    left -= 1;
    yield child;
  }
  const upns = new UpnSeries();
  const nhsNumbers = new NhsNumberSeries();
  for (const family of demoFamilies(seed, lists)) {
    const schools = familySchools(family.random, family.authority, lists);
    for (const person of family.children) {
      if (left <= 0) return;
      left -= 1;
      yield oneOf(family, person, schools, { seed, today, lists, upns, nhsNumbers });
    }
  }
}

interface Making {
  readonly seed: string;
  readonly today: LocalDate;
  readonly lists: DemoLists;
  readonly upns: UpnSeries;
  readonly nhsNumbers: NhsNumberSeries;
}

function oneOf(family: DemoFamily, person: DemoPerson, schools: FamilySchools, making: Making): DemoChild {
  const { seed, today, lists, upns, nhsNumbers } = making;
  const born = parseLocalDate(person.dateOfBirth);
  if (!born.ok) throw new Error(born.problem);
  const upn = upns.next(schools.primary.laestab, schoolYearOf(born.value) + 5);
  const random = new DemoRandom(seed, 'child', upn);
  const others = lists.schools.filter(({ type }) => type === 'primary');
  const before = random.chance(0.15) ? random.pick(others) : null;
  const story = new ChildStory({
    person: { ...person, dateOfBirth: born.value },
    upn,
    address: family.address,
    contacts: family.contacts,
    authority: family.authority,
    stays: ordinaryStays(born.value, schools, before, today),
    today,
  });
  if (random.chance(0.85)) story.fact({ source: 'nhs/RTH', fact: 'nhs number', value: nhsNumbers.next() });
  const isOurs = family.authority === HOME;
  return isOurs ? random.weighted(SITUATIONS).tell(story, random, lists).done() : story.onRoll().done();
}
