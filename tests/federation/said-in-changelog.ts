import {
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { graphChanges, type GraphChange } from '../../src/federation/graph-changes';

const HEADING = { breaking: 'Breaking', widening: 'Disclosure-widening' } as const;

/**
 * What breaks or widens since the last release and is not in the changelog of the next one, under the heading of its kind,
 * by its coordinate in backticks: `Child.upn`. A new field of the graph that is said takes with it its arguments and the
 * new types that it leads to.
 */
export function unsaid(before: GraphQLSchema, now: GraphQLSchema, changelog: string): string[] {
  const next = /^## Unreleased\n(.*?)(?=^## |(?![^]))/ms.exec(changelog)?.[1] ?? '';
  return graphChanges(before, now).flatMap(({ kind, coordinate, what }) => {
    if (kind === 'narrowing') return [];
    const words = wordsUnder(next, HEADING[kind]);
    const said = kind === 'breaking' ? words : withWhatTheyLeadTo(words, before, now);
    return isSaid({ kind, coordinate, what }, said, before) ? [] : [`${HEADING[kind]}: ${what}`];
  });
}

/** Every word in backticks of one section. */
function wordsUnder(text: string, heading: string): ReadonlySet<string> {
  const section = text.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return new Set([...section.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word));
}

function isSaid({ coordinate }: GraphChange, said: ReadonlySet<string>, before: GraphQLSchema): boolean {
  const field = coordinate.replace(/\(.*/, '');
  const [type = ''] = field.split('.');
  const isOldField = field !== coordinate && fieldOf(before, field) !== undefined;
  return (
    said.has(coordinate) || (said.has(field) && !isOldField) || (said.has(type) && !before.getType(type))
  );
}

function withWhatTheyLeadTo(
  words: ReadonlySet<string>,
  before: GraphQLSchema,
  now: GraphQLSchema,
): ReadonlySet<string> {
  const said = new Set(words);
  const follow = (type: GraphQLNamedType): void => {
    if (said.has(type.name) || before.getType(type.name) || isIntrospectionType(type)) return;
    said.add(type.name);
    if (isObjectType(type) || isInputObjectType(type))
      for (const field of Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()))
        follow(getNamedType(field.type));
  };
  for (const word of words) {
    const field = fieldOf(now, word);
    if (!field || fieldOf(before, word)) continue;
    for (const argument of field.args) follow(getNamedType(argument.type));
    follow(getNamedType(field.type));
  }
  return said;
}

function fieldOf(schema: GraphQLSchema, coordinate: string): GraphQLField<unknown, unknown> | undefined {
  const [name = '', field = ''] = coordinate.split('.');
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields()[field] : undefined;
}
