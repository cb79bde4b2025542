import type { Clause } from '../../src/policy/agreement';
import { decide } from '../../src/policy/decide';
import type { Asker, Cell, Profile } from '../../src/policy/profile';
import { profileFor } from '../../src/policy/profile';
import {
  agreementWith,
  allOf,
  AT,
  clauseOf,
  DAY,
  OFFICER,
  partyOf,
  profileWith,
  rulesOf,
  standing,
  word,
} from './small-rules';
import { CATALOGUES } from './sound-agreement';

const ref = (clause: string) => ({ agreement: 'police', version: 3, clause });
const bits = (profile: Profile, ...kinds: string[]): bigint =>
  profile.atoms.reduce((mask, a, i) => (kinds.includes(a.kind) ? mask | (1n << BigInt(i)) : mask), 0n);
const deciding = (clauses: readonly Clause[], silent = false) => {
  const profile = profileWith(clauses);
  const cell = profile.cell('NAME', 'full');
  return (...kinds: string[]) => decide(cell, bits(profile, ...kinds), silent);
};

const MISSING = clauseOf('1', { permit: word('NAME'), children: [standing('REPORTED_MISSING')] });
const forbid = (children: Clause['children'], excused: Clause['children'] = []): Clause =>
  clauseOf('9', {
    forbid: word('NAME'),
    children,
    except:
      excused.length === 0
        ? []
        : [{ organisation: null, unit: null, role: 'POLICE', children: excused, at: AT }],
  });

it('discloses by every clause that holds, once each', () => {
  const both = clauseOf('2', {
    permit: word('NAME'),
    children: [standing('REPORTED_MISSING'), standing('IN_OUR_CARE')],
  });
  const of = deciding([MISSING, both]);
  expect(of('REPORTED_MISSING')).toEqual({ effect: 'disclose', under: [ref('1'), ref('2')] });
  expect(of('IN_OUR_CARE')).toEqual({ effect: 'disclose', under: [ref('2')] });
  expect(of('REPORTED_MISSING', 'IN_OUR_CARE')).toEqual({ effect: 'disclose', under: [ref('1'), ref('2')] });
});

it('keeps clauses of one number apart by agreement and version', () => {
  const clauses = [clauseOf('1', { permit: word('NAME') })];
  const of = (agreement: string, version: number) => agreementWith(clauses, { agreement, version });
  const profile = profileFor(rulesOf([of('a', 1), of('a', 2), of('b', 1)]), 'TRACE', [OFFICER]);
  expect(decide(profile.cell('NAME', 'full'), 0n, false)).toEqual({
    effect: 'disclose',
    under: [
      { agreement: 'a', version: 1, clause: '1' },
      { agreement: 'a', version: 2, clause: '1' },
      { agreement: 'b', version: 1, clause: '1' },
    ],
  });
});

it('needs all that a ground asks for', () => {
  const of = deciding([{ ...MISSING, children: [allOf('REPORTED_MISSING', 'IN_OUR_CARE')] }]);
  expect(of('REPORTED_MISSING', 'IN_OUR_CARE').effect).toBe('disclose');
  expect(of('REPORTED_MISSING')).toEqual({
    effect: 'withhold',
    conceal: false,
    because: 'standing',
    under: [ref('1')],
  });
});

it('withholds for a forbid, and says to the ledger what would have opened it', () => {
  const of = deciding([MISSING, forbid([allOf('LOCATION_PROTECTED', 'LOST_PUPIL')])]);
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED', 'LOST_PUPIL')).toEqual({
    effect: 'withhold',
    conceal: true,
    because: 'forbidden',
    under: [ref('9')],
    opened: [ref('1')],
  });
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED').effect).toBe('disclose');
});

it('excuses from a forbid the children of its exceptions, any of them, and no others', () => {
  const of = deciding([
    MISSING,
    forbid(
      [standing('LOCATION_PROTECTED')],
      [allOf('IN_OUR_CARE', 'ON_OUR_ROLL'), standing('CHILD_PROTECTION')],
    ),
  ]);
  const shut = { effect: 'withhold', because: 'forbidden' };
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED')).toMatchObject(shut);
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED', 'IN_OUR_CARE')).toMatchObject(shut);
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED', 'IN_OUR_CARE', 'ON_OUR_ROLL').effect).toBe('disclose');
  expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED', 'CHILD_PROTECTION').effect).toBe('disclose');
});

