import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import { startTestHub, type TestHub } from '../support/hub';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

test('live and ready, part by part', async () => {
  expect((await hub.http.get('/health/live')).body).toEqual({ status: 'live' });
  const ready = await hub.http.get('/health/ready');
  expect([ready.status, ready.body]).toEqual([
    200,
    {
      status: 'ready',
      parts: {
        database: { ok: true },
        migrations: { ok: true },
        ruleset: { ok: true },
        ledger: { ok: true },
      },
    },
  ]);
});

test('a migration that has not run is said', async () => {
  const { owner } = hub.database;
  const [last] = await owner.query<{ name: string; timestamp: string }[]>(
    'select name, timestamp from schema_migration order by id desc limit 1',
  );
  await owner.query('delete from schema_migration where name = $1', [last?.name]);
  const ready = await hub.http.get('/health/ready');
  await owner.query('insert into schema_migration (name, timestamp) values ($1, $2)', [
    last?.name,
    last?.timestamp,
  ]);
  expect([ready.status, ready.body]).toMatchObject([
    503,
    { parts: { migrations: { ok: false, why: 'Run rollcall migrate.' } } },
  ]);
});

test('the hub’s keys, public halves alone', async () => {
  const { body, headers } = await hub.http
    .get('/.well-known/jwks.json')
    .buffer()
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => done(null, JSON.parse(text)));
    });
  expect(headers['content-type']).toContain('application/jwk-set+json');
  const [key] = (body as { keys: Record<string, string>[] }).keys;
  expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

test('metrics count answers by code, and name nobody', async () => {
  await hub.http.post('/graphql').send({ query: '{ __typename }' });
  await hub.query('police/E23000029', { query: '{ __typename }' });
  const { text } = await hub.http.get('/metrics');
  expect(text).toMatch(/^rollcall_unauthenticated_total [1-9]/m);
  expect(text).toMatch(/^rollcall_answers_total{code="OK"} [1-9]/m);
  expect(text).toMatch(/^rollcall_refusals_total{code="UNAUTHENTICATED"} [1-9]/m);
  expect(text).toMatch(/^rollcall_ledger_batch_entries_count [1-9]/m);
  expect(text).not.toMatch(/E23000029|la\/931|Tester/);
});

describe('the explorer', () => {
  test('is one page with nothing from elsewhere, and runs its own script alone', async () => {
    const { text, headers } = await hub.http.get('/graphql').set('accept', 'text/html,application/xhtml+xml');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const [start, end] = [text.indexOf('<script>'), text.lastIndexOf('</script>')];
    const [page, script] = [
      text.slice(0, start) + text.slice(end),
      text.slice(start + '<script>'.length, end),
    ];
    expect(page).not.toMatch(/(src|href|url)\s*[=(]\s*["']?(https?:)?\/\//i);
    expect(page).not.toMatch(/<script|<iframe|@import/i);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
    for (const word of ['Sharing-Purpose', 'Sharing-Reference', 'PUT-A-TOKEN-HERE'])
      expect(script.slice(-4000)).toContain(word);
  });

  test('is for browsers, and only in development', async () => {
    expect((await hub.http.get('/graphql').set('accept', 'application/json')).status).toBe(405);
    const issuers = [
      { issuer: 'https://issuer.example', jwksUri: 'http://127.0.0.1:9/jwks', audience: 'rollcall' },
    ];
    const real = await startTestHub({ config: { issuers } });
    const answer = await real.http.get('/graphql').set('accept', 'text/html');
    await real.stop();
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  });

  test('can ask for the schema as every tool does', async () => {
    const answer = await hub.query('la/931/cme', { query: getIntrospectionQuery() });
    expect([answer.status, answer.codes]).toEqual([200, []]);
  });
});

test('there is nothing at other addresses', async () => {
  const answer = await hub.http.get('/graphiql');
  expect([answer.status, answer.body]).toMatchObject([
    404,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
});

test('without its database the hub says UNAVAILABLE', async () => {
  const away = await startTestHub();
  const ask = { query: '{ sharing { unit } }' };
  expect((await away.query('la/931/cme', ask)).status).toBe(200);
  await away.database.app.destroy();
  await pause(950);
  const answer = await away.query('la/931/cme', ask);
  await away.stop();
  expect([answer.status, answer.codes, answer.data]).toEqual([503, ['UNAVAILABLE'], undefined]);
});

test('while it stops, what is under way is finished and what comes new is refused', async () => {
  const stopping = await startTestHub();
  const { owner } = stopping.database;
  const runner = owner.createQueryRunner();
  await runner.startTransaction();
  await runner.query('lock table ledger_entry in access exclusive mode');
  const underWay = stopping.query('la/931/cme', { query: '{ sharing { unit } }' });
  await pause(150);
  const stopped = stopping.hub.stop();
  const late = await stopping.hub.app.inject({ method: 'POST', url: '/graphql' });
  await runner.rollbackTransaction();
  await runner.release();
  expect([late.statusCode, late.json()]).toMatchObject([
    503,
    { errors: [{ extensions: { code: 'UNAVAILABLE' } }] },
  ]);
  expect((await underWay).status).toBe(200);
  await stopped;
  await stopping.stop();
});
