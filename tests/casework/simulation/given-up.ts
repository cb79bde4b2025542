import { addDays } from '../../../src/kernel/local-date';
import { DIRECTOR, MANAGER, SECOND } from '../case-desk';
import { SCHOOL, TEAM, type Life, type Simulation } from './simulation';

/** What a policy wants before a child who was not found is given up. */
export interface GivingUp {
  readonly checks: readonly string[];
  readonly evidence: readonly string[];
  readonly parties: readonly string[];
  /** Working days from the opening on. */
  readonly after: number;
}

const SIGNERS = [SECOND, MANAGER, DIRECTOR].map((who) => ({
  ...who,
  job: who.user === SECOND.user ? 'CME manager' : (who.job ?? ''),
  purpose: 'CASE_GOVERNANCE',
}));

async function opened(
  sim: Simulation,
): Promise<{ readonly child: { readonly id: string; readonly publicId: string }; readonly id: string }> {
  const child = await sim.child();
  const id = await sim.act(
    TEAM,
    `openCase(input: { child: { id: "${child.publicId}" }, classification: IDENTIFIED_NOT_LOCATED, rag: RED, reviewOn: "${addDays(sim.today, 28)}" })`,
  );
  return { child, id };
}

async function givenUp(sim: Simulation, id: string, { checks, evidence, parties }: GivingUp): Promise<void> {
  const close = `closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`;
  for (const check of checks) await sim.act(TEAM, `recordCheck(id: "${id}", check: "${check}")`);
  for (const one of evidence)
    await sim.act(TEAM, `recordEvidence(id: "${id}", evidence: "${one}", text: "Decided in writing.")`);
  await sim.act(TEAM, `proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`);
  await sim.refuses(TEAM, close, 'CONFLICT');
  for (const [i, party] of parties.entries())
    await sim.act(TEAM, `signOffClosing(id: "${id}", party: "${party}")`, SIGNERS[i] ?? MANAGER);
  await sim.act(TEAM, close);
}

/** A case that becomes dormant (S2 6.2), and wakes, or is closed by what proves its end. */
export async function* dormant(sim: Simulation, n: number, how: GivingUp): Life {
  const { id } = await opened(sim);
  yield how.after;
  await givenUp(sim, id, how);
  yield sim.random.between(1, 4);
  if (n % 2 === 0) await sim.act(TEAM, `reopenCase(id: "${id}", because: "A nursery asked for a sister.")`);
  await sim.act(
    TEAM,
    `recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The school has written.")`,
  );
  await sim.act(TEAM, `closeCase(id: "${id}", reason: ON_ROLL)`);
}

/** A record that is inactive under a standing alert (S3 failed to track), and is looked at again, opened again, or closed. */
export async function* inactive(sim: Simulation, n: number, how: GivingUp): Life {
  const { child, id } = await opened(sim);
  yield how.after;
  await givenUp(sim, id, how);
  yield sim.random.between(1, 4);
  if (n % 3 === 0) {
    await sim.act(TEAM, `reopenCase(id: "${id}", because: "A dentist has seen the child.")`, {
      purpose: 'CASE_GOVERNANCE',
    });
    return;
  }
  if (n % 3 === 1) {
    await sim.desk.registration(child.id, SCHOOL);
    await sim.act(TEAM, `closeCase(id: "${id}", reason: ON_ROLL)`, { purpose: 'CASE_GOVERNANCE' });
    return;
  }
  await sim.act(TEAM, `recordCaseEvent(childId: "${child.publicId}", event: "NEW_DATA_SET")`);
  await sim.act(TEAM, `completeStep(id: "${await recheckOf(sim, child.publicId)}")`);
}

async function recheckOf(sim: Simulation, child: string): Promise<string> {
  const answer = await sim.desk.ask('{ workList(first: 100) { nodes { id row child { id } } } }');
  const { nodes } = answer.data?.['workList'] as {
    nodes: { id: string; row: string; child: { id: string } | null }[];
  };
  const found = nodes.find((one) => one.row === 'SO-63' && one.child?.id === child);
  if (found === undefined) throw new Error(`no SO-63: ${answer.text}`);
  return found.id;
}
