import { Kind, visit, type DocumentNode, type OperationDefinitionNode, type ValueNode } from 'graphql';
import { badInput, type HubError } from '../kernel/errors';
import { LIMITS } from './admission';

type Variables = Readonly<Record<string, unknown>>;

const found = new WeakMap<DocumentNode, readonly ValueNode[]>();

/**
 * The first `first:` of a document that asks for no rows or too many, literal or by variable; null when there is
 * none. Where it stands in the document is looked for once a document.
 */
export function pageSizeProblem(
  document: DocumentNode,
  operation: OperationDefinitionNode | undefined,
  variables: Variables,
): HubError | null {
  let sizes = found.get(document);
  if (sizes === undefined) found.set(document, (sizes = sizesIn(document)));
  if (sizes.length === 0) return null;
  const wrong = sizes.some((size) => {
    const value = valueOf(size, operation, variables);
    return typeof value === 'number' && !(value >= 1 && value <= LIMITS.first);
  });
  return wrong
    ? badInput('first', `ask for 1 to ${LIMITS.first} at a time, and for more with \`after\`.`)
    : null;
}

function sizesIn(document: DocumentNode): ValueNode[] {
  const sizes: ValueNode[] = [];
  visit(document, {
    Argument({ name, value }) {
      if (name.value === 'first') sizes.push(value);
    },
  });
  return sizes;
}

/** A number, or anything that graphql-js refuses or takes for absent. */
function valueOf(
  node: ValueNode,
  operation: OperationDefinitionNode | undefined,
  variables: Variables,
): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind !== Kind.VARIABLE) return undefined;
  const name = node.name.value;
  if (Object.hasOwn(variables, name)) return variables[name];
  const definition = operation?.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue === undefined ? undefined : valueOf(definition.defaultValue, undefined, {});
}
