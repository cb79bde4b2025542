import { type LocalDate, localDate, partsOf } from '../../kernel/local-date';
import type { DemoLists, DemoSchool } from './demo-lists';
import type { DemoRandom } from './demo-random';

export interface DemoStay {
  readonly school: DemoSchool;
  readonly begins: LocalDate;
  readonly ends: LocalDate | null;
}

/** The schools of a family: its children go to the same ones. */
export interface FamilySchools {
  readonly primary: DemoSchool;
  readonly secondary: DemoSchool;
}

export function familySchools(random: DemoRandom, authority: string, { schools }: DemoLists): FamilySchools {
  const here = schools.filter((school) => school.authority === authority);
  const primaries = here.filter(({ type }) => type === 'primary');
  const secondaries = here.filter(({ type }) => type === 'secondary');
  const others = here.filter(({ type }) => type === 'special' || type === 'independent');
  const special = others.length > 0 && random.chance(0.03) ? random.pick(others) : null;
  return { primary: special ?? random.pick(primaries), secondary: special ?? random.pick(secondaries) };
}

/** Where a child born then has been to school by `today`, when nothing out of the ordinary happened. */
export function ordinaryStays(
  dateOfBirth: LocalDate,
  { primary, secondary }: FamilySchools,
  before: DemoSchool | null,
  today: LocalDate,
): DemoStay[] {
  const year = schoolYearOf(dateOfBirth);
  const reception = localDate(year + 5, 9, 3);
  const change = localDate(year + 8, 1, 6);
  const seven = localDate(year + 12, 9, 3);
  const planned: DemoStay[] =
    before === null
      ? [{ school: primary, begins: reception, ends: localDate(year + 12, 7, 20) }]
      : [
          { school: before, begins: reception, ends: localDate(year + 7, 12, 18) },
          { school: primary, begins: change, ends: localDate(year + 12, 7, 20) },
        ];
  planned.push({ school: secondary, begins: seven, ends: null });
  const begun = planned.filter(({ begins }) => begins <= today);
  return begun.map((stay) => (stay.ends !== null && stay.ends > today ? { ...stay, ends: null } : stay));
}

/** National curriculum year on a day: R is 0. */
export function ncYear(dateOfBirth: LocalDate, on: LocalDate): string {
  const number = schoolYearOf(on) - schoolYearOf(dateOfBirth) - 5;
  return number <= 0 ? 'R' : String(Math.min(number, 14));
}

/** The year in whose September the school year of that day began. */
export function schoolYearOf(date: LocalDate): number {
  const { year, month } = partsOf(date);
  return month >= 9 ? year : year - 1;
}
