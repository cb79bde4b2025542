import { ChildMaker } from '../support/child-maker';
import { bytesOf, startTestHub, type TestHub } from '../support/hub';
import { OF_ITS_OWN, openStatementLog, type StatementLog } from '../support/statement-log';
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

/**
 * Whoever asks about a child may not tell from the answer, from its headers, from what the database was asked, from what
 * was written or from when it leaves, whether the hub knows of nobody, is not sure, or may not say. `bench -- oracle`
 * measures what is left of the last.
 */
/** Lookups of one request run at once: which of their statements comes first is the network's. */
const inOrder = (question: QuestionName, statements: readonly string[]): readonly string[] =>
  question === 'several at once' ? [...statements].sort() : statements;

interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly statements: readonly string[];
}

describe('bytes, headers and statements', () => {
  let log: StatementLog;
  let hub: TestHub;
  let maker: ChildMaker;
  let user = 0;
  const classes = {} as Record<AskerName, Classes>;

  beforeAll(async () => {
    log = await openStatementLog();
    // With the limits of the product: what they read and write is part of what is compared.
    hub = await startTestHub({ through: log.through, limits: true });
    maker = new ChildMaker(hub.database.owner, hub.clock);
    for (const name of ASKER_NAMES) classes[name] = await classesFor(maker, name);
    // The directory is asked about a client once; the ruleset's own plans are made by the first who asks.
    for (const name of ASKER_NAMES)
      for (const question of QUESTION_NAMES) await wire(name, question, nobodyLike());
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await log.stop();
  });

  /** Each by a person who has asked for nothing before: what limits read is then the same. */
  async function wire(asker: AskerName, question: QuestionName, whom: Whom): Promise<Wire> {
    user += 1;
    const { result, statements } = await log.during(() =>
      hub.query(ASKERS[asker].as, { ...ASKERS[asker], user: `Asker ${user}`, ...QUESTIONS[question](whom) }),
    );
    await hub.hub.looking.settled();
    expect(result.codes).toEqual([]);
    const { date, 'request-id': requestId, ...headers } = result.headers;
    expect([date, requestId]).toEqual([expect.any(String), expect.any(String)]);
    return {
      status: result.status,
      headers,
      body: bytesOf(result),
      statements: inOrder(
        question,
        statements.filter((text) => !OF_ITS_OWN.test(text)),
      ),
    };
  }

  describe.each(ASKER_NAMES)('%s', (asker) => {
    test.each(QUESTION_NAMES)('%s: nothing tells one nothing from another', async (question) => {
      const nobody = await wire(asker, question, nobodyLike());
      expect(nobody.body).toContain(question === 'by id' ? '"child":null' : 'NoInformation');
      expect(nobody.body).not.toMatch(/ChildMatch|PossibleMatches/);
      // Without this a log that recorded nothing would prove everything.
      expect(nobody.statements.filter((text) => text.includes('json_build_object')).length).toBeGreaterThan(
        0,
      );
      const told: Record<string, Wire> = {};
      for (const [name, whom] of Object.entries(classes[asker].nothing))
        told[name] = await wire(asker, question, whom);
      expect(told).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, nobody])));
    });

    test.each(QUESTION_NAMES)('%s: a match is one, so that the test above could fail', async (question) => {
      const match = await wire(asker, question, classes[asker].match);
      expect(match.body).toContain(classes[asker].match.publicId);
    });

    // A match is known by its answer: what fits to the letter may stop before anybody else is weighed.
    test('by name: a match to the letter runs what nothing runs first, and no other', async () => {
      const match = await wire(asker, 'by name', classes[asker].match);
      const nobody = await wire(asker, 'by name', nobodyLike());
      const reading = (statements: readonly string[]): string[] =>
        statements.filter((text) => !text.includes('insert into ledger_entry'));
      const [stopped, wentOn] = [reading(match.statements), reading(nobody.statements)];
      expect(stopped.length).toBeLessThan(wentOn.length);
      expect(wentOn.slice(0, stopped.length)).toEqual(stopped);
    });

    test.each(['by name, with a postcode and a former name', 'by id'] as const)(
      '%s: a match runs the same statements as nothing',
      async (question) => {
        const [match, nobody] = [classes[asker].match, nobodyLike()];
        expect((await wire(asker, question, match)).statements).toEqual(
          (await wire(asker, question, nobody)).statements,
        );
      },
    );

    test('between two whom the asker may know it is told to say more, after the same statements', async () => {
      const possible = await wire(asker, 'by name', classes[asker].possible);
      expect(possible.body).toContain('PossibleMatches');
      const nobody = await wire(asker, 'by name', nobodyLike());
      expect(possible.statements).toEqual(nobody.statements);
      expect(possible.headers['content-type']).toBe(nobody.headers['content-type']);
    });

    test.each(QUESTION_NAMES)(
      '%s: nothing is written before the answer but its ledger entry',
      async (question) => {
        const { nothing, match } = classes[asker];
        for (const whom of [match, ...Object.values(nothing)]) {
          const { statements } = await wire(asker, question, whom);
          const writing = statements.filter((text) => /\b(insert into|update|delete from)\b/i.test(text));
          expect(writing.every((text) => text.includes('insert into ledger_entry'))).toBe(true);
          expect(writing.length).toBeGreaterThan(0);
        }
      },
    );
  });
});
