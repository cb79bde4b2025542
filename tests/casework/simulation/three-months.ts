import { setTimeout as pause } from 'node:timers/promises';
import { addDays, localDate } from '../../../src/kernel/local-date';
import { closedWithoutEvidence, lateWithoutEscalation, outsideAgreements, unanswered } from './audit';
import { lifeOfACase } from './cases';
import { askedOfWhoRests, inbound } from './exchanges';
import { officer } from './officer';
import { withoutCase } from './referrals';
import { daysOn, RESTING, Simulation, type Life } from './simulation';
import { transitionsSeen, type Seen } from './transitions-seen';

/** How much happens, and when. */
export interface Plan {
  readonly seed: number;
  readonly cases: number;
  readonly withoutCase: number;
  readonly inbound: number;
  readonly resting: number;
  /** Working days over which cases begin. */
  readonly begin: number;
  /** Steps of the work list that the officer does in a day. */
  readonly steps: number;
}

/** What three months have come to, held against what has to be so at their end. */
export interface Outcome {
  readonly events: number;
  readonly refused: number;
  readonly questions: number;
  readonly done: ReadonlyMap<string, number>;
  readonly seen: Seen;
  readonly cases: number;
  readonly late: Awaited<ReturnType<typeof lateWithoutEscalation>>;
  readonly unanswered: readonly unknown[];
  readonly closed: Awaited<ReturnType<typeof closedWithoutEvidence>>;
  readonly disclosures: Awaited<ReturnType<typeof outsideAgreements>>;
}

const FIRST = localDate(2026, 9, 14);
const LAST = localDate(2026, 12, 18);
/** Nobody does anything any more: what is left becomes late, and goes to whom the policy names. */
const QUIET_UNTIL = localDate(2027, 1, 29);
const RESTS = localDate(2026, 11, 9);

/** An autumn term in Oxfordshire, from Monday 14 September to Friday 18 December 2026, and six quiet weeks. */
export async function threeMonths(plan: Plan): Promise<Outcome> {
  const sim = await Simulation.open(plan.seed, FIRST);
  try {
    const somewhen = (last: number) => daysOn(addDays(FIRST, -1), sim.random.between(1, last));
    for (let n = 0; n < plan.cases; n += 1) sim.begins(lifeOfACase(sim, n), somewhen(plan.begin));
    for (let n = 0; n < plan.withoutCase; n += 1) sim.begins(withoutCase(sim, n), somewhen(60));
    for (let n = 0; n < plan.inbound; n += 1) sim.begins(inbound(sim, n), somewhen(50));
    for (let n = 0; n < plan.resting; n += 1) sim.begins(askedAndResting(sim, n), somewhen(20));
    sim.begins(officer(sim, plan.steps, LAST), FIRST);
    sim.begins(outOfService(sim), RESTS);
    await sim.until(LAST);
    await sim.until(QUIET_UNTIL);
    return await outcomeOf(sim, 'oxfordshire.yaml');
  } finally {
    await sim.desk.stop();
  }
}

export async function outcomeOf(sim: Simulation, file: string, authority?: string): Promise<Outcome> {
  const [{ n } = { n: 0 }] = await sim.desk.sql<{ n: number }>('select count(*)::int as n from cme_case');
  return {
    events: sim.events,
    refused: sim.refused,
    questions: sim.questions,
    done: sim.done,
    cases: n,
    seen: await transitionsSeen(sim.desk.hub.database),
    late: await lateWithoutEscalation(sim, authority),
    unanswered: await unanswered(sim),
    closed: await closedWithoutEvidence(sim, file),
    disclosures: await outsideAgreements(sim),
  };
}

async function* askedAndResting(sim: Simulation, n: number): Life {
  yield* askedOfWhoRests(sim, await sim.child(), n, RESTS);
}

/** A hub keeps what it read of a client for less than a second of real time. */
const UNTIL_NOTICED = 1000;

/** An operator takes a partner out of service, and five working days later it is back. */
async function* outOfService(sim: Simulation): Life {
  const set = async (value: string): Promise<void> => {
    await sim.desk.sql(`update unit set disabled_at = ${value} where organisation_id = $1`, [RESTING]);
    await pause(UNTIL_NOTICED);
  };
  await set('now()');
  yield 5;
  await set('null');
}
