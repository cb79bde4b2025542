import type { Catalogues } from '../../src/policy/catalogue';
import type { Atom } from '../../src/policy/profile';
import type { Vocabulary } from '../../src/policy/sentence';
import type { Space, SpaceAsker } from '../../src/policy/space';
import { CATALOGUES } from './sound-agreement';

/** A space small enough to write its sentences by hand: two forces, one with two units, and any school. */

const asker = (organisation: string | null, unit: string | null, role: string): SpaceAsker => ({
  organisation,
  unit,
  role,
});
export const NORTH = asker('police/N', null, 'POLICE');
export const SOUTH = asker('police/S', null, 'POLICE');
export const OTHER_FORCE = asker(null, null, 'POLICE');
export const ANY_SCHOOL = asker(null, null, 'SCHOOL');
export const ANY_SERVICE = asker(null, null, 'HEALTH');
export const WARD = asker('nhs/R', 'nhs/R/ward', 'HEALTH');
export const TRUST = asker('nhs/R', null, 'HEALTH');

export const ASKERS = [OTHER_FORCE, ANY_SCHOOL, ANY_SERVICE, NORTH, SOUTH, TRUST, WARD];

export const smallSpace = (nobody: readonly SpaceAsker[] = [OTHER_FORCE]): Space => ({
  askers: ASKERS,
  purposes: ['TRACE', 'PROTECT'],
  cells: [],
  jobNames: new Map([['duty officer', 'Duty Officer']]),
  jobsOf: () => [''],
  isSomebody: (one) => !nobody.includes(one),
});

export const smallVocabulary = (
  nobody?: readonly SpaceAsker[],
  catalogues: Catalogues = CATALOGUES,
): Vocabulary => ({
  catalogues,
  space: smallSpace(nobody),
  names: new Map([
    ['police/N', 'the northern force'],
    ['nhs/R', 'Riverside'],
    ['nhs/R/ward', 'the ward'],
  ]),
});

/** A ground that is enough on the asker's own word, unless something else is said of it. */
export const atom = (kind: string, more: Partial<Atom> = {}): Atom => ({
  kind,
  within: null,
  for: null,
  level: 'asserted',
  as: 'self',
  ...more,
});
