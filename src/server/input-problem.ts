import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { nearWord } from '../kernel/near-word';

/** What is wrong with a document or its variables, in words that hold nothing of any value. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT,
]); // prettier-ignore

/** The words of graphql-js about one name of the schema: the name at fault and where it would have to be. */
const UNKNOWN_WORDS: readonly (readonly [
  RegExp,
  (schema: GraphQLSchema, owner: string) => Iterable<string>,
])[] = [
  [
    /^Cannot query field "(?<word>\w+)" on type "(?<owner>\w+)"/,
    (schema, owner) => fieldsOf(schema.getType(owner)),
  ],
  [/^Unknown argument "(?<word>\w+)" on field "(?<owner>\w+\.\w+)"/, argumentsOf],
  [
    /Field "(?<word>\w+)" is not defined by type "(?<owner>\w+)"/,
    (schema, owner) => fieldsOf(schema.getType(owner)),
  ],
  [/^Unknown type "(?<word>\w+)"/, (schema) => Object.keys(schema.getTypeMap())],
];

/**
 * Puts an error of graphql-js into words of our own. Its messages quote the caller's values, literal and variable:
 * only names (which obey the grammar of a name) are taken from them, never a value.
 */
export function inputProblem(error: GraphQLError, schema: GraphQLSchema): InputProblem {
  const { message, nodes } = error;
  if (message.startsWith('Syntax Error')) return syntaxProblem(error);
  const [node] = nodes ?? [];
  if (node?.kind === Kind.VARIABLE_DEFINITION && /^Variable "\$\w+" (got|has|of) /.test(message)) {
    return variableProblem(message, node.variable.name.value, schema);
  }
  for (const [pattern, known] of UNKNOWN_WORDS) {
    const { word = '', owner = '' } = pattern.exec(message)?.groups ?? {};
    if (word === '') continue;
    const near = nearWord(word, known(schema, owner));
    const where = owner === '' ? '' : ` of \`${owner}\``;
    return {
      field: word,
      message: `there is no such name${where}${near === null ? '' : `; did you mean \`${near}\`?`}`,
    };
  }
  if (node !== undefined && VALUES.has(node.kind)) {
    const before = error.source?.body.slice(0, error.positions?.[0] ?? 0) ?? '';
    const field = /(\w+)\s*:[\s[]*$/.exec(before)?.[1] ?? 'query';
    return { field, message: valueProblem(message, schema, near(node)) };
  }
  const argument = /^Argument "(\w+)" /.exec(message)?.[1];
  if (argument !== undefined)
    return { field: argument, message: 'the value is missing or does not fit its type.' };
  if (message.startsWith('GraphQL introspection')) return { field: 'query', message: INTROSPECTION_SHUT };
  return { field: 'query', message: lowerFirst(message) };
}

const INTROSPECTION_SHUT =
  'introspection is not open here; ask `{ sharing }` what you may see, and read the published schema.';

/** An enum's literal is a word of the schema; every other literal is a value. */
const near = (node: { kind: string; value?: unknown }): string =>
  node.kind === Kind.ENUM && typeof node.value === 'string' ? node.value : '';

function syntaxProblem({ message, locations }: GraphQLError): InputProblem {
  const [at] = locations ?? [];
  const place = at === undefined ? '' : ` at line ${at.line}, column ${at.column}`;
  const empty = message.includes('<EOF>') ? '; it ends too early' : '';
  return { field: 'query', message: `the document is not GraphQL${place}${empty}.` };
}

function variableProblem(message: string, name: string, schema: GraphQLSchema): InputProblem {
  const path = new RegExp(` at "(${name}(?:\\.\\w+|\\[\\d+\\])*)"; `).exec(message)?.[1] ?? name;
  for (const [pattern, known] of UNKNOWN_WORDS) {
    const { word = '', owner = '' } =
      new RegExp(`; ${pattern.source.replace('^', '')}`).exec(message)?.groups ?? {};
    if (word === '' || schema.getType(owner) === undefined) continue;
    const meant = nearWord(word, known(schema, owner));
    const advice = meant === null ? '' : `; did you mean \`${meant}\`?`;
    return { field: path, message: `a field of this name is not in \`${owner}\`${advice}` };
  }
  const value = /; Value "(\w{1,100})" does not exist in "\w+" enum/.exec(message)?.[1] ?? '';
  return { field: path, message: valueProblem(message, schema, value) };
}

function valueProblem(message: string, schema: GraphQLSchema, word: string): string {
  const missing = /Field "(?:\w+\.)?(\w+)" of required type "([\w![\]]+)" was not provided/.exec(message);
  if (missing) return `\`${missing[1]}\` is missing: send a ${missing[2]}.`;
  const expected =
    /(?:Expected(?: value of| non-nullable)? type|of required type|of non-null type|exist in|Enum|for type) "([\w![\]]+)"/.exec(
      message,
    )?.[1] ?? /(?:^|; )(Int|Float|String|Boolean|ID) cannot represent/.exec(message)?.[1];
  if (expected === undefined) return 'the value does not fit its type.';
  const type = schema.getType(expected.replace(/[![\]]/g, ''));
  if (!isEnumType(type))
    return `send a ${expected}${type?.name === 'LocalDate' ? ', as in 2026-09-01' : ''}.`;
  const words = type.getValues().map((value) => value.name);
  const meant = nearWord(word, words);
  return `send one of ${words.slice(0, 30).join(', ')}${meant === null ? '' : `; did you mean \`${meant}\`?`}`;
}

function fieldsOf(type: GraphQLNamedType | undefined): readonly string[] {
  const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return hasFields ? Object.keys(type.getFields()) : [];
}

function argumentsOf(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [owner = '', field = ''] = coordinate.split('.');
  const type = schema.getType(owner);
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
  return definition?.args.map((argument) => argument.name) ?? [];
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
