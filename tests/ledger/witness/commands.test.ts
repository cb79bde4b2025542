import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { AgreementRepository } from '../../../src/agreements/agreement.repository';
import { ledgerCommand } from '../../../src/cli/ledger';
import { partnerCommand } from '../../../src/cli/partner';
import { witnessFinding } from '../../../src/cli/doctor-witnesses';
import { sqlOf } from '../../../src/database/sql';
import { ForeignLog } from './foreign-log';
import { TestLedger } from './test-ledger';

const before = { ...process.env };
let oxford: TestLedger;
let southampton: TestLedger;
let printed = '';
let told = '';
beforeAll(async () => {
  oxford = await TestLedger.open('oxford');
  southampton = await TestLedger.open('southampton');
  for (const { database } of [oxford, southampton])
    for (const subject of ['first', 'second'])
      await new AgreementRepository(sqlOf(database.owner)).addApprover(
        { subject, organisation: 'la/931' },
        `The ${subject}`,
        new Date(),
      );
}, 60_000);
afterAll(async () => {
  await oxford.close();
  await southampton.close();
});
beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((told += String(text))));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = before;
});

async function run(at: TestLedger, root: Command, ...words: string[]): Promise<number> {
  [printed, told] = ['', ''];
  process.env = {
    ...before,
    DATABASE_URL: at.database.url,
    ROLLCALL_DATA_DIR: at.dataDir,
    ROLLCALL_CALL_LOOPBACK: 'true',
  };
  for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)])
    command.exitOverride();
  try {
    await root.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code.startsWith('rollcall.') ? error.exitCode : 2;
  }
}
const witness = (at: TestLedger, ...words: string[]): Promise<number> =>
  run(at, ledgerCommand(), 'witness', ...words);
const partner = (at: TestLedger, ...words: string[]): Promise<number> => run(at, partnerCommand(), ...words);
async function made(at: TestLedger, ...words: string[]): Promise<void> {
  expect([await witness(at, ...words, '--as-person', 'first'), told]).toEqual([
    0,
    expect.stringContaining('Proposed, not done'),
  ]);
  const id = printed.trim();
  expect(await partner(at, 'approve', id, '--as-person', 'first')).toBe(1);
  expect([await partner(at, 'approve', id, '--as-person', 'second'), told]).toEqual([0, '']);
}
const watch = (log: { origin: string; verifier: string }, url = oxford.url): string[] => [
  ...['watch', '--log', log.origin, '--organisation', 'la/852', '--url', url, '--key', log.verifier],
];
const add = (name = 'southampton', key = southampton.witnessKey): string[] => [
  ...['add', '--witness', name, '--url', `${southampton.url}/witness/`, '--key', key],
];
const finding = (at: TestLedger) => witnessFinding(sqlOf(at.database.app), at.clock);

it('two people of each hub let the one keep the other’s heads', async () => {
  expect((await finding(oxford)).found).toBe('none: nobody else keeps this ledger’s heads');
  expect(await witness(southampton, 'key')).toBe(0);
  expect(printed).toBe(`${southampton.witnessKey}\n`);
  await made(oxford, ...add());
  await made(southampton, ...watch(oxford));
  await oxford.running.witnesses.ask();
  expect(await witness(oxford, 'list')).toBe(0);
  expect(printed).toMatch(/kept by southampton {2}http\S+\/ledger\/witness {2}cosigned [1-9]\d* entries/);
  expect(await witness(southampton, 'list', '--json')).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ logs: [{ origin: oxford.origin, problem: null }], alarms: [] });
  expect(await finding(oxford)).toMatchObject({ problems: [], found: 'southampton' });
  const acts = await oxford.database.owner.query<{ action: string }[]>(
    `select controller_part::json -> 'body' ->> 'action' as action from ledger_entry
     where controller_part like '%witness southampton%' order by position`,
  );
  expect(acts.map(({ action }) => action)).toEqual(['PARTNER_CHANGE_PROPOSED', 'LEDGER_WITNESS_ADDED']);
});

