import { type Checked, invalid, valid } from '../../kernel/checked';
import { isHash } from './hash';
import { fromBase64, fromDecimal, hashFromBase64 } from './spelling';

/** All that is needed to see offline that a log holds an entry, but for the entry and the log's key. */
export interface TlogProof {
  /** Place of the entry in the log, from 0. */
  readonly index: number;
  /** The inclusion proof, from the entry's sibling up: 32 bytes each. */
  readonly hashes: readonly Buffer[];
  /** The signed note of the checkpoint, word for word. */
  readonly checkpoint: string;
  /** Bytes that nobody signed; absent when there are none. */
  readonly extra?: Buffer;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MOST_CHARACTERS = 2_000_000;
// A tree of 2^53 - 1 leaves is 53 high.
const MOST_HASHES = 53;

/**
 * Writes a proof (c2sp.org/tlog-proof, Format), to be kept in a file that ends in `.tlog-proof`.
 * Throws RangeError when the index is none, a hash is not 32 bytes, there are more than 53, the checkpoint is not
 * ended lines, extra is empty, or the whole is longer than two million characters.
 */
export function tlogProofText({ index, hashes, checkpoint, extra }: TlogProof): string {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError('The index of an entry is a whole number from 0.');
  if (hashes.length > MOST_HASHES || !hashes.every(isHash))
    throw new RangeError('An inclusion proof is at most 53 hashes of 32 bytes.');
  if (!isSigned(checkpoint)) throw new RangeError('The checkpoint of a proof is a signed note.');
  if (extra?.length === 0) throw new RangeError('Leave extra out where there is none.');
  const lines = [
    FIRST_LINE,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
  ];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  if (text.length > MOST_CHARACTERS) throw new RangeError('A proof is at most two million characters long.');
  return text;
}

/**
 * Reads a proof (c2sp.org/tlog-proof, Format). It says that the spelling is right, no more: open the checkpoint with
 * `openNote` and the log's key, read it with `parseCheckpoint`, hold its origin against the log's, and then
 * `verifyInclusion`.
 */
export function parseTlogProof(text: string): Checked<TlogProof> {
  const blank = text.indexOf('\n\n');
  const checkpoint = text.slice(blank + 2);
  if (blank === -1 || text.length > MOST_CHARACTERS || !isSigned(checkpoint))
    return invalid(
      'Give a proof as its lines, a blank line and a signed checkpoint, two million characters at most.',
    );
  const [first, ...lines] = text.slice(0, blank).split('\n');
  if (first !== FIRST_LINE) return invalid(`Begin the proof with the line ${FIRST_LINE}.`);
  const extraText = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined;
  const extra = extraText === undefined ? undefined : fromBase64(extraText);
  if (extra === null || extra?.length === 0) return invalid('Write extra in base64, or leave its line out.');
  const [indexLine = '', ...hashLines] = lines;
  const index = indexLine.startsWith('index ') ? fromDecimal(indexLine.slice('index '.length)) : null;
  if (index === null) return invalid('Write the index in digits without a leading zero, at most 2^53 - 1.');
  const hashes = hashLines.map(hashFromBase64);
  if (hashes.length > MOST_HASHES || !hashes.every((hash) => hash !== null))
    return invalid(
      'Write the inclusion proof as at most 53 hashes, each 32 bytes in base64 on a line of its own.',
    );
  return valid({ index, hashes, checkpoint, ...(extra && { extra }) });
}

// Lines, a blank line and lines: what `openNote` can look into.
const isSigned = (checkpoint: string): boolean =>
  !checkpoint.startsWith('\n') && checkpoint.includes('\n\n') && /[^\n]\n$/.test(checkpoint.slice(-2));
