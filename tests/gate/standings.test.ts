import { readCatalogues } from '../../src/agreements/catalogue-files';
import { STANDING_KINDS } from '../../src/policy/catalogue';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub } from '../support/hub';
import { TEST_DAY } from '../support/seeded';
import { KINDS, OF_A_ROW, agreementOfProbes, type Kind } from '../support/standing-probes';
import { FAR, HEALTH, HOUSING, POLICE, SCHOOL, STORIES, StandingsDesk, TEAM } from '../support/standings';

let desk: StandingsDesk;

beforeAll(async () => {
  const hub = await startTestHub({ agreements: { 'probes.yaml': agreementOfProbes() } });
  desk = new StandingsDesk(hub, new ChildMaker(hub.database.owner, hub.clock));
  // Who leads on a risk group is the authority's own table, not something that anybody says through the hub.
  await desk.maker.sql(
    `insert into risk_group_service (risk_group, unit_id, part) values ('FREQUENT_MOVER', 'nhs/RTH/main', 'lead')`,
  );
});
afterAll(() => desk.hub.stop());
afterEach(async () => {
  desk.hub.clock.set(TEST_DAY);
  await desk.hub.hub.refreshAgreements();
});

const open = (kind: Kind, child: MadeChild, as = STORIES[kind].asker): Promise<boolean> =>
  desk.isOpen(as, kind, child);

test('there is a story for each kind of standing but that of any child, and that of a row', () => {
  expect([...KINDS, ...OF_A_ROW, 'ANY_CHILD'].sort()).toEqual([...STANDING_KINDS].sort());
});

describe.each(KINDS)('%s', (kind) => {
  const { asserted, confirmed, ended } = STORIES[kind];

  test('opens when somebody stands behind the fact, and closes when the fact has ended', async () => {
    const child = await desk.maker.child();
    expect([kind, 'at first', await open(kind, child)]).toEqual([kind, 'at first', false]);
    const first = asserted ? await asserted(desk, child) : '';
    expect([kind, 'on the word of one', await open(kind, child)]).toEqual([
      kind,
      'on the word of one',
      false,
    ]);
    const second = await confirmed(desk, child, first);
    expect([kind, 'confirmed', await open(kind, child)]).toEqual([kind, 'confirmed', true]);
    await ended(desk, child, { asserted: first, confirmed: second });
    expect([kind, 'ended', await open(kind, child)]).toEqual([kind, 'ended', false]);
  });

  test('opens nothing but its own, to nobody else, for no other child', async () => {
    const [child, other] = [await desk.maker.child(), await desk.maker.child()];
    const first = asserted ? await asserted(desk, child) : '';
    await confirmed(desk, child, first);
    const answer = await desk.probe(STORIES[kind].asker, [kind], other);
    expect(answer.codes).toEqual(['WITHHELD']);
    const outsider = 'nhs/RNU';
    if (!ABOUT_NOBODY.has(kind)) expect([kind, await open(kind, child, outsider)]).toEqual([kind, false]);
    expect(await open(kind, child)).toBe(true);
  });
});

/** Facts about the child alone: whoever asks, they hold. */
const ABOUT_NOBODY: ReadonlySet<Kind> = new Set([
  'REPORTED_MISSING',
  'CHILD_PROTECTION',
  'OPEN_CME_CASE',
  'LOCATION_PROTECTED',
  'LOST_PUPIL',
]);

test.each<Kind>([
  'LIVES_IN_OUR_AREA',
  'LEFT_OUR_AREA',
  'ON_ROLL_IN_OUR_AREA',
  'IN_OUR_CARE',
  'MOVING_TO_OUR_AREA',
])('%s is the authority’s, not that of every school and service within it', async (kind) => {
  const child = await desk.maker.child();
  const { asserted, confirmed } = STORIES[kind];
  await confirmed(desk, child, (await asserted?.(desk, child)) ?? '');
  expect(await open(kind, child, FAR)).toBe(true);
  expect(await open(kind, child, 'school/852-4001')).toBe(false);
});

