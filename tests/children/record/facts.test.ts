import { makeUpn } from '../../../src/kernel/upn';
import type { MadeChild } from '../../support/child-maker';
import { POLICE, RecordDesk, SCHOOL } from './record-desk';

const PROVENANCE = 'provenance { source asOf enteredBy }';
/** Said by a trust on a day of its own, written down by the team. */
const SAID = 'source: "nhs/RTH", asOf: "2026-11-02"';
const FROM_THE_TRUST = { source: 'nhs/RTH', asOf: '2026-11-02', enteredBy: 'A. Officer' };

let desk: RecordDesk;
let child: MadeChild;
let brother: MadeChild;
beforeAll(async () => {
  desk = await RecordDesk.open();
  child = await desk.maker.child();
  brother = await desk.maker.child();
  for (const one of [child, brother]) await desk.maker.cmeCase(one);
});
afterAll(() => desk.stop());

/** A fact as the team writes it, the field that shows it, and what the field then says besides its provenance. */
const FACTS: readonly (readonly [what: string, fact: string, field: string, shown: object])[] = [
  ['a new legal name, with its period', 'name: { surname: "Hale", forename: "Ida", middleNames: "May", from: "2026-10-01" }', 'name { kind surname forename middleNames from until', { kind: 'legal', surname: 'Hale', forename: 'Ida', middleNames: 'May', from: '2026-10-01', until: null }],
  ['a name that it goes by', 'name: { kind: "known_as", surname: "Hale", forename: "Iddy" }', 'knownAs { surname forename', { surname: 'Hale', forename: 'Iddy' }],
  ['a spelling', 'name: { kind: "transliteration", surname: "Heyl", forename: "Ayda" }', 'formerNames { kind surname forename', { kind: 'transliteration', surname: 'Heyl', forename: 'Ayda' }],
  ['a learner number', 'identifier: { kind: "uln", value: "1234567899" }', 'pupilNumbers { kind value state temporary until', { kind: 'uln', value: '1234567899', state: 'current', temporary: false, until: null }],
  ['a superseded NHS number', 'identifier: { kind: "nhs_number", value: "9434765919", former: true }', 'nhsNumbers { kind value state until', { kind: 'nhs_number', value: '9434765919', state: 'former', until: '2026-11-18' }],
  ['where it lives', 'address: { line1: "3 Mill Row", postcode: "OX99 3AB", uprn: "100120000003", authority: "la/931", from: "2026-10-05" }', 'currentAddress { line1 postcode uprn from source', { line1: '3 Mill Row', postcode: 'OX99 3AB', uprn: '100120000003', from: '2026-10-05', source: 'nhs/RTH' }],
  ['a refuge', 'address: { line1: "Harbour House", postcode: "OX99 4AB", protection: "refuge" }', 'protectedAddress { line1 from', { line1: 'Harbour House', from: '2026-11-18' }],
  ['a carer', 'person: { title: "Ms", forename: "Rhona", surname: "Hale", relationship: "aunt", parentalResponsibility: true, livesWithChild: true, phones: ["07700 900123"], emails: ["rhona@example.org"], language: "Polish", interpreterNeeded: true }', 'carers { title forename surname relationship parentalResponsibility livesWithChild phones emails language interpreterNeeded safeContact doNotTell', { title: 'Ms', forename: 'Rhona', surname: 'Hale', relationship: 'aunt', parentalResponsibility: true, livesWithChild: true, phones: ['07700 900123'], emails: ['rhona@example.org'], language: 'Polish', interpreterNeeded: true, safeContact: null, doNotTell: false }],
  ['somebody else of the household', 'person: { kind: "household", forename: "Ned", surname: "Pike", relationship: "lodger", livesWithChild: true }', 'family { kind forename surname relationship livesWithChild', { kind: 'household', forename: 'Ned', surname: 'Pike', relationship: 'lodger', livesWithChild: true }],
  ['education otherwise than at school', 'arrangedEducation: { kind: "eotas", provider: "Home tuition", hours: 12.5, from: "2026-11-02" }', 'arrangedEducation { kind provider hours from until', { kind: 'eotas', provider: 'Home tuition', hours: 12.5, from: '2026-11-02', until: null }],
  ['home education and its state', 'homeEducation: { state: "not_yet_established", from: "2026-09-01" }', 'homeEducation { state from until', { state: 'not_yet_established', from: '2026-09-01', until: null }],
  ['a plan for special needs', 'specialNeeds: { support: "ehc_plan", needs: ["speech and language"], reviewOn: "2027-03-01", from: "2026-01-05" }', 'specialNeeds { support needs reviewOn from until', { support: 'ehc_plan', needs: ['speech and language'], reviewOn: '2027-03-01', from: '2026-01-05', until: null }],
]; // prettier-ignore

