import fc from 'fast-check';
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

const DAYS: Readonly<Record<string, number>> = { P28D: 28, P1M: 30, P1Y: 365, P6M: 182, P2Y: 730 };

export const modelChild: fc.Arbitrary<ModelChild> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...STANDING_KINDS.filter((kind) => kind !== 'ANY_CHILD')),
      fc.record({
        confirmed: fc.boolean(),
        begunDaysAgo: fc.constantFrom(1, 27, 29, 100, 400),
        endedDaysAgo: fc.constantFrom(1, 100, 200),
      }),
    ),
    { maxLength: 6 },
  )
  .map((facts) => ({ facts: new Map(facts) }));

export function holds(child: ModelChild, atom: Atom): boolean {
  const fact = child.facts.get(atom.kind);
  if (!fact || (atom.level === 'confirmed' && !fact.confirmed)) return false;
  const within = (period: string | null, days: number): boolean => {
    if (period === null) return true;
    const most = DAYS[period];
    if (most === undefined) throw new Error(`the model does not know ${period}`);
    return days <= most;
  };
  return within(atom.for, fact.begunDaysAgo) && within(atom.within, fact.endedDaysAgo);
}

export const maskOfChild = (profile: Profile, child: ModelChild): bigint =>
  profile.atoms.reduce((mask, atom, i) => (holds(child, atom) ? mask | (1n << BigInt(i)) : mask), 0n);
