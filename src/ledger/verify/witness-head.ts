import { findCosignature } from '../tree/cosignature';
import type { VerifierKey } from '../tree/note';
import { checkHead, readNote } from './check-head';
import type { Findings } from './findings';
import type { OutsideHeads } from './outside-heads';

/** A head as a witness keeps it: the log's own signature, and the witness's under it. */
export interface WitnessHead {
  readonly note: string;
  /** Who keeps it, or the file that it is in: `by the witness southampton`. */
  readonly where: string;
}

/**
 * Adds a head that a witness keeps to those that the log is held against. One that no known key of the log signed, or
 * that none of the witnesses has cosigned, is a problem of the evidence and held against nothing. Without any key of
 * a witness, the log's own signature is enough: it had signed that head, whoever kept it.
 */
export function takeWitnessHead(
  { note, where }: WitnessHead,
  keys: readonly VerifierKey[],
  witnesses: readonly VerifierKey[],
  heads: OutsideHeads,
  findings: Findings,
): void {
  const wrong = (how: string): void => findings.add('EVIDENCE', `The head kept ${where}: ${how}`);
  const read = readNote(note);
  if (!read) {
    wrong('it is no signed checkpoint.');
    return;
  }
  const { size, root } = read;
  const [problem] = checkHead({ size, root, note }, keys).problems;
  if (problem) {
    wrong(problem.how);
    return;
  }
  const end = note.lastIndexOf('\n\n');
  const [text, lines] = [note.slice(0, end + 1), note.slice(end + 2)];
  const cosigned = witnesses.flatMap((witness) => {
    const found = findCosignature(lines, text, witness);
    return found.ok ? [found.value.at] : [];
  });
  const [at] = cosigned;
  if (witnesses.length > 0 && !at) {
    wrong('no known witness has cosigned it.');
    return;
  }
  heads.file(at ? `${where}, cosigned ${at.toISOString()}` : where);
  heads.add(size, root, 0);
}
