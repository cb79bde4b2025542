import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactRange } from '../../../src/ledger/tree/compact-range';
import { leafHash } from '../../../src/ledger/tree/hash';
import { verifyConsistency, verifyInclusion } from '../../../src/ledger/tree/proof';

interface InclusionCase {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}
interface ConsistencyCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

const path = join(__dirname, '..', '..', 'vectors', 'rfc6962', 'cases.json');
const cases = Object.entries(
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, InclusionCase | ConsistencyCase>,
);
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

function accepts(given: InclusionCase | ConsistencyCase): boolean {
  const proof = (given.proof ?? []).map(bytes);
  if ('leafIdx' in given)
    return verifyInclusion({
      index: given.leafIdx,
      size: given.treeSize,
      leaf: bytes(given.leafHash),
      proof,
      root: bytes(given.root),
    });
  const { size1, size2 } = given;
  return verifyConsistency({ size1, size2, root1: bytes(given.root1), root2: bytes(given.root2), proof });
}

it('knows all 196 published cases, 12 of them right', () => {
  expect(cases).toHaveLength(196);
  expect(cases.filter(([, { wantErr }]) => !wantErr)).toHaveLength(12);
});

it.each(cases)('agrees with %s', (_, given) => {
  expect(accepts(given)).toBe(!given.wantErr);
});

it('builds the tree that the published cases are about', () => {
  const contents = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
  const happy = cases.flatMap(([name, given]) =>
    name.endsWith('happy-path.json') && 'size1' in given ? [given] : [],
  );
  expect(happy.map(({ size1 }) => size1)).toEqual([1, 1, 6, 2, 6]);
  const tree = CompactRange.empty();
  for (const hex of [...contents, '606162636465666768696a6b6c6d6e6f']) {
    for (const { size1, root1 } of happy.filter(({ size1 }) => size1 === tree.size))
      expect([size1, tree.root().toString('base64')]).toEqual([size1, root1]);
    tree.append(leafHash(Buffer.from(hex, 'hex')));
  }
  expect(tree.root().toString('base64')).toBe('XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=');
});
