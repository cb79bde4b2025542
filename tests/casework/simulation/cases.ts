import { addDays } from '../../../src/kernel/local-date';
import type { KnownChild } from '../../alerts/alerts-desk';
import { DIRECTOR, MANAGER, SECOND } from '../case-desk';
import { asked, flagged, transferred } from './exchanges';
import { completed, raised, referred, review } from './referrals';
import { TEAM, type Life, type Simulation } from './simulation';

const GOVERNANCE = { purpose: 'CASE_GOVERNANCE' } as const;
/** Which end a case comes to, and what proves it. Null: it stays open. */
const ENDS = [
  ['ON_ROLL', ['ROLL_CONFIRMED']],
  ['SUITABLE_HOME_EDUCATION', ['PARENT_CONFIRMED_EHE', 'EHE_ASSURED']],
  ['MOVED_AND_CONFIRMED', ['AUTHORITY_CONFIRMED']],
  ['CHECKS_MADE_NOT_FOUND', ['PANEL_SEEN', 'LOST_PUPIL_UPLOADED']],
  null,
] as const;
/** The list of checks of the policy (S1 4.1, 4.2) but for the one that only child protection allows. */
const CHECKS = ['EDUCATION_DATABASE', 'POLICE_RECORDS', 'SOCIAL_CARE_SYSTEM', 'DISTRICT_HOUSING', 'YOUTH_OFFENDING', 'CHILD_HEALTH', 'ALL_AUTHORITIES']; // prettier-ignore

/** One child from the first alert to the end of the case. */
export async function* lifeOfACase(sim: Simulation, n: number): Life {
  const child = await sim.child();
  const alert = n % 6 === 0 ? await referred(sim, child) : (await raised(sim, child)).id;
  yield 1;
  if (n % 6 === 0) {
    await review(sim, alert, 'decision: RETURN');
    yield 1;
    await completed(sim, alert);
    yield 1;
  }
  const opening = `classification: IDENTIFIED_NOT_LOCATED, rag: ${sim.random.one(['RED', 'AMBER', 'GREEN'])}, reviewOn: "${addDays(sim.today, 28)}"`;
  if (n % 3 === 0) {
    await review(sim, alert, 'decision: ACCEPT');
    yield 1;
  }
  await review(sim, alert, `decision: ACCEPT, openCase: { ${opening} }`);
  const id = await entryOf(sim, child);
  await sim.act(TEAM, `takeCase(id: "${id}")`);
  sim.begins(asked(sim, child, n));
  if (n % 2 === 0) sim.begins(asked(sim, child, n / 2));
  if (n % 3 === 1) sim.begins(flagged(sim, child, Math.floor(n / 3)));
  if (n % 4 === 2) sim.begins(transferred(sim, Math.floor(n / 4)));
  yield* worked(sim, id, n);
  const end = ENDS[Math.floor(n / 3) % ENDS.length] ?? null;
  if (n % 5 === 1) await sim.act(TEAM, `closeAlert(id: "${alert}", outcomeKind: TAKEN_INTO_CASE)`);
  if (end === null) return;
  yield* ended(sim, id, n, end[0], end[1]);
  if (n % 7 !== 0) return;
  yield sim.random.between(2, 6);
  await sim.act(TEAM, `reopenCase(id: "${id}", because: "A neighbour has seen the child.")`, GOVERNANCE);
  yield 1;
  // What was gathered before it was opened again proves nothing any more.
  await sim.refuses(TEAM, `closeCase(id: "${id}", reason: ON_ROLL)`, 'CONFLICT');
  yield* ended(sim, id, n + 1, 'ON_ROLL', ['ROLL_CONFIRMED']);
}

/** The id of the entry, as the officer reads it off the register. */
export async function entryOf(sim: Simulation, child: KnownChild): Promise<string> {
  const answer = await sim.desk.ask('{ register(first: 3) { nodes { id child { id } } } }');
  const { nodes } = answer.data?.['register'] as { nodes: { id: string; child: { id: string } | null }[] };
  const found = nodes.find((entry) => entry.child?.id === child.publicId);
  if (found === undefined) throw new Error(`not on the register: ${answer.text}`);
  return found.id;
}

/** Notes, visits, and a change of rating that takes two. */
async function* worked(sim: Simulation, id: string, n: number): Life {
  yield sim.random.between(1, 4);
  await sim.act(TEAM, `addCaseNote(id: "${id}", text: "Rang the last school.")`);
  if (n % 2 === 0) {
    const at = sim.desk.hub.clock.now().toISOString();
    const outcome = sim.random.one(['CHILD_SEEN', 'FAMILY_GONE', 'NO_ANSWER']);
    await sim.act(
      TEAM,
      `recordVisit(id: "${id}", input: { at: "${at}", outcome: ${outcome}, risk: LOW, text: "Went to the last address." })`,
    );
  }
  if (n % 4 !== 3) {
    const rag = sim.random.one(['RED', 'AMBER', 'GREEN']);
    const proposal = await sim.act(
      TEAM,
      `proposeCaseChange(id: "${id}", input: { rag: ${rag}, reason: "By what has been learnt." })`,
    );
    yield sim.random.between(1, 3);
    const decide = `authoriseCaseChange(id: "${proposal}")`;
    await sim.refuses(TEAM, decide, 'CONFLICT');
    if (n % 4 === 0) await sim.act(TEAM, decide, SECOND);
    if (n % 4 === 1) await sim.act(TEAM, `refuseCaseChange(id: "${proposal}", because: "Too soon.")`, SECOND);
    if (n % 4 === 2) await sim.act(TEAM, `withdrawCaseChange(id: "${proposal}")`);
    await sim.refuses(TEAM, decide, 'CONFLICT', SECOND);
  }
  yield sim.random.between(5, 14);
}

/** Evidence, checks and signatures as the policy has them, and then the end; without them it is refused. */
async function* ended(
  sim: Simulation,
  id: string,
  n: number,
  outcome: string,
  evidence: readonly string[],
): Life {
  const close = `closeCase(id: "${id}", reason: ${outcome})`;
  if (n % 9 === 0) await sim.refuses(TEAM, close, 'CONFLICT');
  for (const one of evidence)
    await sim.act(TEAM, `recordEvidence(id: "${id}", evidence: "${one}", text: "Confirmed in writing.")`);
  if (outcome === 'CHECKS_MADE_NOT_FOUND') {
    for (const check of CHECKS) await sim.act(TEAM, `recordCheck(id: "${id}", check: "${check}")`);
    await sim.act(TEAM, `proposeClosing(id: "${id}", outcome: ${outcome})`);
    yield sim.random.between(1, 5);
    const sign = `signOffClosing(id: "${id}", party: "panel")`;
    await sim.act(TEAM, sign, sim.random.one([MANAGER, DIRECTOR]));
  }
  await sim.act(TEAM, close);
  await sim.refuses(TEAM, close, 'CONFLICT', GOVERNANCE);
}
