import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'yaml';
import { packageRoot } from '../package-root';
import { problemLine, type Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';

export const ROOTS = ['query', 'mutation', 'subscription'] as const;
export type RootKind = (typeof ROOTS)[number];

/** What belongs to one subgraph. */
export interface Room {
  readonly name: string;
  readonly words: string;
  /** Entities whose fields are here. */
  readonly owns: ReadonlySet<string>;
  /** Entity → its fields that are here although another room owns it. */
  readonly adds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roots: Readonly<Record<RootKind, ReadonlySet<string>>>;
}

/** `schema/subgraphs.yaml`: the parts into which the one graph can be taken apart. */
export interface Rooms {
  /** Entity → the field by which it is known across subgraphs. */
  readonly entities: ReadonlyMap<string, string>;
  readonly subgraphs: ReadonlyMap<string, Room>;
}

/** The rooms that come with the hub. Throws one error that lists every problem of the file. */
export function readRooms(path = join(packageRoot(), 'schema', 'subgraphs.yaml')): Rooms {
  const { rooms, problems } = parseRooms('schema/subgraphs.yaml', readFileSync(path, 'utf8'));
  if (problems.length > 0)
    throw new Error(
      `The subgraphs are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`,
    );
  return rooms;
}

/** Reads the file. Total; rooms of a text with problems must not be used. */
export function parseRooms(file: string, text: string): { rooms: Rooms; problems: readonly Problem[] } {
  const y = new YamlReader(file, text);
  const words = (node: Node | null | undefined, what: string): ReadonlySet<string> =>
    new Set(y.list(node, what).flatMap((item) => y.text(item, `a name in ${what}`) ?? []));
  const top = y.map(y.root, 'the file', ['entities', 'subgraphs']);
  const entities = new Map(
    [...y.map(top.get('entities')?.value, '`entities`', null)].map(
      ([name, { value }]) => [name, y.text(value, `the key of \`${name}\``) ?? ''] as const,
    ),
  );
  const subgraphs = new Map(
    [...y.map(top.get('subgraphs')?.value, '`subgraphs`', null)].map(([name, { key, value }]) => {
      if (!/^[a-z][a-z-]*$/.test(name))
        y.fail(key, `\`${name}\`: a subgraph has a name of lower-case letters`);
      const part = y.map(value, `\`${name}\``, ['words', 'owns', 'adds', ...ROOTS]);
      const adds = part.get('adds');
      const added = adds ? [...y.map(adds.value, `\`adds\` of \`${name}\``, [...entities.keys()])] : [];
      const room: Room = {
        name,
        words: y.text(part.get('words')?.value ?? null, `\`words\` of \`${name}\``) ?? '',
        owns: words(part.get('owns')?.value, `\`owns\` of \`${name}\``),
        adds: new Map(added.map(([entity, fields]) => [entity, words(fields.value, `\`${entity}\``)])),
        roots: {
          query: words(part.get('query')?.value, `\`query\` of \`${name}\``),
          mutation: words(part.get('mutation')?.value, `\`mutation\` of \`${name}\``),
          subscription: words(part.get('subscription')?.value, `\`subscription\` of \`${name}\``),
        },
      };
      return [name, room] as const;
    }),
  );
  return { rooms: { entities, subgraphs }, problems: y.problems };
}
