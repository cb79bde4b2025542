import { type Checked, invalid, valid } from '../../kernel/checked';

export const RECEIPT_FORMAT = 'rollcall-receipt/1';

/** Parts of an entry that a receipt may hold. */
export const RECEIPT_PARTS = ['recipient', 'controller'] as const;
export type ReceiptPart = (typeof RECEIPT_PARTS)[number];

/** A part as it was committed to: its exact text, spaces at the end among it, and its salt in hexadecimal. */
export interface SealedPart {
  readonly content: string;
  readonly salt: string;
}

/** All that it takes to show offline, with the log's key, what an entry of the ledger says. */
export interface ReceiptFile {
  readonly leaf: string;
  /** What the recipient was told; null once it was erased. */
  readonly recipient: SealedPart | null;
  /** Everything; null once it was erased, absent where it is not for the reader. */
  readonly controller?: SealedPart | null;
  /** A `c2sp.org/tlog-proof@v1`, the checkpoint within; null while no signed head covers the entry. */
  readonly proof: string | null;
  /** The hub's signed word for an entry without a proof. */
  readonly promise: string | null;
}

const MOST_CHARACTERS = 16_000_000;

/** Names of the parts that are gone: the leaf still says that they were there. */
export const erasedParts = (file: ReceiptFile): ReceiptPart[] =>
  RECEIPT_PARTS.filter((part) => file[part] === null);

/** Writes a receipt: JSON, two spaces, members in this order, a newline at the end. */
export function receiptText(file: ReceiptFile): string {
  const { leaf, recipient, controller, proof, promise } = file;
  const sealed = (part: SealedPart | null): SealedPart | null =>
    part && { content: part.content, salt: part.salt };
  const members = {
    format: RECEIPT_FORMAT,
    leaf,
    recipient: sealed(recipient),
    ...(controller === undefined ? {} : { controller: sealed(controller) }),
    erased: erasedParts(file),
    proof,
    promise,
  };
  return `${JSON.stringify(members, null, 2)}\n`;
}

/**
 * Reads what `receiptText` wrote. One receipt has one spelling: members that are missing, unknown or twice, other
 * white space and other escapes are refused, so that not a byte of a file can change unnoticed.
 */
export function parseReceipt(text: string): Checked<ReceiptFile> {
  if (text.length > MOST_CHARACTERS) return invalid('Give a receipt of sixteen million characters at most.');
  const given = jsonOf(text);
  if (!isMember(given) || given['format'] !== RECEIPT_FORMAT)
    return invalid(`Give a receipt as the hub wrote it: JSON with the format ${RECEIPT_FORMAT}.`);
  const { leaf, recipient, controller, proof, promise } = given;
  const shaped =
    typeof leaf === 'string' &&
    (recipient === null || isSealed(recipient)) &&
    (controller === undefined || controller === null || isSealed(controller)) &&
    isTextOrNull(proof) &&
    isTextOrNull(promise);
  if (!shaped) return invalid('Give a receipt with every member, each of its kind.');
  const file = { leaf, recipient, proof, promise, ...(controller === undefined ? {} : { controller }) };
  return receiptText(file) === text
    ? valid(file)
    : invalid('Give the file byte for byte as the hub wrote it: it is spelt in another way.');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isMember(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

const isSealed = (value: unknown): value is SealedPart =>
  isMember(value) && typeof value['content'] === 'string' && /^[0-9a-f]{64}$/.test(String(value['salt']));
