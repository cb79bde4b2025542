import {
  ExchangeDesk,
  HEALTH,
  MASH,
  idIn,
  POLICE,
  PORTSMOUTH,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
beforeEach(async () => (desk = await ExchangeDesk.at('2026-11-18', 'la/931')));
afterEach(() => desk.stop());

const broadcast = async (child: KnownChild): Promise<string> =>
  idIn(
    await desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
      input: { child: { id: child.publicId } },
    }),
    'broadcastLostPupil',
  );
const withdraw = (id: string) => desk.act(TEAM, 'withdrawBroadcast', '$id: ID!', { id });
const repost = () => desk.hub.hub.rounds.lostPupils.repost();
const lostIn = (as: string, fields = 'type message child { name { surname } }') =>
  desk.inbox(as, fields, 'LOCATE_CHILD');
const told = async (child: KnownChild, type: string): Promise<number[]> => {
  const rows = await desk.sql<{ n: number; d: number }>(
    `select count(*)::int as n, count(distinct to_organisation)::int as d from notification where child_id = $1 and type = $2`,
    [child.id, type],
  );
  return [rows[0]?.n ?? 0, rows[0]?.d ?? 0];
};
const ended = async (child: KnownChild): Promise<boolean> =>
  (await desk.count('circumstance', `child_id = $1 and kind = 'LOST_PUPIL_MESSAGE' and ends_at is null`, [
    child.id,
  ])) === 0;
/** What is known of a child beside what a message may carry. */
const filled = async (forename: string, surname: string): Promise<KnownChild> => {
  const child = await desk.knownChild(forename, surname);
  await desk.address(child.id, 'la/931');
  await desk.openCase(child.id);
  return child;
};

const EVERYTHING = `id type text reference from to message child { id name { surname forename } dateOfBirth sex formerNames { surname }
  cmeOfficer { mailbox } pupilNumbers { value } nhsNumbers { value } currentAddress { line1 } lastKnownAddress { line1 }
  currentOutwardPostcode authority livesInOurArea carers { surname } siblings { name { surname } } lastSchool { name }
  provision { establishment { name } } inEducation { value } inEducationNow educationStatus { status } cmeFlag { since }
  case { state } registrations { kind } }`;

describe('what a lost-pupil message tells, field by field', () => {
  it('name, birth date, sex, former names and whom to ring; nothing that leads to the child', async () => {
    const child = await filled('Lost', 'Lapwing');
    await desk.sql(
      `insert into child_name (id, child_id, kind, forename, surname, source) values (gen_random_uuid(), $1, 'former', 'Lost', 'Plover', 'test')`,
      [child.id],
    );
    await desk.sql(`update child set sex = 'F' where id = $1`, [child.id]);
    const id = await broadcast(child);
    const [notice] = await desk.inbox(PORTSMOUTH, EVERYTHING, 'LOCATE_CHILD');
    const { child: open, ...envelope } = notice as { child: Record<string, unknown> };
    expect(envelope).toMatchObject({
      type: 'LOST_PUPIL',
      text: null,
      from: 'la/931',
      to: PORTSMOUTH,
      message: id,
    });
    const given = Object.fromEntries(
      Object.entries(open).filter(
        ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
      ),
    );
    expect(given).toEqual({
      id: child.publicId,
      name: { surname: 'Lapwing', forename: 'Lost' },
      dateOfBirth: '2014-03-05',
      sex: 'F',
      formerNames: [{ surname: 'Plover' }],
      cmeOfficer: { mailbox: expect.stringContaining('@') as string },
    });
  });
});

