import { setTimeout as pause } from 'node:timers/promises';
import { openSession, type Session } from '../../src/database/session';
import { openPromise } from '../../src/ledger/promise';
import { LedgerKeys } from '../../src/ledger/ledger-keys';
import { makeTestFolder } from '../support/data-folder';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';

const LOCK = 7_316_962;
let hub: TestHub;
let maker: ChildMaker;
let child: MadeChild;
let holder: Session;
const folder = makeTestFolder(0o700);

/** A hub whose sequencer cannot lead, because another session holds the lock. */
beforeAll(async () => {
  hub = await startTestHub({ config: { dataDir: folder.path, ledgerMaximumWait: 1000 } });
  maker = new ChildMaker(hub.database.owner, hub.clock);
  child = await maker.child();
  await maker.roll(child, 'school/931-4123');
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

const question = (): Promise<TestAnswer> =>
  hub.query('school/931-4123', {
    query: `{ child(id: "${child.publicId}") { id upn } }`,
    purpose: 'ROLL_MANAGEMENT',
  });
const alert = (key: string): Promise<TestAnswer> =>
  hub.query('police/E23000029', {
    query: `mutation { raiseAlert(input: { child: { id: "${child.publicId}" }, reason: NO_CONTACT }) { id receivedAt } }`,
    purpose: 'RAISE_CONCERN',
    idempotencyKey: key,
  });
async function until<T>(ask: () => Promise<T>, enough: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask();
    if (enough(answer)) return answer;
    await pause(100);
  }
  throw new Error('it did not come to that');
}

test('an answer promises what comes true: its leaf is in the log within a second or so', async () => {
  const { sharing } = await question();
  const keys = LedgerKeys.open(folder.path, 'rollcall/la/931');
  const promise = openPromise(keys.origin, keys.newest.publicKey, sharing?.promise ?? '');
  expect(promise).toMatchObject({ by: new Date(hub.clock.now().getTime() + 1000) });
  const found = await until(
    () =>
      maker.sql<{ idx: string }>(
        'select idx from ledger_leaf join ledger_entry using (position) where id = $1',
        [sharing?.disclosureId],
      ),
    (rows) => rows.length > 0,
  );
  const index = Number(found[0]?.idx);
  const [tile] = await maker.sql<{ hashes: Buffer }>(
    'select hashes from ledger_tile where level = 0 and idx = $1',
    [Math.floor(index / 256)],
  );
  expect(tile?.hashes.subarray((index % 256) * 32, (index % 256) * 32 + 32)).toEqual(promise?.leafHash);
});

describe('while nobody signs heads', () => {
  beforeAll(async () => {
    holder = await openSession(hub.database.url, 'sequencer');
    await maker.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rollcall sequencer'
       and datname = current_database() and pid <> $1`,
      [(await holder.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid],
    );
    await until(
      () => holder.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]),
      ([row]) => row?.mine === true,
    );
    await until(question, ({ codes }) => codes.includes('LEDGER_UNAVAILABLE'));
  });
  afterAll(() => holder.close());

  test('answers stop, readiness says why, and nothing of the child leaves', async () => {
    const answer = await question();
    expect([answer.status, answer.data ?? null, answer.codes]).toEqual([503, null, ['LEDGER_UNAVAILABLE']]);
    expect(answer.text).not.toContain(child.upn);
    const { body } = (await hub.http.get('/health/ready').expect(503)) as {
      body: { parts: { ledger: { why: string } } };
    };
    expect(body.parts.ledger.why).toMatch(/^An entry has waited \d+ s for a signed head\.$/);
  });

  test('an alert is taken all the same, durable, and says that it is done; sent again, it is the same one', async () => {
    const before = await maker.sql('select id from alert');
    for (let times = 0; times < 2; times += 1) {
      const answer = await alert('in-the-dark');
      expect([answer.status, answer.data ?? null, answer.codes]).toEqual([503, null, ['LEDGER_UNAVAILABLE']]);
      expect(answer.errors[0]?.extensions['done']).toBe(true);
    }
    expect(await maker.sql('select id from alert')).toHaveLength(before.length + 1);
    const [act] = await maker.sql<{ kind: string }>(
      `select kind from ledger_entry order by position desc limit 1`,
    );
    expect(act?.kind).toBe('ACT');
  });

  test('as soon as heads are signed again, so are answers given, and the alert has its receipt', async () => {
    await holder.query('select pg_advisory_unlock($1)', [LOCK]);
    const answer = await until(question, ({ codes }) => codes.length === 0);
    expect(answer.data).toMatchObject({ child: { upn: child.upn } });
    const again = await alert('in-the-dark');
    expect(again.errors).toEqual([]);
    expect(again.data?.['raiseAlert']).toMatchObject({ id: expect.any(String) as string });
    const { body } = (await hub.http.get('/health/ready')) as { body: { parts: { ledger: object } } };
    expect(body.parts.ledger).toEqual({ ok: true });
  });
});
