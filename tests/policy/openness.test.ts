import { cellOrClosed, opennessOf, statesOf } from '../../src/policy/openness';
import { profileFor, type Profile } from '../../src/policy/profile';
import {
  agreementWith,
  allOf,
  AT,
  clauseOf,
  OFFICER,
  partyOf,
  profileWith,
  rulesOf,
  standing,
  word,
} from './small-rules';
import { CATALOGUES } from './sound-agreement';
import { atom } from './small-space';

const ref = (clause: string) => ({ agreement: 'police', version: 3, clause });
const confirmed = (kind: string) => atom(kind, { level: 'confirmed' });
const END = '2027-08-31';

it('is closed where nothing is permitted, or always forbidden', () => {
  const closed = { verdict: 'never', ways: [], shut: [] };
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME') }),
    clauseOf('2', { forbid: word('NAME') }),
  ]);
  expect(opennessOf(profile, 'NAME', 'full')).toEqual(closed);
  expect(opennessOf(profile, 'HOME', 'full')).toEqual(closed);
});

it('is closed where a permit holds only for children to whom a forbid holds too', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('REPORTED_MISSING')] }),
    clauseOf('2', { forbid: word('NAME'), children: [standing('REPORTED_MISSING')] }),
  ]);
  expect(profile.cell('NAME', 'full').verdict).toBe('depends');
  expect(opennessOf(profile, 'NAME', 'full')).toEqual({ verdict: 'never', ways: [], shut: [] });
});

it('is open for any child by the clauses that say so, until the last of their last days', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), until: '2027-03-31' }),
    clauseOf('2', { permit: word('NAME'), until: '2027-05-31' }),
    clauseOf('3', { permit: word('NAME'), until: '2027-02-28' }),
    clauseOf('4', { permit: word('HOME') }),
  ]);
  expect(opennessOf(profile, 'NAME', 'full')).toEqual({
    verdict: 'always',
    ways: [{ grounds: [], under: [ref('1'), ref('2'), ref('3')], until: '2027-05-31' }],
    shut: [],
  });
});

it('is open in the least ways, each by the clauses behind it', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('REPORTED_MISSING')], until: '2027-03-31' }),
    clauseOf('2', { permit: word('NAME'), children: [allOf('REPORTED_MISSING', 'IN_OUR_CARE')] }),
    clauseOf('3', { permit: word('NAME'), children: [allOf('CHILD_PROTECTION', 'IN_OUR_CARE')] }),
  ]);
  expect(opennessOf(profile, 'NAME', 'full')).toEqual({
    verdict: 'depends',
    ways: [
      { grounds: [confirmed('REPORTED_MISSING')], under: [ref('1')], until: '2027-03-31' },
      { grounds: [confirmed('CHILD_PROTECTION'), confirmed('IN_OUR_CARE')], under: [ref('3')], until: END },
    ],
    shut: [],
  });
});

it('tells the forbids that take some of it away, with their exceptions, and no others', () => {
  const except = (kind: string) => [
    { organisation: null, unit: null, role: 'POLICE', children: [standing(kind)], at: AT },
  ];
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('ON_OUR_ROLL')] }),
    clauseOf('2', {
      forbid: word('NAME'),
      children: [standing('LOCATION_PROTECTED')],
      except: except('IN_OUR_CARE'),
    }),
    // Holds for nobody to whom the first clause opens it and for whom it is not excused.
    clauseOf('3', {
      forbid: word('NAME'),
      children: [standing('LOST_PUPIL')],
      except: except('ON_OUR_ROLL'),
    }),
    clauseOf('4', { forbid: word('HOME'), children: [standing('LOST_PUPIL')] }),
  ]);
  expect(opennessOf(profile, 'NAME', 'full')).toEqual({
    verdict: 'depends',
    ways: [{ grounds: [confirmed('ON_OUR_ROLL')], under: [ref('1')], until: END }],
    shut: [{ when: [atom('LOCATION_PROTECTED')], unless: [[confirmed('IN_OUR_CARE')]], under: ref('2') }],
  });
});

it('tells of a forbid only where it shuts what a permit opens', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME') }),
    clauseOf('2', { forbid: word('NAME'), children: [standing('LOCATION_PROTECTED')] }),
    clauseOf('3', { forbid: word('NAME'), children: [standing('LOST_PUPIL')] }),
  ]);
  const { ways, shut } = opennessOf(profile, 'NAME', 'full');
  expect(ways.map((w) => w.grounds)).toEqual([[]]);
  expect(shut.map((s) => s.under)).toEqual([ref('2'), ref('3')]);
});