describe('a message that is withdrawn', () => {
  it('is told once to each of those who were told, without a child or a reason, and what it opened is shut', async () => {
    const child = await filled('Lost', 'Dunlin');
    const id = await broadcast(child);
    expect(await lostIn(SOUTHAMPTON)).toEqual([
      { type: 'LOST_PUPIL', message: id, child: { name: { surname: 'Dunlin' } } },
    ]);
    expect((await withdraw(id)).errors).toEqual([]);
    expect(await told(child, 'LOST_PUPIL_WITHDRAWN')).toEqual([152, 152]);
    const fields = 'type text reference message acknowledgedAt child { id }';
    for (const purpose of ['LOCATE_CHILD', 'NOTIFY_MOVE', 'SAFEGUARD']) {
      const seen = await desk.inbox(SOUTHAMPTON, fields, purpose);
      expect(seen).toEqual([
        expect.objectContaining({ type: 'LOST_PUPIL_WITHDRAWN', text: null, message: id, child: null }),
      ]);
      const read = await desk.ask(
        SOUTHAMPTON,
        'query ($id: ID!) { child(id: $id) { id } }',
        { id: child.publicId },
        { purpose },
      );
      expect(read.data?.['child'] ?? null).toBeNull();
    }
    expect(await desk.inbox(POLICE, 'type', 'LOCATE_CHILD')).toEqual([]);
    expect(await desk.inbox(HEALTH, 'type', 'SAFEGUARD')).toEqual([]);
    const [notice] = await desk.inbox(SOUTHAMPTON, 'id', 'LOCATE_CHILD');
    const read = await desk.act(SOUTHAMPTON, 'acknowledgeNotification', '$id: ID!', { id: notice?.['id'] });
    expect(read.errors).toEqual([]);
    // A notice that it is over opens nothing after it was read, either.
    expect((await desk.inbox(SOUTHAMPTON, fields, 'NOTIFY_MOVE'))[0]).toMatchObject({ child: null });
  });

  it.each([
    ['location is protected', (child: KnownChild) => protect(child)],
    ['a protected address is recorded', (child: KnownChild) => hide(child)],
    ['child is marked for forced marriage', (child: KnownChild) => mark(child)],
    ['child is located', (child: KnownChild) => locate(child)],
  ])('by itself, when its %s, in the same bytes', async (_why, happens) => {
    const child = await filled('Lost', 'Knot');
    const other = await filled('Lost', 'Ruff');
    const [id, otherId] = [await broadcast(child), await broadcast(other)];
    await happens(child);
    expect([await ended(child), await ended(other)]).toEqual([true, false]);
    expect(await told(child, 'LOST_PUPIL_WITHDRAWN')).toEqual([152, 152]);
    expect((await withdraw(otherId)).errors).toEqual([]);
    const seen = await desk.inbox(
      PORTSMOUTH,
      'type text from fromName to purpose reference message inReplyTo acknowledgedAt child { id }',
      'LOCATE_CHILD',
    );
    const [first, second] = [id, otherId].map((one) => seen.filter(({ message }) => message === one));
    expect(first).toHaveLength(1);
    expect(first?.map((notice) => ({ ...notice, message: null }))).toEqual(
      second?.map((notice) => ({ ...notice, message: null })),
    );
  });

  it.each([
    ['ON_ROLL', true],
    ['CHECKS_MADE_NOT_FOUND', false],
  ])('when the case is closed because of %s: %s', async (reason, over) => {
    const child = await filled('Lost', 'Sanderling');
    await broadcast(child);
    await desk.sql(
      `update cme_case set state = 'CLOSED', closed_at = $2, close_reason = $3 where child_id = $1`,
      [child.id, desk.hub.clock.now(), reason],
    );
    expect(await ended(child)).toBe(over);
  });

  it('when social care, which had allowed it, decides otherwise: at the next look of the hub', async () => {
    const child = await filled('Lost', 'Godwit');
    await mark(child);
    await desk.circumstance(child.id, 'OPEN_CASE', MASH);
    await desk.on('2026-11-19');
    expect((await decide(child, true)).errors).toEqual([]);
    await broadcast(child);
    expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 0 });
    await desk.on('2026-11-20');
    expect((await decide(child, false)).errors).toEqual([]);
    expect(await repost()).toEqual({ posted: 0, withdrawn: 1, refused: 0 });
    expect(await ended(child)).toBe(true);
    expect(await told(child, 'LOST_PUPIL_WITHDRAWN')).toEqual([152, 152]);
    expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 0 });
  });
});

