import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';

/** Names of fields and what is asked for below them; nothing below = a leaf. */
export type SelectionTree = Map<string, SelectionTree>;

/** What one field is asked for, by its names alone: an agency hears no alias, no argument and no variable of a caller. */
export function selectionTree({ fieldNodes, fragments, variableValues }: GraphQLResolveInfo): SelectionTree {
  const tree: SelectionTree = new Map();
  const walk = (set: SelectionSetNode | undefined, into: SelectionTree): void => {
    for (const node of set?.selections ?? []) {
      if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] === false) continue;
      if (node.kind === Kind.FIELD) {
        const below: SelectionTree = into.get(node.name.value) ?? new Map<string, SelectionTree>();
        into.set(node.name.value, below);
        walk(node.selectionSet, below);
      } else if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet, into);
      else walk(fragments[node.name.value]?.selectionSet, into);
    }
  };
  for (const node of fieldNodes) walk(node.selectionSet, tree);
  return tree;
}

export function mergeTree(into: SelectionTree, more: SelectionTree): void {
  for (const [name, below] of more) {
    const known: SelectionTree = into.get(name) ?? new Map<string, SelectionTree>();
    into.set(name, known);
    mergeTree(known, below);
  }
}

export function printTree(tree: SelectionTree): string {
  const parts = [...tree].map(([name, below]) => (below.size === 0 ? name : `${name} ${printTree(below)}`));
  return `{ ${parts.sort().join(' ')} }`;
}
