import type { QueryRunner } from 'typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { SCHOOL } from './six-partners';

let hub: TestHub;
let maker: ChildMaker;

beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
});
afterAll(() => hub.stop());

const MUTATION =
  'mutation ($child: ChildReferenceInput!) { recordPlaceOffer(child: $child) { id receivedAt } }';
const offer = (about: MadeChild, idempotencyKey?: string): Ask => ({
  query: MUTATION,
  variables: { child: { upn: about.upn, dateOfBirth: about.dateOfBirth } },
  purpose: 'ROLL_MANAGEMENT',
  ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
});
const ask = (what: Ask, as = SCHOOL): Promise<TestAnswer> => hub.query(as, what);
const offers = (about: MadeChild): Promise<object[]> =>
  maker.sql(`select id from circumstance where child_id = $1 and kind = 'PLACE_OFFER'`, [about.id]);
const disclosed = (answers: readonly TestAnswer[]): Promise<object[]> =>
  maker.sql(`select id from ledger_entry where kind = 'DISCLOSURE' and id = any($1::uuid[])`, [
    answers.map(({ sharing }) => sharing?.disclosureId),
  ]);
const acts = (about: MadeChild): Promise<object[]> =>
  maker.sql(`select id from ledger_entry where kind = 'ACT' and $1 = any(child_ids)`, [about.id]);

test('the same key and body: the same outcome, one effect, one act, an entry for each answer', async () => {
  const child = await maker.child();
  const answers: TestAnswer[] = [];
  for (let i = 0; i < 3; i += 1) {
    answers.push(await ask(offer(child, 'again')));
    hub.clock.advance(60_000);
  }
  expect(answers.map(({ codes }) => codes)).toEqual([[], [], []]);
  expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  expect(await offers(child)).toHaveLength(1);
  expect(await acts(child)).toHaveLength(1);
  expect(await disclosed(answers)).toHaveLength(3);
});

test('a key is kept for seven days and is free after that', async () => {
  const child = await maker.child();
  const day = 24 * 60 * 60 * 1000;
  const first = await ask(offer(child, 'a-week'));
  hub.clock.advance(6.9 * day);
  const within = await ask(offer(child, 'a-week'));
  hub.clock.advance(0.2 * day);
  const after = await ask(offer(child, 'a-week'));
  expect(within.data).toEqual(first.data);
  expect(after.data).not.toEqual(first.data);
  expect(await offers(child)).toHaveLength(2);
});

test('without a key, each is a new act', async () => {
  const child = await maker.child();
  await ask(offer(child));
  await ask(offer(child));
  expect(await offers(child)).toHaveLength(2);
});

test('the outcome is rendered anew: the same key, asked for other fields of the receipt, is another body', async () => {
  const child = await maker.child();
  const first = await ask(offer(child, 'rendered'));
  expect(first.errors).toEqual([]);
  const other = await ask({ ...offer(child, 'rendered'), query: MUTATION.replace(' receivedAt', '') });
  expect([other.status, other.codes]).toEqual([200, ['IDEMPOTENCY_KEY_REUSED']]);
});

test('the same key with another body is refused, whether or not the first could be carried out', async () => {
  const [one, two] = [await maker.child(), await maker.child()];
  await ask(offer(one, 'reused'));
  const answer = await ask(offer(two, 'reused'));
  expect([answer.status, answer.codes, answer.data]).toEqual([200, ['IDEMPOTENCY_KEY_REUSED'], null]);
  expect(answer.text).not.toContain('reused"');
  expect(await offers(two)).toEqual([]);
  const again = await ask(offer(one, 'reused'));
  expect(again.errors).toEqual([]);
});

test('a refused mutation leaves its key unused', async () => {
  const child = await maker.child();
  const refused = await ask({ ...offer(child, 'refused'), purpose: 'SAFEGUARD' });
  expect(refused.codes).toEqual(['NOT_PERMITTED']);
  const done = await ask(offer(child, 'refused'));
  expect(done.errors).toEqual([]);
  expect(await offers(child)).toHaveLength(1);
});

test('the key of another client is another key', async () => {
  const child = await maker.child();
  const own = await ask(offer(child, 'shared'));
  const other = await ask(offer(child, 'shared'), 'school/931-4107');
  expect([own.codes, other.codes]).toEqual([[], []]);
  expect(own.data).not.toEqual(other.data);
  expect(await offers(child)).toHaveLength(2);
});

test('eight at once with one key: one effect, and each is told its outcome or to try again', async () => {
  const child = await maker.child();
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(offer(child, 'parallel'))));
  const told = answers.map(({ codes, data }) => codes[0] ?? JSON.stringify(data));
  expect(new Set(told.filter((text) => text !== 'CONFLICT')).size).toBe(1);
  expect(told.filter((text) => text === 'CONFLICT').length).toBeLessThan(8);
  expect(await offers(child)).toHaveLength(1);
  expect(await acts(child)).toHaveLength(1);
});

describe('while the first request with a key is still under way', () => {
  let first: QueryRunner;
  const child = (): Promise<MadeChild> => maker.child();
  beforeEach(async () => {
    first = hub.database.owner.createQueryRunner();
    await first.startTransaction();
  });
  afterEach(async () => {
    if (first.isTransactionActive) await first.rollbackTransaction();
    await first.release();
  });
  const begin = async (key: string): Promise<void> => {
    const [own] = await maker.sql<{ client: string }>(
      `select client_id as client from ledger_entry where organisation_id = $1 order by position limit 1`,
      [SCHOOL],
    );
    await first.query(`insert into idempotency_key (client_id, key, body_digest) values ($1, $2, '\\x00')`, [
      own?.client,
      key,
    ]);
  };

  test('a second waits, and does it itself when the first comes to nothing', async () => {
    const about = await child();
    await ask(offer(about, 'to-learn-the-client'));
    await begin('abandoned');
    let arrived = false;
    const second = ask(offer(about, 'abandoned')).then((answer) => {
      arrived = true;
      return answer;
    });
    await pause(300);
    expect(arrived).toBe(false);
    await first.rollbackTransaction();
    expect((await second).errors).toEqual([]);
    expect(await offers(about)).toHaveLength(2);
  });

  test('a second that has waited long enough is told CONFLICT, and has done nothing', async () => {
    const about = await child();
    await begin('endless');
    const answer = await ask(offer(about, 'endless'));
    expect([answer.status, answer.codes, answer.data]).toEqual([
      200,
      ['CONFLICT'],
      { recordPlaceOffer: null },
    ]);
    expect(await offers(about)).toEqual([]);
    await first.rollbackTransaction();
    expect((await ask(offer(about, 'endless'))).errors).toEqual([]);
    expect(await offers(about)).toHaveLength(1);
  });
});
