import type { MadeChild } from '../support/child-maker';
import type { TestAnswer } from '../support/hub';
import {
  EmergencyDesk,
  HEALTH,
  HOUSING,
  MASH,
  nodesIn,
  OFFICER,
  POLICE,
  SCHOOL,
  TEAM,
  WHY,
  withoutIdsAndTimes,
} from './emergency-desk';

let desk: EmergencyDesk;
beforeAll(async () => (desk = await EmergencyDesk.open()));
afterAll(() => desk.stop());
// Each test has a day of its own: what one declares, the next does not count.
afterEach(() => desk.hours(25));

/** Every field of a child, and how it is asked for: those that an emergency opens, and the rest. */
const OPENED: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name { surname }',
  knownAs: 'knownAs { surname }',
  dateOfBirth: 'dateOfBirth',
  sex: 'sex',
  initials: 'initials',
  currentAddress: 'currentAddress { line1 postcode }',
  currentOutwardPostcode: 'currentOutwardPostcode',
  lastKnownAddress: 'lastKnownAddress { line1 }',
  lastKnownOutwardPostcode: 'lastKnownOutwardPostcode',
  carers: 'carers { forename phones }',
  carerNames: 'carerNames { forename }',
  siblings: 'siblings { id }',
  siblingInitials: 'siblingInitials { initials }',
  provenance: 'provenance { source }',
  arrangedEducation: 'arrangedEducation { kind }',
  specialNeeds: 'specialNeeds { support }',
  hasSpecialNeeds: 'hasSpecialNeeds',
  provision: 'provision { establishment { laestab } }',
  provisionName: 'provisionName { laestab }',
  provisionKind: 'provisionKind',
  cmeOfficer: 'cmeOfficer { team }',
};
const SHUT: Readonly<Record<string, string>> = {
  formerNames: 'formerNames { surname }',
  version: 'version',
  sealedIdentity: 'sealedIdentity { on }',
  pupilNumbers: 'pupilNumbers { value }',
  nhsNumbers: 'nhsNumbers { value }',
  family: 'family { surname }',
  riskGroupPeriods: 'riskGroupPeriods { group }',
  harmMarkerPeriods: 'harmMarkerPeriods { group }',
  homeVisitRisks: 'homeVisitRisks { on }',
  upn: 'upn',
  formerUpns: 'formerUpns',
  uln: 'uln',
  nhsNumber: 'nhsNumber',
  addresses: 'addresses { line1 }',
  protectedAddress: 'protectedAddress { line1 }',
  locationProtected: 'locationProtected',
  authority: 'authority',
  livesInOurArea: 'livesInOurArea',
  inEducation: 'inEducation { value }',
  inEducationNow: 'inEducationNow',
  educationStatus: 'educationStatus { status }',
  educationStatusKind: 'educationStatusKind',
  ofCompulsorySchoolAge: 'ofCompulsorySchoolAge',
  lastSchool: 'lastSchool { name }',
  lastAttended: 'lastAttended',
  registrations: 'registrations { kind }',
  removals: 'removals { on }',
  destinationConfirmed: 'destinationConfirmed',
  homeEducation: 'homeEducation { state }',
  homeEducated: 'homeEducated',
  placeOffers: 'placeOffers { on }',
  placeOfferedOn: 'placeOfferedOn',
  placeOffered: 'placeOffered',
  socialCare: 'socialCare',
  socialCareInvolved: 'socialCareInvolved',
  involvements: 'involvements { since }',
  involvementKinds: 'involvementKinds',
  riskGroups: 'riskGroups',
  harmMarkers: 'harmMarkers',
  missingEpisodes: 'missingEpisodes { from }',
  cmeFlag: 'cmeFlag { open }',
  flagged: 'flagged',
  case: 'case { state }',
};
/** Read as none held: their being withheld would be a signal. */
const SILENT = ['sealedIdentity', 'protectedAddress', 'locationProtected'];

const childIn = (answer: TestAnswer): unknown => answer.data?.['child'];
const surname = async (as: string, child: MadeChild): Promise<unknown> =>
  childIn(await desk.look(as, child, 'name { surname }'));
const seen = (child: MadeChild): object => ({ name: { surname: child.surname } });

