import { makeUpn } from '../../../src/kernel/upn';
import { everythingOf } from '../../gate/everything';
import { buildHubSchema } from '../../../src/schema';
import type { MadeChild } from '../../support/child-maker';
import { bytesOf, type TestAnswer } from '../../support/hub';
import { FRONT_DOOR, POLICE, RecordDesk, SCHOOL, TEAM } from './record-desk';

const EVERYTHING = everythingOf(buildHubSchema());
const OTHER_SCHOOL = 'school/931-4107';
const NEW_UPN = makeUpn({ laNumber: '931', establishment: '4115', year: 2026, serial: 501 });
const NEW = { surname: 'Newbury', forename: 'Sorrel', dateOfBirth: '2014-03-14', upn: NEW_UPN };

let desk: RecordDesk;
/** Sealed; one whom the hub never heard of; and the brother of the first. */
let birth: MadeChild;
let unknown: MadeChild;
let brother: MadeChild;
let seal: string;
/** The id by which the present record goes. */
let present: string;

beforeAll(async () => {
  desk = await RecordDesk.open();
  birth = await desk.maker.child();
  brother = await desk.maker.child();
  unknown = await desk.maker.child();
  await desk.maker.cmeCase(birth);
  await desk.maker.cmeCase(brother);
  await desk.maker.roll(birth, SCHOOL);
  await desk.maker.roll(birth, OTHER_SCHOOL);
  for (const kind of ['OPEN_CASE', 'CHILD_PROTECTION'])
    await desk.maker.fact(birth, kind, { unit: FRONT_DOOR });
  await desk.maker.fact(birth, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  await desk.maker.notified(birth, 'la/850');
  await desk.maker.asked(birth, 'nhs/RTH');
  await desk.done('raiseAlert(input: { child: $child, reason: NO_CONTACT })', birth, {
    as: SCHOOL,
    purpose: 'RAISE_CONCERN',
  });
  await desk.fact(brother, `sibling: { child: { id: "${birth.publicId}" } }`);
  // Nothing is left of the one that nobody knows but its details, for asking.
  for (const table of ['child_name', 'child_identifier', 'child_address', 'carer'])
    await desk.maker.sql(`delete from ${table} where child_id = $1`, [unknown.id]);
  await desk.maker.sql('delete from child where id = $1', [unknown.id]);
});
afterAll(() => desk.stop());

const sealing = (child: MadeChild): string =>
  `sealIdentity(input: { child: { id: "${child.publicId}" }, reason: "Adoption order of the court.", surname: "${NEW.surname}", forename: "${NEW.forename}", upn: "${NEW_UPN}", knownTo: ["${SCHOOL}", "${FRONT_DOOR}"] })`;
const confirming = (): string => `confirmSeal(id: "${seal}")`;

const ASKERS = [
  [POLICE, 'LOCATE_CHILD', 'constable'],
  [SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer'],
  [OTHER_SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer'],
  [FRONT_DOOR, 'SAFEGUARD', 'social worker'],
  [FRONT_DOOR, 'VERIFY_EDUCATION', 'front door'],
  ['nhs/RTH', 'SAFEGUARD', 'nurse'],
  ['housing/E07000178', 'SAFEGUARD', 'officer'],
  ['la/852', 'NOTIFY_MOVE', 'CME case officer'],
  [TEAM, 'LOCATE_CHILD', 'case holder'],
] as const;
const reference = (c: MadeChild): string =>
  `surname: "${c.surname}", forename: "${c.forename}", dateOfBirth: "${c.dateOfBirth}"`;
/** Every door at which a child can be asked about, by its details or its id. */
const DOORS: readonly (readonly [door: string, ask: (c: MadeChild) => string])[] = [
  ['lookup by names', (c) => `{ lookupChild(criteria: { ${reference(c)} }) { __typename ... on NoInformation { advice } } }`],
  ['lookup by pupil number', (c) => `{ lookupChild(criteria: { upn: "${c.upn}", dateOfBirth: "${c.dateOfBirth}" }) { __typename } }`],
  ['lookup by NHS number', (c) => `{ lookupChild(criteria: { nhsNumber: "${c.nhsNumber}", dateOfBirth: "${c.dateOfBirth}" }) { __typename } }`],
  ['lookup with an address', (c) => `{ lookupChild(criteria: { ${reference(c)}, postcode: "${c.postcode}", addressLine: "14 Goldcrest Avenue", formerSurname: "${c.formerSurname}" }) { __typename } }`],
  ['a batch of lookups', (c) => `{ lookupChildren(criteria: [{ ${reference(c)} }]) { __typename } }`],
  ['child', (c) => `{ child(id: "${c.publicId}") { ...Everything } } ${EVERYTHING}`],
  ['alerts', (c) => `{ alerts(filter: { childId: "${c.publicId}" }) { nodes { id child { id } } } }`],
  ['enquiries', (c) => `{ enquiries(filter: { childId: "${c.publicId}" }) { nodes { id child { id } } } }`],
]; // prettier-ignore

/** What somebody is answered at a door about a child, but for what is new with each answer. */
const asked = ([as, purpose, job]: (typeof ASKERS)[number], query: string): Promise<TestAnswer> =>
  desk.hub.query(as, { purpose, job, query });

test.each(DOORS)('before, %s tells somebody of the child: the door is one', async (_door, ask) => {
  const told: boolean[] = [];
  for (const asker of ASKERS) {
    const [known, never] = [await asked(asker, ask(birth)), await asked(asker, ask(unknown))];
    expect(
      [...known.codes, ...never.codes].filter((code) => !['WITHHELD', 'PURPOSE_NOT_AGREED'].includes(code)),
    ).toEqual([]);
    told.push(bytesOf(known) !== bytesOf(never));
  }
  expect(told).toContain(true);
});

test('one officer proposes: nothing has changed yet, and the same officer cannot confirm it', async () => {
  seal = await desk.done(sealing(birth), null, { user: 'First Officer' });
  expect(await desk.read(birth.publicId, 'id', TEAM, 'LOCATE_CHILD')).toEqual({ id: birth.publicId });
  expect((await desk.act(confirming(), null, { user: 'First Officer' })).errors[0]?.message).toMatch(
    /second officer/,
  );
  expect((await desk.act(sealing(birth), null, { user: 'Other Officer' })).codes).toEqual(['CONFLICT']);
  expect((await desk.act(confirming(), null, { as: SCHOOL, purpose: 'ROLL_MANAGEMENT' })).codes).toEqual([
    'NOT_PERMITTED',
  ]);
  expect(await desk.read(birth.publicId, 'id', TEAM, 'LOCATE_CHILD')).toEqual({ id: birth.publicId });
});

test('a second officer seals: the child is found under its new name by those who know it so', async () => {
  await desk.done(confirming(), null, { user: 'Second Officer' });
  const lookup = `{ lookupChild(criteria: { upn: "${NEW_UPN}", dateOfBirth: "${NEW.dateOfBirth}" }) { ... on ChildMatch { child { id name { surname } } } } }`;
  const answer = await desk.hub.query(SCHOOL, { purpose: 'ROLL_MANAGEMENT', query: lookup });
  const match = answer.data?.['lookupChild'] as { child: { id: string } };
  expect(match).toEqual({ child: { id: expect.any(String), name: { surname: NEW.surname } } });
  present = match.child.id;
  expect(present).not.toBe(birth.publicId);
  const worker = await desk.read(present, 'name { surname }', FRONT_DOOR, 'SAFEGUARD', 'social worker');
  expect(worker).toEqual({ name: { surname: NEW.surname } });
  // Whoever is not said to know both learns nothing of the new name.
  expect(await desk.read(present, 'id', OTHER_SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer')).toBeNull();
});

describe.each(DOORS)('%s', (_door, ask) => {
  test.each(ASKERS)(
    'answers %s, for %s, about the birth identity as about a child unknown',
    async (as, purpose, job) => {
      const asker = [as, purpose, job] as (typeof ASKERS)[number];
      const [sealed, never] = [await asked(asker, ask(birth)), await asked(asker, ask(unknown))];
      expect(bytesOf(sealed)).toBe(bytesOf(never));
      for (const word of [NEW.surname, NEW.forename, NEW_UPN, present])
        expect(sealed.text).not.toContain(word);
    },
  );
});

test('whoever writes about the birth identity has the receipt of one who writes about a child unknown, and finds no more', async () => {
  const write = async (child: MadeChild): Promise<string> => {
    const details = `{ ${reference(child)}, upn: "${child.upn}" }`;
    const raised = await desk.hub.query(OTHER_SCHOOL, {
      purpose: 'RAISE_CONCERN',
      query: `mutation { raiseAlert(input: { child: ${details}, reason: NO_CONTACT }) { id } }`,
    });
    const again = await desk.hub.query(OTHER_SCHOOL, {
      purpose: 'ROLL_MANAGEMENT',
      query: `{ lookupChild(criteria: { ${reference(child)} }) { __typename } }`,
    });
    return [raised, again].map((answer) => bytesOf(answer).replaceAll(/"id":"[^"]+"/g, '"id"')).join('\n');
  };
  expect(await write(birth)).toBe(await write(unknown));
});

test('nothing that was exchanged before leads to the new name: neither inbox, nor own records of use, nor a sibling', async () => {
  const said = [
    await desk.hub.query('la/850', { purpose: 'NOTIFY_MOVE', query: `{ notifications { nodes { id child { ...Everything } } } } ${EVERYTHING}` }),
    await desk.hub.query(POLICE, { purpose: 'RIGHTS_AND_AUDIT', query: `{ disclosures(filter: { childId: "${birth.publicId}" }) { nodes { id } } }` }),
    await desk.hub.query(TEAM, { purpose: 'SAFEGUARD', query: `{ child(id: "${brother.publicId}") { siblings { id name { surname } } siblingInitials { initials } } }` }),
    await desk.hub.query(TEAM, { purpose: 'SAFEGUARD', query: `{ child(id: "${present}") { formerNames { surname } formerUpns pupilNumbers { value } addresses { line1 } siblings { id } sealedIdentity { formerId } } }` }),
  ]; // prettier-ignore
  expect(said[2]?.data).toEqual({ child: { siblings: [], siblingInitials: [] } });
  expect(said[3]?.data).toEqual({
    child: {
      formerNames: [],
      formerUpns: [],
      pupilNumbers: [{ value: NEW_UPN }],
      addresses: [],
      siblings: [],
      sealedIdentity: null,
    },
  });
  const entries = await desk.hub.query(TEAM, {
    purpose: 'RIGHTS_AND_AUDIT',
    query: `{ disclosures(filter: { childId: "${present}" }, first: 100) { nodes { organisation } } }`,
  });
  expect(entries.text).not.toContain(POLICE);
  for (const answer of said.slice(0, 3)) {
    expect([answer.text, answer.codes.filter((code) => code !== 'WITHHELD')]).toEqual([answer.text, []]);
    for (const word of [NEW.surname, NEW.forename, NEW_UPN, present]) expect(answer.text).not.toContain(word);
  }
});

test('one job alone reads the link, and the old name or number is not to be written beside the new one', async () => {
  const link = 'sealedIdentity { formerId ground on }';
  expect(await desk.read(present, link, TEAM, 'SAFEGUARD', 'adoption lead')).toEqual({
    sealedIdentity: { formerId: birth.publicId, ground: 'adoption', on: '2026-11-18' },
  });
  const write = (fact: string) => desk.act(`recordFact(input: { child: { id: "${present}" }, ${fact} })`);
  const name = await write(
    `name: { kind: "former", surname: "${birth.surname}", forename: "${birth.forename}" }`,
  );
  const number = await write(`identifier: { kind: "upn", value: "${birth.upn}", former: true }`);
  expect([name.codes, number.codes]).toEqual([['CONFLICT'], ['CONFLICT']]);
});
