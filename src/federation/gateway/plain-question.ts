import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  parse,
  print,
  visit,
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
} from 'graphql';

/**
 * A question as a gateway is to plan it. Gateways ask for what a literal `@skip` leaves out, and mistake a field for
 * another that goes by its name: so nothing that was not asked for is left in it, and each name that the caller chose
 * is set apart until the answer comes.
 */
export interface PlainQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Stands before every name that a caller chose. No field of the graph begins so. */
const CHOSEN = 'as_';
/** In the place of a selection of which nothing is left; what begins so, no caller chose: names begin with a letter. */
const NOTHING = `${CHOSEN}0`;

/** Null when the text is no question that can be read: whoever parses it says why. */
export function plainQuestion(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  prepare: (document: DocumentNode) => DocumentNode = (document) => document,
): PlainQuestion | null {
  try {
    const chosen = prepare(withoutChoices(parse(query, { maxTokens: MOST_TOKENS }), variables));
    const spread = spreadIn(chosen);
    const kept = visit(chosen, {
      FragmentDefinition: (node) => (spread.has(node.name.value) ? undefined : null),
    });
    const used = variablesIn(kept);
    const plain = visit(kept, {
      VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
    });
    const own = Object.entries(variables).filter(([name]) => used.has(name));
    return { query: print(plain), variables: Object.fromEntries(own) };
  } catch {
    return null;
  }
}

const MOST_TOKENS = 1000;

function withoutChoices(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const given = withDefaults(document, variables);
  const asked = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, given)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, given)?.['if'] !== false;
  return visit(document, {
    SelectionSet: {
      leave: (node) => {
        const selections = node.selections.filter(asked).map(plain);
        return { ...node, selections: selections.length > 0 ? selections : [nothing] };
      },
    },
  });
}

const SWITCHES: ReadonlySet<string> = new Set(['skip', 'include']);
const others = (directives: readonly DirectiveNode[] = []): DirectiveNode[] =>
  directives.filter(({ name }) => !SWITCHES.has(name.value));

function plain(node: SelectionNode): SelectionNode {
  const directives = others(node.directives);
  if (node.kind !== Kind.FIELD) return { ...node, directives };
  const { alias, name, arguments: given, selectionSet } = node;
  const field: FieldNode = {
    kind: Kind.FIELD,
    name,
    directives,
    ...(given ? { arguments: given } : {}),
    ...(selectionSet ? { selectionSet } : {}),
  };
  const apart = alias && alias.value !== name.value;
  return apart ? { ...field, alias: { kind: Kind.NAME, value: CHOSEN + alias.value } } : field;
}

const nothing: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: NOTHING },
  name: { kind: Kind.NAME, value: '__typename' },
};

function withDefaults(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue?.kind === Kind.BOOLEAN) values[variable.name.value] = defaultValue.value;
    },
  });
  return { ...values, ...variables };
}

/** Fragments that an operation leads to. */
function spreadIn(document: DocumentNode): ReadonlySet<string> {
  const fragments = new Map(
    document.definitions.flatMap((d): [string, FragmentDefinitionNode][] =>
      d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [],
    ),
  );
  const found = new Set<string>();
  const from = (node: ASTNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        if (found.has(name.value)) return;
        found.add(name.value);
        const fragment = fragments.get(name.value);
        if (fragment) from(fragment);
      },
    });
  };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) from(definition);
  return found;
}

function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void found.add(name.value),
  });
  return found;
}

/** The answer under the names that the caller chose. */
export function underChosenNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(underChosenNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      key.startsWith(NOTHING) ? [] : [[chosenName(key), underChosenNames(each)] as const],
    ),
  );
}

/** One step of the path of an error. */
export const chosenName = <Step extends string | number>(step: Step): Step =>
  (typeof step === 'string' && step.startsWith(CHOSEN) ? step.slice(CHOSEN.length) : step) as Step;
