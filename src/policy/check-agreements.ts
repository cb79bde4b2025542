import type { Catalogues } from './catalogue';
import { runCheck, type CheckedFile, type DirectoryWords } from './checks/check';
import { ORDERED_CHECKS } from './checks/ordered-checks';
import { parseAgreement } from './parse';
import type { Problem } from './problem';

export interface AgreementText {
  readonly file: string;
  readonly text: string;
}

export interface CheckedAgreements {
  /** Only files without an error: nothing else may be compiled. */
  readonly sound: readonly (CheckedFile & AgreementText)[];
  /** Errors and warnings of all files, in file and line order. */
  readonly problems: readonly Problem[];
}

/** Parses and checks a set of agreements together; reports everything at once. Never throws. */
export function checkAgreements(
  texts: readonly AgreementText[],
  catalogues: Catalogues,
  directory: DirectoryWords,
  today: string,
): CheckedAgreements {
  const problems: Problem[] = [];
  const parsed = texts.flatMap((entry) => {
    const result = parseAgreement(entry.text, entry.file);
    problems.push(...result.problems);
    return result.agreement ? [{ ...entry, agreement: result.agreement }] : [];
  });
  const names = new Map<string, string>();
  for (const { file, agreement } of parsed) {
    const other = names.get(agreement.agreement);
    if (other !== undefined) {
      const message = `the name \`${agreement.agreement}\` is taken by ${other}`;
      problems.push({ file, at: agreement.at, severity: 'error', check: 'unique-name', message });
    }
    names.set(agreement.agreement, file);
  }
  for (const file of parsed) {
    for (const check of ORDERED_CHECKS) {
      problems.push(...runCheck(check, file, { catalogues, directory, today, all: parsed }));
    }
  }
  const broken = new Set(problems.filter((p) => p.severity === 'error').map((p) => p.file));
  const order = (p: Problem) => texts.findIndex((t) => t.file === p.file) * 1e6 + p.at.line;
  return {
    sound: parsed.filter((p) => !broken.has(p.file)),
    problems: [...problems].sort((a, b) => order(a) - order(b)),
  };
}
