import type { MadeChild } from '../support/child-maker';
import type { TestError } from '../support/hub';
import { GateDesk, byId, childOf } from './gate-desk';
import { SCHOOL } from './six-partners';

let desk: GateDesk;
beforeAll(async () => {
  desk = await GateDesk.open();
});
afterAll(() => desk.close());

describe('a refusal', () => {
  test('says where, why, under which clause of which version, and what may be asked instead', async () => {
    const query = byId('id educationStatus { status } nhsNumber status: educationStatusKind');
    const answer = await desk.school({ query, variables: { id: desk.pupil.publicId } });
    expect(answer.errors).toEqual([
      {
        message: expect.stringMatching(/^Clause 3\.1 of schools opens .* only as kindOnly\.$/) as string,
        locations: expect.any(Array) as unknown[],
        path: ['child', 'educationStatus'],
        extensions: {
          code: 'WITHHELD',
          coordinate: 'Child.educationStatus',
          because: answer.errors[0]?.message,
          under: [{ agreement: 'schools', version: 1, clause: '3.1' }],
          instead: 'Child.educationStatusKind',
        },
      },
      {
        message: expect.stringMatching(/^No clause of the agreements with you opens NHS number/) as string,
        locations: expect.any(Array) as unknown[],
        path: ['child', 'nhsNumber'],
        extensions: {
          code: 'WITHHELD',
          coordinate: 'Child.nhsNumber',
          because: answer.errors[1]?.message,
          under: expect.arrayContaining([{ agreement: 'schools', version: 1, clause: null }]) as unknown[],
        },
      },
    ]);
    expect(childOf(answer)).toEqual({
      id: desk.pupil.publicId,
      educationStatus: null,
      nhsNumber: null,
      status: 'SCHOOL',
    });
  });

  test('what it offers instead is given when it is asked for', async () => {
    const query = byId('provision { hours } inEducation { asOf }');
    const refused = await desk.school({ query, variables: { id: desk.leaver.publicId } });
    const instead = refused.errors.map(({ extensions }) => extensions['instead']);
    expect(instead).toEqual(['Child.provisionName', 'Child.inEducationNow']);
    const given = await desk.school({
      query: byId('provisionName { laestab } inEducationNow'),
      variables: { id: desk.leaver.publicId },
    });
    expect(given.codes).toEqual([]);
    expect(childOf(given)).toEqual({ provisionName: { laestab: '9314107' }, inEducationNow: 'YES' });
  });

  test('is the same for every child: it says nothing of this one', async () => {
    const fields =
      'name { surname } upn currentAddress { line1 } lastSchool { name } provisionName { name } nhsNumber placeOfferedOn';
    const told = new Map<string, Set<string>>();
    for (const child of [desk.pupil, desk.leaver, await offered()]) {
      const answer = await desk.school({ query: byId(`id ${fields}`), variables: { id: child.publicId } });
      expect(childOf(answer)['id']).toBe(child.publicId);
      for (const { extensions, message } of answer.errors) {
        const coordinate = String(extensions['coordinate']);
        told.set(coordinate, (told.get(coordinate) ?? new Set()).add(JSON.stringify([message, extensions])));
      }
    }
    // Each of these was refused for one child at least, and never in two ways.
    expect([...told.keys()].sort()).toEqual([
      'Child.currentAddress',
      'Child.lastSchool',
      'Child.name',
      'Child.nhsNumber',
      'Child.placeOfferedOn',
      'Child.provisionName',
      'Child.upn',
    ]);
    expect([...told.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  async function offered(): Promise<MadeChild> {
    const child = await desk.maker.child();
    await desk.maker.fact(child, 'PLACE_OFFER', { unit: `${SCHOOL}/main` });
    return child;
  }

  test('takes nothing with it: not its parent, not the field beside it, not another root', async () => {
    const query = `query ($id: ID!) {
      child(id: $id) { id nhsNumber carers { forename phones } removals { ground destination } name { surname } }
      other: child(id: $id) { addresses { line1 } flagged }
      cmeOfficer { team } }`;
    const answer = await desk.school({ query, variables: { id: desk.leaver.publicId } });
    const refused = answer.errors.map(({ path }) => path?.join('.'));
    expect(answer.data).toEqual({
      child: { id: desk.leaver.publicId, nhsNumber: null, carers: null, removals: null, name: null },
      other: { addresses: null, flagged: null },
      cmeOfficer: { team: 'Children missing education team' },
    });
    expect(refused).toHaveLength(6);
    const own = await desk.school({ query, variables: { id: desk.pupil.publicId } });
    expect(own.data).toEqual({
      child: {
        id: desk.pupil.publicId,
        nhsNumber: null,
        carers: [{ forename: 'Hannah', phones: ['07700 900461'] }],
        removals: [],
        name: { surname: desk.pupil.surname },
      },
      other: { addresses: null, flagged: false },
      cmeOfficer: { team: 'Children missing education team' },
    });
  });

  test('of a whole root leaves the others as they are', async () => {
    const query = `query ($id: ID!) { child(id: $id) { id } cmeOfficer { phone } }`;
    const answer = await desk.police({
      query,
      purpose: 'COHORT_PLANNING',
      variables: { id: desk.missing.publicId },
    });
    expect(answer.data).toEqual({
      child: null,
      cmeOfficer: { phone: expect.stringMatching(/^01632/) as string },
    });
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['child'], 'WITHHELD'],
    ]);
  });
});

describe('strict mode', () => {
  test('is all or nothing', async () => {
    const ask = { mode: 'strict', variables: { id: desk.pupil.publicId } };
    const nothing = await desk.school({ ...ask, query: byId('id name { surname } nhsNumber') });
    expect(nothing.data).toBeNull();
    expect(nothing.codes).toEqual(['WITHHELD']);
    expect(nothing.text).not.toContain(desk.pupil.surname);
    const [entry] = await desk.maker.sql<{ controller_part: string }>(
      'select controller_part from ledger_entry where id = $1',
      [nothing.sharing?.disclosureId],
    );
    const { body } = JSON.parse(entry?.controller_part ?? '') as {
      body: { children: { disclosed: object; withheld: Record<string, { because: string }> }[] };
    };
    expect(body.children.map(({ disclosed }) => Object.keys(disclosed))).toEqual([['EXISTENCE/full']]);
    expect(body.children[0]?.withheld['IDENTITY/full']).toMatchObject({ because: 'no-data-left' });
    const all = await desk.school({ ...ask, query: byId('id name { surname }') });
    expect(all.data).toEqual({ child: { id: desk.pupil.publicId, name: { surname: desk.pupil.surname } } });
    expect(all.errors).toEqual([]);
  });
});

describe('two clauses, each for other children', () => {
  test('in one answer, each child is given what its own clause opens', async () => {
    const criteria = [desk.pupil, desk.leaver].map(({ upn, dateOfBirth }) => ({ upn, dateOfBirth }));
    const query = `query ($c: [ChildLookupInput!]!) { lookupChildren(criteria: $c) { ... on ChildMatch { child {
      id name { surname } upn provisionName { laestab } inEducationNow } } } }`;
    const answer = await desk.school({ query, variables: { c: criteria } });
    expect(answer.data).toEqual({
      lookupChildren: [
        {
          child: {
            ...{ id: desk.pupil.publicId, name: { surname: desk.pupil.surname }, upn: desk.pupil.upn },
            ...{ provisionName: null, inEducationNow: 'YES' },
          },
        },
        {
          child: {
            ...{ id: desk.leaver.publicId, name: null, upn: null },
            ...{ provisionName: { laestab: '9314107' }, inEducationNow: 'YES' },
          },
        },
      ],
    });
    const where = answer.errors.map(({ path }: TestError) => path?.join('.')).sort();
    expect(where).toEqual([
      'lookupChildren.0.child.provisionName',
      'lookupChildren.1.child.name',
      'lookupChildren.1.child.upn',
    ]);
  });
});
