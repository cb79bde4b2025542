import { EMPTY_ROOT, leafHash, nodeHash } from '../../src/ledger/tree/hash';
import { parseCheckpoint } from '../../src/ledger/tree/checkpoint';
import { openNote } from '../../src/ledger/tree/note';
import { verifyConsistency, verifyInclusion } from '../../src/ledger/tree/proof';
import { consistencyProof, inclusionProof, tilePath } from '../../src/ledger/tree/tiles';
import { openPromise } from '../../src/ledger/verify/promise';
import { parseReceipt } from '../../src/ledger/verify/receipt-file';
import { startTestHub, type TestHub } from '../support/hub';
import { keysOf, ownReceipt } from '../support/receipts';

const POLICE = 'police/E23000029';
const ENTRIES = 300;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

interface Head {
  readonly size: number;
  readonly root: Buffer;
}

const bytesAt = async (
  path: string,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> => {
  const { status, headers, body } = await hub.http
    .get(path)
    .buffer()
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
  return { status, headers: headers as Record<string, string>, body: body as Buffer };
};

/** The newest checkpoint, its signature verified. */
async function head(): Promise<Head> {
  const { text } = await hub.http.get('/ledger/checkpoint');
  const keys = await keysOf(hub);
  const note = openNote(text, keys);
  if (!note.ok) throw new Error(note.problem);
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) throw new Error(checkpoint.problem);
  expect(checkpoint.value.origin).toBe(keys[0]?.name);
  return checkpoint.value;
}

async function headOf(size: number): Promise<Head> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await head().catch(() => null);
    if (found && found.size >= size) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no such head');
}

const readTile = async (level: number, index: number, width: number): Promise<Buffer> => {
  const { status, body } = await bytesAt(`/ledger/${tilePath(level, index, width)}`);
  expect([status, body.length]).toEqual([200, width * 32]);
  return body;
};

/** The leaves of the tree, from its tiles of level 0 alone. */
async function leaves(size: number): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (let index = 0; index * 256 < size; index += 1) {
    const width = Math.min(256, size - index * 256);
    const tile = await readTile(0, index, width);
    for (let i = 0; i < width; i += 1) hashes.push(tile.subarray(i * 32, (i + 1) * 32));
  }
  return hashes;
}

