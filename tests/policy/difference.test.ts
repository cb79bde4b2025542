import type { Clause } from '../../src/policy/agreement';
import { differenceOf, type Side } from '../../src/policy/difference';
import { cellOrClosed } from '../../src/policy/openness';
import { allOf, AT, clauseOf, profileWith, standing, word } from './small-rules';
import { atom } from './small-space';

const ref = (clause: string) => ({ agreement: 'police', version: 3, clause });
const confirmed = (kind: string) => atom(kind, { level: 'confirmed' });
const side = (clauses: readonly Clause[]): Side => {
  const profile = profileWith(clauses);
  return [profile, cellOrClosed(profile, 'NAME', 'full')];
};
const between = (before: readonly Clause[], after: readonly Clause[]) =>
  differenceOf(side(before), side(after));

const MISSING = clauseOf('1', { permit: word('NAME'), children: [standing('REPORTED_MISSING')] });
const CARED_FOR = clauseOf('2', { permit: word('NAME'), children: [standing('IN_OUR_CARE')] });
const PROTECTED = clauseOf('3', { forbid: word('NAME'), children: [standing('LOCATION_PROTECTED')] });
const excused = (kind: string): Clause => ({
  ...PROTECTED,
  except: [{ organisation: null, unit: null, role: 'POLICE', children: [standing(kind)], at: AT }],
});

it('finds nothing between shut and shut, or like and like', () => {
  expect(between([], [])).toEqual([]);
  expect(between([MISSING], [MISSING])).toEqual([]);
  expect(between([PROTECTED], [])).toEqual([]);
});

it('opens what was shut, and closes what was open, by the clause that does', () => {
  const children = [{ has: [confirmed('REPORTED_MISSING')], lacks: [] }];
  expect(between([], [MISSING])).toEqual([{ effect: 'opens', children, under: [ref('1')], shutBy: [] }]);
  expect(between([MISSING], [])).toEqual([{ effect: 'closes', children, under: [ref('1')], shutBy: [] }]);
});

it('does both where children are exchanged', () => {
  expect(between([MISSING], [CARED_FOR])).toEqual([
    {
      effect: 'opens',
      children: [{ has: [confirmed('IN_OUR_CARE')], lacks: [confirmed('REPORTED_MISSING')] }],
      under: [ref('2')],
      shutBy: [],
    },
    {
      effect: 'closes',
      children: [{ has: [confirmed('REPORTED_MISSING')], lacks: [confirmed('IN_OUR_CARE')] }],
      under: [ref('1')],
      shutBy: [],
    },
  ]);
});

it('leaves unsaid for whom it is open on both sides by the same clause', () => {
  expect(between([MISSING], [MISSING, CARED_FOR])).toEqual([
    {
      effect: 'opens',
      children: [{ has: [confirmed('IN_OUR_CARE')], lacks: [] }],
      under: [ref('2')],
      shutBy: [],
    },
  ]);
});

it('leaves unsaid for whom the same forbid shuts it on both sides', () => {
  expect(between([PROTECTED], [MISSING, PROTECTED])).toMatchObject([
    { effect: 'opens', children: [{ has: [confirmed('REPORTED_MISSING')], lacks: [] }] },
  ]);
});

it('says for whom it stays shut where a forbid comes with it', () => {
  expect(between([], [MISSING, PROTECTED])).toMatchObject([
    {
      effect: 'opens',
      children: [{ has: [confirmed('REPORTED_MISSING')], lacks: [atom('LOCATION_PROTECTED')] }],
    },
  ]);
});

it('names the forbid that shuts it now, or shut it before', () => {
  const children = [{ has: [confirmed('REPORTED_MISSING'), atom('LOCATION_PROTECTED')], lacks: [] }];
  const sorted = ([one]: ReturnType<typeof between>) => ({
    ...one,
    children: one?.children.map((c) => ({
      ...c,
      has: [...c.has].sort((a, b) => (a.kind < b.kind ? 1 : -1)),
    })),
  });
  expect(sorted(between([MISSING], [MISSING, PROTECTED]))).toEqual({
    effect: 'closes',
    children,
    under: [ref('1')],
    shutBy: [ref('3')],
  });
  expect(sorted(between([MISSING, PROTECTED], [MISSING]))).toEqual({
    effect: 'opens',
    children,
    under: [ref('1')],
    shutBy: [ref('3')],
  });
});

