import { AlertsDesk, CHARITY, POLICE, SCHOOL } from '../alerts/alerts-desk';
import { CaseDesk, MANAGER, nobody, SECOND } from './case-desk';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-18');
});
afterAll(() => desk.stop());

const open = (child: string, more = ''): string =>
  `openCase(input: { child: { id: "${child}" }, classification: IDENTIFIED_NOT_LOCATED, rag: RED, reviewOn: "2026-11-25"${more} })`;
const caseOf = async (id: string): Promise<unknown> =>
  (await desk.ask(`{ child(id: "${id}") { flagged case { id state rag classification reviewOn } } }`)).data?.[
    'child'
  ];

it('a case is opened once, read as the child’s, closed once by what proves it, and opened again', async () => {
  const child = await desk.child('Wren', 'Ashdown');
  const id = await desk.done(open(child.publicId));
  expect(await caseOf(child.publicId)).toEqual({
    flagged: true,
    case: { id, state: 'OPEN', rag: 'RED', classification: 'IDENTIFIED_NOT_LOCATED', reviewOn: '2026-11-25' },
  });
  expect(await desk.refused(open(child.publicId))).toMatch(/^CONFLICT child: there is an open case/);
  const close = `closeCase(id: "${id}", reason: ON_ROLL)`;
  expect(await desk.refused(close)).toMatch(/ROLL_CONFIRMED/);
  await desk.done(
    `recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The head of the new school, by telephone, 17 November.")`,
  );
  await desk.done(close);
  expect(await caseOf(child.publicId)).toMatchObject({ flagged: false });
  expect(await desk.refused(close)).toBe('CONFLICT id: this case has been closed already.');
  await desk.done(open(child.publicId));
  expect(await desk.refused(`reopenCase(id: "${id}", because: "x")`)).toMatch(
    /^CONFLICT id: there is an open case/,
  );
});

it('alerts that are accepted go into the case, whichever came first; with it they are dealt with', async () => {
  const child = await desk.child('Dunnock', 'Whitfield');
  const alerts = AlertsDesk.over(desk.hub);
  const raise = (as: string): Promise<string> => alerts.raise(as, { id: child.publicId });
  const states = async (ids: readonly string[]): Promise<unknown[]> =>
    Promise.all(ids.map(async (id) => (await alerts.row(id))['state']));
  const told = async (as: string, id: string): Promise<unknown> =>
    (await alerts.list(as, 'id outcome')).find((alert) => alert['id'] === id)?.['outcome'];
  const [before, unread, after] = [await raise(POLICE), await raise(CHARITY), await raise(SCHOOL)];
  await alerts.review(before, { decision: 'ACCEPT' });
  const id = await desk.done(open(child.publicId));
  expect(await states([before, unread, after])).toEqual(['IN_CASE', 'RECEIVED', 'RECEIVED']);
  await alerts.review(after, { decision: 'ACCEPT' });
  expect(await states([before, unread, after])).toEqual(['IN_CASE', 'RECEIVED', 'IN_CASE']);
  expect(await told(POLICE, before)).toBe('RECEIVED');
  await desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The head, by telephone.")`);
  await desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
  expect(await states([before, unread, after])).toEqual(['DEALT_WITH', 'RECEIVED', 'DEALT_WITH']);
  expect([await told(POLICE, before), await told(CHARITY, unread)]).toEqual(['DEALT_WITH', 'RECEIVED']);
});

it('an alert of nobody known, accepted, goes into the case of the child that it is matched to', async () => {
  const child = await desk.child('Serin', 'Whitfield');
  await desk.done(open(child.publicId));
  const alerts = AlertsDesk.over(desk.hub);
  const id = await alerts.raise(POLICE, {
    forename: 'Seren',
    surname: 'Witfield',
    dateOfBirth: '2014-03-05',
  });
  await alerts.review(id, { decision: 'ACCEPT' });
  expect((await alerts.row(id))['state']).toBe('ACCEPTED');
  await alerts.match(id, child.publicId);
  expect(await alerts.row(id)).toMatchObject({ state: 'IN_CASE', child_id: child.id });
});

