import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { AgreementRepository } from '../../src/agreements/agreement.repository';
import { outboxCommand } from '../../src/cli/outbox';
import { partnerCommand } from '../../src/cli/partner';
import { sqlOf } from '../../src/database/sql';
import type { ListedChannel, ListedDelivery } from '../../src/outbox/outbox-list';
import { GIVEN_UP_AFTER } from '../../src/outbox/retry-table';
import { OutboxDesk, SOUTHAMPTON, TEAM } from './outbox-desk';
import { Receiver } from './receiver';

const before = { ...process.env };
const UNIT = `${SOUTHAMPTON}/main`;
const DAY = 86_400_000;
let desk: OutboxDesk;
let printed = '';
let told = '';

beforeAll(async () => {
  desk = await OutboxDesk.open();
  const approvers = new AgreementRepository(sqlOf(desk.hub.database.owner));
  for (const subject of ['first', 'second'])
    await approvers.addApprover({ subject, organisation: 'la/931' }, `The ${subject}`, new Date());
});
afterAll(() => desk.stop());
beforeEach(() => {
  process.env = {
    ...before,
    DATABASE_URL: desk.hub.database.url,
    ROLLCALL_DATA_DIR: desk.hub.dataDir,
    ROLLCALL_CALL_LOOPBACK: 'true',
  };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = before;
});

async function run(root: Command, ...words: string[]): Promise<number> {
  printed = '';
  told = '';
  for (const command of [root, ...root.commands]) command.exitOverride();
  try {
    await root.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code.startsWith('rollcall.') ? error.exitCode : 2;
  }
}
const partner = (...words: string[]): Promise<number> => run(partnerCommand(), ...words);
const outbox = (...words: string[]): Promise<number> => run(outboxCommand(), ...words);
async function made(...words: string[]): Promise<void> {
  expect([await partner(...words, '--as-person', 'first'), told]).toEqual([
    0,
    expect.stringContaining('Proposed'),
  ]);
  expect([await partner('approve', printed.trim(), '--as-person', 'second'), told]).toEqual([0, '']);
}
const webhook = (url: string): string[] => [
  ...['webhook', '--webhook', 'southampton', '--unit', UNIT, '--url', url],
  ...['--purposes', 'NOTIFY_MOVE,LOCATE_CHILD', '--reference', 'HOOK/7'],
];
const secret = async (): Promise<string> => {
  expect([await partner('show-secret', '--webhook', 'southampton', '--as-person', 'first'), told]).toEqual([
    0,
    '',
  ]);
  return printed.trim();
};

it('a webhook is registered by two people, shown its secret, given another, and switched off by one', async () => {
  const receiver = await Receiver.open(desk.hub.clock);
  desk.receivers.push(receiver);
  await made(...webhook(receiver.url));
  const old = await secret();
  const told = async (): Promise<string | null> => {
    await desk.moved(await desk.knownChild('Cleo', 'Ruff'), 'Text.');
    await desk.drain();
    return receiver.received.at(-1)?.refused ?? null;
  };
  receiver.secrets = [old];
  expect(await told()).toBeNull();
  const until = new Date(Date.now() + 30 * DAY).toISOString();
  await made('secret', '--webhook', 'southampton', '--until', until);
  const next = await secret();
  expect(next).not.toBe(old);
  // Both sign.
  expect(await told()).toBeNull();
  receiver.secrets = [next];
  expect(await told()).toBeNull();
  await made('secret', '--webhook', 'southampton', '--now');
  expect(await told()).toBe('No matching signature found');
  const acts = await desk.sql<{ action: string }>(
    `select controller_part::json -> 'body' ->> 'action' as action from ledger_entry
     where controller_part like '%webhook southampton%' order by position`,
  );
  expect(acts.map(({ action }) => action)).toEqual([
    ...['PARTNER_CHANGE_PROPOSED', 'PARTNER_WEBHOOK_ADDED', 'PARTNER_SECRET_SHOWN'],
    ...['PARTNER_CHANGE_PROPOSED', 'PARTNER_SECRET_CHANGED', 'PARTNER_SECRET_SHOWN'],
    ...['PARTNER_CHANGE_PROPOSED', 'PARTNER_SECRET_CHANGED'],
  ]);
  expect(await partner('disable', '--webhook', 'southampton', '--as-person', 'first')).toBe(0);
  const received = receiver.received.length;
  await desk.moved(await desk.knownChild('Off', 'Ruff'), 'Text.');
  await desk.drain();
  expect(receiver.received).toHaveLength(received);
});

it.each([
  ['http://hooks.partner.example/', 'must begin with https://'],
  ['https://10.0.0.1/', 'public address'],
  ['https://169.254.169.254/latest', 'public address'],
  ['https://user:word@hooks.partner.example/', 'no user and no password'],
])('a webhook at %s is refused', async (url, why) => {
  expect(await partner(...webhook(url), '--as-person', 'first')).toBe(2);
  expect(told).toContain(why);
});

it('and one on this machine is, too, where the hub may not call it', async () => {
  delete process.env['ROLLCALL_CALL_LOOPBACK'];
  expect(await partner(...webhook('http://127.0.0.1:9/'), '--as-person', 'first')).toBe(2);
  expect(told).toContain('https');
});

it('what was given up is listed, and is sent again', async () => {
  const receiver = await desk.webhook(UNIT, { id: 'given-up' });
  receiver.answer = (_received, response) => void response.writeHead(500).end();
  const sent = await desk.moved(await desk.knownChild('Nora', 'Ruff'), 'Text.');
  for (let passed = 0; passed <= GIVEN_UP_AFTER + DAY; passed += DAY) {
    desk.hub.clock.advance(DAY);
    await desk.drain();
  }
  expect(await outbox('list', '--state', 'dead', '--json')).toBe(0);
  const { channels, messages } = JSON.parse(printed) as {
    channels: ListedChannel[];
    messages: ListedDelivery[];
  };
  expect(messages).toMatchObject([
    { channel: 'given-up', unit: UNIT, kind: 'NOTIFICATION', state: 'DEAD', problem: 'it answered 500' },
  ]);
  expect(channels).toContainEqual(expect.objectContaining({ channel: 'given-up', dead: 1 }));
  expect(await outbox('list')).toBe(0);
  expect(printed).not.toContain('Ruff');
  expect(printed).toContain('it answered 500');
  receiver.answer = (_received, response) => void response.writeHead(204).end();
  receiver.received.length = 0;
  expect([await outbox('resend', messages[0]?.id ?? ''), printed]).toEqual([0, '1 to be sent again.\n']);
  await desk.drain();
  expect(receiver.ids).toEqual([sent]);
  expect(receiver.received[0]?.headers['webhook-id']).toBe(messages[0]?.id);
  expect(await outbox('resend', '--channel', 'given-up')).toBe(1);
  expect(await outbox('resend')).toBe(2);
}, 60_000);

it('the council finds in its inbox of sent notices what became of them', async () => {
  const { data } = await desk.ask(
    TEAM,
    '{ sentNotifications(first: 100) { nodes { delivery { state attempts } } } }',
    {},
    { purpose: 'NOTIFY_MOVE' },
  );
  const { nodes } = data?.['sentNotifications'] as { nodes: { delivery: { state: string } }[] };
  expect(nodes.map(({ delivery }) => delivery.state)).toContain('DELIVERED');
});
