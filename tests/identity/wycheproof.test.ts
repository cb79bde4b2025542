import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysOfJwkSet, TOKEN_ALGORITHMS } from '../../src/identity/jwk-set';
import { isSignedBy, readToken } from '../../src/identity/jws';

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}
interface Group {
  readonly comment: string;
  readonly public?: { readonly keys?: readonly object[]; readonly alg?: string };
  readonly private?: object;
  readonly tests: readonly Case[];
}

function groups(file: string): readonly Group[] {
  const path = join(__dirname, '..', 'vectors', 'wycheproof', file);
  return (JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] }).testGroups;
}

function accepts(set: unknown, jws: string): boolean {
  const token = readToken(jws);
  const key = token === null ? undefined : keysOfJwkSet(set)?.get(token.kid);
  return token !== null && key !== undefined && isSignedBy(token, key);
}

function sets(group: Group): unknown[] {
  const key = group.public ?? group.private ?? {};
  return ['keys' in key ? key : { keys: [key] }];
}

const all = ['json_web_signature_test.json', 'json_web_key_test.json'].flatMap(groups);

// Its modulus is weak (ROCA) but nothing about the signature is: no library tells, and neither do we.
const WEAK_MODULUS = 'rejectsKeyWithRocaVulnerability';

it('accepts no forgery of the published cases', () => {
  const forged = all.flatMap((group) =>
    group.tests
      .filter(({ result, comment }) => result === 'invalid' && comment !== WEAK_MODULUS)
      .map((test) => ({ group, test })),
  );
  const accepted = forged.filter(({ group, test }) => sets(group).some((set) => accepts(set, test.jws)));
  expect(accepted.map(({ group, test }) => `${group.comment} ${test.tcId} ${test.comment}`)).toEqual([]);
  expect(forged.length).toBeGreaterThan(300);
});

it('accepts what is valid under an algorithm of ours', () => {
  const ours = all.filter(({ public: key, comment }) => {
    return (
      key?.alg !== undefined &&
      TOKEN_ALGORITHMS.some((alg) => alg === key.alg) &&
      !comment.startsWith('rfc7520')
    );
  });
  const valid = ours.flatMap((group) =>
    group.tests
      .filter(({ result, jws }) => result === 'valid' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws))
      .map((test) => ({ group, test })),
  );
  const refused = valid.filter(({ group, test }) => !sets(group).some((set) => accepts(set, test.jws)));
  expect(refused.map(({ group, test }) => `${group.comment} ${test.tcId} ${test.comment}`)).toEqual([]);
  expect(valid.length).toBeGreaterThan(2);
});
