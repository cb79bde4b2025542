import { agreementSet, type AgreementSet } from '../../src/agreements/agreement-set';
import { readAgreementFiles, readCatalogues } from '../../src/agreements/catalogue-files';
import type { AgreementText } from '../../src/policy/check-agreements';

export const HOME = 'la/931';
/** A day on which every shipped agreement is in force. */
export const DAY = '2026-11-22';

export const shippedFiles = readAgreementFiles();
export const shippedCatalogues = readCatalogues();

/** The shipped files with one piece of one text replaced; fails when the piece is not there. */
export function amendedFiles(agreement: string, from: string, to: string): AgreementText[] {
  const amended = shippedFiles.map((file) =>
    file.file.endsWith(`/${agreement}.yaml`) ? { ...file, text: file.text.replace(from, to) } : file,
  );
  if (amended.every((file, i) => file.text === shippedFiles[i]?.text))
    throw new Error(`${agreement} does not say: ${from}`);
  return amended;
}

export const setOf = (files: readonly AgreementText[]): AgreementSet =>
  agreementSet(files, shippedCatalogues, { homeAuthority: HOME, day: DAY });

export const shipped = setOf(shippedFiles);
