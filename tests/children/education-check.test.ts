import { buildHubSchema } from '../../src/schema';
import { isObjectType } from 'graphql';
import { PARTNERS, ROLES, childOfAll } from '../gate/six-partners';
import { cellOfField } from '../support/answer-cells';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { openStatementLog, type StatementLog } from '../support/statement-log';

const FRONT_DOOR = { as: 'la/931/front-door', purpose: 'VERIFY_EDUCATION', job: 'front door' };
const SCHOOL = 'school/931-4123';

let log: StatementLog;
let hub: TestHub;
let maker: ChildMaker;
beforeAll(async () => {
  log = await openStatementLog();
  hub = await startTestHub({ limits: true, through: log.through });
  maker = new ChildMaker(hub.database.owner, hub.clock);
}, 60_000);
afterAll(async () => {
  await hub.stop();
  await log.stop();
});

const SCHEMA = buildHubSchema();
const TYPE = SCHEMA.getType('EducationCheck');
const FIELDS = isObjectType(TYPE) ? Object.keys(TYPE.getFields()) : [];
const ASKED = FIELDS.map((field) =>
  field === 'where' ? 'where { name laestab }' : field === 'call' ? 'call { team phone mailbox }' : field,
).join(' ');

type Check = Readonly<Record<string, unknown>>;
const checkOf = (answer: TestAnswer): Check =>
  (answer.data?.['child'] as { educationCheck: Check }).educationCheck;
const check = async (child: MadeChild, asker = FRONT_DOOR): Promise<Check> => {
  const answer = await hub.query(asker.as, {
    ...asker,
    query: `query ($id: ID!) { child(id: $id) { educationCheck { ${ASKED} } } }`,
    variables: { id: child.publicId },
  });
  expect(answer.codes).toEqual([]);
  return checkOf(answer);
};

const TEAM = {
  team: expect.any(String) as string,
  phone: expect.any(String) as string,
  mailbox: expect.any(String) as string,
};
const NAMED = { name: expect.any(String) as string, laestab: '9314123' };
/** Of a child of whom nothing is known but who it is. */
const NOTHING: Check = {
  ...{ inEducation: 'NOT_KNOWN', certainty: 'NOT_KNOWN', status: 'NOT_KNOWN', kind: 'NOT_KNOWN' },
  ...{ asOf: null, since: null, evidence: 'nothing held' },
  ...{ where: null, whereSince: null, hours: null },
  ...{ flagged: false, flaggedSince: null, call: TEAM },
};

describe('what it says', () => {
  const day = (days: number): string => maker.day(days);
  const arranged = (
    child: MadeChild,
    kind: string,
    provider: string | null,
    confirmed = true,
  ): Promise<string> =>
    maker.about(
      child.id,
      'arranged_education',
      { kind, provider, hours_per_week: 12.5, begins_on: day(-40), as_of: day(-40) },
      confirmed,
    );
  const home = (child: MadeChild, state: string, confirmed = true): Promise<string> =>
    maker.about(child.id, 'home_education', { state, begins_on: day(-90), as_of: day(-90) }, confirmed);

  type Case = readonly [what: string, make: (child: MadeChild) => Promise<unknown>, says: () => Check];
  const CASES: readonly Case[] = [
    ['a roll that the council has confirmed', (child) => maker.roll(child, SCHOOL),
      () => ({ inEducation: 'YES', certainty: 'CONFIRMED', status: 'ON_ROLL', kind: 'SCHOOL', since: day(-365), evidence: 'school roll', where: NAMED, whereSince: day(-365), hours: 24.5 })],
    ['a roll by one school’s word', (child) => maker.roll(child, SCHOOL, { confirmed: false }),
      () => ({ inEducation: 'YES', certainty: 'REPORTED', status: 'ON_ROLL', where: NAMED })],
    ['a roll that ends tomorrow is one today', (child) => maker.roll(child, SCHOOL, { until: day(1) }),
      () => ({ inEducation: 'YES', where: NAMED })],
    ['a roll that has ended says nothing of now', (child) => maker.roll(child, SCHOOL, { until: day(-1) }),
      () => ({ ...NOTHING })],
    ['a roll that begins tomorrow is none today', (child) => maker.roll(child, SCHOOL, { from: day(1) }),
      () => ({ ...NOTHING })],
    ['an open case', (child) => maker.cmeCase(child),
      () => ({ inEducation: 'NO', certainty: 'CONFIRMED', status: 'CME_LOCATED', kind: 'NONE', evidence: 'CME register', flagged: true, flaggedSince: day(0), where: null, hours: null })],
    ['an open case beside a roll: taught, and flagged', async (child) => { await maker.roll(child, SCHOOL); await maker.cmeCase(child); },
      () => ({ inEducation: 'YES', flagged: true, flaggedSince: day(0), where: NAMED })],
    ['home education that the council knows of', (child) => home(child, 'suitable'),
      () => ({ inEducation: 'YES', certainty: 'CONFIRMED', status: 'EHE', kind: 'HOME_EDUCATED', since: day(-90), where: null, whereSince: null })],
    ['home education that is not suitable', (child) => home(child, 'not_suitable', false),
      () => ({ inEducation: 'NO', certainty: 'REPORTED', status: 'EHE_UNSUITABLE' })],
    ['taught otherwise than at school: by whom, since when, how many hours', (child) => arranged(child, 'eotas', 'Riverside Tutors'),
      () => ({ inEducation: 'YES', certainty: 'CONFIRMED', status: 'EOTAS', kind: 'OTHER_PROVISION', where: { name: 'Riverside Tutors', laestab: null }, whereSince: day(-40), hours: 12.5 })],
    ['taught otherwise, by nobody who is named', (child) => arranged(child, 'eotas', null, false),
      () => ({ inEducation: 'YES', certainty: 'REPORTED', where: null, whereSince: day(-40), hours: 12.5 })],
    ['a roll goes before what was arranged beside it', async (child) => { await arranged(child, 'alternative_provision', 'Riverside Tutors'); await maker.roll(child, SCHOOL); },
      () => ({ where: NAMED, whereSince: day(-365), hours: 24.5 })],
    ['a place that waits', (child) => maker.fact(child, 'PLACE_OFFER', { unit: 'school/931-4115/main' }),
      () => ({ inEducation: 'NO', status: 'AWAITING_PLACE', evidence: 'place offered', where: null })],
    ['gone abroad, as somebody there has confirmed: nobody knows whether it is taught', async (child) => {
        await maker.roll(child, SCHOOL, { until: day(-20) });
        await maker.sql(`update registration set destination_kind = 'abroad', destination_confirmed_on = $2 where child_id = $1`, [child.id, day(-10)]);
      },
      () => ({ inEducation: 'NOT_KNOWN', certainty: 'NOT_KNOWN', status: 'MOVED_ABROAD', kind: 'NOT_KNOWN', since: day(-10) })],
    ['nothing at all, honestly', () => Promise.resolve(), () => NOTHING],
  ]; // prettier-ignore

  test.each(CASES)('%s', async (_what, make, says) => {
    const child = await maker.child();
    await make(child);
    expect(await check(child)).toMatchObject(says());
  });

  test('as of the day of the evidence, not of the question', async () => {
    const child = await maker.child();
    await maker.roll(child, SCHOOL);
    await maker.sql('update registration set as_of = $2 where child_id = $1', [child.id, day(-12)]);
    expect(await check(child)).toMatchObject({ asOf: day(-12) });
  });
});

