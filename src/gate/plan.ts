import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Cell, Profile } from '../policy/profile';
import type { Coverage } from './coverage';

/**
 * One field of an operation as the agreements see it, merged over aliases and fragments: a field asked for
 * twice under two names is one entry, so that nothing is opened by the way a question is written.
 */
export interface PlannedField {
  readonly name: string;
  readonly coordinate: string;
  /** The cell that governs it: its own item, or that of the edge it was reached by. Null for open fields. */
  readonly cell: Cell | null;
  /** What lies below, by object type. */
  readonly below: ReadonlyMap<string, Selection>;
  /** Held by an agency: nothing of it is read here but the standing that decides about it. */
  readonly elsewhere?: true;
}
export type Selection = ReadonlyMap<string, PlannedField>;

export interface Plan {
  readonly operation: OperationDefinitionNode;
  readonly root: Selection;
  readonly mutation: boolean;
  /** True when nothing but `sharing`, introspection and `__typename` is asked: needs no purpose. */
  readonly purposeless: boolean;
  /** True when nothing but the schema itself is asked. */
  readonly introspection: boolean;
  /** Statements and other things worked out once for this plan. */
  memo<T>(key: string, make: () => T): T;
}

/** The slot of a coordinate in a profile: shared by the plan and by the field rule. */
export function cellOf(
  coordinate: string,
  coverage: Coverage,
  profile: Profile,
  reachedBy: Cell | null,
): Cell | null {
  const declared = coverage.get(coordinate);
  switch (declared?.kind) {
    case 'item':
      return profile.cell(declared.item, declared.form);
    case 'action':
      return profile.cell(declared.action, 'full');
    case 'inherits':
      return reachedBy;
    case 'open':
      return null;
    default:
      // INVARIANT: what nobody declared is governed by an item that nobody can be permitted.
      return profile.cell('UNDECLARED', 'full');
  }
}

/** The extension of a field definition that names the agency by which the field is held. */
export const HELD_BY = 'rollcallHeldBy';

interface Mutable extends PlannedField {
  readonly below: Map<string, Map<string, Mutable>>;
}

const PURPOSELESS: ReadonlySet<string> = new Set(['sharing', '__schema', '__type', '__typename']);

/** Works out, before anything runs, what each field of the operation is: never, depends on standing, or always. */
export function planFor(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  coverage: Coverage,
  profile: Profile,
): Plan {
  const fragments = new Map(
    document.definitions.flatMap((d): [string, FragmentDefinitionNode][] =>
      d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [],
    ),
  );
  const included = (node: Parameters<typeof getDirectiveValues>[1]): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;

  const collect = (
    set: SelectionSetNode,
    type: GraphQLObjectType,
    reachedBy: Cell | null,
    into: Map<string, Mutable>,
  ): void => {
    for (const node of set.selections) {
      if (!included(node)) continue;
      if (node.kind === Kind.FIELD) {
        const definition = type.getFields()[node.name.value];
        if (!definition) {
          if (!into.has(node.name.value)) into.set(node.name.value, leaf(node.name.value, type.name));
          continue;
        }
        const coordinate = `${type.name}.${node.name.value}`;
        const field = into.get(node.name.value) ?? {
          name: node.name.value,
          coordinate,
          cell: cellOf(coordinate, coverage, profile, reachedBy),
          below: new Map<string, Map<string, Mutable>>(),
          ...(definition.extensions[HELD_BY] === undefined ? {} : { elsewhere: true as const }),
        };
        into.set(node.name.value, field);
        if (node.selectionSet) {
          const named = getNamedType(definition.type);
          const possible = isObjectType(named)
            ? [named]
            : isAbstractType(named)
              ? schema.getPossibleTypes(named)
              : [];
          for (const object of possible) {
            const below = field.below.get(object.name) ?? new Map<string, Mutable>();
            field.below.set(object.name, below);
            collect(node.selectionSet, object, field.cell, below);
          }
        }
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
      if (fragment && applies(schema, fragment.typeCondition?.name.value, type)) {
        collect(fragment.selectionSet, type, reachedBy, into);
      }
    }
  };

  const root = new Map<string, Mutable>();
  const rootType = schema.getRootType(operation.operation);
  if (rootType) collect(operation.selectionSet, rootType, null, root);
  const memo = new Map<string, unknown>();
  return {
    operation,
    root,
    mutation: operation.operation === 'mutation',
    purposeless: [...root.keys()].every((name) => PURPOSELESS.has(name)),
    // An operation of which @skip leaves nothing asks about nothing: it is read by the schema that it was written for.
    introspection: root.size > 0 && [...root.keys()].every((name) => name.startsWith('__')),
    memo: <T>(key: string, make: () => T): T => {
      if (!memo.has(key)) memo.set(key, make());
      return memo.get(key) as T;
    },
  };
}

const leaf = (name: string, type: string): Mutable => ({
  name,
  coordinate: `${type}.${name}`,
  cell: null,
  below: new Map(),
});

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
