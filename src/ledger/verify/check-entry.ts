import { canonicalJson, type JsonValue } from '../../kernel/canonical-json';
import { commitment, type Part } from '../commitment';
import type { ProblemKind } from './findings';
import type { EntryColumns, StoredEntry } from './log-record';

/** What an entry by itself shows. */
export interface CheckedEntry {
  readonly problems: readonly { readonly kind: ProblemKind; readonly how: string }[];
  /** How many of the two parts are erased: content and salt destroyed. */
  readonly erasedParts: number;
  readonly areCriteriaErased: boolean;
  /** How many erasures it records, when it is the act that says so. */
  readonly records: { readonly entries: number; readonly criteria: number };
  /** From before version 2: what the recipient was told was not kept apart. */
  readonly isOld: boolean;
}

type Said = Readonly<Record<string, JsonValue>>;

const HASH = /^[0-9a-f]{64}$/;
/** The columns that both parts repeat, by the names that they have there. */
const ASKED = [
  'kind',
  'organisation',
  'unit',
  'client',
  'subject',
  'purpose',
  'reference',
  'requestId',
  'rulesetVersion',
] as const satisfies readonly (keyof EntryColumns)[];

/** Holds an entry against itself: leaf, commitments, parts, columns. Total: a broken entry is a problem, never an exception. */
export function checkEntry(entry: StoredEntry): CheckedEntry {
  const problems: { kind: ProblemKind; how: string }[] = [];
  const leaf = leafOf(entry, (how) => problems.push({ kind: 'LEAF', how }));
  const wrong = (kind: ProblemKind, how: string): unknown => problems.push({ kind, how });

  const open = (part: Part, content: string | null, salt: string | null, committed: unknown): Said | null => {
    if ((content === null) !== (salt === null)) {
      wrong('COMMITMENT', `Of its ${part} part, content or salt is gone and the other is not.`);
      return null;
    }
    if (content === null || salt === null) return null;
    if (leaf && commitment(part, Buffer.from(salt, 'hex'), content) !== committed) {
      wrong(
        'COMMITMENT',
        `Its ${part} part is not what ${part === 'criteria' ? 'the entry' : 'the leaf'} commits to.`,
      );
      return null;
    }
    const said = objectIn(content);
    if (!said && part !== 'criteria') wrong('COMMITMENT', `Its ${part} part is no JSON object.`);
    return said;
  };
  const controller = open('controller', entry.controller, entry.controllerSalt, leaf?.['controller']);
  const recipient = open('recipient', entry.recipient, entry.recipientSalt, leaf?.['recipient']);
  const erasedParts = [entry.controller, entry.recipient].filter((part) => part === null).length;

  for (const column of differing(entry, controller, recipient))
    wrong('COLUMN', `Its column ${column} is not what its parts say.`);
  if (erasedParts === 2 && !isBlank(entry))
    wrong('COLUMN', 'Its parts are erased, and its columns still hold what was to be erased with them.');

  const met = controller?.['criteria'] ?? null;
  if (entry.criteria !== null && controller && met === null)
    wrong('COMMITMENT', 'It holds criteria of which it knew nothing when it was written.');
  else if (entry.criteria !== null && entry.controller === null)
    wrong('COMMITMENT', 'It holds criteria, and what committed to them is erased.');
  else if (controller) open('criteria', entry.criteria, entry.criteriaSalt, met);
  if (controller && (met === null) !== (entry.criteriaUntil === null))
    wrong('COLUMN', 'Its column criteria_until does not go with its criteria.');
  return {
    problems,
    erasedParts,
    areCriteriaErased: met !== null && entry.criteria === null,
    records: recordedBy(entry, controller),
    isOld: controller?.['v'] === 1,
  };
}

/** An act that the controller's part bears out; what it says of itself alone counts for nothing. */
function recordedBy({ columns }: StoredEntry, controller: Said | null): CheckedEntry['records'] {
  const body = columns.kind === 'ACT' ? controller?.['body'] : undefined;
  const { action, entries } = isObject(body) ? body : {};
  const count = typeof entries === 'number' ? entries : 0;
  return {
    entries: action === 'ERASE_LEDGER_ENTRIES' ? count : 0,
    criteria: action === 'ERASE_LEDGER_CRITERIA' ? count : 0,
  };
}

function leafOf(entry: StoredEntry, wrong: (how: string) => unknown): Said | null {
  const leaf = objectIn(entry.leaf);
  const isRight =
    leaf !== null &&
    Object.keys(leaf).sort().join() === 'at,controller,id,recipient,v' &&
    leaf['v'] === 2 &&
    HASH.test(textOf(leaf['controller'])) &&
    HASH.test(textOf(leaf['recipient'])) &&
    canonicalOf(leaf) === entry.leaf;
  if (!isRight) {
    wrong('Its leaf is not spelt as a leaf is (RFC 8785, version 2).');
    return null;
  }
  if (leaf['id'] !== entry.id) wrong('Its leaf has another id than its column.');
  if (leaf['at'] !== entry.at) wrong('Its leaf has another time than its column.');
  return leaf;
}

function differing(entry: StoredEntry, controller: Said | null, recipient: Said | null): Set<string> {
  const found = new Set<string>();
  const { columns } = entry;
  const hold = (said: Readonly<Record<string, JsonValue | undefined>>): void => {
    const held: Readonly<Record<string, JsonValue>> = { ...columns, id: entry.id, at: entry.at };
    for (const [name, value] of Object.entries(said))
      if (value !== held[name] && canonicalOf(value) !== canonicalOf(held[name])) found.add(name);
  };
  const asked = (said: Said): Record<string, JsonValue | undefined> =>
    Object.fromEntries(['id', 'at', ...ASKED].map((name) => [name, said[name]]));
  if (controller) {
    const { children, agreements } = controller;
    const body = controller['body'];
    const old = controller['v'] === 1 && isObject(body) ? body : null;
    hold({
      ...asked(controller),
      ...(old && { client: old['client'] ?? '', subject: old['subject'] ?? null }),
      children,
      agreements,
    });
  }
  // Of before version 2 there is none but its version.
  if (recipient && recipient['v'] !== 1) hold(asked(recipient));
  return found;
}

const isBlank = ({ columns, criteria }: StoredEntry): boolean =>
  columns.subject === null && columns.reference === '' && columns.children.length === 0 && criteria === null;

function objectIn(text: string): Said | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: JsonValue | undefined): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

/** Null for what has no canonical text: half a surrogate pair, or nothing at all. */
function canonicalOf(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
