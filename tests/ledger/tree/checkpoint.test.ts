import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from '../../../src/ledger/tree/checkpoint';
import { EMPTY_ROOT, leafHash } from '../../../src/ledger/tree/hash';

// The text of the example in c2sp.org/tlog-checkpoint.
const EXAMPLE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
`;

it('reads and writes the example of the specification', () => {
  const root = Buffer.from('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62', 'hex');
  const checkpoint = { origin: 'example.com/behind-the-sofa', size: 20852163, root };
  expect(parseCheckpoint(EXAMPLE)).toEqual({ ok: true, value: { ...checkpoint, extensions: [] } });
  expect(checkpointText(checkpoint)).toBe(EXAMPLE);
});

it('reads back whatever it wrote', () => {
  const origin = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\0-\x1f]/.test(text));
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(origin, fc.integer({ min: 1, max: 2 ** 53 - 1 }), root, (name, size, hash) => {
      const checkpoint = { origin: name, size, root: hash };
      const read = parseCheckpoint(checkpointText(checkpoint));
      expect(read).toEqual({ ok: true, value: { ...checkpoint, extensions: [] } });
    }),
  );
});

it('hands on extension lines unread', () => {
  expect(parseCheckpoint(`${EXAMPLE}Timestamp: 1\n+ x\n`)).toMatchObject({
    ok: true,
    value: { size: 20852163, extensions: ['Timestamp: 1', '+ x'] },
  });
});

it('knows the one root of an empty tree', () => {
  const empty = checkpointText({ origin: 'log', size: 0, root: EMPTY_ROOT });
  expect(parseCheckpoint(empty)).toMatchObject({ ok: true, value: { size: 0 } });
  expect(parseCheckpoint(checkpointText({ origin: 'log', size: 0, root: leafHash('') })).ok).toBe(false);
});

it.each([
  ['nothing', ''],
  ['one line', 'log\n'],
  ['two lines', 'log\n1\n'],
  ['no last newline', EXAMPLE.slice(0, -1)],
  ['a blank line after it', `${EXAMPLE}\n`],
  ['a blank extension line', `${EXAMPLE}x\n\ny\n`],
  ['no origin', EXAMPLE.replace('example.com/behind-the-sofa', '')],
  ['a tab in the origin', EXAMPLE.replace('/', '\t')],
  ['a leading zero', EXAMPLE.replace('2085', '02085')],
  ['a size of two zeroes', EXAMPLE.replace('20852163', '00')],
  ['a plus sign', EXAMPLE.replace('2085', '+2085')],
  ['a minus sign', EXAMPLE.replace('2085', '-2085')],
  ['an exponent', EXAMPLE.replace('20852163', '2e7')],
  ['a fraction', EXAMPLE.replace('20852163', '1.0')],
  ['a hexadecimal size', EXAMPLE.replace('20852163', '0x10')],
  ['a space before the size', EXAMPLE.replace('2085', ' 2085')],
  ['a size past 2^53 - 1', EXAMPLE.replace('20852163', '9007199254740992')],
  ['digits of another script', EXAMPLE.replace('20852163', '٢')],
  ['no size', EXAMPLE.replace('20852163', '')],
  ['a root without its padding', EXAMPLE.replace('2I=', '2I')],
  ['a root with spare bits', EXAMPLE.replace('2I=', '2J=')],
  ['a root of 31 bytes', EXAMPLE.replace(/CsU.*/, Buffer.alloc(31).toString('base64'))],
  ['a root of 33 bytes', EXAMPLE.replace(/CsU.*/, Buffer.alloc(33).toString('base64'))],
  ['a root in the alphabet of URLs', EXAMPLE.replace('om/X', 'om_X')],
  ['carriage returns', EXAMPLE.replaceAll('\n', '\r\n')],
])('refuses %s', (_, text) => {
  const parsed = parseCheckpoint(text);
  expect(parsed.ok).toBe(false);
});

it.each([
  ['no origin', { origin: '', size: 1, root: EMPTY_ROOT }],
  ['two lines of origin', { origin: 'a\nb', size: 1, root: EMPTY_ROOT }],
  ['a negative size', { origin: 'a', size: -1, root: EMPTY_ROOT }],
  ['a size past 2^53 - 1', { origin: 'a', size: 2 ** 53, root: EMPTY_ROOT }],
  ['a short root', { origin: 'a', size: 1, root: Buffer.alloc(31) }],
])('writes nothing for %s', (_, checkpoint) => {
  expect(() => checkpointText(checkpoint)).toThrow(RangeError);
});
