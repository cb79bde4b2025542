import type { Clause } from '../../src/policy/agreement';
import { openForms, refusalFor } from '../../src/policy/explain';
import { profileFor } from '../../src/policy/profile';
import { agreementWith, allOf, clauseOf, OFFICER, partyOf, rulesOf, standing, word } from './small-rules';

const NURSE = { organisation: 'nhs/RAA', unit: 'nhs/RAA/main', role: 'HEALTH', job: 'nurse' };
const ref = (clause: string | null, agreement = 'police') => ({ agreement, version: 3, clause });
const profileOf = (clauses: readonly Clause[], askers = [OFFICER], purpose = 'TRACE') =>
  profileFor(rulesOf([agreementWith(clauses)]), purpose, askers);
const refusal = (
  clauses: readonly Clause[],
  what = 'NAME',
  form = 'full',
  askers = [OFFICER],
  purpose = 'TRACE',
) => {
  const profile = profileOf(clauses, askers, purpose);
  return refusalFor(profile, profile.cell(what, form));
};

it('names the children for whom it opens, each clause and ground once', () => {
  const children = [
    standing('REPORTED_MISSING'),
    allOf('CHILD_PROTECTION', 'IN_OUR_CARE'),
    standing('LEFT_OUR_ROLL', { within: 'P1Y' }),
    standing('ON_OUR_ROLL', { for: 'P28D' }),
  ];
  expect(
    refusal([
      clauseOf('1', { permit: word('NAME'), children }),
      clauseOf('2', { permit: word('NAME'), children: [standing('LOST_PUPIL')] }),
      clauseOf('3', { permit: word('NAME'), children: [standing('LOST_PUPIL')] }),
    ]),
  ).toEqual({
    because:
      'Clause 1 of police opens a name for TRACE only for children who are REPORTED_MISSING, or CHILD_PROTECTION and IN_OUR_CARE, or LEFT_OUR_ROLL within P1Y, or ON_OUR_ROLL for P28D, or LOST_PUPIL.',
    under: [ref('1'), ref('2'), ref('3')],
  });
});

it('names the form that was asked for, where it is not the whole', () => {
  expect(
    refusal([clauseOf('1', { permit: word('NAME'), children: [standing('LOST_PUPIL')] })], 'NAME', 'initials')
      .because,
  ).toBe('Clause 1 of police opens a name (initials) for TRACE only for children who are LOST_PUPIL.');
});

it('names the forbid that shuts it for every child, and no other', () => {
  expect(
    refusal([
      clauseOf('1', { permit: word('NAME') }),
      clauseOf('2', { forbid: word('NAME'), purposes: [], children: [standing('LOST_PUPIL')] }),
      clauseOf('3', { forbid: word('NAME'), purposes: [] }),
      clauseOf('4', {
        forbid: word('NAME'),
        purposes: [],
        except: [
          {
            organisation: null,
            unit: null,
            role: 'POLICE',
            children: [standing('IN_OUR_CARE')],
            at: { line: 1, column: 1 },
          },
        ],
      }),
    ]),
  ).toEqual({ because: 'Clause 3 of police says that a name is never shared.', under: [ref('3')] });
});

it('names the purposes for which it would open, and not the clauses for another form', () => {
  expect(
    refusal(
      [
        clauseOf('1', { permit: word('NAME', 'initials'), purposes: ['PROTECT'] }),
        clauseOf('2', { permit: word('NAME'), purposes: ['PROTECT'] }),
        clauseOf('3', { permit: word('NAME'), purposes: ['PROTECT'] }),
        clauseOf('4', { forbid: word('NAME'), purposes: ['TEACH'] }),
      ],
      'NAME',
      'full',
    ),
  ).toEqual({
    because: 'Clause 2 of police opens a name for PROTECT, not for TRACE.',
    under: [ref('2'), ref('3')],
  });
});

it('names the jobs to which it would open, before a lesser form', () => {
  expect(
    refusal([
      clauseOf('1', { permit: word('NAME', 'initials'), jobs: ['Clerk'] }),
      clauseOf('2', { permit: word('NAME'), jobs: ['Sergeant', 'Inspector'] }),
      clauseOf('3', { permit: word('NAME', 'initials') }),
    ]),
  ).toEqual({
    because: 'Clause 2 of police opens a name to the job of sergeant or inspector alone.',
    under: [ref('2')],
  });
});

