import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlOf } from '../../../src/database/sql';
import { Cosigners } from '../../../src/ledger/witness/cosigners';
import type { Outside, OutsideAnswer } from '../../../src/ledger/witness/outside';
import { startWitnesses } from '../../../src/witness-service';
import { cosignedAt, ForeignLog } from './foreign-log';
import { Pair, textAt, type Verified } from './pair';
import { TestLedger } from './test-ledger';

/** While nobody does anything wrong. */
let pair: Pair;
let oxford: TestLedger;
let southampton: TestLedger;
beforeAll(async () => {
  southampton = await TestLedger.open('southampton');
  pair = await Pair.open(southampton);
  ({ oxford } = pair);
}, 60_000);
afterAll(async () => {
  await oxford.close();
  await southampton.close();
});

/** The hub's log as a client, with somebody else in the witness's place. */
const cosigners = (
  answer: (body: string) => Promise<OutsideAnswer>,
): { cosigners: Cosigners; sent: string[] } => {
  const sent: string[] = [];
  const outside: Outside = {
    get: () => Promise.reject(new Error('nobody asked')),
    post: (_address, _headers, body) => {
      sent.push(body);
      return answer(body);
    },
  };
  const { clock } = oxford;
  const database = sqlOf(oxford.database.app);
  return { cosigners: new Cosigners({ database, outside, clock, log: () => undefined }), sent };
};
const says = (status: number, body: string, type = 'text/plain'): Promise<OutsideAnswer> =>
  Promise.resolve({ status, type, body: Buffer.from(body) });

it('what grows is cosigned, and served with the cosignature under its own', async () => {
  const note = await pair.checkpoint();
  expect(note).toMatch(/^oxford\.example\.gov\.uk\/ledger\n9\n/);
  const end = note.lastIndexOf('\n\n');
  const [mine = '', cosigned = '', ...rest] = note.slice(end + 2).split('\n');
  expect([mine.split(' ')[1], rest]).toEqual([oxford.origin, ['']]);
  expect(cosignedAt(`${cosigned}\n`, note.slice(0, end + 1), southampton.witnessKey)).not.toBeNull();
  expect(await pair.keptBy(southampton)).toBe(note);
  expect((await oxford.command('checkpoint')).printed).toBe(note);
  await oxford.grow(1);
  // Under the next head stands its own log alone, until somebody has cosigned that.
  expect((await pair.checkpoint()).split('\u2014')).toHaveLength(2);
  expect(await oxford.watched()).toMatchObject({ alarms: 0 });
  const report = await pair.verified('--witnesses');
  expect(report).toMatchObject({ code: 0, entries: 10, outside: { heads: 1, newest: 9 } });
  expect(report.unchecked).toContainEqual(
    expect.stringContaining('No head kept elsewhere is of more than 9 entries'),
  );
});

it('is asked at most once a minute, and once more when the hub stops', async () => {
  const { cosigners: log, sent } = cosigners(() => says(503, ''));
  await oxford.grow(1);
  oxford.clock.advance(60_000);
  await log.round();
  await oxford.grow(1);
  await log.round();
  oxford.clock.advance(59_000);
  await log.round();
  expect(sent).toHaveLength(1);
  oxford.clock.advance(1000);
  await log.round();
  expect(sent).toHaveLength(2);
  expect((await pair.witness())?.problem).toBe('It answered 503.');
  const size = await oxford.size();
  await oxford.stop();
  expect(await pair.keptSize()).toBe(size);
  await oxford.start();
  await log.round();
  expect(sent).toHaveLength(2);
});

it.each([
  ['nothing', 200, '', 'without a good signature'],
  ['words', 200, 'thank you\n', 'without a good signature'],
  ['the signature of another', 200, '\u2014 other.example AAAAAAAA\n', 'without a good signature'],
  ['no size', 409, 'nine\n', 'without the size'],
  ['a redirect', 302, '', 'It answered 302.'],
  ['that it does not know the log', 404, '', 'has to be registered there'],
  ['that it knows another key', 403, '', 'hand the present one out'],
])(
  'a witness that answers %s has cosigned nothing, and contradicts nothing',
  async (_, status, body, why) => {
    const { cosigners: log } = cosigners(() =>
      says(status, body, status === 409 ? 'text/x.tlog.size' : 'text/plain'),
    );
    const before = await pair.witness();
    await oxford.grow(1);
    await log.round({ now: true });
    expect(await pair.witness()).toMatchObject({
      lastSize: before?.lastSize,
      contradicts: false,
      problem: expect.stringContaining(why) as string,
    });
    expect((await pair.checkpoint()).split('\u2014')).toHaveLength(2);
  },
);

it('a witness that names another size each time is asked twice, and left', async () => {
  let size = 3;
  const { cosigners: log, sent } = cosigners(() => says(409, `${(size += 1)}\n`, 'text/x.tlog.size'));
  await log.round({ now: true });
  expect(sent.map((body) => body.split('\n')[0])).toEqual([expect.stringMatching(/^old \d+$/), 'old 4']);
});

