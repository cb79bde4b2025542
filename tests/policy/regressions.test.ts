import type { Alternative, Clause } from '../../src/policy/agreement';
import { compile } from '../../src/policy/compile';
import { decide } from '../../src/policy/decide';
import { refusalFor } from '../../src/policy/explain';
import { profileFor, type Asker, type Profile } from '../../src/policy/profile';
import { checkAgreements } from '../../src/policy/check-agreements';
import { parseAgreement } from '../../src/policy/parse';
import { AGREEMENT, CATALOGUES, DIRECTORY, TODAY } from './sound-agreement';

/** Defects found once, each in the words of what somebody would have noticed. */

const DAY = '2027-01-15';
const POLICE: Asker = {
  organisation: 'police/E23000001',
  unit: 'police/E23000001/main',
  role: 'POLICE',
  job: 'officer',
};
const HEALTH: Asker = { organisation: 'nhs/RAA', unit: 'nhs/RAA/main', role: 'HEALTH', job: 'nurse' };

const AT = { line: 1, column: 1 };
const standing = (kind: string, more: { within?: string; for?: string } = {}): Alternative => [
  { kind, within: more.within ?? null, for: more.for ?? null, at: AT },
];
const clauseOf = (clause: string, more: Partial<Clause>): Clause => ({
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
const word = (code: string, form = 'full') => [{ word: code, form, at: AT }];

const rulesetWith = (clauses: readonly Clause[], day = DAY, catalogues = CATALOGUES) => {
  const { agreement } = parseAgreement(AGREEMENT, 'sound.yaml');
  if (!agreement) throw new Error('the sound agreement is not readable');
  const parties = [
    ...agreement.parties,
    { organisation: 'nhs/RAA', unit: null, role: null, capacity: 'recipient' as const, at: AT },
  ];
  return compile({
    agreements: [{ agreement: { ...agreement, parties, clauses }, text: 'the same text' }],
    catalogues,
    cataloguesDigest: 'x',
    homeAuthorities: new Set(['la/900']),
    day,
  });
};
const profileWith = (
  clauses: readonly Clause[],
  askers: readonly Asker[] = [POLICE],
  purpose = 'TRACE',
): Profile => profileFor(rulesetWith(clauses), purpose, askers);
const everyBit = (profile: Profile): bigint => (1n << BigInt(profile.atoms.length)) - 1n;

it('shuts an item for every child where a forbid names none, as a text that lost its children does', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME') }),
    clauseOf('2', { forbid: word('NAME'), purposes: [], children: [] }),
  ]);
  expect(profile.cell('NAME', 'full').verdict).toBe('never');
});

it('shuts an item for every child where a forbid is for a time that nobody can read', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME') }),
    clauseOf('2', {
      forbid: word('NAME'),
      purposes: [],
      children: [standing('LOCATION_PROTECTED', { for: 'a while' })],
    }),
  ]);
  expect(profile.cell('NAME', 'full').verdict).toBe('never');
});

it('opens nothing on a ground for a time that nobody can read', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('LEFT_OUR_ROLL', { within: 'ages' })] }),
  ]);
  expect(profile.cell('NAME', 'full').verdict).toBe('never');
});

describe('what is not in the vocabulary', () => {
  const clauses = [clauseOf('1', { permit: [...word('NAME'), ...word('GHOST')], purposes: ['TRACE'] })];

  it('does not open: an item that the catalogue has lost', () => {
    expect(profileWith(clauses).cell('GHOST', 'full').verdict).toBe('never');
  });

  it('does not open: a form that the item does not have', () => {
    expect(profileWith(clauses).cell('NAME', 'full').verdict).toBe('always');
    expect(profileWith(clauses).cell('NAME', 'outwardPostcode').verdict).toBe('never');
  });

  it('does not open: a purpose that the catalogue has lost', () => {
    const purposes = new Map([...CATALOGUES.purposes].filter(([code]) => code !== 'TRACE'));
    const ruleset = rulesetWith(clauses, DAY, { ...CATALOGUES, purposes });
    const profile = profileFor(ruleset, 'TRACE', [POLICE]);
    expect(profile.cell('NAME', 'full').verdict).toBe('never');
    expect(profile.agreed).toBe(false);
  });
});