test.each(FACTS)('%s goes in and comes out, with whose word it is', async (_what, fact, field, shown) => {
  await desk.fact(child, fact, SAID);
  const read = await desk.read(child.publicId, `${field} ${PROVENANCE} }`);
  const [value] = Object.values(read ?? {});
  const one = { ...shown, provenance: FROM_THE_TRUST };
  expect(value).toEqual(Array.isArray(value) ? expect.arrayContaining([one]) : one);
});

test('a new legal name makes the one before it a former one, which ended on that day', async () => {
  const read = await desk.read(child.publicId, 'formerNames { kind surname until }');
  expect(read?.['formerNames']).toContainEqual({
    kind: 'former',
    surname: child.surname,
    until: '2026-10-01',
  });
});

test('a temporary pupil number gives way to the permanent one and stays in the history', async () => {
  const other = await desk.maker.child();
  await desk.maker.cmeCase(other);
  const [temporary, permanent] = [
    'A31911419001A',
    makeUpn({ laNumber: '931', establishment: '4115', year: 2019, serial: 77 }),
  ];
  const body = temporary.slice(1);
  const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
  const sum = [...body].reduce(
    (all, c, i) => all + (i + 2) * (/\d/.test(c) ? Number(c) : LETTERS.indexOf(c)),
    0,
  );
  const upn = `${LETTERS.charAt(sum % 23)}${body}`;
  await desk.fact(other, `identifier: { kind: "upn", value: "${upn}" }`);
  await desk.fact(other, `identifier: { kind: "upn", value: "${permanent}" }`);
  const read = await desk.read(other.publicId, 'upn formerUpns pupilNumbers { value state temporary }');
  expect(read?.['upn']).toBe(permanent);
  expect(read?.['pupilNumbers']).toEqual([
    { value: permanent, state: 'current', temporary: false },
    { value: upn, state: 'former', temporary: true },
    { value: other.upn, state: 'former', temporary: false },
  ]);
});

test('a number of another record is refused, and the refusal names the fix', async () => {
  const fact = `identifier: { kind: "upn", value: "${brother.upn}" }`;
  const answer = await desk.act(`recordFact(input: { child: $child, ${fact} })`, child);
  expect(answer.codes).toEqual(['CONFLICT']);
  expect(answer.errors[0]?.message).toMatch(/join them/);
});