describe('what a declaration opens', () => {
  test('the items of clause 14.1 and no other, for four hours', async () => {
    const child = await desk.child();
    const fields = Object.values({ ...OPENED, ...SHUT }).join(' ');
    expect(childIn(await desk.look(POLICE, child, fields))).toBeNull();
    expect((await desk.lookUp(POLICE, child)).data).toMatchObject({
      lookupChild: { __typename: 'NoInformation' },
    });

    await desk.used(POLICE, child);
    const answer = await desk.look(POLICE, child, fields);
    expect(answer.errors.map(({ path }) => path?.[1])).toEqual(
      Object.keys(SHUT).filter((name) => !SILENT.includes(name)),
    );
    expect(new Set(answer.codes)).toEqual(new Set(['WITHHELD']));
    expect(childIn(answer)).toEqual({
      ...Object.fromEntries(Object.keys(SHUT).map((name) => [name, null])),
      id: child.publicId,
      name: { surname: child.surname },
      knownAs: null,
      dateOfBirth: child.dateOfBirth,
      sex: 'F',
      initials: expect.stringMatching(/^F\.S\. 2014$/) as string,
      currentAddress: { line1: '14 Goldcrest Avenue', postcode: child.postcode },
      currentOutwardPostcode: 'OX99',
      lastKnownAddress: null,
      lastKnownOutwardPostcode: null,
      carers: [{ forename: 'Hannah', phones: ['07700 900461'] }],
      carerNames: [{ forename: 'Hannah' }],
      siblings: [],
      siblingInitials: [],
      provenance: { source: null },
      arrangedEducation: [],
      specialNeeds: null,
      hasSpecialNeeds: null,
      provision: { establishment: { laestab: '9314107' } },
      provisionName: { laestab: '9314107' },
      provisionKind: 'SCHOOL',
      cmeOfficer: { team: 'Children missing education team' },
    });
    expect((await desk.lookUp(POLICE, child)).data).toMatchObject({
      lookupChild: { __typename: 'ChildMatch', child: { id: child.publicId } },
    });

    desk.hours(3.99);
    expect(await surname(POLICE, child)).toEqual(seen(child));
    desk.hours(0.01);
    expect(await surname(POLICE, child)).toBeNull();
    expect((await desk.lookUp(POLICE, child)).data).toMatchObject({
      lookupChild: { __typename: 'NoInformation' },
    });
  });

  test('these lists name every field of a child', () => {
    const fields = [...desk.hub.hub.gate.coverage.keys()].flatMap(
      (at) => /^Child\.(\w+)$/.exec(at)?.[1] ?? [],
    );
    // Each field of the check is the item of one of these: `education-check.test.ts`.
    const others = fields.filter((field) => field !== 'educationCheck');
    expect([...Object.keys(OPENED), ...Object.keys(SHUT)].sort()).toEqual(others.sort());
  });

  test('opens under the purpose EMERGENCY alone', async () => {
    const child = await desk.child();
    await desk.used(POLICE, child);
    const query = 'query ($id: ID!) { child(id: $id) { currentAddress { line1 } } }';
    for (const purpose of ['LOCATE_CHILD', 'SAFEGUARD']) {
      const answer = await desk.hub.query(POLICE, { query, variables: { id: child.publicId }, purpose });
      expect([purpose, answer.text]).toEqual([purpose, expect.not.stringContaining('Goldcrest')]);
    }
  });

  test('nothing to anybody else: another service, another team of the same council, another child', async () => {
    const [child, other] = [await desk.child(), await desk.child()];
    await desk.used(MASH, child);
    expect(await surname(MASH, child)).toEqual(seen(child));
    for (const as of [POLICE, HEALTH, 'la/931/front-door', TEAM])
      expect([as, await surname(as, child)]).toEqual([as, null]);
    expect(await surname(MASH, other)).toBeNull();
  });

  test('closes when its unit ends it, once, and at nobody else’s word', async () => {
    const child = await desk.child();
    const id = await desk.used(POLICE, child);
    const stranger = await desk.end(HEALTH, id);
    expect([stranger.data?.['endEmergency'], stranger.errors]).toEqual([null, []]);
    expect(await surname(POLICE, child)).toEqual(seen(child));
    expect((await desk.end(POLICE, id)).errors).toEqual([]);
    expect(await surname(POLICE, child)).toBeNull();
    expect((await desk.end(POLICE, id)).codes).toEqual(['CONFLICT']);
  });

  test('leaves its act, its looks and a look-back in the record, under the purpose', async () => {
    const child = await desk.child();
    await desk.used(POLICE, child, { reference: 'URN/77' });
    const looked = await desk.look(POLICE, child, 'currentAddress { line1 }');
    const rows = await desk.maker.sql<{ kind: string; purpose: string; reference: string; body: string }>(
      `select kind, purpose, reference, controller_part as body from ledger_entry where $1 = any(child_ids) order by position`,
      [child.id],
    );
    expect(rows.map(({ kind, purpose }) => [kind, purpose])).toEqual([
      ['ACT', 'EMERGENCY'],
      ['DISCLOSURE', 'EMERGENCY'],
    ]);
    expect(rows[0]).toMatchObject({
      reference: 'URN/77',
      body: expect.stringContaining('RISK_TO_LIFE') as string,
    });
    expect(rows[0]?.body).not.toContain(WHY);
    expect(rows[1]?.body).toContain('emergency@1 14.1');
    expect(rows[1]?.body).toContain(looked.sharing?.disclosureId);
    const told = await desk.maker.sql<{ why: string }>(
      `select why from look_back where child_id = $1 and unit_id = 'police/E23000029/main'`,
      [child.id],
    );
    expect(told.map(({ why }) => why).sort()).toEqual([
      'emergency access was declared',
      'opened by a fact that the asker itself asserted',
    ]);
  });
});

