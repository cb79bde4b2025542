import { setTimeout as pause } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { readAgreementFiles, readCatalogues } from '../../../src/agreements/catalogue-files';
import { directoryWords } from '../../../src/agreements/directory-words';
import { sqlOf } from '../../../src/database/sql';
import type { DoorName } from '../../../src/gate/doors';
import { checkAgreements } from '../../../src/policy/check-agreements';
import { ManualClock } from '../../support/manual-clock';
import { HOME } from '../../support/seeded';
import { EVERYTHING } from './doors-in-use';
import { EventStream } from './event-stream';
import type { Opening } from './fourteen';
import { at, expectTold, expectUntold, textOf, type Question, type Said } from './question';
import { DOOR_NAMES, TABLE, atEveryDoor, hasReason } from './table';
import { CANARY, HOUSING, TEAM, ask, done, openWorld, type World } from './world';

/** Half an hour before the review day of every agreement ends in London, and a minute after. */
const BEFORE = '2027-08-31T22:30:00Z';
const AFTER = '2027-08-31T23:01:00Z';

let world: World;
beforeAll(async () => {
  world = await openWorld({ clock: new ManualClock(BEFORE) });
}, 60_000);
afterAll(() => world.hub.stop());

/** A purpose that no partner of these tests has, an unknown one, none, and a client whom the directory does not know. */
const WRONG = {
  'no purpose': [{ purpose: null }, ['PURPOSE_REQUIRED']],
  'a purpose that there is not': [{ purpose: 'LOCATE_CHIDL' }, ['BAD_USER_INPUT']],
  'a purpose that is not agreed': [{ purpose: 'SYSTEM_INTAKE' }, ['PURPOSE_NOT_AGREED', 'NOT_PERMITTED']],
  'a client that there is not': [{ as: 'police/E23999999' }, ['UNAUTHENTICATED']],
} as const;

atEveryDoor('unknownWord', async (probe, door) => {
  const questions = (probe.questions ?? EVERYTHING[door])(world.about);
  const told = probe.told(world);
  const values = ({ data }: Said): unknown[] => Object.values(data ?? {}).filter((value) => value !== null);
  for (const [what, [wrong, codes]] of Object.entries(WRONG))
    for (const said of await ask(world, { ...probe, ...wrong }, questions)) {
      expect({ what, refused: codes.some((code) => code === said.codes[0]), codes: said.codes }).toEqual({
        ...{ what, refused: true, codes: [said.codes[0]] },
      });
      expect(values(said)).toEqual([]);
      if (told !== 'BAD_USER_INPUT') expectUntold(said.text, told);
    }
  expectTold(textOf(await ask(world, probe, questions)), told);
});

describe('3: at save', () => {
  const file = 'schema/agreements/thames-valley-police.yaml';
  const ours = readAgreementFiles().find(({ file: name }) => name.endsWith('thames-valley-police.yaml'));
  const { catalogues } = readCatalogues();

  test.each([
    ['item', 'IDENTITY,', 'IDENTITTY,', 'IDENTITTY'],
    ['form', 'form: nameOnly', 'form: nameOlny', 'nameOlny'],
    ['standing', 'children: [REPORTED_MISSING]', 'children: [REPORTED_MISING]', 'REPORTED_MISING'],
    ['purpose', 'purposes: [LOCATE_CHILD, SAFEGUARD]', 'purposes: [LOCATE_CHIDL]', 'LOCATE_CHIDL'],
    ['role', 'role: POLICE', 'role: POLITE', 'POLITE'],
    ['organisation', 'police/E23000029,', 'police/E23999999,', 'police/E23999999'],
  ])('an unknown %s is an error in its line', async (_kind, right, wrong, word) => {
    const text = ours?.text.replace(right, wrong) ?? '';
    expect(text).toContain(word);
    const directory = await directoryWords(sqlOf(world.hub.database.owner), new Set([HOME]));
    const check = (its: string) =>
      checkAgreements([{ file, text: its }], catalogues, directory, '2026-11-18');
    expect(check(ours?.text ?? '').sound).toHaveLength(1);
    const { sound, problems } = check(text);
    expect(sound).toEqual([]);
    expect(
      problems.filter(({ severity, message }) => severity === 'error' && message.includes(word)),
    ).not.toEqual([]);
  });
});

async function afterwards<T>(work: () => Promise<T>): Promise<T> {
  const now = world.hub.clock.now();
  world.hub.clock.set(AFTER);
  try {
    return await work();
  } finally {
    world.hub.clock.set(now);
  }
}

/** Nothing but the refusal of the whole. */
async function expectOver(probe: Parameters<typeof ask>[1], questions: readonly Question[]): Promise<void> {
  for (const { codes, data, text } of await afterwards(() => ask(world, probe, questions))) {
    expect(codes).toEqual(['PURPOSE_NOT_AGREED']);
    expect(data).toBeNull();
    expectUntold(text, CANARY);
  }
}

atEveryDoor('expiry', async (probe, door) => {
  const questions = (probe.questions ?? EVERYTHING[door])(world.about);
  expectTold(textOf(await ask(world, probe, questions)), probe.told(world));
  const mutation = questions.every(
    (question) => 'query' in question && question.query.startsWith('mutation'),
  );
  if (mutation) {
    const over = await afterwards(() => ask(world, probe, questions));
    for (const { codes, text } of over) {
      expect(['PURPOSE_NOT_AGREED', 'NOT_PERMITTED']).toContain(codes[0]);
      expectUntold(text, probe.told(world));
    }
  } else await expectOver(probe, questions);

  const { page, root } = probe;
  if (!page || root === undefined) return;
  const [first] = await ask(world, probe, [{ query: page(null) }]);
  const cursor = String(at(first?.data, [root, 'pageInfo', 'endCursor']));
  await expectOver(probe, [{ query: page(cursor) }]);
  const [next] = await ask(world, probe, [{ query: page(cursor) }]);
  expect(next?.codes).toEqual([]);
});

