import { addDays, addYears, dayOfWeek, type LocalDate, localDate, partsOf } from './local-date';

const FRIDAY = 5;

/**
 * The day at whose beginning a child comes of compulsory school age: the fifth birthday when that is a prescribed
 * day (31 March, 31 August, 31 December), else the prescribed day next following.
 * Education Act 1996 s8(2) and the Education (Start of Compulsory School Age) Order 1998. The term that starts
 * after it is when attendance begins, not when the age does. Whether a child of 29 February is five on the 28th or
 * on 1 March makes no difference.
 */
export function compulsorySchoolAgeBegins(dateOfBirth: LocalDate): LocalDate {
  const birthday = addYears(dateOfBirth, 5);
  const { year } = partsOf(birthday);
  const prescribed = [localDate(year, 3, 31), localDate(year, 8, 31)].find((day) => birthday <= day);
  return prescribed ?? localDate(year, 12, 31);
}

/** The school leaving date of a calendar year: the last Friday in June (Education (School Leaving Date) Order 1997). */
export function schoolLeavingDate(year: number): LocalDate {
  const last = localDate(year, 6, 30);
  return addDays(last, -((dayOfWeek(last) - FRIDAY + 7) % 7));
}

/**
 * The day at whose end a child ceases to be of compulsory school age. Education Act 1996 s8(3): the school leaving
 * date next following the sixteenth birthday (c) or on it (b); for a child who turns 16 after that date but before
 * the next school year, that very date (a), though the child is then still 15.
 * The school year is taken to begin on 1 September; a school that begins later would move children born on its
 * first days of September.
 */
export function compulsorySchoolAgeEnds(dateOfBirth: LocalDate): LocalDate {
  const birthday = addYears(dateOfBirth, 16);
  const { year } = partsOf(birthday);
  return birthday < localDate(year, 9, 1) ? schoolLeavingDate(year) : schoolLeavingDate(year + 1);
}

/** Whether a child born then is of compulsory school age on that day (both first and last day count). */
export function isOfCompulsorySchoolAge(dateOfBirth: LocalDate, on: LocalDate): boolean {
  return compulsorySchoolAgeBegins(dateOfBirth) <= on && on <= compulsorySchoolAgeEnds(dateOfBirth);
}
