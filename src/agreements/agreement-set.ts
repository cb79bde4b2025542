import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogues } from '../policy/catalogue';
import { checkAgreements, type AgreementText } from '../policy/check-agreements';
import type { DirectoryWords } from '../policy/checks/check';
import { compile, type CompileInput } from '../policy/compile';
import { problemLine } from '../policy/problem';
import type { Ruleset } from '../policy/ruleset';
import { agreementsFolder, readAgreementFiles, readCatalogues } from './catalogue-files';
import { referenceWords } from './directory-words';
import { partyNames } from './party-names';

/** Agreements that were checked together, and all that it takes to compile them for any day. */
export interface AgreementSet extends Omit<CompileInput, 'day'> {
  readonly directory: DirectoryWords;
  /** Organisation or unit → what people call it. */
  readonly names: ReadonlyMap<string, string>;
}

/** Texts that cannot be read as rules: every error with its line. */
export class AgreementSetProblem extends Error {
  override readonly name = 'AgreementSetProblem';
}

export interface SetOptions {
  readonly homeAuthority: string;
  /** Day on which the checks judge reviews, `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * The agreement files of a folder (else those that come with the hub), with the catalogues that lie beside the
 * folder (else those of the hub), and the directory as the hub fills it. @throws AgreementSetProblem
 */
export function agreementSetOf(
  folder: string | undefined,
  options: SetOptions,
  shown = folder,
): AgreementSet {
  const beside = folder === undefined ? undefined : join(folder, '..');
  const own = beside !== undefined && existsSync(join(beside, 'data-items.yaml')) ? beside : undefined;
  const files = readAgreementFiles(folder ?? agreementsFolder(), shown ?? 'schema/agreements');
  if (files.length === 0)
    throw new AgreementSetProblem(`${shown ?? 'schema/agreements'}: no agreement file lies there.`);
  return agreementSet(files, readCatalogues(own), options);
}

/** Texts from anywhere. @throws AgreementSetProblem */
export function agreementSet(
  texts: readonly AgreementText[],
  { catalogues, digest }: { readonly catalogues: Catalogues; readonly digest: string },
  { homeAuthority, day }: SetOptions,
): AgreementSet {
  const directory = referenceWords(homeAuthority);
  const { sound, problems } = checkAgreements(texts, catalogues, directory, day);
  const errors = problems.filter((p) => p.severity === 'error');
  if (errors.length > 0) {
    throw new AgreementSetProblem(
      `These agreements do not pass their checks:\n${errors.map(problemLine).join('\n')}`,
    );
  }
  const homeAuthorities = new Set([homeAuthority]);
  const names = partyNames(homeAuthority);
  return { agreements: sound, catalogues, cataloguesDigest: digest, homeAuthorities, directory, names };
}

/** The ruleset of a set on a day. */
export const rulesetOn = (set: AgreementSet, day: string): Ruleset => compile({ ...set, day });

/** The first day on which every agreement of the set has begun: what is emitted is read on it, so that it keeps. */
export const firstCommonDay = (set: AgreementSet): string =>
  set.agreements
    .map(({ agreement }) => agreement.term.from)
    .sort()
    .at(-1) ?? '';