it('tells of an exception to a forbid only the children whom it excuses', () => {
  const [one, ...more] = between([MISSING, PROTECTED], [MISSING, excused('IN_OUR_CARE')]);
  expect(more).toEqual([]);
  expect(one).toMatchObject({ effect: 'opens', under: [ref('1')], shutBy: [ref('3')] });
  expect(one?.children.map(({ has, lacks }) => [has.map((a) => a.kind).sort(), lacks])).toEqual([
    [['IN_OUR_CARE', 'LOCATION_PROTECTED', 'REPORTED_MISSING'], []],
  ]);
});

// Those whom both excuse are open on both sides by the same clause, and need no mention.
it('keeps apart forbids that excuse others', () => {
  const found = between([MISSING, excused('LOST_PUPIL')], [MISSING, excused('IN_OUR_CARE')]);
  expect(
    found.map(({ effect, children }) => [
      effect,
      children.map(({ has, lacks }) => [has.map((a) => a.kind).sort(), lacks.map((a) => a.kind)]),
    ]),
  ).toEqual([
    ['opens', [[['IN_OUR_CARE', 'LOCATION_PROTECTED', 'REPORTED_MISSING'], []]]],
    ['closes', [[['LOCATION_PROTECTED', 'LOST_PUPIL', 'REPORTED_MISSING'], []]]],
  ]);
});

it('says the same of a forbid whose exception stays', () => {
  const [one] = between([excused('LOST_PUPIL')], [MISSING, excused('LOST_PUPIL')]);
  expect(one?.children).toEqual([{ has: [confirmed('REPORTED_MISSING')], lacks: [] }]);
});

it('says each way of several', () => {
  const [one] = between(
    [],
    [{ ...MISSING, children: [standing('REPORTED_MISSING'), allOf('IN_OUR_CARE', 'LOST_PUPIL')] }],
  );
  expect(one?.children).toEqual([
    { has: [confirmed('REPORTED_MISSING')], lacks: [] },
    { has: [confirmed('IN_OUR_CARE'), confirmed('LOST_PUPIL')], lacks: [] },
  ]);
  expect(one?.under).toEqual([ref('1')]);
});

it('names each clause that opens it once', () => {
  const [one] = between([], [MISSING, CARED_FOR, { ...MISSING, clause: '4' }]);
  expect(one?.under).toEqual([ref('2'), ref('1'), ref('4')]);
});

