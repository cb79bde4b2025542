import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { HubError } from '../kernel/errors';

/** How large an operation may be (contract, "limits"). */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  tokens: 1000,
  depth: 10,
  aliases: 15,
  rootFields: 5,
  mutationRootFields: 1,
  first: 100,
  variableDepth: 20,
} as const;

/** Introspection nests deeper than any question about a child, and graphql-js bounds it by a rule of its own. */
const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

type Fragments = (name: string) => FragmentDefinitionNode | null | undefined;

/**
 * Works something out for a selection set and all that its fragments add to it, each fragment once: the cost is the
 * size of the document, however often its fragments are spread. A fragment within itself counts as nothing, and is
 * reported by graphql-js.
 */
function overFragments<T>(
  fragments: Fragments,
  nothing: T,
  work: (set: SelectionSetNode, of: (name: string) => T) => T,
) {
  const known = new Map<string, T>();
  const of = (name: string): T => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, nothing);
    const fragment = fragments(name);
    const value = fragment ? work(fragment.selectionSet, of) : nothing;
    known.set(name, value);
    return value;
  };
  return (set: SelectionSetNode): T => work(set, of);
}

/** How many fields lie below each other. */
function depthOf(fragments: Fragments): (set: SelectionSetNode) => number {
  const work = (set: SelectionSetNode, of: (name: string) => number): number =>
    set.selections.reduce((deepest, node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return Math.max(deepest, of(node.name.value));
      if (node.kind === Kind.INLINE_FRAGMENT) return Math.max(deepest, work(node.selectionSet, of));
      const within =
        node.selectionSet && !INTROSPECTION.has(node.name.value) ? work(node.selectionSet, of) : 0;
      return Math.max(deepest, 1 + within);
    }, 0);
  return overFragments(fragments, 0, work);
}

/** How often each field is asked for under another name, counting a fragment as often as it is spread. */
function aliasesOf(fragments: Fragments): (set: SelectionSetNode) => ReadonlyMap<string, number> {
  const work = (
    set: SelectionSetNode,
    of: (name: string) => ReadonlyMap<string, number>,
  ): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    const add = (more: ReadonlyMap<string, number>): void => {
      for (const [field, count] of more)
        counts.set(field, Math.min((counts.get(field) ?? 0) + count, LIMITS.aliases + 1));
    };
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) add(of(node.name.value));
      else if (node.selectionSet) add(work(node.selectionSet, of));
      if (node.kind === Kind.FIELD && isAliased(node)) add(new Map([[node.name.value, 1]]));
    }
    return counts;
  };
  return overFragments(fragments, new Map<string, number>(), work);
}

/** The names under which root fields are answered. */
function rootsOf(fragments: Fragments): (set: SelectionSetNode) => ReadonlySet<string> {
  const work = (set: SelectionSetNode, of: (name: string) => ReadonlySet<string>): ReadonlySet<string> => {
    const names = new Set<string>();
    for (const node of set.selections) {
      if (node.kind !== Kind.FIELD) {
        const within = node.kind === Kind.FRAGMENT_SPREAD ? of(node.name.value) : work(node.selectionSet, of);
        for (const name of within) names.add(name);
      } else if (node.name.value !== '__typename') names.add(node.alias?.value ?? node.name.value);
    }
    return names;
  };
  return overFragments(fragments, new Set<string>(), work);
}

/** The one name by which a gateway asks for keys: always of one field, so that it multiplies nothing. */
export const KEY_ALIAS = 'as_0key';

const isAliased = ({ alias, name }: FieldNode): boolean =>
  alias !== undefined && alias.value !== name.value && !(alias.value === KEY_ALIAS && name.value === 'id');

/** Depth, aliases and root fields of every operation. Errors are TOO_COMPLEX, or BAD_USER_INPUT for a second mutation. */
export const admissionRule: ValidationRule = (context: ValidationContext): ASTVisitor => {
  const fragments: Fragments = (name) => context.getFragment(name);
  const [depth, aliases, roots] = [depthOf(fragments), aliasesOf(fragments), rootsOf(fragments)];
  return {
    OperationDefinition(node: OperationDefinitionNode): void {
      const refuse = (error: HubError): void =>
        context.reportError(new GraphQLError(error.message, { nodes: [node], originalError: error }));
      if (depth(node.selectionSet) > LIMITS.depth) {
        refuse(
          tooComplex(`an operation may be ${LIMITS.depth} fields deep: ask for the rest by another one.`),
        );
      }
      for (const [field, count] of aliases(node.selectionSet)) {
        if (count <= LIMITS.aliases) continue;
        refuse(
          tooComplex(
            `\`${field}\` may have ${LIMITS.aliases} aliases in one operation: send several operations.`,
          ),
        );
      }
      const asked = roots(node.selectionSet).size;
      if (node.operation === 'mutation' && asked > LIMITS.mutationRootFields) {
        refuse(
          new HubError('BAD_USER_INPUT', 'query: send each mutation as an operation of its own.', {
            field: 'query',
          }),
        );
      } else if (asked > LIMITS.rootFields) {
        refuse(
          tooComplex(`an operation may have ${LIMITS.rootFields} root fields: send several operations.`),
        );
      }
    },
  };
};

/** An operation that is larger than the hub answers. */
export function tooComplex(message: string): HubError {
  return new HubError('TOO_COMPLEX', `query: ${message}`, { field: 'query' });
}
