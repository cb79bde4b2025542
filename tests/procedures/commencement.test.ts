import { checkProcedures } from '../../src/procedures/check-procedures';
import { readProcedureFiles } from '../../src/procedures/procedure-files';
import { rowsInForce } from '../../src/procedures/rows-in-force';
import { AUTHORITIES, BOOK, day, WORDS } from './shipped';

/** Children's Wellbeing and Schools Act 2026 s37: consent before a name is deleted, once a day is set. */
it('a law begins on its day and not before, and never while there is none', () => {
  const files = readProcedureFiles().map(({ file, text }) => ({
    file,
    text: text.replace(/(- row: ST-06b[\s\S]*?inForceFrom:) null/, '$1 2026-12-01'),
  }));
  const { book } = checkProcedures(files, WORDS, AUTHORITIES);
  if (book === null) throw new Error('The files are not sound.');
  const holds = (of: typeof book, on: string): boolean =>
    rowsInForce(of, 'la/852', day(on)).some(({ row }) => row === 'ST-06b');
  expect(['2026-11-30', '2026-12-01', '2027-06-01'].map((on) => holds(book, on))).toEqual([
    false,
    true,
    true,
  ]);
  expect(holds(BOOK, '2099-01-01')).toBe(false);
});