it('two officers who open a case at once: one case, and the other is told', async () => {
  const child = await desk.child('Robin', 'Fenwick');
  const answers = await Promise.all([1, 2].map(() => desk.act(`{ ${open(child.publicId)} { id } }`)));
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
  expect(await desk.sql(`select 1 from cme_case where child_id = $1`, [child.id])).toHaveLength(1);
});

it('two officers who authorise one change at once: it is made once', async () => {
  const child = await desk.child('Teal', 'Marsh');
  const id = await desk.done(open(child.publicId));
  const proposal = await desk.done(`proposeCaseChange(id: "${id}", input: { rag: AMBER, reason: "Seen." })`);
  const answers = await Promise.all(
    [SECOND, MANAGER].map((who) => desk.act(`{ authoriseCaseChange(id: "${proposal}") { id } }`, {}, who)),
  );
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
});

it('a change is refused by another and taken back by its proposer alone, and then nothing has changed', async () => {
  const child = await desk.child('Linnet', 'Grove');
  const id = await desk.done(open(child.publicId));
  const propose = `proposeCaseChange(id: "${id}", input: { rag: GREEN, reviewOn: "2027-01-08", reason: "All well." })`;
  const first = await desk.done(propose);
  expect(await desk.refused(`refuseCaseChange(id: "${first}", because: "No.")`)).toMatch(
    /withdraw it instead/,
  );
  expect(await desk.refused(`withdrawCaseChange(id: "${first}")`, SECOND)).toMatch(/refuse it instead/);
  await desk.done(`refuseCaseChange(id: "${first}", because: "Nobody has seen him.")`, SECOND);
  const second = await desk.done(propose);
  await desk.done(`withdrawCaseChange(id: "${second}")`);
  expect(await desk.refused(`authoriseCaseChange(id: "${second}")`, SECOND)).toMatch(/decided already/);
  expect(await desk.entry(id, 'rag reviewOn changes { state }')).toEqual({
    rag: 'RED',
    reviewOn: '2026-11-25',
    changes: [{ state: 'REFUSED' }, { state: 'WITHDRAWN' }],
  });
});

