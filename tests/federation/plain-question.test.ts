import { parse } from 'graphql';
import { EntityErrors } from '../../src/federation/gateway/entity-errors';
import { chosenName, plainQuestion, underChosenNames } from '../../src/federation/gateway/plain-question';

const plain = (query: string, variables: Record<string, unknown> = {}): string =>
  (plainQuestion(query, variables)?.query ?? '').replaceAll(/\s+/g, ' ').trim();

describe('a question as a gateway is to plan it', () => {
  test.each([
    [
      'what a switch leaves out is not in it',
      '{ a @skip(if: true) b @include(if: false) c @skip(if: false) }',
      '{ c }',
    ],
    [
      'nor with the variables and fragments that only that needed',
      'query ($no: Boolean!, $id: ID!) { a @include(if: $no) { ...F } b } fragment F on T { x(id: $id) }',
      '{ b }',
    ],
    ['a name that the caller chose is set apart', '{ id: home { x: y y } }', '{ as_id: home { as_x: y y } }'],
    ['its own name is none', '{ a: a b: c }', '{ a as_b: c }'],
    [
      'a selection of which nothing is left stays one',
      '{ a { b @skip(if: true) } }',
      '{ a { as_0: __typename } }',
    ],
  ])('%s', (_what, query, wanted) => {
    expect(plain(query, { no: false, id: '1' })).toBe(wanted);
    expect(() => parse(plain(query, { no: false, id: '1' }))).not.toThrow();
  });

  test('takes the switch that stands as a default', () => {
    expect(plain('query ($no: Boolean = false) { a @include(if: $no) b }')).toBe('{ b }');
  });

  test('keeps the variables that are used, and no other', () => {
    const { variables } =
      plainQuestion('query ($a: ID, $b: Boolean!) { x(id: $a) y @skip(if: $b) }', { a: '1', b: true }) ?? {};
    expect(variables).toEqual({ a: '1' });
  });

  test('is left to whoever refuses it when it cannot be read', () => {
    expect(plainQuestion('{ a', {})).toBeNull();
    expect(plainQuestion(`{ ${'a '.repeat(2000)} }`, {})).toBeNull();
  });

  test('is answered under the names that were chosen', () => {
    expect(underChosenNames({ as_id: [{ as_x: 1, y: null, as_0: 'T', as_0key: 'k' }] })).toEqual({
      id: [{ x: 1, y: null }],
    });
    expect(['as_id', 0, 'asOf'].map(chosenName)).toEqual(['id', 0, 'asOf']);
  });
});

describe('errors of an entity', () => {
  const withheld = { message: 'No.', path: ['_entities', 1, 'case'], extensions: { code: 'WITHHELD' } };
  const variables = {
    representations: [
      { __typename: 'Child', id: 'a' },
      { __typename: 'Child', id: 'b' },
    ],
  };

  test('are told at each place where it stands without the field, and nowhere else', () => {
    const errors = new EntityErrors();
    const other = { message: 'Away.', extensions: { code: 'UNAVAILABLE' } };
    expect(errors.keep([withheld, other, withheld], variables)).toEqual([other]);
    const data = {
      alerts: [
        { child: { as_0key: 'b', case: null } },
        { child: { as_0key: 'a', case: null } },
        { child: { as_0key: 'b', name: null } },
        { child: { as_0key: 'b', case: null } },
      ],
    };
    expect(errors.placed(data).map(({ path }) => path)).toEqual([
      ['alerts', 0, 'child', 'case'],
      ['alerts', 3, 'child', 'case'],
    ]);
  });

  test('whatever is not about one entity is given back', () => {
    const errors = new EntityErrors();
    const whole = { message: 'No.', path: ['_entities'], extensions: { code: 'RATE_LIMITED' } };
    expect(errors.keep([whole], variables)).toEqual([whole]);
    expect(errors.placed({})).toEqual([]);
  });
});
