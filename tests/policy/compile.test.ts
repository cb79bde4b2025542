import type { Clause } from '../../src/policy/agreement';
import { compile, inForceOn, lastDayOf } from '../../src/policy/compile';
import { agreementWith, AT, clauseOf, DAY, inForce, partyOf, rulesOf, word } from './small-rules';
import { CATALOGUES } from './sound-agreement';

const NAME = clauseOf('1', { permit: word('NAME') });
const term = agreementWith([]).term;

it('says what a clause says, of each word that it names', () => {
  const clause: Clause = {
    ...clauseOf('7', {
      permit: [...word('NAME', 'initials'), ...word('TELL')],
      purposes: ['TRACE', 'GHOST'],
      jobs: ['Duty Officer'],
    }),
  };
  const agreement = agreementWith([clause]);
  const { rules, jobs } = rulesOf([agreement]);
  const rule = (what: string, form: string) => ({
    ref: { agreement: 'police', version: 3, clause: '7' },
    says: 'What it says.',
    effect: 'permit',
    word: what,
    form,
    children: clause.children,
    purposes: new Set(['TRACE']),
    jobs: new Set(['duty officer']),
    except: [],
    agreement,
    lastDay: '2027-08-31',
  });
  expect([...rules]).toEqual([
    ['NAME', [rule('NAME', 'initials')]],
    ['TELL', [rule('TELL', 'full')]],
  ]);
  expect(jobs).toEqual(new Set(['duty officer']));
});

it('keeps of a forbid every purpose that it names, and its exceptions', () => {
  const except = [{ organisation: null, unit: null, role: 'POLICE', children: [], at: AT }];
  const { rules } = rulesOf([
    agreementWith([clauseOf('2', { forbid: word('NAME'), purposes: ['GHOST'], except })]),
  ]);
  expect(rules.get('NAME')).toMatchObject([
    { effect: 'forbid', form: 'full', purposes: new Set(['GHOST']), jobs: new Set(), except },
  ]);
});

it('has all rules of a word together, in the order of agreements and clauses', () => {
  const second = agreementWith([NAME, clauseOf('2', { permit: word('NAME') })], { agreement: 'b' });
  const first = agreementWith([NAME], { agreement: 'a' });
  expect(
    rulesOf([second, first])
      .rules.get('NAME')
      ?.map(({ ref }) => `${ref.agreement} ${ref.clause}`),
  ).toEqual(['a 1', 'b 1', 'b 2']);
});

it('names what is in force by agreement and version', () => {
  const of = (agreement: string, version: number) =>
    agreementWith([NAME], { agreement, version, title: `${agreement} ${version}` });
  const sorted = ['a 9', 'a 10', 'b 1', 'c 1'];
  const all = [of('b', 1), of('a', 10), of('c', 1), of('a', 9)];
  for (const order of [all, [...all].reverse()])
    expect(rulesOf(order).inForce.map(({ agreement, version }) => `${agreement} ${version}`)).toEqual(sorted);
  expect(rulesOf(all).inForce[0]).toEqual({ agreement: 'a', version: 9, title: 'a 9' });
});

it('cannot be changed afterwards', () => {
  const ruleset = rulesOf([agreementWith([NAME])]);
  expect(Object.isFrozen(ruleset)).toBe(true);
  expect(ruleset.rules.get('NAME')?.every((rule) => Object.isFrozen(rule))).toBe(true);
});

describe('the last day', () => {
  it.each([
    [{ review: '2027-08-31', until: '2028-08-31', whenReviewPasses: 'stop' }, '2027-08-31'],
    [{ review: '2027-08-31', until: '2027-06-30', whenReviewPasses: 'stop' }, '2027-06-30'],
    [{ review: '2027-08-31', until: null, whenReviewPasses: 'stop' }, '2027-08-31'],
    [{ review: '2027-08-31', until: '2028-08-31', whenReviewPasses: 'warn' }, '2028-08-31'],
    [{ review: '2027-08-31', until: null, whenReviewPasses: 'warn' }, '9999-12-31'],
  ] as const)('of an agreement with %j is %s', (more, day) => {
    const agreement = agreementWith([NAME], { term: { ...term, ...more } });
    expect(lastDayOf(agreement)).toBe(day);
    expect(inForceOn(agreement, day)).toBe(true);
    expect(inForceOn(agreement, `${day}x`)).toBe(false);
  });

  it.each([
    [null, '2027-08-31'],
    ['2027-05-31', '2027-05-31'],
    ['2027-12-31', '2027-08-31'],
  ])('of a clause until %s is %s', (until, day) => {
    const { rules } = rulesOf([agreementWith([{ ...NAME, until }])]);
    expect(rules.get('NAME')?.map((rule) => rule.lastDay)).toEqual([day]);
  });
});

