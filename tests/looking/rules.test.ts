import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { readLooking } from '../../src/looking/looking-file';
import { budgetsOf, parseLooking } from '../../src/looking/looking-rules';
import { makeTestFolder } from '../support/data-folder';

const FILE = resolve(__dirname, '../../schema/looking.yaml');
const text = readFileSync(FILE, 'utf8');
const { catalogues } = readCatalogues();
const known = {
  roles: new Set(catalogues.roles.keys()),
  categories: new Set([...catalogues.items.values()].flatMap(({ category }) => category.split(' '))),
};

const lineOf = (words: string): number => text.split('\n').findIndex((line) => line.startsWith(words)) + 1;

test('the file of this repository can be used, and says what each category and role is worth', () => {
  const { rules, problems } = parseLooking('looking.yaml', text, known);
  expect(problems).toEqual([]);
  expect([...rules.costs.categories.keys()].sort()).toEqual([...known.categories].sort());
  expect(budgetsOf(rules, 'CME_TEAM').person.hour).toBeGreaterThan(budgetsOf(rules, 'HEALTH').person.hour);
  expect(budgetsOf(rules, 'VOLUNTARY')).toBe(rules.budgets.default);
});

/** One mistake each: what is written instead of what, on which line it is found, and in which words. */
const MISTAKES: readonly (readonly [what: string, from: string, to: string, line: string, words: RegExp])[] = [
  ['a cost that is no number', '  miss: 5', '  miss: dear', '  miss', /`miss` must be a whole number of at least 1/],
  ['a miss cheaper than a hit', '  hit: 1', '  hit: 9', '  miss', /`miss` must be a whole number of at least 9/],
  ['a category that nobody knows', '3P: 1', '4P: 1', '  categories', /4P/],
  ['a category without a cost', 'SC: 2, CO: 2', 'SC: 2', '  categories', /`CO` has no cost/],
  ['a role that nobody knows', '    POLICE:', '    POLISE:', '    POLICE', /POLISE.*POLICE/],
  ['a day shorter than its hour', 'hour: 600, day: 2400', 'hour: 600, day: 24', '    POLICE', /a day may not be less than an hour/],
  ['an organisation with less than one of its people', 'organisation: { hour: 10000', 'organisation: { hour: 100', '  default', /may not have less than one of its people/],
  ['a stop before the slowing', 'slow: 15, stop: 60', 'slow: 15, stop: 15', '  sequence', /`stop` must be more than `slow`/],
  ['a word that is not part of it', 'stopped: { minutes: 60 }', 'stopped: { minuets: 60 }', 'stopped', /minuets/],
  ['a part left out', 'reports: { days: 2192 }', '', 'costs', /reports|days/],
]; // prettier-ignore

test.each(MISTAKES)('%s is named with its line', (_what, from, to, line, words) => {
  expect(text).toContain(from);
  const folder = makeTestFolder(0o700);
  try {
    mkdirSync(join(folder.path, 'schema'));
    writeFileSync(join(folder.path, 'schema', 'looking.yaml'), text.replace(from, to));
    let message = '';
    try {
      readLooking(catalogues, join(folder.path, 'schema'));
    } catch (error) {
      message = (error as Error).message;
    }
    const found = message.split('\n').filter((each) => words.test(each));
    expect([message, found.length]).not.toEqual([message, 0]);
    const lines = found.map((each) => Number(/looking\.yaml:(\d+):/.exec(each)?.[1]));
    if (to !== '') expect(lines).toContain(lineOf(line));
    else expect(lines.every((n) => n > 0)).toBe(true);
  } finally {
    folder.remove();
  }
});

test('a text that is no YAML is told by line too, and every problem at once', () => {
  expect(parseLooking('looking.yaml', 'costs: [', known).problems[0]).toMatchObject({
    file: 'looking.yaml',
    at: { line: 1 },
  });
  const two = text.replace('  miss: 5', '  miss: dear').replace('minutes: 60', 'minutes: -1');
  expect(parseLooking('looking.yaml', two, known).problems).toHaveLength(2);
});
