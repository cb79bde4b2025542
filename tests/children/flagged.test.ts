import { newRowId } from '../../src/kernel/id';
import type { MadeChild } from '../support/child-maker';
import { bytesOf, type Ask, type TestAnswer } from '../support/hub';
import { FRONT_DOOR, POLICE, RecordDesk, TEAM } from './record/record-desk';

const WHY = 'asked about while an alert, a case or a standing alert is open';
const HOUSING = 'housing/E07000178';

let desk: RecordDesk;
beforeAll(async () => {
  desk = await RecordDesk.open();
}, 60_000);
afterAll(() => desk.stop());

interface Told {
  readonly at: string;
  readonly why: string;
  readonly organisation: string;
  readonly unit: string;
  readonly unitName: string;
  readonly user: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly child: { readonly id: string } | null;
}
const FIELDS = 'id at why organisation unit unitName user job purpose reference child { id }';

/** All that somebody is told of looks at flagged children, page by page. Another reason for telling has its own tests. */
async function lookBacks(as = TEAM, ask: Partial<Ask> = {}): Promise<Told[]> {
  const found: Told[] = [];
  for (let after: string | null = null; ;) {
    const answer: TestAnswer = await desk.hub.query(as, {
      job: 'CME case officer',
      purpose: 'LOCATE_CHILD',
      query: `{ lookBacks(first: 7, after: ${JSON.stringify(after)}) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`,
      ...ask,
    });
    const page = answer.data?.['lookBacks'] as {
      nodes: Told[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    found.push(...page.nodes.filter(({ why }) => why === WHY));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}
const toldOf = async (child: { publicId: string }): Promise<Told[]> =>
  (await lookBacks()).filter((told) => told.child?.id === child.publicId);
/** Whatever was told of a child, as its rows say it: also where the team has no case. */
const rowsOf = ({ id }: { id: string }): Promise<{ user_name: string }[]> =>
  desk.maker.sql('select user_name from look_back where child_id = $1 and why = $2 order by position', [
    id,
    WHY,
  ]);

const police = (user: string, more: Partial<Ask> & { query: string }): Promise<TestAnswer> =>
  desk.hub.query(POLICE, { user, job: 'constable', purpose: 'LOCATE_CHILD', reference: 'CRIME/7', ...more });
const MATCH =
  '{ __typename ... on ChildMatch { matchedOn child { id name { surname } } } ... on NoInformation { advice } }';
const criteriaOf = ({ surname, forename, dateOfBirth }: MadeChild): string =>
  `{ surname: "${surname}", forename: "${forename}", dateOfBirth: "${dateOfBirth}" }`;
const byId = (child: { publicId: string }) => ({ query: `{ child(id: "${child.publicId}") { id } }` });
const byName = (child: MadeChild) => ({ query: `{ lookupChild(criteria: ${criteriaOf(child)}) ${MATCH} }` });
const byUpn = ({ upn, dateOfBirth }: MadeChild) => ({
  query: `{ lookupChild(criteria: { upn: "${upn}", dateOfBirth: "${dateOfBirth}" }) ${MATCH} }`,
});

let born = 0;
/** Reported missing to the police, who may know of it. */
async function missing(flagged = true): Promise<MadeChild> {
  const child = await desk.maker.child({ dateOfBirth: desk.maker.day(-3000 - 37 * (born += 1)) });
  await desk.maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  if (flagged) await desk.maker.cmeCase(child);
  return child;
}

describe('the officer is told', () => {
  test('who asked, from where, for what and when', async () => {
    const child = await missing();
    expect((await police('A. Constable', byUpn(child))).text).toContain(child.publicId);
    expect(await toldOf(child)).toEqual([
      {
        id: expect.any(String) as string,
        at: desk.hub.clock.now().toISOString(),
        why: WHY,
        organisation: POLICE,
        unit: `${POLICE}/main`,
        unitName: expect.any(String) as string,
        user: 'A. Constable',
        job: 'constable',
        purpose: 'LOCATE_CHILD',
        reference: 'CRIME/7',
        child: { id: child.publicId },
      },
    ]);
  });

  test.each([
    ['by id', byId],
    ['by name', byName],
    ['by pupil number', byUpn],
    ['among several', (child: MadeChild) => ({ query: `{ lookupChildren(criteria: [${criteriaOf(child)}]) ${MATCH} }` })],
    ['twice in one question', (child: MadeChild) => ({ query: `{ a: child(id: "${child.publicId}") { id } b: lookupChild(criteria: ${criteriaOf(child)}) ${MATCH} }` })],
  ])('asked %s, of one look', async (_how, ask) => {
    const child = await missing();
    await police('A. Constable', ask(child));
    expect((await toldOf(child)).map(({ user }) => user)).toEqual(['A. Constable']);
  }); // prettier-ignore

  test('of a look that was given nothing, just as of one that was', async () => {
    const [given, withheld] = [await missing(), await missing()];
    await desk.maker.fact(withheld, 'LOCATION_PROTECTION', { unit: TEAM });
    expect((await police('A. Constable', byName(given))).text).toContain('ChildMatch');
    expect((await police('A. Constable', byName(withheld))).text).toContain('NoInformation');
    for (const child of [given, withheld])
      expect(await rowsOf(child)).toEqual([{ user_name: 'A. Constable' }]);
  });

  test('of each who asks, once a day', async () => {
    const child = await missing();
    for (const user of ['A. Constable', 'B. Sergeant', 'A. Constable', 'B. Sergeant', 'A. Constable'])
      await police(user, byId(child));
    await desk.hub.query(HOUSING, {
      ...byId(child),
      user: 'A. Constable',
      job: 'officer',
      purpose: 'SAFEGUARD',
    });
    expect((await toldOf(child)).map(({ user, organisation }) => `${user} ${organisation}`)).toEqual([
      `A. Constable ${POLICE}`,
      `B. Sergeant ${POLICE}`,
      `A. Constable ${HOUSING}`,
    ]);
    desk.hub.clock.advance(24 * 3_600_000);
    await police('A. Constable', byId(child));
    await police('A. Constable', byId(child));
    expect(await toldOf(child)).toHaveLength(4);
  });

  test.each([
    ['an open case', (child: MadeChild) => desk.maker.cmeCase(child)],
    ['an alert that was received', (child: MadeChild) =>
      desk.done('raiseAlert(input: { child: $child, reason: NO_CONTACT })', child, { as: HOUSING, purpose: 'RAISE_CONCERN' })],
    ['a standing alert', (child: MadeChild) =>
      desk.maker.about(child.id, 'watch', { unit_id: 'nhs/RTH/main', organisation_id: 'nhs/RTH', reason: 'ANY', begins_at: desk.hub.clock.now() }, false)],
  ])('of %s', async (_what, flag) => {
    const child = await missing(false);
    await police('A. Constable', byId(child));
    expect(await rowsOf(child)).toEqual([]);
    await flag(child);
    await police('A. Constable', byId(child));
    expect(await rowsOf(child)).toEqual([{ user_name: 'A. Constable' }]);
  }); // prettier-ignore

  test('of nobody once the case is closed', async () => {
    const child = await missing();
    await desk.maker.sql(`update cme_case set state = 'CLOSED', closed_at = now() where child_id = $1`, [
      child.id,
    ]);
    await police('A. Constable', byId(child));
    expect(await rowsOf(child)).toEqual([]);
  });

  test('not of its own work, but of the other services of the council', async () => {
    const child = await missing();
    await desk.hub.query(TEAM, { ...byId(child), user: 'C. Officer', job: 'CME case officer' });
    expect(await rowsOf(child)).toEqual([]);
    await desk.hub.query(FRONT_DOOR, {
      ...byId(child),
      user: 'D. Worker',
      job: 'front door',
      purpose: 'VERIFY_EDUCATION',
    });
    expect(await rowsOf(child)).toEqual([{ user_name: 'D. Worker' }]);
  });

  test('or nothing was asked: without its ledger entry there is neither an answer nor a notice', async () => {
    const child = await missing();
    await desk.maker.sql('revoke insert on ledger_entry from rollcall_app');
    try {
      expect((await police('A. Constable', byId(child))).codes).toEqual(['LEDGER_UNAVAILABLE']);
    } finally {
      await desk.maker.sql('grant insert on ledger_entry to rollcall_app');
    }
    expect(await rowsOf(child)).toEqual([]);
  });
});

describe('the asker', () => {
  test('sees nothing of it: a flagged child reads as another, and its own list is empty', async () => {
    const [flagged, plain] = [await missing(), await missing(false)];
    const bytes = async (child: MadeChild, ask: (child: MadeChild) => { query: string }): Promise<string> =>
      bytesOf(await police('E. Constable', ask(child)))
        .replaceAll(child.publicId, 'ID')
        .replaceAll(child.surname, 'SURNAME');
    for (const ask of [byId, byName, byUpn]) expect(await bytes(flagged, ask)).toBe(await bytes(plain, ask));
    expect(await rowsOf(flagged)).toHaveLength(1);
    expect(await rowsOf(plain)).toEqual([]);
    for (const purpose of ['RIGHTS_AND_AUDIT', 'LOCATE_CHILD']) {
      const list = await desk.hub.query(POLICE, {
        job: 'constable',
        purpose,
        query: `{ lookBacks(first: 50) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`,
      });
      expect(list.text).not.toContain('E. Constable');
      expect(list.text).not.toContain(flagged.publicId);
      expect(list.text).not.toContain('"hasNextPage":true');
    }
  });

  test('is not told of it in what it may open of the ledger either', async () => {
    const child = await missing();
    const { sharing } = await police('F. Constable', byId(child));
    const [entry] = await desk.maker.sql<{ recipient_part: string; controller_part: string }>(
      'select recipient_part, controller_part from ledger_entry where id = $1',
      [sharing?.disclosureId],
    );
    expect(entry?.controller_part).toContain(WHY);
    expect(entry?.recipient_part).not.toContain(WHY);
    expect(entry?.recipient_part).not.toMatch(/lookBack/i);
  });
});

describe('records that are joined or sealed', () => {
  async function joined(kept: MadeChild, merged: MadeChild): Promise<void> {
    await desk.maker.sql(`update child_identifier set state = 'former' where child_id = $1`, [merged.id]);
    await desk.done(
      `mergeChildren(keep: "${kept.publicId}", merge: "${merged.publicId}", reason: "One child.")`,
    );
  }

  test('a look under an id that leads to another record is told of the one it leads to', async () => {
    const [kept, merged] = [await missing(), await missing(false)];
    await joined(kept, merged);
    expect((await police('A. Constable', byId(merged))).text).toContain(kept.publicId);
    expect((await toldOf(kept)).map(({ user }) => user)).toEqual(['A. Constable']);
  });

  test('what was told of a record that is joined to another since is read there', async () => {
    const [kept, merged] = [await missing(false), await missing()];
    await police('A. Constable', byId(merged));
    await police('A. Constable', byId(kept));
    await joined(kept, merged);
    expect((await toldOf(kept)).map(({ user }) => user)).toEqual(['A. Constable']);
    expect((await lookBacks()).filter(({ child }) => child?.id === merged.publicId)).toEqual([]);
  });

  test('of a past that is sealed nothing is told under the present child, and no look at the past is one at the present', async () => {
    const birth = await missing();
    await police('A. Constable', byId(birth));
    const present = await desk.maker.child({
      surname: 'Presentia',
      forename: 'Adoptalia',
      dateOfBirth: birth.dateOfBirth,
    });
    await desk.maker.sql(`update child set state = 'sealed' where id = $1`, [birth.id]);
    await desk.maker.sql(
      `insert into identity_seal (id, public_id, authority_id, former, present, ground, reason, proposed_by, proposed_at, confirmed_by, confirmed_at)
       values ($1, gen_random_uuid(), 'la/931', $2, $3, 'adoption', 'Order of the court.', 'a', now(), 'b', now())`,
      [newRowId(), birth.id, present.id],
    );
    await desk.maker.sql('update cme_case set child_id = $2 where child_id = $1', [birth.id, present.id]);
    for (const ask of [byId, byName, byUpn])
      expect((await police('B. Sergeant', ask(birth))).text).not.toContain('ChildMatch');
    expect(await rowsOf(present)).toEqual([]);
    expect(await toldOf(present)).toEqual([]);
    // Whoever audits reads that somebody looked, and no child.
    const audited = await lookBacks(TEAM, { purpose: 'RIGHTS_AND_AUDIT' });
    expect(audited.length).toBeGreaterThan(0);
    expect(audited.filter(({ child }) => child !== null)).toEqual([]);
  });
});

test('the list goes on where it stopped: what comes later is read after it', async () => {
  const query = (after: string | null): string =>
    `{ lookBacks(first: 100, after: ${JSON.stringify(after)}) { nodes { user why } pageInfo { hasNextPage endCursor } } }`;
  const read = async (
    after: string | null,
  ): Promise<{ nodes: { user: string; why: string }[]; pageInfo: { endCursor: string } }> =>
    (await desk.hub.query(TEAM, { job: 'CME case officer', query: query(after) })).data?.[
      'lookBacks'
    ] as never;
  const { pageInfo } = await read(null);
  const child = await missing();
  await police('Late Comer', byId(child));
  const later = (await read(pageInfo.endCursor)).nodes;
  expect(new Set(later.map(({ user }) => user))).toEqual(new Set(['Late Comer']));
  expect(later.map(({ why }) => why)).toContain(WHY);
});
