import type { Node } from 'yaml';
import type { Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';

/** Somebody who acts, is asked or is told. */
export interface Party {
  readonly words: string;
  /** Roles of the directory whose units act as this party; none: a body or person outside of the hub. */
  readonly roles: readonly string[];
  /** The safe-enquiry rule holds back whatever asks or tells this party. */
  readonly careful: boolean;
}

export interface EventWord {
  readonly words: string;
  /** Every step of the case that is open then falls away. */
  readonly endsCase: boolean;
}

export interface MarkWord {
  readonly words: string;
  /** While it stands, careful steps wait for social care. */
  readonly careful: boolean;
}

/** `schema/procedure-words.yaml`: the vocabulary of every procedure file. */
export interface ProcedureWords {
  readonly parties: ReadonlyMap<string, Party>;
  readonly events: ReadonlyMap<string, EventWord>;
  readonly marks: ReadonlyMap<string, MarkWord>;
  /** Code → words, of what is checked before a case is closed as not found. */
  readonly checks: ReadonlyMap<string, string>;
  readonly evidence: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
}

const SECTIONS = ['parties', 'events', 'marks', 'checks', 'evidence', 'groups'] as const;

/** Reads the vocabulary. Total; words of a text with problems must not be used. */
export function parseProcedureWords(
  file: string,
  text: string,
  roles: ReadonlySet<string>,
): { words: ProcedureWords; problems: readonly Problem[] } {
  const y = new YamlReader(file, text);
  const top = y.root ? y.map(y.root, 'the words of procedures', SECTIONS) : new Map<string, never>();
  const section = <T>(
    name: (typeof SECTIONS)[number],
    keys: readonly string[],
    one: (word: string, of: Map<string, { value: Node | null }>, words: string) => T,
  ): Map<string, T> => {
    const found = new Map<string, T>();
    const body = top.get(name)?.value ?? null;
    if (body === null) {
      y.fail(y.root, `\`${name}\` is missing`, 'required');
      return found;
    }
    for (const [word, { key, value }] of y.map(body, `\`${name}\``, null)) {
      const of = y.map(value, `\`${word}\``, keys);
      const told = of.get('words')?.value ?? null;
      if (told === null) y.fail(key, `\`${word}\` needs its \`words\``, 'required');
      found.set(
        word,
        one(word, of, told === null ? word : (y.text(told, `the words of \`${word}\``) ?? word)),
      );
    }
    return found;
  };
  const flag = (of: Map<string, { value: Node | null }>, key: string): boolean =>
    y.boolean(of.get(key)?.value, `\`${key}\``, false);
  const plain = (_word: string, _of: Map<string, { value: Node | null }>, words: string): string => words;
  const words: ProcedureWords = {
    parties: section('parties', ['words', 'roles', 'careful'], (word, of, told) => {
      const held = y.words(of.get('roles')?.value, `the roles of \`${word}\``);
      for (const role of held)
        if (!roles.has(role)) y.fail(of.get('roles')?.value, `unknown role \`${role}\``);
      return { words: told, roles: held, careful: flag(of, 'careful') };
    }),
    events: section('events', ['words', 'endsCase'], (_word, of, told) => ({
      words: told,
      endsCase: flag(of, 'endsCase'),
    })),
    marks: section('marks', ['words', 'careful'], (_word, of, told) => ({
      words: told,
      careful: flag(of, 'careful'),
    })),
    checks: section('checks', ['words'], plain),
    evidence: section('evidence', ['words'], plain),
    groups: section('groups', ['words'], plain),
  };
  return { words, problems: y.problems };
}
