import { CHARITY, type KnownChild } from '../../alerts/alerts-desk';
import { EWS, POLICE, SCHOOL, TEAM, type Life, type Simulation } from './simulation';

const concern = { purpose: 'RAISE_CONCERN' } as const;
const NOTHING = '{ parentsContacted: false, otherContactsPhoned: false, professionalsAsked: false }';

/** An alert by details or by id, from any partner. */
export async function raised(
  sim: Simulation,
  child: KnownChild,
): Promise<{ readonly id: string; readonly by: string }> {
  const by = sim.random.one([POLICE, CHARITY, SCHOOL]);
  const { surname, forename, dateOfBirth } = child.details;
  const who = sim.random.chance(0.5)
    ? `id: "${child.publicId}"`
    : `surname: "${surname}", forename: "${forename}", dateOfBirth: "${dateOfBirth}"`;
  const id = await sim.act(
    by,
    `raiseAlert(input: { child: { ${who} }, reason: NO_CONTACT, text: "Nobody has seen this child." })`,
    concern,
  );
  await sim.reads(
    by,
    '{ alerts(first: 5) { nodes { id outcome text child { id flagged name { surname } } } } }',
    concern,
  );
  return { id, by };
}

/** The referral of a school that has tried nothing yet. */
export function referred(
  sim: Simulation,
  { details: { surname, forename, dateOfBirth } }: KnownChild,
): Promise<string> {
  const form = `surname: "${surname}", forenames: "${forename}", dateOfBirth: "${dateOfBirth}", currentSchool: "Elm School", referralDate: "${sim.today}", referrerName: "Attendance clerk", tried: ${NOTHING}`;
  return sim.act(
    SCHOOL,
    `raiseAlert(input: { reason: UNEXPLAINED_ABSENCE, hubReferral: { ${form} } })`,
    concern,
  );
}

export async function completed(sim: Simulation, id: string): Promise<void> {
  const day = sim.today;
  const tried = ['parentsContacted', 'otherContactsPhoned', 'professionalsAsked']
    .map((line) => `${line}: true, ${line}On: ["${day}"]`)
    .join(', ');
  await sim.act(SCHOOL, `completeReferral(id: "${id}", tried: { ${tried} })`, concern);
}

export const review = (sim: Simulation, id: string, input: string): Promise<string> =>
  sim.act(TEAM, `reviewAlert(id: "${id}", input: { ${input} })`);

/** Alerts of which no case comes: each way in turn. */
export async function* withoutCase(sim: Simulation, n: number): Life {
  const child = await sim.child();
  const routed = `decision: NOT_CME, finding: "FOUND_HOME_EDUCATED", routedTo: "${EWS}"`;
  if (n % 6 === 0) {
    const id = await referred(sim, child);
    yield 1;
    await sim.refuses(TEAM, `reviewAlert(id: "${id}", input: { decision: ACCEPT })`, 'CONFLICT');
    await review(sim, id, 'decision: RETURN');
    yield 2;
    await sim.act(SCHOOL, `withdrawAlert(id: "${id}", reason: "The family has rung.")`, concern);
    return;
  }
  const { id, by } = await raised(sim, child);
  const takenBack = `withdrawAlert(id: "${id}", reason: "A mistake.")`;
  yield sim.random.between(1, 2);
  if (n % 6 === 1) {
    await sim.act(by, takenBack, concern);
    return;
  }
  if (n % 6 === 2) {
    await review(sim, id, routed);
    await sim.refuses(by, takenBack, 'CONFLICT', concern);
    return;
  }
  await review(sim, id, 'decision: ACCEPT');
  yield sim.random.between(1, 3);
  if (n % 6 === 3) await review(sim, id, routed);
  else if (n % 6 === 4) await sim.act(by, takenBack, concern);
  else await sim.act(TEAM, `closeAlert(id: "${id}", outcomeKind: ON_ROLL)`);
}
