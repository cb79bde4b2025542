import type { Node } from 'yaml';
import { isLocalDate } from '../kernel/local-date';
import type { YamlReader } from '../policy/yaml-reader';
import { parseClock } from './parse-clock';
import { BASES, type Basis, type Escalation, type Overruled, PARTS, type Part, type Row } from './procedure';
import type { ProcedureWords } from './procedure-words';
import { allKnown, type Entries, known, parseSource, required, valueOf } from './word-reader';

export const ROW_KEYS = [
  'row', 'part', 'when', 'step', 'on', 'after', 'sooner', 'until', 'ends', 'who', 'asks', 'tells', 'clock', 'aim',
  'notBefore', 'minimum', 'careful', 'needs', 'notCme', 'escalate', 'refines', 'overruled', 'inForceFrom', 'basis',
  'lawyer', 'source',
] as const; // prettier-ignore

const SHAPE = /^[A-Z]{2,4}-\d{2}[a-z]?$/;

/** Reads one row of a procedure. References to other rows are judged by the checks, words of the vocabulary here. */
export function parseRow(
  y: YamlReader,
  node: Node,
  words: ProcedureWords,
  policies: readonly string[],
): Row[] {
  const of = y.map(node, 'a row', ROW_KEYS);
  const id = required(y, of, 'row', node, 'a row');
  const row = id === null ? null : y.text(id, '`row`');
  if (row === null) return [];
  if (!SHAPE.test(row))
    y.fail(id, `\`${row}\` is no id of a row: write capitals, a hyphen, two digits, as in AB-01`);
  const what = (key: string): string => `\`${key}\` of ${row}`;
  const text = (key: string): string => {
    const at = required(y, of, key, node, row);
    return at === null ? '' : (y.text(at, what(key)) ?? '');
  };
  const events = (key: string): string[] => allKnown(y, valueOf(of, key), what(key), words.events.keys());
  const parties = (key: string): string[] => allKnown(y, valueOf(of, key), what(key), words.parties.keys());
  const who = parties('who');
  if (who.length === 0) y.fail(node, `${row} needs somebody to act: \`who\``, 'required');
  const part = required(y, of, 'part', node, row);
  const clock = (key: string) => parseClock(y, valueOf(of, key), what(key));
  return [
    {
      row,
      part: (part === null ? null : (known(y, part, what('part'), PARTS) as Part | null)) ?? 'report',
      when: text('when'),
      step: text('step'),
      on: events('on'),
      after: y.words(valueOf(of, 'after'), what('after')),
      sooner: events('sooner'),
      until: events('until'),
      ends: events('ends'),
      who,
      asks: parties('asks'),
      tells: parties('tells'),
      clock: clock('clock'),
      aim: clock('aim'),
      notBefore: clock('notBefore'),
      minimum: y.boolean(valueOf(of, 'minimum'), what('minimum'), false),
      careful: y.boolean(valueOf(of, 'careful'), what('careful'), false),
      needs: allKnown(y, valueOf(of, 'needs'), what('needs'), words.marks.keys()),
      notCme: y.boolean(valueOf(of, 'notCme'), what('notCme'), false),
      escalate: y
        .list(valueOf(of, 'escalate'), what('escalate'))
        .flatMap((entry) => parseEscalation(y, entry, row, words)),
      refines: y.optionalText(valueOf(of, 'refines'), what('refines')),
      overruled: parseOverruled(y, valueOf(of, 'overruled'), row),
      inForceFrom: inForceFrom(y, of, row),
      basis: of.has('basis') ? (known(y, valueOf(of, 'basis'), what('basis'), BASES) as Basis | null) : null,
      lawyer: y.boolean(valueOf(of, 'lawyer'), what('lawyer'), false),
      source: parseSource(y, required(y, of, 'source', node, row), row, policies),
      at: y.at(id),
    },
  ];
}

function parseEscalation(y: YamlReader, node: Node, row: string, words: ProcedureWords): Escalation[] {
  const what = `an escalation of ${row}`;
  const of = y.map(node, what, ['to', 'after', 'words']);
  const at = required(y, of, 'to', node, what);
  const to = at === null ? null : known(y, at, `\`to\` of ${what}`, words.parties.keys());
  if (to === null) return [];
  return [
    {
      to,
      after: parseClock(y, valueOf(of, 'after'), `\`after\` of ${what}`),
      words: y.optionalText(valueOf(of, 'words'), `\`words\` of ${what}`),
    },
  ];
}

function parseOverruled(y: YamlReader, node: Node | null, row: string): Overruled | null {
  if (node === null) return null;
  const what = `\`overruled\` of ${row}`;
  const of = y.map(node, what, ['says', 'by', 'clock']);
  const [says, by] = [required(y, of, 'says', node, what), required(y, of, 'by', node, what)];
  return {
    says: says === null ? '' : (y.text(says, `\`says\` of ${what}`) ?? ''),
    by: by === null ? '' : (y.text(by, `\`by\` of ${what}`) ?? ''),
    clock: parseClock(y, valueOf(of, 'clock'), `\`clock\` of ${what}`),
  };
}

function inForceFrom(y: YamlReader, of: Entries, row: string): string | null {
  const entry = of.get('inForceFrom');
  if (entry === undefined) return 'always';
  if (entry.value === null || y.isNull(entry.value)) return null;
  const text = y.text(entry.value, `\`inForceFrom\` of ${row}`);
  if (text !== null && isLocalDate(text)) return text;
  y.fail(entry.value, `\`inForceFrom\` of ${row} is a day, or null until there is one`);
  return null;
}
