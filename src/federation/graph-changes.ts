import {
  findBreakingChanges,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  type DirectiveNode,
  type GraphQLSchema,
} from 'graphql';

/** What changed between two releases of the graph, as far as somebody has to answer for it. */
export interface GraphChange {
  readonly kind: 'breaking' | 'widening' | 'narrowing';
  /** `Child.upn`, `Query.alerts(filter:)`. */
  readonly coordinate: string;
  /** A sentence without a full stop. */
  readonly what: string;
}

/**
 * Compares a graph with that of the last release. Breaking: a client of the last release is refused or misled. Widening:
 * more can be asked for under an item that somebody may be permitted, or the same under a declaration that is not plainly
 * stricter. Narrowing: the same under a stricter one.
 */
export function graphChanges(before: GraphQLSchema, now: GraphQLSchema): GraphChange[] {
  const breaking = findBreakingChanges(before, now).map(({ description }): GraphChange => {
    return { kind: 'breaking', coordinate: coordinateIn(description), what: description.replace(/\.$/, '') };
  });
  const [old, recent] = [declarationsOf(before), declarationsOf(now)];
  const disclosing = [...recent].flatMap(([coordinate, declared]): GraphChange[] => {
    const known = old.get(coordinate);
    if (known === undefined) return added(coordinate, declared);
    if (textOf(known) === textOf(declared)) return [];
    const kind = isStricter(known, declared) ? 'narrowing' : 'widening';
    return [{ kind, coordinate, what: `${coordinate} was ${textOf(known)} and is ${textOf(declared)}` }];
  });
  return [...breaking, ...disclosing].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The coordinate that a sentence of graphql-js is about. */
function coordinateIn(sentence: string): string {
  const [, value, values] = /^(\w+) was removed from enum type (\w+)/.exec(sentence) ?? [];
  if (value !== undefined && values !== undefined) return `${values}.${value}`;
  const [, field, input] = /field (\w+) on input type (\w+)/.exec(sentence) ?? [];
  if (field !== undefined && input !== undefined) return `${input}.${field}`;
  const [found] = /[A-Z]\w*\.\w+/.exec(sentence) ?? /[A-Z]\w+/.exec(sentence) ?? [];
  return found ?? sentence;
}

const key = ({ kind, coordinate, what }: GraphChange): string => `${kind} ${coordinate} ${what}`;

interface Declaration {
  readonly how: 'dataItem' | 'inherits' | 'open' | 'action';
  readonly item: string;
  readonly form: string;
}

function added(coordinate: string, declared: Declaration): GraphChange[] {
  // What a mutation is given or does discloses nothing; its receipt is the same for every one.
  if (declared.how === 'action') return [];
  const what = `${coordinate} is new: ${textOf(declared)}`;
  return [{ kind: 'widening', coordinate, what }];
}

const textOf = ({ how, item, form }: Declaration): string => {
  switch (how) {
    case 'dataItem':
      return form === 'full' ? `under ${item}` : `under ${item} (${form})`;
    case 'action':
      return `the act ${item}`;
    case 'inherits':
      return 'under whatever led to it';
    case 'open':
      return 'open to everybody';
  }
};

/** Only what cannot open anything: from open or from its edge to an item of its own, and from a lesser form to the full one. */
function isStricter(before: Declaration, now: Declaration): boolean {
  if (now.how === 'open' || before.how === 'action' || now.how === 'action') return false;
  if (before.how === 'open') return true;
  if (before.how === 'inherits') return now.how === 'dataItem';
  return now.how === 'dataItem' && before.item === now.item && now.form === 'full';
}

/** Every field that an answer can have, and every argument and input by which a query asks. */
function declarationsOf(schema: GraphQLSchema): ReadonlyMap<string, Declaration> {
  const found = new Map<string, Declaration>();
  const note = (coordinate: string, directives: readonly DirectiveNode[] | undefined): void => {
    const declared = (directives ?? []).flatMap(declarationIn)[0];
    if (declared) found.set(coordinate, declared);
  };
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.astNode?.directives);
        if (type === mutation) continue;
        for (const argument of field.args)
          note(`${type.name}.${field.name}(${argument.name}:)`, argument.astNode?.directives);
      }
    }
    if (isInputObjectType(type) && /(Filter|LookupInput)$/.test(type.name))
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.astNode?.directives);
  }
  return found;
}

function declarationIn(directive: DirectiveNode): Declaration[] {
  const argument = (name: string): string => {
    const value = directive.arguments?.find((a) => a.name.value === name)?.value;
    return value?.kind === 'StringValue' ? value.value : '';
  };
  const how = directive.name.value;
  if (how === 'dataItem') return [{ how, item: argument('item'), form: argument('form') || 'full' }];
  if (how === 'action') return [{ how, item: argument('name'), form: '' }];
  return how === 'inherits' || how === 'open' ? [{ how, item: '', form: '' }] : [];
}
