import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/package-root';
import { PARTS, type Part } from '../../src/procedures/procedure';
import { DUTY_ROWS } from './clock-rows';
import { BOOK } from './shipped';

/** Where the tests are that tell rows as stories; the first that tells a row is the one that README names. */
const TOLD_IN = [
  'tests/casework/rows', 'tests/casework', 'tests/alerts', 'tests/enquiries',
] as const; // prettier-ignore
const DUTIES = 'tests/casework/duties.test.ts';
const TITLED = /^(it|describe|row|storiesOf|each)$/;
const ROW = /\b(?:ST|OX|BD|SO|AF)-\d+[a-z]?\b/g;

/** Parts of which every row has to be told. */
export const OF_CASEWORK: readonly Part[] = ['alert', 'enquiry', 'register', 'closing'];

/** Row → the test that tells it, by what stands in titles and tables of tests, never in their bodies. */
export function rowsTold(): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  for (const folder of TOLD_IN)
    for (const file of readdirSync(join(packageRoot(), folder)).sort()) {
      if (!file.endsWith('.test.ts')) continue;
      const path = `${folder}/${file}`;
      for (const row of rowsIn(path)) if (!told.has(row)) told.set(row, path);
    }
  for (const { row } of DUTY_ROWS) if (!told.has(row)) told.set(row, DUTIES);
  return told;
}

function rowsIn(path: string): ReadonlySet<string> {
  const text = readFileSync(join(packageRoot(), path), 'utf8');
  const found = new Set<string>();
  const read = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isStringLiteralLike(node)) for (const [row] of node.text.matchAll(ROW)) found.add(row);
    ts.forEachChild(node, read);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && TITLED.test(nameOf(node.expression))) node.arguments.forEach(read);
    if (ts.isVariableDeclaration(node) && node.type?.getText().endsWith('ShortStory[]') === true)
      visitShort(node);
    ts.forEachChild(node, visit);
  };
  const visitShort = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'row') read(node.initializer);
    ts.forEachChild(node, visitShort);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** `it` of `it.each(TABLE)('title', …)`, `row` of `row('OX-12')('S1 3.6', …)`. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return nameOf(node.expression);
  return ts.isCallExpression(node) ? nameOf(node.expression) : '';
}

const COLUMNS: readonly (readonly [title: string, procedure: string])[] = [
  ['the law', 'statutory'],
  ['Oxfordshire', 'oxfordshire'],
  ['Barking and Dagenham', 'barking-and-dagenham'],
  ['Southampton', 'southampton'],
  ['Kingston and Richmond', 'achieving-for-children'],
];
const IN_WORDS: Readonly<Record<Part, string>> = {
  alert: 'alerts', enquiry: 'enquiries', register: 'register', closing: 'closing', absence: 'absence', roll: 'roll',
  safeguarding: 'safeguarding', placement: 'places', homeEducation: 'home education', report: 'regular duties',
}; // prettier-ignore

/** The table of README: what a row is about × whose it is × the test that tells it. */
export function rowTable(): string {
  const told = rowsTold();
  const tests = [...new Set([...OF_CASEWORK, ...PARTS].flatMap((part) => testsOf(part, told)))];
  const letter = (test: string): string => String.fromCharCode(97 + tests.indexOf(test));
  const cell = (procedure: string, part: Part): string => {
    const rows = (BOOK.procedures.get(procedure)?.rows ?? []).filter((row) => row.part === part);
    const by = new Map<string, string[]>();
    for (const { row } of rows) {
      const test = told.get(row) ?? '';
      by.set(test, [...(by.get(test) ?? []), row.slice(3)]);
    }
    return [...by].map(([test, ids]) => `${ids.join(' ')} ${test === '' ? '–' : letter(test)}`).join(' · ');
  };
  const parts = [...OF_CASEWORK, ...PARTS.filter((part) => !OF_CASEWORK.includes(part))];
  return [
    `| rows about | ${COLUMNS.map(([title]) => title).join(' | ')} |`,
    `| --- | ${COLUMNS.map(() => '---').join(' | ')} |`,
    ...parts.map((part) => `| ${IN_WORDS[part]} | ${COLUMNS.map(([, of]) => cell(of, part)).join(' | ')} |`),
    '',
    tests.map((test) => `${letter(test)} [${test.slice('tests/'.length)}](${test})`).join(' · '),
  ].join('\n');
}

function testsOf(part: Part, told: ReadonlyMap<string, string>): string[] {
  return COLUMNS.flatMap(([, of]) => BOOK.procedures.get(of)?.rows ?? [])
    .filter((row) => row.part === part)
    .flatMap(({ row }) => told.get(row) ?? []);
}

export const BEGINS = '<!-- rows: written by `node --require ./tests/support/typescript.cjs tests/procedures/write-row-table.ts` -->'; // prettier-ignore
export const ENDS = '<!-- rows end -->';
export const README = join(packageRoot(), 'README.md');

/** What stands in README between its two marks. */
export function tableInReadme(text: string): string {
  const [from, to] = [text.indexOf(BEGINS), text.indexOf(ENDS)];
  if (from < 0 || to < from) throw new Error('README.md has lost the marks around its table of rows.');
  return text
    .slice(from + BEGINS.length, to)
    .replaceAll(/<!-- prettier-ignore-(start|end) -->/g, '')
    .trim();
}

export const withTable = (text: string, table: string): string =>
  `${text.slice(0, text.indexOf(BEGINS))}${BEGINS}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n${text.slice(text.indexOf(ENDS))}`;
