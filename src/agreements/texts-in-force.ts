import { sha256Hex } from '../kernel/digest';
import type { Agreement } from '../policy/agreement';
import type { Catalogues } from '../policy/catalogue';
import { checkAgreements } from '../policy/check-agreements';
import type { DirectoryWords } from '../policy/checks/check';
import type { InForceText } from '../policy/compile';
import { parseAgreement } from '../policy/parse';
import { problemLine } from '../policy/problem';

/** A version that two people approved, as the database holds it. */
export interface ApprovedText {
  readonly agreement: string;
  readonly version: number;
  readonly text: string;
  /** SHA-256 of the text when it was offered, hexadecimal. */
  readonly digest: string;
  readonly suspended: boolean;
}

export interface TextsInForce {
  readonly texts: readonly InForceText[];
  /** What opens nothing although it was approved, and why: for the log. */
  readonly problems: readonly string[];
  /** Some text can no longer be read: what it forbids is unknown, so nothing may be compiled. */
  readonly unreadable: boolean;
}

/**
 * Parses and checks approved texts again. One with an error, or suspended, opens nothing.
 * INVARIANT: what it forbids still binds, so that leaving an agreement out never lets anybody see more.
 */
export function textsInForce(
  approved: readonly ApprovedText[],
  catalogues: Catalogues,
  directory: DirectoryWords,
  today: string,
): TextsInForce {
  const fileOf = (a: ApprovedText): string => `${a.agreement}@${a.version}`;
  const checked = checkAgreements(
    approved.map((a) => ({ file: fileOf(a), text: a.text })),
    catalogues,
    directory,
    today,
  );
  const problems = checked.problems.filter((p) => p.severity === 'error').map(problemLine);
  const sound = new Map(checked.sound.map(({ file, agreement }) => [file, agreement]));
  const texts: InForceText[] = [];
  let unreadable = false;
  for (const entry of approved) {
    const agreement = sound.get(fileOf(entry));
    const genuine = sha256Hex(entry.text) === entry.digest;
    if (!genuine) problems.push(`${fileOf(entry)}: the text is not the one that was approved`);
    if (agreement && genuine && !entry.suspended) {
      texts.push({ agreement, text: entry.text });
      continue;
    }
    const rest = genuine ? prohibitionsOf(entry, catalogues) : null;
    if (rest === null) unreadable = true;
    else if (rest.clauses.length > 0) texts.push({ agreement: rest, text: `opens nothing\n${entry.text}` });
  }
  return { texts, problems, unreadable };
}

/** The agreement without its permits; null when it cannot be told what it forbids. */
function prohibitionsOf(entry: ApprovedText, catalogues: Catalogues): Agreement | null {
  const { agreement, problems } = parseAgreement(entry.text, entry.agreement);
  if (!agreement || problems.some((p) => p.severity === 'error')) return null;
  const clauses = agreement.clauses.filter((c) => c.forbid.length > 0).map((c) => ({ ...c, permit: [] }));
  const known = (word: string): boolean => catalogues.items.has(word) || catalogues.actions.has(word);
  const clear = clauses.every((c) => c.children.length > 0 && c.forbid.every((f) => known(f.word)));
  if (!clear) return null;
  return { ...agreement, title: `${agreement.title} (opens nothing; what it forbids still binds)`, clauses };
}
