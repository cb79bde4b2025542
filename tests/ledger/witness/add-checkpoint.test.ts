import { createHash } from 'node:crypto';
import { WitnessKey } from '../../../src/ledger/witness/witness-key';
import { startTestHub, type TestHub } from '../../support/hub';
import { cosignedAt, ForeignLog } from './foreign-log';

const ADDRESS = '/ledger/witness/add-checkpoint';
let hub: TestHub;
let verifier: string;
let asked = 0;
beforeAll(async () => {
  hub = await startTestHub();
  const key = WitnessKey.ifThere(hub.dataDir);
  verifier = key?.verifier ?? '';
});
afterAll(() => hub.stop());

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

/** As another log sends it, each time from another address. */
async function post(payload: string | Buffer, type: string | null = null): Promise<Answer> {
  asked += 1;
  const { statusCode, headers, body } = await hub.hub.app.inject({
    method: 'POST',
    url: ADDRESS,
    payload: Buffer.from(payload),
    remoteAddress: `198.51.100.${asked % 250}`,
    headers: type === null ? {} : { 'content-type': type },
  });
  return { status: statusCode, type: headers['content-type'] as string | undefined, body };
}

let logs = 0;
/** A log whose heads are kept, from this size on. */
async function keptLog(size = 0): Promise<ForeignLog> {
  const log = new ForeignLog(`log.example/${(logs += 1)}`).grow(size);
  await hub.database.owner.query(
    `with added as (
       insert into witnessed_log (origin, organisation_id, url, verifier_keys, added_at)
       values ($1, 'la/852', 'https://log.example', $2, now()) returning origin)
     insert into witnessed_head (origin) select origin from added`,
    [log.origin, [log.verifier]],
  );
  if (size > 0) expect((await post(log.request(0))).status).toBe(200);
  return log;
}

const keptSize = async ({ origin }: ForeignLog): Promise<number> => {
  const rows: { size: string }[] = await hub.database.owner.query(
    'select size from witnessed_head where origin = $1',
    [origin],
  );
  return Number(rows[0]?.size);
};
const alarms = async ({ origin }: ForeignLog): Promise<{ kind: string; kept: string; shown: string }[]> =>
  hub.database.owner.query(
    'select kind, kept_note as kept, shown_note as shown from witness_alarm where origin = $1',
    [origin],
  );

it('cosigns what follows, from nothing, from what it keeps, and again what it keeps', async () => {
  const log = (await keptLog()).grow(7);
  for (const [from, to] of [[0, 5], [5, 7], [7, 7]] as const) {
    const answer = await post(log.request(from, to));
    expect([answer.status, answer.type]).toEqual([200, 'text/plain; charset=utf-8']);
    const time = Math.floor(hub.clock.now().getTime() / 1000);
    expect(cosignedAt(answer.body, log.text(to), verifier)).toBe(time);
    expect(await keptSize(log)).toBe(to);
  }
}); // prettier-ignore

/** The request that c2sp.org/tlog-witness shows (CC BY 4.0), of a log that nobody here keeps. */
const EXAMPLE = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
it('reads the request that the specification shows', async () => {
  expect((await post(EXAMPLE)).status).toBe(404);
  expect((await post(EXAMPLE.replace('old', 'Old'))).status).toBe(400);
});

it.each(['text/plain', 'application/octet-stream', 'application/json', null])(
  'takes the body whatever it is called (%s)',
  async (type) => {
    const log = (await keptLog()).grow(2);
    expect((await post(log.request(0), type)).status).toBe(200);
  },
);

it('takes an empty tree, and keeps the signatures of known keys alone', async () => {
  const log = await keptLog();
  expect((await post(log.request(0, 0))).status).toBe(200);
  log.grow(3);
  const stranger = new ForeignLog('stranger.example/log');
  const line = stranger.signature(log.text());
  expect((await post(log.request(0) + line)).status).toBe(200);
  const digest = createHash('sha256').update(log.origin).digest('hex');
  const { status, text } = await hub.http.get(`/ledger/witness/${digest}/checkpoint`);
  expect([status, text.startsWith(log.checkpoint())]).toEqual([200, true]);
  expect(text).not.toContain('stranger');
  expect(cosignedAt(text.slice(log.checkpoint().length), log.text(), verifier)).not.toBeNull();
});

