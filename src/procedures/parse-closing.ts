import type { Node } from 'yaml';
import type { YamlReader } from '../policy/yaml-reader';
import { parseClock } from './parse-clock';
import {
  CASE_OUTCOMES,
  CASE_STATES,
  type CaseOutcome,
  type CaseState,
  type CheckList,
  type Closing,
} from './procedure';
import type { ProcedureWords } from './procedure-words';
import { allKnown, type Entries, known, parseSource, required, valueOf } from './word-reader';

const READINGS = ['policy', 'ours'] as const;

const readingOf = (y: YamlReader, of: Entries, what: string): 'policy' | 'ours' =>
  of.has('reading') && known(y, valueOf(of, 'reading'), `\`reading\` of ${what}`, READINGS) === 'ours'
    ? 'ours'
    : 'policy';

/** Reads one way in which a case may end. */
export function parseClosing(
  y: YamlReader,
  node: Node,
  words: ProcedureWords,
  policies: readonly string[],
): Closing[] {
  const what = 'an entry of `closing`';
  const keys = [
    'outcome',
    'state',
    'row',
    'evidence',
    'signedBy',
    'checks',
    'notBefore',
    'barredBy',
    'reading',
    'source',
  ];
  const of = y.map(node, what, keys);
  const word = (key: string, vocabulary: Iterable<string>): string | null => {
    const at = required(y, of, key, node, what);
    return at === null ? null : known(y, at, `\`${key}\` of ${what}`, vocabulary);
  };
  const list = (key: string, vocabulary: Iterable<string>): string[] =>
    allKnown(y, valueOf(of, key), `\`${key}\` of ${what}`, vocabulary);
  const [outcome, state] = [word('outcome', CASE_OUTCOMES), word('state', CASE_STATES)];
  const row = required(y, of, 'row', node, what);
  if (outcome === null || state === null || row === null) return [];
  return [
    {
      outcome: outcome as CaseOutcome,
      state: state as CaseState,
      row: y.text(row, '`row` of `closing`') ?? '',
      evidence: list('evidence', words.evidence.keys()),
      signedBy: list('signedBy', words.parties.keys()),
      checks: y.optionalText(valueOf(of, 'checks'), '`checks` of `closing`'),
      notBefore: parseClock(y, valueOf(of, 'notBefore'), '`notBefore` of `closing`'),
      barredBy: list('barredBy', words.marks.keys()),
      reading: readingOf(y, of, what),
      source: parseSource(y, required(y, of, 'source', node, what), what, policies),
      at: y.at(node),
    },
  ];
}

/** Reads one list of checks. */
export function parseCheckList(
  y: YamlReader,
  node: Node,
  words: ProcedureWords,
  policies: readonly string[],
): CheckList[] {
  const of = y.map(node, 'a list of checks', ['list', 'entries', 'reading', 'source']);
  const name = required(y, of, 'list', node, 'a list of checks');
  const list = name === null ? null : y.text(name, '`list`');
  if (list === null) return [];
  return [
    {
      list,
      entries: y.list(required(y, of, 'entries', node, `\`${list}\``), '`entries`').flatMap((entry) => {
        const line = y.map(entry, `a check of \`${list}\``, ['check', 'needs', 'restricted']);
        const check = required(y, line, 'check', entry, `a check of \`${list}\``);
        const word = check === null ? null : known(y, check, '`check`', words.checks.keys());
        if (word === null) return [];
        const needs = valueOf(line, 'needs');
        return {
          check: word,
          needs: needs === null ? null : known(y, needs, `\`needs\` of ${word}`, words.marks.keys()),
          restricted: y.boolean(valueOf(line, 'restricted'), `\`restricted\` of ${word}`, false),
          at: y.at(entry),
        };
      }),
      reading: readingOf(y, of, `\`${list}\``),
      source: parseSource(y, required(y, of, 'source', node, `\`${list}\``), `\`${list}\``, policies),
      at: y.at(node),
    },
  ];
}
