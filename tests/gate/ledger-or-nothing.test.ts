import { setTimeout as pause } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { AgreementStore } from '../../src/agreements/agreement-store';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { sqlOf } from '../../src/database/sql';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { HOME } from '../support/seeded';
import { SCHOOL } from './six-partners';

let hub: TestHub;
let maker: ChildMaker;
let child: MadeChild;

beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
  child = await maker.child();
  await maker.roll(child, SCHOOL);
});
afterAll(() => hub.stop());

const question = (): Ask => ({
  query: 'query ($id: ID!) { child(id: $id) { id name { surname } upn } }',
  variables: { id: child.publicId },
  purpose: 'ROLL_MANAGEMENT',
});
const offer = (about: MadeChild, idempotencyKey: string): Ask => ({
  query: 'mutation ($child: ChildReferenceInput!) { recordPlaceOffer(child: $child) { id receivedAt } }',
  variables: { child: { upn: about.upn, dateOfBirth: about.dateOfBirth } },
  purpose: 'ROLL_MANAGEMENT',
  idempotencyKey,
});
const alert = (about: MadeChild, idempotencyKey: string): Ask => ({
  query: 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id } }',
  variables: { input: { child: { upn: about.upn, dateOfBirth: about.dateOfBirth }, reason: 'NO_CONTACT' } },
  purpose: 'RAISE_CONCERN',
  idempotencyKey,
});
const alerts = (about: MadeChild): Promise<object[]> =>
  maker.sql('select public_id as id from alert where child_id = $1', [about.id]);
async function owedArePaid(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await maker.sql('select 1 from ledger_owed')).length === 0) return;
    await pause(50);
  }
  throw new Error('an act is still owed to the ledger');
}
const ask = (what: Ask): Promise<TestAnswer> => hub.query(SCHOOL, what);
const entries = async (): Promise<number> => {
  const [row] = await maker.sql<{ n: number }>('select count(*)::int as n from ledger_entry');
  return row?.n ?? 0;
};
const offers = (about: MadeChild): Promise<object[]> =>
  maker.sql(`select id from circumstance where child_id = $1 and kind = 'PLACE_OFFER'`, [about.id]);

function expectNothing(answer: TestAnswer, done: boolean): void {
  expect([answer.status, answer.data ?? null, answer.codes]).toEqual([503, null, ['LEDGER_UNAVAILABLE']]);
  expect(answer.errors[0]?.extensions['done']).toBe(done ? true : undefined);
  for (const secret of [child.surname, child.upn, child.publicId]) expect(answer.text).not.toContain(secret);
}

/** Ways in which the ledger cannot be written, and how an operator would put each right. */
const FAULTS: Readonly<Record<string, readonly [break_: string, mend: string]>> = {
  'the hub may not write to it': [
    'revoke insert on ledger_entry from rollcall_app',
    'grant insert on ledger_entry to rollcall_app',
  ],
  'it is gone': ['alter table ledger_entry rename to lost', 'alter table lost rename to ledger_entry'],
  'it refuses every row': [
    `alter table ledger_entry add constraint refused check (at < '2000-01-01') not valid`,
    'alter table ledger_entry drop constraint refused',
  ],
};

describe.each(Object.entries(FAULTS))('when %s', (_name, [broken, mended]) => {
  test('nothing is disclosed or done, and once it is mended the hub answers without a hand', async () => {
    expect((await ask(question())).data).toMatchObject({ child: { upn: child.upn } });
    const other = await maker.child();
    await maker.sql(broken);
    try {
      expectNothing(await ask(question()), false);
      expectNothing(await ask({ ...question(), mode: 'strict' }), false);
      expectNothing(await ask(offer(other, `while-${broken.length}`)), false);
      expect(await offers(other)).toEqual([]);
      expectNothing(await ask(alert(other, `alert-${broken.length}`)), true);
      expect(await alerts(other)).toHaveLength(1);
    } finally {
      await maker.sql(mended);
    }
    expect((await ask(question())).data).toMatchObject({ child: { upn: child.upn } });
    expect((await ask(offer(other, `while-${broken.length}`))).errors).toEqual([]);
    expect(await offers(other)).toHaveLength(1);
    await owedArePaid();
    const [told] = await alerts(other);
    expect((await ask(alert(other, `alert-${broken.length}`))).data).toMatchObject({ raiseAlert: told });
    expect(await alerts(other)).toHaveLength(1);
    const acts = await maker.sql(
      `select kind, child_ids from ledger_entry where kind = 'ACT' and controller_part like '%RAISE_ALERT%' and $1 = any(child_ids)`,
      [other.id],
    );
    expect(acts).toHaveLength(1);
  });
});

test('a mutation that had committed says so, and the same key gives its outcome afterwards, once', async () => {
  const other = await maker.child();
  await maker.sql(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  );
  await maker.sql(
    `create trigger refuse before insert on ledger_entry for each row when (new.kind = 'DISCLOSURE') execute function refuse()`,
  );
  try {
    expectNothing(await ask(offer(other, 'committed')), true);
    expect(await offers(other)).toHaveLength(1);
    expectNothing(await ask(offer(other, 'committed')), true);
  } finally {
    await maker.sql('drop trigger refuse on ledger_entry');
    await maker.sql('drop function refuse()');
  }
  const again = await ask(offer(other, 'committed'));
  expect(again.errors).toEqual([]);
  const [row] = await maker.sql<{ public_id: string }>(
    'select public_id from circumstance where child_id = $1',
    [other.id],
  );
  expect(again.data).toMatchObject({ recordPlaceOffer: { id: row?.public_id } });
  expect(await offers(other)).toHaveLength(1);
});

