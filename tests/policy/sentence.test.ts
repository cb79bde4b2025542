import { STANDING_KINDS } from '../../src/policy/catalogue';
import {
  askersWords,
  cellWords,
  childrenOf,
  childrenWords,
  clauseWords,
  daysWords,
  dayWords,
  formWords,
  groundsWords,
  groundWords,
  idOf,
  isWholeRole,
  jobWords,
  list,
  periodWords,
  purposesWords,
  shutWords,
  untilWords,
  wordsOf,
} from '../../src/policy/sentence';
import {
  ANY_SCHOOL,
  ANY_SERVICE,
  ASKERS,
  atom,
  NORTH,
  OTHER_FORCE,
  smallSpace,
  smallVocabulary,
  SOUTH,
  TRUST,
  WARD,
} from './small-space';
import { CATALOGUES } from './sound-agreement';

const V = smallVocabulary();
const ref = (agreement: string, clause: string | null) => ({ agreement, version: 1, clause });

describe('days and periods', () => {
  it.each([
    ['2027-01-31', '31 January 2027'],
    ['2027-02-01', '1 February 2027'],
    ['2027-03-05', '5 March 2027'],
    ['2027-04-30', '30 April 2027'],
    ['2027-05-09', '9 May 2027'],
    ['2027-06-10', '10 June 2027'],
    ['2027-07-11', '11 July 2027'],
    ['2027-08-12', '12 August 2027'],
    ['2027-09-13', '13 September 2027'],
    ['2027-10-14', '14 October 2027'],
    ['2027-11-15', '15 November 2027'],
    ['2027-12-16', '16 December 2027'],
  ])('writes %s as people do', (day, words) => {
    expect(dayWords(day)).toBe(words);
  });

  it('says until when, or that there is no end', () => {
    expect(untilWords('2027-08-31')).toBe('until 31 August 2027');
    expect(untilWords('9998-12-31')).toBe('until 31 December 9998');
    expect(untilWords('9999-12-31')).toBe('without end');
  });

  it('says from when to when', () => {
    expect(
      daysWords([
        { from: '2027-01-01', until: '2027-01-31' },
        { from: '2027-03-01', until: null },
      ]),
    ).toBe('from 1 January 2027 to 31 January 2027 and from 1 March 2027 on');
  });

  it.each([
    ['P28D', '28 days'],
    ['P1D', '1 day'],
    ['P1Y', '1 year'],
    ['P2Y', '2 years'],
    ['P1M2D', '1 month and 2 days'],
    ['P1Y2M3D', '1 year, 2 months and 3 days'],
    ['PT72H', '72 hours'],
    ['a while', 'a while'],
  ])('says %s as people do', (text, words) => {
    expect(periodWords(text)).toBe(words);
  });
});

describe('purposes', () => {
  const codes = (count: number): string[] => Array.from({ length: count }, (_, i) => `P${i}`);
  const of = (known: number, named: number): string =>
    purposesWords(codes(named), {
      catalogues: {
        ...CATALOGUES,
        purposes: new Map(codes(known).map((code) => [code, { code, words: code }])),
      },
    });

  it('are named one by one while they are few', () => {
    expect(of(3, 1)).toBe('P0');
    expect(of(3, 2)).toBe('P0 and P1');
    expect(of(6, 5)).toBe('P0, P1, P2, P3 and P4');
  });

  it('are named by those left out where these are fewer', () => {
    expect(of(7, 6)).toBe('every purpose but P6');
    expect(of(10, 6)).toBe('every purpose but P6, P7, P8 and P9');
    expect(of(11, 6)).toBe('P0, P1, P2, P3, P4 and P5');
  });

  it('are all one', () => {
    expect(of(3, 3)).toBe('every purpose');
    expect(of(9, 9)).toBe('every purpose');
  });
});

describe('items, actions and forms', () => {
  it.each([
    ['full', 'in full'],
    ['yesNo', 'yes or no alone'],
    ['kindOnly', 'the kind alone'],
    ['nameOnly', 'the name alone'],
    ['yearOnly', 'the year alone'],
    ['outwardPostcode', 'the first half of the postcode alone'],
    ['initials', 'initials alone'],
    ['count', 'counts alone'],
    ['half', 'half'],
  ])('says the form %s in words', (form, words) => {
    expect(formWords(form)).toBe(words);
  });

  it('have the words of the catalogue, and their code where it has none', () => {
    expect(wordsOf(CATALOGUES, 'NAME')).toBe('a name');
    expect(wordsOf(CATALOGUES, 'TELL')).toBe('tell the council');
    expect(wordsOf(CATALOGUES, 'GHOST')).toBe('GHOST');
  });

  it('tell a lesser form, never a full one and never the form of an action', () => {
    expect(cellWords(CATALOGUES, { word: 'NAME', form: 'full' })).toBe('a name');
    expect(cellWords(CATALOGUES, { word: 'NAME', form: 'initials' })).toBe('a name (initials alone)');
    expect(cellWords(CATALOGUES, { word: 'TELL', form: 'full' })).toBe('tell the council');
    expect(cellWords(CATALOGUES, { word: 'TELL', form: 'yesNo' })).toBe('tell the council');
  });
});

