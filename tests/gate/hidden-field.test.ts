import { buildHubSchema } from '../../src/schema';
import type { MadeChild } from '../support/child-maker';
import { everythingOf } from './everything';
import { GateDesk, byId, bytes, childOf } from './gate-desk';
import { SCHOOL } from './six-partners';

let desk: GateDesk;
beforeAll(async () => {
  desk = await GateDesk.open();
});
afterAll(() => desk.close());

describe('a number that the police may not see stays unread', () => {
  const inMatch = (inside: string): string =>
    `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ${inside} } }`;
  test.each([
    ['asked for plainly', byId('id upn formerUpns uln nhsNumber')],
    ['under an alias', byId('id name: upn dateOfBirth: nhsNumber')],
    ['under the alias of an open field', byId('id aka: name { surname } name: nhsNumber')],
    ['in a fragment', `${byId('id ...F')} fragment F on Child { upn nhsNumber }`],
    ['in an inline fragment', byId('id ... on Child { ... { upn nhsNumber } }')],
    ['on a member of the union', inMatch('... on ChildMatch { child { id upn nhsNumber } }')],
    [
      'on the union itself',
      inMatch('... on ChildLookupResult { ... on ChildMatch { child { id upn nhsNumber } } }'),
    ],
    [
      'by a fragment on the union',
      `${inMatch('...U')} fragment U on ChildMatch { child { id upn nhsNumber } }`,
    ],
    [
      'beside another root',
      `${byId('id upn')} `.replace('{ child', '{ other: child(id: $id) { nhsNumber } child'),
    ],
  ])('%s', async (_how, query) => {
    const { forename, surname, dateOfBirth } = desk.missing;
    const variables = query.includes('$c')
      ? { c: { forename, surname, dateOfBirth } }
      : { id: desk.missing.publicId };
    const answer = await desk.police({ query, variables });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(desk.missing.publicId);
    expect(new Set(answer.codes)).toEqual(new Set(['WITHHELD']));
    expect(answer.text).not.toContain(desk.missing.upn);
    expect(answer.text).not.toContain(desk.missing.nhsNumber);
  });

  test('behind @include and @skip, whichever way the variable points', async () => {
    const query = `query ($id: ID!, $v: Boolean! = true) { child(id: $id) { id upn @include(if: $v) nhsNumber @skip(if: $v) } }`;
    for (const v of [true, false, undefined]) {
      const answer = await desk.police({ query, variables: { id: desk.missing.publicId, v } });
      expect(answer.errors.map(({ path }) => path)).toEqual([['child', v === false ? 'nhsNumber' : 'upn']]);
      expect(childOf(answer)).toEqual({
        id: desk.missing.publicId,
        [v === false ? 'nhsNumber' : 'upn']: null,
      });
    }
    const absent = await desk.police({ query, variables: { id: desk.missing.publicId, v: null } });
    expect([absent.status, ...absent.codes]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('in what an error says: the same for a number that exists and for one that does not', async () => {
    const lookup = `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename } }`;
    const other = await desk.maker.child();
    for (const criteria of [
      (child: MadeChild) => ({ upn: child.upn }),
      (child: MadeChild) => ({ upn: child.upn, nhsNumber: child.nhsNumber, dateOfBirth: child.dateOfBirth }),
      (child: MadeChild) => ({ upn: child.upn, dateOfBirth: '2114-03-14' }),
      (child: MadeChild) => ({ upn: child.upn, surname: child.surname }),
      (child: MadeChild) => ({ surname: child.surname, forename: child.forename }),
      (child: MadeChild) => ({ upn: `A${child.upn.slice(1)}`, dateOfBirth: child.dateOfBirth }),
      (child: MadeChild) => ({ upn: [child.upn], dateOfBirth: child.dateOfBirth, size: 1 }),
      (child: MadeChild) => ({ nhsNumber: Number(child.nhsNumber), dateOfBirth: 7 }),
    ]) {
      const [known, unknown] = [
        await desk.police({ query: lookup, variables: { c: criteria(desk.missing) } }),
        await desk.police({ query: lookup, variables: { c: criteria({ ...other, upn: 'B801200005001' }) } }),
      ];
      expect([known.status, new Set(known.codes)]).toEqual([400, new Set(['BAD_USER_INPUT'])]);
      expect(bytes(known)).toBe(bytes(unknown));
      for (const secret of [
        desk.missing.upn,
        desk.missing.nhsNumber,
        desk.missing.surname,
        desk.missing.dateOfBirth,
      ])
        expect(known.text).not.toContain(secret);
    }
  });
});

describe('what was asked is what is read', () => {
  test('everything at once, by those who may see nearly everything', async () => {
    const query = `query ($id: ID!) { child(id: $id) { ...Everything } } ${everythingOf(buildHubSchema())}`;
    const answer = await desk.team({ query, purpose: 'SAFEGUARD', variables: { id: desk.missing.publicId } });
    expect([answer.status, answer.codes]).toEqual([200, []]);
    expect(childOf(answer)).toMatchObject({
      ...{
        id: desk.missing.publicId,
        upn: desk.missing.upn,
        nhsNumber: desk.missing.nhsNumber,
        case: { rag: 'RED' },
      },
      provision: { establishment: { laestab: '9314107' }, hours: 24.5 },
    });
  });

  test('two lookups in one operation that ask for different fields', async () => {
    const { upn, dateOfBirth, surname, publicId } = desk.pupil;
    const query = `query ($one: ChildLookupInput!, $all: [ChildLookupInput!]!) {
      lookupChild(criteria: $one) { ... on ChildMatch { child { id } } }
      again: lookupChild(criteria: $one) { ... on ChildMatch { child { upn } } }
      lookupChildren(criteria: $all) { ... on ChildMatch { child { name { surname } } } }
    }`;
    const criteria = { upn, dateOfBirth };
    const answer = await desk.school({ query, variables: { one: criteria, all: [criteria] } });
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      lookupChild: { child: { id: publicId } },
      again: { child: { upn } },
      lookupChildren: [{ child: { name: { surname } } }],
    });
  });
});

describe('what is concealed', () => {
  test('reads as none held: a protected address beside a child who has no address', async () => {
    const query = byId(
      'name { surname } currentAddress { line1 } currentOutwardPostcode protectedAddress { line1 } locationProtected',
    );
    const [hiding, plain] = [
      await desk.maker.child({ forename: 'Same', surname: 'Same' }),
      await desk.maker.child({ forename: 'Same', surname: 'Same', furnished: false }),
    ];
    for (const child of [hiding, plain]) await desk.maker.roll(child, SCHOOL);
    await desk.maker.about(hiding.id, 'child_address', {
      line1: 'The Refuge',
      postcode: 'OX99 9ZZ',
      protected: true,
      begins_on: desk.maker.day(-9),
    });
    const answers = await Promise.all(
      [hiding, plain].map(({ publicId }) => desk.school({ query, variables: { id: publicId } })),
    );
    const [protectedAnswer, plainAnswer] = answers;
    if (!protectedAnswer || !plainAnswer) throw new Error('no answer');
    expect(childOf(protectedAnswer)).toEqual({
      ...{ name: { surname: 'Same' }, currentAddress: null, currentOutwardPostcode: null },
      ...{ protectedAddress: null, locationProtected: null },
    });
    expect(protectedAnswer.errors).toEqual([]);
    expect(bytes(protectedAnswer)).toBe(bytes(plainAnswer));
  });

  test('is in the ledger all the same, with the clause that forbids it', async () => {
    const child = await desk.maker.child();
    await desk.maker.roll(child, SCHOOL);
    await desk.maker.fact(child, 'LOCATION_PROTECTION', { unit: 'la/931/cme' });
    const answer = await desk.school({
      query: byId('id currentAddress { line1 }'),
      variables: { id: child.publicId },
    });
    expect(childOf(answer)).toEqual({ id: child.publicId, currentAddress: null });
    expect(answer.errors).toEqual([]);
    const [entry] = await desk.maker.sql<{ body: string }>(
      `select controller_part as body from ledger_entry where id = $1`,
      [answer.sharing?.disclosureId],
    );
    const { body } = JSON.parse(entry?.body ?? '{}') as { body: { children: { withheld: object }[] } };
    expect(body.children[0]?.withheld).toMatchObject({
      'CURRENT_ADDRESS/full': { because: 'forbidden', under: ['protections@1 1.2b'] },
    });
  });
});

describe('a write by somebody who cannot see what is held', () => {
  const TABLES = [
    'child',
    'child_name',
    'child_identifier',
    'child_address',
    'carer',
    'registration',
    'circumstance',
    'cme_case',
  ];
  const rowsOf = async (child: MadeChild): Promise<Set<string>> => {
    const all = new Set<string>();
    for (const table of TABLES) {
      const key = table === 'child' ? 'id' : 'child_id';
      const rows = await desk.maker.sql<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t where ${key} = $1`,
        [child.id],
      );
      for (const { row } of rows) all.add(`${table} ${row}`);
    }
    return all;
  };
  const reference = ({ upn, dateOfBirth, forename, surname }: MadeChild): object => ({
    upn,
    dateOfBirth,
    forename,
    surname,
  });

  test.each([
    [
      'a school that takes the child on',
      SCHOOL,
      'ROLL_MANAGEMENT',
      'recordRegistration(input: { child: $child, from: "2026-11-18" })',
    ],
    [
      'health with an address',
      'nhs/RTH',
      'NOTIFY_MOVE',
      'reportAddress(input: { child: $child, line1: "1 New Street", postcode: "OX99 3EF" })',
    ],
    ['the police with a report', 'police/E23000029', 'SAFEGUARD', 'reportMissing(child: $child)'],
    ['housing with a case', 'housing/E07000178', 'SAFEGUARD', 'recordInvolvement(child: $child)'],
  ])('%s: not one field that stood before is changed or emptied', async (_who, as, purpose, mutation) => {
    const child = await desk.maker.child();
    await desk.maker.roll(child, 'school/931-4107');
    await desk.maker.about(child.id, 'child_address', {
      line1: 'The Refuge',
      protected: true,
      begins_on: desk.maker.day(-9),
    });
    const before = await rowsOf(child);
    const query = `mutation ($child: ChildReferenceInput!) { ${mutation} { id } }`;
    const sparse = { ...reference(child), gender: 'F' };
    const answer = await desk.hub.query(as, { query, purpose, variables: { child: sparse } });
    expect(answer.errors).toEqual([]);
    const after = await rowsOf(child);
    expect([...before].filter((row) => !after.has(row))).toEqual([]);
    expect(after.size).toBe(before.size + 1);
  });
});