describe('what counts on a day', () => {
  const opens = (day: string, more: Parameters<typeof agreementWith>[1] = {}, clause: Partial<Clause> = {}) =>
    rulesOf([agreementWith([{ ...NAME, ...clause }], more)], day).rules.has('NAME');

  it('is an agreement from its first day to its last', () => {
    expect(['2026-08-31', '2026-09-01', '2027-08-31', '2027-09-01'].map((day) => opens(day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is a clause from its first day to its last', () => {
    const days = { from: '2027-02-01', until: '2027-02-28' };
    expect(
      ['2027-01-31', '2027-02-01', '2027-02-28', '2027-03-01'].map((day) => opens(day, {}, days)),
    ).toEqual([false, true, true, false]);
  });

  it.each(['lawfulBasis', 'specialCategoryCondition', 'powers'] as const)(
    'is a purpose from the first day of each power in its %s',
    (where) => {
      const cite = (id: string) => {
        const [purpose] = agreementWith([]).purposes;
        const ids =
          where === 'lawfulBasis' ? { controller: ['act/basis'], recipient: [id] } : ['act/basis', id];
        return { purposes: [{ ...purpose!, [where]: ids }] };
      };
      const { until } = { until: { term: { ...term, review: '2028-08-31' } } };
      expect(opens('2027-03-31', { ...until, ...cite('act/coming') })).toBe(false);
      expect(opens('2027-04-01', { ...until, ...cite('act/coming') })).toBe(true);
      expect(opens('2027-04-01', { ...until, ...cite('act/uncommenced') })).toBe(false);
      expect(opens('2027-04-01', { ...until, ...cite('act/ghost') })).toBe(false);
    },
  );

  it('is a permit under an agreement of an authority of this hub; a forbid under any', () => {
    const foreign = {
      parties: [
        partyOf({ organisation: 'la/901', capacity: 'controller' }),
        partyOf({ organisation: 'la/900' }),
        partyOf({ organisation: 'every' }),
      ],
    };
    expect(opens(DAY, foreign)).toBe(false);
    expect(opens(DAY, foreign, { permit: [], forbid: word('NAME') })).toBe(true);
    const joint = [partyOf({ organisation: 'la/900', capacity: 'joint-controller' })];
    expect(opens(DAY, { parties: joint })).toBe(true);
    expect(opens(DAY, { parties: [partyOf({ unit: 'la/900/cme', capacity: 'controller' })] })).toBe(true);
  });
});

describe('the version', () => {
  const versionOf = (more: Partial<Parameters<typeof compile>[0]> = {}): string =>
    compile({
      agreements: inForce(agreementWith([NAME])),
      catalogues: CATALOGUES,
      cataloguesDigest: 'x',
      homeAuthorities: new Set(['la/900', 'la/901']),
      day: DAY,
      ...more,
    }).version;
  const a = agreementWith([NAME], { agreement: 'a' });
  const b = agreementWith([NAME], { agreement: 'b' });

  it('is 32 hexadecimal digits, the same whatever the order of files and authorities', () => {
    expect(versionOf()).toMatch(/^[0-9a-f]{32}$/);
    expect(versionOf({ agreements: inForce(a, b) })).toBe(versionOf({ agreements: inForce(b, a) }));
    expect(versionOf({ homeAuthorities: new Set(['la/901', 'la/900']) })).toBe(versionOf());
    expect(versionOf({ day: '2027-01-16' })).toBe(versionOf());
  });

  it('is another for other catalogues, authorities, texts, names, versions, days of a clause and powers in force', () => {
    const text = 'the same text';
    const coming = agreementWith([NAME], {
      purposes: agreementWith([]).purposes.map((p, i) => (i === 0 ? { ...p, powers: ['act/coming'] } : p)),
    });
    const named = (agreement: string, version = 3) => ({
      agreements: [{ agreement: agreementWith([NAME], { agreement, version }), text }],
    });
    const versions = [
      versionOf(),
      versionOf({ cataloguesDigest: 'y' }),
      versionOf({ homeAuthorities: new Set(['la/900']) }),
      versionOf({ homeAuthorities: new Set(['la/900la/901']) }),
      versionOf({ agreements: [] }),
      versionOf(named('a')),
      versionOf(named('b')),
      versionOf(named('a', 4)),
      versionOf({ agreements: [{ agreement: coming, text }], day: '2027-03-31' }),
      versionOf({ agreements: [{ agreement: coming, text }], day: '2027-04-01' }),
      versionOf({
        agreements: [{ agreement: agreementWith([{ ...NAME, until: '2027-01-14' }]), text: 'another' }],
      }),
      versionOf({
        agreements: [{ agreement: agreementWith([{ ...NAME, until: '2027-01-15' }]), text: 'another' }],
      }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('is another for each set of purposes whose law is in force', () => {
    const [purpose] = agreementWith([]).purposes;
    const codes = ['A', 'AB', 'B'];
    const versionWith = (lawful: readonly string[]): string => {
      const purposes = codes.map((code) => ({
        ...purpose!,
        code,
        powers: [lawful.includes(code) ? 'act/tracing' : 'act/uncommenced'],
      }));
      return versionOf({
        agreements: [{ agreement: agreementWith([NAME], { purposes }), text: 'one text' }],
      });
    };
    const versions = [['A'], ['B'], ['AB'], ['A', 'B'], []].map(versionWith);
    expect(new Set(versions).size).toBe(versions.length);
  });
});
