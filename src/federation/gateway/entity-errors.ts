import {
  Kind,
  TypeInfo,
  getNamedType,
  parse,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { KEY_ALIAS as KEY } from '../../server/admission';

type Path = readonly (string | number)[];

/**
 * What subgraphs said of entities that they were asked for by key. Stitching asks for an entity once however often it
 * stands in an answer, and says what was withheld of it at one of those places: so the errors are kept here by entity,
 * and told at each place where the entity was asked for the field.
 */
export class EntityErrors {
  private readonly kept = new Map<
    string,
    { readonly below: Path; readonly error: GraphQLFormattedError }[]
  >();

  /** Keeps those about an entity, and gives back the others. */
  keep(errors: readonly GraphQLFormattedError[], variables: unknown): GraphQLFormattedError[] {
    const { representations } = (variables ?? {}) as { readonly representations?: readonly unknown[] };
    return errors.filter((error) => {
      const [root, index, ...below] = error.path ?? [];
      const entity = root === '_entities' && typeof index === 'number' ? representations?.[index] : undefined;
      const { id } = (entity ?? {}) as { readonly id?: unknown };
      if (typeof id !== 'string' || below.length === 0) return true;
      const known = this.kept.get(id) ?? [];
      const twice = known.some((one) => JSON.stringify(one.below) === JSON.stringify(below));
      this.kept.set(id, twice ? known : [...known, { below, error }]);
      return false;
    });
  }

  /** The errors of every entity of an answer, each at its place. */
  placed(data: unknown): GraphQLFormattedError[] {
    return this.kept.size === 0 ? [] : this.walk(data, []);
  }

  private walk(value: unknown, path: Path): GraphQLFormattedError[] {
    if (Array.isArray(value)) return value.flatMap((each, i) => this.walk(each, [...path, i]));
    if (typeof value !== 'object' || value === null) return [];
    const id = (value as Record<string, unknown>)[KEY];
    const own = typeof id === 'string' ? (this.kept.get(id) ?? []) : [];
    return [
      ...own
        .filter(({ below }) => standsNull(value, below))
        .map(({ below, error }) => ({ ...error, path: [...path, ...below] })),
      ...Object.entries(value).flatMap(([key, each]) => this.walk(each, [...path, key])),
    ];
  }
}

/** Whether a field was asked for at this place, and is null. */
function standsNull(value: unknown, path: Path): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return value === null;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
  return standsNull((value as Record<string | number, unknown>)[step], rest);
}

/** Types of a supergraph that have `id` for their key. */
export function keyedTypes(supergraph: string): ReadonlySet<string> {
  const keyed = new Set<string>();
  visit(parse(supergraph), {
    ObjectTypeDefinition({ name, directives = [] }) {
      const key = directives.some(
        (d) =>
          d.name.value === 'join__type' &&
          d.arguments?.some(
            ({ name: n, value }) => n.value === 'key' && value.kind === Kind.STRING && value.value === 'id',
          ),
      );
      if (key) keyed.add(name.value);
    },
  });
  return keyed;
}

/** A question that asks for the key of every entity in it. */
export function askingForKeys(
  document: DocumentNode,
  schema: GraphQLSchema,
  keyed: ReadonlySet<string>,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: (node) => {
        const parent = types.getParentType();
        return parent && keyed.has(getNamedType(parent).name)
          ? { ...node, selections: [...node.selections, key] }
          : undefined;
      },
    }),
  );
}

const key: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: KEY },
  name: { kind: Kind.NAME, value: 'id' },
};
