import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from '../../../src/ledger/tree/checkpoint';
import { openNote, signNote } from '../../../src/ledger/tree/note';
import { verifyInclusion } from '../../../src/ledger/tree/proof';
import { inclusionProof } from '../../../src/ledger/tree/tiles';
import { parseTlogProof, tlogProofText } from '../../../src/ledger/tree/tlog-proof';
import { sampleVerifier, signerOf } from './sample-keys';
import { leavesOf, shelve } from './tile-shelf';

// The example of c2sp.org/tlog-proof, signatures cut short as published.
const CHECKPOINT = `example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJw[...]1roloI=
— witness1.example mJirIklj[...]qY9v2B/5bg==
— witness2.example TnKKVHLX[...]xwYwrSjgow==
— witness3.example S4X82uH5[...]3oEcROGLFQ==
`;
const EXAMPLE = `c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

${CHECKPOINT}`;

it('reads and writes the example of the specification', () => {
  const parsed = parseTlogProof(EXAMPLE);
  if (!parsed.ok) throw new Error(parsed.problem);
  const { index, hashes, checkpoint, extra } = parsed.value;
  expect([index, hashes.length, checkpoint]).toEqual([73894, 5, CHECKPOINT]);
  expect(extra?.toString('latin1')).toMatch(/^age-v1\.2\.1-darwin-arm64\.tar\.gz/);
  expect(hashes[4]?.toString('base64')).toBe('AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=');
  expect(tlogProofText(parsed.value)).toBe(EXAMPLE);
});

it('shows offline that a log holds an entry', async () => {
  const leaves = leavesOf(300);
  const { shelf, last } = shelve(leaves);
  const [signer, key] = [signerOf('hub.example/ledger'), sampleVerifier('hub.example/ledger')];
  const checkpoint = signNote(checkpointText({ origin: signer.name, size: 300, root: last.root }), [signer]);
  const text = tlogProofText({ index: 256, hashes: await inclusionProof(256, 300, shelf.read), checkpoint });

  const proof = parseTlogProof(text);
  if (!proof.ok) throw new Error(proof.problem);
  const note = openNote(proof.value.checkpoint, [key]);
  if (!note.ok) throw new Error(note.problem);
  const head = parseCheckpoint(note.value.text);
  if (!head.ok) throw new Error(head.problem);
  const { size, root } = head.value;
  const shows = (leaf: Buffer | undefined): boolean =>
    leaf !== undefined &&
    verifyInclusion({ index: proof.value.index, size, root, leaf, proof: proof.value.hashes });
  expect([shows(leaves[256]), shows(leaves[255])]).toEqual([true, false]);
});

it('reads back whatever it wrote', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
  const some = fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(
      fc.maxSafeNat(),
      fc.array(hash, { maxLength: 53 }),
      fc.option(some),
      (index, hashes, extra) => {
        const proof = { index, hashes, checkpoint: CHECKPOINT, ...(extra && { extra }) };
        expect(parseTlogProof(tlogProofText(proof))).toEqual({ ok: true, value: proof });
      },
    ),
  );
});

const HASH = 'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=';
it.each([
  ['nothing', ''],
  ['the checkpoint alone', CHECKPOINT],
  ['another version', EXAMPLE.replace('@v1', '@v2')],
  ['a line before the first', `\n${EXAMPLE}`],
  ['no index', EXAMPLE.replace('index 73894\n', '')],
  ['a leading zero', EXAMPLE.replace('73894', '073894')],
  ['an index past 2^53 - 1', EXAMPLE.replace('73894', '9007199254740992')],
  ['two spaces', EXAMPLE.replace('index ', 'index  ')],
  ['extra after the index', EXAMPLE.replace(/(extra.*\n)(index.*\n)/, '$2$1')],
  ['extra twice', EXAMPLE.replace(/(extra.*\n)/, '$1$1')],
  ['empty extra', EXAMPLE.replace(/extra .*/, 'extra ')],
  ['extra that is not base64', EXAMPLE.replace(/extra .*/, 'extra YQ')],
  ['a hash of another length', EXAMPLE.replace(HASH, 'AAAA')],
  ['a hash with spare bits', EXAMPLE.replace('PlQ=', 'PlR=')],
  ['54 hashes', EXAMPLE.replace(HASH, Array.from({ length: 50 }, () => HASH).join('\n'))],
  ['two blank lines', EXAMPLE.replace('\n\n', '\n\n\n')],
  ['no blank line before the checkpoint', EXAMPLE.replace('\n\n', '\n')],
  ['no checkpoint', EXAMPLE.slice(0, EXAMPLE.indexOf('\n\n') + 2)],
  ['a checkpoint without signatures', EXAMPLE.slice(0, EXAMPLE.lastIndexOf('\n\n') + 1)],
  ['a checkpoint that breaks off', EXAMPLE.slice(0, -1)],
  ['a blank line at the end', `${EXAMPLE}\n`],
  ['carriage returns', EXAMPLE.replaceAll('\n', '\r\n')],
  ['two million characters', EXAMPLE.replace('— example', `${'x'.repeat(2_000_000)}\n— example`)],
])('refuses %s', (_, text) => {
  const parsed = parseTlogProof(text);
  expect(parsed.ok).toBe(false);
});

it.each([
  ['a negative index', { index: -1 }],
  ['an index past 2^53 - 1', { index: 2 ** 53 }],
  ['a hash of 31 bytes', { hashes: [Buffer.alloc(31)] }],
  ['54 hashes', { hashes: Array.from({ length: 54 }, () => Buffer.alloc(32)) }],
  ['an unsigned checkpoint', { checkpoint: 'log\n1\n' }],
  ['a checkpoint that breaks off', { checkpoint: 'log\n\n— a' }],
  ['empty extra', { extra: Buffer.alloc(0) }],
  ['two million characters', { extra: Buffer.alloc(1_500_001) }],
])('writes nothing for %s', (_, wrong) => {
  const right = { index: 0, hashes: [], checkpoint: CHECKPOINT };
  expect(parseTlogProof(tlogProofText(right)).ok).toBe(true);
  expect(() => tlogProofText({ ...right, ...wrong })).toThrow(RangeError);
});
