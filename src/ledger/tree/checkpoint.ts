import { type Checked, invalid, valid } from '../../kernel/checked';
import { EMPTY_ROOT, isHash } from './hash';
import { fromDecimal, hashFromBase64 } from './spelling';

/** The head of a log at one size: what the log signs. */
export interface Checkpoint {
  /** The name of the log, one line. */
  readonly origin: string;
  /** Number of leaves: 0 to 2^53 - 1. */
  readonly size: number;
  /** Root of the tree of that size: 32 bytes. */
  readonly root: Buffer;
}

/** A checkpoint as read, with the lines after the root that somebody else's log may add. */
export interface ReadCheckpoint extends Checkpoint {
  readonly extensions: readonly string[];
}

const LINE = /^[^\0-\x1f\p{Surrogate}]+$/u;

/**
 * The text of a checkpoint, to be signed as a note (c2sp.org/tlog-checkpoint, Note text): origin, size and root, a
 * line each. No extension lines: nobody can audit them.
 * Throws RangeError when the origin is not one line, the size no size, or the root not 32 bytes.
 */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!LINE.test(origin)) throw new RangeError('The origin of a log is one line of text.');
  if (!Number.isSafeInteger(size) || size < 0 || !isHash(root))
    throw new RangeError('A checkpoint has a size from 0 to 2^53 - 1 and a root of 32 bytes.');
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads the text of a checkpoint, the signatures taken off by `openNote` (c2sp.org/tlog-checkpoint, Note text).
 * A problem when it is spelt in any other way than the specification's one, or gives an empty tree another root than
 * RFC 6962 §2.1 does. Extension lines are handed on unread.
 */
export function parseCheckpoint(text: string): Checked<ReadCheckpoint> {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const extensions = rest.slice(0, -1);
  if (rest.at(-1) !== '' || ![origin, ...extensions].every((line) => LINE.test(line)))
    return invalid(
      'Give a checkpoint as lines that are not empty, the last one ended, without control characters.',
    );
  const size = fromDecimal(sizeText);
  if (size === null)
    return invalid('Write the size of the tree in digits without a leading zero, at most 2^53 - 1.');
  const root = hashFromBase64(rootText);
  if (!root) return invalid('Write the root as 32 bytes in base64.');
  if (size === 0 && !root.equals(EMPTY_ROOT))
    return invalid('Give an empty tree the root it has: the hash of nothing.');
  return valid({ origin, size, root, extensions });
}
