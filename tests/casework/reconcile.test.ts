import { RETAINED_KINDS } from '../../src/retention/retained-kinds';
import {
  ExchangeDesk,
  HEALTH,
  HOUSING,
  idIn,
  nodesIn,
  POLICE,
  PORTSMOUTH,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
  type Node,
} from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
beforeEach(async () => (desk = await ExchangeDesk.at('2026-11-18', 'la/931')));
afterEach(() => desk.stop());

const OFFICER = { purpose: 'NOTIFY_MOVE', job: 'CME case officer' };
const reconcile = () => desk.hub.hub.rounds.lostPupils.reconcile();

const broadcast = async (child: KnownChild): Promise<string> =>
  idIn(
    await desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
      input: { child: { id: child.publicId } },
    }),
    'broadcastLostPupil',
  );
const receive = (as: string, child: object, more: Node = {}, ask: Node = {}) =>
  desk.act(as, 'receiveLostPupil', '$input: ReceiveLostPupilInput!', { input: { child, ...more } }, ask);
const received = async (as: string, child: object, more: Node = {}): Promise<string> =>
  idIn(await receive(as, child, more), 'receiveLostPupil');
const withdraw = (as: string, id: string) => desk.act(as, 'withdrawLostPupil', '$id: ID!', { id });

/** The daily return of a school: the pupil has joined its roll. */
const enrol = async (child: KnownChild, school = SCHOOL): Promise<void> => {
  const done = await desk.act(
    school,
    'recordRegistration',
    '$input: RegistrationInput!',
    { input: { child: { id: child.publicId }, from: '2026-11-18' } },
    { purpose: 'ROLL_MANAGEMENT' },
  );
  expect(done.errors).toEqual([]);
};
const report = (as: string, child: object, more: Node = {}) =>
  desk.act(
    as,
    'reportAddress',
    '$input: AddressInput!',
    { input: { child, line1: '9 New Street', postcode: 'OX99 9ZZ', authority: 'la/931', ...more } },
    { purpose: 'NOTIFY_MOVE' },
  );
/** An address that the record has. */
const lives = (child: KnownChild): Promise<unknown> =>
  desk.sql(
    `insert into child_address (id, child_id, line1, postcode, authority_id, begins_on, source, recorded_at, confirmed_at, confirmed_by)
     values (gen_random_uuid(), $1, '1 Invented Lane', 'OX99 1AB', 'la/931', '2026-09-01', 'test', $2, $2, 'test')`,
    [child.id, desk.hub.clock.now()],
  );
const protect = (child: KnownChild): Promise<void> =>
  desk.circumstance(child.id, 'LOCATION_PROTECTION', TEAM);
const lost = async (child: KnownChild): Promise<boolean> =>
  (await desk.count('circumstance', `child_id = $1 and kind = 'LOST_PUPIL_MESSAGE' and ends_at is null`, [
    child.id,
  ])) > 0;