it('conceals a refusal only of a silent item, but for a forbid of the child', () => {
  for (const silent of [true, false]) {
    const of = deciding([MISSING, forbid([standing('LOCATION_PROTECTED')])], silent);
    expect(of()).toMatchObject({ because: 'standing', conceal: silent });
    expect(of('LOCATION_PROTECTED')).toMatchObject({ because: 'standing', conceal: silent });
    expect(of('REPORTED_MISSING', 'LOCATION_PROTECTED')).toMatchObject({
      because: 'forbidden',
      conceal: true,
    });
    expect(deciding([], silent)()).toEqual({
      effect: 'withhold',
      conceal: silent,
      because: 'not-agreed',
      under: [],
    });
    const shut = [MISSING, forbid([standing('ANY_CHILD')]), forbid([standing('LOST_PUPIL')])];
    expect(deciding(shut, silent)('REPORTED_MISSING')).toEqual({
      effect: 'withhold',
      conceal: silent,
      because: 'forbidden',
      under: [ref('9')],
    });
  }
});

it('names as never shared only a forbid without exception', () => {
  expect(deciding([forbid([standing('ANY_CHILD')], [standing('IN_OUR_CARE')])])()).toMatchObject({
    because: 'not-agreed',
    under: [],
  });
  expect(deciding([forbid([standing('LOST_PUPIL')])])()).toMatchObject({ because: 'not-agreed', under: [] });
});

it('denies what nobody could work out, but not what is open for any child', () => {
  for (const silent of [true, false]) {
    const denied = { effect: 'withhold', conceal: silent, because: 'error', under: [] };
    const cell = profileWith([MISSING]).cell('NAME', 'full');
    expect(decide(cell, null, silent)).toEqual(denied);
    const broken = { ...cell, parties: null } as unknown as Cell;
    expect(decide(broken, 0n, silent)).toEqual(denied);
  }
  const open = profileWith([clauseOf('1', { permit: word('NAME') })]).cell('NAME', 'full');
  expect(decide(open, null, false)).toEqual({ effect: 'disclose', under: [ref('1')] });
});

describe('the grounds of a profile', () => {
  const excusing = (children: Clause['children']) => [
    clauseOf('1', { permit: word('EXISTENCE'), children: [standing('ON_OUR_ROLL')] }),
    clauseOf('9', {
      forbid: word('EXISTENCE'),
      children: [standing('LOCATION_PROTECTED')],
      except: [{ organisation: null, unit: null, role: 'POLICE', children, at: AT }],
    }),
  ];

  it('are asserted or confirmed as the item asks, both where the own word is enough; a forbid needs no confirmation, an exception from it does', () => {
    const profile = profileWith([...excusing([standing('IN_OUR_CARE')]), { ...MISSING, clause: '2' }]);
    profile.cell('EXISTENCE', 'full');
    profile.cell('NAME', 'full');
    profile.cell('TELL', 'full');
    const of = (kind: string, level: string) => ({ kind, within: null, for: null, level, as: 'self' });
    expect(profile.atoms).toEqual([
      of('ON_OUR_ROLL', 'asserted'),
      of('ON_OUR_ROLL', 'confirmed'),
      of('IN_OUR_CARE', 'confirmed'),
      of('LOCATION_PROTECTED', 'asserted'),
      of('REPORTED_MISSING', 'confirmed'),
    ]);
  });

  it('are told apart by kind and times, and are one where all is the same', () => {
    const children = [
      standing('LEFT_OUR_ROLL'),
      standing('LEFT_OUR_ROLL', { within: 'P1Y' }),
      standing('LEFT_OUR_ROLL', { within: 'P2Y' }),
      standing('LEFT_OUR_ROLL', { for: 'P1Y' }),
      standing('LEFT_OUR_ROLL', { for: 'P2Y' }),
      standing('LEFT_OUR_AREA'),
    ];
    const profile = profileWith([
      clauseOf('1', { permit: word('NAME'), children: [...children, ...children] }),
    ]);
    profile.cell('NAME', 'full');
    expect(profile.atoms).toHaveLength(children.length);
  });

  it('excuse nobody from a forbid where nobody can work them out', () => {
    for (const unknown of [standing('GHOST'), standing('LEFT_OUR_ROLL', { within: 'ages' })]) {
      const cell = profileWith(excusing([unknown])).cell('EXISTENCE', 'full');
      expect(cell.parties.flatMap((p) => p.forbids.map((f) => f.unless))).toEqual([[]]);
    }
  });

  it('are no more than a mask has bits', () => {
    const many = Array.from({ length: 63 }, (_, i) => standing('ON_OUR_ROLL', { for: `P${i + 1}D` }));
    const profile = profileWith([clauseOf('1', { permit: word('NAME'), children: many })]);
    expect(() => profile.cell('NAME', 'full')).toThrow('too many distinct grounds in one profile');
  });
});

