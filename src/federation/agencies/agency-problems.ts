import { Kind, type ConstDirectiveNode, type DefinitionNode, type FieldDefinitionNode } from 'graphql';
import type { Catalogues } from '../../policy/catalogue';
import { ENTITY, type Agency } from './agency';

type Given = Pick<Agency, 'document' | 'organisation'>;

/**
 * What an agency may add to the graph: fields of `Child`, each with an item of which it is itself the controller, and the
 * value objects behind them. INVARIANT: nothing that an agency says about itself opens anything: it has no roots, no open
 * fields, no arguments, and no item of anybody else's.
 */
export function agencyProblems({ document, organisation }: Given, catalogues: Catalogues): string[] {
  const types = document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const child = types.find((node) => node.name.value === ENTITY.type);
  const added = (child?.fields ?? []).filter(({ name }) => name.value !== ENTITY.key);
  return [
    ...document.definitions.flatMap(definitionProblem),
    ...(added.length === 0 ? [`it adds no field to ${ENTITY.type}`] : []),
    ...(child && !isKeyed(child.directives ?? [])
      ? [`write type ${ENTITY.type} @key(fields: "${ENTITY.key}")`]
      : []),
    ...added.flatMap((field) => itemProblem(field, organisation, catalogues)),
    ...types.flatMap((type) =>
      type === child ? [] : (type.fields ?? []).flatMap(insideProblem(type.name.value)),
    ),
    ...types.flatMap((type) => (type.fields ?? []).flatMap(shapeProblem(type.name.value))),
  ];
}

const MAY_BE: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
  Kind.SCHEMA_EXTENSION,
]);
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

function definitionProblem(node: DefinitionNode): string[] {
  const name = nameOf(node);
  if (!MAY_BE.has(node.kind))
    return [`${name}: an agency gives object types, enums and scalars, and nothing else`];
  return ROOTS.has(name) ? [`${name}: an agency has no root fields; it adds to ${ENTITY.type}`] : [];
}

function nameOf(node: DefinitionNode): string {
  const { name } = node as { readonly name?: { readonly value: string } };
  return name?.value ?? '';
}

function itemProblem(
  { name, directives = [] }: FieldDefinitionNode,
  organisation: string,
  { items }: Catalogues,
): string[] {
  const at = `${ENTITY.type}.${name.value}`;
  const [declared, ...more] = directives;
  if (declared?.name.value !== 'dataItem' || more.length > 0)
    return [`${at} names one data item, and nothing beside it: @dataItem(item: "…")`];
  const word = valueOf(declared, 'item');
  const item = items.get(word);
  if (!item) return [`${at} names the unknown data item \`${word}\``];
  return item.controller === organisation
    ? []
    : [`${at} holds ${word}, of which ${item.controller} is the controller, and not ${organisation}`];
}

const insideProblem =
  (type: string) =>
  ({ name, directives = [] }: FieldDefinitionNode): string[] =>
    directives.length === 1 && directives[0]?.name.value === 'inherits'
      ? []
      : [`${type}.${name.value} belongs to the field that leads to it: write @inherits`];

const shapeProblem =
  (type: string) =>
  ({ name, type: of, arguments: given = [] }: FieldDefinitionNode): string[] => [
    ...(of.kind === Kind.NON_NULL_TYPE ? [`${type}.${name.value} may be withheld, so it may be null`] : []),
    ...(given.length > 0 ? [`${type}.${name.value} takes no arguments`] : []),
  ];

const isKeyed = (directives: readonly ConstDirectiveNode[]): boolean =>
  directives.some((d) => d.name.value === 'key' && valueOf(d, 'fields') === ENTITY.key);

function valueOf(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find((a) => a.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
