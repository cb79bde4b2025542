import { decisionOn, statesOf } from './openness';
import type { Atom, Cell, Profile } from './profile';
import type { ClauseRef } from './ruleset';
import { atomKey, groundsOf, minimal, type StandingStates } from './standing-states';

/** Children to whom all of some standings hold, and none of some others. */
export interface Children {
  readonly has: readonly Atom[];
  readonly lacks: readonly Atom[];
}

/** What one cell is to one asker under two rulesets, where they differ. */
export interface CellDifference {
  readonly effect: 'opens' | 'closes';
  readonly children: readonly Children[];
  /** The clauses that open now what was shut, or that opened what is shut now. */
  readonly under: readonly ClauseRef[];
  /** The prohibitions that shut it on the other side; empty where that side is merely silent. */
  readonly shutBy: readonly ClauseRef[];
}

/** A cell in its profile. */
export type Side = readonly [Profile, Cell];

/**
 * Compares `decide` with `decide` on every state of the standings that bear on a cell.
 * INVARIANT: no difference is left out; the description may say more only of states that both sides treat alike
 * by the same clause.
 */
export function differenceOf(before: Side, after: Side): CellDifference[] {
  if (before[1].verdict === 'never' && after[1].verdict === 'never') return [];
  const states = statesOf([before, after]);
  const [was, is] = [opened(before, states), opened(after, states)];
  const alike = alikeOn(before, after, states, (state) => was.has(state) && is.has(state));
  const one = (effect: CellDifference['effect'], open: Set<bigint>, shut: Set<bigint>): CellDifference[] => {
    const on = states.states.filter((state) => open.has(state) && !shut.has(state));
    if (on.length === 0) return [];
    const off = states.states.filter((state) => !(open.has(state) && !shut.has(state)) && !alike(state));
    const [opening, other] = effect === 'opens' ? [after, before] : [before, after];
    return [
      {
        effect,
        children: cubes(states, on, off),
        under: refsOn(opening, states, minimal(on)),
        shutBy: refsOn(other, states, minimal(on)),
      },
    ];
  };
  return [...one('opens', is, was), ...one('closes', was, is)];
}

function opened(side: Side, states: StandingStates): Set<bigint> {
  return new Set(states.states.filter((s) => decisionOn(...side, states, s).effect === 'disclose'));
}

/** States that a clause opens, or a prohibition shuts, word for word on both sides: they need no mention. */
function alikeOn(
  before: Side,
  after: Side,
  states: StandingStates,
  bothOpen: (state: bigint) => boolean,
): (state: bigint) => boolean {
  const both = (of: (side: Side) => Map<string, bigint[]>): bigint[][] => {
    const known = of(after);
    return [...of(before)].flatMap(([key, masks]) => (known.has(key) ? [masks] : []));
  };
  const inStates = (profile: Profile, mask: bigint): bigint => {
    const keys = new Set(groundsIn(profile, mask).map(atomKey));
    return states.atoms.reduce((bits, a, i) => (keys.has(atomKey(a)) ? bits | (1n << BigInt(i)) : bits), 0n);
  };
  const permits = both(([profile, cell]) => {
    const rules = cell.parties.flatMap((p) => p.permits);
    return new Map(
      rules.map((r) => [`${name(r.rule.ref)} ${told(profile, r.need)}`, [inStates(profile, r.need)]]),
    );
  });
  const forbids = both(([profile, cell]) => {
    const rules = cell.parties.flatMap((p) => p.forbids);
    return new Map(
      rules.map((f) => [
        `${name(f.rule.ref)} ${told(profile, f.when)} ${f.unless.map((u) => told(profile, u)).join(';')}`,
        [inStates(profile, f.when), ...f.unless.map((u) => inStates(profile, u))],
      ]),
    );
  });
  const holds = (state: bigint, mask: bigint | undefined): boolean =>
    mask !== undefined && (state & mask) === mask;
  return (state) =>
    forbids.some(([when, ...unless]) => holds(state, when) && !unless.some((u) => holds(state, u))) ||
    (bothOpen(state) && permits.some(([need]) => holds(state, need)));
}

/**
 * Few words for the states in `on`: all that holds in a least one, and of what does not hold in it only what keeps
 * the states of `off` out. What is neither on nor off does not matter.
 */
function cubes({ atoms }: StandingStates, on: readonly bigint[], off: readonly bigint[]): Children[] {
  const found: { has: bigint; lacks: bigint }[] = [];
  const covers = (cube: { has: bigint; lacks: bigint }, state: bigint): boolean =>
    (state & cube.has) === cube.has && (state & cube.lacks) === 0n;
  const all = (1n << BigInt(atoms.length)) - 1n;
  for (const state of on) {
    if (found.some((cube) => covers(cube, state))) continue;
    let cube = { has: state, lacks: all & ~state };
    for (let i = 0; i < atoms.length; i++) {
      const wider = { has: state, lacks: cube.lacks & ~(1n << BigInt(i)) };
      if (!off.some((other) => covers(wider, other))) cube = wider;
    }
    found.push(cube);
  }
  return found.map((cube) => ({ has: groundsOf(atoms, cube.has), lacks: bits(atoms, cube.lacks) }));
}

/** The clauses that disclose some states, or the prohibitions that shut them. */
function refsOn(side: Side, states: StandingStates, on: readonly bigint[]): ClauseRef[] {
  const refs = on.flatMap((state) => {
    const decision = decisionOn(...side, states, state);
    return decision.effect === 'disclose' || decision.because === 'forbidden' ? decision.under : [];
  });
  return [...new Map(refs.map((r) => [name(r), r])).values()];
}

const bits = (atoms: readonly Atom[], mask: bigint): Atom[] =>
  atoms.filter((_, i) => (mask & (1n << BigInt(i))) !== 0n);
const groundsIn = (profile: Profile, mask: bigint): Atom[] => bits(profile.atoms, mask);
const told = (profile: Profile, mask: bigint): string =>
  groundsIn(profile, mask).map(atomKey).sort().join('&');
const name = (ref: ClauseRef): string => `${ref.agreement} ${ref.clause ?? ''}`;
