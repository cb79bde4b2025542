import type { Agreement, Alternative, Clause, Party } from '../../src/policy/agreement';
import { compile, type InForceText } from '../../src/policy/compile';
import { parseAgreement } from '../../src/policy/parse';
import { profileFor, type Asker, type Profile } from '../../src/policy/profile';
import type { Ruleset } from '../../src/policy/ruleset';
import { AGREEMENT, CATALOGUES } from './sound-agreement';

/** Rules of a clause or two, for readings that are small enough to write out. */

export const DAY = '2027-01-15';
export const AT = { line: 1, column: 1 };

export const standing = (kind: string, more: { within?: string; for?: string } = {}): Alternative => [
  { kind, within: more.within ?? null, for: more.for ?? null, at: AT },
];
export const allOf = (...kinds: string[]): Alternative => kinds.flatMap((kind) => standing(kind));
export const word = (code: string, form = 'full') => [{ word: code, form, at: AT }];

export const clauseOf = (clause: string, more: Partial<Clause>): Clause => ({
  clause,
  says: 'What it says.',
  permit: [],
  forbid: [],
  children: [standing('ANY_CHILD')],
  purposes: ['TRACE'],
  jobs: [],
  except: [],
  from: null,
  until: null,
  at: AT,
  ...more,
});

export const partyOf = (more: Partial<Party>): Party => ({
  organisation: null,
  unit: null,
  role: null,
  capacity: 'recipient',
  at: AT,
  ...more,
});

/** The sound agreement with other clauses, and whatever else is said. */
export function agreementWith(clauses: readonly Clause[], more: Partial<Agreement> = {}): Agreement {
  const { agreement } = parseAgreement(AGREEMENT, 'sound.yaml');
  if (!agreement) throw new Error('the sound agreement is not readable');
  return { ...agreement, clauses, ...more };
}

export const inForce = (...agreements: readonly Agreement[]): InForceText[] =>
  agreements.map((agreement) => ({ agreement, text: JSON.stringify(agreement) }));

export const rulesOf = (agreements: readonly Agreement[], day = DAY, catalogues = CATALOGUES): Ruleset =>
  compile({
    agreements: inForce(...agreements),
    catalogues,
    cataloguesDigest: 'x',
    homeAuthorities: new Set(['la/900']),
    day,
  });

export const OFFICER: Asker = {
  organisation: 'police/E23000001',
  unit: 'police/E23000001/main',
  role: 'POLICE',
  job: 'officer',
};

/** What some clauses of the sound agreement say to the force. */
export const profileWith = (clauses: readonly Clause[], purpose = 'TRACE'): Profile =>
  profileFor(rulesOf([agreementWith(clauses)]), purpose, [OFFICER]);
