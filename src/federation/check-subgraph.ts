import {
  GraphQLError,
  Kind,
  parse,
  visit,
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
} from 'graphql';
import { nearWord } from '../kernel/near-word';
import type { Agreement } from '../policy/agreement';
import type { Catalogues } from '../policy/catalogue';
import { compose } from './compose';

/** One thing to put right in a subgraph, ready to be printed as `file:line:column`. */
export interface SubgraphProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface SubgraphChecked {
  readonly problems: readonly SubgraphProblem[];
  /** Why it does not fit the others. */
  readonly composition: readonly string[];
  /** Item or action → the fields that hold it, and the agreements of which a clause speaks of it. */
  readonly governed: readonly {
    readonly word: string;
    readonly fields: readonly string[];
    readonly agreements: readonly string[];
  }[];
}

export interface SubgraphCheck {
  readonly text: string;
  /** The subgraphs that there are, by name. */
  readonly others: ReadonlyMap<string, string>;
  readonly name: string;
  readonly catalogues: Catalogues;
  readonly agreements: readonly Agreement[];
}

const DECLARATIONS: ReadonlySet<string> = new Set(['dataItem', 'inherits', 'open', 'action']);

/**
 * Whether a subgraph of somebody else's could join: does it compose, does each of its fields say what it holds, and
 * which agreements would govern them. Everything at once. Total.
 */
export function checkSubgraph({
  text,
  others,
  name,
  catalogues,
  agreements,
}: SubgraphCheck): SubgraphChecked {
  const composed = compose(new Map([...others, [name, text]]));
  const composition = composed.ok ? [] : composed.problems;
  const document = read(text);
  if (document instanceof GraphQLError)
    return { problems: [problem(document)], composition: [], governed: [] };
  const problems: SubgraphProblem[] = [];
  const fields = new Map<string, string[]>();
  for (const { node, coordinate, owner, directives } of places(document)) {
    const declared = directives.filter((d) => DECLARATIONS.has(d.name.value));
    const [one] = declared;
    const keys = owner !== null && isKey(owner, coordinate);
    if (!one || declared.length > 1) {
      if (one || !keys) problems.push({ ...at(node), message: undeclared(coordinate, declared.length) });
      continue;
    }
    const word = argument(one, one.name.value === 'action' ? 'name' : 'item');
    const wrong = wordProblem(coordinate, one, word, catalogues);
    if (wrong !== null) problems.push({ ...at(one), message: wrong });
    else if (word !== '') fields.set(word, [...(fields.get(word) ?? []), coordinate]);
  }
  const governed = [...fields].map(([word, held]) => ({
    word,
    fields: held,
    agreements: agreements.filter((agreement) => speaksOf(agreement, word)).map(({ agreement }) => agreement),
  }));
  return { problems, composition, governed };
}

const undeclared = (coordinate: string, count: number): string =>
  count > 1
    ? `${coordinate} has more than one declaration: leave one of @dataItem, @inherits, @open`
    : `${coordinate} does not say what it holds: write @dataItem(item: "…") beside it, @inherits when it belongs to an object that was reached by a governed field, or @open(reason: "why it holds nothing about anybody")`;

function wordProblem(
  coordinate: string,
  directive: DirectiveNode,
  word: string,
  { items, actions }: Catalogues,
): string | null {
  const kind = directive.name.value;
  if (kind === 'inherits') return null;
  if (kind === 'open')
    return argument(directive, 'reason') === '' ? `${coordinate}: @open needs its reason` : null;
  const known = kind === 'action' ? actions : items;
  const item = items.get(word);
  if (!known.has(word)) {
    const near = nearWord(word, known.keys());
    const what = kind === 'action' ? 'action' : 'data item';
    return `${coordinate} names the unknown ${what} \`${word}\`${near === null ? '' : `; did you mean \`${near}\`?`}`;
  }
  const form = argument(directive, 'form') || 'full';
  if (kind === 'dataItem' && item && !item.forms.includes(form))
    return `${coordinate} asks for the form \`${form}\`, which \`${word}\` does not have: ${item.forms.join(', ')}`;
  return null;
}

interface Place {
  readonly node: ASTNode;
  readonly coordinate: string;
  /** The type's own directives, where keys stand. */
  readonly owner: readonly DirectiveNode[] | null;
  readonly directives: readonly DirectiveNode[];
}

function places(document: DocumentNode): Place[] {
  const found: Place[] = [];
  visit(document, {
    enter(type) {
      const isObject = type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION;
      const isInput =
        type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || type.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
      if (!isObject && !isInput) return;
      for (const field of type.fields ?? []) {
        const coordinate = `${type.name.value}.${field.name.value}`;
        const owner = isObject ? (type.directives ?? []) : null;
        found.push({ node: field, coordinate, owner, directives: field.directives ?? [] });
        if (field.kind !== Kind.FIELD_DEFINITION) continue;
        for (const each of field.arguments ?? [])
          found.push({
            node: each,
            coordinate: `${coordinate}(${each.name.value}:)`,
            owner: null,
            directives: each.directives ?? [],
          });
      }
    },
  });
  return found;
}

/** The key of an entity that another subgraph owns: that one says what it holds. */
function isKey(owner: readonly DirectiveNode[], coordinate: string): boolean {
  const field = coordinate.slice(coordinate.indexOf('.') + 1);
  return owner.some((d) => d.name.value === 'key' && argument(d, 'fields').split(/\s+/).includes(field));
}

function speaksOf(agreement: Agreement, word: string): boolean {
  return agreement.clauses.some(({ permit, forbid }) =>
    [...permit, ...forbid].some((said) => said.word === word),
  );
}

function argument(directive: DirectiveNode, name: string): string {
  const value = directive.arguments?.find((a) => a.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}

function read(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError('is not GraphQL');
  }
}

function at(node: ASTNode): { line: number; column: number } {
  const token = node.loc?.startToken;
  return { line: token?.line ?? 1, column: token?.column ?? 1 };
}

function problem(error: GraphQLError): SubgraphProblem {
  const [place] = error.locations ?? [];
  return { line: place?.line ?? 1, column: place?.column ?? 1, message: error.message };
}
