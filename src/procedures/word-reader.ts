import type { Node } from 'yaml';
import { nearWord } from '../kernel/near-word';
import type { YamlReader } from '../policy/yaml-reader';
import type { Source } from './procedure';

/** Entries of a map, as `YamlReader.map` gives them. */
export type Entries = ReadonlyMap<string, { readonly key: Node; readonly value: Node | null }>;

export const valueOf = (of: Entries, key: string): Node | null => of.get(key)?.value ?? null;

/** A word of a vocabulary; an unknown one is a problem with the near word, and stays so that nothing else is said of it. */
export function known(
  y: YamlReader,
  node: Node | null,
  what: string,
  vocabulary: Iterable<string>,
): string | null {
  const text = y.text(node, what);
  if (text === null) return null;
  const all = [...vocabulary];
  if (all.includes(text)) return text;
  const near = nearWord(text, all);
  y.fail(
    node,
    `unknown word \`${text}\` in ${what}${near ? `; did you mean \`${near}\`?` : ''}`,
    'unknown-word',
  );
  return text;
}

/** A list of such words. */
export function allKnown(
  y: YamlReader,
  node: Node | null,
  what: string,
  vocabulary: Iterable<string>,
): string[] {
  const all = [...vocabulary];
  return y.list(node, what).flatMap((entry) => known(y, entry, what, all) ?? []);
}

/** A value that has to be there; its absence is a problem of the map. */
export function required(
  y: YamlReader,
  of: Entries,
  key: string,
  at: Node | null,
  what: string,
): Node | null {
  const entry = of.get(key);
  if (entry === undefined) y.fail(at, `${what} needs its \`${key}\``, 'required');
  return entry?.value ?? null;
}

/** `{ S1: ['3.7', App 2] }`: policies that the file names, each with one paragraph at least. */
export function parseSource(
  y: YamlReader,
  node: Node | null,
  what: string,
  policies: readonly string[],
): Source {
  if (node === null) return new Map();
  const read = [...y.map(node, `the source of ${what}`, policies)].map(([policy, { key, value }]) => {
    const at = y.words(value, `the paragraphs of ${policy}`);
    if (at.length === 0) y.fail(key, `${what} names no paragraph of ${policy}`, 'required');
    return [policy, at] as const;
  });
  if (read.length === 0) y.fail(node, `${what} names no policy as its source`, 'required');
  return new Map(read);
}