it('never lets a represented body without the right see by the refusal that the child is protected', () => {
  const profile = profileWith(
    [
      clauseOf('1', { permit: word('NAME'), children: [standing('ON_OUR_ROLL')] }),
      clauseOf('2', { forbid: word('NAME'), purposes: [], children: [standing('LOCATION_PROTECTED')] }),
    ],
    [POLICE, HEALTH],
  );
  const cell = profile.cell('NAME', 'full');
  const bit = (kind: string, as: string) =>
    profile.atoms.reduce((m, a, i) => (a.kind === kind && a.as === as ? m | (1n << BigInt(i)) : m), 0n);
  const ordinary = bit('ON_OUR_ROLL', 'self');
  const protectedChild = ordinary | bit('LOCATION_PROTECTED', 'self');
  expect(decide(cell, protectedChild, false)).toEqual(decide(cell, ordinary, false));
  expect(decide(cell, protectedChild, false)).toMatchObject({
    effect: 'withhold',
    conceal: false,
    because: 'standing',
  });
  expect(decide(cell, everyBit(profile), false)).toMatchObject({ conceal: true, because: 'forbidden' });
});

it('has another version on the day on which one clause ends and another begins', () => {
  const clauses = [
    clauseOf('1', { permit: word('NAME'), until: '2027-01-15' }),
    clauseOf('2', { permit: word('HOME'), from: '2027-01-16' }),
  ];
  const versions = ['2027-01-14', '2027-01-15', '2027-01-16', '2027-01-17'].map(
    (day) => rulesetWith(clauses, day).version,
  );
  expect(versions[0]).toBe(versions[1]);
  expect(versions[2]).toBe(versions[3]);
  expect(versions[1]).not.toBe(versions[2]);
});

it('explains a refusal on behalf of another by the clauses of whoever lacks the right', () => {
  const profile = profileWith(
    [clauseOf('1', { permit: word('NAME'), jobs: ['officer'] })],
    [POLICE, { ...HEALTH, job: 'nurse' }],
  );
  expect(refusalFor(profile, profile.cell('NAME', 'full')).because).toBe(
    'Clause 1 of police opens a name to the job of officer alone.',
  );
});

it('does not say that an agreement opens an item only in full to those to whom it opens nothing', () => {
  const foreign: Asker = { organisation: 'nhs/RZZ', unit: 'nhs/RZZ/main', role: 'HEALTH', job: 'nurse' };
  const profile = profileWith([clauseOf('1', { permit: word('NAME') })], [POLICE, foreign]);
  expect(refusalFor(profile, profile.cell('NAME', 'full')).because).toBe(
    'No clause of the agreements with you opens a name.',
  );
});

it('reads text nested without end as a problem', () => {
  for (const text of [
    '['.repeat(9_000),
    '{a: '.repeat(9_000),
    '- '.repeat(9_000),
    `agreement: ${'['.repeat(9000)}${']'.repeat(9000)}`,
  ]) {
    const { problems } = parseAgreement(text, 'deep.yaml');
    expect(problems.length).toBeGreaterThan(0);
  }
});

it('refuses a superseded version that is not a number', () => {
  const text = AGREEMENT.replace('supersedes: 2', 'supersedes: two');
  expect(text).not.toBe(AGREEMENT);
  expect(parseAgreement(text, 'a.yaml').problems.map((p) => p.message)).toEqual([
    '`supersedes` must be a whole number from 1',
  ]);
});

it('complains of a bad first day once, not of the last day also', () => {
  const text = AGREEMENT.replace('from: 2026-09-01', 'from: 2026-02-30').replace(', until: 2028-08-31', '');
  const { problems } = checkAgreements([{ file: 'a.yaml', text }], CATALOGUES, DIRECTORY, TODAY);
  expect(problems.map((p) => p.message)).toEqual([
    '`term.from: 2026-02-30` is not a day; write it like 2026-09-01',
  ]);
});

it('says of a review that only warns that the agreement goes on', () => {
  const text = AGREEMENT.replace(/permit: \[NAME.*\]/, 'permit: [TELL]').replace(
    'until: 2028-08-31',
    'until: 2028-08-31, whenReviewPasses: warn',
  );
  const { problems } = checkAgreements([{ file: 'a.yaml', text }], CATALOGUES, DIRECTORY, '2027-09-01');
  expect(problems.filter((p) => p.check === 'review-due').map((p) => p.message)).toEqual([
    'the review day 2027-08-31 has passed; what the agreement says still holds',
  ]);
});