describe('a message that stands is posted again', () => {
  it('on the first day of each term (OX-41a, S1 4.4), once, by however many hubs', async () => {
    const child = await filled('Lost', 'Whimbrel');
    const id = await broadcast(child);
    await desk.on('2027-01-05');
    expect(await repost()).toMatchObject({ posted: 0 });
    await desk.on('2027-01-06');
    const runs = await Promise.all([repost(), repost()]);
    expect(runs.map(({ posted }) => posted).sort()).toEqual([0, 1]);
    expect(await repost()).toMatchObject({ posted: 0 });
    expect(await told(child, 'LOST_PUPIL')).toEqual([304, 152]);
    expect(await lostIn(SOUTHAMPTON, 'type message')).toEqual([
      { type: 'LOST_PUPIL', message: id },
      { type: 'LOST_PUPIL', message: id },
    ]);
    // It is the hub's own act, under the clause that permits it on that day.
    const [act] = await desk.sql<{ part: { under: string[]; user: string; step: string } }>(
      `select controller_part::jsonb as part from ledger_entry where kind = 'ACT' and at >= '2027-01-06' order by at desc limit 1`,
    );
    expect(JSON.stringify(act?.part)).toContain('OX-41a');
    expect(JSON.stringify(act?.part)).toContain('home-authority-cme@1 12.18');
    await desk.on('2027-04-12');
    expect(await repost()).toMatchObject({ posted: 1 });
    expect(await told(child, 'LOST_PUPIL')).toEqual([456, 152]);
    expect((await withdraw(id)).errors).toEqual([]);
    expect(await told(child, 'LOST_PUPIL_WITHDRAWN')).toEqual([152, 152]);
    await desk.on('2027-06-08');
    expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 0 });
  });

  it('not while what is agreed of the day does not permit it, and as soon as it does', async () => {
    const child = await filled('Lost', 'Turnstone');
    await broadcast(child);
    await desk.on('2027-01-06');
    await desk.sql(
      `update agreement_version set state = 'ENDED' where agreement = 'home-authority-cme' and state = 'APPROVED'`,
    );
    await desk.hub.hub.refreshAgreements();
    expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 1 });
    expect(await told(child, 'LOST_PUPIL')).toEqual([152, 152]);
    await desk.sql(
      `update agreement_version set state = 'APPROVED' where agreement = 'home-authority-cme' and state = 'ENDED'`,
    );
    await desk.hub.hub.refreshAgreements();
    expect(await repost()).toMatchObject({ posted: 1 });
  });

  it('not of a child in hiding since, whatever the day', async () => {
    const child = await filled('Lost', 'Dotterel');
    await broadcast(child);
    await protect(child);
    await desk.on('2027-01-06');
    expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 0 });
    expect(await told(child, 'LOST_PUPIL')).toEqual([152, 152]);
  });
});

it('where the policy knows of no message to all (la/301), it stands and is not posted again', async () => {
  await desk.stop();
  desk = await ExchangeDesk.at('2026-11-18', 'la/301');
  const child = await filled('Lost', 'Avocet');
  await broadcast(child);
  await desk.on('2027-09-06');
  expect(await repost()).toEqual({ posted: 0, withdrawn: 0, refused: 0 });
  expect(await ended(child)).toBe(false);
});

const protect = async (child: KnownChild): Promise<void> => {
  const asked = await desk.act(
    'voluntary/refuge-network',
    'askLocationProtection',
    '$child: ChildReferenceInput!',
    { child: child.details },
    { purpose: 'RAISE_CONCERN' },
  );
  expect(asked.errors).toEqual([]);
};
const hide = async (child: KnownChild): Promise<void> => {
  await desk.sql(
    `insert into child_address (id, child_id, line1, postcode, protected, begins_on, source, recorded_at) values (gen_random_uuid(), $1, 'Nowhere', 'OX99 1AB', true, '2026-11-18', 'test', $2)`,
    [child.id, desk.hub.clock.now()],
  );
};
const mark = (child: KnownChild): Promise<void> =>
  desk.circumstance(child.id, 'RISK_GROUP', TEAM, 'FORCED_MARRIAGE');
const decide = (child: KnownChild, allowed: boolean) =>
  desk.act(
    MASH,
    'decideCarefulSteps',
    '$input: DecideCarefulStepsInput!',
    { input: { child: { id: child.publicId }, allowed } },
    { purpose: 'SAFEGUARD' },
  );
const locate = async (child: KnownChild): Promise<void> => {
  const noted = await desk.act(
    TEAM,
    'recordCaseEvent',
    '$childId: ID!, $event: String!',
    { childId: child.publicId, event: 'CHILD_LOCATED' },
    { purpose: 'LOCATE_CHILD' },
  );
  expect(noted.errors).toEqual([]);
};
