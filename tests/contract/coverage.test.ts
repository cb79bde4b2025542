import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildSchema, parse, print, visit } from 'graphql';
import {
  Arg,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  buildSchemaSync,
  type ClassType,
} from 'type-graphql';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { DECLARATION_DIRECTIVES, action, dataItem, inherits, open } from '../../src/gate/declare';
import { coverageOf, type Coverage } from '../../src/gate/coverage';
import { buildHubSchema } from '../../src/schema';

const { catalogues } = readCatalogues();

/** The coverage of a graph that is written down, or what the build says when it fails. */
function built(types: string, query = 'x: String @open(reason: "a test")'): Coverage | string {
  return outcome(() =>
    coverageOf(buildSchema(`${DECLARATION_DIRECTIVES} type Query { ${query} } ${types}`), catalogues),
  );
}
function outcome(build: () => Coverage): Coverage | string {
  try {
    return build();
  } catch (error) {
    return (error as Error).message;
  }
}
const WHAT_TO_DO =
  "put @dataItem('ITEM'), @inherits() or @open('why it holds nothing') beside it (from src/gate/declare.ts)";
const HEADING = 'The schema does not say what each of its fields holds:';

describe('the build fails', () => {
  test('for a new field that names no data item, and says what to do', () => {
    expect(built('', 'shoeSize: String')).toBe(
      `${HEADING}\n  Query.shoeSize has no declaration: ${WHAT_TO_DO}`,
    );
  });

  test('for an argument and for an input field without one', () => {
    const query = 'child(id: ID!, by: By): String @dataItem(item: "EXISTENCE")';
    expect(built('input By { upn: String }', query)).toBe(
      [
        HEADING,
        `Query.child(id:) has no declaration: ${WHAT_TO_DO}`,
        `Query.child(by:) has no declaration: ${WHAT_TO_DO}`,
        `By.upn has no declaration: ${WHAT_TO_DO}`,
      ].join('\n  '),
    );
  });

  test('for a field with two', () => {
    const query = 'upn: String @dataItem(item: "UPN") @open(reason: "surely not")';
    expect(built('', query)).toBe(`${HEADING}\n  Query.upn has more than one declaration: ${WHAT_TO_DO}`);
  });

  test.each([
    ['UNP', 'UPN'],
    ['CURENT_ADDRESS', 'CURRENT_ADDRESS'],
    ['carers', 'CARERS'],
  ])('for the misspelt item %s, with the near word', (item, near) => {
    expect(built('', `x: String @dataItem(item: "${item}")`)).toBe(
      `${HEADING}\n  Query.x names the unknown data item \`${item}\`; did you mean \`${near}\`?`,
    );
  });

  test('for a form that the item does not have', () => {
    expect(built('', 'x: String @dataItem(item: "UPN", form: "initials")')).toBe(
      `${HEADING}\n  Query.x asks for the form \`initials\`, which \`UPN\` does not have in data-items.yaml`,
    );
  });

  test('for a mutation without an action, with a data item in its place, or with an unknown one', () => {
    const mutations = [
      'raise: String',
      'lower: String @dataItem(item: "UPN")',
      'bury: String @open(reason: "nothing")',
      'alarm: String @action(name: "RAISE_ALART")',
    ];
    expect(built(`type Mutation { ${mutations.join(' ')} }`)).toBe(
      [
        HEADING,
        "Mutation.raise has no declaration: put @action('NAME') beside the @Mutation",
        'Mutation.lower is a mutation and needs @action',
        'Mutation.bury is a mutation and needs @action',
        'Mutation.alarm names the unknown action `RAISE_ALART`; did you mean `RAISE_ALERT`?',
      ].join('\n  '),
    );
  });

  test('for an action on what is not a mutation', () => {
    expect(built('', 'x: String @action(name: "RAISE_ALERT")')).toBe(
      `${HEADING}\n  Query.x is not a mutation and takes no @action`,
    );
  });

  test('for every fault at once, not for the first alone', () => {
    const said = built('type A { one: String two: String } type B { three: [A] }', 'b: B');
    expect(String(said).split('\n')).toHaveLength(5);
  });
});

