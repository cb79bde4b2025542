import { openSession } from '../../src/database/session';
import { eraseCriteria } from '../../src/ledger/erasure';
import { readRetention } from '../../src/retention/read-retention';
import { runRetention } from '../../src/retention/retention-run';
import type { MadeChild } from '../support/child-maker';
import { bytesOf, type Ask, type TestAnswer } from '../support/hub';
import { TEST_DAY } from '../support/seeded';
import { FRONT_DOOR, POLICE, RecordDesk, TEAM } from './record/record-desk';

const HEALTH = 'nhs/RTH';
const LOCATE = { purpose: 'LOCATE_CHILD', job: 'constable' } as const;
const DAY = 24 * 60 * 60 * 1000;

let desk: RecordDesk;
beforeAll(async () => {
  desk = await RecordDesk.open();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  desk.hub.clock.set(TEST_DAY);
  await desk.maker.sql(`delete from lookup_review`);
});

const missing = async (child: MadeChild): Promise<MadeChild> => {
  await desk.maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  return child;
};
const protect = (child: MadeChild): Promise<string> =>
  desk.maker.fact(child, 'LOCATION_PROTECTION', { unit: TEAM });

type Criteria = Readonly<Record<string, string>>;
/** The number of the one and the details of the other: nobody can be sure which is meant. */
const between = ({ upn }: MadeChild, { surname, forename, dateOfBirth }: MadeChild): Criteria => ({
  ...{ upn, surname, forename, dateOfBirth },
});
const NOBODY: Criteria = {
  upn: 'B801200005001',
  surname: 'Quillfeather',
  forename: 'Ozymandia',
  dateOfBirth: '2013-07-02',
};

