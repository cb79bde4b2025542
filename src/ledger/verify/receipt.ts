import { commitment } from '../commitment';
import { canonicalJson, type JsonValue } from '../../kernel/canonical-json';
import { parseCheckpoint } from '../tree/checkpoint';
import { leafHash } from '../tree/hash';
import { openNote, type VerifierKey } from '../tree/note';
import { verifyInclusion } from '../tree/proof';
import { parseTlogProof } from '../tree/tlog-proof';
import { openPromise } from './promise';
import { erasedParts, parseReceipt, RECEIPT_PARTS, type ReceiptFile, type ReceiptPart } from './receipt-file';

/** Where a receipt is not what its hub signed. */
export type ReceiptPlace = 'file' | 'leaf' | ReceiptPart | 'proof' | 'proof.checkpoint' | 'promise';

/** What shows that the hub's ledger holds the entry, or will. */
export type Evidence =
  | {
      readonly by: 'proof';
      readonly origin: string;
      readonly index: number;
      readonly size: number;
      /** Hexadecimal. */
      readonly root: string;
      /** `name+id` of the keys whose signatures were verified. */
      readonly signedBy: readonly string[];
    }
  | { readonly by: 'promise'; readonly origin: string; readonly until: string };

/** A receipt that holds. */
export interface OpenedReceipt {
  readonly id: string;
  readonly at: string;
  readonly evidence: Evidence;
  /** Null = erased. */
  readonly recipient: JsonObject | null;
  /** Null = erased; absent where the receipt is not for the controller. */
  readonly controller?: JsonObject | null;
  readonly erased: readonly ReceiptPart[];
}

export type JsonObject = Readonly<Record<string, JsonValue>>;

export type ReceiptVerdict =
  | { readonly ok: true; readonly value: OpenedReceipt }
  | { readonly ok: false; readonly place: ReceiptPlace; readonly problem: string };

type Failed = Extract<ReceiptVerdict, { ok: false }>;

interface Leaf {
  readonly id: string;
  readonly at: string;
  readonly recipient: string;
  readonly controller: string;
}

/**
 * Whether a receipt says what the hub with one of these keys signed, by nothing but the file and the keys. Total.
 * INVARIANT: what is opened was bound twice: the leaf commits to each part, and the signed root, or a promise, to the
 * leaf. Signatures of keys that are not given are left out of account (c2sp.org/signed-note).
 */
export function verifyReceipt(text: string, keys: readonly VerifierKey[]): ReceiptVerdict {
  const read = parseReceipt(text);
  if (!read.ok) return failed('file', read.problem);
  const file = read.value;
  const leaf = leafOf(file.leaf);
  if (!leaf) return failed('leaf', 'The leaf is not that of an entry of version 2 in its one spelling.');
  const wrong = RECEIPT_PARTS.map((part) => ({ part, problem: problemOf(part, file, leaf) })).filter(
    ({ problem }) => problem !== null,
  );
  const evidence = evidenceOf(file, keys, wrong.length > 0);
  if ('place' in evidence) return evidence;
  const [first] = wrong;
  if (first) return failed(first.part, first.problem ?? '');
  const opened = (part: ReceiptPart): JsonObject | null => contentOf(file[part]?.content ?? '');
  return {
    ok: true,
    value: {
      id: leaf.id,
      at: leaf.at,
      evidence,
      recipient: opened('recipient'),
      ...(file.controller === undefined ? {} : { controller: opened('controller') }),
      erased: erasedParts(file),
    },
  };
}

function evidenceOf(
  file: ReceiptFile,
  keys: readonly VerifierKey[],
  partsDiffer: boolean,
): Evidence | Failed {
  if (file.proof !== null && file.promise === null) return proven(file.leaf, file.proof, keys, partsDiffer);
  if (file.proof === null && file.promise !== null) return promised(file.leaf, file.promise, keys);
  return failed('proof', 'A receipt has either a proof or, before there is one, a promise.');
}

function proven(
  leaf: string,
  text: string,
  keys: readonly VerifierKey[],
  partsDiffer: boolean,
): Evidence | Failed {
  const proof = parseTlogProof(text);
  if (!proof.ok) return failed('proof', proof.problem);
  const { index, hashes, checkpoint: note, extra } = proof.value;
  if (extra) return failed('proof', 'The proof of a receipt has no extra bytes: nobody signed them.');
  const opened = openNote(note, keys);
  if (!opened.ok) return failed('proof.checkpoint', opened.problem);
  const checkpoint = parseCheckpoint(opened.value.text);
  if (!checkpoint.ok) return failed('proof.checkpoint', checkpoint.problem);
  const { origin, size, root } = checkpoint.value;
  if (!opened.value.verifiedBy.some(({ name }) => name === origin))
    return failed('proof.checkpoint', 'The checkpoint is that of another log than the keys are for.');
  if (verifyInclusion({ index, size, root, leaf: leafHash(leaf), proof: hashes }))
    return {
      ...{ by: 'proof', origin, index, size, root: root.toString('hex') },
      signedBy: opened.value.verifiedBy.map(({ name, id }) => `${name}+${id}`),
    };
  // A leaf that its parts agree with is the hub's own: then it is index or path that were changed.
  return partsDiffer
    ? failed(
        'leaf',
        'The leaf is not the one in the log: neither its parts nor the signed root agree with it.',
      )
    : failed('proof', 'Index and path do not lead from this leaf to the signed root.');
}

function promised(leaf: string, promise: string, keys: readonly VerifierKey[]): Evidence | Failed {
  for (const { name, publicKey } of keys) {
    const opened = openPromise(name, publicKey, promise);
    if (!opened) continue;
    if (!opened.leafHash.equals(leafHash(leaf)))
      return failed('leaf', 'The promise was made for another leaf.');
    return { by: 'promise', origin: name, until: opened.by.toISOString() };
  }
  return failed('promise', 'None of the keys signed this promise.');
}

function problemOf(part: ReceiptPart, file: ReceiptFile, leaf: Leaf): string | null {
  const sealed = file[part];
  if (!sealed) return null;
  if (commitment(part, Buffer.from(sealed.salt, 'hex'), sealed.content) !== leaf[part])
    return `The ${part}'s part and its salt are not those that the leaf commits to.`;
  const content = contentOf(sealed.content);
  if (!content) return `The ${part}'s part is not JSON.`;
  // Parts of before version 2 do not repeat id and time.
  const same = content['v'] !== 2 || (content['id'] === leaf.id && content['at'] === leaf.at);
  return same ? null : `The ${part}'s part is that of another entry.`;
}

function leafOf(text: string): Leaf | null {
  const { v, id, at, controller, recipient, ...rest } = contentOf(text) ?? {};
  const known =
    v === 2 &&
    typeof id === 'string' &&
    typeof at === 'string' &&
    typeof controller === 'string' &&
    typeof recipient === 'string' &&
    Object.keys(rest).length === 0 &&
    canonicalJson({ v, id, at, controller, recipient }) === text;
  return known ? { id, at, controller, recipient } : null;
}

function contentOf(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

const failed = (place: ReceiptPlace, problem: string): Failed => ({ ok: false, place, problem });
