import { newPublicId } from '../../src/kernel/id';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { bytesOf, startTestHub, type TestHub } from '../support/hub';
import { PARTNERS, ROLES, SCHOOL } from './six-partners';

/** Nobody has a child of this name, number or id. */
const NOBODY: MadeChild = {
  id: '',
  publicId: newPublicId(),
  forename: 'Noone',
  surname: 'Atall',
  dateOfBirth: '2014-03-14',
  upn: 'B801200005001',
  nhsNumber: '9999000010',
  postcode: 'OX99 1AB',
  formerSurname: 'Nothing',
};

let hub: TestHub;
let maker: ChildMaker;
const hidden: Record<string, MadeChild> = {};

beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
  hidden['exists, but the asker has no standing'] = await maker.child();
  hidden['has a case with everybody but the asker'] = await withCases(await maker.child());
  hidden['is protected, whatever the standing'] = await protectedChild();
  hidden['was merged into another'] = await withStandings(await maker.child({ state: 'merged' }));
  hidden['is not matched to anybody yet'] = await withStandings(await maker.child({ state: 'unresolved' }));
});
afterAll(() => hub.stop());

/** Somebody works with the child, but not one of the six. */
async function withCases(child: MadeChild): Promise<MadeChild> {
  await maker.roll(child, 'school/931-4107');
  await maker.cmeCase(child);
  await maker.fact(child, 'OPEN_CASE', { unit: 'nhs/RNU/main' });
  await maker.fact(child, 'PLACE_OFFER', { unit: 'school/931-4115/main' });
  return child;
}

/** Everything that would open it to each of the six, were the child not what it is. */
async function withStandings(child: MadeChild): Promise<MadeChild> {
  await maker.fact(child, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  for (const unit of ['nhs/RTH/main', 'housing/E07000178/main'])
    await maker.fact(child, 'OPEN_CASE', { unit });
  await maker.notified(child, 'la/852');
  await maker.notified(child, 'housing/E07000178');
  return child;
}

/** Open to its own school and to its social worker alone, so those two have no standing here. */
async function protectedChild(): Promise<MadeChild> {
  const child = await withStandings(await maker.child());
  await maker.cmeCase(child);
  await maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
  return child;
}

const match =
  '__typename ... on ChildMatch { matchedOn child { id name { surname } flagged } } ... on NoInformation { advice }';
const QUESTIONS: Readonly<Record<string, (child: MadeChild) => { query: string; variables: object }>> = {
  'child by id': ({ publicId }) => ({
    query: 'query ($id: ID!) { child(id: $id) { id name { surname } flagged } }',
    variables: { id: publicId },
  }),
  'lookupChild by UPN': ({ upn, dateOfBirth }) => lookup({ upn, dateOfBirth }),
  'lookupChild by NHS number': ({ nhsNumber, surname, forename }) => lookup({ nhsNumber, surname, forename }),
  'lookupChild by name': ({ surname, forename, dateOfBirth }) => lookup({ surname, forename, dateOfBirth }),
  'lookupChild by name with all that helps': ({ surname, forename, dateOfBirth, postcode, formerSurname }) =>
    lookup({ surname, forename, dateOfBirth, postcode, formerSurname, school: '9314123', gender: 'F' }),
  'lookupChildren by both': ({ upn, surname, forename, dateOfBirth }) => ({
    query: `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ${match} } }`,
    variables: {
      c: [
        { upn, dateOfBirth },
        { surname, forename, dateOfBirth },
      ],
    },
  }),
};
const lookup = (criteria: object) => ({
  query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${match} } }`,
  variables: { c: criteria },
});

interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer as it came, but for its date and its two ids. */
async function wire(
  as: string,
  ask: { purpose: string; job: string; query: string; variables: object },
): Promise<Wire> {
  const answer = await hub.query(as, { ...ask, variables: { ...ask.variables } });
  const { date, 'request-id': requestId, ...headers } = answer.headers;
  expect([date, requestId]).toEqual([expect.any(String), expect.any(String)]);
  expect(answer.sharing?.disclosureId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.sharing?.promise).toMatch(/^v2\.[\w-]{43}\.\d{13}\.[0-7](?:\.[\w-]{43}){3}\.[\w-]{86}$/);
  return { status: answer.status, headers, body: bytesOf(answer) };
}

describe.each(Object.keys(QUESTIONS))('%s', (question) => {
  test.each(ROLES)(
    'by %s: whoever is not for the asker reads as a child who does not exist',
    async (role) => {
      const make = QUESTIONS[question];
      if (!make) throw new Error('no such question');
      const { as, purpose, job } = PARTNERS[role];
      const nobody = await wire(as, { purpose, job, ...make(NOBODY) });
      expect(nobody.status).toBe(200);
      expect(nobody.body).toContain(question === 'child by id' ? '"child":null' : 'NoInformation');
      expect(nobody.body).not.toContain('errors');
      const told: Record<string, Wire> = {};
      for (const [kind, child] of Object.entries(hidden))
        told[kind] = await wire(as, { purpose, job, ...make(child) });
      expect(told).toEqual(Object.fromEntries(Object.keys(hidden).map((kind) => [kind, nobody])));
    },
  );
});

describe('who may know of every child', () => {
  const everyChild = [
    ['the police about an incident', 'police/E23000029', 'SAFEGUARD', 'constable'],
    ['the front door about a contact', 'la/931/front-door', 'VERIFY_EDUCATION', 'front door'],
  ] as const;

  test.each(everyChild)(
    '%s: a protected child reads as one who does not exist',
    async (_who, as, purpose, job) => {
      const child = await protectedChild();
      const open = await maker.child();
      for (const make of Object.values(QUESTIONS)) {
        const nobody = await wire(as, { purpose, job, ...make(NOBODY) });
        expect(await wire(as, { purpose, job, ...make(child) })).toEqual(nobody);
        // The same question about an ordinary child is answered, so the two above were not refused for another reason.
        expect((await wire(as, { purpose, job, ...make(open) })).body).toContain(open.publicId);
      }
    },
  );

  test.each(everyChild)('%s: neither does a protected namesake show', async (_who, as, purpose, job) => {
    const name = {
      forename: 'Twinned',
      surname: purpose === 'SAFEGUARD' ? 'Namesake' : 'Doppelganger',
      dateOfBirth: '2013-08-19',
    };
    await maker.child(name);
    const alone = await wire(as, { purpose, job, ...lookup(name) });
    expect(alone.body).toContain('ChildMatch');
    const other = await maker.child(name);
    await maker.fact(other, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
    const beside = await wire(as, { purpose, job, ...lookup(name) });
    expect(beside.body).toContain('NoInformation');
    const nobody = await wire(as, { purpose, job, ...lookup({ ...name, forename: 'Noone' }) });
    expect(beside).toEqual(nobody);
  });
});

test('a child on roll becomes one who does not exist on the day that it leaves, but for the year of clause 3.3', async () => {
  const child = await maker.child();
  await maker.roll(child, SCHOOL, { from: maker.day(-500), until: maker.day(-370) });
  for (const make of Object.values(QUESTIONS)) {
    const ask = { purpose: 'ROLL_MANAGEMENT', job: 'attendance officer' };
    expect(await wire(SCHOOL, { ...ask, ...make(child) })).toEqual(
      await wire(SCHOOL, { ...ask, ...make(NOBODY) }),
    );
  }
});
