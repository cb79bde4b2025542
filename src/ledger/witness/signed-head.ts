import { type Checked, invalid, valid } from '../../kernel/checked';
import { sha256Hex } from '../../kernel/digest';
import { parseCheckpoint, type Checkpoint } from '../tree/checkpoint';
import { openNote, parseNote, signatureText, type VerifierKey } from '../tree/note';

/** A head of a log that one of the log's own keys signed. */
export interface SignedHead extends Checkpoint {
  /** What was signed. */
  readonly text: string;
  /** The text with the signatures of the log's known keys and no others. */
  readonly note: string;
}

/** A log as it is known here: by its name, and the keys that it was registered with. */
export interface KnownLog {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
}

/**
 * Opens a checkpoint of this log. A problem when no known key signed it, or one wrongly, or it is of another log.
 * What others have added to it is taken off, so that nobody can make us keep or hand on what we have not verified.
 */
export function openHead(note: string | Uint8Array, { origin, keys }: KnownLog): Checked<SignedHead> {
  const opened = openNote(note, keys);
  if (!opened.ok) return opened;
  const { text, verifiedBy } = opened.value;
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  if (checkpoint.value.origin !== origin) return invalid('Give a checkpoint of this log.');
  const parsed = parseNote(note);
  const lines = (parsed.ok ? parsed.value.signatures : [])
    .filter(({ name, id }) => verifiedBy.some((key) => key.name === name && key.id === id))
    .map(({ name, id, signature }) => signatureText(name, Buffer.from(id, 'hex'), signature));
  return valid({ origin, size, root, text, note: `${text}\n${[...new Set(lines)].join('')}` });
}

/** Where a witness shows the head that it keeps of a log, below its own address: by the digest of the log's name. */
export const keptHeadPath = (origin: string): string => `${sha256Hex(origin)}/checkpoint`;
