import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { MadeChild } from '../support/child-maker';
import { openAgencyRegion, type AgencyRegion } from './agency-region';

const FRONT_DOOR = 'la/931/front-door';
const POLICE = 'police/E23000029';
const BOTH = (id: string): string =>
  `{ child(id: "${id}") { id flagged gpRegistration { practice since } seen: healthLastSeen { on service } } }`;
const GIVEN = {
  gpRegistration: { practice: 'Invented Surgery', since: '2026-10-05' },
  seen: { on: '2026-11-02', service: 'Health visitor' },
};

let region: AgencyRegion;
let missing: MadeChild;
let settled: MadeChild;
beforeAll(async () => {
  region = await openAgencyRegion();
  missing = await region.childMissing();
  settled = await region.maker.child();
  await region.maker.fact(missing, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
}, 60_000);
afterAll(() => region.stop());
beforeEach(() => void region.calls.splice(0));

interface Cells {
  readonly disclosed: Record<string, readonly string[]>;
  readonly withheld: Record<string, { readonly because: string }>;
}
async function cells(id: string | undefined): Promise<Cells[]> {
  const [entry] = await region.maker.sql<{ part: string }>(
    'select controller_part as part from ledger_entry where id = $1',
    [id ?? ''],
  );
  return (JSON.parse(entry?.part ?? '{}') as { body: { children: Cells[] } }).body.children;
}

describe('both gates stand', () => {
  test('the front door sees what we hold and what health holds, in one answer and one question', async () => {
    const { data, errors, sharing } = await region.ask(FRONT_DOOR, { query: BOTH(missing.publicId) });
    expect([data, errors]).toEqual([{ child: { id: missing.publicId, flagged: true, ...GIVEN } }, []]);
    expect(region.calls).toHaveLength(1);
    const [child] = await cells(sharing?.disclosureId);
    expect(child?.disclosed).toMatchObject({
      'GP_REGISTRATION/full': ['child-health-held@1 7.11'],
      'HEALTH_LAST_SEEN/full': ['child-health-held@1 7.11'],
    });
  });

  test('the grant says for whom, for what, and exactly what; the caller’s token stays with us', async () => {
    await region.ask(FRONT_DOOR, {
      query: `{ child(id: "${missing.publicId}") { gpRegistration { practice } } }`,
      headers: { 'request-id': '0199f7a2-0000-7000-8000-00000000beef' },
    });
    const [call] = region.calls;
    expect(call?.grant).toMatchObject({
      iss: 'la/931',
      aud: 'nhs/RNU',
      organisation: 'la/931',
      unit: FRONT_DOOR,
      purpose: 'VERIFY_EDUCATION',
      request: '0199f7a2-0000-7000-8000-00000000beef',
      children: [missing.publicId],
      fields: ['Child.gpRegistration'],
      under: ['child-health-held@1 7.11'],
    });
    expect(Number(call?.grant?.['exp']) - Number(call?.grant?.['iat'])).toBeLessThanOrEqual(30);
    expect(call?.headers['authorization']).toBeUndefined();
    expect(JSON.stringify(call)).not.toContain('A. Tester');
  });

  test('the police are refused with the path, and the service is never called', async () => {
    const { data, errors, sharing } = await region.ask(POLICE, {
      query: BOTH(missing.publicId),
      purpose: 'LOCATE_CHILD',
      job: 'officer',
    });
    expect(data).toEqual({
      child: { id: missing.publicId, flagged: true, gpRegistration: null, seen: null },
    });
    expect(errors.map(({ path, extensions }) => [path, extensions.code, extensions['coordinate']])).toEqual([
      [['child', 'gpRegistration'], 'WITHHELD', 'Child.gpRegistration'],
      [['child', 'seen'], 'WITHHELD', 'Child.healthLastSeen'],
    ]);
    expect(region.calls).toEqual([]);
    const [child] = await cells(sharing?.disclosureId);
    expect(child?.withheld).toMatchObject({ 'GP_REGISTRATION/full': { because: 'not-agreed' } });
  });

  test('a child without an open case: refused under the clause that would open it, and no call', async () => {
    const { errors } = await region.ask(FRONT_DOOR, { query: BOTH(settled.publicId) });
    expect(errors.map(({ extensions }) => extensions['under'])).toEqual([
      [expect.objectContaining({ agreement: 'child-health-held', clause: '7.11' })],
      [expect.objectContaining({ agreement: 'child-health-held', clause: '7.11' })],
    ]);
    expect(region.calls).toEqual([]);
  });

  test('of several children only those whose standing opens it are named to the service', async () => {
    const criteria = [missing, settled].map(({ upn, dateOfBirth }) => ({ upn, dateOfBirth }));
    const { data } = await region.ask(FRONT_DOOR, {
      query: `query ($criteria: [ChildLookupInput!]!) { lookupChildren(criteria: $criteria) {
        ... on ChildMatch { child { gpRegistration { practice } } } } }`,
      variables: { criteria },
    });
    expect(data).toEqual({
      lookupChildren: [
        { child: { gpRegistration: { practice: 'Invented Surgery' } } },
        { child: { gpRegistration: null } },
      ],
    });
    expect(region.calls.map(({ asked }) => asked)).toEqual([
      [{ child: missing.publicId, field: 'Child.gpRegistration' }],
    ]);
  });

  test('asked for twice under two names, with what each wants, in one question', async () => {
    const { data } = await region.ask(FRONT_DOOR, {
      query: `query ($no: Boolean!) { child(id: "${missing.publicId}") { a: gpRegistration { practice } b: gpRegistration { ...G since @skip(if: $no) } } }
        fragment G on GpRegistration { town }`,
      variables: { no: true },
    });
    expect(data).toEqual({ child: { a: { practice: 'Invented Surgery' }, b: { town: 'Oxford' } } });
    expect(region.calls).toHaveLength(1);
  });

  test('whoever may see nothing of it is not shown that there is such a field', async () => {
    const fields = async (as: string): Promise<string> =>
      (await region.ask(as, { query: '{ __type(name: "Child") { fields { name } } }' })).text;
    expect(await fields(FRONT_DOOR)).toContain('gpRegistration');
    expect(await fields(POLICE)).not.toContain('gpRegistration');
  });
});

describe('our gate alone: a service that checks nothing', () => {
  let open: AgencyRegion;
  let child: MadeChild;
  beforeAll(async () => {
    open = await openAgencyRegion({ checkGrants: false });
    child = await open.childMissing();
    await open.maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  }, 60_000);
  afterAll(() => open.stop());

  test('it would answer anybody, so that the next test shows something', async () => {
    const answer = await asked(open.address, child.publicId, null);
    expect(answer.text).toContain('Invented Surgery');
    open.calls.splice(0);
  });

  test('the police are withheld all of it, and it is not called', async () => {
    const ask = { query: BOTH(child.publicId), purpose: 'LOCATE_CHILD', job: 'officer' };
    const { text, codes } = await open.ask(POLICE, ask);
    expect(codes).toEqual(['WITHHELD', 'WITHHELD']);
    expect(text).not.toContain('Invented Surgery');
    expect(open.calls).toEqual([]);
  });
});

/** A question that goes past our gate. */
async function asked(
  address: string,
  id: string,
  grant: string | null,
  fields = 'gpRegistration { practice }',
): Promise<{ status: number; text: string }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(grant === null ? {} : { 'rollcall-grant': `Bearer ${grant}` }),
    },
    body: JSON.stringify({
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Child { ${fields} } } }`,
      variables: { representations: [{ __typename: 'Child', id }] },
    }),
  });
  return { status: response.status, text: await response.text() };
}

describe('the gate of the service alone: somebody past ours', () => {
  /** A good grant of the hub, by way of a question that the hub lets pass. */
  async function grant(): Promise<string> {
    const query = `{ child(id: "${missing.publicId}") { gpRegistration { practice } } }`;
    await region.ask(FRONT_DOOR, { query });
    return region.calls[0]?.token ?? '';
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const claims = async (): Promise<Record<string, unknown>> =>
    jwt.decode(await grant()) as Record<string, unknown>;
  const kidOf = async (): Promise<string> =>
    (jwt.decode(await grant(), { complete: true })?.header.kid as string | undefined) ?? '';
  const refused = ({ status, text }: { status: number; text: string }): void => {
    expect([status, text]).toEqual([403, '{"errors":[{"message":"Refused."}]}']);
  };
  const why = (): string | null | undefined => region.calls.at(-1)?.refused;

  /** A grant that the hub signed for somebody else's question: its key, other words. */
  const byTheHub = (words: Record<string, unknown>, seconds = 30, audience = 'nhs/RNU'): string =>
    region.signed(audience, seconds, {
      purpose: 'VERIFY_EDUCATION',
      children: [missing.publicId],
      fields: ['Child.gpRegistration'],
      ...words,
    });

  test('one that the hub signs for this is good, so that the others show something', async () => {
    expect((await asked(region.address, missing.publicId, byTheHub({}))).text).toContain('Invented Surgery');
  });

  test('without a grant', async () => {
    refused(await asked(region.address, missing.publicId, null));
    expect(why()).toBe('no grant');
  });

  test('one that has been used', async () => {
    refused(await asked(region.address, missing.publicId, await grant()));
    expect(why()).toBe('used before');
  });

  test('one by a stranger’s key, under its own name and under the hub’s', async () => {
    const words = { ...(await claims()), jti: 'new' };
    for (const keyid of ['stranger', await kidOf()])
      refused(
        await asked(
          region.address,
          missing.publicId,
          jwt.sign(words, privateKey, { algorithm: 'ES256', keyid }),
        ),
      );
    expect(why()).toBe('the signature is not good');
  });

  test('one without a signature, and one by the public key as a secret', async () => {
    const words = { ...(await claims()), jti: 'new' };
    const keyid = await kidOf();
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', kid: keyid })).toString('base64url')}.${Buffer.from(JSON.stringify(words)).toString('base64url')}.x`;
    refused(await asked(region.address, missing.publicId, none));
    refused(
      await asked(region.address, missing.publicId, jwt.sign(words, 'public', { algorithm: 'HS256', keyid })),
    );
    expect(why()).toBe('a grant is signed by ES256');
  });

  test.each([
    ['over', (): string => byTheHub({}, -10), 'over'],
    ['for a day', (): string => byTheHub({}, 86_400), 'lives too long'],
    ['for another service', (): string => byTheHub({}, 30, 'nhs/RTH'), 'for somebody else'],
    ['about another child', (): string => byTheHub({ children: [settled.publicId] }), 'not granted'],
    ['for another field', (): string => byTheHub({ fields: ['Child.healthLastSeen'] }), 'not granted'],
    [
      'for another purpose',
      (): string => byTheHub({ purpose: 'SAFEGUARD' }),
      'for a purpose for which nothing is given here',
    ],
  ])('one that is %s', async (_what, make, reason) => {
    refused(await asked(region.address, missing.publicId, make()));
    expect(why()).toBe(reason);
  });

  test('one field granted and two asked for: nothing of either', async () => {
    const both = 'gpRegistration { practice } healthLastSeen { on }';
    refused(await asked(region.address, missing.publicId, byTheHub({}), both));
  });

  test('no other field of a grant is of any use with words changed in it', async () => {
    const [head = '', , signature = ''] = byTheHub({}).split('.');
    const more = {
      ...(await claims()),
      jti: 'new',
      fields: ['Child.gpRegistration', 'Child.healthLastSeen'],
    };
    const body = Buffer.from(JSON.stringify(more)).toString('base64url');
    refused(await asked(region.address, missing.publicId, `${head}.${body}.${signature}`));
  });
});