it('the database itself takes no second person who is the first', async () => {
  const child = await desk.child('Martin', 'Vale');
  const id = await desk.done(open(child.publicId));
  const proposal = await desk.done(`proposeCaseChange(id: "${id}", input: { rag: GREEN, reason: "x" })`);
  await expect(
    desk.sql(
      `update case_change set state = 'AUTHORISED', decided_by = proposed_by, decided_at = now() where public_id = $1`,
      [proposal],
    ),
  ).rejects.toThrow('case_change_two');
  await desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`);
  await expect(
    desk.sql(
      `insert into case_signature (closing_id, party, signed_by, signed_name, signed_at)
       select l.id, 'panel', l.proposed_by, 'x', now() from case_closing l join cme_case c on c.id = l.case_id where c.public_id = $1`,
      [id],
    ),
  ).rejects.toThrow('a closing takes two people');
  await expect(desk.hub.database.app.query(`update case_event set kind = 'CASE_CLOSED'`)).rejects.toThrow(
    'permission denied',
  );
  await expect(desk.hub.database.app.query('delete from case_note')).rejects.toThrow('permission denied');
});

it('nobody but the team keeps or reads the register', async () => {
  const child = await desk.child('Olive', 'Grove');
  const id = await desk.done(open(child.publicId));
  const police = 'police/E23000029';
  for (const act of [
    open(child.publicId),
    `closeCase(id: "${id}", reason: ON_ROLL)`,
    `addCaseNote(id: "${id}", text: "x")`,
    `takeCase(id: "${id}")`,
  ])
    expect(await desk.refused(act, {}, police)).toMatch(/^NOT_PERMITTED/);
  const read = await desk.ask(
    `{ registerEntry(id: "${id}") { id } register { nodes { id } } }`,
    {},
    {},
    police,
  );
  expect(read.text).not.toContain(id);
  expect(await caseOf(child.publicId)).toMatchObject({ flagged: true });
});

it('an entry that is not there is null and no error, for every act on it', async () => {
  for (const act of [
    `closeCase(id: "${nobody}", reason: ON_ROLL)`,
    `reopenCase(id: "${nobody}", because: "x")`,
    `proposeCaseChange(id: "${nobody}", input: { rag: RED, reason: "x" })`,
    `authoriseCaseChange(id: "${nobody}")`,
    `addCaseNote(id: "${nobody}", text: "x")`,
    open(nobody),
  ]) {
    const answer = await desk.act(`{ m: ${act} { id } }`);
    expect([act, answer.data, answer.codes]).toEqual([act, { m: null }, []]);
  }
});

it.each([
  [
    'a review in the past',
    'proposeCaseChange(id: "ID", input: { reviewOn: "2026-11-17", reason: "x" })',
    'input.reviewOn',
  ],
  [
    'a review in two years',
    'proposeCaseChange(id: "ID", input: { reviewOn: "2028-11-18", reason: "x" })',
    'input.reviewOn',
  ],
  ['a change of nothing', 'proposeCaseChange(id: "ID", input: { reason: "x" })', 'input'],
  [
    'a change without a reason',
    'proposeCaseChange(id: "ID", input: { rag: RED, reason: " " })',
    'input.reason',
  ],
  [
    'a visit of tomorrow',
    'recordVisit(id: "ID", input: { at: "2026-11-19T13:00:00Z", outcome: NO_ANSWER, risk: LOW, text: "x" })',
    'input.at',
  ],
  [
    'a visit before the case',
    'recordVisit(id: "ID", input: { at: "2025-11-19T13:00:00Z", outcome: NO_ANSWER, risk: LOW, text: "x" })',
    'input.at',
  ],
  ['a note of nothing', 'addCaseNote(id: "ID", text: "")', 'text'],
  ['a note without end', `addCaseNote(id: "ID", text: "${'x'.repeat(4001)}")`, 'text'],
  ['a check that there is not', 'recordCheck(id: "ID", check: "TEA_LEAVES")', 'check'],
  ['evidence that there is not', 'recordEvidence(id: "ID", evidence: "HEARSAY", text: "x")', 'evidence'],
  ['more hours than a week has', 'recordHours(id: "ID", hours: 170)', 'hours'],
  ['an id that is none', 'closeCase(id: "42", reason: ON_ROLL)', 'id'],
])('refuses %s, names the field, and changes nothing', async (_what, act, field) => {
  const child = await desk.child('Ivy', 'Hollow');
  const id = await desk.done(open(child.publicId));
  const held = (): Promise<unknown> =>
    desk.entry(id, 'rag reviewOn hours notes { text } checks { check } evidence { evidence } changes { id }');
  const before = await held();
  const answer = await desk.act(`{ m: ${act.replace('"ID"', `"${id}"`)} { id } }`);
  expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
    ['BAD_USER_INPUT', field],
  ]);
  expect(await held()).toEqual(before);
});

it('the register lists what is open, the newest first, a page at a time', async () => {
  const page = async (
    after: string | null,
  ): Promise<{ nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } }> =>
    (
      await desk.ask(
        'query ($after: String) { register(first: 3, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
        { after },
      )
    ).data?.['register'] as never;
  const seen: string[] = [];
  for (let at = await page(null); ; at = await page(at.pageInfo.endCursor)) {
    seen.push(...at.nodes.map(({ id }) => id));
    if (!at.pageInfo.hasNextPage) break;
  }
  const rows = await desk.sql<{ id: string }>(
    `select public_id as id from cme_case where state <> 'CLOSED' order by opened_at desc, public_id desc`,
  );
  expect(seen).toEqual(rows.map(({ id }) => id));
});
