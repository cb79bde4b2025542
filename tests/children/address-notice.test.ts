import {
  ExchangeDesk,
  HEALTH,
  HOUSING,
  idIn,
  MASH,
  POLICE,
  REFUGE,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
  type Node,
} from '../enquiries/exchange-desk';

/** Story 6, its first two days: housing places Kayleigh's family in a hotel in the area of another authority. */
const KINGSTON = 'la/314';
const RICHMOND = 'la/318';
const OLD_SCHOOL = 'school/931-4123';
const OTHER_HOUSING = 'housing/E07000177';
const EWS = 'la/931/ews';
const OTHERS = [
  HOUSING,
  OTHER_HOUSING,
  HEALTH,
  POLICE,
  REFUGE,
  SOUTHAMPTON,
  KINGSTON,
  RICHMOND,
  OLD_SCHOOL,
  EWS,
];
const HOTEL = { line1: '9 Invented Hotel', postcode: 'KT99 1AA', authority: KINGSTON };
const MOVE = { purpose: 'NOTIFY_MOVE' };

let desk: ExchangeDesk;
let child: KnownChild;
beforeEach(async () => {
  desk = await ExchangeDesk.at('2026-10-19', 'la/931');
  child = await family('Kayleigh');
});
afterEach(() => desk.stop());

const involve = (unit: string, kind: string): Promise<unknown> =>
  desk.sql(
    `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, source, confirmed_at, confirmed_by)
     select gen_random_uuid(), $1, $3, u.organisation_id, u.id, $4, 'test', $4, 'test' from unit u
     where u.id = $2 or u.organisation_id = $2 order by u.id limit 1`,
    [child.id, unit, kind, desk.hub.clock.now()],
  );

/** On the roll of a school, at an address; police, health, housing and social care work with the family, another asks. */
async function family(forename: string): Promise<KnownChild> {
  child = await desk.knownChild(forename, 'Dunlin', '2013-05-05');
  await desk.address(child.id, 'la/931');
  for (const [school, until] of [
    [SCHOOL, null],
    [OLD_SCHOOL, '2026-07-21'],
  ] as const)
    await desk.sql(
      `insert into registration (id, child_id, organisation_id, begins_on, ends_on, source, confirmed_at, confirmed_by)
       values (gen_random_uuid(), $1, $2, '2024-09-03', $3, $2, $4, 'school')`,
      [child.id, school, until, desk.hub.clock.now()],
    );
  for (const unit of [MASH, HOUSING, OTHER_HOUSING, HEALTH]) await involve(unit, 'OPEN_CASE');
  await involve(POLICE, 'MISSING_EPISODE');
  await desk.send(SOUTHAMPTON, { id: child.publicId }, [TEAM]);
  return child;
}

const leave = (as: string, more: Node = {}, who: object = child.details) =>
  desk.act(
    as,
    'reportDeparture',
    '$input: DepartureInput!',
    { input: { child: who, from: '2026-10-19', temporary: true, ...HOTEL, ...more } },
    MOVE,
  );
const confirm = (id: string) => desk.act(TEAM, 'confirmFact', '$id: ID!', { id });
/** Everybody who was told something by one of these reports: recipient → what. */
const told = async (): Promise<Record<string, string>> => {
  const rows = await desk.sql<{ to: string; type: string }>(
    `select to_organisation as to, type from notification where type in ('ADDRESS_REPORTED', 'DEPARTURE_REPORTED', 'ADDRESS_CHANGED') order by position`,
  );
  return Object.fromEntries(rows.map(({ to, type }) => [to, type]));
};
const changes = async (as: string, purpose: string): Promise<Node[]> =>
  (await desk.inbox(as, 'type text from child { id currentAddress { line1 postcode } }', purpose)).filter(
    ({ type }) => type === 'ADDRESS_CHANGED',
  );
const sees = async (as: string, purpose: string): Promise<unknown> =>
  (
    await desk.ask(
      as,
      'query ($id: ID!) { child(id: $id) { currentAddress { line1 } } }',
      { id: child.publicId },
      { purpose },
    )
  ).data?.['child'] ?? null;

