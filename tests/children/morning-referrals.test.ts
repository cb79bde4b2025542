import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';

const FRONT_DOOR = { as: 'la/931/front-door', purpose: 'VERIFY_EDUCATION', job: 'front door' };
const SCHOOL = 'school/931-4123';
const NAMED = { name: expect.any(String) as string, laestab: '9314123' };
const TEAM = {
  team: expect.any(String) as string,
  phone: expect.any(String) as string,
  mailbox: expect.any(String) as string,
};
const ASKED = `inEducation asOf certainty status kind since evidence where { name laestab } whereSince hours flagged flaggedSince
  call { team phone mailbox }`;
type Check = Readonly<Record<string, unknown>>;

let hub: TestHub;
let maker: ChildMaker;
beforeAll(async () => {
  hub = await startTestHub({ limits: true });
  maker = new ChildMaker(hub.database.owner, hub.clock);
}, 60_000);
afterAll(() => hub.stop());

/** Forty contacts reach the front door overnight. At half past nine somebody asks about all of them at once. */
const kinds = [
  'in education',
  'not in education',
  'not known where',
  'flagged',
  'protected',
  'absent',
] as const;
type Kind = (typeof kinds)[number];
const referrals: {
  kind: Kind;
  child: Pick<MadeChild, 'publicId' | 'surname' | 'forename' | 'dateOfBirth'>;
}[] = [];
const MATCH = `__typename ... on ChildMatch { child { id name { forename surname } educationCheck { ${ASKED} } } } ... on NoInformation { advice }`;
const ask = (): Promise<TestAnswer> =>
    hub.query(FRONT_DOOR.as, {
      ...FRONT_DOOR,
      user: 'Morning Shift',
      reference: 'CONTACTS/2026-11-18',
      query: `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ${MATCH} } }`,
      variables: { c: referrals.map(({ child: { surname, forename, dateOfBirth } }) => ({ surname, forename, dateOfBirth })) },
    }); // prettier-ignore

beforeAll(async () => {
  for (let i = 0; i < 40; i += 1) {
    const kind = kinds[i % kinds.length] ?? 'absent';
    const child = await maker.child({ dateOfBirth: maker.day(-3000 - 41 * i) });
    if (kind === 'in education' || kind === 'flagged') await maker.roll(child, SCHOOL);
    if (kind === 'flagged' || kind === 'not in education') await maker.cmeCase(child);
    if (kind === 'protected') {
      await maker.roll(child, SCHOOL);
      await maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
    }
    if (kind === 'absent') {
      for (const table of ['child_name', 'child_identifier', 'child_address', 'carer'])
        await maker.sql(`delete from ${table} where child_id = $1`, [child.id]);
      await maker.sql('delete from child where id = $1', [child.id]);
    }
    referrals.push({ kind, child });
  }
}, 60_000);

test('each is answered in its place, and none in another’s', async () => {
  const answer = await ask();
  expect([answer.status, answer.codes]).toEqual([200, []]);
  const results = answer.data?.['lookupChildren'] as {
    __typename: string;
    child?: { id: string; educationCheck: Check };
  }[];
  expect(results).toHaveLength(40);
  const says: Readonly<Record<Kind, Check | null>> = {
    'in education': { inEducation: 'YES', flagged: false, where: NAMED, call: TEAM },
    'not in education': {
      inEducation: 'NO',
      certainty: 'CONFIRMED',
      flagged: true,
      where: null,
      call: TEAM,
    },
    'not known where': {
      inEducation: 'NOT_KNOWN',
      certainty: 'NOT_KNOWN',
      flagged: false,
      where: null,
      call: TEAM,
    },
    flagged: { inEducation: 'YES', flagged: true, flaggedSince: maker.day(0), where: NAMED, call: TEAM },
    protected: null,
    absent: null,
  };
  referrals.forEach(({ kind, child }, i) => {
    const expected = says[kind];
    const result = results[i];
    if (expected === null)
      expect([kind, result]).toEqual([
        kind,
        { __typename: 'NoInformation', advice: expect.any(String) as string },
      ]);
    else {
      expect([kind, result?.child?.id]).toEqual([kind, child.publicId]);
      expect(result?.child?.educationCheck).toMatchObject(expected);
    }
  });
  // A child who is protected and one whom nobody knows read alike, to the letter.
  const nothing = new Set(
    results.filter((_, i) => says[referrals[i]?.kind ?? 'absent'] === null).map((r) => JSON.stringify(r)),
  );
  expect(nothing.size).toBe(1);
});

test('each leaves an entry of its own in the ledger, that its own child’s family may be shown', async () => {
  const { sharing } = await ask();
  const entries = await maker.sql<{ child_ids: string[] }>(
    `select child_ids from ledger_entry where request_id = (select request_id from ledger_entry where id = $1) and id <> $1`,
    [sharing?.disclosureId],
  );
  expect(entries).toHaveLength(40);
});

test('the officer responsible is told of those who are flagged, and of no other', async () => {
  await ask();
  const told = await maker.sql<{ id: string; who: string }>(
    `select c.public_id as id, l.user_name as who from look_back l join child c on c.id = l.child_id where l.user_name = 'Morning Shift'`,
  );
  const flagged = referrals.filter(({ kind }) => kind === 'flagged' || kind === 'not in education');
  expect(told.map(({ id }) => id).sort()).toEqual(flagged.map(({ child }) => child.publicId).sort());
});

test('a morning is well within what a front door may ask in an hour', async () => {
  await hub.hub.looking.settled();
  const reports = await maker.sql(`select kind, step from looking_report where user_name = 'Morning Shift'`);
  expect(reports).toEqual([]);
  const [most] = await maker.sql<{ spent: number }>(
    `select max(spent) as spent from look_count where span = 'hour'`,
  );
  expect(most?.spent).toBeLessThan(4500);
});
