import { parseCheckpoint, type ReadCheckpoint } from '../tree/checkpoint';
import { openNote, type VerifierKey } from '../tree/note';
import type { ProblemKind } from './findings';

/** A head as somebody holds it. */
export interface HeldHead {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

/** What is wrong with a head by itself. */
export interface HeadProblem {
  readonly kind: ProblemKind;
  readonly how: string;
}

/**
 * Holds a head against its own note: signed by a known key, and saying the same size and root. Without any key, the
 * note is read and its signature is not looked at. Returns its origin too, null when it cannot be read.
 */
export function checkHead(
  { size, root, note }: HeldHead,
  keys: readonly VerifierKey[],
): { readonly problems: readonly HeadProblem[]; readonly origin: string | null } {
  const problems: HeadProblem[] = [];
  const opened = keys.length > 0 ? openNote(note, keys) : null;
  if (opened?.ok === false)
    problems.push({
      kind: 'SIGNATURE',
      how: `The head of ${size} entries is not signed by a key that was given. ${opened.problem}`,
    });
  const read = readNote(note);
  if (!read) {
    problems.push({ kind: 'HEAD', how: `The note of the head of ${size} entries cannot be read.` });
    return { problems, origin: null };
  }
  if (read.size !== size || !read.root.equals(root))
    problems.push({
      kind: 'HEAD',
      how: `The head of ${size} entries is not what was signed: its note is of ${read.size} entries${read.size === size ? ' and another root' : ''}.`,
    });
  if (opened?.ok === true && !opened.value.verifiedBy.some(({ name }) => name === read.origin))
    problems.push({
      kind: 'SIGNATURE',
      how: `The head of ${size} entries is signed under another name than its log has.`,
    });
  return { problems, origin: read.origin };
}

/** What a note says, whoever signed it; null when it is no checkpoint. */
export function readNote(note: string): ReadCheckpoint | null {
  const end = note.lastIndexOf('\n\n');
  if (end === -1) return null;
  const parsed = parseCheckpoint(note.slice(0, end + 1));
  return parsed.ok ? parsed.value : null;
}
