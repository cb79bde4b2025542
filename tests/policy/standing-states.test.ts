import {
  atomKey,
  atomsOf,
  groundsOf,
  implies,
  maskOf,
  minimal,
  standingStates,
} from '../../src/policy/standing-states';
import { allOf, AT, clauseOf, profileWith, standing, word } from './small-rules';
import { atom } from './small-space';

const confirmed = { level: 'confirmed' } as const;

it.each<[string, Parameters<typeof implies>, boolean]>([
  [
    'a period that nobody can read is only like itself',
    [atom('A', { for: 'ages' }), atom('A', { for: 'ages' })],
    true,
  ],
  ['nor is it within one that can be read', [atom('A', { for: 'ages' }), atom('A', { for: 'P1Y' })], false],
  ['nor within it one that can be read', [atom('A', { for: 'P1D' }), atom('A', { for: 'ages' })], false],
  ['a day is within a month', [atom('A', { for: 'P1D' }), atom('A', { for: 'P1M' })], true],
  [
    'a month and a day is not within a month',
    [atom('A', { for: 'P1M1D' }), atom('A', { for: 'P1M' })],
    false,
  ],
  ['nor within a month and 12 hours', [atom('A', { for: 'P1M1D' }), atom('A', { for: 'P1MT12H' })], false],
  ['it is within two months', [atom('A', { for: 'P1M1D' }), atom('A', { for: 'P2M' })], true],
  ['a month is within 31 days', [atom('A', { for: 'P1M' }), atom('A', { for: 'P31D' })], true],
  ['but not within 30', [atom('A', { for: 'P1M' }), atom('A', { for: 'P30D' })], false],
  ['24 hours are within a day', [atom('A', { for: 'PT24H' }), atom('A', { for: 'P1D' })], true],
  ['25 are not', [atom('A', { for: 'PT25H' }), atom('A', { for: 'P1D' })], false],
  ['a day is within 24 hours', [atom('A', { for: 'P1D' }), atom('A', { for: 'PT24H' })], true],
  [
    '13 months are within a year and a month',
    [atom('A', { for: 'P13M' }), atom('A', { for: 'P1Y1M' })],
    true,
  ],
  ['14 are not', [atom('A', { for: 'P14M' }), atom('A', { for: 'P1Y1M' })], false],
  ['3 weeks are within 22 days', [atom('A', { for: 'P3W' }), atom('A', { for: 'P22D' })], true],
  ['3 weeks and 2 days are not', [atom('A', { for: 'P3W2D' }), atom('A', { for: 'P22D' })], false],
  [
    'both times must fit',
    [atom('A', { for: 'P1D', within: 'P2D' }), atom('A', { for: 'P1D', within: 'P1D' })],
    false,
  ],
  [
    'leaving an area counts for a year too',
    [atom('LEFT_OUR_AREA'), atom('LEFT_OUR_AREA', { within: 'P1Y' })],
    true,
  ],
  [
    'within a year is no more than unless said',
    [atom('LEFT_OUR_ROLL', { within: 'P1Y' }), atom('LEFT_OUR_ROLL')],
    true,
  ],
  ['within two years is more', [atom('LEFT_OUR_ROLL', { within: 'P2Y' }), atom('LEFT_OUR_ROLL')], false],
  ['what began within a time began at all', [atom('A', { for: 'P1D' }), atom('A')], true],
  ['of another asker it says nothing', [atom('A'), atom('A', { as: 'represented' })], false],
  ['what does not end is not within', [atom('A'), atom('A', { within: 'P1Y' })], false],
])('%s', (_what, [a, b], follows) => {
  expect(implies(a, b)).toBe(follows);
});

it('knows grounds apart by all that is said of them', () => {
  const all = [
    atom('A'),
    atom('B'),
    atom('A', { within: 'P1D' }),
    atom('A', { for: 'P1D' }),
    atom('A', confirmed),
    atom('A', { as: 'represented' }),
  ];
  expect(new Set(all.map(atomKey)).size).toBe(all.length);
});