describe('a child whose location is protected', () => {
  test('opens a telephone number and nothing else, and looks like one whom the hub does not know', async () => {
    const [hidden, unknown] = [await desk.child(), await desk.maker.child({ state: 'unresolved' })];
    await desk.maker.fact(hidden, 'LOCATION_PROTECTION', { unit: TEAM });
    const answers = await Promise.all(
      [hidden, unknown].map(async (child) => {
        const { forename, surname: name, dateOfBirth } = child;
        const used = await desk.use(POLICE, { forename, surname: name, dateOfBirth });
        const number = await desk.hub.query(POLICE, {
          query: '{ cmeOfficer { phone } }',
          purpose: 'EMERGENCY',
        });
        const read = await desk.look(POLICE, child, 'id name { surname } currentAddress { line1 }');
        return [used, await desk.lookUp(POLICE, child), read, number];
      }),
    );
    const [ofHidden, ofUnknown] = answers.map((all) => all.map(({ text }) => withoutIdsAndTimes(text)));
    expect(ofHidden).toEqual(ofUnknown);
    const [used, lookedUp, read, number] = answers[0] ?? [];
    expect(used?.data).toEqual({
      useEmergency: { id: expect.any(String) as string, receivedAt: expect.any(String) as string },
    });
    expect(lookedUp?.data).toMatchObject({ lookupChild: { __typename: 'NoInformation' } });
    expect(read?.data).toEqual({ child: null });
    expect(number?.data).toEqual({ cmeOfficer: { phone: expect.stringMatching(/^01632/) as string } });
  });

  test('shows in the partner’s own records as any other use does', async () => {
    const [hidden, open] = [await desk.child(), await desk.child()];
    await desk.maker.fact(hidden, 'LOCATION_PROTECTION', { unit: TEAM });
    for (const { forename, surname: name, dateOfBirth } of [hidden, open])
      await desk.use(POLICE, { forename, surname: name, dateOfBirth });
    await desk.use(POLICE, { forename: 'Nobody', surname: 'Known', dateOfBirth: '2015-05-05' });
    const own = await desk.uses(POLICE, 'state risk text childId', { state: 'OPEN' });
    const inbox = await desk.inbox(POLICE, 'type purpose', { job: 'data protection officer' });
    expect(new Set(nodesIn(own, 'emergencyUses').map((node) => JSON.stringify(node))).size).toBe(1);
    expect(nodesIn(own, 'emergencyUses')).toHaveLength(3);
    expect(nodesIn(inbox, 'notifications').slice(-3)).toEqual(
      Array.from({ length: 3 }, () => ({ type: 'EMERGENCY_USED', purpose: 'EMERGENCY' })),
    );
  });
});

