import { newPublicId } from '../../src/kernel/id';
import { ChildMaker } from '../support/child-maker';
import { HeldStopwatch } from '../support/held-stopwatch';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import {
  ASKERS,
  ASKER_NAMES,
  QUESTIONS,
  QUESTION_NAMES,
  classesFor,
  nobodyLike,
  type AskerName,
  type Classes,
  type QuestionName,
  type Whom,
} from './oracle-children';

describe('when it leaves', () => {
  let hub: TestHub;
  let maker: ChildMaker;
  let stopwatch: HeldStopwatch;
  let broken = false;
  const classes = {} as Record<AskerName, Classes>;

  beforeAll(async () => {
    stopwatch = new HeldStopwatch();
    hub = await startTestHub({
      stopwatch,
      poolSize: 1,
      ledger: (own) => ({
        ...own,
        port: {
          ...own.port,
          append: (record) => (broken ? Promise.reject(new Error('away')) : own.port.append(record)),
          act: (tx, record) => own.port.act(tx, record),
          ready: () => own.port.ready(),
        },
        stop: () => own.stop(),
      }),
    });
    maker = new ChildMaker(hub.database.owner, hub.clock);
    for (const name of ASKER_NAMES) classes[name] = await classesFor(maker, name);
  }, 120_000);
  afterAll(() => hub.stop());
  beforeEach(() => {
    stopwatch.step = 7;
    stopwatch.read.length = 0;
  });

  const ask = (asker: AskerName, question: QuestionName, whom: Whom): Promise<TestAnswer> =>
    hub.query(ASKERS[asker].as, { ...ASKERS[asker], ...QUESTIONS[question](whom) });

  describe.each(ASKER_NAMES)('%s', (asker) => {
    test.each(QUESTION_NAMES)(
      '%s: nothing leaves at a multiple of 100 ms from its arrival',
      async (question) => {
        const { nothing, possible } = classes[asker];
        const those = question === 'by name' ? [...Object.values(nothing), possible] : Object.values(nothing);
        for (const whom of those) {
          stopwatch.read.length = 0;
          const said = ask(asker, question, whom);
          const held = await stopwatch.next();
          expect(held.at - (stopwatch.read[0] ?? 0)).toBe(100);
          held.release();
          expect((await said).codes).toEqual([]);
        }
      },
    );

    test.each(QUESTION_NAMES)('%s: a match is not delayed', async (question) => {
      const said = await ask(asker, question, classes[asker].match);
      expect(said.text).toContain(classes[asker].match.publicId);
      expect(stopwatch.held).toEqual([]);
    });
  });

  const asker = 'the police about a missing child';

  test('whatever takes longer than a quantum leaves at the next', async () => {
    stopwatch.step = 130;
    const said = ask(asker, 'by name', nobodyLike());
    const held = await stopwatch.next();
    const [arrived = 0] = stopwatch.read;
    const now = stopwatch.read.at(-1) ?? 0;
    expect(now - arrived).toBeGreaterThan(100);
    expect((held.at - arrived) % 100).toBe(0);
    expect(held.at - now).toBeGreaterThanOrEqual(0);
    expect(held.at - now).toBeLessThan(100);
    held.release();
    await said;
  });

  test('a match beside nothing waits with it', async () => {
    const { match } = classes[asker];
    const said = hub.query(ASKERS[asker].as, {
      ...ASKERS[asker],
      query: `query ($one: ID!, $two: ID!) { one: child(id: $one) { id } two: child(id: $two) { id } }`,
      variables: { one: match.publicId, two: newPublicId() },
    });
    (await stopwatch.next()).release();
    expect((await said).text).toContain(match.publicId);
  });

  test('an error after a look in vain waits as nothing does', async () => {
    broken = true;
    try {
      for (const whom of [nobodyLike(), ...Object.values(classes[asker].nothing)]) {
        const said = ask(asker, 'by name', whom);
        (await stopwatch.next()).release();
        expect((await said).codes).toEqual(['LEDGER_UNAVAILABLE']);
      }
    } finally {
      broken = false;
    }
  });

  test('while one waits it holds nothing: with one connection another is answered', async () => {
    const waiting = ask(asker, 'by name', nobodyLike());
    const held = await stopwatch.next();
    const { match } = classes[asker];
    expect((await ask(asker, 'by name', match)).text).toContain(match.publicId);
    const [row] = await maker.sql<{ busy: number }>(
      `select count(*)::int as busy from pg_stat_activity
       where datname = current_database() and application_name = 'rollcall app' and state <> 'idle'`,
    );
    expect(row).toEqual({ busy: 0 });
    held.release();
    expect((await waiting).text).toContain('NoInformation');
  });
});
