import { newPublicId, newRowId, parseUuid } from '../../src/kernel/id';

it('ids of rows are made in order, ids for partners are not', () => {
  const rows = Array.from({ length: 500 }, newRowId);
  expect([...rows].sort()).toEqual(rows);
  const seen = Array.from({ length: 500 }, newPublicId);
  expect([...seen].sort()).not.toEqual(seen);
  expect(new Set([...rows, ...seen]).size).toBe(1000);
  expect([rows[0]?.charAt(14), seen[0]?.charAt(14)]).toEqual(['7', '4']);
});

it('reads a UUID in either case, and nothing else', () => {
  expect(parseUuid('0192F3C4-7B1A-7CDE-8F00-123456789ABC')).toEqual({
    ok: true,
    value: '0192f3c4-7b1a-7cde-8f00-123456789abc',
  });
  expect(parseUuid('0192f3c4-7b1a-7cde-8f00-123456789abg')).toMatchObject({ ok: false });
  expect(parseUuid('{0192f3c4-7b1a-7cde-8f00-123456789abc}')).toMatchObject({ ok: false });
});