describe('written with decorators', () => {
  const buildOf = (resolver: ClassType): Coverage | string =>
    outcome(() =>
      coverageOf(
        buildSchemaSync({
          resolvers: [resolver],
          validate: false,
          directives: [...buildSchema(`${DECLARATION_DIRECTIVES} type Query { x: String }`).getDirectives()],
        }),
        catalogues,
      ),
    );

  test('a field that somebody added without a word fails, by its coordinate', () => {
    @ObjectType('NewThing')
    class NewThing {
      @inherits() @Field(() => String, { nullable: true }) known?: string;
      @Field(() => String, { nullable: true }) shoeSize?: string;
    }
    @Resolver()
    class NewResolver {
      @dataItem('IDENTITY')
      @Query(() => NewThing, { nullable: true })
      newThing(): NewThing | null {
        return null;
      }
    }
    expect(buildOf(NewResolver)).toBe(`${HEADING}\n  NewThing.shoeSize has no declaration: ${WHAT_TO_DO}`);
  });

  test('so do a mutation, an argument and an input field', () => {
    @InputType('NewInput')
    class NewInput {
      @Field(() => String, { nullable: true }) shoeSize?: string;
    }
    @Resolver()
    class OtherResolver {
      @open('a test')
      @Query(() => String, { nullable: true })
      nothing(): string | null {
        return null;
      }
      @Mutation(() => String, { nullable: true })
      measureShoe(@Arg('input', () => NewInput) input: NewInput): string | null {
        return input.shoeSize ?? null;
      }
      @action('RAISE_ALERT')
      @Mutation(() => String, { nullable: true })
      raise(@open('a test') @Arg('input', () => NewInput) input: NewInput): string | null {
        return input.shoeSize ?? null;
      }
    }
    const said = String(buildOf(OtherResolver)).split('\n  ');
    expect(said.sort()).toEqual(
      [
        HEADING,
        `Mutation.measureShoe(input:) has no declaration: ${WHAT_TO_DO}`,
        "Mutation.measureShoe has no declaration: put @action('NAME') beside the @Mutation",
        `NewInput.shoeSize has no declaration: ${WHAT_TO_DO}`,
      ].sort(),
    );
  });
});

describe('the hub’s own graph', () => {
  test('says of every field, argument, input field and mutation what it holds', () => {
    const coverage = coverageOf(buildHubSchema(), catalogues);
    expect(coverage.get('Child.upn')).toEqual({ kind: 'item', item: 'UPN', form: 'full' });
    expect(coverage.get('Query.lookupChild(criteria:)')).toMatchObject({ kind: 'open' });
    expect(coverage.size).toBeGreaterThan(200);
  });

  test('is missed at each of its coordinates when nothing is declared', () => {
    const coverage = coverageOf(buildHubSchema(), catalogues);
    const bare = visit(parse(printSchemaWithDirectives(buildHubSchema())), {
      Directive: (node) => (DECLARATIONS.includes(node.name.value) ? null : undefined),
    });
    const said = String(outcome(() => coverageOf(buildSchema(print(bare)), catalogues)));
    const missed = said
      .split('\n  ')
      .slice(1)
      .map((line) => line.replace(/ has no declaration: .*/, ''));
    expect(missed.sort()).toEqual([...coverage.keys()].sort());
  });

  test('names an item or an action of the catalogues that an agreement may speak of', () => {
    const coverage = [...coverageOf(buildHubSchema(), catalogues).values()];
    const words = coverage.flatMap((d) =>
      d.kind === 'item' ? [d.item] : d.kind === 'action' ? [d.action] : [],
    );
    const known = new Set([...catalogues.items.keys(), ...catalogues.actions.keys()]);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });
});

const DECLARATIONS = ['dataItem', 'inherits', 'open', 'action'];
