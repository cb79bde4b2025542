import { type LocalDate, parseLocalDate } from '../../kernel/local-date';
import { ChildStory } from './child-story';
import type { DemoChild } from './demo-child';
import { demoFamilies, type DemoFamily, type DemoPerson } from './demo-families';
import { NhsNumberSeries, UpnSeries } from './demo-identifiers';
import type { DemoLists } from './demo-lists';
import { DemoRandom } from './demo-random';
import { markRisks } from './demo-risks';
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
  let ours = 0;
  for (const family of demoFamilies(seed, lists)) {
    const schools = familySchools(family.random, family.authority, lists);
    const elder: { upn: string; surname: string }[] = [];
    for (const person of family.children) {
      if (left <= 0) return;
      left -= 1;
      const story = oneOf(family, person, schools, { seed, today, lists, upns, nhsNumbers });
      if (family.authority === HOME) markRisks(story, seed, story.upn, ours++);
      for (const { upn, surname } of elder) {
        const kind = surname === person.surname ? 'full' : 'half';
        story.fact({ source: family.authority, fact: 'sibling', other: upn, kind });
      }
      elder.push({ upn: story.upn, surname: person.surname });
      yield story.done();
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

function oneOf(family: DemoFamily, person: DemoPerson, schools: FamilySchools, making: Making): ChildStory {
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
  const nhsNumber = random.chance(0.85) ? nhsNumbers.next() : null;
  if (nhsNumber !== null) story.fact({ source: 'nhs/RTH', fact: 'nhs number', value: nhsNumber });
  const isOurs = family.authority === HOME;
  return isOurs ? random.weighted(SITUATIONS).tell(story, random, lists) : story.onRoll();
}
