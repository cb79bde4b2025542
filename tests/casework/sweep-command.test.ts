import { runCommand } from '../procedures/run-command';
import { caseworkCommand } from '../../src/cli/casework';
import { CaseDesk } from './case-desk';

const before = process.env;
let desk: CaseDesk;
beforeAll(async () => {
  // The command goes by the machine's clock: what is late in this story is late whenever it is run.
  desk = await CaseDesk.open('2026-09-07');
  process.env = { ...before, DATABASE_URL: desk.hub.database.url, ROLLCALL_HOME_AUTHORITY: 'la/931' };
});
afterAll(async () => {
  process.env = before;
  await desk.stop();
});

const sweep = (...words: string[]) => runCommand(caseworkCommand(), ['sweep', ...words]);
const rows = (): Promise<unknown[]> =>
  desk.sql('select step, party, due_on::text as due from case_escalation order by step');

it('records whose a late step has become, once; a case that is closed has none', async () => {
  const [wren, teal] = [await desk.child('Wren', 'Ashdown'), await desk.child('Teal', 'Marsh')];
  for (const child of [wren, teal]) {
    const id = await desk.openCase(child);
    await desk.event(child, 'REFERRAL_RECEIVED');
    if (child === wren) continue;
    await desk.done(`recordEvidence(id: "${id}", evidence: "AUTHORITY_CONFIRMED", text: "By letter.")`);
    await desk.done(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`);
  }
  await desk.sql(`update case_event set at = at - interval '10 years' where kind <> 'STEP_DONE'`);
  expect(await sweep('--json')).toMatchObject({
    code: 0,
    out: `${JSON.stringify({ children: 1, overdue: { 'OX-34': 1 }, escalated: 1 })}\n`,
  });
  expect(await sweep()).toMatchObject({
    code: 0,
    out: '1 children worked with, 0 steps newly escalated\nOX-34: 1 late\n',
  });
  expect(await rows()).toEqual([{ step: 'OX-34', party: 'manager', due: '2016-09-08' }]);
});

it('what is erased with a child takes its escalations, events and file along', async () => {
  const [row] = await desk.sql<{ id: string; child: string }>(
    'select c.id, c.child_id as child from cme_case c where c.close_reason is null',
  );
  await desk.sql(
    `update cme_case set state = 'CLOSED', closed_at = now(), commentary = 'A word.' where id = $1`,
    [row?.id],
  );
  await desk.sql('select erase_children($1::uuid[])', [[row?.child]]);
  expect(await rows()).toEqual([]);
  expect(await desk.sql('select 1 from case_event where child_id = $1', [row?.child])).toEqual([]);
  expect(await desk.sql('select commentary from cme_case where id = $1', [row?.id])).toEqual([
    { commentary: null },
  ]);
});
