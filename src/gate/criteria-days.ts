import { daysBetween, type LocalDate } from '../kernel/local-date';
import { addPeriodToDate, parsePeriod } from '../kernel/period';
import type { Profile } from '../policy/profile';

const OTHERWISE = 90;

/**
 * For how many days the criteria of a lookup that met nobody are kept: they are the personal data of a child who is
 * not in the hub. The shortest time that an agreement sets by which this asker may look for a child at all.
 */
export function criteriaDays(profile: Profile): number {
  const agreements = profile
    .cell('EXISTENCE', 'full')
    .parties.flatMap(({ permits }) => permits.map(({ rule }) => rule.agreement));
  const days = agreements.flatMap(({ lookupRetention }) => {
    const period = parsePeriod(lookupRetention);
    const today = profile.ruleset.day as LocalDate;
    return period.ok ? daysBetween(today, addPeriodToDate(today, period.value)) : [];
  });
  return days.length === 0 ? OTHERWISE : Math.min(...days);
}