describe('an entry is there before its answer', () => {
  const found = async (id: string | undefined): Promise<object[]> =>
    maker.sql('select kind from ledger_entry where id = $1', [id]);

  test.each<[string, number, string, () => Ask]>([
    ['an answer', 1, 'DISCLOSURE', question],
    [
      'an answer with a refusal in it',
      1,
      'DISCLOSURE',
      () => ({ ...question(), query: 'query ($id: ID!) { child(id: $id) { id nhsNumber } }' }),
    ],
    [
      'nothing, in strict mode',
      1,
      'REFUSAL',
      () => ({
        ...question(),
        mode: 'strict',
        query: 'query ($id: ID!) { child(id: $id) { id nhsNumber } }',
      }),
    ],
    [
      'a child who is not there',
      1,
      'DISCLOSURE',
      () => ({ ...question(), variables: { id: '11111111-1111-4111-8111-111111111111' } }),
    ],
    [
      'a question of two roots',
      1,
      'DISCLOSURE',
      () => ({ ...question(), query: 'query ($id: ID!) { child(id: $id) { id } cmeOfficer { team } }' }),
    ],
    [
      'what may I see',
      1,
      'DISCLOSURE',
      () => ({ query: '{ sharing { rulesetVersion } }', purpose: null, reference: null }),
    ],
  ])('%s', async (_what, expected, kind, make) => {
    const before = await entries();
    const answer = await ask(make());
    expect(await found(answer.sharing?.disclosureId)).toEqual([{ kind }]);
    expect(await entries()).toBe(before + expected);
  });

  test('a mutation leaves two: the act, and the disclosure of its receipt', async () => {
    const [before, other] = [await entries(), await maker.child()];
    const answer = await ask(offer(other, 'two-entries'));
    expect(await found(answer.sharing?.disclosureId)).toEqual([{ kind: 'DISCLOSURE' }]);
    expect(await entries()).toBe(before + 2);
    const [act] = await maker.sql(
      `select kind, child_ids from ledger_entry order by position desc offset 1 limit 1`,
    );
    expect(act).toEqual({ kind: 'ACT', child_ids: [other.id] });
  });

  test('a purpose that nobody agreed leaves a refusal', async () => {
    const before = await entries();
    const answer = await ask({ ...question(), purpose: 'STATISTICS' });
    expect([answer.status, answer.codes]).toEqual([403, ['PURPOSE_NOT_AGREED']]);
    expect(await entries()).toBe(before + 1);
    const [entry] = await maker.sql(
      `select kind, purpose, child_ids from ledger_entry order by position desc limit 1`,
    );
    expect(entry).toEqual({ kind: 'REFUSAL', purpose: 'STATISTICS', child_ids: [] });
  });

  test('forty at once leave forty, each for its own answer', async () => {
    const before = await entries();
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(question())));
    const ids = new Set(answers.map(({ sharing }) => sharing?.disclosureId));
    expect(ids.size).toBe(40);
    expect(await entries()).toBe(before + 40);
    const rows = await maker.sql('select id from ledger_entry where id = any($1::uuid[])', [[...ids]]);
    expect(rows).toHaveLength(40);
  });
});

describe('while the ledger is held', () => {
  let holder: QueryRunner;
  beforeEach(async () => {
    holder = hub.database.owner.createQueryRunner();
    await holder.startTransaction();
    await holder.query('lock table ledger_entry in share row exclusive mode');
  });
  afterEach(async () => {
    if (holder.isTransactionActive) await holder.rollbackTransaction();
    await holder.release();
  });
  const somebodyWaits = async (): Promise<void> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const waiting = await maker.sql(
        `select 1 from pg_locks where relation = 'ledger_entry'::regclass and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      );
      if (waiting.length > 0) return;
      await pause(10);
    }
    throw new Error('nobody waits for the ledger');
  };

  test('for two seconds, the answer is held two seconds', async () => {
    let arrived = 0;
    const asked = ask(question()).then((answer) => {
      arrived = performance.now();
      return answer;
    });
    await somebodyWaits();
    const held = performance.now();
    await pause(2000);
    expect(arrived).toBe(0);
    await holder.rollbackTransaction();
    const answer = await asked;
    expect(arrived - held).toBeGreaterThanOrEqual(1900);
    expect(answer.data).toMatchObject({ child: { upn: child.upn } });
  });

  test('a suspension between question and entry refuses the answer that was ready', async () => {
    const store = new AgreementStore({
      database: sqlOf(hub.database.owner),
      transaction: (work) => hub.database.owner.transaction((tx) => work(sqlOf(tx))),
      catalogues: readCatalogues().catalogues,
      homeAuthorities: new Set([HOME]),
      clock: hub.clock,
    });
    const [somebody] = await store.approvers();
    if (!somebody) throw new Error('nobody may suspend');
    const before = await entries();
    const asked = ask(question());
    await somebodyWaits();
    const suspended = store.suspend('schools', somebody, 'a test');
    for (let tries = 0; tries < 400; tries += 1) {
      const rows = await maker.sql(`select 1 from stopped_agreement where agreement = 'schools'`);
      if (rows.length > 0) break;
      await pause(10);
    }
    await holder.rollbackTransaction();
    const answer = await asked;
    expect([answer.status, answer.data ?? null, answer.codes]).toEqual([403, null, ['PURPOSE_NOT_AGREED']]);
    for (const secret of [child.surname, child.upn, child.publicId])
      expect(answer.text).not.toContain(secret);
    expect(await suspended).toBe(true);
    expect(await entries()).toBe(before);
    await hub.hub.refreshAgreements();
    expect((await ask(question())).codes).toEqual(['PURPOSE_NOT_AGREED']);
  });
});
