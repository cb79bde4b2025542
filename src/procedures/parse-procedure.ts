import type { Node } from 'yaml';
import type { Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';
import { parseCheckList, parseClosing } from './parse-closing';
import { parseClock } from './parse-clock';
import { parseRow } from './parse-row';
import type { Change, LeadServices, Meeting, Procedure } from './procedure';
import type { ProcedureWords } from './procedure-words';
import { allKnown, type Entries, known, parseSource, required, valueOf } from './word-reader';

export const PROCEDURE_KEYS = [
  'procedure', 'title', 'version', 'authorities', 'under', 'policies', 'readings', 'escalate', 'definition', 'register',
  'closing', 'checks', 'meetings', 'lead', 'rows',
] as const; // prettier-ignore

export interface ParsedProcedure {
  /** Null when the text cannot be read as a procedure at all. */
  readonly procedure: Procedure | null;
  readonly problems: readonly Problem[];
}

/** Text → procedure. Total: never throws; whatever is missing or misspelt becomes a problem with its line. */
export function parseProcedure(text: string, file: string, words: ProcedureWords): ParsedProcedure {
  const y = new YamlReader(file, text);
  if (!y.root) {
    if (y.problems.length === 0) y.fail(null, 'the file is empty', 'yaml');
    return { procedure: null, problems: y.problems };
  }
  const root = y.root;
  const top = y.map(root, 'the procedure', PROCEDURE_KEYS);
  const need = (key: (typeof PROCEDURE_KEYS)[number]): Node | null =>
    required(y, top, key, root, 'the procedure');
  const policies = parsePolicies(y, need('policies'));
  const cites = [...policies.keys()];
  const list = <T>(key: (typeof PROCEDURE_KEYS)[number], one: (node: Node) => T[]): T[] =>
    y.list(valueOf(top, key), `\`${key}\``).flatMap(one);
  const name = y.text(need('procedure'), '`procedure`') ?? '';
  const procedure: Procedure = {
    procedure: name,
    title: y.text(need('title'), '`title`') ?? '',
    version: wholeNumber(y, need('version'), '`version`', 1),
    authorities: y.words(valueOf(top, 'authorities'), '`authorities`'),
    under: y.optionalText(valueOf(top, 'under'), '`under`'),
    policies,
    readings: parseReadings(y, need('readings')),
    escalate: parseDefault(y, need('escalate'), words),
    definition: parseDefinition(y, need('definition'), cites),
    register: parseRegister(y, need('register'), words, cites),
    closing: list('closing', (node) => parseClosing(y, node, words, cites)),
    checks: list('checks', (node) => parseCheckList(y, node, words, cites)),
    meetings: list('meetings', (node) => parseMeeting(y, node, words, cites)),
    lead: parseLead(y, need('lead'), words, cites),
    rows: list('rows', (node) => parseRow(y, node, words, cites)),
    at: y.at(root),
  };
  if (procedure.rows.length === 0) y.fail(root, 'a procedure has one row at least', 'required');
  return { procedure, problems: y.problems };
}

function wholeNumber(y: YamlReader, node: Node | null, what: string, least: number, most = Infinity): number {
  if (node === null) return least;
  const value = Number(y.text(node, what) ?? NaN);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  y.fail(node, `${what} must be a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}`);
  return least;
}

function parsePolicies(y: YamlReader, node: Node | null): Procedure['policies'] {
  if (node === null) return new Map();
  return new Map(
    [...y.map(node, '`policies`', null)].map(([policy, { value }]) => {
      const of = y.map(value, `policy \`${policy}\``, ['title', 'dated']);
      const text = (key: string): string => {
        const at = required(y, of, key, value, `policy \`${policy}\``);
        return at === null ? '' : (y.text(at, `\`${key}\` of \`${policy}\``) ?? '');
      };
      return [policy, { title: text('title'), dated: text('dated') }];
    }),
  );
}

function parseReadings(y: YamlReader, node: Node | null): Procedure['readings'] {
  if (node === null) return { decidedBy: '', confirmed: null };
  const of = y.map(node, '`readings`', ['decidedBy', 'confirmed']);
  const by = required(y, of, 'decidedBy', node, '`readings`');
  return {
    decidedBy: by === null ? '' : (y.text(by, '`decidedBy`') ?? ''),
    confirmed: y.optionalText(valueOf(of, 'confirmed'), '`confirmed`'),
  };
}

function parseDefault(y: YamlReader, node: Node | null, words: ProcedureWords): Procedure['escalate'] {
  if (node === null) return { to: '', words: '' };
  const of = y.map(node, '`escalate`', ['to', 'words']);
  const to = required(y, of, 'to', node, '`escalate`');
  return {
    to: to === null ? '' : (known(y, to, '`to` of `escalate`', words.parties.keys()) ?? ''),
    words: y.optionalText(valueOf(of, 'words'), '`words` of `escalate`') ?? '',
  };
}

function parseDefinition(
  y: YamlReader,
  node: Node | null,
  policies: readonly string[],
): Procedure['definition'] {
  const of: Entries =
    node === null ? new Map() : y.map(node, '`definition`', ['words', 'rollOnly', 'hours', 'source']);
  const hours = valueOf(of, 'hours');
  const told = valueOf(of, 'words');
  return {
    words: told === null ? '' : (y.text(told, '`words` of `definition`') ?? ''),
    rollOnly: y.boolean(valueOf(of, 'rollOnly'), '`rollOnly`', false),
    hours: hours === null || y.isNull(hours) ? null : wholeNumber(y, hours, '`hours`', 1, 40),
    source: parseSource(
      y,
      node === null ? null : required(y, of, 'source', node, '`definition`'),
      '`definition`',
      policies,
    ),
  };
}

function parseRegister(
  y: YamlReader,
  node: Node | null,
  words: ProcedureWords,
  policies: readonly string[],
): Procedure['register'] {
  const otherwise: Procedure['register'] = { change: { by: 'secondPerson' }, source: new Map() };
  if (node === null) return otherwise;
  const of = y.map(node, '`register`', ['change', 'source']);
  const change = required(y, of, 'change', node, '`register`');
  return {
    change: change === null ? otherwise.change : parseChange(y, change, words),
    source: parseSource(y, required(y, of, 'source', node, '`register`'), '`register`', policies),
  };
}

function parseChange(y: YamlReader, node: Node, words: ProcedureWords): Change {
  const of = y.map(node, '`change`', ['by', 'group', 'quorum', 'row']);
  const by = known(y, required(y, of, 'by', node, '`change`'), '`by` of `change`', ['secondPerson', 'group']);
  if (by !== 'group') {
    for (const key of ['group', 'quorum', 'row'])
      if (of.has(key)) y.fail(of.get(key)?.key, `\`${key}\` means nothing where a second person agrees`);
    return { by: 'secondPerson' };
  }
  return {
    by: 'group',
    group: known(y, required(y, of, 'group', node, '`change`'), '`group`', words.parties.keys()) ?? '',
    quorum: wholeNumber(y, required(y, of, 'quorum', node, '`change`'), '`quorum`', 1, 100),
    row: y.text(required(y, of, 'row', node, '`change`'), '`row` of `change`') ?? '',
  };
}

function parseMeeting(
  y: YamlReader,
  node: Node,
  words: ProcedureWords,
  policies: readonly string[],
): Meeting[] {
  const of = y.map(node, 'a meeting', ['group', 'every', 'takes', 'feeds', 'source']);
  const group = required(y, of, 'group', node, 'a meeting');
  const every = parseClock(y, required(y, of, 'every', node, 'a meeting'), '`every` of a meeting');
  if (every?.kind !== 'every') {
    if (every !== null)
      y.fail(valueOf(of, 'every'), '`every` of a meeting recurs: `{ every: 1, unit: month }`');
    return [];
  }
  return [
    {
      group: group === null ? '' : (known(y, group, '`group` of a meeting', words.parties.keys()) ?? ''),
      every,
      takes: y.optionalText(valueOf(of, 'takes'), '`takes`') ?? '',
      feeds: y.optionalText(valueOf(of, 'feeds'), '`feeds`') ?? '',
      source: parseSource(y, required(y, of, 'source', node, 'a meeting'), 'a meeting', policies),
    },
  ];
}

function parseLead(
  y: YamlReader,
  node: Node | null,
  words: ProcedureWords,
  policies: readonly string[],
): LeadServices {
  if (node === null) return { otherwise: '', like: null, groups: [] };
  const of = y.map(node, '`lead`', ['otherwise', 'like', 'source', 'groups']);
  const otherwise = required(y, of, 'otherwise', node, '`lead`');
  parseSource(y, valueOf(of, 'source'), '`lead`', policies);
  return {
    otherwise: otherwise === null ? '' : (known(y, otherwise, '`otherwise`', words.parties.keys()) ?? ''),
    like: y.optionalText(valueOf(of, 'like'), '`like`'),
    groups: y.list(valueOf(of, 'groups'), '`groups`').map((entry) => {
      const line = y.map(entry, 'a line of `lead`', ['groups', 'lead', 'support']);
      return {
        groups: allKnown(y, valueOf(line, 'groups'), '`groups`', words.groups.keys()),
        lead: allKnown(y, valueOf(line, 'lead'), '`lead`', words.parties.keys()),
        support: allKnown(y, valueOf(line, 'support'), '`support`', words.parties.keys()),
        at: y.at(entry),
      };
    }),
  };
}
