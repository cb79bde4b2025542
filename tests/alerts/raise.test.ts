import {
  AlertsDesk,
  CHARITY,
  OWN,
  POLICE,
  RAISE,
  SCHOOL,
  TEAM,
  idIn,
  withoutIdsAndTimes,
  type KnownChild,
} from './alerts-desk';

let desk: AlertsDesk;
let child: KnownChild;
let hidden: KnownChild;

beforeAll(async () => {
  desk = await AlertsDesk.open();
  child = await desk.knownChild('Wren', 'Ashdown');
  hidden = await desk.knownChild('Iris', 'Coldbrook');
  await desk.circumstance(hidden.id, 'LOCATION_PROTECTION', 'la/931');
});
afterAll(() => desk.stop());

const nobody = { forename: 'Nemo', surname: 'Nowhere', dateOfBirth: '2013-07-09' };
const count = async (): Promise<number> =>
  Number(
    (
      await desk.sql<{ n: string }>('select (select count(*) from alert) + (select count(*) from child) as n')
    )[0]?.n,
  );

describe('the receipt', () => {
  const ways = (): [string, object][] => [
    ['an id', { id: child.publicId }],
    ['an id that nobody has', { id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' }],
    ['details of a known child', child.details],
    ['details of nobody', nobody],
    ['details of a child whose location is protected', hidden.details],
    ['the id of such a child', { id: hidden.publicId }],
  ];

  it('is the same bytes but id and time, whatever the hub knows', async () => {
    const receipts = new Set<string>();
    for (const [, reference] of ways()) {
      desk.hub.clock.advance(61_000);
      const answer = await desk.ask(POLICE, RAISE, { input: { child: reference, reason: 'NO_CONTACT' } });
      expect(answer.data?.['raiseAlert']).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receivedAt: desk.hub.clock.now().toISOString(),
      });
      receipts.add(`${answer.status} ${withoutIdsAndTimes(answer.text)}`);
    }
    expect(receipts.size).toBe(1);
  });

  it('is all that tells the alerts apart in the raiser’s own list, field by field', async () => {
    for (const [, reference] of ways()) await desk.raise(CHARITY, reference, { text: 'Not seen for weeks.' });
    const fields = `id outcome reason reference asWritten raisedAt receipt { id receivedAt } state text matched
      raisedBy { team } details { tried } additions { text } child { id name { surname } }`;
    const { data, errors } = await desk.ask(CHARITY, `{ alerts { nodes { ${fields} } } }`);
    const { nodes } = data?.['alerts'] as { nodes: unknown[] };
    expect(nodes).toHaveLength(ways().length);
    expect(new Set(nodes.map((node) => withoutIdsAndTimes(JSON.stringify(node)))).size).toBe(1);
    expect(nodes[0]).toMatchObject({
      outcome: 'RECEIVED',
      asWritten: 'Not seen for weeks.',
      child: null,
      state: null,
    });
    const refusedAt = (index: number): unknown[] =>
      errors.filter((e) => e.path?.[2] === index).map((e) => [e.message, e.path?.slice(3), e.extensions]);
    expect(refusedAt(0).length).toBeGreaterThan(0);
    nodes.forEach((_, index) => expect(refusedAt(index)).toEqual(refusedAt(0)));
  });

  it('comes again for the same idempotency key, and nothing is written twice', async () => {
    const input = { child: nobody, reason: 'NO_CONTACT' };
    const first = await desk.ask(POLICE, RAISE, { input }, { idempotencyKey: 'raise-once-0001' });
    const held = await count();
    desk.hub.clock.advance(5000);
    const second = await desk.ask(POLICE, RAISE, { input }, { idempotencyKey: 'raise-once-0001' });
    expect(second.data).toEqual(first.data);
    expect(await count()).toBe(held);
  });
});

it('a withdrawn alert does not show again when a second one about the same child stands', async () => {
  for (const reference of [child.details, { ...nobody, forename: 'Nemone' }]) {
    const first = await desk.raise(SCHOOL, reference);
    expect((await desk.withdraw(SCHOOL, first)).codes).toEqual([]);
    const second = await desk.raise(SCHOOL, reference);
    const seen = (await desk.list(SCHOOL, 'id')).map((alert) => alert['id']);
    expect(seen).toContain(second);
    expect(seen).not.toContain(first);
  }
});

