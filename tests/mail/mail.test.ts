import { ExchangeDesk, HEALTH, POLICE, TEAM, type KnownChild } from '../enquiries/exchange-desk';
import { AlertsDesk } from '../alerts/alerts-desk';
import { sqlOf } from '../../src/database/sql';
import { somethingFor } from '../../src/mail/mail-due';
import { sendMail } from '../../src/mail/mail.run';
import { needsEncryption, smtpPost } from '../../src/mail/post';
import { MailServer } from './mail-server';

const QUARTER = 15 * 60_000;
const server = new MailServer();
let desk: ExchangeDesk;
let child: KnownChild;
let serial = 0;

beforeAll(async () => {
  await server.start();
  desk = await ExchangeDesk.open({ config: { mail: { url: server.url, from: 'rollcall@council.example' } } });
  for (const [unit, mailbox] of [
    [`${POLICE}/main`, 'Missing@police.example'],
    [`${HEALTH}/main`, 'records@health.example'],
  ])
    await desk.sql('update unit set contact_mailbox = $2 where id = $1', [unit, mailbox]);
});
beforeEach(async () => {
  child = await desk.knownChild('Wren', `Fulmar ${String.fromCharCode(97 + serial++)}`);
  desk.hub.clock.advance(100 * QUARTER);
  await desk.sql('delete from mail_due');
  server.taken.length = 0;
  server.refuses.clear();
});
afterAll(async () => {
  await desk.stop();
  await server.stop();
});

const send = (to: readonly string[]): Promise<string> => desk.sent(TEAM, { id: child.publicId }, to);
const mailed = async (): Promise<string[]> => {
  await desk.hub.hub.rounds.sendMail();
  return server.recipients();
};

it('says that there is something, and nothing of what, about whom, or from whom', async () => {
  await desk.send(
    TEAM,
    { id: child.publicId },
    [POLICE],
    { reference: 'CME-77-SECRET' },
    { question: 'Is she at the harbour?' },
  );
  await desk.hub.hub.rounds.sendMail();
  const [first] = server.taken;
  await desk.send(TEAM, { forename: 'Other', surname: 'Altogether', dateOfBirth: '2015-02-03' }, [HEALTH]);
  await desk.hub.hub.rounds.sendMail();
  const second = server.taken[1];
  expect(first?.to).toEqual(['missing@police.example']);
  expect(first?.text).toContain('Subject: There is something for you');
  expect(first?.text).toContain('Auto-Submitted: auto-generated');
  for (const word of [
    child.details.surname,
    child.publicId,
    'Wren',
    '2014',
    'SECRET',
    'harbour',
    TEAM,
    'enquiry',
    'http',
    'child',
  ])
    expect(first?.text.toLowerCase()).not.toContain(word.toLowerCase());
  const same = (text = ''): string =>
    text.replace(/^(Date|Message-ID|To): .*$/gim, '').replaceAll(/\S+@(police|health)\.example/g, '');
  expect(same(second?.text)).toBe(same(first?.text));
});

it('is written to each mailbox by itself, so that nobody learns who else was asked', async () => {
  await send([POLICE, HEALTH]);
  await desk.hub.hub.rounds.sendMail();
  expect(server.taken.map(({ to }) => to)).toEqual(
    expect.arrayContaining([['missing@police.example'], ['records@health.example']]),
  );
  for (const { to, text } of server.taken) {
    expect(to).toHaveLength(1);
    expect(text.match(/\S+@(police|health)\.example/g)).toHaveLength(1);
  }
});

it('comes once in a quarter of an hour, however much there is; what came meanwhile is told after it', async () => {
  await send([POLICE]);
  await send([POLICE]);
  expect(await mailed()).toEqual(['missing@police.example']);
  expect(await mailed()).toEqual([]);
  await send([POLICE]);
  desk.hub.clock.advance(QUARTER - 1000);
  expect(await mailed()).toEqual([]);
  desk.hub.clock.advance(1000);
  expect(await mailed()).toEqual(['missing@police.example']);
  desk.hub.clock.advance(QUARTER);
  expect(await mailed()).toEqual([]);
});

it('is sent after the commit, and not for what was rolled back', async () => {
  const { app } = desk.hub.database;
  const something = { to: [POLICE], home: 'la/931', now: desk.hub.clock.now() };
  await app.transaction(async (tx) => {
    await somethingFor(sqlOf(tx), something);
    expect(await mailed()).toEqual([]);
  });
  expect(await mailed()).toEqual(['missing@police.example']);
  desk.hub.clock.advance(QUARTER);
  const failed = app.transaction(async (tx) => {
    await somethingFor(sqlOf(tx), something);
    throw new Error('something else went wrong');
  });
  await expect(failed).rejects.toThrow('something else');
  expect(await mailed()).toEqual([]);
});

it('is tried again when no server answers, and then comes once', async () => {
  await send([POLICE, HEALTH]);
  await server.stop();
  expect(await desk.hub.hub.rounds.sendMail()).toEqual({ sent: 0, failed: 1, away: 'ESOCKET' });
  await server.start();
  // The one that was tried waits its quarter of an hour: nobody knows how far it came. The other was not tried.
  expect(await mailed()).toHaveLength(1);
  desk.hub.clock.advance(QUARTER);
  expect(await mailed()).toHaveLength(1);
  desk.hub.clock.advance(8 * QUARTER);
  expect(await mailed()).toEqual([]);
});