describe('children', () => {
  it.each([
    ['ON_OUR_ROLL', 'on its roll'],
    ['LEFT_OUR_ROLL', 'who left its roll'],
    ['OFFERED_OUR_PLACE', 'who were offered a place with it'],
    ['OPEN_CASE_WITH_US', 'with an open case with it'],
    ['ENQUIRY_OPEN_TO_US', 'about whom an enquiry to it is open'],
    ['ENQUIRY_FROM_US', 'about whom it has sent an enquiry'],
    ['ALERT_RAISED_BY_US', 'about whom it has raised a concern'],
    ['REPORTED_MISSING', 'who are reported missing'],
    ['LIVES_IN_OUR_AREA', 'who live in its area'],
    ['MOVING_TO_OUR_AREA', 'who are moving to its area'],
    ['CHILD_PROTECTION', 'under child protection'],
    ['OPEN_CME_CASE', 'with an open case of missing education'],
    ['LOCATION_PROTECTED', 'whose location is protected'],
    ['NOTIFIED_TO_US', 'of whom it has been notified'],
    ['CORRECTED_TO_US', 'of whom it has been told that something was wrong'],
    ['LOOKUP_DECIDED_FOR_US', 'about whom a lookup of its own was decided'],
    ['NOTICE_TO_US', 'of whom a notice that opens nothing else was sent to it'],
    ['FOUND_FOR_US', 'who may be one whom it looks for'],
    ['REFERRED_TO_US', 'of whom a referral to it is open'],
    ['TRANSFER_TO_US', 'whose case it has accepted'],
    ['LEFT_OUR_AREA', 'who left its area'],
    ['ON_ROLL_IN_OUR_AREA', 'on the roll of a school in its area'],
    ['IN_OUR_CARE', 'in its care'],
    ['LOST_PUPIL', 'about whom a lost-pupil message is current'],
    ['OUR_RISK_GROUP', 'in a risk group for which it is named'],
    ['EMERGENCY_DECLARED', 'for whom it has declared an emergency'],
    ['SOMETHING_NEW', 'SOMETHING_NEW'],
  ])('%s are children %s', (kind, words) => {
    expect(groundWords(atom(kind, { level: 'confirmed' }), V)).toBe(words);
  });

  it('of every standing have words', () => {
    for (const kind of STANDING_KINDS.filter((k) => k !== 'ANY_CHILD'))
      expect(groundWords(atom(kind), V)).not.toContain('_');
  });

  it('are told with their times, and with what the asker can say alone', () => {
    const confirmed = { level: 'confirmed' } as const;
    expect(groundWords(atom('LEFT_OUR_ROLL', { within: 'P1Y', ...confirmed }), V)).toBe(
      'who left its roll (within 1 year)',
    );
    expect(groundWords(atom('ON_OUR_ROLL', { for: 'P1Y', ...confirmed }), V)).toBe(
      'on its roll (for the first year)',
    );
    expect(groundWords(atom('ON_OUR_ROLL', { for: 'P21D', ...confirmed }), V)).toBe(
      'on its roll (for the first 21 days)',
    );
    expect(groundWords(atom('ON_OUR_ROLL', { within: 'P1Y', for: 'P28D' }), V)).toBe(
      'on its roll (within 1 year; for the first 28 days; its own word being enough)',
    );
    expect(groundWords(atom('ON_OUR_ROLL'), V)).toBe('on its roll (its own word being enough)');
    expect(groundWords(atom('CHILD_PROTECTION'), V)).toBe('under child protection');
  });

  it('are any child where nothing is asked', () => {
    expect(groundsWords([], V)).toBe('any child');
    expect(groundsWords([atom('CHILD_PROTECTION')], V)).toBe('children under child protection');
  });

  it.each<[string, string[], string]>([
    [
      'who',
      ['REPORTED_MISSING', 'OPEN_CME_CASE'],
      'children with an open case of missing education and who are reported missing',
    ],
    [
      'about',
      ['LOST_PUPIL', 'OUR_RISK_GROUP'],
      'children in a risk group for which it is named and about whom a lost-pupil message is current',
    ],
    [
      'of',
      ['NOTIFIED_TO_US', 'ON_ROLL_IN_OUR_AREA'],
      'children on the roll of a school in its area and of whom it has been notified',
    ],
    [
      'for',
      ['EMERGENCY_DECLARED', 'IN_OUR_CARE'],
      'children in its care and for whom it has declared an emergency',
    ],
  ])('are told with "%s …" last', (_what, kinds, words) => {
    expect(
      groundsWords(
        kinds.map((kind) => atom(kind)),
        V,
      ),
    ).toBe(words);
  });

  it('are told by what they have and lack', () => {
    const [missing, safe] = [atom('REPORTED_MISSING'), atom('CHILD_PROTECTION')];
    const told = (...children: Parameters<typeof childrenWords>[0]) => childrenWords(children, V);
    expect(told({ has: [missing], lacks: [] })).toBe('children who are reported missing');
    expect(told({ has: [], lacks: [] })).toBe('any child');
    expect(told({ has: [], lacks: [missing] })).toBe('all children but those who are reported missing');
    expect(told({ has: [safe], lacks: [missing, atom('IN_OUR_CARE')] })).toBe(
      'children under child protection but not those who are reported missing or in its care',
    );
    expect(told({ has: [missing], lacks: [] }, { has: [safe], lacks: [] })).toBe(
      'children who are reported missing; or children under child protection',
    );
  });

  it('are told once where two descriptions read alike', () => {
    const twice = [atom('REPORTED_MISSING'), atom('REPORTED_MISSING', { level: 'confirmed' })];
    expect(
      childrenWords(
        twice.map((a) => ({ has: [a], lacks: [] })),
        V,
      ),
    ).toBe('children who are reported missing');
    expect(childrenWords([{ has: [], lacks: twice }], V)).toBe(
      'all children but those who are reported missing',
    );
  });

  it('lack a fact whoever says so, unless it is only the confirmation that they lack', () => {
    const own = atom('ON_OUR_ROLL', { for: 'P28D' });
    const confirmed = { ...own, level: 'confirmed' as const };
    const told = (has: readonly (typeof own)[], lacks: readonly (typeof own)[]) =>
      childrenWords([{ has, lacks }], V);
    expect(told([], [own])).toBe('all children but those on its roll (for the first 28 days)');
    expect(told([own], [confirmed])).toBe(
      'children on its roll (for the first 28 days; its own word being enough) but not those on its roll (for the first 28 days) by more than its own word',
    );
    for (const other of [atom('ON_OUR_ROLL'), { ...own, within: 'P1Y' }, { ...own, kind: 'IN_OUR_CARE' }])
      expect(told([other], [confirmed])).not.toContain('by more than its own word');
    expect(told([atom('CHILD_PROTECTION'), own], [confirmed])).toContain('by more than its own word');
  });

  it('are told with what stays shut last', () => {
    const shut = {
      when: [atom('LOCATION_PROTECTED')],
      unless: [[atom('ON_OUR_ROLL', { level: 'confirmed' })], [], [atom('IN_OUR_CARE')]],
      under: ref('protections', '1.2'),
    };
    expect(shutWords(shut, V)).toBe(
      'children whose location is protected, except those on its roll or in its care (protections 1.2)',
    );
    expect(shutWords({ ...shut, unless: [] }, V)).toBe(
      'children whose location is protected (protections 1.2)',
    );
    const way = { grounds: [], under: [ref('police', '2'), ref('police', '3')], until: '2027-08-31' };
    expect(childrenOf({ verdict: 'depends', ways: [way], shut: [{ ...shut, unless: [] }] }, V)).toEqual([
      'any child (police 2 and 3, until 31 August 2027)',
      'never children whose location is protected (protections 1.2)',
    ]);
  });
});

