import fc from 'fast-check';
import { parsePeriod } from '../../src/kernel/period';
import { STANDING_KINDS } from '../../src/policy/catalogue';
import type { Atom, Profile } from '../../src/policy/profile';

/**
 * A child as the database would know it: each fact with its age, asserted or confirmed. Worked out apart from the
 * masks of the product, so that impossible states (confirmed but never asserted) cannot occur.
 */
export interface ModelChild {
  readonly facts: ReadonlyMap<
    string,
    { readonly confirmed: boolean; readonly begunDaysAgo: number; readonly endedDaysAgo: number }
  >;
}

export const modelChild: fc.Arbitrary<ModelChild> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...STANDING_KINDS.filter((kind) => kind !== 'ANY_CHILD')),
      fc.record({
        confirmed: fc.boolean(),
        begunDaysAgo: fc.constantFrom(0, 1, 27, 29, 100, 400),
        endedDaysAgo: fc.constantFrom(1, 100, 200),
      }),
    ),
    { maxLength: 6 },
  )
  .map((facts) => ({ facts: new Map(facts) }));

/** Near enough: no age of a fact in the model lies between the least and the greatest length of a period. */
function daysOf(text: string): number {
  const period = parsePeriod(text);
  if (!period.ok) throw new Error(`the model does not know ${text}`);
  const { years, months, weeks, days, hours } = period.value;
  return years * 365 + months * 30 + weeks * 7 + days + hours / 24;
}

export function holds(child: ModelChild, atom: Atom): boolean {
  const fact = child.facts.get(atom.kind);
  if (!fact || (atom.level === 'confirmed' && !fact.confirmed)) return false;
  const within = (period: string | null, days: number): boolean => period === null || days <= daysOf(period);
  return within(atom.for, fact.begunDaysAgo) && within(atom.within, fact.endedDaysAgo);
}

export const maskOfChild = (profile: Profile, child: ModelChild): bigint =>
  profile.atoms.reduce((mask, atom, i) => (holds(child, atom) ? mask | (1n << BigInt(i)) : mask), 0n);
