import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { MadeChild } from '../support/child-maker';
import type { TestAnswer } from '../support/hub';
import { openAgencyRegion, type AgencyRegion, type RegionOptions } from './agency-region';

const FRONT_DOOR = 'la/931/front-door';
const QUERY = (id: string): string =>
  `{ child(id: "${id}") { flagged gpRegistration { practice } healthLastSeen { on } } }`;

const opened: AgencyRegion[] = [];
afterAll(() => Promise.all(opened.map((region) => region.stop())), 60_000);
async function open(options: RegionOptions): Promise<{ region: AgencyRegion; child: MadeChild }> {
  const region = await openAgencyRegion(options);
  opened.push(region);
  return { region, child: await region.childMissing() };
}

/** The hub's own part, and by its code and name what is missing. */
function partial({ status, data, errors, text }: TestAnswer): void {
  expect([status, data]).toEqual([
    200,
    { child: { flagged: true, gpRegistration: null, healthLastSeen: null } },
  ]);
  expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['child', 'gpRegistration'], { code: 'PARTNER_UNAVAILABLE', missing: 'health' }],
    [['child', 'healthLastSeen'], { code: 'PARTNER_UNAVAILABLE', missing: 'health' }],
  ]);
  expect(errors[0]?.message).toBe(
    'The child-health service does not answer at the moment, and nobody else holds this. Ask again later.',
  );
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|Secretive/);
}

describe('a service that', () => {
  const answers =
    (body: string, status = 200): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    };
  const good = { gpRegistration: { practice: 'Secretive' }, healthLastSeen: { on: '2026-11-02' } };
  const misbehaves: Record<string, RequestListener> = {
    'hangs up': (request) => void request.socket.destroy(),
    'never answers': () => undefined,
    'begins and does not end': (_request, response) => void response.writeHead(200).write('{"data":'),
    refuses: answers('{"errors":[{"message":"Secretive"}]}', 403),
    'says something of itself': answers(
      JSON.stringify({ data: { _entities: [good] }, errors: [{ message: 'Secretive' }] }),
    ),
    'answers about nobody': answers('{"data":{"_entities":[]}}'),
    'answers about more than it was asked': answers(JSON.stringify({ data: { _entities: [good, good] } })),
    'talks nonsense': answers('<html>Secretive</html>'),
    'sends somebody elsewhere': (_request, response) =>
      void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'talks without end': (_request, response) => {
      const more = (): void => {
        if (response.writable) response.write('x'.repeat(65_536), more);
      };
      more();
    },
  };
  let listener: RequestListener = answers('');
  let region: AgencyRegion;
  let child: MadeChild;
  beforeAll(async () => {
    const server = createServer((request, response) => listener(request, response));
    ({ region, child } = await open({ server, patience: 300 }));
  }, 60_000);

  test('answers well is given, so that the others show something', async () => {
    listener = answers(JSON.stringify({ data: { _entities: [good] } }));
    const { data } = await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) });
    expect(data).toEqual({ child: { flagged: true, ...good } });
  });

  test.each(Object.keys(misbehaves))('%s', async (how) => {
    listener = misbehaves[how] ?? listener;
    const begun = performance.now();
    partial(await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) }));
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test('is waited for once, in however many places it is asked', async () => {
    listener = () => undefined;
    const begun = performance.now();
    const { codes } = await region.ask(FRONT_DOOR, {
      query: `{ ${[1, 2, 3, 4].map((n) => `c${n}: child(id: "${child.publicId}") { gpRegistration { practice } }`).join(' ')} }`,
    });
    expect(codes).toEqual(Array(4).fill('PARTNER_UNAVAILABLE'));
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test('says a word that is no value of its field harms nobody else', async () => {
    listener = answers(
      JSON.stringify({ data: { _entities: [{ ...good, healthLastSeen: { on: { day: 'Secretive' } } }] } }),
    );
    const { data, text } = await region.ask(FRONT_DOOR, {
      query: QUERY(child.publicId).replace(/gpReg\w+ {[^}]*}/, ''),
    });
    expect(data).toEqual({ child: { flagged: true, healthLastSeen: { on: null } } });
    expect(text).not.toContain('Secretive');
  });

  test('is away leaves nothing to whoever wants all or nothing', async () => {
    listener = answers('', 500);
    const { data, codes } = await region.ask(FRONT_DOOR, { query: QUERY(child.publicId), mode: 'strict' });
    expect([data, codes]).toEqual([null, ['PARTNER_UNAVAILABLE', 'PARTNER_UNAVAILABLE']]);
  });

  test('is away: the ledger does not say that it was disclosed', async () => {
    listener = answers('', 500);
    const { sharing } = await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) });
    const [entry] = await region.maker.sql<{ part: string; own: string }>(
      'select controller_part as part, recipient_part as own from ledger_entry where id = $1',
      [sharing?.disclosureId ?? ''],
    );
    const { body } = JSON.parse(entry?.part ?? '{}') as {
      body: { children: { disclosed: object; withheld: object }[] };
    };
    expect(body.children[0]?.withheld).toMatchObject({
      'GP_REGISTRATION/full': { because: 'partner-unavailable' },
    });
    expect(Object.keys(body.children[0]?.disclosed ?? {}).sort()).toEqual([
      'CME_FLAG/yesNo',
      'EXISTENCE/full',
    ]);
    expect(entry?.own).not.toMatch(/"GP_REGISTRATION\/full":\[/);
  });
});

test('is down, and is up again: nothing has to be started anew', async () => {
  const { region, child } = await open({});
  const { port } = new URL(region.address);
  region.service.closeAllConnections();
  await new Promise((done) => region.service.close(done));
  partial(await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) }));
  await new Promise<void>((done) => region.service.listen(Number(port), '127.0.0.1', done));
  const { data, errors } = await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) });
  expect([data?.['child'], errors]).toEqual([
    { flagged: true, gpRegistration: { practice: 'Invented Surgery' }, healthLastSeen: { on: '2026-11-02' } },
    [],
  ]);
}, 60_000);

describe('an agency with a key', () => {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = own.publicKey.export({ format: 'jwk' });
  const more = `key: { kty: ${kty}, crv: ${crv}, x: ${x}, y: ${y} }\n`;

  test('is believed when it signs, and nobody else in its place', async () => {
    const { region, child } = await open({ more, signingKey: own.privateKey });
    const { errors, data } = await region.ask(FRONT_DOOR, { query: QUERY(child.publicId) });
    expect([errors, data?.['child']]).toEqual([
      [],
      expect.objectContaining({ gpRegistration: { practice: 'Invented Surgery' } }),
    ]);
    const { region: stolen, child: theirs } = await open({ more, signingKey: other.privateKey });
    partial(await stolen.ask(FRONT_DOOR, { query: QUERY(theirs.publicId) }));
    const { region: silent, child: third } = await open({ more });
    partial(await silent.ask(FRONT_DOOR, { query: QUERY(third.publicId) }));
  }, 60_000);
});
