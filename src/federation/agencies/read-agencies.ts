import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import type { Catalogues } from '../../policy/catalogue';
import { problemLine, type Problem } from '../../policy/problem';
import { YamlReader } from '../../policy/yaml-reader';
import type { Rooms } from '../rooms';
import { ENTITY, type Agency } from './agency';
import { agencyProblems } from './agency-problems';

const PATIENCE = { usual: 2000, most: 10_000 };
const WORDS = ['words', 'organisation', 'address', 'patience', 'key', 'subgraph'] as const;

/** The agencies of a folder: every `NAME.yaml` in it. Throws one error that lists every problem of every file. */
export function readAgencies(folder: string, catalogues: Catalogues, rooms: Rooms): readonly Agency[] {
  const files = namesIn(folder).filter((name) => name.endsWith('.yaml'));
  const read = files.sort().map((name) => readAgency(join(folder, name), catalogues, rooms));
  const problems = read.flatMap((each) => each.problems);
  if (problems.length > 0)
    throw new Error(`The agencies are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`);
  return read.flatMap(({ agency }) => agency ?? []);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new Error('ROLLCALL_AGENCIES names no folder that can be read.');
  }
}

/** One registration and the subgraph that it names. An agency with problems must not be used. */
export function readAgency(
  file: string,
  catalogues: Catalogues,
  rooms: Rooms,
): { readonly agency: Agency | null; readonly problems: readonly Problem[] } {
  const y = new YamlReader(basename(file), readFileSync(file, 'utf8'));
  const top = y.map(y.root, 'the file', WORDS);
  const text = (word: (typeof WORDS)[number]): string =>
    y.text(top.get(word)?.value ?? null, `\`${word}\``) ?? '';
  const name = basename(file, '.yaml');
  if (!/^[a-z][a-z-]*$/.test(name) || rooms.subgraphs.has(name))
    y.fail(y.root, `\`${name}\`: an agency has a name of lower-case letters that no subgraph of the hub has`);
  const subgraph = text('subgraph');
  const sdl = contentOf(join(dirname(file), subgraph));
  if (sdl === null)
    y.fail(
      top.get('subgraph')?.value,
      `there is no file \`${subgraph}\` beside this one, or it is not GraphQL`,
    );
  const address = text('address');
  const keyNode = top.get('key')?.value;
  const key = keyNode ? wordsOf(y, keyNode) : null;
  if (!isGoodAddress(address, key !== null))
    y.fail(top.get('address')?.value, '`address` is https, or the agency signs its answers with its `key`');
  const given = y.optionalText(top.get('patience')?.value, '`patience`');
  const patience = given === null ? PATIENCE.usual : Number(given);
  if (!Number.isInteger(patience) || patience < 1 || patience > PATIENCE.most)
    y.fail(top.get('patience')?.value, `\`patience\` is a number of milliseconds up to ${PATIENCE.most}`);
  const organisation = text('organisation');
  const agency: Agency = {
    name, organisation, address, patience, key,
    words: text('words'),
    text: sdl?.text ?? '',
    document: sdl?.document ?? NOTHING,
    fields: new Set(sdl === null ? [] : fieldsOf(sdl.document)),
  }; // prettier-ignore
  for (const message of sdl === null ? [] : agencyProblems(agency, catalogues))
    y.fail(top.get('subgraph')?.value, message, 'agency');
  return { agency: y.problems.length > 0 ? null : agency, problems: y.problems };
}

const NOTHING: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

function fieldsOf(document: DocumentNode): string[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === ENTITY.type
      ? (node.fields ?? []).map(({ name }) => name.value).filter((field) => field !== ENTITY.key)
      : [],
  );
}

function contentOf(path: string): { text: string; document: DocumentNode } | null {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, document: parse(text) };
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return null;
    throw error;
  }
}

function wordsOf(y: YamlReader, node: Parameters<YamlReader['map']>[0]): Record<string, string> {
  const members = y.map(node, '`key`', ['kty', 'crv', 'x', 'y']);
  return Object.fromEntries(
    [...members].map(([word, { value }]) => [word, y.text(value, `\`${word}\` of \`key\``) ?? '']),
  );
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

function isGoodAddress(address: string, signs: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  if (username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && (signs || LOOPBACK.has(hostname)));
}
