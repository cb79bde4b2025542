import { parsePeriod } from '../kernel/period';
import type { Atom, Cell, Profile } from './profile';

/** Grounds that matter to a question, and every way in which they can hold together for one child. */
export interface StandingStates {
  readonly atoms: readonly Atom[];
  /** Bit `i` stands for `atoms[i]`. Fewest grounds first; a state that no child can be in is left out. */
  readonly states: readonly bigint[];
}

/** Up to so many grounds every state is looked at; beyond, only those that the rules themselves name. */
const MOST_ENUMERATED = 14;

/** How long after its end a fact counts where an agreement does not say: as `gate/standing-sql.ts` has it. */
const WITHIN_UNLESS_SAID: Readonly<Record<string, string>> = { LEFT_OUR_ROLL: 'P1Y', LEFT_OUR_AREA: 'P1Y' };

export const atomKey = (a: Atom): string => `${a.kind}|${a.within ?? ''}|${a.for ?? ''}|${a.level}|${a.as}`;

/** The grounds that any rule about a cell mentions. */
export function atomsOf(profile: Profile, cell: Cell): Atom[] {
  const used = cell.parties
    .flatMap((p) => [...p.permits.map((r) => r.need), ...p.forbids.flatMap((f) => [f.when, ...f.unless])])
    .reduce((all, mask) => all | mask, 0n);
  return profile.atoms.filter((_, i) => (used & (1n << BigInt(i))) !== 0n);
}

/**
 * Every state of some grounds, exact up to 14 of them. Beyond that `named` (sets of grounds that rules ask for or
 * forbid) and their unions two and two stand in for all: a rule can only turn where one of its own sets is full.
 */
export function standingStates(atoms: readonly Atom[], named: readonly (readonly Atom[])[]): StandingStates {
  const sorted = [...new Map(atoms.map((a) => [atomKey(a), a])).values()].sort((a, b) =>
    atomKey(a) < atomKey(b) ? -1 : 1,
  );
  const implied = sorted.map((a) =>
    sorted.reduce((mask, b, j) => (implies(a, b) ? mask | (1n << BigInt(j)) : mask), 0n),
  );
  const states =
    sorted.length <= MOST_ENUMERATED
      ? everyState(implied)
      : unionsOf(named.map((set) => closed(bitsOf(set, sorted), implied)));
  return { atoms: sorted, states: states.sort((a, b) => size(a) - size(b) || (a < b ? -1 : 1)) };
}

/** A state as the mask of one profile. */
export function maskOf(profile: Profile, { atoms }: StandingStates, state: bigint): bigint {
  const held = new Set(atoms.filter((_, i) => (state & (1n << BigInt(i))) !== 0n).map(atomKey));
  return profile.atoms.reduce((mask, a, i) => (held.has(atomKey(a)) ? mask | (1n << BigInt(i)) : mask), 0n);
}

/** The grounds of a state without those that follow from another of them. */
export function groundsOf(atoms: readonly Atom[], state: bigint): Atom[] {
  const held = atoms.filter((_, i) => (state & (1n << BigInt(i))) !== 0n);
  return held.filter((a, i) => !held.some((b, j) => i !== j && implies(b, a) && (!implies(a, b) || j < i)));
}

/** Those states that hold no other of them: what is left after absorption. */
export function minimal(states: readonly bigint[]): bigint[] {
  const kept: bigint[] = [];
  for (const state of [...states].sort((a, b) => size(a) - size(b)))
    if (!kept.some((small) => (state & small) === small)) kept.push(state);
  return kept;
}

/**
 * Whether the first ground cannot hold without the second: what is confirmed is asserted too, and what began or
 * ended within a short time did so within a longer one.
 */
export function implies(a: Atom, b: Atom): boolean {
  if (a.kind !== b.kind || a.as !== b.as) return false;
  if (b.level === 'confirmed' && a.level === 'asserted') return false;
  const otherwise = WITHIN_UNLESS_SAID[a.kind] ?? null;
  return atMost(a.for, b.for) && atMost(a.within ?? otherwise, b.within ?? otherwise);
}

/** INVARIANT: false when in doubt, so that two grounds which only look alike are told apart. */
function atMost(a: string | null, b: string | null): boolean {
  if (b === null || a === b) return true;
  if (a === null) return false;
  const [short, long] = [parsePeriod(a), parsePeriod(b)];
  if (!short.ok || !long.ok) return false;
  const months = (p: typeof short.value): number => p.years * 12 + p.months;
  const days = (p: typeof short.value): number => p.weeks * 7 + p.days + p.hours / 24;
  if (months(short.value) <= months(long.value) && days(short.value) <= days(long.value)) return true;
  return months(short.value) * 31 + days(short.value) <= months(long.value) * 28 + days(long.value);
}

function everyState(implied: readonly bigint[]): bigint[] {
  const all = Array.from({ length: 2 ** implied.length }, (_, i) => BigInt(i));
  return all.filter((state) => closed(state, implied) === state);
}

function unionsOf(sets: readonly bigint[]): bigint[] {
  const found = new Set<bigint>([0n]);
  for (const a of sets) for (const b of sets) found.add(a | b);
  for (const pair of [...found]) for (const c of sets) found.add(pair | c);
  return [...found];
}

const closed = (state: bigint, implied: readonly bigint[]): bigint =>
  implied.reduce((mask, more, i) => ((state & (1n << BigInt(i))) !== 0n ? mask | more : mask), state);

function bitsOf(set: readonly Atom[], atoms: readonly Atom[]): bigint {
  const keys = new Set(set.map(atomKey));
  return atoms.reduce((mask, a, i) => (keys.has(atomKey(a)) ? mask | (1n << BigInt(i)) : mask), 0n);
}

function size(state: bigint): number {
  let bits = 0;
  for (let rest = state; rest !== 0n; rest &= rest - 1n) bits += 1;
  return bits;
}
