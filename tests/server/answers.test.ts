import { PERSONA_CME, PERSONA_ON_ROLL } from '../../src/interchange/demo/personas';
import { loadDemoRegion } from '../../src/interchange/demo/load-demo-region';
import { makeTestFolder } from '../support/data-folder';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
  const folder = makeTestFolder(0o700);
  try {
    await loadDemoRegion({
      owner: hub.database.owner,
      clock: hub.clock,
      homeAuthority: 'la/931',
      children: 12,
      dataDir: folder.path,
    });
  } finally {
    folder.remove();
  }
}, 60_000);
afterAll(() => hub.stop());

const FRONT_DOOR = 'la/931/front-door';
const LOOKUP = `query ($criteria: ChildLookupInput!) {
  lookupChild(criteria: $criteria) { __typename ... on ChildMatch { confidence child { id inEducationNow nhsNumber } } ... on NoInformation { advice } }
}`;
const isla = { upn: PERSONA_ON_ROLL.upn, dateOfBirth: PERSONA_ON_ROLL.dateOfBirth };
const asFrontDoor = { job: 'front door', purpose: 'VERIFY_EDUCATION', reference: 'FD/1' } as const;

function lookup(more: Partial<Ask> = {}, criteria: object = isla): Promise<TestAnswer> {
  return hub.query(FRONT_DOOR, { query: LOOKUP, variables: { criteria }, ...asFrontDoor, ...more });
}

describe('an answer', () => {
  test('says the version of the rules and its own id, and what it withholds under which clause', async () => {
    const answer = await lookup();
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({
      lookupChild: { confidence: 'CONFIRMED', child: { inEducationNow: 'YES', nhsNumber: null } },
    });
    expect(answer.sharing?.rulesetVersion).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.sharing?.disclosureId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.codes).toEqual(['WITHHELD']);
    expect(answer.errors[0]?.path).toEqual(['lookupChild', 'child', 'nhsNumber']);
    expect(answer.errors[0]?.extensions).toMatchObject({
      coordinate: 'Child.nhsNumber',
      because: expect.stringContaining('NHS number') as string,
      under: expect.arrayContaining([expect.objectContaining({ agreement: 'social-care' })]) as unknown[],
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('in strict mode is all or nothing', async () => {
    const answer = await lookup({ mode: 'strict' });
    expect([answer.status, answer.data, answer.codes]).toEqual([200, null, ['WITHHELD']]);
  });

  test('is in the ledger under its id before it leaves', async () => {
    const requestId = '0192f0c1-8a7e-4cc0-9d5e-3f1f6f3b9a11';
    const answer = await lookup({ headers: { 'request-id': requestId } });
    const rows = await hub.database.owner.query<{ kind: string; reference: string }[]>(
      'select kind, reference, request_id from ledger_entry where id = $1',
      [answer.sharing?.disclosureId],
    );
    expect(rows).toEqual([{ kind: 'DISCLOSURE', reference: 'FD/1', request_id: requestId }]);
  });

  test('about nobody has no error', async () => {
    const answer = await hub.query(FRONT_DOOR, {
      query: '{ child(id: "0192f0c1-8a7e-4cc0-9d5e-3f1f6f3b9a11") { id } }',
      ...asFrontDoor,
    });
    expect([answer.status, answer.data, answer.codes]).toEqual([200, { child: null }, []]);
  });

  test('leaves out nothing that other requests withheld: documents are kept, answers are not', async () => {
    const query = '{ __typename sharing { unit } }';
    const [one, other] = [
      await hub.query(FRONT_DOOR, { query }),
      await hub.query('police/E23000029', { query }),
    ];
    expect(one.data).toMatchObject({ sharing: { unit: FRONT_DOOR } });
    expect(other.data).toMatchObject({ sharing: { unit: 'police/E23000029/main' } });
  });

  test('takes request id and trace context in and gives them out', async () => {
    const sent = {
      'request-id': '0192f0c1-8a7e-4cc0-9d5e-3f1f6f3b9a12',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    const { headers } = await hub.query(FRONT_DOOR, { query: '{ __typename }', headers: sent });
    expect(headers).toMatchObject(sent);
  });

  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  ])('to Accept %s comes as that', async (accept, type) => {
    const { headers } = await hub.query(FRONT_DOOR, { query: '{ __typename }', headers: { accept } });
    expect(headers['content-type']).toBe(type);
  });
});

test('an action that no clause permits is NOT_PERMITTED, with 200', async () => {
  const answer = await hub.query(FRONT_DOOR, {
    query: `mutation ($child: ChildReferenceInput!) { recordPlaceOffer(child: $child) { id } }`,
    variables: { child: { upn: PERSONA_CME.upn, dateOfBirth: PERSONA_CME.dateOfBirth } },
    ...asFrontDoor,
  });
  expect([answer.status, answer.codes, answer.data]).toEqual([
    200,
    ['NOT_PERMITTED'],
    { recordPlaceOffer: null },
  ]);
});

describe('when the hub cannot', () => {
  const owner = (sql: string): Promise<unknown> => hub.database.owner.query(sql);

  test('write the ledger: LEDGER_UNAVAILABLE and no data', async () => {
    await owner('revoke insert on ledger_entry from rollcall_app');
    try {
      const answer = await lookup();
      expect([answer.status, answer.codes, answer.data]).toEqual([503, ['LEDGER_UNAVAILABLE'], undefined]);
      const ready = await hub.http.get('/health/ready');
      expect([ready.status, ready.body]).toMatchObject([
        503,
        { status: 'not ready', parts: { ledger: { ok: false }, database: { ok: true } } },
      ]);
    } finally {
      await owner('grant insert on ledger_entry to rollcall_app');
    }
    expect((await lookup()).status).toBe(200);
  });

  test('explain what went wrong: one sentence to the caller, class and request id to the log', async () => {
    const requestId = '0192f0c1-8a7e-4cc0-9d5e-3f1f6f3b9a13';
    await owner('alter table child rename to child_elsewhere');
    const answer = await lookup({ headers: { 'request-id': requestId } });
    await owner('alter table child_elsewhere rename to child');
    expect([answer.status, answer.codes]).toEqual([500, ['INTERNAL_SERVER_ERROR']]);
    expect(answer.errors[0]?.message).toBe('Something went wrong on our side; nothing was disclosed.');
    const lines = hub.log
      .filter((line) => line.includes(requestId))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'an error that nobody foresaw',
      'where it was thrown',
      'answered',
    ]);
    expect(lines[0]).toMatchObject({ error: 'DatabaseError', sqlState: '42P01' });
    expect(lines.map((line) => JSON.stringify(line)).join()).not.toMatch(/child_elsewhere|relation|select /i);
  });
});

test('nothing about anybody is in the log', () => {
  const text = hub.log.join('\n');
  expect(text.length).toBeGreaterThan(1000);
  for (const word of [
    PERSONA_ON_ROLL.upn,
    PERSONA_ON_ROLL.surname,
    PERSONA_ON_ROLL.dateOfBirth,
    'A. Tester',
    'FD/1',
  ]) {
    expect(text).not.toContain(word);
  }
});