it('knows the clauses of a number apart by their agreement', () => {
  const other = agreementWith([clauseOf('1', { forbid: word('NAME'), children: [standing('LOST_PUPIL')] })], {
    agreement: 'other',
  });
  const excused = agreementWith(
    [
      clauseOf('1', {
        forbid: word('NAME'),
        children: [standing('LOST_PUPIL')],
        except: [
          { organisation: null, unit: null, role: 'POLICE', children: [standing('ON_OUR_ROLL')], at: AT },
        ],
      }),
    ],
    { agreement: 'excused' },
  );
  const open = agreementWith([clauseOf('2', { permit: word('NAME'), children: [standing('ON_OUR_ROLL')] })]);
  const profile = profileFor(rulesOf([other, excused, open]), 'TRACE', [OFFICER]);
  expect(opennessOf(profile, 'NAME', 'full').shut.map((s) => s.under.agreement)).toEqual(['other']);
});

it('is closed where there are more grounds than fit, as at the gate; what else goes wrong is not hidden', () => {
  const many = Array.from({ length: 63 }, (_, i) => standing('ON_OUR_ROLL', { for: `P${i + 1}D` }));
  const profile = profileWith([clauseOf('1', { permit: word('NAME'), children: many })]);
  expect(cellOrClosed(profile, 'NAME', 'full')).toEqual({
    id: 'NAME/full',
    word: 'NAME',
    form: 'full',
    parties: [],
    verdict: 'never',
  });
  const broken: Profile = {
    ...profile,
    cell: () => {
      throw new TypeError('broken');
    },
  };
  expect(() => cellOrClosed(broken, 'NAME', 'full')).toThrow(TypeError);
});

it('is worked out from the sets of grounds that the rules name where these are too many to count out', () => {
  const kinds = [...Array(8)].map((_, i) => standing('ON_OUR_ROLL', { for: `P${i + 1}D` }));
  const wide = [...Array(8)].map((_, i) => standing('LEFT_OUR_ROLL', { within: `P${i + 1}D` }));
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [...kinds, ...wide] }),
    clauseOf('2', {
      forbid: word('NAME'),
      children: [standing('LOCATION_PROTECTED')],
      except: [
        { organisation: null, unit: null, role: 'POLICE', children: [standing('IN_OUR_CARE')], at: AT },
      ],
    }),
  ]);
  const cell = profile.cell('NAME', 'full');
  const { atoms, states } = statesOf([[profile, cell]]);
  expect(atoms).toHaveLength(18);
  expect(states.length).toBeLessThan(2 ** 12);
  const { ways, shut } = opennessOf(profile, 'NAME', 'full');
  expect(ways.map((w) => w.grounds.map((a) => a.for ?? a.within))).toEqual([['P8D'], ['P8D']]);
  expect(shut).toEqual([
    { when: [atom('LOCATION_PROTECTED')], unless: [[confirmed('IN_OUR_CARE')]], under: ref('2') },
  ]);
});

it('reads an item that is silent, and an action, like any other', () => {
  const parties = [
    partyOf({ organisation: 'la/900', capacity: 'controller' }),
    partyOf({ organisation: 'every' }),
  ];
  const ruleset = rulesOf([
    agreementWith([clauseOf('1', { permit: [...word('REFUGE'), ...word('TELL')] })], { parties }),
  ]);
  const profile = profileFor(ruleset, 'TRACE', [OFFICER]);
  expect(CATALOGUES.items.get('REFUGE')?.silent).toBe(true);
  expect(opennessOf(profile, 'REFUGE', 'full').verdict).toBe('always');
  expect(opennessOf(profile, 'TELL', 'full').verdict).toBe('always');
});

it('does not tell of a forbid that shuts only what nothing else opens', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('ON_OUR_ROLL')] }),
    clauseOf('2', { permit: word('NAME'), children: [standing('LOST_PUPIL')] }),
    clauseOf('3', {
      forbid: word('NAME'),
      children: [standing('LOST_PUPIL')],
      except: [
        { organisation: null, unit: null, role: 'POLICE', children: [standing('ON_OUR_ROLL')], at: AT },
      ],
    }),
  ]);
  const { ways, shut } = opennessOf(profile, 'NAME', 'full');
  expect(ways.map((w) => w.grounds)).toEqual([[confirmed('ON_OUR_ROLL')]]);
  expect(shut).toEqual([]);
});

it('tells of a forbid that shuts one of several ways', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('NAME'), children: [standing('ON_OUR_ROLL')] }),
    clauseOf('2', { permit: word('NAME'), children: [standing('IN_OUR_CARE')] }),
    clauseOf('3', {
      forbid: word('NAME'),
      children: [standing('LOST_PUPIL')],
      except: [
        { organisation: null, unit: null, role: 'POLICE', children: [standing('ON_OUR_ROLL')], at: AT },
      ],
    }),
  ]);
  expect(opennessOf(profile, 'NAME', 'full').shut.map((s) => s.under)).toEqual([ref('3')]);
});
