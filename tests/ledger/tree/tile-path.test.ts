import fc from 'fast-check';
import { parseTilePath, tilePath } from '../../../src/ledger/tree/tiles';

const indexes = fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 3_000_000 }));
const tiles = fc.tuple(fc.integer({ min: 0, max: 63 }), indexes, fc.integer({ min: 1, max: 256 }));

it.each([
  [0, 1234067, 256, 'tile/0/x001/x234/067'],
  [0, 273, 112, 'tile/0/273.p/112'],
  [1, 0, 256, 'tile/1/000'],
  [2, 0, 1, 'tile/2/000.p/1'],
  [63, 999, 255, 'tile/63/999.p/255'],
  [5, 1000, 256, 'tile/5/x001/000'],
  [0, 2 ** 53 - 1, 256, 'tile/0/x009/x007/x199/x254/x740/991'],
])('writes and reads tile %d, %d of %d hashes as %s', (level, index, width, path) => {
  expect(tilePath(level, index, width)).toBe(path);
  expect(parseTilePath(path)).toEqual({ level, index, width });
});

it('reads back whatever it wrote', () => {
  fc.assert(
    fc.property(tiles, ([level, index, width]) => {
      expect(parseTilePath(tilePath(level, index, width))).toEqual({ level, index, width });
    }),
  );
});

it('knows one spelling of a tile: whatever it reads, it would write so', () => {
  const edit = fc.tuple(
    fc.nat(40),
    fc.constantFrom('0', '1', 'x', '/', 'p', '.', '000', 'x000/', ''),
    fc.nat(2),
  );
  fc.assert(
    fc.property(tiles, edit, ([level, index, width], [at, put, cut]) => {
      const path = tilePath(level, index, width);
      const edited = path.slice(0, at) + put + path.slice(at + cut);
      const read = parseTilePath(edited);
      if (read) expect(tilePath(read.level, read.index, read.width)).toBe(edited);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  'tile/00/000',
  'tile/64/000',
  'tile/-1/000',
  'tile/0/0',
  'tile/0/00',
  'tile/0/0000',
  'tile/0/x000/001',
  'tile/0/x000/x001/000',
  'tile/0/001/000',
  'tile/0/x001',
  'tile/0/x001/',
  'tile/0/X001/000',
  'tile/0/x01/000',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/007',
  'tile/0/000.p/',
  'tile/0/000.p',
  'tile/0/000.P/1',
  'tile/0/000/',
  'tile//0/000',
  '/tile/0/000',
  'tile/0/000\n',
  'tile/0/000?x',
  'tile/0/٠٠٠',
  'tile/0/x009/x007/x199/x254/x740/992',
  'tile/0/x001/x000/x000/x000/x000/x000/000',
  'tile/entries/000',
  'tile/0/../000',
  '',
])('refuses %j', (path) => {
  expect(parseTilePath(path)).toBeNull();
});

it.each([
  [-1, 0, 256],
  [64, 0, 256],
  [0, -1, 256],
  [0, 2 ** 53, 256],
  [0, 0.5, 256],
  [0, 0, 0],
  [0, 0, 257],
])('writes no path for level %d, index %d, width %d', (level, index, width) => {
  expect(() => tilePath(level, index, width)).toThrow(RangeError);
});