/** Who has been told what by the reconciliation: recipient → how often. */
const told = async (): Promise<Record<string, number>> => {
  const rows = await desk.sql<{ to: string; n: number }>(
    `select to_organisation as to, count(*)::int as n from notification where type = 'FOUND_MATCH' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ to, n }) => [to, n]));
};
const FOUND = 'type text message from to reference child { id inEducationNow cmeOfficer { mailbox } }';
const foundBy = async (as: string, purpose = 'LOCATE_CHILD', fields = FOUND): Promise<Node[]> =>
  (await desk.inbox(as, fields, purpose)).filter(({ type }) => type === 'FOUND_MATCH');

describe('another authority’s lost pupil', () => {
  it('is kept under its own name, and its receipt is the same whatever the hub knows', async () => {
    const known = await desk.knownChild('Known', 'Kestrel');
    const [first, second] = [
      await receive(SOUTHAMPTON, known.details),
      await receive(SOUTHAMPTON, { forename: 'Un', surname: 'Heardof', dateOfBirth: '2013-01-01' }),
    ];
    const bare = (text: string): string => text.replaceAll(/"(id|promise|disclosureId)":"[^"]+"/g, '');
    expect(bare(first.text)).toBe(bare(second.text));
    const kept = await desk.sql(
      `select kind, organisation_id as who from circumstance where kind like 'LOST%' order by child_id = $1 desc`,
      [known.id],
    );
    expect(kept).toEqual([
      { kind: 'LOST_ELSEWHERE', who: SOUTHAMPTON },
      { kind: 'LOST_ELSEWHERE', who: SOUTHAMPTON },
    ]);
    // It opens the child to nobody, neither to the one who looks nor to the others, as a message of ours would.
    for (const as of [SOUTHAMPTON, PORTSMOUTH])
      expect(
        (await desk.ask(as, 'query ($id: ID!) { child(id: $id) { id } }', { id: known.publicId })).data?.[
          'child'
        ],
      ).toBeNull();
    // Our team reads who looks for whom.
    const seen = await desk.inbox(TEAM, 'type from child { name { surname } }', 'LOCATE_CHILD');
    expect(seen).toEqual([
      { type: 'LOST_PUPIL', from: SOUTHAMPTON, child: { name: { surname: 'Kestrel' } } },
      { type: 'LOST_PUPIL', from: SOUTHAMPTON, child: { name: { surname: 'Heardof' } } },
    ]);
  });

  it('posted again under its own id is the same one; ended by either id, once, and only by whoever looks', async () => {
    const child = { forename: 'Un', surname: 'Heardof', dateOfBirth: '2013-01-01' };
    const id = await received(SOUTHAMPTON, child, { theirs: 'SO/77' });
    expect(await received(SOUTHAMPTON, child, { theirs: 'SO/77' })).toBe(id);
    expect(await received(PORTSMOUTH, child, { theirs: 'SO/77' })).not.toBe(id);
    expect(await desk.count('notification', `type = 'LOST_PUPIL' and to_organisation = 'la/931'`, [])).toBe(
      2,
    );
    expect((await withdraw(PORTSMOUTH, id)).data).toEqual({ withdrawLostPupil: null });
    expect(idIn(await withdraw(SOUTHAMPTON, 'SO/77'), 'withdrawLostPupil')).toBe(id);
    expect((await withdraw(SOUTHAMPTON, id)).codes).toEqual(['CONFLICT']);
    expect(await desk.inbox(TEAM, 'type from', 'LOCATE_CHILD')).toEqual([
      { type: 'LOST_PUPIL', from: PORTSMOUTH },
      { type: 'LOST_PUPIL_WITHDRAWN', from: SOUTHAMPTON },
    ]);
  });

  it('carries the minimum: no number is kept; and stands a year unless it is renewed', async () => {
    const details = { forename: 'Un', surname: 'Heardof', dateOfBirth: '2013-01-01' };
    const numbered = { upn: 'B801200005001', nhsNumber: '9434765919', dateOfBirth: '2013-01-01' };
    expect((await receive(SOUTHAMPTON, numbered)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await receive(SOUTHAMPTON, details, { theirs: 'not so' })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await receive(SOUTHAMPTON, details, { until: '2026-11-17' })).codes).toEqual(['BAD_USER_INPUT']);
    expect(await desk.count('circumstance', `kind = 'LOST_ELSEWHERE'`, [])).toBe(0);
    await received(SOUTHAMPTON, { ...numbered, ...details });
    expect(await desk.count('child_identifier', `value in ('B801200005001', '9434765919')`, [])).toBe(0);
    const [row] = await desk.sql(`select ends_at as until from circumstance where kind = 'LOST_ELSEWHERE'`);
    expect(row).toEqual({ until: new Date('2027-11-19T00:00:00Z') });
  });

  it('keeps whoever it is about while it stands, and no longer', async () => {
    const id = await received(SOUTHAMPTON, { forename: 'Un', surname: 'Heardof', dateOfBirth: '2013-01-01' });
    const due = () =>
      desk.sql(RETAINED_KINDS.UNRESOLVED_SUBJECT.due, [
        '2030-01-01',
        10,
        '00000000-0000-0000-0000-000000000000',
      ]);
    expect(await due()).toEqual([]);
    expect((await withdraw(SOUTHAMPTON, id)).errors).toEqual([]);
    expect(await due()).toHaveLength(1);
  });

  it.each([POLICE, HEALTH, HOUSING, SCHOOL, TEAM])('is not for %s to send', async (as) => {
    const refused = await receive(as, { forename: 'Un', surname: 'Heardof', dateOfBirth: '2013-01-01' });
    expect(refused.codes).toEqual(['NOT_PERMITTED']);
    expect(await desk.count('circumstance', `kind = 'LOST_ELSEWHERE'`, [])).toBe(0);
  });
});

describe('a child of another authority who is met here', () => {
  it('on a roll: both sides are told, the other one yes or no alone and whom to ring', async () => {
    const child = await desk.knownChild('Ben', 'Brambling');
    await lives(child);
    const id = await received(SOUTHAMPTON, child.details);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    await enrol(child);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 2, [SOUTHAMPTON]: 2 });
    const [seen] = await foundBy(SOUTHAMPTON);
    expect(seen).toEqual({
      type: 'FOUND_MATCH',
      text: null,
      message: id,
      from: 'la/931',
      to: SOUTHAMPTON,
      reference: 'TEST/1',
      child: {
        id: child.publicId,
        inEducationNow: 'YES',
        cmeOfficer: { mailbox: expect.any(String) as string },
      },
    });
    const rest = `name { surname } sex authority livesInOurArea currentAddress { line1 } lastKnownAddress { line1 } currentOutwardPostcode
      lastSchool { name } provision { establishment { name } } provisionName { name } educationStatus { status } inEducation { value }
      carers { surname } pupilNumbers { value } registrations { kind } cmeFlag { since }`;
    for (const purpose of ['LOCATE_CHILD', 'NOTIFY_MOVE']) {
      const open = await desk.ask(
        SOUTHAMPTON,
        `query ($id: ID!) { child(id: $id) { ${rest} } }`,
        { id: child.publicId },
        { purpose },
      );
      expect(Object.values(open.data?.['child'] ?? {}).filter((value) => value !== null)).toEqual([]);
    }
    expect((await foundBy(TEAM)).map(({ text }) => text)).toEqual([
      'Met by an address that test gave; in the hub since 2026-11-18.',
      `Met by a name on a roll that ${SCHOOL} gave; in the hub since 2026-11-18.`,
    ]);
    // Nobody else.
    for (const as of [PORTSMOUTH, POLICE, HEALTH, HOUSING, SCHOOL])
      expect(await desk.inbox(as, 'type', as === SCHOOL ? 'ROLL_MANAGEMENT' : 'LOCATE_CHILD')).toEqual([]);
    // When they look no longer, nothing of it is open any more.
    expect((await withdraw(SOUTHAMPTON, id)).errors).toEqual([]);
    expect(await foundBy(SOUTHAMPTON)).toEqual([]);
  });

  it('under another record, spelt otherwise: by the score at which a lookup releases', async () => {
    const child = await desk.knownChild('Katharina', 'Brzezinska', '2012-07-19');
    await enrol(child);
    await received(SOUTHAMPTON, { forename: 'Katarina', surname: 'Brzezinska', dateOfBirth: '2012-07-19' });
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 1, [SOUTHAMPTON]: 1 });
    expect((await foundBy(SOUTHAMPTON))[0]).toMatchObject({
      child: { id: child.publicId, inEducationNow: 'YES' },
    });
  });

  it('on its own record: nobody is told of a namesake, then or later', async () => {
    const [child, namesake] = [
      await desk.knownChild('Katharina', 'Brzezinska', '2012-07-19'),
      await desk.knownChild('Katharina', 'Brzezinska', '2012-07-19'),
    ];
    await enrol(child);
    await enrol(namesake);
    await received(SOUTHAMPTON, { id: child.publicId });
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    await lives(namesake);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect((await foundBy(SOUTHAMPTON)).map((notice) => notice['child'])).toMatchObject([
      { id: child.publicId },
    ]);
  });

  it('perhaps: the team decides, and until then nobody outside is told; of none of them nobody ever', async () => {
    const [one, other] = [
      await desk.knownChild('Amelia', 'Turnstone', '2014-02-03'),
      await desk.knownChild('Amelia', 'Turnstone', '2014-02-03'),
    ];
    await enrol(one);
    const id = await received(SOUTHAMPTON, {
      forename: 'Amelia',
      surname: 'Turnstone',
      dateOfBirth: '2014-02-03',
    });
    expect(await reconcile()).toEqual({ found: 0, unsure: 1 });
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect(await told()).toEqual({});
    const query = `{ lookupReviews { nodes { id organisation user purpose criteria { surname dateOfBirth } doubts nearest { id } } } }`;
    const [waits, ...more] = nodesIn(await desk.ask(TEAM, query), 'lookupReviews');
    expect(more).toEqual([]);
    expect(waits).toMatchObject({
      organisation: SOUTHAMPTON,
      user: 'the hub',
      criteria: { surname: 'Turnstone', dateOfBirth: '2014-02-03' },
      doubts: expect.arrayContaining(['another is nearly as likely']) as string[],
    });
    expect((waits?.['nearest'] as Node[]).map((near) => near['id']).sort()).toEqual(
      [one.publicId, other.publicId].sort(),
    );
    const decided = await desk.act(TEAM, 'decideLookup', '$id: ID!, $childId: ID', {
      id: waits?.['id'],
      childId: one.publicId,
    });
    expect(decided.errors).toEqual([]);
    expect(await told()).toEqual({ 'la/931': 1, [SOUTHAMPTON]: 1 });
    expect((await foundBy(SOUTHAMPTON))[0]).toMatchObject({ message: id, child: { id: one.publicId } });
    expect(await desk.inbox(SOUTHAMPTON, 'type', 'SAFEGUARD')).toEqual([]);

    await received(PORTSMOUTH, { forename: 'Amelia', surname: 'Turnstone', dateOfBirth: '2014-02-03' });
    expect(await reconcile()).toEqual({ found: 0, unsure: 1 });
    const [again] = nodesIn(await desk.ask(TEAM, query), 'lookupReviews');
    expect((await desk.act(TEAM, 'decideLookup', '$id: ID!', { id: again?.['id'] })).errors).toEqual([]);
    await enrol(other);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 1, [SOUTHAMPTON]: 1 });
  });

  it('less than perhaps: nothing at all', async () => {
    const child = await desk.knownChild('Amelia', 'Turnstone', '2014-02-03');
    await enrol(child);
    await received(SOUTHAMPTON, { forename: 'Ameline', surname: 'Tarrant', dateOfBirth: '2014-02-03' });
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect(await told()).toEqual({});
  });

  it('in hiding: not the one who asks, whatever it asks; the losing officer alone, yes and whom to ring (10.8)', async () => {
    const [stranger, left] = [
      await desk.knownChild('Ana', 'Avocet'),
      await desk.knownChild('Ina', 'Avocet', '2015-05-05'),
    ];
    for (const child of [stranger, left]) {
      await protect(child);
      await enrol(child);
      await desk.openCase(child.id);
    }
    await desk.sql(
      `insert into child_address (id, child_id, line1, postcode, authority_id, begins_on, ends_on, source, confirmed_at, confirmed_by)
       values (gen_random_uuid(), $1, '2 Left Lane', 'SO99 1AB', 'la/852', '2020-09-01', '2026-11-02', 'test', $2, 'test')`,
      [left.id, desk.hub.clock.now()],
    );
    await received(SOUTHAMPTON, stranger.details);
    await received(SOUTHAMPTON, left.details);
    expect(await reconcile()).toEqual({ found: 2, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 2, [SOUTHAMPTON]: 1 });
    // Nobody without the job, and in no other purpose.
    for (const purpose of ['LOCATE_CHILD', 'NOTIFY_MOVE', 'SAFEGUARD'])
      expect(await foundBy(SOUTHAMPTON, purpose)).toEqual([]);
    const seen = nodesIn(
      await desk.ask(SOUTHAMPTON, `{ notifications { nodes { ${FOUND} } } }`, {}, OFFICER),
      'notifications',
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      type: 'FOUND_MATCH',
      text: null,
      child: { id: left.publicId, inEducationNow: 'YES' },
    });
    const more =
      'name { surname } authority currentAddress { line1 } provision { establishment { name } } lastSchool { name }';
    const open = await desk.ask(
      SOUTHAMPTON,
      `query ($id: ID!) { child(id: $id) { ${more} } }`,
      { id: left.publicId },
      OFFICER,
    );
    expect(Object.values(open.data?.['child'] ?? {}).filter((value) => value !== null)).toEqual([]);
    // The team reads no more of the source than it must.
    expect((await foundBy(TEAM)).map(({ text }) => text)).toEqual([null, null]);
  });
});

describe('a child of ours', () => {
  it('on a roll that its school confirms is located: everybody who was told to look is told that nobody does', async () => {
    const child = await desk.knownChild('Leyla', 'Lapwing');
    await desk.openCase(child.id);
    await lives(child);
    await broadcast(child);
    // What was known of it before is no news: it is lost in spite of it.
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    await desk.on('2026-11-25');
    await enrol(child);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 1 });
    expect(await desk.events(child.id)).toEqual(['BROADCAST_POSTED', 'CHILD_LOCATED']);
    expect(await lost(child)).toBe(false);
    expect(await desk.count('notification', `type = 'LOST_PUPIL_WITHDRAWN'`, [])).toBe(152);
    // Located is not closed: that takes the policy's evidence.
    expect(await desk.count('cme_case', `child_id = $1 and state = 'OPEN'`, [child.id])).toBe(1);
  });

  it('at an address, or on a second roll, is something to follow up: the message stands', async () => {
    const child = await desk.knownChild('Leyla', 'Lapwing');
    await desk.openCase(child.id);
    await enrol(child, 'school/931-4123');
    await broadcast(child);
    await desk.on('2026-11-25');
    expect((await report(HOUSING, { id: child.publicId })).errors).toEqual([]);
    await enrol(child);
    expect(await reconcile()).toEqual({ found: 2, unsure: 0 });
    expect((await desk.events(child.id)).filter((kind) => kind === 'INFORMATION_RECEIVED')).toHaveLength(2);
    expect(await lost(child)).toBe(true);
    expect(await told()).toEqual({ 'la/931': 2 });
  });

  it('under a second record: the team is told of that record, and nobody else', async () => {
    const child = await desk.knownChild('Leyla', 'Lapwing', '2012-07-19');
    await desk.openCase(child.id);
    await broadcast(child);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    const twice = await desk.knownChild('Leyla', 'Lapwing', '2012-07-19');
    await desk.on('2026-11-25');
    await enrol(twice);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 1 });
    expect((await foundBy(TEAM))[0]).toMatchObject({ child: { id: twice.publicId } });
    expect(await desk.events(child.id)).toEqual(['BROADCAST_POSTED', 'INFORMATION_RECEIVED']);
    expect(await lost(child)).toBe(true);
  });
});

describe('what nobody is told of', () => {
  it.each([
    ['a national body’s word', { source: 'national/hmrc-child-benefit' }],
    ['the word of the one who looks', { source: SOUTHAMPTON }],
    ['a protected address', { protected: true }],
    ['what somebody believes', { kind: 'believed' }],
    ['a past address', { ends_on: '2026-11-01' }],
  ])('%s', async (_what, more: Node) => {
    const child = await desk.knownChild('Leyla', 'Lapwing');
    const row = { source: 'test', protected: false, kind: 'home', ends_on: null, ...more };
    await desk.sql(
      `insert into child_address (id, child_id, line1, postcode, authority_id, begins_on, ends_on, kind, protected, source, recorded_at)
       values (gen_random_uuid(), $1, '1 Far Lane', 'PO99 1AB', 'la/850', '2026-09-01', $2, $3, $4, $5, $6)`,
      [child.id, row.ends_on, row.kind, row.protected, row.source, desk.hub.clock.now()],
    );
    await received(SOUTHAMPTON, child.details);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect(await told()).toEqual({});
  });

  it('whoever is looked for no longer', async () => {
    const child = await desk.knownChild('Leyla', 'Lapwing');
    const id = await received(SOUTHAMPTON, child.details);
    expect((await withdraw(SOUTHAMPTON, id)).errors).toEqual([]);
    await enrol(child);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
  });
});

describe('a run', () => {
  it('that is killed before its end has done nothing, and the next does it once; of two at once one does', async () => {
    const child = await desk.knownChild('Ben', 'Brambling');
    await enrol(child);
    await received(SOUTHAMPTON, child.details);
    await desk.sql(
      `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
       create constraint trigger dies after insert on reconciliation deferrable initially deferred for each row execute function die()`,
    );
    await expect(reconcile()).rejects.toThrow('killed');
    expect(await told()).toEqual({});
    await desk.sql('drop trigger dies on reconciliation; drop function die()');
    const runs = await Promise.all([reconcile(), reconcile(), reconcile()]);
    expect(runs.map(({ found }) => found).sort()).toEqual([0, 0, 1]);
    expect(await told()).toEqual({ 'la/931': 1, [SOUTHAMPTON]: 1 });
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 1, [SOUTHAMPTON]: 1 });
  });

  it('after the database was put back elsewhere, where transactions count from the beginning, finds nothing twice', async () => {
    const child = await desk.knownChild('Ben', 'Brambling');
    await enrol(child);
    await received(SOUTHAMPTON, child.details);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    await desk.sql(`update reconciled_to set written_in = '999999999999'`);
    const later = await desk.knownChild('Una', 'Ruff');
    await received(PORTSMOUTH, later.details);
    expect(await reconcile()).toEqual({ found: 0, unsure: 0 });
    await enrol(later);
    expect(await reconcile()).toEqual({ found: 1, unsure: 0 });
    expect(await told()).toEqual({ 'la/931': 2, [PORTSMOUTH]: 1, [SOUTHAMPTON]: 1 });
  });
});
