import { verifyConsistency } from '../../../src/ledger/tree/proof';
import { naiveLeaf, naiveProof, naiveRoot } from '../tree/naive-tree';

const MOST = 64;
const leaves = Array.from({ length: MOST }, (_, i) => naiveLeaf(Buffer.from(`entry ${i}`)));
const rewritten = leaves.map((leaf, i) => (i === 0 ? naiveLeaf(Buffer.from('rewritten')) : leaf));
const rootsOf = (of: readonly Buffer[]): Buffer[] =>
  Array.from({ length: MOST + 1 }, (_, size) => naiveRoot(of.slice(0, size)));

/** By RFC 6962 word for word, every pair of sizes: what follows is taken, and nothing of a rewritten tree is. */
it.each(Array.from({ length: MOST }, (_, i) => [i + 1]))('from each size to %i', (size2) => {
  const [roots, others] = [rootsOf(leaves), rootsOf(rewritten)];
  const none = Buffer.alloc(32);
  for (let size1 = 1; size1 <= size2; size1 += 1) {
    const claim = { size1, size2, root1: roots[size1] ?? none, root2: roots[size2] ?? none };
    const proof = naiveProof(size1, leaves.slice(0, size2));
    const foreign = naiveProof(size1, rewritten.slice(0, size2));
    const found = [
      verifyConsistency({ ...claim, proof }),
      verifyConsistency({ ...claim, root2: others[size2] ?? none, proof }),
      verifyConsistency({ ...claim, root2: others[size2] ?? none, proof: foreign }),
      verifyConsistency({ ...claim, root1: others[size1] ?? none, proof }),
      verifyConsistency({ ...claim, root1: others[size1] ?? none, proof: foreign }),
      verifyConsistency({ ...claim, proof: [...proof, none] }),
    ];
    expect({ size1, found }).toEqual({ size1, found: [true, false, false, false, false, false] });
  }
});