it('a witness that goes on from another head than was known is sent the proof from there', async () => {
  await oxford.database.owner.query('update ledger_witness set last_size = 2');
  await oxford.running.witnesses.ask();
  expect(await pair.witness()).toMatchObject({ problem: null, lastSize: await oxford.size() });
});

it('a witness that is away stops nothing, and is said', async () => {
  await southampton.stop();
  await oxford.grow(2);
  oxford.clock.advance(300_000);
  await oxford.running.witnesses.ask();
  expect(await pair.witness()).toMatchObject({
    contradicts: false,
    problem: 'It could not be asked: nobody answers.',
  });
  const { age } = await oxford.watched();
  expect(age).toBe(300);
  const hub = oxford.url.replace('/ledger', '');
  expect(await textAt(`${hub}/metrics`)).toContain(`rollcall_ledger_witness_age_seconds ${age}`);
  expect((await fetch(`${hub}/health/ready`)).status).toBe(200);
  const report = await pair.verified('--witnesses');
  expect(report.code).toBe(0);
  expect(report.unchecked).toContainEqual(
    'The head kept by the witness southampton could not be had. It could not be asked: nobody answers.',
  );
  await southampton.start();
  await oxford.running.witnesses.ask();
  expect(await pair.witness()).toMatchObject({ problem: null, lastSize: await oxford.size() });
  expect((await oxford.watched()).age).toBe(0);
});

it('a ledger that shows its witness nothing is looked at, one that is silent is said', async () => {
  await pair.unasked(async () => {
    await oxford.grow(300);
    const size = await oxford.size();
    await pair.look();
    expect(await pair.keptSize()).toBe(size);
    await oxford.stop();
    await pair.look();
    expect((await pair.seen()).log).toMatchObject({
      problem: 'It could not be asked: nobody answers.',
      size,
    });
    await oxford.start();
    await pair.look();
    expect((await pair.seen()).log).toMatchObject({ problem: null });
  });
});

it('a genuine head that anybody sends with a proof that is none accuses nobody', async () => {
  await pair.unasked(async () => {
    const size = await oxford.size();
    await oxford.grow(2);
    const body = `old ${size}\n\n${await pair.checkpoint()}`;
    expect((await fetch(`${southampton.url}/witness/add-checkpoint`, { method: 'POST', body })).status).toBe(
      422,
    );
    await pair.look();
    expect(await southampton.database.owner.query('select from witness_alarm')).toEqual([]);
    expect(await pair.keptSize()).toBe(size + 2);
  });
});

it('a look that ends because the hub stops blames nobody', async () => {
  const log = new ForeignLog('log.example/one').grow(3);
  await southampton.keep(log.origin, 'https://log.example', log.verifier);
  const stops: Promise<void>[] = [];
  const get = (): Promise<OutsideAnswer> => {
    stops.push(witnesses.stop());
    return says(200, log.checkpoint());
  };
  const witnesses = startWitnesses({
    app: sqlOf(southampton.database.app),
    origin: southampton.origin,
    config: { dataDir: southampton.dataDir },
    clock: southampton.clock,
    log: () => undefined,
    onRound: () => undefined,
    overrides: { outside: { get, post: () => says(503, '') }, every: 3_600_000 },
  });
  await witnesses.look(log.origin);
  await Promise.all(stops);
  const { logs } = await southampton.witnesses();
  expect(logs.find(({ origin }) => origin === log.origin)).toMatchObject({ size: 0, problem: null });
});

it('verifies against a head that its witness handed over, and says what is wrong with one', async () => {
  await oxford.running.witnesses.ask();
  const file = join(oxford.dataDir, 'kept');
  const given = (...more: string[]): Promise<Verified> => pair.verified('--witness-heads', file, ...more);
  writeFileSync(file, (await southampton.command('witness', 'head', oxford.origin)).printed);
  expect((await southampton.command('witness', 'key')).printed).toBe(`${southampton.witnessKey}\n`);
  expect(await given('--witness-key', southampton.witnessKey)).toMatchObject({ code: 0, ok: true });
  expect(await given()).toMatchObject({ code: 0, ok: true });
  // Its own head, which no witness has seen, is no witness's.
  const note = await pair.checkpoint();
  writeFileSync(file, note.slice(0, note.lastIndexOf('\u2014')));
  expect(await given()).toMatchObject({ code: 1, counts: { EVIDENCE: 1 } });
  writeFileSync(file, note.replace(/\n\d+\n/, '\n8\n'));
  expect(await given()).toMatchObject({ code: 1, counts: { EVIDENCE: 1 } });
  writeFileSync(file, note);
  const dump = join(oxford.dataDir, 'dump.ndjson');
  expect((await oxford.command('dump', dump)).code).toBe(0);
  const offline = ['--dump', dump, '--key', oxford.verifier];
  expect(await given(...offline, '--witness-key', southampton.witnessKey)).toMatchObject({
    code: 0,
    outside: { heads: 1 },
  });
  expect((await given(...offline)).unchecked).toContainEqual(
    expect.stringContaining('Without a witness’s key'),
  );
  expect((await oxford.command('verify', '--witness-heads', join(oxford.dataDir, 'none'))).code).toBe(2);
  expect((await oxford.command('verify', '--witness-key', oxford.verifier)).code).toBe(2);
});