describe('4: what was going on when it ended', () => {
  test('a stream that was open sends nothing more, and says why', async () => {
    const asker = { as: HOUSING, purpose: 'RAISE_CONCERN' };
    const stream = await EventStream.open(world.hub, asker, {
      query: 'subscription { alertRaised { id asWritten } }',
    });
    try {
      const raise = `raiseAlert(input: { child: { id: "${world.child.publicId}" }, reason: OTHER, text: "Canary later" })`;
      await stream.until(': open');
      await new Promise((resolve) => setTimeout(resolve, 100));
      const id = await done(world.hub, HOUSING, 'RAISE_CONCERN', raise);
      expectTold(await stream.until(id), 'Canary later');
      const said = await afterwards(async () => {
        await world.maker.sql(
          `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user, raised_by_job,
             reference, reason, text, state, raised_at)
           select gen_random_uuid(), authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user, raised_by_job,
             reference, reason, 'Canary too late', state, raised_at from alert where public_id = $1`,
          [id],
        );
        return stream.until('event: complete');
      });
      expectTold(said, 'PURPOSE_NOT_AGREED');
      expectUntold(said, 'too late');
    } finally {
      stream.close();
    }
  });

  test('an enquiry is neither read nor answered, and stays for whoever may again', async () => {
    const { child } = world;
    const asked = { as: HOUSING, purpose: 'ANSWER_ENQUIRY' };
    const id = await done(
      world.hub,
      TEAM,
      'LOCATE_CHILD',
      `sendEnquiry(input: { child: { id: "${child.publicId}" }, recipients: ["${HOUSING}"], question: "Canary again" })`,
    );
    const read = { query: `{ enquiry(id: "${id}") { question state child { name { surname } } } }` };
    const answer = { query: `mutation { answerEnquiry(id: "${id}", input: { outcome: KNOWN }) { id } }` };
    expectTold(textOf(await ask(world, asked, [read])), child.surname);
    await expectOver(asked, [read]);
    const [late] = await afterwards(() => ask(world, asked, [answer]));
    expect(late?.codes).toEqual(['PURPOSE_NOT_AGREED']);
    expectTold(textOf(await ask(world, asked, [read])), '"state":"OPEN"');
    expect((await ask(world, asked, [answer]))[0]?.codes).toEqual([]);
  });
});

/** Before anything is broken each door opens; while it is, the refusal is all that there is. */
async function expectShut(probe: Opening, door: DoorName, code: string): Promise<void> {
  const questions = (probe.questions ?? EVERYTHING[door])(world.about);
  for (const { status, codes, data, text } of await ask(world, probe, questions)) {
    expectUntold(text, probe.told(world));
    expectUntold(text, CANARY);
    expect(data).toBeNull();
    // A stream has begun before it can fail.
    if (!text.includes('event: next')) expect(status).toBe(503);
    if (questions.every((question) => !('route' in question))) expect(codes).toEqual([code]);
  }
}

async function expectOpen(): Promise<void> {
  for (const door of DOOR_NAMES) {
    const { ledgerDown, staleRules } = TABLE[door];
    // One look is enough for both where they are one and the same.
    for (const probe of new Set([ledgerDown, staleRules])) {
      if (hasReason(probe)) continue;
      const questions = (probe.questions ?? EVERYTHING[door])(world.about);
      expectTold(textOf(await ask(world, probe, questions)), probe.told(world));
    }
  }
}

const part = async (name: string): Promise<unknown> => {
  const { body } = await world.hub.http.get('/health/ready');
  return (body as { parts: Record<string, unknown> }).parts[name];
};

describe('while the hub may not write its ledger', () => {
  beforeAll(async () => {
    await expectOpen();
    await world.maker.sql('revoke insert on ledger_entry from rollcall_app');
  }, 60_000);
  afterAll(() => world.maker.sql('grant insert on ledger_entry to rollcall_app'));

  atEveryDoor('ledgerDown', (probe, door) => expectShut(probe, door, 'LEDGER_UNAVAILABLE'));

  test('readiness says so', async () => {
    expect(await part('ledger')).toMatchObject({ ok: false });
    expect(await part('ruleset')).toEqual({ ok: true });
  });
});

describe('while what is in force cannot be confirmed', () => {
  let holder: QueryRunner;
  beforeAll(async () => {
    holder = world.hub.database.owner.createQueryRunner();
    await holder.startTransaction();
    await holder.query('lock table agreement_version in access exclusive mode');
    for (let tries = 0; tries < 100; tries += 1) {
      const state = (await part('ruleset')) as { ok: boolean };
      if (!state.ok) return;
      await pause(100);
    }
    throw new Error('the rules do not grow stale');
  }, 60_000);
  afterAll(async () => {
    await holder.rollbackTransaction();
    await holder.release();
  });

  atEveryDoor('staleRules', (probe, door) => expectShut(probe, door, 'UNAVAILABLE'));

  test('readiness says so', async () => {
    expect(await part('ruleset')).toEqual({
      ok: false,
      why: expect.stringContaining('has not been confirmed for five seconds') as string,
    });
  });
});
