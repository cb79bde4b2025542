import jwt from 'jsonwebtoken';
import { newPublicId } from '../../src/kernel/id';
import { keyFromFile } from '../../src/identity/key-file';
import { operationDigest, tokenDigest } from '../../src/kernel/operation-digest';
import { GatewaySigner } from '../../src/federation/gateway/signer';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { GATEWAY_CLIENT, gatewayHeaders, registerGateway, strangersSigner } from '../support/federation';
import { answerOf, bytesOf, startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { openStatementLog, type StatementLog } from '../support/statement-log';

const POLICE = 'police/E23000029';
const SCHOOL = 'school/931-4123';
const TEAM = 'la/931/cme';
const NAMES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Child { id name { surname } upn case { rag } } } }`;

let log: StatementLog;
let hub: TestHub;
let maker: ChildMaker;
let signer: GatewaySigner;
let folder: TestFolder;
let known: MadeChild;
let hidden: MadeChild;
const now = (): Date => hub.clock.now();
const children = (...ids: readonly string[]) => ids.map((id) => ({ __typename: 'Child', id }));

beforeAll(async () => {
  log = await openStatementLog();
  hub = await startTestHub({ through: log.through });
  folder = makeTestFolder(0o700);
  signer = await registerGateway(hub.database, folder.path, now);
  maker = new ChildMaker(hub.database.owner, hub.clock);
  known = await maker.child();
  await maker.roll(known, SCHOOL);
  await maker.fact(known, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  hidden = await maker.child();
}, 60_000);
afterAll(async () => {
  await hub.stop();
  await log.stop();
  folder.remove();
});

interface Through {
  readonly as: string;
  readonly query?: string;
  readonly representations?: readonly object[];
  readonly purpose?: string;
  readonly signer?: GatewaySigner | null;
  /** In the place of those that belong there. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the credential is signed for, where it differs from what is sent. */
  readonly signed?: Partial<Parameters<GatewaySigner['sign']>[0]>;
}

/** One question as a gateway would send it. */
async function through(ask: Through): Promise<TestAnswer> {
  const { as, query = NAMES, representations, purpose = 'LOCATE_CHILD' } = ask;
  const token = hub.token(as);
  const request = newPublicId();
  const variables = representations ? { representations } : {};
  const by = ask.signer === undefined ? signer : ask.signer;
  const credential = by?.sign({ token, request, query, variables, roots: ['Query.child'], ...ask.signed });
  const answer = await hub.http
    .post('/graphql')
    .set({
      authorization: `Bearer ${token}`,
      'sharing-purpose': purpose,
      'sharing-reference': 'TEST/1',
      ...(credential === undefined
        ? {}
        : { 'rollcall-gateway': `Bearer ${credential}`, 'rollcall-request': request }),
      ...ask.headers,
    })
    .send({ query, variables });
  return answerOf(answer);
}

describe('with the credential of a gateway beside the token of a caller', () => {
  test.each([POLICE, SCHOOL, TEAM, 'nhs/RTH'])(
    '%s is told what `child(id:)` tells it, and no more',
    async (as) => {
      const direct = await hub.query(as, {
        query: `{ child(id: "${known.publicId}") { id name { surname } upn case { rag } } }`,
      });
      const entity = await through({ as, representations: children(known.publicId) });
      expect(entity.data?.['_entities']).toEqual([direct.data?.['child'] ?? null]);
      const withheld = direct.errors.map(({ path = [], extensions }) => [path.slice(1), extensions]);
      expect(entity.errors.map(({ path = [], extensions }) => [path.slice(2), extensions])).toEqual(withheld);
    },
  );

  test('the police are refused the pupil number with its clause, so that the test above shows something', async () => {
    const { data, errors } = await through({ as: POLICE, representations: children(known.publicId) });
    expect(data?.['_entities']).toMatchObject([{ id: known.publicId, upn: null }]);
    expect(errors).toContainEqual(
      expect.objectContaining({
        path: ['_entities', 0, 'upn'],
        extensions: expect.objectContaining({ code: 'WITHHELD', coordinate: 'Child.upn' }) as object,
      }),
    );
  });

  test('the ledger has the same cells, under the group that the gateway named', async () => {
    const cells = async (answer: TestAnswer): Promise<unknown> => {
      const [entry] = await maker.sql<{ part: string; request: string }>(
        'select controller_part as part, request_id as request from ledger_entry where id = $1',
        [answer.sharing?.disclosureId ?? ''],
      );
      const { body } = JSON.parse(entry?.part ?? '{}') as { body: { children: unknown; gateway?: string } };
      return { children: body.children, gateway: body.gateway };
    };
    const direct = await hub.query(POLICE, {
      query: `{ child(id: "${known.publicId}") { id name { surname } upn case { rag } } }`,
    });
    const request = newPublicId();
    const entity = await through({
      as: POLICE,
      representations: children(known.publicId),
      signed: { request },
      headers: { 'rollcall-request': request },
    });
    const [{ children: asked }, { children: told, gateway }] = (await Promise.all([
      cells(direct),
      cells(entity),
    ])) as [{ children: unknown }, { children: unknown; gateway: string }];
    expect(told).toEqual(asked);
    expect(gateway).toBe(GATEWAY_CLIENT);
    expect(await maker.sql('select 1 from ledger_entry where request_id = $1', [request])).toHaveLength(1);
  });

  test('many are read by one statement, in the order in which they were asked for', async () => {
    const other = await maker.child();
    const ids = [hidden.publicId, other.publicId, known.publicId, newPublicId(), known.publicId];
    const { result, statements } = await log.during(() =>
      through({ as: SCHOOL, purpose: 'ROLL_MANAGEMENT', representations: children(...ids) }),
    );
    expect(
      statements.filter((text) => /\bchild\b/.test(text) && text.includes('json_build_object')),
    ).toHaveLength(1);
    const found = (result.data?.['_entities'] as ({ id: string } | null)[]).map((child) => child?.id ?? null);
    expect(found).toEqual([null, null, known.publicId, null, known.publicId]);
  });

  test('`_service` tells the schema', async () => {
    const { data } = await through({ as: POLICE, query: '{ _service { sdl } }' });
    expect((data?.['_service'] as { sdl: string }).sdl).toContain('type Child @key(fields: "id")');
  });
});

describe('nobody else comes through', () => {
  const shut = (answer: TestAnswer): void => {
    expect(answer.status).toBe(401);
    expect(answer.codes).toEqual(['UNAUTHENTICATED']);
    expect(answer.data ?? null).toBeNull();
    expect(answer.text).not.toContain(known.surname);
  };
  const whole = { as: TEAM, representations: [] as object[] };
  beforeAll(() => whole.representations.push(...children(known.publicId)));

  test('without a credential, and it stands in the ledger', async () => {
    const answer = await through({ ...whole, signer: null });
    shut(answer);
    const [entry] = await maker.sql<{ kind: string }>('select kind from ledger_entry where id = $1', [
      answer.sharing?.disclosureId ?? '',
    ]);
    expect(entry?.kind).toBe('REFUSAL');
    const beside = '{ _entities(representations: []) { __typename } cmeOfficer { team } }';
    shut(await through({ as: TEAM, query: beside, signer: null }));
  });

  test('`_service`, for a stranger', async () => {
    shut(await through({ as: POLICE, query: '{ _service { sdl } }', signer: null }));
  });

  test('with a credential and without a caller, or with a token that is not good', async () => {
    shut(await through({ ...whole, headers: { authorization: '' } }));
    shut(await through({ ...whole, headers: { authorization: 'Bearer nonsense' } }));
  });

  test("with another caller's credential", async () => {
    shut(await through({ ...whole, signed: { token: hub.token(POLICE) } }));
  });

  test('with a credential for another operation, other ids, or another group', async () => {
    shut(await through({ ...whole, signed: { query: '{ _service { sdl } }' } }));
    shut(await through({ ...whole, signed: { variables: { representations: children(hidden.publicId) } } }));
    shut(await through({ ...whole, signed: { request: newPublicId() } }));
    shut(await through({ ...whole, headers: { 'rollcall-request': '' } }));
  });

  test('with a credential that names no root of the whole', async () => {
    shut(await through({ ...whole, signed: { roots: [] } }));
    shut(await through({ ...whole, signed: { roots: ['Child.upn'] } }));
  });

  test('signed by a key that nobody registered, in the name of the gateway or of a client', async () => {
    shut(await through({ ...whole, signer: strangersSigner(GATEWAY_CLIENT, now) }));
    shut(await through({ ...whole, signer: strangersSigner(POLICE, now) }));
  });

  test('signed by the registered key of a client that is no gateway', async () => {
    const key = keyFromFile(`${folder.path}/partner.json`);
    const { kty, crv, x, y } = key.publicJwk;
    await maker.sql(
      `insert into client_key (client_id, thumbprint, public_jwk, added_at) values ($1, $2, $3, now())`,
      [POLICE, key.kid, { kty, crv, x, y }],
    );
    shut(await through({ ...whole, as: POLICE, signer: new GatewaySigner(POLICE, 'rollcall', key, now) }));
  });

  test.each([
    ['over', { iat: -120, exp: -60 }],
    ['not good yet', { iat: 60, exp: 120 }],
    ['longer than a minute', { iat: 0, exp: 61 }],
    ['for another hub', { iat: 0, exp: 60, aud: 'elsewhere' }],
    ['in the name of somebody else', { iat: 0, exp: 60, sub: 'la/931' }],
  ])('with a credential that is %s', async (_what, { iat, exp, ...claims }) => {
    const key = keyFromFile(`${folder.path}/gateway-key.json`);
    const seconds = Math.floor(now().getTime() / 1000);
    const by = {
      sign: ({ token, request, query, variables }: Parameters<GatewaySigner['sign']>[0]) =>
        jwt.sign(
          {
            iss: GATEWAY_CLIENT, sub: GATEWAY_CLIENT, aud: 'rollcall', jti: newPublicId(), caller: tokenDigest(token), request,
            operation: operationDigest(query, variables), roots: ['Query.child'], ...claims,
            iat: seconds + iat, nbf: seconds + iat, exp: seconds + exp,
          },
          key.privateKey,
          { algorithm: 'ES256', keyid: key.kid },
        ), // prettier-ignore
    } as GatewaySigner;
    shut(await through({ ...whole, signer: by }));
  });

  test('a gateway asks for nobody: its own token opens nothing', async () => {
    shut(await through({ ...whole, as: GATEWAY_CLIENT }));
    shut(await through({ as: GATEWAY_CLIENT, query: '{ sharing { unit } }', signer: null }));
  });
});

describe('what is guessed', () => {
  test('an id of nobody and of a child who is no business of the asker are the same bytes', async () => {
    const one = await through({ as: POLICE, representations: children(newPublicId()) });
    const other = await through({ as: POLICE, representations: children(hidden.publicId) });
    const malformed = await through({ as: POLICE, representations: children('1') });
    expect(bytesOf(other)).toBe(bytesOf(one));
    expect(bytesOf(malformed)).toBe(bytesOf(one));
    expect(one.data).toEqual({ _entities: [null] });
  });

  test('a record of one type is not given by the name of another', async () => {
    const { data, errors } = await through({
      as: TEAM,
      representations: [
        { __typename: 'Alert', id: known.publicId },
        { __typename: 'Enquiry', id: known.publicId },
      ],
    });
    expect([data, errors]).toEqual([{ _entities: [null, null] }, []]);
  });

  test.each([[{ __typename: 'Receipt', id: 'x' }], [{ id: 'x' }], ['Child'], [null]])(
    'what is no entity is refused, without a word about what was sent: %j',
    async (representation) => {
      const answer = await through({ as: TEAM, representations: [representation as object] });
      expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    },
  );

  test('more at once than a lookup takes', async () => {
    const many = children(...Array.from({ length: 1001 }, () => newPublicId()));
    expect((await through({ as: TEAM, representations: many })).codes).toEqual(['TOO_COMPLEX']);
  });
});

test('purpose and reference are needed as anywhere', async () => {
  const answer = await through({
    as: TEAM,
    representations: children(known.publicId),
    headers: { 'sharing-purpose': '' },
  });
  expect(answer.codes).toEqual(['PURPOSE_REQUIRED']);
});

test('a gateway that is switched off is a stranger within a second', async () => {
  await maker.sql('update client_system set disabled_at = now() where client_id = $1', [GATEWAY_CLIENT]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const answer = await through({ as: TEAM, representations: children(known.publicId) });
  expect(answer.codes).toEqual(['UNAUTHENTICATED']);
  await maker.sql('update client_system set disabled_at = null where client_id = $1', [GATEWAY_CLIENT]);
});

describe('guessing by key', () => {
  let limited: TestHub;
  beforeAll(async () => {
    limited = await startTestHub({ limits: true });
  }, 60_000);
  afterAll(() => limited.stop());

  test('costs what looking by an id costs, until it is stopped; what was met in an answer costs nothing', async () => {
    const other = new ChildMaker(limited.database.owner, limited.clock);
    const pupil = await other.child();
    await other.roll(pupil, SCHOOL);
    const ask = async (ids: readonly string[]): Promise<TestAnswer> => {
      const variables = { representations: children(...ids) };
      const headers = await gatewayHeaders(limited, SCHOOL, NAMES, variables);
      return limited.query(SCHOOL, { query: NAMES, variables, purpose: 'ROLL_MANAGEMENT', headers });
    };
    for (let i = 0; i < 20; i += 1)
      expect((await ask(Array(50).fill(pupil.publicId) as string[])).codes).not.toContain('RATE_LIMITED');
    const codes: string[] = [];
    for (let i = 0; i < 60 && !codes.includes('RATE_LIMITED'); i += 1)
      codes.push(...(await ask(Array.from({ length: 50 }, () => newPublicId()))).codes);
    expect(codes).toContain('RATE_LIMITED');
  }, 60_000);
});