describe('every field is the item that governs it elsewhere', () => {
  /** The field of a child that says the same. */
  const ELSEWHERE: Readonly<Record<string, string>> = {
    inEducation: 'inEducationNow',
    asOf: 'inEducation { asOf }',
    certainty: 'inEducation { value }',
    status: 'educationStatus { status }',
    kind: 'educationStatusKind',
    since: 'educationStatus { since }',
    evidence: 'educationStatus { evidence }',
    where: 'provisionName { name laestab }',
    whereSince: 'provision { from }',
    hours: 'provision { hours }',
    flagged: 'flagged',
    flaggedSince: 'cmeFlag { since }',
    call: 'cmeOfficer { team phone mailbox }',
  };
  const nameOf = (asked: string): string => asked.split(' ')[0] ?? '';
  let child: MadeChild;
  beforeAll(async () => {
    child = await childOfAll(maker);
  });

  test('the table above has every field', () => {
    expect(Object.keys(ELSEWHERE).sort()).toEqual([...FIELDS].sort());
  });

  test.each(Object.entries(ELSEWHERE))('%s has the item of %s', (field, other) => {
    const type = SCHEMA.getType('Child');
    if (!isObjectType(TYPE) || !isObjectType(type)) throw new Error('no such type');
    expect(cellOfField(TYPE, field)).toBe(cellOfField(type, nameOf(other)));
    expect(cellOfField(TYPE, field)).toMatch(/^[A-Z_]+\/\w+$/);
  });

  test.each([...ROLES, 'FRONT_DOOR' as const])(
    '%s is given and refused the same here and there',
    async (role) => {
      const asker = role === 'FRONT_DOOR' ? FRONT_DOOR : PARTNERS[role];
      let given = 0;
      for (const [field, other] of Object.entries(ELSEWHERE)) {
        const selection = field === 'where' || field === 'call' ? other.slice(other.indexOf('{')) : '';
        const answer = await hub.query(asker.as, {
          ...{ as: asker.as, purpose: asker.purpose, job: asker.job },
          query: `query ($id: ID!) { child(id: $id) { educationCheck { here: ${field} ${selection} } there: ${other} } }`,
          variables: { id: child.publicId },
        });
        const data = answer.data?.['child'] as { educationCheck: { here: unknown }; there: unknown };
        const refused = answer.errors.map(({ path, extensions }) => [path?.at(-1), extensions.code]).sort();
        const shut = data.educationCheck.here === null && refused.length > 0;
        expect([field, refused]).toEqual([
          field,
          shut
            ? [
                ['here', 'WITHHELD'],
                ['there', 'WITHHELD'],
              ]
            : [],
        ]);
        if (!shut) given += 1;
      }
      expect(given).toBeGreaterThan(0);
      if (role === 'FRONT_DOOR') expect(given).toBe(FIELDS.length);
    },
  );

  test('what is shut is not read: no statement holds its column', async () => {
    const school = PARTNERS.SCHOOL;
    const { result, statements } = await log.during(() =>
      hub.query(school.as, {
        ...{ purpose: school.purpose, job: school.job },
        query: `query ($id: ID!) { child(id: $id) { educationCheck { ${ASKED} } } }`,
        variables: { id: child.publicId },
      }),
    );
    const refused = result.errors.map(({ path }) => String(path?.at(-1))).sort();
    expect(refused).toEqual(expect.arrayContaining(['hours', 'whereSince']));
    expect(statements.some((text) => text.includes('json_build_object'))).toBe(true);
    expect(statements.filter((text) => /hours_per_week/.test(text))).toEqual([]);
    const team = await log.during(() => check(child));
    expect(team.statements.some((text) => /hours_per_week/.test(text))).toBe(true);
  });
});
