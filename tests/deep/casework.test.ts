import { randomInt } from 'node:crypto';
import { localDate } from '../../src/kernel/local-date';
import { dormant, inactive } from '../casework/simulation/given-up';
import { Simulation, daysOn } from '../casework/simulation/simulation';
import { TRANSITIONS, TWO_AT_ONCE } from '../casework/simulation/tables';
import { outcomeOf, threeMonths, type Outcome } from '../casework/simulation/three-months';
import { BOOK } from '../procedures/shipped';

/** Another seed every time, printed; the same run again: `CASEWORK_SEED=… npx jest tests/deep/casework`. */
const SEED = Number(process.env['CASEWORK_SEED'] ?? randomInt(2 ** 31));
/** Each transition of each table at least so often. */
const OFTEN = 20;

const seen = new Map<string, number>();

/** What has to be so of every run, whatever happened in it. */
function expectSound(name: string, end: Outcome): void {
  for (const [line, n] of end.seen) seen.set(line, (seen.get(line) ?? 0) + n);
  process.stdout.write(
    `casework, ${name}: seed ${SEED}, ${end.events} events, ${end.refused} refused, ${end.questions} questions, ${end.cases} cases, ` +
      `${end.late.late} late steps at the end, ${end.closed.closed} closed, ${end.disclosures.disclosed} cells disclosed\n`,
  );
  expect(end.late.wrong).toEqual([]);
  expect(end.unanswered).toEqual([]);
  expect(end.closed.wrong).toEqual([]);
  expect(end.disclosures.wrong).toEqual([]);
}

it(`seed ${SEED}: an autumn term in Oxfordshire, 5,000 events in 500 cases`, async () => {
  const end = await threeMonths({
    ...{ seed: SEED, cases: 500, withoutCase: 132, inbound: 60, resting: 66, begin: 30, steps: 10 },
  });
  expectSound('Oxfordshire', end);
  // And those of children whose case another authority takes over.
  expect(end.cases).toBe(521);
  expect(end.events).toBeGreaterThanOrEqual(5000);
  expect(end.closed.closed).toBeGreaterThan(300);
  expect(end.disclosures.acts).toBeGreaterThanOrEqual(end.events);
}, 3_000_000);

const FIRST = localDate(2026, 9, 14);
const checksOf = (authority: string): string[] =>
  (BOOK.authorities.get(authority)?.checks ?? []).flatMap(({ entries }) =>
    entries.filter(({ needs }) => needs === null).map(({ check }) => check),
  );

it(`seed ${SEED}: the same team by the policy of an authority that knows dormant cases`, async () => {
  const sim = await Simulation.open(SEED, FIRST, 'la/301');
  try {
    const parties = ['cmeOfficer', 'lineManager', 'director'];
    for (let n = 0; n < 2 * OFTEN; n += 1)
      sim.begins(
        dormant(sim, n, { checks: checksOf('la/301'), evidence: [], parties, after: 135 }),
        daysOn(FIRST, n),
      );
    await sim.until(localDate(2027, 6, 25));
    expectSound('dormant', await outcomeOf(sim, 'barking-and-dagenham.yaml', 'la/301'));
  } finally {
    await sim.desk.stop();
  }
}, 1_800_000);

it(`seed ${SEED}: the same team by the policy of an authority that knows standing alerts`, async () => {
  const sim = await Simulation.open(SEED, FIRST, 'la/852');
  try {
    const how = {
      checks: checksOf('la/852'),
      evidence: ['REMOVAL_LAWFUL_DECIDED'],
      parties: ['cmeOfficer'],
      after: 5,
    };
    for (let n = 0; n < 3 * OFTEN; n += 1) sim.begins(inactive(sim, n, how), daysOn(FIRST, n % 20));
    await sim.until(localDate(2026, 12, 18));
    expectSound('standing alerts', await outcomeOf(sim, 'southampton.yaml', 'la/852'));
  } finally {
    await sim.desk.stop();
  }
}, 1_800_000);

it(`every transition of every table happened at least ${OFTEN} times, and none beside them`, () => {
  expect(TRANSITIONS.filter((line) => (seen.get(line) ?? 0) < OFTEN)).toEqual([]);
  expect([...seen.keys()].filter((line) => !TRANSITIONS.includes(line) && line !== TWO_AT_ONCE)).toEqual([]);
});