it('keeps what was given, and the reference of the header, for the team', async () => {
  const details = {
    lastSeenOn: '2026-11-02', lastSeenWhere: 'At the bus station', knownAddress: '1 Example Road', lastSchool: 'Oak Primary',
    destination: 'Said to be Leeds', tried: 'Rang twice',
  }; // prettier-ignore
  const input = { child: child.details, reason: 'DID_NOT_ARRIVE', text: ' Never came. ', ...details };
  const id = idIn(
    await desk.ask(POLICE, RAISE, { input }, { reference: 'TVP/77', user: 'P. C. Example', job: 'officer' }),
    'raiseAlert',
  );
  const fields = `id state outcome reference reason text asWritten matched child { id } raisedBy { organisation user job }
    details { lastSeenOn lastSeenWhere knownAddress lastSchool destination tried }`;
  expect((await desk.list(TEAM, fields)).find((alert) => alert['id'] === id)).toEqual({
    id, details, state: 'RECEIVED', outcome: 'RECEIVED', reference: 'TVP/77', reason: 'DID_NOT_ARRIVE', text: 'Never came.',
    asWritten: null, matched: true, child: { id: child.publicId },
    raisedBy: { organisation: 'Thames Valley police', user: 'P. C. Example', job: 'officer' },
  }); // prettier-ignore
});

it.each([
  ['OTHER without words', { reason: 'OTHER' }, 'input.text'],
  ['words beyond 4,000 characters', { text: 'x'.repeat(4001) }, 'input.text'],
  ['a NUL', { text: 'a\u0000b' }, 'input.text'],
  ['a day in the future', { lastSeenOn: '2026-12-24' }, 'input.lastSeenOn'],
  ['a day of another generation', { lastSeenOn: '1990-01-01' }, 'input.lastSeenOn'],
  ['too long an address', { knownAddress: 'x'.repeat(501) }, 'input.knownAddress'],
  ['an identifier alone', { child: { upn: 'B801200005001' } }, 'input.child.dateOfBirth'],
  ['an id that is none', { child: { id: 'x' } }, 'input.child.id'],
])('refuses %s, names the field and keeps nothing', async (_, more, field) => {
  const held = await count();
  const answer = await desk.ask(POLICE, RAISE, { input: { child: nobody, reason: 'NO_CONTACT', ...more } });
  expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
    ['BAD_USER_INPUT', field],
  ]);
  expect(await count()).toBe(held);
});

describe('raising opens nothing', () => {
  const CHILD = `query ($id: ID!) { child(id: $id) { id name { surname } initials dateOfBirth upn nhsNumber currentAddress { line1 }
    lastKnownAddress { line1 } authority livesInOurArea carers { surname } inEducationNow educationStatus { status } provision { from }
    lastAttended registrations { from } socialCare socialCareInvolved involvements { team } riskGroups flagged case { rag } } }`;
  const PURPOSES = [
    'RAISE_CONCERN',
    'VERIFY_EDUCATION',
    'LOCATE_CHILD',
    'SAFEGUARD',
    'ROLL_MANAGEMENT',
    'ANSWER_ENQUIRY',
    'NOTIFY_MOVE',
    'ARRANGE_PROVISION',
  ];
  const everything = async (as: string, id: string): Promise<string[]> => {
    const told: string[] = [];
    for (const purpose of PURPOSES) {
      const answer = await desk.ask(as, CHILD, { id }, { purpose });
      told.push(
        `${purpose} ${answer.status} ${answer.text.replace(/"disclosureId":"[^"]+","promise":"[^"]+"/, '')}`,
      );
    }
    return told;
  };

  it.each([POLICE, CHARITY, SCHOOL, 'nhs/RTH', 'la/852'])(
    '%s sees the same bytes of the child before and after',
    async (as) => {
      const subject = await desk.knownChild('Rowan', `Marsh ${as.replace(/\W/g, ' ')}`);
      const before = await everything(as, subject.publicId);
      await desk.raise(as, { id: subject.publicId });
      expect(await everything(as, subject.publicId)).toEqual(before);
    },
  );

  it('the list says WITHHELD, not what the hub knows', async () => {
    const { codes, errors } = await desk.ask(POLICE, OWN.replace('asWritten', 'asWritten child { id } text'));
    expect(new Set(codes)).toEqual(new Set(['WITHHELD']));
    expect(new Set(errors.map((e) => e.extensions['coordinate']))).toEqual(
      new Set(['Alert.child', 'Alert.text']),
    );
  });
});
