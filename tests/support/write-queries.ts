import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
} from 'graphql';

/** The graph as it is emitted and committed: what partners are told, directives and all. */
export const SDL = buildSchema(readFileSync(resolve(__dirname, '../../schema/schema.graphql'), 'utf8'));

/** A part of a selection, written in some way. `other`: under the name of another field of its type. */
export type Part =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly alias: 'none' | 'new' | 'other';
      readonly only: string;
      readonly below: readonly Part[] | null;
    }
  | {
      readonly kind: 'fragment';
      readonly on: string | null;
      /** Inline, named, or named and spread twice. */
      readonly spread: 'inline' | 'once' | 'twice';
      readonly only: string;
      readonly below: readonly Part[];
    };

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
/** Arguments of a root field by name: type, and value. */
export type Args = Readonly<Record<string, readonly [type: string, value: Value]>>;

export interface Root {
  readonly name: string;
  readonly alias: boolean;
  readonly only: string;
  readonly args: Args;
  readonly below: readonly Part[];
}

/** A question as it is sent. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, Value>>;
}

export const fieldsOf = (type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) ? Object.values(type.getFields()) : [];
export const composite = (name: string): GraphQLCompositeType => {
  const type = SDL.getType(name);
  if (!isObjectType(type) && !isUnionType(type)) throw new Error(`${name} has no fields`);
  return type;
};
/** The name of the type of a field's value. */
export function typeOf(type: string, name: string): string {
  const object = SDL.getType(type);
  const field = isObjectType(object) ? object.getFields()[name] : undefined;
  return field ? getNamedType(field.type).name : '';
}

/** 1,000 tokens and 15 aliases of one field are the most that is admitted; a fragment counts as often as it is spread. */
export function fits(asked: readonly Root[]): boolean {
  const aliases = new Map<string, number>();
  const count = (parts: readonly Part[], times: number): void => {
    for (const p of parts) {
      const often = p.kind === 'fragment' && p.spread === 'twice' ? times * 2 : times;
      if (p.kind === 'field' && p.alias !== 'none') aliases.set(p.name, (aliases.get(p.name) ?? 0) + times);
      count(p.below ?? [], often);
    }
  };
  for (const root of asked) count(root.below, 1);
  if (Math.max(0, ...aliases.values()) > 15) return false;
  return (written(asked).query.match(/\.\.\.|\$|\w+|[{}():!@[\]=]/g) ?? []).length <= 950;
}

/** The question in GraphQL. */
export function written(asked: readonly Root[]): Question {
  const known = questions.get(asked);
  if (known) return known;
  const question = write(asked);
  questions.set(asked, question);
  return question;
}

const questions = new WeakMap<readonly Root[], Question>();

/** Names under which a field of a type is asked for as itself: nothing else can go by them. */
function namesTaken(asked: readonly Root[]): ReadonlySet<string> {
  const taken = new Set<string>();
  const walk = (parts: readonly Part[], type: string): void => {
    for (const p of parts) {
      if (p.kind === 'fragment') walk(p.below, p.on ?? type);
      else {
        if (p.alias === 'none') taken.add(`${type}.${p.name}`);
        walk(p.below ?? [], typeOf(type, p.name));
      }
    }
  };
  for (const root of asked) walk(root.below, typeOf('Query', root.name));
  return taken;
}

function write(asked: readonly Root[]): Question {
  const taken = namesTaken(asked);
  const fragments: string[] = [];
  const variables: Record<string, Value> = {};
  const declared: string[] = [];
  let serial = 0;
  const switched = (text: string): string => {
    const [, name] = /\$(\w+)/.exec(text) ?? [];
    if (name !== undefined && !(name in variables)) {
      variables[name] = name === 'yes';
      declared.push(`$${name}: Boolean!`);
    }
    return text;
  };
  const part = (p: Part, type: string): string => {
    if (p.kind === 'field') {
      const other = nextName(type, p.name);
      const free = p.alias === 'other' && !taken.has(`${type}.${other}`);
      const alias = p.alias === 'none' ? '' : `${free ? other : `n${++serial}`}: `;
      const under = p.below ? set(p.below, typeOf(type, p.name)) : '';
      return `${alias}${p.name} ${switched(p.only)} ${under}`;
    }
    const on = p.on ?? type;
    if (p.spread === 'inline') return `...${p.on === null ? '' : ` on ${on}`} ${switched(p.only)} ${set(p.below, on)}`;
    const name = `F${++serial}`;
    fragments.push(`fragment ${name} on ${on} ${set(p.below, on)}`);
    const spread = `...${name} ${switched(p.only)}`;
    return p.spread === 'twice' ? `${spread} ...${name}` : spread;
  }; // prettier-ignore
  const set = (parts: readonly Part[], type: string): string =>
    `{ ${parts.map((p) => part(p, type)).join(' ')} }`;
  const body = asked.map((root) => {
    const args = Object.entries(root.args).map(([name, [type, value]]) => {
      const variable = `v${++serial}`;
      variables[variable] = value;
      declared.push(`$${variable}: ${type}`);
      return `${name}: $${variable}`;
    });
    // Two of one name would have to agree in their arguments.
    const alias = root.alias || asked.filter((r) => r.name === root.name).length > 1 ? `r${++serial}: ` : '';
    return `${alias}${root.name}${args.length ? `(${args.join(', ')})` : ''} ${switched(root.only)} ${set(root.below, typeOf('Query', root.name))}`;
  });
  const head = declared.length ? `query (${declared.join(', ')})` : 'query';
  return {
    query: [`${head} { ${body.join('\n')} }`, ...fragments].join('\n').replace(/ +/g, ' '),
    variables,
  };
}

/** The name of the field that follows in its type: what is asked for under it is something else. */
function nextName(type: string, name: string): string {
  const names = fieldsOf(composite(type)).map((f) => f.name);
  return names[(names.indexOf(name) + 1) % names.length] ?? name;
}
