import { rulesetOn } from '../../src/agreements/agreement-set';
import { matrixPage } from '../../src/agreements/matrix-page';
import { decide } from '../../src/policy/decide';
import { matrixOf, type MatrixCell, type Reach } from '../../src/policy/matrix';
import { profileFor } from '../../src/policy/profile';
import { spaceOf } from '../../src/policy/space';
import { DAY, shipped } from './shipped';

const ruleset = rulesetOn(shipped, DAY);
const space = spaceOf([ruleset], shipped.directory);
const { catalogues } = ruleset;
const matrix = matrixOf(ruleset, { catalogues, space, names: shipped.names });

const cell = (word: string, role: string): MatrixCell => {
  const found = matrix.cells.find((c) => c.word === word && c.role === role);
  if (!found) throw new Error(`no cell ${word} ${role}`);
  return found;
};

it.each<[string, string, Reach, Reach]>([
  ['CME_OFFICER', 'VOLUNTARY', 'always', 'always'],
  ['NHS_NUMBER', 'SCHOOL', 'never', 'never'],
  ['NHS_NUMBER', 'CME_TEAM', 'always', 'always'],
  ['CURRENT_ADDRESS', 'POLICE', 'emergency', 'emergency'],
  ['CURRENT_ADDRESS', 'SCHOOL', 'standing', 'standing'],
  ['CME_FLAG', 'POLICE', 'never', 'anyButForbidden'],
  ['CARERS', 'HEALTH', 'emergency', 'standing'],
  ['IN_EDUCATION', 'SOCIAL_CARE', 'anyButForbidden', 'anyButForbidden'],
  ['ETHNICITY', 'NATIONAL_BODY', 'never', 'never'],
  ['RAISE_ALERT', 'SCHOOL', 'always', 'always'],
  ['BROADCAST_LOST_PUPIL', 'CME_TEAM', 'anyButForbidden', 'anyButForbidden'],
])('%s for %s is %s in full, %s at its widest', (word, role, full, widest) => {
  expect(cell(word, role)).toMatchObject({ full, widest });
});

it('marks what only some who hold a role have, and what only a job has', () => {
  expect(cell('CME_FLAG', 'HOUSING')).toMatchObject({ someOnly: true, jobsOnly: false });
  expect(cell('CME_OFFICER', 'HOUSING')).toMatchObject({ someOnly: false, jobsOnly: false });
  expect(cell('PROTECTED_ADDRESS', 'CME_TEAM')).toMatchObject({ someOnly: false, jobsOnly: true });
});

it('has a cell for every role and word, and none is shut that decide opens to a unit of the directory', () => {
  expect(matrix.cells).toHaveLength(matrix.roles.length * (matrix.items.length + matrix.actions.length));
  const seen = new Set<string>();
  let opened = 0;
  for (const [unit, role] of shipped.directory.units) {
    // One ordinary organisation of a kind stands for all of them.
    const kind = `${unit.split('/')[0] ?? ''} ${role}`;
    if (seen.has(kind) && !unit.startsWith('la/931')) continue;
    seen.add(kind);
    for (const purpose of space.purposes) {
      const profile = profileFor(ruleset, purpose, [
        { organisation: unit.slice(0, unit.lastIndexOf('/')), unit, role, job: '' },
      ]);
      for (const { word, form } of space.cells) {
        const slot = profile.cell(word, form);
        const all = profile.atoms.reduce(
          (mask, a, i) => (a.kind === 'LOCATION_PROTECTED' ? mask : mask | (1n << BigInt(i))),
          0n,
        );
        if (decide(slot, all, false).effect !== 'disclose') continue;
        opened += 1;
        expect({ unit, purpose, word, form, widest: cell(word, role).widest }).not.toMatchObject({
          widest: 'never',
        });
      }
    }
  }
  expect(opened).toBeGreaterThan(500);
});

describe('the page to print', () => {
  const agreements = shipped.agreements.map(({ agreement }) => agreement);
  const page = matrixPage({ matrix, catalogues, agreements, authority: 'Oxford & <Shire>' });

  it('needs nothing from outside and runs nothing', () => {
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|<script|<link|<iframe|<img|@import|url\(|src=|\bon\w+=/i,
    );
  });

  it('is in British English, for A3 in landscape, and escapes names', () => {
    expect(page).toContain('<html lang="en-GB">');
    expect(page).toContain('@page { size: A3 landscape;');
    expect(page).toContain('Oxford &#38; &#60;Shire&#62;');
  });

  it('draws every cell, with what it means on hovering, and leads to its details', () => {
    expect(page.match(/<title>(?!Who)/g)).toHaveLength(matrix.cells.length);
    const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((m) => m[1]);
    expect(links.length).toBeGreaterThan(300);
    expect(links.filter((link) => !targets.has(link))).toEqual([]);
  });

  it('names each agreement with its version and the day of its review', () => {
    expect(page).toContain(
      'Thames Valley Police <code>thames-valley-police</code>, version 1, to be reviewed by 31 August 2027',
    );
  });
});
