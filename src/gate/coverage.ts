import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  type DirectiveNode,
  type GraphQLSchema,
} from 'graphql';
import { nearWord } from '../kernel/near-word';
import type { Catalogues } from '../policy/catalogue';

export type Declared =
  | { readonly kind: 'item'; readonly item: string; readonly form: string }
  | { readonly kind: 'inherits' }
  | { readonly kind: 'open'; readonly reason: string }
  | { readonly kind: 'action'; readonly action: string };

/** Coordinate (`Child.upn`, `Query.lookupChild(criteria:)`, `ChildLookupInput.upn`) → what it declares. */
export type Coverage = ReadonlyMap<string, Declared>;

/**
 * Reads every declaration of a built schema. Throws one error that lists each coordinate without exactly one
 * declaration, or with an unknown word, and what to do about it.
 */
export function coverageOf(schema: GraphQLSchema, catalogues: Catalogues): Coverage {
  const coverage = new Map<string, Declared>();
  const problems: string[] = [];
  const note = (
    coordinate: string,
    directives: readonly DirectiveNode[] | undefined,
    mutation: boolean,
  ): void => {
    const found = (directives ?? []).flatMap(readDirective);
    const [declared] = found;
    if (!declared || found.length > 1) {
      const how = mutation
        ? "put @action('NAME') beside the @Mutation"
        : "put @dataItem('ITEM'), @inherits() or @open('why it holds nothing') beside it (from src/gate/declare.ts)";
      problems.push(`${coordinate} has ${found.length === 0 ? 'no' : 'more than one'} declaration: ${how}`);
      return;
    }
    problems.push(...unknownWords(coordinate, declared, mutation, catalogues));
    coverage.set(coordinate, declared);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isEnumType(type)) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const coordinate = `${type.name}.${field.name}`;
        note(coordinate, field.astNode?.directives, type === schema.getMutationType());
        for (const argument of field.args)
          note(`${coordinate}(${argument.name}:)`, argument.astNode?.directives, false);
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.astNode?.directives, false);
    }
  }
  if (problems.length > 0) {
    throw new Error(`The schema does not say what each of its fields holds:\n  ${problems.join('\n  ')}`);
  }
  return coverage;
}

function readDirective(directive: DirectiveNode): Declared[] {
  const argument = (name: string): string => {
    const value = directive.arguments?.find((a) => a.name.value === name)?.value;
    return value?.kind === 'StringValue' ? value.value : '';
  };
  switch (directive.name.value) {
    case 'dataItem':
      return [{ kind: 'item', item: argument('item'), form: argument('form') || 'full' }];
    case 'inherits':
      return [{ kind: 'inherits' }];
    case 'open':
      return [{ kind: 'open', reason: argument('reason') }];
    case 'action':
      return [{ kind: 'action', action: argument('name') }];
    default:
      return [];
  }
}

function unknownWords(
  coordinate: string,
  declared: Declared,
  mutation: boolean,
  catalogues: Catalogues,
): string[] {
  if (mutation !== (declared.kind === 'action')) {
    return [
      mutation
        ? `${coordinate} is a mutation and needs @action`
        : `${coordinate} is not a mutation and takes no @action`,
    ];
  }
  if (declared.kind === 'action' && !catalogues.actions.has(declared.action)) {
    const near = nearWord(declared.action, catalogues.actions.keys());
    return [
      `${coordinate} names the unknown action \`${declared.action}\`${near ? `; did you mean \`${near}\`?` : ''}`,
    ];
  }
  if (declared.kind === 'item') {
    const item = catalogues.items.get(declared.item);
    if (!item) {
      const near = nearWord(declared.item, catalogues.items.keys());
      return [
        `${coordinate} names the unknown data item \`${declared.item}\`${near ? `; did you mean \`${near}\`?` : ''}`,
      ];
    }
    if (!item.forms.includes(declared.form)) {
      return [
        `${coordinate} asks for the form \`${declared.form}\`, which \`${declared.item}\` does not have in data-items.yaml`,
      ];
    }
  }
  return [];
}