test('whose word it is is told to the team and to whoever said it: another reads the day alone', async () => {
  const known = await desk.maker.child();
  await desk.maker.roll(known, SCHOOL);
  await desk.maker.fact(known, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  await desk.fact(
    known,
    'name: { surname: "Oake", forename: "Una" }',
    `source: "${SCHOOL}", asOf: "2026-11-03"`,
  );
  const asked = `name { surname ${PROVENANCE} }`;
  const police = await desk.read(known.publicId, asked, POLICE, 'LOCATE_CHILD', 'constable');
  expect(police?.['name']).toEqual({
    surname: 'Oake',
    provenance: { source: null, asOf: '2026-11-03', enteredBy: null },
  });
  const school = await desk.read(known.publicId, asked, SCHOOL, 'ROLL_MANAGEMENT', 'attendance officer');
  expect(school?.['name']).toMatchObject({
    provenance: { source: SCHOOL, asOf: '2026-11-03', enteredBy: 'A. Officer' },
  });
});

test('a sibling is shown only to whom that child may be known at all', async () => {
  await desk.fact(child, `sibling: { child: { id: "${brother.publicId}" }, kind: "half" }`);
  const asked = 'siblings { id name { surname } initials } siblingInitials { initials }';
  const shown = {
    id: brother.publicId,
    name: { surname: brother.surname },
    initials: expect.stringMatching(/2014$/),
  };
  expect(await desk.read(child.publicId, asked)).toMatchObject({ siblings: [shown] });
  expect(await desk.read(brother.publicId, 'siblings { name { surname } }')).toEqual({
    siblings: [{ name: { surname: 'Hale' } }],
  });
  const unit = 'la/931/front-door';
  const front = async (): Promise<unknown> =>
    (await desk.read(child.publicId, 'siblings { id }', unit, 'SAFEGUARD', 'social worker'))?.['siblings'];
  await desk.maker.sql('update child_address set ends_on = $2 where child_id = $1 and protected', [
    child.id,
    '2026-11-18',
  ]);
  for (const kind of ['OPEN_CASE', 'CHILD_PROTECTION']) await desk.maker.fact(child, kind, { unit });
  expect(await front()).toEqual([]);
  await desk.maker.fact(brother, 'OPEN_CASE', { unit });
  expect(await front()).toEqual([{ id: brother.publicId }]);
});

test.each([
  ['person: { surname: "X1", phones: ["call me"] }', /input\.person\.phones/],
  ['person: { surname: "Pike", kind: "cousin" }', /input\.person\.kind: write one of/],
  ['homeEducation: { state: "fine", from: "2026-01-01" }', /input\.homeEducation\.state/],
  ['arrangedEducation: { kind: "eotas", hours: 60, from: "2026-01-01" }', /input\.arrangedEducation\.hours/],
  ['specialNeeds: { support: "none", from: "2027-01-01" }', /input\.specialNeeds\.from: lies in the future/],
  ['identifier: { kind: "nhs_number", value: "9434765918" }', /input\.identifier\.value/],
  [
    'name: { surname: "A", forename: "B" }, specialNeeds: { support: "none", from: "2026-01-01" }',
    /exactly one of/,
  ],
  ['name: { surname: "A", forename: "B" }, asOf: "2026-12-01"', /input\.asOf/],
])('%s is refused by the field, and nothing is written', async (fact, message) => {
  const before = await desk.version(child);
  const answer = await desk.act(`recordFact(input: { child: $child, ${fact} })`, child);
  expect(answer.codes).toEqual(['BAD_USER_INPUT']);
  expect(answer.errors[0]?.message).toMatch(message);
  expect(await desk.version(child)).toBe(before);
});

test('an edit made on an old reading is refused, and the next on a new one is not', async () => {
  const read = await desk.version(child);
  const edit = (v: number) =>
    desk.act(`recordFact(input: { child: $child, version: ${v}, person: { surname: "Quill" } })`, child);
  const ids = await Promise.all([edit(read), edit(read)]);
  expect(ids.flatMap(({ codes }) => codes)).toEqual(['CONFLICT']);
  expect(ids.flatMap(({ errors }) => errors.map(({ message }) => message))).toEqual([
    expect.stringMatching(/^version: .*Read it again/),
  ]);
  expect(await desk.version(child)).toBe(read + 1);
  expect((await edit(read + 1)).codes).toEqual([]);
});

test('what has ended is shown no more, and ends once', async () => {
  const id = await desk.fact(child, 'person: { surname: "Vane", forename: "Otto" }');
  await desk.done(`endFact(id: "${id}", on: "2026-11-18")`);
  const read = await desk.read(child.publicId, 'carers { surname }');
  expect(read?.['carers']).not.toContainEqual({ surname: 'Vane' });
  expect((await desk.act(`endFact(id: "${id}")`)).codes).toEqual(['CONFLICT']);
});
