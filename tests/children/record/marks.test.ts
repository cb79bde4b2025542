import { getNamedType, isObjectType } from 'graphql';
import { buildHubSchema } from '../../../src/schema';
import { everythingOf } from '../../gate/everything';
import type { MadeChild } from '../../support/child-maker';
import { FRONT_DOOR, RecordDesk, SCHOOL, TEAM } from './record-desk';

const EVERYTHING = everythingOf(buildHubSchema());
const TOLD = { surname: 'Lind', forename: 'Asta' };

let desk: RecordDesk;
let child: MadeChild;
beforeAll(async () => {
  desk = await RecordDesk.open();
  child = await desk.maker.child({ furnished: false });
  await desk.maker.cmeCase(child);
  await desk.maker.roll(child, SCHOOL);
  await desk.maker.fact(child, 'OPEN_CASE', { unit: FRONT_DOOR });
  await desk.fact(
    child,
    `person: { surname: "${TOLD.surname}", forename: "${TOLD.forename}", phones: ["07700 900001"], emails: ["asta@example.org"] }`,
  );
});
afterAll(() => desk.stop());

/** Those outside the team who may read carers of this child, with the purpose for which they may. */
const READERS = [
  [SCHOOL, 'ROLL_MANAGEMENT', 'designated safeguarding lead'],
  [FRONT_DOOR, 'SAFEGUARD', 'social worker'],
] as const satisfies readonly (readonly [string, string, string])[];

async function everythingSaid(as: string, purpose: string, job: string): Promise<string> {
  const answer = await desk.hub.query(as, {
    purpose,
    job,
    query: `{ child(id: "${child.publicId}") { ...Everything } } ${EVERYTHING}`,
  });
  return JSON.stringify(answer.data);
}

test('a carer without a mark is told to whoever may know carers', async () => {
  const said = await Promise.all(READERS.map(([as, purpose, job]) => everythingSaid(as, purpose, job)));
  expect(said.map((text) => text.includes(TOLD.surname))).toEqual([true, true]);
});

describe('a carer who must not be told', () => {
  const HIDDEN = ['Grimm', 'Waldo', '07700 900666', 'waldo@example.org'];
  const PERSON =
    'surname: "Grimm", forename: "Waldo", phones: ["07700 900666"], emails: ["waldo@example.org"]';
  beforeAll(() => desk.fact(child, `person: { ${PERSON}, relationship: "father", doNotTell: true }`));

  test.each(READERS)('is given by no field of a child to %s', async (as, purpose, job) => {
    const said = await everythingSaid(as, purpose, job);
    expect(said).toContain(TOLD.surname);
    expect(HIDDEN.filter((word) => said.includes(word))).toEqual([]);
  });

  test('is given to the team, and marked', async () => {
    const read = await desk.read(child.publicId, 'carers { surname phones doNotTell }');
    expect(read?.['carers']).toContainEqual({ surname: 'Grimm', phones: ['07700 900666'], doNotTell: true });
    expect(read?.['carers']).toContainEqual({
      surname: TOLD.surname,
      phones: ['07700 900001'],
      doNotTell: false,
    });
  });

  test('is given to nobody in whose name the team asks', async () => {
    const answer = await desk.hub.query(TEAM, {
      purpose: 'SAFEGUARD',
      onBehalfOf: SCHOOL,
      query: `{ child(id: "${child.publicId}") { ...Everything } } ${EVERYTHING}`,
    });
    expect(HIDDEN.filter((word) => answer.text.includes(word))).toEqual([]);
  });

  test('stays marked when a file of the school brings him again, under an entry of its own and another kind', async () => {
    await desk.maker.about(child.id, 'carer', {
      surname: 'GRIMM',
      forename: 'Waldo',
      relationship: 'other contact',
      phones: ['07700 900666'],
    });
    await desk.fact(child, `person: { kind: "household", ${PERSON} }`);
    const said = await Promise.all(READERS.map(([as, purpose, job]) => everythingSaid(as, purpose, job)));
    expect(said.filter((text) => HIDDEN.some((word) => text.includes(word)))).toEqual([]);
  });

  test('stays marked under another name, by which the entry is replaced, until the team lifts the mark', async () => {
    const read = await desk.read(child.publicId, 'carers { id surname relationship }');
    const own = (read?.['carers'] as { id: string; relationship: string }[]).find(
      ({ relationship }) => relationship === 'father',
    );
    await desk.fact(
      child,
      `person: { id: "${own?.id}", surname: "Grimm-Vogel", forename: "Waldo", relationship: "father" }`,
    );
    const [reader] = READERS;
    expect(await everythingSaid(...reader)).not.toContain('Vogel');
    await desk.fact(child, 'person: { surname: "Grimm-Vogel", forename: "Waldo", doNotTell: false }');
    expect(await everythingSaid(...reader)).toContain('Vogel');
  });
});

test('where there is one safe way to reach a carer, every other is kept from whoever is not the team', async () => {
  await desk.fact(
    child,
    'person: { surname: "Ostler", forename: "Bea", phones: ["07700 900444"], emails: ["bea@example.org"], safeContact: "Ring the school office, term time only" }',
  );
  const asked = 'carers { surname phones emails safeContact }';
  const worker = await desk.read(child.publicId, asked, FRONT_DOOR, 'SAFEGUARD', 'social worker');
  expect(worker?.['carers']).toContainEqual({
    surname: 'Ostler',
    phones: [],
    emails: [],
    safeContact: 'Ring the school office, term time only',
  });
  const team = await desk.read(child.publicId, asked);
  expect(team?.['carers']).toContainEqual({
    surname: 'Ostler',
    phones: ['07700 900444'],
    emails: ['bea@example.org'],
    safeContact: 'Ring the school office, term time only',
  });
});

test('no field of the graph reads people but those that honour the marks', () => {
  const schema = buildHubSchema();
  const people = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && 'phones' in type.getFields(),
  );
  expect(people.map(({ name }) => name).sort()).toEqual(['Carer', 'FamilyMember']);
  const edges = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          ['Carer', 'CarerName', 'FamilyMember'].includes(getNamedType(field.type).name) ? [`${type.name}.${field.name}`] : [])
      : []); // prettier-ignore
  expect(edges.sort()).toEqual(['Child.carerNames', 'Child.carers', 'Child.family']);
});