describe('a profile', () => {
  const NURSE: Asker = { organisation: 'nhs/RAA', unit: 'nhs/RAA/main', role: 'HEALTH', job: 'nurse' };
  const of = (
    clauses: readonly Clause[],
    askers: readonly Asker[] = [OFFICER],
    purpose = 'TRACE',
    day = DAY,
  ) => profileFor(rulesOf([agreementWith(clauses)], day), purpose, askers);
  const NAME = clauseOf('1', { permit: word('NAME') });

  it('is agreed where a clause in force permits each asker something for the purpose', () => {
    expect(of([NAME]).agreed).toBe(true);
    expect(of([clauseOf('2', { forbid: word('NAME') }), NAME]).agreed).toBe(true);
    expect(of([NAME], [OFFICER], 'PROTECT').agreed).toBe(false);
    expect(of([NAME], [OFFICER, NURSE]).agreed).toBe(false);
    expect(of([NAME], [NURSE]).agreed).toBe(false);
    expect(of([{ ...NAME, jobs: ['clerk'] }]).agreed).toBe(false);
    expect(of([{ ...NAME, jobs: ['Officer'] }]).agreed).toBe(true);
    expect(of([clauseOf('2', { forbid: word('NAME') })]).agreed).toBe(false);
    expect(of([]).agreed).toBe(false);
    expect(of([NAME], [OFFICER], 'TRACE', '2026-08-31').agreed).toBe(false);
  });

  it('is not agreed for a purpose that the catalogue has lost, whatever a clause says', () => {
    const purposes = new Map([...CATALOGUES.purposes].filter(([code]) => code !== 'TRACE'));
    const ruleset = rulesOf([agreementWith([NAME])], DAY, { ...CATALOGUES, purposes });
    expect(profileFor(ruleset, 'TRACE', [OFFICER]).agreed).toBe(false);
  });

  it('opens nothing on no ground at all, or on one of which a part is unknown', () => {
    const verdict = (children: Clause['children'], more: Partial<Clause> = {}) =>
      of([{ ...NAME, children, ...more }]).cell('NAME', 'full').verdict;
    expect(verdict([])).toBe('never');
    expect(verdict([[]])).toBe('never');
    expect(verdict([allOf('REPORTED_MISSING', 'GHOST')])).toBe('never');
    expect(verdict([allOf('REPORTED_MISSING', 'ANY_CHILD')])).toBe('depends');
    expect(verdict([standing('REPORTED_MISSING'), standing('ANY_CHILD')])).toBe('always');
  });

  it('shuts for every child what is forbidden on no ground, or on one of which a part is unknown', () => {
    const verdict = (children: Clause['children']) =>
      of([NAME, clauseOf('2', { forbid: word('NAME'), children })]).cell('NAME', 'full').verdict;
    expect(verdict([])).toBe('never');
    expect(verdict([[]])).toBe('never');
    expect(verdict([allOf('REPORTED_MISSING', 'GHOST')])).toBe('never');
    expect(verdict([standing('REPORTED_MISSING')])).toBe('depends');
  });

  it.each([
    [{ organisation: 'police/E23000001' }, true],
    [{ organisation: 'every' }, true],
    [{ organisation: 'police/E23000001', role: 'POLICE', unit: 'police/E23000001/main' }, true],
    [{ organisation: 'nhs/RAA' }, false],
    [{ organisation: 'every', role: 'HEALTH' }, false],
    [{ unit: 'police/E23000001/other' }, false],
    [{ unit: 'police/E23000001/main' }, true],
  ])('binds the officer to a forbid but for an exception of %j: %s', (named, excused) => {
    const except = [{ organisation: null, unit: null, role: null, children: [], at: AT, ...named }];
    const cell = of([NAME, clauseOf('2', { forbid: word('NAME'), except })]).cell('NAME', 'full');
    expect(cell.verdict).toBe(excused ? 'always' : 'never');
  });

  it('asks of both, each in its own place, where one asks on behalf of another', () => {
    const ruleset = rulesOf([
      agreementWith([{ ...NAME, children: [standing('LOST_PUPIL')] }], {
        parties: [
          partyOf({ organisation: 'la/900', capacity: 'controller' }),
          partyOf({ organisation: 'every' }),
        ],
      }),
    ]);
    const profile = profileFor(ruleset, 'TRACE', [OFFICER, NURSE]);
    profile.cell('NAME', 'full');
    expect(profile.atoms.map((a) => [a.kind, a.as])).toEqual([
      ['LOST_PUPIL', 'self'],
      ['LOST_PUPIL', 'represented'],
    ]);
  });
});

it('works out each cell once', () => {
  const profile = profileWith([MISSING]);
  expect(profile.cell('NAME', 'full')).toBe(profile.cell('NAME', 'full'));
  expect(profile.cell('NAME', 'initials')).not.toBe(profile.cell('NAME', 'full'));
});
