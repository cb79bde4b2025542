import fc from 'fast-check';
import { CASE_TABLE } from '../../src/procedures/case.transitions';
import type { CaseState } from '../../src/procedures/procedure';
import { CaseDesk, DIRECTOR, MANAGER } from './case-desk';

/** Whatever is tried, in whatever order, by an authority that knows every way of ending: a state follows by the table. */
const ACTS = {
  close: 'closeCase(id: "ID", reason: ON_ROLL)',
  dormant: 'closeCase(id: "ID", reason: CHECKS_MADE_NOT_FOUND)',
  reopen: 'reopenCase(id: "ID", because: "Seen.")',
  propose: 'proposeClosing(id: "ID", outcome: CHECKS_MADE_NOT_FOUND)',
  prove: 'recordEvidence(id: "ID", evidence: "ROLL_CONFIRMED", text: "The school.")',
  note: 'addCaseNote(id: "ID", text: "A note.")',
} as const;
type Name = keyof typeof ACTS;

let desk: CaseDesk;
let number = 0;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-10-01', 'la/301');
});
afterAll(() => desk.stop());

const stateOf = async (id: string): Promise<CaseState> =>
  (await desk.entry(id, 'state', MANAGER))['state'] as CaseState;

/** Everything but the signatures is there, so that dormancy is a matter of order alone. */
async function readyCase(): Promise<string> {
  desk.day('2026-10-01');
  const child = await desk.child(
    'Case',
    `Number${String.fromCharCode(97 + (number % 26))}${'x'.repeat(number++ % 40)}`,
  );
  const id = await desk.openCase(child, 'AMBER', '2026-10-20');
  desk.day('2027-05-04');
  for (const check of [
    'ADMISSIONS_SYSTEM',
    'PUPIL_INDEX',
    'SOCIAL_CARE_SYSTEM',
    'TENANCY_AUDIT',
    'EARLY_YEARS',
    'HEALTH_SYSTEM',
    'LAST_PROVISION',
    'LAST_VISIT',
  ])
    await desk.done(`recordCheck(id: "${id}", check: "${check}")`);
  await desk.done(ACTS.propose.replace('ID', id));
  for (const [party, who] of [
    ['cmeOfficer', { ...MANAGER, user: 'T. Third' }],
    ['lineManager', MANAGER],
    ['director', DIRECTOR],
  ] as const)
    await desk.done(`signOffClosing(id: "${id}", party: "${party}")`, who);
  return id;
}

it('a case goes along its table alone, and each of its ways is taken', async () => {
  const taken = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(ACTS) as Name[])), { minLength: 4, maxLength: 9 }),
      async (names) => {
        const id = await readyCase();
        let before = await stateOf(id);
        for (const name of names) {
          await desk.act(`{ m: ${ACTS[name].replace('ID', id)} { id } }`);
          const after = await stateOf(id);
          if (after !== before) {
            expect({ name, before, allowed: Object.values(CASE_TABLE[before]) }).toMatchObject({
              allowed: expect.arrayContaining([after]) as unknown,
            });
            taken.add(`${before} ${after}`);
          }
          before = after;
        }
      },
    ),
    {
      numRuns: 6,
      examples: [
        [['dormant', 'reopen', 'prove', 'close', 'reopen', 'close']],
        [['dormant', 'dormant', 'prove', 'close', 'close', 'note', 'reopen']],
      ],
    },
  );
  for (const way of [
    'OPEN DORMANT_OPEN',
    'DORMANT_OPEN OPEN',
    'OPEN CLOSED',
    'CLOSED OPEN',
    'DORMANT_OPEN CLOSED',
  ])
    expect(taken).toContain(way);
}, 60_000);
