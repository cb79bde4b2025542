import { rulesetOn } from '../../src/agreements/agreement-set';
import { STANDING_KINDS } from '../../src/policy/catalogue';
import { diffOf } from '../../src/policy/diff';
import type { Atom } from '../../src/policy/profile';
import { groundsOf, implies, minimal, standingStates } from '../../src/policy/standing-states';
import { spaceOf } from '../../src/policy/space';
import { whoCanSee } from '../../src/policy/who-can-see';
import { amendedFiles, DAY, setOf } from './shipped';

const atom = (kind: string, more: Partial<Atom> = {}): Atom => ({
  kind,
  within: null,
  for: null,
  level: 'asserted',
  as: 'self',
  ...more,
});

it.each<[string, Atom, Atom, boolean]>([
  ['what is confirmed is asserted', atom('A', { level: 'confirmed' }), atom('A'), true],
  ['what is asserted need not be confirmed', atom('A'), atom('A', { level: 'confirmed' }), false],
  ['what began within 28 days began at all', atom('A', { for: 'P28D' }), atom('A'), true],
  ['what began need not have begun within 28 days', atom('A'), atom('A', { for: 'P28D' }), false],
  ['28 days lie within a month of any length', atom('A', { for: 'P28D' }), atom('A', { for: 'P1M' }), true],
  ['31 days do not lie within every month', atom('A', { for: 'P31D' }), atom('A', { for: 'P1M' }), false],
  ['a year is twelve months', atom('A', { for: 'P1Y' }), atom('A', { for: 'P12M' }), true],
  ['two weeks lie within 14 days', atom('A', { for: 'P2W' }), atom('A', { for: 'P14D' }), true],
  [
    'leaving counts for a year unless said',
    atom('LEFT_OUR_ROLL'),
    atom('LEFT_OUR_ROLL', { within: 'P1Y' }),
    true,
  ],
  ['and for no less', atom('LEFT_OUR_ROLL'), atom('LEFT_OUR_ROLL', { within: 'P6M' }), false],
  ['another standing says nothing', atom('A'), atom('B'), false],
  ['nor does that of the organisation represented', atom('A'), atom('A', { as: 'represented' }), false],
])('%s', (_what, a, b, follows) => {
  expect(implies(a, b)).toBe(follows);
});

it('leaves out the states in which no child can be', () => {
  const { atoms, states } = standingStates([atom('A'), atom('A', { level: 'confirmed' }), atom('B')], []);
  const told = states.map((state) => groundsOf(atoms, state).map((a) => `${a.kind} ${a.level}`));
  expect(told).toEqual([
    [],
    ['A asserted'],
    ['B asserted'],
    ['A confirmed'],
    ['A asserted', 'B asserted'],
    ['A confirmed', 'B asserted'],
  ]);
});

it('absorbs what holds more than is needed', () => {
  expect(minimal([0b111n, 0b001n, 0b110n, 0b011n])).toEqual([0b001n, 0b110n]);
});

describe('with more standings in one cell than can be counted out', () => {
  const kinds = STANDING_KINDS.filter((kind) => kind !== 'ANY_CHILD' && kind !== 'LOCATION_PROTECTED');
  const children = (some: readonly string[]): string =>
    `children: [${some.join(', ')}]\n    purposes: [ARRANGE_PROVISION]`;
  const from = 'children: [OUR_RISK_GROUP]\n    purposes: [ARRANGE_PROVISION]';
  const wide = setOf(amendedFiles('home-authority-send', from, children(kinds)));
  const fewer = setOf(amendedFiles('home-authority-send', from, children(kinds.slice(1))));

  it('finds every way', () => {
    const ruleset = rulesetOn(wide, DAY);
    const found = whoCanSee(ruleset, spaceOf([ruleset], wide.directory), [{ word: 'SEN', form: 'full' }]);
    const mine = found.filter((o) => o.asker.unit === 'la/931/send');
    expect(mine.map((o) => o.openness.ways.map((w) => w.grounds.map((a) => a.kind)))).toEqual([
      [...kinds].sort().map((kind) => [kind]),
    ]);
  });

  it('tells what one fewer closes, and one more opens', () => {
    const changes = (a: typeof wide, b: typeof wide) =>
      diffOf(a, b, wide.directory, DAY).changes.filter((c) => c.word === 'SEN' && c.form === 'full');
    const [closing] = changes(wide, fewer);
    expect(closing?.effect).toBe('closes');
    expect(closing?.children.map(({ has }) => has.map((a) => a.kind))).toEqual([['ON_OUR_ROLL']]);
    expect(changes(fewer, wide).map((c) => c.effect)).toEqual(['opens']);
    expect(changes(wide, wide)).toEqual([]);
  });
});
