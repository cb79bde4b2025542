import { readFileSync } from 'node:fs';
import { OF_CASEWORK, README, rowsTold, rowTable, tableInReadme } from './row-table';
import { BOOK } from './shipped';

const rows = [...BOOK.procedures.values()].flatMap((procedure) => procedure.rows);

it('every row about alerts, enquiries, register or closing is told by a test that bears its name', () => {
  const told = rowsTold();
  const mute = rows.filter(({ part, row }) => OF_CASEWORK.includes(part) && !told.has(row));
  expect(mute.map(({ row }) => row)).toEqual([]);
});

it('no test tells of a row that no procedure has', () => {
  const known = new Set(rows.map(({ row }) => row));
  // OX-3 and OX-411 stand in tests as words that are refused, in no title.
  expect([...rowsTold().keys()].filter((row) => !known.has(row))).toEqual([]);
});

it('README shows procedure × authority × test as the files and tests are', () => {
  expect(tableInReadme(readFileSync(README, 'utf8'))).toBe(rowTable());
});
