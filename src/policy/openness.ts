import { decide, type Decision } from './decide';
import type { Atom, Cell, Profile } from './profile';
import type { ClauseRef } from './ruleset';
import { atomsOf, groundsOf, maskOf, minimal, standingStates, type StandingStates } from './standing-states';

/** One least set of grounds under which a cell is open; no grounds: for any child. */
export interface Way {
  readonly grounds: readonly Atom[];
  readonly under: readonly ClauseRef[];
  /** Last day on which a clause behind it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** A prohibition that shuts an otherwise open cell for some children. */
export interface Shut {
  readonly when: readonly Atom[];
  /** It does not bind where all of any of these hold. */
  readonly unless: readonly (readonly Atom[])[];
  readonly under: ClauseRef;
}

/** For which children one cell is open to one asker. */
export interface Openness {
  readonly verdict: Cell['verdict'];
  readonly ways: readonly Way[];
  readonly shut: readonly Shut[];
}

const CLOSED: Openness = { verdict: 'never', ways: [], shut: [] };

/**
 * Asks `decide` about every state of the grounds that bear on a cell, and keeps the least ones that disclose.
 * A cell whose decision cannot be worked out is closed, as it is at the gate.
 */
export function opennessOf(profile: Profile, word: string, form: string): Openness {
  const cell = cellOrClosed(profile, word, form);
  if (cell.verdict === 'never') return CLOSED;
  const states = statesOf([[profile, cell]]);
  const open = states.states.filter(
    (state) => decisionOn(profile, cell, states, state).effect === 'disclose',
  );
  const least = minimal(open);
  if (least.length === 0) return CLOSED;
  const ways = least.map((state): Way => {
    const decision = decisionOn(profile, cell, states, state);
    return {
      grounds: groundsOf(states.atoms, state),
      under: decision.under,
      until: lastDayOf(cell, decision.under),
    };
  });
  return { verdict: cell.verdict, ways, shut: shutsOf(profile, cell, states, least) };
}

/** The cell, or one that is shut where the profile has more grounds than fit: the gate then denies. */
export function cellOrClosed(profile: Profile, word: string, form: string): Cell {
  try {
    return profile.cell(word, form);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { id: `${word}/${form}`, word, form, parties: [], verdict: 'never' };
  }
}

/** The states that matter to any of some cells, each in its own profile. */
export function statesOf(cells: readonly (readonly [Profile, Cell])[]): StandingStates {
  const atoms = cells.flatMap(([profile, cell]) => atomsOf(profile, cell));
  const named = cells.flatMap(([profile, cell]) =>
    cell.parties
      .flatMap((p) => [...p.permits.map((r) => r.need), ...p.forbids.flatMap((f) => [f.when, ...f.unless])])
      .map((mask) => groundsOf(profile.atoms, mask)),
  );
  return standingStates(atoms, named);
}

export function decisionOn(profile: Profile, cell: Cell, states: StandingStates, state: bigint): Decision {
  // Silence alters how a refusal looks, not what it is.
  return decide(cell, maskOf(profile, states, state), false);
}

function shutsOf(profile: Profile, cell: Cell, states: StandingStates, least: readonly bigint[]): Shut[] {
  const biting = states.states
    .filter((state) => least.some((way) => (state & way) === way))
    .map((state) => decisionOn(profile, cell, states, state))
    .flatMap((d) => (d.effect === 'withhold' && d.because === 'forbidden' ? d.under : []));
  const refs = new Set(biting.map((r) => `${r.agreement} ${r.clause ?? ''}`));
  return cell.parties.flatMap((p) =>
    p.forbids
      .filter((f) => refs.has(`${f.rule.ref.agreement} ${f.rule.ref.clause ?? ''}`))
      .map((f) => ({
        when: groundsOf(profile.atoms, f.when),
        unless: f.unless.map((mask) => groundsOf(profile.atoms, mask)),
        under: f.rule.ref,
      })),
  );
}

function lastDayOf(cell: Cell, under: readonly ClauseRef[]): string {
  return cell.parties
    .flatMap((p) => p.permits.map(({ rule }) => rule))
    .filter((rule) => under.includes(rule.ref))
    .reduce((last, rule) => (rule.lastDay > last ? rule.lastDay : last), '');
}
