import fc from 'fast-check';
import { buildSchema, getIntrospectionQuery, GraphQLError, parse, validate } from 'graphql';
import { HubError } from '../../src/kernel/errors';
import { admissionRule } from '../../src/server/admission';
import { pageSizeProblem } from '../../src/server/page-size';

const schema = buildSchema(`
  type Query { node: Node  a: Int  b: Int  c: Int  d: Int  e: Int  f: Int  list(first: Int): [Node] }
  type Mutation { act: Node  other: Node }
  type Node { node: Node  name: String  list(first: Int): [Node] }
`);

function codes(document: string): string[] {
  return validate(schema, parse(document), [admissionRule]).map(codeOf);
}

function codeOf({ originalError }: GraphQLError): string {
  return originalError instanceof HubError ? originalError.code : 'another error';
}

const nested = (levels: number): string => (levels === 1 ? 'name' : `node { ${nested(levels - 1)} }`);
const aliases = (count: number): string => Array.from({ length: count }, (_, i) => `n${i}: name`).join(' ');

describe('what an operation may be', () => {
  const half = `fragment Half on Node { ${aliases(8)} }`;
  test.each([
    ['ten fields deep', `{ ${nested(10)} }`, []],
    ['eleven fields deep', `{ ${nested(11)} }`, ['TOO_COMPLEX']],
    [
      'eleven deep by way of a fragment',
      `{ node { ...F } } fragment F on Node { ${nested(10)} }`,
      ['TOO_COMPLEX'],
    ],
    [
      'eleven deep by way of an inline fragment',
      `{ node { ... on Node { ${nested(10)} } } }`,
      ['TOO_COMPLEX'],
    ],
    ['fifteen aliases of one field', `{ node { ${aliases(15)} } }`, []],
    ['sixteen aliases of one field', `{ node { ${aliases(16)} } }`, ['TOO_COMPLEX']],
    ['sixteen aliases in two places', `{ node { ${aliases(8)} node { ${aliases(8)} } } }`, ['TOO_COMPLEX']],
    [
      'sixteen aliases by one fragment twice',
      `{ node { ...Half } a: node { ...Half } } ${half}`,
      ['TOO_COMPLEX'],
    ],
    ['a field named as itself over and over', `{ node { ${'name: name '.repeat(40)} } }`, []],
    ['five root fields', '{ a b c d e __typename }', []],
    ['six root fields', '{ a b c d e f }', ['TOO_COMPLEX']],
    ['six root fields by way of a fragment', '{ a b c ...F } fragment F on Query { d e f }', ['TOO_COMPLEX']],
    ['one mutation', 'mutation { act { name } __typename }', []],
    ['two mutations', 'mutation { act { name } other { name } }', ['BAD_USER_INPUT']],
    ['two mutations by way of aliases', 'mutation { x: act { name } y: act { name } }', ['BAD_USER_INPUT']],
    [
      'the introspection query of every tool',
      getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }),
      [],
    ],
  ] as const)('%s', (_what, document, expected) => {
    expect(codes(document)).toEqual(expected);
  });

  test('each operation of a document is measured by itself', () => {
    expect(codes(`query A { ${nested(11)} } query B { a }`)).toEqual(['TOO_COMPLEX']);
  });

  test('fragments that spread themselves end', () => {
    expect(
      codes('{ node { ...A } } fragment A on Node { node { ...B } } fragment B on Node { node { ...A } }'),
    ).toEqual([]);
  });

  test('a bomb of fragments costs no more than it is long', () => {
    const bomb = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Node { x${i}: name ...F${i + 1} ...F${i + 1} }`,
    );
    const began = performance.now();
    expect(codes(`{ node { ...F0 } } ${bomb.join(' ')} fragment F60 on Node { name }`)).toEqual([
      'TOO_COMPLEX',
    ]);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

interface Tree {
  readonly alias: boolean;
  readonly fragment: boolean;
  readonly below: readonly Tree[];
}

const tree: (depth?: number) => fc.Arbitrary<Tree> = fc.memo((depth) =>
  fc.record({
    alias: fc.boolean(),
    fragment: fc.boolean(),
    below: depth <= 1 ? fc.constant([]) : fc.array(tree(), { minLength: 1, maxLength: 2 }),
  }),
);

test('a fragment changes nothing: a document is judged as if it were written out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 11 }).chain(tree), (root) => {
      expect(codes(written(root, false))).toEqual(codes(written(root, true)));
    }),
    { numRuns: 100 },
  );
});

/** The same selections, written out or with parts of them moved into fragments. */
function written(root: Tree, withFragments: boolean): string {
  const fragments: string[] = [];
  let aliasCount = 0;
  const selection = ({ alias, fragment, below }: Tree): string => {
    const name = alias ? `x${aliasCount++}: node` : 'node';
    const field = `${name} { name ${below.map(selection).join(' ')} }`;
    if (!fragment || !withFragments) return field;
    fragments.push(`fragment F${fragments.length} on Node { ${field} }`);
    return `...F${fragments.length - 1}`;
  };
  const body = selection(root);
  return `{ node { ${body} } } ${fragments.join(' ')}`;
}

describe('how many rows', () => {
  test.each([
    ['{ list(first: 100) { name } }', {}, null],
    ['{ list { name } }', {}, null],
    ['{ list(first: 101) { name } }', {}, 'BAD_USER_INPUT'],
    ['{ list(first: 0) { name } }', {}, 'BAD_USER_INPUT'],
    ['{ list(first: -1) { name } }', {}, 'BAD_USER_INPUT'],
    ['{ node { ...F } } fragment F on Node { list(first: 101) { name } }', {}, 'BAD_USER_INPUT'],
    ['query ($n: Int) { list(first: $n) { name } }', { n: 100 }, null],
    ['query ($n: Int) { list(first: $n) { name } }', { n: 101 }, 'BAD_USER_INPUT'],
    ['query ($n: Int) { list(first: $n) { name } }', {}, null],
    ['query ($n: Int = 500) { list(first: $n) { name } }', {}, 'BAD_USER_INPUT'],
    ['query ($n: Int = 500) { list(first: $n) { name } }', { n: 5 }, null],
  ])('%s with %j', (text, variables, expected) => {
    const document = parse(text);
    const [operation] = document.definitions;
    const found = pageSizeProblem(
      document,
      operation?.kind === 'OperationDefinition' ? operation : undefined,
      variables,
    );
    expect(found?.code ?? null).toBe(expected);
  });
});