/** RFC 6962 §2.1, as it stands there. */
function rootOf(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (!first) return EMPTY_ROOT;
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

test('before the first head there is a sentence, and no tile', async () => {
  const { status, text, headers } = await hub.http.get('/ledger/checkpoint');
  expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  expect(text).toMatch(/^[A-Z].*\.\n$/);
  expect((await hub.http.get('/ledger/tile/0/000.p/1')).status).toBe(404);
});

describe('what is served', () => {
  let first: Head;
  let promise: string;
  let leaf: string;
  beforeAll(async () => {
    const { sharing } = await hub.query(POLICE, { query: '{ cmeOfficer { team } }' });
    promise = sharing?.promise ?? '';
    const receipt = parseReceipt((await ownReceipt(hub, POLICE, sharing?.disclosureId)).file);
    if (!receipt.ok) throw new Error(receipt.problem);
    leaf = receipt.value.leaf;
    first = await head();
    await manyEntries();
    await headOf(ENTRIES);
  }, 60_000);

  /** Entries as other hubs on the database would have left them: copies under other ids. */
  async function manyEntries(): Promise<void> {
    await hub.database.owner.query(
      `insert into ledger_entry (id, at, kind, organisation_id, unit_id, client_id, purpose, reference, request_id,
         ruleset_version, child_ids, agreements, leaf, controller_part, controller_salt, recipient_part, recipient_salt)
       select gen_random_uuid(), at, kind, organisation_id, unit_id, client_id, purpose, reference, request_id,
         ruleset_version, child_ids, agreements, leaf || i, controller_part, controller_salt, recipient_part, recipient_salt
       from (select * from ledger_entry order by position limit 1) e cross join generate_series(1, ${ENTRIES}) i`,
    );
  }

  test('reproduces the root: a client that has nothing but the tiles', async () => {
    const { size, root } = await head();
    expect(size).toBeGreaterThan(256);
    const hashes = await leaves(size);
    expect(rootOf(hashes).toString('hex')).toBe(root.toString('hex'));
    const [above] = [await readTile(1, 0, 1)];
    expect(above).toEqual(rootOf(hashes.slice(0, 256)));
  });

  test('proves: an entry in the newest head, and that this head followed from the first', async () => {
    const { size, root } = await head();
    expect(size).toBeGreaterThan(first.size);
    const [index] = (await leaves(size)).flatMap((hash, i) => (hash.equals(leafHash(leaf)) ? [i] : []));
    const proof = await inclusionProof(index ?? -1, size, readTile);
    expect(verifyInclusion({ index: index ?? -1, size, leaf: leafHash(leaf), proof, root })).toBe(true);
    const consistency = await consistencyProof(first.size, size, readTile);
    const claim = { size1: first.size, root1: first.root, size2: size, root2: root, proof: consistency };
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, root1: root })).toBe(false);
  });

  test('keeps the promise of an answer: its leaf is in the tree', async () => {
    const [key] = await keysOf(hub);
    if (!key) throw new Error('no key');
    const opened = openPromise(key.name, key.publicKey, promise);
    expect(opened?.leafHash).toEqual(leafHash(leaf));
    expect(openPromise('rollcall/la/852', key.publicKey, promise)).toBeNull();
    expect((await leaves((await head()).size)).some((hash) => opened && hash.equals(opened.leafHash))).toBe(
      true,
    );
  });

  test('is a tile of any width up to the one stored, and none beyond', async () => {
    const { size } = await head();
    const full = await bytesAt('/ledger/tile/0/000');
    expect([full.status, full.body.length]).toEqual([200, 8192]);
    for (const width of [1, 2, 255])
      expect((await bytesAt(`/ledger/tile/0/000.p/${width}`)).body).toEqual(
        full.body.subarray(0, width * 32),
      );
    const width = size - 256;
    expect((await bytesAt(`/ledger/tile/0/001.p/${width}`)).body).toHaveLength(width * 32);
    for (const none of [
      'tile/0/001',
      'tile/0/001.p/255',
      'tile/0/002.p/1',
      'tile/1/000',
      'tile/1/000.p/2',
      'tile/9/000.p/1',
    ])
      expect([none, (await bytesAt(`/ledger/${none}`)).status]).toEqual([none, 404]);
  });

  test('is kept by caches for as long as it stands', async () => {
    const cache = async (path: string): Promise<string | undefined> =>
      (await bytesAt(path)).headers['cache-control'];
    expect(await cache('/ledger/tile/0/000')).toBe('public, max-age=31536000, immutable');
    expect(await cache('/ledger/tile/0/000.p/7')).toBe('public, max-age=3600');
    for (const path of ['/ledger/checkpoint', '/ledger/tile/0/999'])
      expect(await cache(path)).toBe('no-store');
    const { headers } = await bytesAt('/ledger/tile/0/000.p/7');
    expect([headers['content-type'], headers['content-length']]).toEqual(['application/octet-stream', '224']);
    expect((await bytesAt('/ledger/checkpoint')).headers['content-type']).toBe('text/plain; charset=utf-8');
  });
});

test.each([
  ['an entry bundle', '/ledger/tile/entries/000'],
  ['a part of an entry bundle', '/ledger/tile/entries/000.p/1'],
  ['another spelling of a level', '/ledger/tile/00/000'],
  ['another spelling of an index', '/ledger/tile/0/0'],
  ['another spelling of a width', '/ledger/tile/0/000.p/01'],
  ['a full tile as a partial one', '/ledger/tile/0/000.p/256'],
  ['an address with a query', '/ledger/tile/0/000?x=1'],
  ['an escaped address', '/ledger/tile/0/%30%30%30'],
  ['a longer path', '/ledger/tile/0/000/000'],
  ['nothing', '/ledger/tile/'],
  ['an index past the end of numbers', '/ledger/tile/0/x999/x999/x999/x999/x999/999'],
])('%s is not there', async (_what, url) => {
  const { statusCode } = await hub.hub.app.inject({ method: 'GET', url });
  expect(statusCode).toBe(404);
});

describe('methods', () => {
  const inject = (method: 'HEAD' | 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH', url: string) =>
    hub.hub.app.inject({ method, url, ...(method === 'POST' ? { payload: { any: 'thing' } } : {}) });
  const addresses = ['/ledger/checkpoint', '/ledger/keys', '/ledger/tile/0/000'];

  test.each(addresses)('HEAD of %s is GET without a body', async (url) => {
    const [get, head] = [await inject('GET', url), await inject('HEAD', url)];
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      String(get.rawPayload.length),
    ]);
    expect(head.headers['cache-control']).toBe(get.headers['cache-control']);
  });

  test.each(addresses)('there is no other to %s', async (url) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const) {
      const { statusCode, headers } = await inject(method, url);
      expect([method, statusCode, headers['allow']]).toEqual([method, 405, 'GET, HEAD']);
    }
  });
});
