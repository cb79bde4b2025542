import type { AgreementText } from '../policy/check-agreements';
import { parseAgreement } from '../policy/parse';
import { readAgreementFiles } from './catalogue-files';
import { decidersOf } from './deciding-bodies';

const OWN_TEAM = 'home-authority-cme';

/**
 * The agreements of `schema/agreements` as another authority might make them for itself: its own name in the place of the
 * one for which they are written. For the demonstration: what an authority agrees is its own people's to write.
 */
export function agreementsFor(home: string): AgreementText[] {
  const files = readAgreementFiles();
  const own = files.find(({ file, text }) => parseAgreement(text, file).agreement?.agreement === OWN_TEAM);
  const [written] = own ? decidersOf(own.text, new Set()) : [];
  if (written === undefined) throw new Error(`There is no agreement ${OWN_TEAM} to go by.`);
  return files.map(({ file, text }) => ({ file, text: text.replaceAll(written, home) }));
}