it('is not sent in the clear to another machine, nor past a server that wants a name', async () => {
  await send([POLICE]);
  const ports = { database: sqlOf(desk.hub.database.app), clock: desk.hub.clock };
  const named = new MailServer({ wantsUser: true });
  await named.start();
  const post = smtpPost({ url: named.url.replace('//', '//user:wrong@'), from: 'rollcall@council.example' });
  expect(await sendMail({ ...ports, post })).toEqual({ sent: 0, failed: 1, away: 'EAUTH' });
  post.close();
  await named.stop();
  // This server offers no encryption.
  desk.hub.clock.advance(QUARTER);
  const clear = smtpPost({ url: server.url, from: 'rollcall@council.example' }, true);
  expect(await sendMail({ ...ports, post: clear })).toEqual({ sent: 0, failed: 1, away: 'ETLS' });
  clear.close();
  expect(server.recipients()).toEqual([]);
});

it.each([
  ['smtp://mail.example:25', true],
  ['smtp://user:secret@10.0.0.7', true],
  ['smtp://127.example.org', true],
  ['smtp://localhost.example.org', true],
  ['smtp://127.0.0.1:2525', false],
  ['smtp://localhost', false],
  ['smtps://mail.example', false],
])('at %s it has to be encrypted first: %s', (url, needed) => expect(needsEncryption(url)).toBe(needed));

it('keeps nobody waiting for one mailbox that is refused, and asks that one ever more seldom', async () => {
  server.refuses.add('missing@police.example');
  await send([POLICE, HEALTH]);
  expect(await desk.hub.hub.rounds.sendMail()).toEqual({ sent: 1, failed: 1, away: null });
  expect(server.recipients()).toEqual(['records@health.example']);
  desk.hub.clock.advance(QUARTER);
  expect(await desk.hub.hub.rounds.sendMail()).toEqual({ sent: 0, failed: 0, away: null });
  desk.hub.clock.advance(QUARTER);
  expect(await desk.hub.hub.rounds.sendMail()).toEqual({ sent: 0, failed: 1, away: null });
  server.refuses.clear();
  desk.hub.clock.advance(4 * QUARTER);
  expect(await mailed()).toEqual(['missing@police.example']);
  expect(desk.hub.log.join()).not.toContain('police.example');
});

it('is not sent twice by two processes, nor lost when one dies in the middle', async () => {
  await send([POLICE]);
  const ports = { database: sqlOf(desk.hub.database.app), clock: desk.hub.clock };
  const post = smtpPost({ url: server.url, from: 'rollcall@council.example' });
  const both = await Promise.all([sendMail({ ...ports, post }), sendMail({ ...ports, post })]);
  post.close();
  expect(both.map(({ sent }) => sent).sort()).toEqual([0, 1]);
  expect(server.recipients()).toEqual(['missing@police.example']);

  desk.hub.clock.advance(QUARTER);
  await send([POLICE]);
  // It claimed the mailbox and was never heard of again.
  await desk.sql('update mail_box set tried_at = $1 where mailbox = $2', [
    desk.hub.clock.now(),
    'missing@police.example',
  ]);
  expect(await mailed()).toEqual([]);
  desk.hub.clock.advance(QUARTER);
  expect(await mailed()).toEqual(['missing@police.example']);
});

it('goes to the council’s team alone when the council is told, and to nobody who is out of service', async () => {
  await AlertsDesk.over(desk.hub).raise(POLICE, { id: child.publicId });
  expect(await mailed()).toEqual(['cme@council.example']);
  await send([POLICE, 'la/931/mash']);
  await desk.sql('update unit set disabled_at = now() where id = $1', [`${POLICE}/main`]);
  expect(await mailed()).toEqual(['mash@council.example']);
  await desk.sql('update unit set disabled_at = null where id = $1', [`${POLICE}/main`]);
  expect(await desk.sql('select 1 from mail_due')).toEqual([]);
});

it('reminds whoever has not answered', async () => {
  await send([HEALTH]);
  await mailed();
  desk.hub.clock.advance(21 * 24 * 60 * 60_000);
  await desk.hub.hub.refreshAgreements();
  expect(await desk.hub.hub.rounds.followUp()).toMatchObject({ reminded: expect.any(Number) as number });
  expect(await mailed()).toContain('records@health.example');
});

it('is given up after a week, and without a mail server at once kept and then forgotten', async () => {
  await send([POLICE]);
  const ports = { database: sqlOf(desk.hub.database.app), clock: desk.hub.clock, post: null };
  expect(await sendMail(ports)).toEqual({ sent: 0, failed: 0, away: null });
  expect(await desk.sql('select 1 from mail_due')).toHaveLength(1);
  desk.hub.clock.advance(7 * 96 * QUARTER + 1000);
  await sendMail(ports);
  expect(await desk.sql('select 1 from mail_due')).toEqual([]);
});