it('takes the grounds of a cell from its permits, forbids and exceptions, and none of other cells', () => {
  const profile = profileWith([
    clauseOf('1', { permit: word('HOME'), children: [standing('LOST_PUPIL')] }),
    clauseOf('2', { permit: word('NAME'), children: [allOf('REPORTED_MISSING', 'IN_OUR_CARE')] }),
    clauseOf('3', {
      forbid: word('NAME'),
      children: [standing('LOCATION_PROTECTED')],
      except: [
        { organisation: null, unit: null, role: 'POLICE', children: [standing('ON_OUR_ROLL')], at: AT },
      ],
    }),
  ]);
  profile.cell('HOME', 'full');
  expect(atomsOf(profile, profile.cell('NAME', 'full')).map((a) => a.kind)).toEqual([
    'REPORTED_MISSING',
    'IN_OUR_CARE',
    'ON_OUR_ROLL',
    'LOCATION_PROTECTED',
  ]);
});

it('counts out up to fourteen grounds, each once and in order', () => {
  const kinds = (count: number) =>
    Array.from({ length: count }, (_, i) => atom(`K${String(i).padStart(2, '0')}`));
  const { atoms, states } = standingStates([...kinds(3), ...kinds(3)].reverse(), []);
  expect(atoms.map((a) => a.kind)).toEqual(['K00', 'K01', 'K02']);
  expect(states).toEqual([0n, 1n, 2n, 4n, 3n, 5n, 6n, 7n]);
  expect(standingStates(kinds(14), []).states).toHaveLength(2 ** 14);
  expect(standingStates(kinds(15), []).states).toEqual([0n]);
});

it('joins the sets that rules name, three at a time, where there are more', () => {
  const kinds = Array.from({ length: 16 }, (_, i) => atom(`K${String(i).padStart(2, '0')}`));
  const named = [[4], [3], [2], [0, 1]].map((set) => set.map((i) => kinds[i] ?? atom('?')));
  const { states } = standingStates(kinds, named);
  expect(states).toEqual([
    0b00000n,
    ...[0b00100n, 0b01000n, 0b10000n],
    ...[0b00011n, 0b01100n, 0b10100n, 0b11000n],
    ...[0b00111n, 0b01011n, 0b10011n, 0b11100n],
    ...[0b01111n, 0b10111n, 0b11011n],
  ]);
});

it('holds with a named ground whatever follows from it', () => {
  const kinds = Array.from({ length: 14 }, (_, i) => atom(`K${String(i).padStart(2, '0')}`));
  const sure = atom('K00', confirmed);
  const { atoms, states } = standingStates([...kinds, sure], [[sure]]);
  expect(states.map((state) => groundsOf(atoms, state))).toEqual([[], [sure]]);
  expect(states[1]).toBe(0b11n);
});

it('says of a state only what does not follow', () => {
  const atoms = [atom('A'), atom('A', confirmed), atom('B')];
  expect(groundsOf(atoms, 0b111n)).toEqual([atom('A', confirmed), atom('B')]);
  expect(groundsOf(atoms, 0b001n)).toEqual([atom('A')]);
  expect(groundsOf(atoms, 0b000n)).toEqual([]);
  // Two grounds that say the same: the first stands for both.
  const [week, days] = [atom('A', { for: 'P1W' }), atom('A', { for: 'P7D' })];
  expect(groundsOf([week, days], 0b11n)).toEqual([week]);
  expect(groundsOf([days, week], 0b11n)).toEqual([days]);
});

it('absorbs into the smaller, whatever the order, and keeps one of two alike', () => {
  expect(minimal([0b011n, 0b001n, 0b100n, 0b001n, 0b110n])).toEqual([0b001n, 0b100n]);
  expect(minimal([0b111n, 0n])).toEqual([0n]);
  expect(minimal([])).toEqual([]);
});

it('writes a state as the mask of a profile that numbers its grounds otherwise', () => {
  const profile = profileWith([
    clauseOf('1', {
      permit: word('NAME'),
      children: [allOf('REPORTED_MISSING', 'IN_OUR_CARE', 'CHILD_PROTECTION')],
    }),
  ]);
  profile.cell('NAME', 'full');
  const { atoms, states } = standingStates(profile.atoms, []);
  expect(atoms.map((a) => a.kind)).toEqual(['CHILD_PROTECTION', 'IN_OUR_CARE', 'REPORTED_MISSING']);
  expect([0b001n, 0b010n, 0b100n, 0b101n, 0b000n].map((s) => maskOf(profile, { atoms, states }, s))).toEqual([
    0b100n,
    0b010n,
    0b001n,
    0b101n,
    0b000n,
  ]);
});
