import { readAgreementFiles, readCatalogues } from '../../src/agreements/catalogue-files';
import { referenceWords } from '../../src/agreements/directory-words';
import { checkAgreements } from '../../src/policy/check-agreements';
import { compile } from '../../src/policy/compile';
import { problemLine } from '../../src/policy/problem';

const HOME = 'la/931';
const texts = readAgreementFiles();
const { catalogues, digest } = readCatalogues();
const directory = referenceWords(HOME);
const { sound, problems } = checkAgreements(texts, catalogues, directory, '2026-09-01');

it.each(texts.map((t) => t.file))('%s passes every check', (file) => {
  const errors = problems.filter((p) => p.file === file && p.severity === 'error');
  expect(errors.map(problemLine)).toEqual([]);
});

it('compiles all of them, and each speaks from the first day', () => {
  expect(sound.map((s) => s.file)).toEqual(texts.map((t) => t.file));
  const ruleset = compile({
    agreements: sound,
    catalogues,
    cataloguesDigest: digest,
    homeAuthorities: directory.homeAuthorities,
    day: '2026-09-01',
  });
  const speaking = new Set([...ruleset.rules.values()].flat().map((rule) => rule.ref.agreement));
  const silent = sound.map((s) => s.agreement.agreement).filter((name) => !speaking.has(name));
  // Between authorities of another hub: here it is an example that opens nothing.
  expect(silent).toEqual(['solent']);
});

it('cites only powers that the catalogue lists, whatever the day', () => {
  const cited = sound.flatMap(({ agreement }) =>
    agreement.purposes.flatMap((p) => [
      ...Object.values(p.lawfulBasis).flat(),
      ...p.specialCategoryCondition,
      ...p.powers,
    ]),
  );
  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter((id) => !catalogues.powers.has(id))).toEqual([]);
});