describe('other ways in which a fact ends', () => {
  const begun = async (kind: Kind): Promise<{ child: MadeChild; asserted: string; confirmed: string }> => {
    const child = await desk.maker.child();
    const { asserted, confirmed } = STORIES[kind];
    const first = asserted ? await asserted(desk, child) : '';
    const second = await confirmed(desk, child, first);
    expect(await open(kind, child)).toBe(true);
    return { child, asserted: first, confirmed: second };
  };

  test('an enquiry that is withdrawn closes what it opened to whoever was asked', async () => {
    const { child, confirmed: id } = await begun('ENQUIRY_OPEN_TO_US');
    await desk.act(TEAM, 'withdrawEnquiry(id: $id)', { id });
    expect(await open('ENQUIRY_OPEN_TO_US', child)).toBe(false);
  });

  test('a closed alert stays a ground for four weeks', async () => {
    const { child, asserted: id } = await begun('ALERT_RAISED_BY_US');
    await desk.act(TEAM, 'closeAlert(id: $id, outcomeKind: ON_ROLL)', { id });
    await desk.days(27);
    expect(await open('ALERT_RAISED_BY_US', child)).toBe(true);
    await desk.days(2);
    expect(await open('ALERT_RAISED_BY_US', child)).toBe(false);
  });

  test.each<Kind>(['MOVING_TO_OUR_AREA', 'NOTIFIED_TO_US', 'CORRECTED_TO_US'])(
    '%s: four weeks after it was acknowledged',
    async (kind) => {
      const { child, confirmed: id } = await begun(kind);
      await desk.days(60);
      expect(await open(kind, child)).toBe(true);
      await desk.act(STORIES[kind].asker, 'acknowledgeNotification(id: $id)', { id });
      await desk.days(27);
      expect(await open(kind, child)).toBe(true);
      await desk.days(2);
      expect(await open(kind, child)).toBe(false);
    },
  );

  test('a name that was removed from a roll: to the day, a year', async () => {
    const { child } = await begun('LEFT_OUR_ROLL');
    await desk.days(364);
    expect(await open('LEFT_OUR_ROLL', child)).toBe(true);
    await desk.days(2);
    expect(await open('LEFT_OUR_ROLL', child)).toBe(false);
  });

  test('a registration that ends on a day to come stands until that day', async () => {
    const child = await desk.maker.child();
    const variables = { child: { id: child.publicId } };
    await desk.act(SCHOOL, 'recordRegistration(input: { child: $child, from: "2026-11-18" })', variables);
    await desk.act(
      SCHOOL,
      'recordRemovalFromRoll(input: { child: $child, on: "2026-11-20", ground: "a" })',
      variables,
    );
    for (const [days, expected] of [
      [1, [true, false]],
      [1, [false, true]],
    ] as const) {
      await desk.days(days);
      expect([await open('ON_OUR_ROLL', child), await open('LEFT_OUR_ROLL', child)]).toEqual(expected);
    }
  });

  test('a child that left an area: a year after it left, whatever the case', async () => {
    const { child } = await begun('LEFT_OUR_AREA');
    await desk.days(364);
    expect(await open('LEFT_OUR_AREA', child)).toBe(true);
    await desk.days(3);
    expect(await open('LEFT_OUR_AREA', child)).toBe(false);
  });
});

/** Whose word is enough at once, by the catalogue of roles: how each of them says it, and who sees it by that. */
const AUTHORITIES: Readonly<
  Record<string, readonly [as: string, mutations: readonly string[], asker?: string]>