const lookup = (as: string, c: Criteria, more: Partial<Ask> = {}): Promise<TestAnswer> =>
  desk.hub.query(as, {
    ...LOCATE,
    query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { child { id } } ... on PossibleMatches { advice } ... on NoInformation { advice } } }`,
    variables: { c },
    ...more,
  });

const REVIEW = `id askedAt organisation unit unitName user job purpose reference onBehalfOf doubts
  criteria { upn nhsNumber uln surname forename dateOfBirth gender postcode formerSurname addressLine school } nearest { id name { surname } }`;
interface Review {
  readonly id: string;
  readonly criteria: Criteria;
  readonly nearest: readonly { readonly id: string }[];
  readonly [field: string]: unknown;
}
async function queue(as = TEAM, more: Partial<Ask> = {}): Promise<Review[]> {
  const answer = await desk.hub.query(as, {
    ...LOCATE,
    query: `{ lookupReviews(first: 50) { nodes { ${REVIEW} } } }`,
    ...more,
  });
  if (answer.errors.length > 0) throw new Error(answer.text);
  return (answer.data?.['lookupReviews'] as { nodes: Review[] }).nodes;
}
async function waiting(): Promise<Review> {
  const [review, another] = await queue();
  if (!review || another) throw new Error('not one that waits');
  return review;
}
const decide = (
  id: string,
  child: MadeChild | null,
  more: Partial<Ask> & { as?: string } = {},
): Promise<TestAnswer> =>
  desk.act(`decideLookup(id: "${id}"${child === null ? '' : `, childId: "${child.publicId}"`})`, null, {
    ...LOCATE,
    ...more,
  });
async function decided(child: MadeChild | null): Promise<void> {
  const answer = await decide((await waiting()).id, child);
  expect(answer.data).toMatchObject({ decideLookup: { id: expect.any(String) } });
}

const INBOX =
  '{ notifications(first: 100) { nodes { id type text from child { id name { surname } } } pageInfo { hasNextPage endCursor } } }';
const inbox = (as: string, more: Partial<Ask> = {}): Promise<TestAnswer> =>
  desk.hub.query(as, { ...LOCATE, query: INBOX, ...more });
type Notice = Record<string, unknown> & { readonly child: { readonly id: string } | null };
const noticesIn = ({ data }: TestAnswer): Notice[] =>
  (data?.['notifications'] as { nodes: Notice[] }).nodes.filter(({ type }) => type === 'LOOKUP_DECIDED');
/** Of one child: others have been decided in this file, too. */
const about = (child: MadeChild, answer: TestAnswer): Notice[] =>
  noticesIn(answer).filter((notice) => notice.child?.id === child.publicId);

async function pair(): Promise<[MadeChild, MadeChild]> {
  return [await desk.maker.child(), await desk.maker.child()];
}

describe('a lookup that was not sure', () => {
  test('comes before the team: who asked, for what, what was asked, who came near and why nobody was released', async () => {
    const [one, other] = await pair();
    const criteria = between(one, other);
    const said = await lookup(POLICE, criteria, { user: 'C. Onstable', reference: 'INC/7' });
    expect(said.data).toMatchObject({ lookupChild: { __typename: 'NoInformation' } });
    const review = await waiting();
    expect(review).toMatchObject({
      ...{
        organisation: POLICE,
        unit: `${POLICE}/main`,
        unitName: expect.any(String),
        user: 'C. Onstable',
        job: 'constable',
      },
      ...{
        purpose: 'LOCATE_CHILD',
        reference: 'INC/7',
        onBehalfOf: null,
        askedAt: desk.hub.clock.now().toISOString(),
      },
      criteria: { ...criteria, nhsNumber: null, uln: null, postcode: null },
      doubts: expect.arrayContaining(['an identifier and the details lead to different people']),
    });
    expect(review.nearest.map(({ id }) => id).sort()).toEqual([one.publicId, other.publicId].sort());
  });

  test('answers its asker byte for byte as a lookup that met nobody does', async () => {
    const [one, other] = await pair();
    const hidden = await protectedOne();
    const ask = async (as: string, more: Partial<Ask>): Promise<void> => {
      const nobody = bytesOf(await lookup(as, NOBODY, more));
      for (const criteria of [between(one, other), between(hidden, other), between(one, hidden)])
        expect(bytesOf(await lookup(as, criteria, more))).toBe(nobody);
    };
    await ask(POLICE, {});
    await ask(FRONT_DOOR, { purpose: 'VERIFY_EDUCATION', job: 'front door' });
    expect(await queue()).toHaveLength(6);
  });
  const protectedOne = async (): Promise<MadeChild> => {
    const child = await missing(await desk.maker.child());
    await protect(child);
    return child;
  };

  test('asked again on the same day adds nothing; another person, purpose or day does', async () => {
    const criteria = between(...(await pair()));
    const count = async (more: Partial<Ask> = {}): Promise<number> => {
      await lookup(POLICE, criteria, more);
      return (await queue()).length;
    };
    expect(await count()).toBe(1);
    expect(await count({ reference: 'INC/8' })).toBe(1);
    expect(await count({ user: 'Another' })).toBe(2);
    expect(await count({ purpose: 'SAFEGUARD' })).toBe(3);
    desk.hub.clock.advance(DAY);
    expect(await count()).toBe(4);
  });

  test('of many at once each has its own', async () => {
    const [one, other] = await pair();
    await desk.hub.query(POLICE, {
      ...LOCATE,
      query: `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { __typename } }`,
      variables: { c: [between(one, other), NOBODY, between(other, one)] },
    });
    expect((await queue()).map(({ criteria }) => criteria['upn']).sort()).toEqual(
      [one.upn, other.upn].sort(),
    );
  });

  test('is not one where the team asked, where nobody came near, where one matched, or where more may be said', async () => {
    const [one, other] = await pair();
    await lookup(TEAM, between(one, other));
    await lookup(POLICE, NOBODY);
    await lookup(POLICE, { upn: one.upn, dateOfBirth: one.dateOfBirth });
    const left = await missing(await desk.maker.child());
    await missing(await desk.maker.child({ surname: left.surname, forename: left.forename }));
    const { surname, forename, dateOfBirth } = left;
    const more = await lookup(POLICE, { surname, forename, dateOfBirth });
    expect(more.data).toMatchObject({ lookupChild: { __typename: 'PossibleMatches' } });
    expect(await queue()).toEqual([]);
  });

  test('is listed page by page, oldest first', async () => {
    const [one, other] = await pair();
    for (const criteria of [between(one, other), between(other, one)]) await lookup(POLICE, criteria);
    const page = async (after: string | null) => {
      const query =
        'query ($after: String) { lookupReviews(first: 1, after: $after) { nodes { criteria { upn } } pageInfo { hasNextPage endCursor } } }';
      const { data } = await desk.hub.query(TEAM, { ...LOCATE, query, variables: { after } });
      return data?.['lookupReviews'] as {
        nodes: unknown[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first.nodes, first.pageInfo.hasNextPage]).toEqual([[{ criteria: { upn: one.upn } }], true]);
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ criteria: { upn: other.upn } }], false]);
  });

  test('stands with its entry in the ledger, or neither does', async () => {
    const criteria = between(...(await pair()));
    const entries = async (): Promise<unknown> => desk.maker.sql('select count(*) from ledger_entry');
    await desk.maker.sql('alter table lookup_review add constraint broken check (false) not valid');
    const before = await entries();
    try {
      expect((await lookup(POLICE, criteria)).codes).toEqual(['LEDGER_UNAVAILABLE']);
      expect(await entries()).toEqual(before);
    } finally {
      await desk.maker.sql('alter table lookup_review drop constraint broken');
    }
    const { sharing } = await lookup(POLICE, criteria);
    expect(await desk.maker.sql('select entry_id from lookup_review')).toEqual([
      { entry_id: sharing?.disclosureId },
    ]);
  });
});

describe('the queue', () => {
  test('is the team’s: to anybody else, and to the team in another’s name, it is empty or shut', async () => {
    await lookup(POLICE, between(...(await pair())));
    expect(await queue()).toHaveLength(1);
    for (const as of [POLICE, FRONT_DOOR, HEALTH, 'la/852']) expect([as, await queue(as)]).toEqual([as, []]);
    expect(await queue(TEAM, { onBehalfOf: POLICE })).toEqual([]);
  });

  test('shows no more than is open of every child for the purpose', async () => {
    await lookup(POLICE, between(...(await pair())));
    const answer = await desk.hub.query(TEAM, {
      purpose: 'SAFEGUARD',
      query: `{ lookupReviews { nodes { ${REVIEW} } } }`,
    });
    const [node] = (answer.data?.['lookupReviews'] as { nodes: Review[] }).nodes;
    expect(node).toMatchObject({ organisation: POLICE, nearest: null });
    expect(new Set(Object.values(node?.criteria ?? {}))).toEqual(new Set([null]));
    expect(new Set(answer.codes)).toEqual(new Set(['WITHHELD']));
  });

  test('leads to the record that a child is joined to, and from a sealed one to nobody', async () => {
    const [one, other] = await pair();
    const [kept] = await pair();
    await lookup(POLICE, between(one, other));
    await desk.maker.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [
      one.id,
      kept.id,
    ]);
    await desk.maker.sql(`update child set state = 'sealed' where id = $1`, [other.id]);
    const review = await waiting();
    expect(review.nearest.map(({ id }) => id)).toEqual([kept.publicId]);
    expect(await decide(review.id, other)).toMatchObject({ codes: [], data: { decideLookup: null } });
  });

  test('is decided once, by the team, for a child whom the hub knows', async () => {
    const [one, other] = await pair();
    await lookup(POLICE, between(one, other));
    const { id } = await waiting();
    expect((await decide(id, one, { as: POLICE })).codes).toEqual(['NOT_PERMITTED']);
    expect((await decide(other.publicId, one)).data).toEqual({ decideLookup: null });
    const unknown = { ...one, publicId: id };
    expect((await decide(id, unknown)).data).toEqual({ decideLookup: null });
    expect((await decide(id, one)).data).toMatchObject({ decideLookup: { id } });
    expect(await queue()).toEqual([]);
    expect((await decide(id, other)).codes).toEqual(['CONFLICT']);
    const [act] = await desk.maker.sql<{ text: string }>(
      `select controller_part as text from ledger_entry where controller_part like '%REVIEW_LOOKUP%' and $1 = any(child_ids)`,
      [one.id],
    );
    expect(act?.text).toContain(id);
  });
});

describe('the asker', () => {
  test('who may know of the child is told, and opens it by its id', async () => {
    const [one, other] = await pair();
    await missing(one);
    await lookup(POLICE, between(one, other), { reference: 'INC/9' });
    await decided(one);
    const notices = about(one, await inbox(POLICE));
    expect(notices).toEqual([
      expect.objectContaining({
        from: 'la/931',
        child: { id: one.publicId, name: { surname: one.surname } },
      }),
    ]);
    expect(notices[0]?.['text']).toContain('INC/9');
    expect(await desk.read(one.publicId, 'id', POLICE, 'LOCATE_CHILD', 'constable')).toEqual({
      id: one.publicId,
    });
    const id = String(notices[0]?.['id']);
    const ack = await desk.hub.query(POLICE, {
      ...LOCATE,
      query: `mutation { acknowledgeNotification(id: "${id}") { id } }`,
    });
    expect(ack.data).toEqual({ acknowledgeNotification: { id } });
    const single = await desk.hub.query(POLICE, {
      ...LOCATE,
      query: `{ notification(id: "${id}") { type } }`,
    });
    expect(single.data).toEqual({ notification: { type: 'LOOKUP_DECIDED' } });
  });

  test('who may not is told nothing, byte for byte, until it may; and nothing again from then on', async () => {
    const [one, other] = await pair();
    const before = bytesOf(await inbox(POLICE));
    await lookup(POLICE, between(one, other));
    await decided(one);
    const byId = async (): Promise<unknown> => {
      const [notice] = await desk.maker.sql<{ id: string }>(
        `select public_id as id from notification where child_id = $1`,
        [one.id],
      );
      const answer = await desk.hub.query(POLICE, {
        ...LOCATE,
        query: `{ notification(id: "${notice?.id}") { id type } }`,
      });
      expect(answer.codes).toEqual([]);
      return answer.data?.['notification'];
    };
    expect(bytesOf(await inbox(POLICE))).toBe(before);
    expect(await byId()).toBeNull();
    await missing(one);
    expect(about(one, await inbox(POLICE))).toHaveLength(1);
    expect(await byId()).toMatchObject({ type: 'LOOKUP_DECIDED' });
    const protection = await protect(one);
    expect(bytesOf(await inbox(POLICE))).toBe(before);
    expect(await byId()).toBeNull();
    await desk.maker.sql(`delete from circumstance where public_id = $1`, [protection]);
    expect(about(one, await inbox(POLICE))).toHaveLength(1);
    await desk.maker.sql(`update child set state = 'sealed' where id = $1`, [one.id]);
    expect(bytesOf(await inbox(POLICE))).toBe(before);
  });

  test('is told for the purpose for which it asked, and no other unit is', async () => {
    const [one, other] = await pair();
    await missing(one);
    await lookup(POLICE, between(one, other));
    await lookup(FRONT_DOOR, between(one, other), { purpose: 'VERIFY_EDUCATION', job: 'front door' });
    for (const { id } of await queue()) await decide(id, one);
    const front = { purpose: 'VERIFY_EDUCATION', job: 'front door' };
    expect(about(one, await inbox(POLICE))).toHaveLength(1);
    expect(noticesIn(await inbox(POLICE, { purpose: 'SAFEGUARD' }))).toEqual([]);
    expect(about(one, await inbox(FRONT_DOOR, front))).toHaveLength(1);
    expect(noticesIn(await inbox(FRONT_DOOR, { ...front, job: 'social worker' }))).toEqual([]);
    expect(noticesIn(await inbox(HEALTH))).toEqual([]);
  });

  test('sees no more of the child than before: the notice opens itself alone', async () => {
    const [one, other] = await pair();
    const fields =
      'id flagged name { surname } carers { surname } lastKnownAddress { line1 } lastSchool { name } provision { yearGroup }';
    const read = async (purpose: string): Promise<string> =>
      bytesOf(
        await desk.hub.query(POLICE, {
          purpose,
          job: 'constable',
          query: `{ child(id: "${one.publicId}") { ${fields} } }`,
        }),
      );
    const before = [await read('SAFEGUARD'), await read('LOCATE_CHILD')];
    await lookup(POLICE, between(one, other), { purpose: 'SAFEGUARD' });
    await decided(one);
    expect(about(one, await inbox(POLICE, { purpose: 'SAFEGUARD' }))).toHaveLength(1);
    expect([await read('SAFEGUARD'), await read('LOCATE_CHILD')]).toEqual(before);
  });

  test('does not see by the notice what else it has said of the child: that, too, would tell which child it is', async () => {
    const [one, other] = await pair();
    await desk.done('raiseAlert(input: { child: $child, reason: NO_CONTACT, text: "Not seen." })', one, {
      ...{ as: POLICE, purpose: 'RAISE_CONCERN' },
    });
    await desk.done(
      `sendEnquiry(input: { child: $child, recipients: ["${POLICE}"], question: "Where?" })`,
      one,
      LOCATE,
    );
    await desk.maker.sql(`update enquiry set state = 'WITHDRAWN' where child_id = $1`, [one.id]);
    await desk.maker.sql(`update enquiry_recipient set state = 'WITHDRAWN'`);
    const lists = async (): Promise<string[]> => {
      const all: string[] = [];
      for (const query of [
        '{ alerts { nodes { id state } } }',
        '{ enquiries { nodes { id state } } }',
        INBOX,
      ])
        for (const purpose of ['LOCATE_CHILD', 'VERIFY_EDUCATION', 'NOTIFY_MOVE'])
          all.push(bytesOf(await desk.hub.query(POLICE, { purpose, query })));
      return all;
    };
    const before = await lists();
    await lookup(POLICE, between(one, other));
    await decided(one);
    expect(await lists()).toEqual(before);
  });

  test('is told nothing where none of them was meant', async () => {
    const [one, other] = await pair();
    await missing(one);
    await missing(other);
    const before = bytesOf(await inbox(POLICE));
    await lookup(POLICE, between(one, other));
    await decided(null);
    expect(await queue()).toEqual([]);
    expect(bytesOf(await inbox(POLICE))).toBe(before);
    expect(
      await desk.maker.sql('select 1 from notification where child_id in ($1, $2)', [one.id, other.id]),
    ).toEqual([]);
  });

  test('who asked for another is told in that name, and only what the other may know too', async () => {
    const [one, other] = await pair();
    const asked = { purpose: 'SAFEGUARD', onBehalfOf: HEALTH };
    await lookup(POLICE, between(one, other), asked);
    await decided(one);
    expect(noticesIn(await inbox(POLICE, asked))).toEqual([]);
    await desk.maker.fact(one, 'OPEN_CASE', { unit: `${HEALTH}/main` });
    expect(about(one, await inbox(POLICE, asked))).toHaveLength(1);
    expect(about(one, await inbox(POLICE, { purpose: 'SAFEGUARD' }))).toEqual([]);
    expect(about(one, await inbox(HEALTH, { purpose: 'SAFEGUARD' }))).toEqual([]);
  });

  test('is told nothing where a message could bring somebody to a child who has to be kept from harm', async () => {
    const HOUSING = 'housing/E07000178';
    const asked = { purpose: 'SAFEGUARD', job: 'housing officer' };
    const told = async (harm: boolean): Promise<number> => {
      const [one, other] = await pair();
      await desk.maker.fact(one, 'OPEN_CASE', { unit: `${HOUSING}/main` });
      if (harm) await desk.maker.fact(one, 'RISK_GROUP', { unit: TEAM, detail: 'FORCED_MARRIAGE' });
      await lookup(HOUSING, between(one, other), asked);
      await decided(one);
      return about(one, await inbox(HOUSING, asked)).length;
    };
    expect([await told(false), await told(true)]).toEqual([1, 0]);
  });

  test('finds the record that the child was joined to', async () => {
    const [one, other] = await pair();
    const [kept] = await pair();
    await desk.maker.sql(
      `update child_identifier set state = 'former' where child_id = $1 and kind = 'upn'`,
      [one.id],
    );
    await missing(kept);
    await lookup(POLICE, between(one, other));
    await decided(one);
    expect(about(kept, await inbox(POLICE))).toEqual([]);
    await desk.done(
      `mergeChildren(keep: "${kept.publicId}", merge: "${one.publicId}", reason: "One child.")`,
    );
    expect(about(kept, await inbox(POLICE))).toHaveLength(1);
  });
});

describe('in time', () => {
  const ERASER = {
    organisation: 'la/931',
    unit: 'la/931',
    user: 'R. Keeper',
    job: 'retention',
    purpose: 'RIGHTS_AND_AUDIT',
    reference: 'schedule',
  };
  const kept = async (): Promise<string> =>
    JSON.stringify(await desk.maker.sql('select to_jsonb(r) as row from lookup_review r'));

  test('what was asked goes with the criteria in the ledger, waiting or decided, and cannot be decided then', async () => {
    const [one, other] = await pair();
    await missing(one);
    await lookup(POLICE, between(one, other));
    await decided(one);
    await lookup(POLICE, between(other, one));
    const { id } = await waiting();
    const session = await openSession(desk.hub.database.url, 'retention');
    try {
      const sealed = async (): Promise<boolean> => {
        const [row] = await desk.maker.sql(
          'select 1 from ledger_entry e join lookup_review r on r.entry_id = e.id where e.position is null',
        );
        return row === undefined;
      };
      while (!(await sealed())) await new Promise((resolve) => setTimeout(resolve, 50));
      const until = await desk.maker.sql<{ until: Date }>(
        'select max(criteria_until) as until from ledger_entry e join lookup_review r on r.entry_id = e.id',
      );
      const due = until[0]?.until ?? new Date(0);
      await eraseCriteria({ session, eraser: ERASER, now: new Date(due.getTime() - 1) });
      expect(await kept()).toContain(one.surname);
      await eraseCriteria({ session, eraser: ERASER, now: due });
    } finally {
      await session.close();
    }
    const left = await kept();
    for (const word of [one.surname, one.upn, other.surname, other.upn, other.id, '"asked": "'])
      expect(left).not.toContain(word);
    expect(await queue()).toEqual([]);
    expect((await decide(id, other)).data).toEqual({ decideLookup: null });
    // The notice has a life of its own.
    expect(about(one, await inbox(POLICE))).toHaveLength(1);
  });

  test('the whole goes after its year, and with the record of the child', async () => {
    const [one, other] = await pair();
    await lookup(POLICE, between(one, other));
    await decided(one);
    await lookup(POLICE, between(other, one));
    const session = await openSession(desk.hub.database.url, 'retention');
    const run = (now: Date) =>
      runRetention({
        rules: readRetention().filter(({ kind }) => kind === 'LOOKUP_REVIEW'),
        session,
        now,
        eraser: ERASER,
      });
    try {
      await session.query('select erase_children($1::uuid[])', [[one.id]]);
      expect(await desk.maker.sql('select state, nearest from lookup_review')).toEqual([
        { state: 'WAITING', nearest: [other.id] },
      ]);
      expect(await run(new Date('2027-11-18T12:00:00Z'))).toMatchObject([{ records: 0 }]);
      expect(await run(new Date('2027-11-19T12:00:00Z'))).toMatchObject([{ records: 1 }]);
      expect(await kept()).toBe('[]');
      await expect(desk.hub.database.app.query('delete from lookup_review')).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await session.close();
    }
  });
});