describe('answers as the specification has it, and keeps what it kept', () => {
  let log: ForeignLog;
  beforeAll(async () => {
    log = (await keptLog(5)).grow(20);
  });
  const of = (make: (log: ForeignLog) => string | Buffer): (() => string | Buffer) => () => make(log);
  const edited = (from: RegExp | string, to: string) => of((l) => l.request(5).replace(from, to));
  const HASH = Buffer.alloc(32).toString('base64');
  it.each([
    ['400: nothing', 400, () => ''],
    ['400: no checkpoint', 400, of((l) => `old 5\n${l.proof(5).join('\n')}\n\n`)],
    ['400: an old size with a leading zero', 400, edited('old 5', 'old 05')],
    ['400: an old size that is none', 400, edited('old 5', 'old -5')],
    ['400: an old size past all sizes', 400, edited('old 5', 'old 99999999999999999999')],
    ['400: another word', 400, edited('old 5', 'size 5')],
    ['400: two spaces', 400, edited('old 5', 'old  5')],
    ['400: a line that it does not know', 400, edited('\n', '\nextra words\n')],
    ['400: a hash of 31 bytes', 400, edited('\n', `\n${Buffer.alloc(31).toString('base64')}\n`)],
    ['400: base64 that is none', 400, edited('\n', `\n${HASH.replace('A', '*')}\n`)],
    ['400: base64 without padding', 400, edited('\n', `\n${HASH.replace('=', '')}\n`)],
    ['400: base64 with spare bits', 400, edited('\n', `\n${HASH.slice(0, 42)}B=\n`)],
    ['400: line ends of another kind', 400, of((l) => l.request(5).replaceAll('\n', '\r\n'))],
    ['400: 64 hashes', 400, edited('\n', `\n${`${HASH}\n`.repeat(64)}`)],
    ['400: a byte that is no UTF-8', 400, of((l) => Buffer.concat([Buffer.from(l.request(5)), Buffer.of(0xff, 0x0a)]))],
    ['400: a last line that is not ended', 400, of((l) => l.request(5).trimEnd())],
    ['400: an old size larger than the checkpoint', 400, of((l) => l.request(0, 4).replace('old 0', 'old 5'))],
    ['400: a checkpoint without a root', 400, of((l) => `old 5\n\n${l.checkpoint(5, `${l.origin}\n5\n`)}`)],
    ['404: a log that is not known', 404, () => new ForeignLog('unknown.example/log').grow(3).request(0)],
    ['403: nobody’s signature', 403, of((l) => l.request(5).replace(/\u2014.*\n/, new ForeignLog('x.example').signature('text')))],
    ['403: another key of the same name', 403, of((l) => `old 5\n\n${l.text()}\n${l.signature(l.text(), new ForeignLog('x').key)}`)],
    ['403: a signature of another text', 403, of((l) => l.request(5).replace(l.signature(l.text()), l.signature(l.text(6))))],
    ['422: no proof', 422, of((l) => `old 5\n\n${l.checkpoint()}`)],
    ['422: a proof from elsewhere', 422, of((l) => l.request(4).replace('old 4', 'old 5'))],
    ['422: a hash too many', 422, edited('\n', `\n${HASH}\n`)],
    ['422: a proof for what it keeps already', 422, of((l) => l.request(5, 5).replace('\n', `\n${HASH}\n`))],
  ])('%s', async (_, status, body) => {
    const answer = await post(body());
    expect([answer.status, answer.type]).toEqual([status, 'text/plain; charset=utf-8']);
    expect(answer.body).toMatch(/^[A-Z].*\.\n$/);
    expect(await keptSize(log)).toBe(5);
  });
  it.each([
    ['from nothing, though one is kept', () => log.request(0)],
    ['from less', () => log.request(4)],
    ['from more', () => log.request(6)],
    ['an old checkpoint sent again', () => log.request(0, 3)],
    ['a proof with which it would have followed from nothing', () => log.request(0, 5)],
  ])('409, with the size that is kept: %s', async (_, body) => {
    expect(await post(body())).toEqual({ status: 409, type: 'text/x.tlog.size', body: '5\n' });
    expect(await keptSize(log)).toBe(5);
  });
  it('413: a body without end', async () => {
    expect(await post('old 5\n'.repeat(40_000))).toMatchObject({ status: 413, body: 'A request may hold 128 KiB.\n' });
  });
  it('405: any other way', async () => {
    const { status, headers } = await hub.http.get(ADDRESS);
    expect([status, headers['allow']]).toEqual([405, 'POST']);
  });
  it('404: a head that it does not keep', async () => {
    for (const name of ['0'.repeat(64), 'log.example', createHash('sha256').update('unknown.example/log').digest('hex')])
      expect((await hub.http.get(`/ledger/witness/${name}/checkpoint`)).status).toBe(404);
  });
  it('429: too many from one address, and not from another', async () => {
    const send = async (remoteAddress: string): Promise<number> =>
      (await hub.hub.app.inject({ method: 'POST', url: ADDRESS, payload: '', remoteAddress })).statusCode;
    const many = await Promise.all(Array.from({ length: 40 }, () => send('203.0.113.7')));
    expect(many.filter((status) => status === 429).length).toBeGreaterThan(5);
    expect(await send('203.0.113.8')).toBe(400);
  });
}); // prettier-ignore