describe('housing says that a family has left for a hotel', () => {
  it('Mon 19 Oct: the team is told, and nobody else; what is confirmed stands', async () => {
    const receipt = await leave(HOUSING);
    expect(receipt.errors).toEqual([]);
    expect(await told()).toEqual({ 'la/931': 'DEPARTURE_REPORTED' });
    expect(await desk.inbox(TEAM, 'type from text child { name { forename } }')).toEqual([
      { type: 'DEPARTURE_REPORTED', from: HOUSING, text: null, child: { name: { forename: 'Kayleigh' } } },
    ]);
    // The officer's step begins (OX-35): to speak with the authority there.
    expect(await desk.events(child.id)).toEqual([
      'INBOUND_ENQUIRY',
      'ADDRESS_REPORTED',
      'NEW_ADDRESS_OUTSIDE',
    ]);
    expect(await sees(SCHOOL, 'ROLL_MANAGEMENT')).toEqual({ currentAddress: { line1: '1 Invented Lane' } });
    const record = await desk.sql(
      `select kind, source, begins_on::text as from, confirmed_at as confirmed from child_address where line1 = $1`,
      [HOTEL.line1],
    );
    expect(record).toEqual([{ kind: 'temporary', source: HOUSING, from: '2026-10-19', confirmed: null }]);
    for (const as of [...OTHERS, SCHOOL, MASH])
      expect([as, await changes(as, as === SCHOOL ? 'ROLL_MANAGEMENT' : 'LOCATE_CHILD')]).toEqual([as, []]);
  });

  it('the officer confirms it: the school (3.2) and the social worker (5.2) read it; nobody else hears that there is anything', async () => {
    const id = idIn(await leave(HOUSING), 'reportDeparture');
    expect((await confirm(id)).errors).toEqual([]);
    expect(await told()).toEqual({
      'la/931': 'DEPARTURE_REPORTED',
      [`${SCHOOL}/main`]: 'ADDRESS_CHANGED',
      [MASH]: 'ADDRESS_CHANGED',
    });
    const read = { type: 'ADDRESS_CHANGED', text: null, from: 'la/931' };
    const there = { id: child.publicId, currentAddress: { line1: HOTEL.line1, postcode: HOTEL.postcode } };
    expect(await changes(SCHOOL, 'ROLL_MANAGEMENT')).toEqual([{ ...read, child: there }]);
    expect(await changes(MASH, 'SAFEGUARD')).toEqual([{ ...read, child: there }]);
    // In a purpose in which the address is not open there is no such notice, either.
    expect(await changes(SCHOOL, 'LOCATE_CHILD')).toEqual([]);
    for (const as of OTHERS)
      for (const purpose of ['LOCATE_CHILD', 'SAFEGUARD', 'NOTIFY_MOVE', 'ROLL_MANAGEMENT'])
        expect([
          as,
          purpose,
          (await desk.ask(as, '{ notifications { nodes { type } } }', {}, { purpose })).text,
        ]).toEqual([as, purpose, expect.not.stringContaining('ADDRESS_CHANGED')]);
    expect(await desk.events(child.id)).toContain('ADDRESS_PASSED');
    // Confirmed once.
    expect((await confirm(id)).data).toEqual({ confirmFact: null });
  });

  it('Tue 20 Oct: the officer tells Kingston, which reads who and where (10.4); Richmond, with the same staff, has nothing', async () => {
    const id = idIn(await leave(HOUSING), 'reportDeparture');
    expect((await confirm(id)).errors).toEqual([]);
    await desk.on('2026-10-20');
    expect((await desk.notify(TEAM, { id: child.publicId }, KINGSTON, 'MOVED_OUT')).errors).toEqual([]);
    expect(await sees(KINGSTON, 'NOTIFY_MOVE')).toEqual({ currentAddress: { line1: HOTEL.line1 } });
    expect(await sees(RICHMOND, 'NOTIFY_MOVE')).toBeNull();
    expect(await desk.inbox(RICHMOND, 'type')).toEqual([]);
  });

  it('a school that has deleted the name is not told, nor one whose agreement has ended; a notice that it has is gone with it', async () => {
    const first = idIn(await leave(HOUSING), 'reportDeparture');
    expect((await confirm(first)).errors).toEqual([]);
    expect(await changes(SCHOOL, 'ROLL_MANAGEMENT')).toHaveLength(1);
    await desk.sql(`update registration set ends_on = '2026-10-19' where child_id = $1 and ends_on is null`, [
      child.id,
    ]);
    expect(await changes(SCHOOL, 'ROLL_MANAGEMENT')).toEqual([]);
    await desk.sql(
      `update agreement_version set state = 'ENDED' where agreement = 'social-care' and state = 'APPROVED'`,
    );
    await desk.hub.hub.refreshAgreements();
    const before = await told();
    const second = idIn(await leave(HOUSING, { line1: '10 Other Hotel' }), 'reportDeparture');
    expect((await confirm(second)).errors).toEqual([]);
    expect(await desk.count('notification', `type = 'ADDRESS_CHANGED'`, [])).toBe(2);
    expect(await told()).toEqual(before);
  });

  it('what the team writes itself is confirmed, and told at once; what somebody believes is told to the team alone', async () => {
    const report = (as: string, more: Node) =>
      desk.act(
        as,
        'reportAddress',
        '$input: AddressInput!',
        { input: { child: { id: child.publicId }, ...HOTEL, ...more } },
        MOVE,
      );
    expect((await report(TEAM, { authority: 'la/931' })).errors).toEqual([]);
    expect(await told()).toEqual({ [`${SCHOOL}/main`]: 'ADDRESS_CHANGED', [MASH]: 'ADDRESS_CHANGED' });
    const believed = idIn(
      await report(HEALTH, { kind: 'believed', line1: '3 Perhaps Lane' }),
      'reportAddress',
    );
    expect((await confirm(believed)).errors).toEqual([]);
    expect(await desk.count('notification', `type = 'ADDRESS_CHANGED'`, [])).toBe(2);
    expect(await told()).toMatchObject({ 'la/931': 'ADDRESS_REPORTED' });
  });
});

