import type { TestAnswer, TestHub } from '../support/hub';
import { bytesOf, startTestHub } from '../support/hub';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { OF_ITS_OWN, openStatementLog, type StatementLog } from '../support/statement-log';
import { newPublicId } from '../../src/kernel/id';
import { RULES } from './looking-desk';

const HEALTH = 'nhs/RTH';
const TEAM = 'la/931/cme';
const OFFICER = 'la/931/data-protection';
const { person } = RULES.budgets.roles.get('HEALTH') ?? RULES.budgets.default;

let log: StatementLog;
let hub: TestHub;
let maker: ChildMaker;
let known: MadeChild;
let guarded: MadeChild;
const nobody: Pick<MadeChild, 'publicId' | 'surname' | 'forename' | 'dateOfBirth' | 'upn'> = {
  publicId: newPublicId(),
  surname: 'Atall',
  forename: 'Noone',
  dateOfBirth: '2014-03-14',
  upn: 'B801200005001',
};

beforeAll(async () => {
  log = await openStatementLog();
  hub = await startTestHub({ limits: true, through: log.through });
  maker = new ChildMaker(hub.database.owner, hub.clock);
  known = await maker.child();
  await maker.fact(known, 'OPEN_CASE', { unit: `${HEALTH}/main` });
  guarded = await maker.child();
  await maker.fact(guarded, 'LOCATION_PROTECTION', { unit: TEAM });
}, 60_000);
afterAll(async () => {
  await hub.stop();
  await log.stop();
});

const MATCH = '__typename ... on ChildMatch { child { id } }';
const ask = (user: string, query: string, variables: object = {}): Promise<TestAnswer> =>
  hub.query(HEALTH, { user, job: 'nurse', purpose: 'SAFEGUARD', query, variables: { ...variables } });
const named = ({ surname, forename, dateOfBirth }: typeof nobody): object => ({
  surname,
  forename,
  dateOfBirth,
});
const lookup = (user: string, child: typeof nobody): Promise<TestAnswer> =>
  ask(user, `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${MATCH} } }`, { c: named(child) });
const lookups = (user: string, criteria: readonly object[]): Promise<TestAnswer> =>
  ask(user, `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ${MATCH} } }`, {
    c: criteria,
  });
const byId = (user: string, child: typeof nobody): Promise<TestAnswer> =>
  ask(user, 'query ($id: ID!) { child(id: $id) { id } }', { id: child.publicId });

/** Spends a budget of an hour on nobody. */
async function spent(user: string): Promise<void> {
  let serial = 0;
  for (;;) {
    const many = Array.from({ length: 100 }, () => {
      serial += 1;
      const [a, b, c] = [serial % 20, Math.floor(serial / 20) % 20, Math.floor(serial / 400)].map((n) =>
        String.fromCharCode(97 + n),
      );
      return {
        surname: `Vain${a}${b}${c}`,
        forename: `Look${b}${a}`,
        dateOfBirth: `201${serial % 8}-0${(serial % 9) + 1}-1${serial % 10}`,
      };
    });
    const { codes } = await lookups(user, many);
    await hub.hub.looking.settled();
    if (codes.includes('RATE_LIMITED')) break;
  }
  // What is left over is less than so many: the rest goes one by one.
  for (let i = 0; i < person.hour; i += 1) {
    if (
      (await lookup(user, { ...nobody, forename: `Noone${'xy'[i % 2] ?? ''}` })).codes.includes(
        'RATE_LIMITED',
      )
    )
      return;
    await hub.hub.looking.settled();
  }
  throw new Error('no budget came to its end');
}

describe('an asker whose budget is used up', () => {
  beforeAll(() => spent('A. Looker'), 120_000);

  test.each([
    ['lookupChild', (child: typeof nobody) => lookup('A. Looker', child)],
    ['lookupChildren', (child: typeof nobody) => lookups('A. Looker', [named(child)])],
    ['child', (child: typeof nobody) => byId('A. Looker', child)],
  ])('%s is refused with 429 and when to come back, before anything is read', async (_root, one) => {
    const { result, statements } = await log.during(() => one(known));
    expect([result.status, result.codes, result.data]).toEqual([429, ['RATE_LIMITED'], null]);
    // Half past nine: the hour ends in thirty minutes.
    expect(result.headers['retry-after']).toBe('1800');
    expect(result.errors[0]?.extensions).toMatchObject({ retryAfter: 1800 });
    expect(statements.filter((text) => /from child|json_build_object/.test(text))).toEqual([]);
    expect(statements.filter((text) => text.includes('insert into ledger_entry'))).toHaveLength(1);
  });

  test('the refusal is the same for whomever it asked about', async () => {
    const said = new Set<string>();
    for (const one of [lookup, byId])
      for (const child of [known, guarded, nobody]) {
        const answer = await one('A. Looker', child);
        const { date, 'request-id': id, ...headers } = answer.headers;
        expect([date, id]).toEqual([expect.any(String), expect.any(String)]);
        said.add(
          JSON.stringify([answer.status, headers, bytesOf(answer).replace(/"lookupChild"|"child"/g, 'ROOT')]),
        );
      }
    expect([...said].map((text) => text.replace(/"line":\d+,"column":\d+/g, ''))).toHaveLength(2);
  });

  test('a colleague goes on, and so does everything that is no look', async () => {
    expect((await lookup('B. Colleague', known)).text).toContain(known.publicId);
    const rules = await ask('A. Looker', '{ cmeOfficer { team } }');
    expect([rules.status, rules.codes]).toEqual([200, []]);
  });

  test('a refusal is written in the ledger, and counts for nothing', async () => {
    const counted = (): Promise<unknown> =>
      maker.sql('select asker, span, spent from look_count order by 1, 2');
    await hub.hub.looking.settled();
    const before = await counted();
    const { sharing } = await lookup('A. Looker', known);
    await hub.hub.looking.settled();
    expect(await counted()).toEqual(before);
    const [entry] = await maker.sql<{ kind: string; child_ids: string[] }>(
      'select kind, child_ids from ledger_entry where id = $1',
      [sharing?.disclosureId],
    );
    expect(entry).toEqual({ kind: 'REFUSAL', child_ids: [] });
  });

  test('in the next hour it may look again', async () => {
    hub.clock.advance(1_800_000);
    expect((await lookup('A. Looker', known)).text).toContain(known.publicId);
    await hub.hub.looking.settled();
  });
});