it('63 hashes are read, and an empty proof of more than it needs is refused', async () => {
  const log = await keptLog(5);
  const lines = `${Buffer.alloc(32).toString('base64')}\n`.repeat(63);
  expect((await post(log.grow(1).request(5).replace('\n', `\n${lines}`).replace(log.proof(5).join('\n'), '').replace('\n\n\n', '\n\n'))).status).toBe(422);
  expect((await post((await keptLog()).grow(2).request(0).replace('\n', `\n${lines}`))).status).toBe(422);
}); // prettier-ignore

it('a log that is switched off is not known any more, one with a new key is known by that alone', async () => {
  const log = await keptLog(3);
  const old = log.grow(1).request(3);
  const renewed = Object.assign(log.fork(4), { key: new ForeignLog('any').key });
  await hub.database.owner.query('update witnessed_log set verifier_keys = $2 where origin = $1', [
    log.origin,
    [renewed.verifier],
  ]);
  expect((await post(old)).status).toBe(403);
  expect((await post(renewed.request(3))).status).toBe(200);
  await hub.database.owner.query('update witnessed_log set disabled_at = now() where origin = $1', [
    log.origin,
  ]);
  expect((await post(renewed.request(4))).status).toBe(404);
});

it('another root of the size that is kept is two histories: 409, both signed heads kept, told once', async () => {
  const log = await keptLog(5);
  const other = log.fork(3).grow(2, 'rewritten');
  for (let i = 0; i < 2; i += 1) expect((await post(other.request(5))).status).toBe(409);
  // Whoever names another old size learns the size as ever, and the evidence is kept all the same.
  expect((await post(other.request(0))).type).toBe('text/x.tlog.size');
  expect(await alarms(log)).toEqual([
    { kind: 'TWO_HISTORIES', kept: log.checkpoint(), shown: other.checkpoint() },
  ]);
  expect(hub.log.filter((line) => line.includes(log.origin))).toEqual([
    expect.stringContaining('la/852 has shown two histories of its ledger'),
  ]);
  expect(await keptSize(log)).toBe(5);
  // The history that it had shown goes on.
  expect((await post(log.grow(1).request(5))).status).toBe(200);
});

it('of many at once, one line of history is cosigned', async () => {
  const log = (await keptLog(4)).grow(6);
  const other = log.fork(4).grow(6, 'rewritten');
  const requests = [5, 6, 7, 8, 9, 10].flatMap((to) => [log.request(4, to), other.request(4, to)]);
  const answers = await Promise.all(requests.map((body) => post(body)));
  const cosigned = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []));
  expect(cosigned).toHaveLength(1);
  const [winner = 0] = cosigned;
  const size = 5 + Math.floor(winner / 2);
  expect(await keptSize(log)).toBe(size);
  for (const [i, answer] of answers.entries())
    if (i !== winner && answer.type === 'text/x.tlog.size') expect(answer.body).toBe(`${size}\n`);
  const branch = winner % 2 === 0 ? log : other;
  expect((await post(branch.request(size, 10))).status).toBe(200);
});

it('the database itself takes no head back', async () => {
  const log = await keptLog(5);
  for (const [size, root] of [[4, 'root'], [5, `sha256('x')`]] as const)
    await expect(
      hub.database.app.query(`update witnessed_head set size = ${size}, root = ${root} where origin = $1`, [log.origin]),
    ).rejects.toThrow('never taken back');
  const other = log.fork(0).grow(5, 'rewritten');
  await post(other.request(5));
  await expect(hub.database.app.query('delete from witness_alarm')).rejects.toThrow('never deleted');
  await expect(hub.database.app.query('delete from witnessed_head')).rejects.toThrow('permission denied');
}); // prettier-ignore