describe('of a child who has to be kept safe', () => {
  const bare = (text: string): string => text.replaceAll(/"(id|promise|disclosureId)":"[^"]+"/g, '');

  it('in hiding nobody is told anything, the team included, and the reporter has the same receipt', async () => {
    await involve(TEAM, 'LOCATION_PROTECTION');
    const stranger = { forename: 'No', surname: 'Body', dateOfBirth: '2013-05-06' };
    const [hidden, unknown] = [await leave(HOUSING), await leave(HOUSING, {}, stranger)];
    expect(bare(hidden.text)).toBe(bare(unknown.text));
    const about = await desk.sql(`select 1 from notification where child_id = $1 and type like '%REPORTED'`, [
      child.id,
    ]);
    expect(about).toEqual([]);
    expect(await desk.events(child.id)).toEqual(['INBOUND_ENQUIRY']);
    expect((await confirm(idIn(hidden, 'reportDeparture'))).errors).toEqual([]);
    expect(await desk.count('notification', `type = 'ADDRESS_CHANGED'`, [])).toBe(0);
  });

  it('with a mark of harm the team is told, and nobody outside, though it is confirmed', async () => {
    await desk.circumstance(child.id, 'RISK_GROUP', TEAM, 'DOMESTIC_ABUSE');
    const id = idIn(await leave(HOUSING), 'reportDeparture');
    expect((await confirm(id)).errors).toEqual([]);
    expect(await told()).toEqual({ 'la/931': 'DEPARTURE_REPORTED' });
  });
});

describe('a departure', () => {
  it('to nobody knows where: with the authority or without', async () => {
    const nowhere = { line1: null, postcode: null, authority: null };
    expect((await leave(HOUSING, nowhere)).errors).toEqual([]);
    expect((await leave(HOUSING, { ...nowhere, authority: RICHMOND })).errors).toEqual([]);
    const rows = await desk.sql(
      `select kind, line1, authority_id as authority from child_address where kind = 'unknown' order by authority_id nulls first`,
    );
    expect(rows).toEqual([
      { kind: 'unknown', line1: null, authority: null },
      { kind: 'unknown', line1: null, authority: RICHMOND },
    ]);
    expect((await desk.events(child.id)).slice(1)).toEqual(['NEW_ADDRESS_OUTSIDE']);
    expect(await sees(SCHOOL, 'ROLL_MANAGEMENT')).toEqual({ currentAddress: { line1: '1 Invented Lane' } });
  });

  it.each([
    ['input.postcode', { postcode: null }],
    ['input.line1', { line1: null }],
    ['input.line1', { line1: null, postcode: null, town: 'Kingston' }],
    ['input.line1', { line1: ' ' }],
    ['input.postcode', { postcode: 'nowhere' }],
    ['input.from', { from: '2026-10-20' }],
    ['input.authority', { authority: 'Kingston' }],
  ])('%s: is refused before anything is written', async (field, more: Node) => {
    const refused = await leave(HOUSING, more);
    expect(refused.codes).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors[0]?.extensions['field']).toBe(field);
    expect(await desk.count('child_address', `child_id = $1`, [child.id])).toBe(1);
  });

  it.each([REFUGE, SCHOOL])('is not for %s to report', async (as) => {
    expect((await leave(as)).codes).not.toEqual([]);
    expect(await desk.count('child_address', `child_id = $1`, [child.id])).toBe(1);
  });
});
