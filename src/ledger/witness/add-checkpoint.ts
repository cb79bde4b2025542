import { type Checked, invalid, valid } from '../../kernel/checked';
import { parseCheckpoint, type ReadCheckpoint } from '../tree/checkpoint';
import { isHash } from '../tree/hash';
import { parseNote } from '../tree/note';
import { fromDecimal, hashFromBase64 } from '../tree/spelling';

/** What a log asks its witness (c2sp.org/tlog-witness, add-checkpoint). Nothing in it has been believed yet. */
export interface AddCheckpoint {
  /** Size of the head from which the log thinks that the witness goes on. */
  readonly oldSize: number;
  /** Consistency proof from there to the checkpoint: 32 bytes each. */
  readonly proof: readonly Buffer[];
  readonly checkpoint: ReadCheckpoint;
  /** The signed checkpoint, word for word. */
  readonly note: string;
}

/** Bytes of a whole request: 63 hashes, and a note with 16 signatures of 5 kB in base64 (c2sp.org/signed-note). */
export const MOST_BYTES = 128 * 1024;
const MOST_HASHES = 63;

/**
 * Reads the body of a request: the line `old SIZE`, a line of base64 for each hash, an empty line, the signed
 * checkpoint. Total: whatever is spelt in any other way is a problem.
 */
export function parseAddCheckpoint(body: Uint8Array): Checked<AddCheckpoint> {
  const text = decoded(body);
  const blank = text?.indexOf('\n\n') ?? -1;
  if (text === null || blank === -1)
    return invalid('Send the old size, the proof, an empty line and the signed checkpoint, in UTF-8.');
  const [first = '', ...lines] = text.slice(0, blank).split('\n');
  const oldSize = first.startsWith('old ') ? fromDecimal(first.slice('old '.length)) : null;
  if (oldSize === null)
    return invalid('Begin with old, a space and a size in digits without a leading zero.');
  if (lines.length > MOST_HASHES) return invalid('Send a proof of at most 63 hashes.');
  const proof = lines.map(hashFromBase64);
  if (!proof.every((hash) => hash !== null))
    return invalid('Write each hash of the proof as 32 bytes in base64, on a line of its own.');
  const note = text.slice(blank + 2);
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(parsed.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (oldSize > checkpoint.value.size) return invalid('The old size is larger than that of the checkpoint.');
  return valid({ oldSize, proof, checkpoint: checkpoint.value, note });
}

/**
 * The body that `parseAddCheckpoint` reads. Throws RangeError when the size is none, a hash is not 32 bytes or there
 * are more than 63.
 */
export function addCheckpointText({ oldSize, proof, note }: Omit<AddCheckpoint, 'checkpoint'>): string {
  if (!Number.isSafeInteger(oldSize) || oldSize < 0) throw new RangeError('A tree has no such size.');
  if (proof.length > MOST_HASHES || !proof.every(isHash))
    throw new RangeError('A witness is sent a proof of at most 63 hashes of 32 bytes.');
  const hashes = proof.map((hash) => `${hash.toString('base64')}\n`);
  return `old ${oldSize}\n${hashes.join('')}\n${note}`;
}

function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}
