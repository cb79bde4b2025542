import { isHash } from '../tree/hash';
import type { VerifierKey } from '../tree/note';
import { checkHead, readNote } from './check-head';
import type { Findings } from './findings';
import { linesOf, type Line } from './lines';
import type { OutsideHeads } from './outside-heads';

const HASH = /^[0-9a-f]{64}$/;
// A signed checkpoint with its witnesses' lines.
const MOST_NOTE_LINES = 200;

/**
 * Adds the heads of a file: one JSON object a line (`size`, `root` in hexadecimal, `note` where there is one), as a hub
 * keeps them, or one signed checkpoint as a hub serves it. A head that its own note does not bear out, or that no
 * known key signed, is a problem of the evidence, and is not held against the log. Throws what the file system throws.
 */
export async function readHeads(
  path: string,
  label: string,
  keys: readonly VerifierKey[],
  heads: OutsideHeads,
  findings: Findings,
): Promise<void> {
  heads.file(label);
  const wrong = (line: number, how: string): void =>
    findings.add('EVIDENCE', `${label}, line ${line}: ${how}`);
  const take = (head: Head, line: number): void => {
    const { note } = head;
    const [problem] = note === null ? [] : checkHead({ ...head, note }, keys).problems;
    if (problem) wrong(line, problem.how);
    else heads.add(head.size, head.root, line);
  };
  const note: Line[] = [];
  for await (const line of linesOf(path)) {
    if (note.length > 0 || (line.number === 1 && !line.text.startsWith('{'))) {
      note.push(line);
      if (note.length > MOST_NOTE_LINES) break;
      continue;
    }
    const head = headIn(line.text);
    if (head) take(head, line.number);
    // A crash may cut the last line of a file short: that head is not in it.
    else if (line.isEnded) wrong(line.number, 'There is no head in this line.');
  }
  if (note.length === 0) return;
  const text = note.map((line) => `${line.text}${line.isEnded ? '\n' : ''}`).join('');
  const read = readNote(text);
  if (read) take({ size: read.size, root: read.root, note: text }, 1);
  else wrong(1, 'It is neither lines of JSON nor a signed checkpoint.');
}

interface Head {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string | null;
}

function headIn(text: string): Head | null {
  try {
    const value = JSON.parse(text) as Partial<Record<'size' | 'root' | 'note', unknown>> | null;
    const { size, root, note = null } = value ?? {};
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null;
    if (typeof root !== 'string' || !HASH.test(root) || (note !== null && typeof note !== 'string'))
      return null;
    const bytes = Buffer.from(root, 'hex');
    return isHash(bytes) ? { size, root: bytes, note } : null;
  } catch {
    return null;
  }
}
