import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORDERED_CHECKS } from '../../src/policy/checks/ordered-checks';
import { BAD_PLACES } from './bad-places';

const CHECKS = join(__dirname, '../../src/policy/checks');

it('lists every check there is, once', () => {
  const files = readdirSync(CHECKS)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((file) => !['check', 'ordered-checks'].includes(file));
  expect(ORDERED_CHECKS.map((check) => check.name).sort()).toEqual(files.sort());
});

it.each(ORDERED_CHECKS.map((check) => check.name))('tries every complaint of %s', (name) => {
  const source = readFileSync(join(CHECKS, `${name}.ts`), 'utf8');
  const complaints = source.match(/\breport\(/g)?.length ?? 0;
  expect(complaints).toBeGreaterThan(0);
  expect(BAD_PLACES.filter((bad) => bad.check === name).length).toBeGreaterThanOrEqual(complaints);
});
