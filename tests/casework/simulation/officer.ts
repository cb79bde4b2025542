import type { LocalDate } from '../../../src/kernel/local-date';
import { TEAM, type Life, type Simulation } from './simulation';

interface Step {
  readonly id: string;
  readonly state: string;
  readonly outcomes: readonly string[];
}

/** An officer who reads the work list every morning, what is late first, and does some of it. */
export async function* officer(sim: Simulation, steps: number, last: LocalDate): Life {
  while (sim.today <= last) {
    const answer = await sim.desk.ask('{ workList(first: 100) { nodes { id state outcomes } } }');
    const { nodes } = answer.data?.['workList'] as { nodes: Step[] };
    const open = nodes.filter(({ state }) => state !== 'BARRED');
    for (const { id, outcomes } of sim.random.shuffled(open).slice(0, steps)) {
      const outcome = outcomes.length === 0 ? '' : `, outcome: "${sim.random.one(outcomes)}"`;
      const dropped = sim.random.chance(0.1)
        ? ', notApplicable: "It does not apply to this child."'
        : outcome;
      // A step that only its own act ends, or that somebody has finished since, is refused.
      await sim.tries(TEAM, `completeStep(id: "${id}"${dropped})`);
    }
    yield 1;
  }
}