describe('for whom it stays shut', () => {
  const said = (found: ReturnType<typeof between>) =>
    found.map(({ effect, children }) => [
      effect,
      ...children.map(({ has, lacks }) => [has, lacks].map((some) => some.map((a) => a.kind).sort())),
    ]);
  const forbid = (clause: string, kinds: readonly string[], excuse?: string): Clause =>
    clauseOf(clause, {
      forbid: word('NAME'),
      children: [allOf(...kinds)],
      except:
        excuse === undefined
          ? []
          : [{ organisation: null, unit: null, role: 'POLICE', children: [standing(excuse)], at: AT }],
    });

  it('is said where one forbid shut it before and another does now', () => {
    const found = between([MISSING, forbid('8', ['LOST_PUPIL'])], [MISSING, forbid('9', ['IN_OUR_CARE'])]);
    expect(said(found)).toEqual([
      ['opens', [['LOST_PUPIL', 'REPORTED_MISSING'], ['IN_OUR_CARE']]],
      ['closes', [['IN_OUR_CARE', 'REPORTED_MISSING'], ['LOST_PUPIL']]],
    ]);
  });

  it('is said where what opens for some closes for some of these', () => {
    const found = between(
      [MISSING, forbid('8', ['LOST_PUPIL'], 'IN_OUR_CARE')],
      [MISSING, { ...forbid('8', ['LOST_PUPIL', 'CHILD_PROTECTION']), clause: '9' }],
    );
    expect(said(found)).toEqual([
      ['opens', [['LOST_PUPIL', 'REPORTED_MISSING'], ['CHILD_PROTECTION']]],
      ['closes', [['CHILD_PROTECTION', 'IN_OUR_CARE', 'LOST_PUPIL', 'REPORTED_MISSING'], []]],
    ]);
  });

  it('is said of a forbid that comes beside an exception that goes', () => {
    const found = between(
      [MISSING, forbid('8', ['LOST_PUPIL'], 'IN_OUR_CARE')],
      [MISSING, forbid('8', ['LOST_PUPIL'], 'ON_OUR_ROLL'), forbid('9', ['CHILD_PROTECTION'])],
    );
    expect(said(found).filter(([effect]) => effect === 'opens')).toEqual([
      ['opens', [['LOST_PUPIL', 'ON_OUR_ROLL', 'REPORTED_MISSING'], ['CHILD_PROTECTION']]],
    ]);
  });

  it('is said although a forbid that stays excuses them', () => {
    const stays = forbid('8', ['LOCATION_PROTECTED'], 'LOST_PUPIL');
    const both = { ...MISSING, children: [allOf('REPORTED_MISSING', 'LOCATION_PROTECTED')] };
    expect(said(between([stays], [both, stays, forbid('9', ['IN_OUR_CARE'])]))).toEqual([
      ['opens', [['LOCATION_PROTECTED', 'LOST_PUPIL', 'REPORTED_MISSING'], ['IN_OUR_CARE']]],
    ]);
  });

  it('is said with those for whom it opens all the same', () => {
    expect(said(between([], [MISSING, forbid('8', ['LOST_PUPIL'], 'IN_OUR_CARE')]))).toEqual([
      [
        'opens',
        [['REPORTED_MISSING'], ['LOST_PUPIL']],
        [['IN_OUR_CARE', 'LOST_PUPIL', 'REPORTED_MISSING'], []],
      ],
    ]);
  });

  it('is said of each of several', () => {
    expect(
      said(
        between(
          [],
          [
            MISSING,
            ...['LOST_PUPIL', 'IN_OUR_CARE', 'ON_OUR_ROLL'].map((kind, i) => forbid(`${i + 7}`, [kind])),
          ],
        ),
      ),
    ).toEqual([['opens', [['REPORTED_MISSING'], ['IN_OUR_CARE', 'LOST_PUPIL', 'ON_OUR_ROLL']]]]);
  });

  it('is said of those for whom it closes, although the clause that opens it stays', () => {
    const stays = forbid('7', ['CHILD_PROTECTION'], 'IN_OUR_CARE');
    const found = between(
      [MISSING, stays, forbid('8', ['LOST_PUPIL'], 'IN_OUR_CARE')],
      [MISSING, stays, forbid('9', ['CHILD_PROTECTION'])],
    );
    expect(said(found)).toEqual([
      ['opens', [['LOST_PUPIL', 'REPORTED_MISSING'], ['IN_OUR_CARE']]],
      ['closes', [['CHILD_PROTECTION', 'IN_OUR_CARE', 'REPORTED_MISSING'], []]],
    ]);
  });

  it('is said of no grounds but those that make a difference', () => {
    const found = between(
      [CARED_FOR],
      [CARED_FOR, MISSING, forbid('8', ['LOST_PUPIL']), forbid('9', ['ON_OUR_ROLL'])],
    );
    expect(said(found)[0]).toEqual(['opens', [['REPORTED_MISSING'], ['LOST_PUPIL', 'ON_OUR_ROLL']]]);
  });

  it('is not said where the same clause opens it on both sides, however the grounds are numbered', () => {
    const both = clauseOf('5', {
      permit: word('NAME'),
      children: [allOf('REPORTED_MISSING', 'IN_OUR_CARE')],
    });
    const lost = clauseOf('4', { permit: word('NAME'), children: [allOf('IN_OUR_CARE', 'LOST_PUPIL')] });
    expect(said(between([both], [lost, both]))).toEqual([['opens', [['IN_OUR_CARE', 'LOST_PUPIL'], []]]]);
  });
});