it('what is wrong with an option is said, with the option', async () => {
  const wrong: [string[], string][] = [
    [add('South Ampton'), '--witness'],
    [add('other', oxford.verifier), '--key'],
    [add('other').map((word) => (word.startsWith('http') ? 'https://10.0.0.1/witness' : word)), '--url'],
    [add('other').map((word) => (word.startsWith('http') ? 'https://hub.example/?a=b' : word)), '--url'],
    [watch({ origin: 'another.example/ledger', verifier: oxford.verifier }), '--key'],
    [watch({ origin: oxford.origin, verifier: southampton.witnessKey }), '--key'],
    [watch({ origin: oxford.origin, verifier: Array.from({ length: 6 }, () => new ForeignLog(oxford.origin).verifier).join(',') }), '--key'],
  ]; // prettier-ignore
  for (const [words, option] of wrong) {
    expect([words, await witness(oxford, ...words, '--as-person', 'first')]).toEqual([words, 2]);
    expect(told).toContain(`${option}: `);
  }
  expect(await witness(oxford, ...add(), '--as-person', 'first')).toBe(1);
  expect(told).toContain('--witness: southampton is registered already');
  expect(await witness(southampton, ...watch(new ForeignLog('unknown.example/l')), '--anew', '--as-person', 'first')).toBe(1);
  expect(told).toContain('there is no log unknown.example/l');
  expect(await witness(southampton, 'head', 'unknown.example/l')).toBe(1);
}); // prettier-ignore

it('one person switches off at once, two switch on', async () => {
  const kept = async (): Promise<number> => (await southampton.witnesses()).logs[0]?.size ?? 0;
  const size = await kept();
  expect(await partner(southampton, 'disable', '--log', oxford.origin, '--as-person', 'first')).toBe(0);
  await oxford.grow(1);
  await oxford.running.witnesses.ask();
  expect(await kept()).toBe(size);
  expect((await oxford.witnesses()).witnesses[0]?.problem).toContain('has to be registered there');
  oxford.clock.advance(3_700_000);
  expect(await partner(oxford, 'disable', '--witness', 'southampton', '--as-person', 'first')).toBe(0);
  expect(await finding(oxford)).toMatchObject({ problems: [] });
  expect(await partner(oxford, 'enable', '--witness', 'southampton', '--as-person', 'first')).toBe(0);
  expect(await partner(oxford, 'approve', printed.trim(), '--as-person', 'second')).toBe(0);
  await made(southampton, ...watch(oxford));
  await oxford.running.witnesses.ask();
  expect(await kept()).toBe(await oxford.size());
});

it('a ledger that has begun anew takes two people, and its alarms are settled with it', async () => {
  const log = new ForeignLog('log.example/one').grow(5);
  const other = log.fork(2).grow(3, 'rewritten');
  await made(southampton, ...watch(log, 'https://log.example/ledger'));
  const sent = async (body: string): Promise<number> =>
    (await fetch(`${southampton.url}/witness/add-checkpoint`, { method: 'POST', body })).status;
  expect([await sent(log.request(0)), await sent(other.request(5))]).toEqual([200, 409]);
  expect(await witness(southampton, 'list')).toBe(1);
  expect(printed).toContain('it has signed two histories of its ledger: one of 5 entries and one of 5');
  expect((await finding(southampton)).problems).toContainEqual(expect.stringContaining('two histories'));
  // New keys alone change nothing of what is kept.
  const renewed = Object.assign(log.fork(5), { key: other.fork(0).key }).grow(1);
  await made(southampton, ...watch(renewed, 'https://log.example/ledger'));
  expect(await sent(other.request(0))).toBe(409);
  expect(await witness(southampton, 'list')).toBe(1);
  await made(southampton, ...watch(other, 'https://log.example/ledger'), '--anew');
  expect(await witness(southampton, 'list')).toBe(0);
  expect(await sent(other.request(0))).toBe(200);
});

it('a witness that has been away for more than an hour, or contradicts, is wrong with the installation', async () => {
  await oxford.database.owner.query(
    `update ledger_witness set last_size = 0, cosigned_at = $1::timestamptz - interval '2 hours', problem = 'It answered 503.'`,
    [oxford.clock.now()],
  );
  expect((await finding(oxford)).problems).toEqual([
    expect.stringMatching(/^the witness southampton has not cosigned for 120 minutes\. It answered 503\.$/),
  ]);
  await oxford.database.owner.query(
    `update ledger_witness set contradicts = true, problem = 'It keeps another.'`,
  );
  expect((await finding(oxford)).problems).toEqual([
    'the witness southampton contradicts this ledger. It keeps another. Run rollcall ledger verify --witnesses.',
  ]);
});