it('names the lesser forms that it opens, not those for another purpose', () => {
  expect(
    refusal(
      [
        clauseOf('1', { permit: word('HOME', 'outwardPostcode') }),
        clauseOf('2', { permit: word('HOME', 'outwardPostcode') }),
        clauseOf('3', { permit: word('HOME', 'count'), purposes: ['PROTECT'] }),
        clauseOf('4', { permit: word('HOME', 'yesNo') }),
      ],
      'HOME',
    ),
  ).toEqual({
    because: 'Clause 1 of police opens a home address only as outwardPostcode, yesNo.',
    under: [ref('1'), ref('2'), ref('4')],
  });
});

it('names the agreements that permit something else for the purpose, where none speaks of it', () => {
  const ruleset = rulesOf([
    agreementWith([clauseOf('1', { permit: word('HOME') }), clauseOf('2', { permit: word('UPN') })]),
    agreementWith([clauseOf('1', { permit: word('HOME'), purposes: ['PROTECT'] })], { agreement: 'other' }),
    agreementWith([clauseOf('1', { forbid: word('HOME'), purposes: ['TRACE'] })], { agreement: 'forbids' }),
    agreementWith([clauseOf('1', { permit: word('HOME') })], {
      agreement: 'health',
      parties: [
        partyOf({ organisation: 'la/900', capacity: 'controller' }),
        partyOf({ organisation: 'nhs/RAA' }),
      ],
    }),
  ]);
  const profile = profileFor(ruleset, 'TRACE', [OFFICER]);
  expect(refusalFor(profile, profile.cell('NAME', 'initials'))).toEqual({
    because: 'No clause of the agreements with you opens a name (initials).',
    under: [ref(null)],
  });
  expect(refusalFor(profile, profile.cell('TELL', 'full')).because).toBe(
    'No clause of the agreements with you opens tell the council.',
  );
  expect(refusalFor(profile, profile.cell('GHOST', 'full')).because).toBe(
    'No clause of the agreements with you opens GHOST.',
  );
});

it('has nothing to name where nobody asks', () => {
  const profile = profileOf([clauseOf('1', { permit: word('NAME') })], []);
  expect(profile.cell('NAME', 'full').verdict).toBe('never');
  expect(refusalFor(profile, profile.cell('NAME', 'full'))).toEqual({
    because: 'No clause of the agreements with you opens a name.',
    under: [],
  });
});

it('speaks of the one of two who lacks the right', () => {
  const parties = [
    partyOf({ organisation: 'la/900', capacity: 'controller' }),
    partyOf({ organisation: 'police/E23000001' }),
  ];
  const health = [
    partyOf({ organisation: 'la/900', capacity: 'controller' }),
    partyOf({ organisation: 'nhs/RAA' }),
  ];
  const ruleset = rulesOf([
    agreementWith(
      [
        clauseOf('1', { permit: word('NAME') }),
        clauseOf('2', { permit: word('NAME'), purposes: ['PROTECT'] }),
      ],
      { parties },
    ),
    agreementWith([clauseOf('5', { permit: word('NAME'), purposes: ['PROTECT'] })], {
      agreement: 'health',
      parties: health,
    }),
  ]);
  const profile = profileFor(ruleset, 'TRACE', [OFFICER, NURSE]);
  expect(refusalFor(profile, profile.cell('NAME', 'full'))).toEqual({
    because: 'Clause 5 of health opens a name for PROTECT, not for TRACE.',
    under: [ref('5', 'health')],
  });
});

it('offers the other forms that are not shut, in the order of the catalogue', () => {
  const profile = profileOf([
    clauseOf('1', { permit: [...word('HOME', 'outwardPostcode'), ...word('NAME')] }),
  ]);
  expect(openForms(profile, 'HOME', 'full')).toEqual(['outwardPostcode']);
  expect(openForms(profile, 'HOME', 'outwardPostcode')).toEqual([]);
  expect(openForms(profile, 'NAME', 'full')).toEqual(['initials']);
  expect(openForms(profile, 'NAME', 'initials')).toEqual(['full']);
  expect(openForms(profile, 'UPN', 'full')).toEqual([]);
  expect(openForms(profile, 'TELL', 'full')).toEqual([]);
});

it('never names a job where the clause asks for none', () => {
  expect(refusal([clauseOf('1', { permit: word('NAME') })], 'NAME', 'outwardPostcode').because).toBe(
    'Clause 1 of police opens a name only as full.',
  );
});