describe('who may declare, and what must be said', () => {
  test.each([POLICE, HEALTH, MASH, TEAM])('%s may', async (as) => {
    const child = await desk.child();
    await desk.used(as, child);
    expect(await surname(as, child)).toEqual(seen(child));
  });

  test.each([
    [HOUSING, 'EMERGENCY', 'PURPOSE_NOT_AGREED'],
    [SCHOOL, 'EMERGENCY', 'PURPOSE_NOT_AGREED'],
    ['la/852', 'EMERGENCY', 'PURPOSE_NOT_AGREED'],
    [OFFICER, 'EMERGENCY', 'PURPOSE_NOT_AGREED'],
    [HOUSING, 'SAFEGUARD', 'NOT_PERMITTED'],
    [SCHOOL, 'ROLL_MANAGEMENT', 'NOT_PERMITTED'],
    [POLICE, 'SAFEGUARD', 'NOT_PERMITTED'],
    [HEALTH, 'LOCATE_CHILD', 'NOT_PERMITTED'],
  ])('%s may not for %s', async (as, purpose, code) => {
    const child = await desk.child();
    const answer = await desk.use(as, { id: child.publicId }, { purpose });
    expect(answer.codes).toEqual([code]);
    expect(await desk.maker.sql('select 1 from emergency_use where child_id = $1', [child.id])).toEqual([]);
  });

  test.each([
    ['too short', { text: 'Danger to life.' }, 'input.text'],
    ['blank, however long', { text: ' '.repeat(100) }, 'input.text'],
    ['too long', { text: 'x'.repeat(2001) }, 'input.text'],
    ['a risk of no list', { risk: 'CURIOSITY' }, 'input.risk'],
    ['a child of whom too little is said', { child: { surname: 'Alone' } }, /^input\.child/],
  ])('%s: refused with the field named, and nothing written', async (_what, input, field) => {
    const [before] = await desk.maker.sql('select count(*) as n from emergency_use');
    const child = await desk.child();
    const answer = await desk.use(POLICE, { id: child.publicId }, {}, input);
    expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(String(answer.errors[0]?.extensions['field'])).toEqual(
      typeof field === 'string' ? expect.stringContaining(field) : expect.stringMatching(field),
    );
    expect(answer.text).not.toContain('CURIOSITY');
    const [after] = await desk.maker.sql('select count(*) as n from emergency_use');
    expect(after).toEqual(before);
  });

  test('20 and 2,000 characters are enough and not too many', async () => {
    const child = await desk.child();
    for (const text of ['x'.repeat(20), 'x'.repeat(2000)])
      expect((await desk.use(POLICE, { id: child.publicId }, {}, { text })).errors).toEqual([]);
  });
});

describe('how often', () => {
  test('five in any 24 hours a unit, and then it is told when', async () => {
    const child = await desk.child();
    for (let i = 0; i < 5; i += 1) {
      await desk.used(POLICE, child);
      desk.hours(1);
    }
    const refused = await desk.use(POLICE, { id: child.publicId });
    expect([refused.status, refused.codes]).toEqual([429, ['RATE_LIMITED']]);
    expect(refused.errors[0]?.extensions['retryAfter']).toBe(19 * 3600);
    await desk.used(HEALTH, child);
    desk.hub.clock.advance(19 * 3_600_000 - 1);
    expect((await desk.use(POLICE, { id: child.publicId })).codes).toEqual(['RATE_LIMITED']);
    desk.hub.clock.advance(1);
    await desk.used(POLICE, child);
  });

  test('as often as the operator has said for the unit', async () => {
    await desk.maker.sql(`insert into emergency_allowance (unit_id, per_day) values ('nhs/RTH/main', 1)`);
    const child = await desk.child();
    await desk.used(HEALTH, child);
    const refused = await desk.use(HEALTH, { id: child.publicId });
    expect([refused.codes, refused.errors[0]?.extensions['retryAfter']]).toEqual([
      ['RATE_LIMITED'],
      24 * 3600,
    ]);
    await desk.maker.sql('delete from emergency_allowance');
    await desk.used(HEALTH, child);
  });

  test('of eight at once, five are let through', async () => {
    const child = await desk.child();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => desk.use(MASH, { id: child.publicId })),
    );
    expect(answers.flatMap(({ codes }) => codes)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  test('the same call again with its key is one use', async () => {
    const child = await desk.child();
    const ids = [
      await desk.used(TEAM, child, { idempotencyKey: 'once' }),
      await desk.used(TEAM, child, { idempotencyKey: 'once' }),
    ];
    expect(new Set(ids).size).toBe(1);
    expect(await desk.maker.sql('select 1 from emergency_use where child_id = $1', [child.id])).toHaveLength(
      1,
    );
  });
});
