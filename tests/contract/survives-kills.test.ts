import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { PERSONA_CME } from '../../src/interchange/demo/personas';
import { systemClock } from '../../src/kernel/clock';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { databasePid, ensureBuilt, startHub, type StartedHub } from './started-hub';

const PARTNER = 'housing/E07000178';
const MUTATION = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id receivedAt } }';
const WRITERS = 4;

let folder: TestFolder;
let hub: StartedHub | null = null;
beforeAll(() => {
  ensureBuilt();
  folder = makeTestFolder();
}, 120_000);
afterAll(async () => {
  await hub?.stop();
  folder.remove();
});

interface Write {
  readonly key: string;
  readonly reference: string;
  /** What the hub said, once it said that it was done. */
  acknowledged: unknown;
}

const token = (): string =>
  DevelopmentIssuer.open(
    { host: '127.0.0.1', issuers: [], audience: 'rollcall', dataDir: folder.path },
    systemClock,
  ).issueToken({
    ...{ as: PARTNER, user: 'A. Tester', job: 'housing officer' },
  });

async function post(
  reference: string,
  key: string | null,
  query: string,
  variables: object,
): Promise<{ status: number; body: Answer }> {
  const answer = await fetch(`${hub?.address ?? ''}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${token()}` },
      ...{ 'sharing-purpose': 'RAISE_CONCERN', 'sharing-reference': reference },
      ...(key === null ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}
interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const { forename, surname, dateOfBirth } = PERSONA_CME;
const send = ({ key, reference }: Write): ReturnType<typeof post> =>
  post(reference, key, MUTATION, {
    input: { child: { forename, surname, dateOfBirth }, reason: 'NO_CONTACT', text: `Concern ${reference}.` },
  });

const writes: Write[] = [];
const acknowledged = (): number => writes.filter((write) => write.acknowledged !== null).length;

/** Several writers at once until `stop`; what they were told when they were cut off is told back. */
async function writeUntil(stop: () => boolean): Promise<string[]> {
  const troubles: string[] = [];
  const writer = async (): Promise<void> => {
    while (!stop()) {
      const write: Write = { key: randomUUID(), reference: `KILL/${writes.length}`, acknowledged: null };
      writes.push(write);
      try {
        const { status, body } = await send(write);
        if (status === 200 && body.errors === undefined) write.acknowledged = body.data;
        else troubles.push(`${status} ${body.errors?.[0]?.extensions.code ?? ''}`);
      } catch {
        troubles.push('cut off');
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return troubles;
}

/** As a partner would: whatever was sent is sent again with its key, whether or not an answer came. */
async function sendAllAgain(): Promise<void> {
  for (const write of writes) {
    const { status, body } = await send(write);
    expect([write.reference, status, body.errors]).toEqual([write.reference, 200, undefined]);
    if (write.acknowledged !== null) expect(body.data).toEqual(write.acknowledged);
    write.acknowledged = body.data;
  }
}

/** References of all alerts that the hub has of this partner. */
async function allAlerts(): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ;) {
    const query =
      'query ($after: String) { alerts(first: 100, after: $after) { nodes { reference } pageInfo { hasNextPage endCursor } } }';
    const { body } = await post('KILL/LIST', null, query, { after });
    const page = body.data?.['alerts'] as {
      nodes: { reference: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    found.push(...page.nodes.map(({ reference }) => reference));
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

async function expectEachOnce(): Promise<void> {
  await sendAllAgain();
  expect((await allAlerts()).sort()).toEqual(writes.map(({ reference }) => reference).sort());
}

const soon = async (what: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 1000 && !what(); tries += 1) await pause(10);
  expect(what()).toBe(true);
};

test('killed while partners write, hub and database in turn: started again, what was acknowledged is there, once', async () => {
  hub = await startHub(folder.path);

  let over = false;
  let writing = writeUntil(() => over);
  await soon(() => acknowledged() >= 25);
  await hub.kill();
  expect(await writing).toContain('cut off');
  hub = await startHub(folder.path);
  await expectEachOnce();

  const before = acknowledged();
  writing = writeUntil(() => over);
  await soon(() => acknowledged() >= before + 25);
  process.kill(databasePid(folder.path), 'SIGKILL');
  await pause(500);
  over = true;
  // Nothing is taken as done while there is nothing to write it to.
  expect((await writing).filter((told) => !/^503 |^cut off$/.test(told))).toEqual([]);
  await hub.kill();
  hub = await startHub(folder.path);
  await expectEachOnce();
}, 180_000);