describe('clauses', () => {
  it('stand by agreement and number, each once', () => {
    expect(
      clauseWords([
        ref('police', '2'),
        ref('schools', '3.10'),
        ref('schools', '3.9'),
        ref('schools', '3.9'),
        ref('health', '1'),
      ]),
    ).toBe('health 1; police 2; schools 3.9 and 3.10');
  });

  it('may be silent', () => {
    expect(clauseWords([ref('police', null)])).toBe('police');
    expect(clauseWords([])).toBe('');
  });
});

describe('who', () => {
  const who = (askers: Parameters<typeof askersWords>[0], nobody = [OTHER_FORCE]) =>
    askersWords(askers, smallVocabulary(nobody));

  it('is everybody', () => {
    expect(who(ASKERS)).toBe('every organisation');
  });

  it('is everybody of a role, whether or not there is anybody else', () => {
    expect(who([ANY_SCHOOL])).toBe('every school');
    expect(who([OTHER_FORCE, NORTH, SOUTH])).toBe('every police force');
    expect(who([OTHER_FORCE, NORTH, SOUTH, ANY_SCHOOL])).toBe('every police force and every school');
  });

  it('is one organisation or unit by its name and id', () => {
    expect(who([NORTH])).toBe('the northern force (police/N)');
    expect(who([SOUTH])).toBe('police/S (police/S)');
    expect(who([NORTH, SOUTH])).toBe('the northern force (police/N) and police/S (police/S)');
    expect(who([WARD])).toBe('the ward (nhs/R/ward)');
    expect(who([TRUST])).toBe('a health service of Riverside (nhs/R)');
  });

  it('is a unit by its role where it has no name', () => {
    const names = new Map<string, string>();
    expect(askersWords([WARD], { ...V, names })).toBe('a health service (nhs/R/ward)');
    expect(askersWords([TRUST], { ...V, names })).toBe('a health service of nhs/R (nhs/R)');
  });

  it('is any other where somebody else holds the role', () => {
    expect(who([OTHER_FORCE], [])).toBe('any other police force');
    expect(who([ANY_SERVICE, TRUST])).toBe(
      'any other health service and a health service of Riverside (nhs/R)',
    );
  });

  it('is nobody yet only where there is nobody else', () => {
    expect(who([OTHER_FORCE])).toBe('anybody else who comes to be a police force');
    expect(who([OTHER_FORCE, WARD])).toBe('the ward (nhs/R/ward)');
  });

  it('is a role by the words of the catalogue: an, another, or its code', () => {
    const roles = new Map([
      ['POLICE', { code: 'POLICE', words: 'an armed force', authorityFor: [] }],
      ['SCHOOL', { code: 'SCHOOL', words: 'another school', authorityFor: [] }],
    ]);
    const told = (askers: readonly (typeof NORTH)[]) =>
      askersWords(askers, smallVocabulary([], { ...CATALOGUES, roles }));
    expect(told([OTHER_FORCE])).toBe('any other armed force');
    expect(told([OTHER_FORCE, NORTH, SOUTH])).toBe('every armed force');
    expect(told([ANY_SCHOOL])).toBe('every other school');
    expect(told([ANY_SERVICE])).toBe('any other HEALTH');
  });

  it('is a role of which an article is only a part of the words', () => {
    const roles = new Map([
      ['POLICE', { code: 'POLICE', words: 'school of another kind', authorityFor: [] }],
      ['SCHOOL', { code: 'SCHOOL', words: 'team of a council', authorityFor: [] }],
    ]);
    const told = (askers: readonly (typeof NORTH)[]) =>
      askersWords(askers, smallVocabulary([], { ...CATALOGUES, roles }));
    expect(told([OTHER_FORCE])).toBe('any other school of another kind');
    expect(told([OTHER_FORCE, NORTH, SOUTH])).toBe('school of another kind');
    expect(told([ANY_SCHOOL])).toBe('team of a council');
  });

  it('is a whole role with the stand-in for whoever may come, and all who are there', () => {
    const whole = (role: string, askers: readonly (typeof NORTH)[], nobody = [OTHER_FORCE]) =>
      isWholeRole(role, askers, smallSpace(nobody));
    expect(whole('POLICE', [OTHER_FORCE, NORTH, SOUTH])).toBe(true);
    expect(whole('POLICE', [NORTH, SOUTH])).toBe(false);
    expect(whole('POLICE', [OTHER_FORCE, NORTH])).toBe(false);
    expect(whole('POLICE', [OTHER_FORCE, NORTH], [OTHER_FORCE, SOUTH])).toBe(true);
    expect(whole('HEALTH', [ANY_SERVICE, WARD, TRUST])).toBe(true);
    expect(whole('HEALTH', [WARD, TRUST])).toBe(false);
  });

  it('is a job as the agreement writes it', () => {
    expect(jobWords('duty officer', V)).toBe('Duty Officer');
    expect(jobWords('nurse', V)).toBe('nurse');
  });

  it('has one id each', () => {
    expect(new Set(ASKERS.map(idOf)).size).toBe(ASKERS.length);
    expect(idOf(WARD)).toBe('nhs/R nhs/R/ward HEALTH');
    expect(idOf(OTHER_FORCE)).toBe('* * POLICE');
  });
});

it('joins words as people do', () => {
  expect(list([], 'and')).toBe('');
  expect(list(['a'], 'and')).toBe('a');
  expect(list(['a', 'b'], 'or')).toBe('a or b');
  expect(list(['a', 'b', 'c'], 'and')).toBe('a, b and c');
});
