import { CaseDesk, nobody, OFFICER, TEAM, type KnownChild } from './case-desk';

const POLICE = 'police/E23000029';
let desk: CaseDesk;
const children: KnownChild[] = [];
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-09');
  for (const name of ['Ash', 'Birch', 'Cedar']) children.push(await desk.child(name, 'Lister'));
});
afterAll(() => desk.stop());

type Node = Record<string, unknown>;
const pageOf = async (
  first: number,
  after: string | null,
): Promise<{ nodes: Node[]; endCursor: string; more: boolean }> => {
  const answer = await desk.ask(
    'query ($first: Int, $after: String) { workList(first: $first, after: $after, filter: { everybodys: true }) { nodes { row overdueFrom child { id } } pageInfo { endCursor hasNextPage } } }',
    { first, after },
  );
  const list = answer.data?.['workList'] as {
    nodes: Node[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
  return { nodes: list.nodes, endCursor: list.pageInfo.endCursor, more: list.pageInfo.hasNextPage };
};

it('stands in the order in which steps are late, those without a day last; pages join without gap or repeat', async () => {
  for (const [i, child] of children.entries()) {
    desk.day(['2026-11-09', '2026-11-10', '2026-11-11'][i] ?? '');
    await desk.openCase(child);
    await desk.event(child, 'REFERRAL_RECEIVED');
    await desk.event(child, 'CASE_ALLOCATED');
  }
  const { nodes: all, more } = await pageOf(100, null);
  expect(more).toBe(false);
  const days = all.map(({ overdueFrom }) => overdueFrom as string | null);
  expect(days).toEqual([...days].sort((a, b) => (a ?? 'z').localeCompare(b ?? 'z')));
  // 10, 11 and 12 Nov for the search; 48 hours after each allocation for the visit.
  expect(all.filter(({ row }) => row === 'OX-34').map(({ child }) => (child as { id: string }).id)).toEqual(
    children.map(({ publicId }) => publicId),
  );
  expect(days.at(-1)).toBeNull();
  const joined: Node[] = [];
  for (let after: string | null = null, page = await pageOf(2, after); ; page = await pageOf(2, after)) {
    joined.push(...page.nodes);
    after = page.endCursor;
    if (!page.more) break;
  }
  expect(joined).toEqual(all);
});

it('shows the team its own steps, and those of others once they have become its', async () => {
  const [ash] = children as [KnownChild];
  const own = async (): Promise<unknown[]> =>
    (await desk.steps(ash, 'states: [DUE, OVERDUE]', 'row')).map(({ row }) => row);
  await desk.event(ash, 'CHILD_RETURNED');
  // OX-56, the return interview, is the interviewer's; after 72 hours it is with the named lead.
  expect(await own()).not.toContain('OX-56');
  desk.day('2026-11-15');
  expect(await own()).toContain('OX-56');
});

it('a partner sees the enquiries that wait for it, by when, and nothing else of the case', async () => {
  const [ash, birch] = children as [KnownChild, KnownChild];
  desk.day('2026-11-16');
  const enquiry = await desk.done(
    `sendEnquiry(input: { child: { id: "${ash.publicId}" }, recipients: ["${POLICE}"], question: "Is she known?", dueOn: "2026-11-27" })`,
  );
  const list = (as: string, fields: string, purpose = 'ANSWER_ENQUIRY') =>
    desk.ask(`{ workList { nodes { ${fields} } } }`, {}, { purpose }, as);
  const theirs = await list(POLICE, 'enquiryId step state dueOn who row source');
  expect([theirs.codes, theirs.data]).toEqual([
    [],
    {
      workList: {
        nodes: [
          {
            enquiryId: enquiry,
            step: 'answer an enquiry',
            state: 'DUE',
            dueOn: '2026-11-27',
            who: [],
            row: 'OX-36a',
            source: 'S1 4.1',
          },
        ],
      },
    },
  ]);
  expect((await list(POLICE, 'step case { rag }')).codes).toEqual(['WITHHELD']);
  expect((await list('nhs/RTH', 'step')).data).toEqual({ workList: { nodes: [] } });
  expect(theirs.text).not.toContain(birch.publicId);

  desk.day('2026-11-28');
  expect((await list(POLICE, 'state')).data).toEqual({ workList: { nodes: [{ state: 'OVERDUE' }] } });
  await desk.ask(
    `mutation { answerEnquiry(id: "${enquiry}", input: { outcome: NOT_KNOWN }) { id } }`,
    {},
    { purpose: 'ANSWER_ENQUIRY' },
    POLICE,
  );
  expect((await list(POLICE, 'state')).data).toEqual({ workList: { nodes: [] } });
});

it.each([
  ['a day that is no cursor', '{ workList(after: "bm90aGluZw") { nodes { id } } }', 'after'],
  ['no page at all', '{ workList(first: 0) { nodes { id } } }', 'first'],
  ['an id that was never given', 'mutation { completeStep(id: "bm90aGluZw") { id } }', 'id'],
  [
    'a step that is done and does not apply',
    'mutation { completeStep(id: "ID", outcome: "X", notApplicable: "y") { id } }',
    'notApplicable',
  ],
  [
    'an event that there is not',
    'mutation { recordCaseEvent(childId: "CHILD", event: "CHILD_FOUND") { id } }',
    'event',
  ],
  [
    'an event that only its act leaves',
    'mutation { recordCaseEvent(childId: "CHILD", event: "CASE_CLOSED") { id } }',
    'event',
  ],
  [
    'an event of tomorrow',
    'mutation { recordCaseEvent(childId: "CHILD", event: "CHILD_LOCATED", at: "2027-01-01T09:00:00Z") { id } }',
    'at',
  ],
])('refuses %s, names the field, and changes nothing', async (_what, query, field) => {
  const [ash] = children as [KnownChild];
  const count = async (): Promise<unknown> => desk.sql('select count(*) from case_event');
  const before = await count();
  const text = query
    .replace('CHILD"', `${ash.publicId}"`)
    .replace('"ID"', `"${await desk.step(ash, 'OX-05')}"`);
  const answer = await desk.ask(text);
  expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
    ['BAD_USER_INPUT', field],
  ]);
  expect(await count()).toEqual(before);
});

it('nobody but the team records what happened in a case; of nobody there is nothing to record', async () => {
  const [ash] = children as [KnownChild];
  const step = await desk.step(ash, 'OX-05');
  const event = (child: string): string => `recordCaseEvent(childId: "${child}", event: "CHILD_LOCATED")`;
  for (const act of [`completeStep(id: "${step}")`, event(ash.publicId)])
    expect(await desk.refused(act, { purpose: 'RAISE_CONCERN' }, POLICE)).toMatch(
      /^(NOT_PERMITTED|PURPOSE_NOT_AGREED)/,
    );
  const none = await desk.ask(`mutation { m: ${event(nobody)} { id } }`, {}, OFFICER, TEAM);
  expect([none.data, none.codes]).toEqual([{ m: null }, []]);
});

it('two officers who finish one step at once: it is done once, and the other is told', async () => {
  const [, birch] = children as [KnownChild, KnownChild];
  const step = await desk.step(birch, 'OX-34');
  const finish = () => desk.act(`{ completeStep(id: "${step}", outcome: "ADDRESS_UNKNOWN") { id } }`);
  const answers = await Promise.all([finish(), finish()]);
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
  expect(
    await desk.sql(`select 1 from case_event where child_id = $1 and kind = 'ADDRESS_UNKNOWN'`, [birch.id]),
  ).toHaveLength(1);
});