test('nothing of what is counted is written before the answer', async () => {
  for (const child of [known, guarded, nobody]) {
    await hub.hub.looking.settled();
    const { statements } = await log.during(() => lookup('C. Nurse', child));
    const writing = statements.filter(
      (text) => /\b(insert|update|delete)\b/i.test(text) && !OF_ITS_OWN.test(text),
    );
    expect(writing.map((text) => /insert into (\w+)/.exec(text)?.[1] ?? text)).toEqual(['ledger_entry']);
    const later = await log.during(() => hub.hub.looking.settled());
    expect(later.statements.some((text) => text.includes('look_count'))).toBe(true);
  }
});

describe('reports', () => {
  const REPORTS =
    '{ lookingReports(first: 50) { nodes { id at kind step whose organisation unit unitName user job purpose reference } pageInfo { hasNextPage endCursor } } }';
  const read = (as: string, purpose: string, query = REPORTS): Promise<TestAnswer> =>
    hub.query(as, { purpose, query });
  const nodesOf = ({ data }: TestAnswer): Record<string, unknown>[] =>
    (data?.['lookingReports'] as { nodes: Record<string, unknown>[] }).nodes;

  test('are read by the council’s data-protection unit, with who looked and from where, and no child', async () => {
    const answer = await read(OFFICER, 'RIGHTS_AND_AUDIT');
    expect(answer.codes).toEqual([]);
    expect(nodesOf(answer)).toContainEqual({
      id: expect.any(String) as string,
      at: expect.any(String) as string,
      kind: 'BUDGET',
      step: 'STOPPED',
      whose: 'PERSON',
      organisation: HEALTH,
      unit: `${HEALTH}/main`,
      unitName: expect.any(String) as string,
      user: 'A. Looker',
      job: 'nurse',
      purpose: 'SAFEGUARD',
      reference: 'TEST/1',
    });
    expect(answer.text).not.toContain('Vain');
    expect(nodesOf(await read(TEAM, 'RIGHTS_AND_AUDIT'))).toEqual(nodesOf(answer));
  });

  test('come page by page, none twice and none missed', async () => {
    const all = nodesOf(await read(OFFICER, 'RIGHTS_AND_AUDIT')).map(({ id }) => id);
    const found: unknown[] = [];
    for (let after: string | null = null; found.length <= all.length;) {
      const query = REPORTS.replace('first: 50', `first: 1, after: ${JSON.stringify(after)}`);
      const answer: TestAnswer = await read(OFFICER, 'RIGHTS_AND_AUDIT', query);
      const page = answer.data?.['lookingReports'] as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(found).toEqual(all);
    expect(all.length).toBeGreaterThan(1);
  });

  test.each([
    ['the trust that is reported', HEALTH, 'RIGHTS_AND_AUDIT'],
    ['another partner', 'police/E23000029', 'RIGHTS_AND_AUDIT'],
    ['a school', 'school/931-4123', 'RIGHTS_AND_AUDIT'],
  ])('are an empty list to %s', async (_who, as, purpose) => {
    const answer = await read(as, purpose);
    expect([answer.codes, nodesOf(answer)]).toEqual([[], []]);
  });

  test('are an empty list to the team while it works on a case', async () => {
    const answer = await read(TEAM, 'LOCATE_CHILD');
    expect(answer.text).not.toContain('A. Looker');
    expect(nodesOf(answer)).toEqual([]);
  });
});

test('to say that one looks for a child is a look: whoever tries names is stopped, and keeps nothing more', async () => {
  const receive = (i: number): Promise<TestAnswer> =>
    hub.query('la/852', {
      user: 'N. Eighbour', job: 'officer', purpose: 'LOCATE_CHILD',
      query: 'mutation ($i: ReceiveLostPupilInput!) { receiveLostPupil(input: $i) { id } }',
      variables: { i: { child: { surname: 'Vainly', forename: `Try${'abcdefghij'[i % 10]}${'abcdefghij'[Math.floor(i / 10)]}`, dateOfBirth: '2014-03-14' } } },
    }); // prettier-ignore
  const kept = async (): Promise<number> => {
    const [row] = await hub.database.owner.query<{ n: number }[]>(
      `select count(*)::int as n from circumstance where kind = 'LOST_ELSEWHERE'`,
    );
    return row?.n ?? Number.NaN;
  };
  const tried = await Promise.all(Array.from({ length: 60 }, (_, i) => receive(i)));
  expect(tried[0]?.data).not.toBeNull();
  await hub.hub.looking.settled();
  const before = await kept();
  expect(before).toBeGreaterThan(0);
  const stopped = await receive(99);
  expect(stopped.status).toBe(429);
  expect(stopped.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  expect(await kept()).toBe(before);
});
