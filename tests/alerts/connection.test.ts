import fc from 'fast-check';
import { connectionOf, cursorOf, pageSize, positionOf } from '../../src/gate/connection';

const NUMBER = [/^\d+$/];

it('a cursor comes back as the position that it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\w :.-]{1,20}$/), { minLength: 1, maxLength: 4 }), (parts) => {
      expect(
        positionOf(
          cursorOf(...parts),
          parts.map(() => /^[\w :.-]+$/),
        ),
      ).toEqual(parts);
    }),
  );
});

it('no cursor is no position', () => {
  expect([positionOf(null, NUMBER), positionOf(undefined, NUMBER)]).toEqual([null, null]);
});

it('whatever is not a cursor of the list is refused by name, and never repeated', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      fc.pre(
        !/^\d+$/.test(Buffer.from(text, 'base64url').toString()) ||
          cursorOf(Buffer.from(text, 'base64url').toString()) !== text,
      );
      expect(() => positionOf(text, NUMBER)).toThrow(
        expect.objectContaining({
          code: 'BAD_USER_INPUT',
          details: { field: 'after' },
          message: expect.stringMatching(/^after: is not a cursor/),
        }),
      );
    }),
  );
  for (const near of [
    `${cursorOf('7')}=`,
    cursorOf('7', '8'),
    cursorOf('seven'),
    cursorOf('7'.repeat(300)),
  ]) {
    expect(() => positionOf(near, NUMBER)).toThrow(/^after: is not a cursor/);
  }
});

it('a page has twenty rows unless one to a hundred are asked for', () => {
  expect([pageSize(null), pageSize(undefined), pageSize(1), pageSize(100)]).toEqual([20, 20, 1, 100]);
  for (const first of [0, -1, 101, 1.5]) expect(() => pageSize(first)).toThrow(/^first: /);
});

it('a page is cut out of one row more than was asked for', () => {
  const cut = (rows: number[]): unknown => connectionOf(rows, 2, String).pageInfo;
  expect([cut([1, 2, 3]), cut([1, 2]), cut([])]).toEqual([
    { hasNextPage: true, endCursor: '2' },
    { hasNextPage: false, endCursor: '2' },
    { hasNextPage: false, endCursor: null },
  ]);
});