> = {
  'SCHOOL ON_OUR_ROLL': [SCHOOL, ['recordRegistration(input: { child: $child, from: "2026-11-18" })']],
  'SCHOOL LEFT_OUR_ROLL': [
    SCHOOL,
    [
      'recordRegistration(input: { child: $child, from: "2026-11-18" })',
      'recordRemovalFromRoll(input: { child: $child, on: "2026-11-18", ground: "a" })',
    ],
  ],
  'EARLY_YEARS ON_OUR_ROLL': [
    'early-years/meadow-nursery',
    ['recordRegistration(input: { child: $child, from: "2026-11-18" })'],
  ],
  'SOCIAL_CARE OPEN_CASE_WITH_US': ['la/931/front-door', ['recordInvolvement(child: $child)']],
  'SOCIAL_CARE CHILD_PROTECTION': ['la/931/front-door', ['recordChildProtection(child: $child)']],
  'SOCIAL_CARE IN_OUR_CARE': ['la/931/front-door', ['recordCare(child: $child)']],
  'SOCIAL_CARE OUR_RISK_GROUP': [
    'la/931/front-door',
    ['recordRiskGroup(input: { child: $child, group: "FREQUENT_MOVER" })'],
    HEALTH,
  ],
  'POLICE REPORTED_MISSING': [POLICE, ['reportMissing(child: $child)']],
  'CME_TEAM OPEN_CME_CASE': [
    TEAM,
    ['openCase(input: { child: $child, classification: AT_RISK, rag: RED, reviewOn: "2026-12-01" })'],
  ],
  'CME_TEAM ENQUIRY_FROM_US': [
    TEAM,
    [`sendEnquiry(input: { child: $child, recipients: ["${POLICE}"], question: "Where?" })`],
  ],
  // Its own word comes in two steps, like that of others: it receives the concern, and then accepts it.
  'CME_TEAM ALERT_RAISED_BY_US': [
    TEAM,
    [
      'raiseAlert(input: { child: $child, reason: NO_CONTACT })',
      'reviewAlert(id: $id, input: { decision: ACCEPT })',
    ],
  ],
  'CME_TEAM OPEN_CASE_WITH_US': [TEAM, ['recordInvolvement(child: $child)']],
};

describe('whose word is enough', () => {
  test('is said by the catalogue of roles, and tried here one by one', () => {
    const { catalogues } = readCatalogues();
    const said = [...catalogues.roles.values()].flatMap(({ code, authorityFor }) =>
      authorityFor.map((kind) => `${code} ${kind}`),
    );
    expect(Object.keys(AUTHORITIES).sort()).toEqual(said.sort());
  });

  test.each(Object.keys(AUTHORITIES))('%s', async (name) => {
    const [as, mutations, asker = as] = AUTHORITIES[name] ?? ['', []];
    const kind = KINDS.find((known) => name.endsWith(` ${known}`)) ?? 'ON_OUR_ROLL';
    const child = await desk.maker.child();
    let id = '';
    for (const mutation of mutations) {
      id = await desk.act(
        as,
        mutation,
        mutation.includes('$id') ? { id } : { child: { id: child.publicId } },
      );
    }
    expect(await open(kind, child, asker)).toBe(true);
  });

  test.each([
    [SCHOOL, 'recordRegistration(input: { child: $child, from: "2026-11-18" })', 'ON_OUR_ROLL'],
    [POLICE, 'reportMissing(child: $child)', 'REPORTED_MISSING'],
    ['la/931/front-door', 'recordInvolvement(child: $child)', 'OPEN_CASE_WITH_US'],
    ['la/931/front-door', 'recordChildProtection(child: $child)', 'CHILD_PROTECTION'],
  ] as const)('nobody’s is, for a child whose location is protected: %s, %s', async (as, mutation, kind) => {
    const child = await desk.maker.child();
    await desk.act(TEAM, 'askLocationProtection(child: $child)', { child: { id: child.publicId } });
    const id = await desk.act(as, mutation, { child: { id: child.publicId } });
    expect(await open(kind, child, as)).toBe(false);
    await desk.confirm(id);
    expect(await open(kind, child, as)).toBe(true);
  });

  test('nobody’s else is: not that of a service which says that it has the child on its roll', async () => {
    for (const as of [HEALTH, HOUSING, FAR, 'voluntary/young-carers']) {
      const child = await desk.maker.child();
      await desk.act(as, 'recordRegistration(input: { child: $child, from: "2026-11-18" })', {
        child: { id: child.publicId },
      });
      expect([as, await open('ON_OUR_ROLL', child, as)]).toEqual([as, false]);
    }
  });
});
