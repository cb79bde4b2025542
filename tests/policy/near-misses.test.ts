import { checkAgreements } from '../../src/policy/check-agreements';
import type { DataItem } from '../../src/policy/catalogue';
import { ORDERED_CHECKS } from '../../src/policy/checks/ordered-checks';
import { spoil, toldOf, type BadPlace } from './one-bad-place';
import { AGREEMENT, CATALOGUES, DIRECTORY, TODAY } from './sound-agreement';

type Change = Pick<BadPlace, 'from' | 'to'> & Partial<BadPlace>;
type Context = Pick<BadPlace, 'catalogues' | 'directory' | 'today'>;

const saidBy = (check: string, change: Change): string[] =>
  toldOf(spoil({ check, what: '', line: 1, says: [], ...change }), change)
    .filter((t) => t.check === check)
    .map((t) => t.message);

const withItem = (code: string, more: Partial<DataItem>): Context => {
  const item = CATALOGUES.items.get(code);
  if (!item) throw new Error(`no item ${code}`);
  return {
    catalogues: { ...CATALOGUES, items: new Map([...CATALOGUES.items, [code, { ...item, ...more }]]) },
  };
};

const CONTROLLER = 'organisation: la/900, capacity: controller';
const REGISTER = '{ organisation: national/register, capacity: controller }';
const FORCE = '{ organisation: police/E23000001, capacity: recipient, role: POLICE }';
const CLAUSE_1 = '    permit: [EXISTENCE]\n    children: [ANY_CHILD]\n    purposes: [TRACE, PROTECT]\n';
const CLAUSE_3 = '    permit: [TELL]\n    children: [ANY_CHILD]\n    purposes: [PROTECT]\n';
const CLAUSE_4 =
  '    forbid: [REFUGE]\n    children: [LOCATION_PROTECTED]\n    except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]\n';
/** What comes near to a complaint of a check and is none. */
const LET_PASS: readonly (readonly [check: string, what: string, change: Change])[] = [
  [
    'capacities',
    'a joint controller whose data it is',
    { from: CONTROLLER, to: 'organisation: la/900, capacity: joint-controller', also: [[REGISTER, FORCE]] },
  ],
  [
    'capacities',
    'a joint controller who receives',
    { from: 'capacity: recipient', to: 'capacity: joint-controller' },
  ],
  ['capacities', 'a processor who receives', { from: 'capacity: recipient', to: 'capacity: processor' }],
  [
    'capacities',
    'everybody as recipient',
    { from: 'organisation: police/E23000001', to: 'organisation: every' },
  ],
  [
    'item-controllers',
    'a joint controller',
    { from: CONTROLLER, to: 'organisation: la/900, capacity: joint-controller' },
  ],
  [
    'item-controllers',
    'a unit of the controller',
    { from: CONTROLLER, to: 'unit: la/900/cme, capacity: controller' },
  ],
  [
    'item-controllers',
    'a unit of the central register, whose item it is',
    { from: 'organisation: national/register, capacity', to: 'unit: national/register/desk, capacity' },
  ],
  [
    'item-controllers',
    'an item that the catalogue has lost',
    { from: 'permit: [NAME,', to: 'permit: [GHOST,' },
  ],
  [
    'known-parties',
    'every organisation',
    { from: 'organisation: police/E23000001', to: 'organisation: every' },
  ],
  [
    'known-parties',
    'a unit of the directory',
    { from: 'organisation: police/E23000001', to: 'unit: police/E23000001/main' },
  ],
  [
    'known-powers',
    'a power in force from the first day on',
    { from: 'from: 2026-09-01', to: 'from: 2018-05-25' },
  ],
  [
    'known-powers',
    'a power that is yet to come, where no first day is said',
    {
      from: 'powers: [act/tracing]',
      to: 'powers: [act/tracing, act/coming]',
      also: [['from: 2026-09-01, ', '']],
    },
  ],
  [
    'lawful-basis',
    'a processor, who acts on the basis of the controller',
    { from: 'parties:\n', to: 'parties:\n  - { organisation: nhs/RAA, capacity: processor }\n' },
  ],
  [
    'special-category',
    'a condition missing for another purpose than that of the clause',
    { from: '  TRACE:\n', to: '  TEACH:\n    powers: [act/tracing]\n  TRACE:\n' },
  ],
  [
    'special-category',
    'a purpose that the agreement does not declare',
    { from: 'purposes: [TRACE]', to: 'purposes: [GHOST]' },
  ],
  [
    'retention-and-contacts',
    'a lookup kept for a month',
    { from: 'retention: P6Y', to: 'retention: P6Y\nlookupRetention: P1M' },
  ],
  ['retention-and-contacts', 'a number of four figures', { from: 'customer desk', to: 'desk 4321' }],
  [
    'clause-form',
    'a permit for some jobs',
    { from: 'permit: [TELL]\n', to: 'permit: [TELL]\n    jobs: [clerk]\n' },
  ],
  [
    'identifiers-need-power',
    'the role whose identifier it is',
    {
      from: 'powers: [act/tracing, act/identifiers]',
      to: 'powers: [act/tracing]',
      also: [['role: POLICE }\n', 'role: SCHOOL }\n']],
    },
  ],
  [
    'identifiers-need-power',
    'a unit of the role whose identifier it is',
    {
      from: 'powers: [act/tracing, act/identifiers]',
      to: 'powers: [act/tracing]',
      also: [[FORCE, '{ unit: la/900/cme, capacity: recipient }']],
    },
  ],
  [
    'identifiers-need-power',
    'one of the powers that would each do',
    {
      from: 'retention: P6Y',
      to: 'retention: P6Y',
      ...withItem('UPN', { needsPower: { unlessRole: [], powers: ['act/elsewhere', 'act/identifiers'] } }),
    },
  ],
  // Days
  ['term', 'a review on the first day', { from: 'from: 2026-09-01', to: 'from: 2027-08-31' }],
  ['term', 'an end on the day of the review', { from: 'until: 2028-08-31', to: 'until: 2027-08-31' }],
  ['term', 'no end', { from: ', until: 2028-08-31', to: '' }],
  [
    'term',
    'a review that only warns where nothing but actions is permitted',
    {
      from: 'until: 2028-08-31',
      to: 'until: 2028-08-31, whenReviewPasses: warn',
      also: [
        ['permit: [EXISTENCE]', 'permit: [ANSWER]'],
        ['permit: [NAME, HOME, HEALTH, UPN, CENTRAL_RECORD, REFUGE]', 'permit: [TELL]'],
      ],
    },
  ],
  ['review-due', 'a review in 61 days', { from: 'review: 2027-08-31', to: 'review: 2027-03-17' }],
  ['review-due', 'no review at all', { from: 'review: 2027-08-31, ', to: '' }],
  // Clauses
  [
    'reachable-clause',
    'a last day on the first',
    { from: CLAUSE_3, to: `${CLAUSE_3}    until: 2026-09-01\n` },
  ],
  [
    'reachable-clause',
    'a first day on the last',
    { from: CLAUSE_3, to: `${CLAUSE_3}    from: 2028-08-31\n` },
  ],
  [
    'reachable-clause',
    'a first day of a clause where the agreement has no end',
    { from: CLAUSE_3, to: `${CLAUSE_3}    from: 2099-08-31\n`, also: [[', until: 2028-08-31', '']] },
  ],
  ...(
    [
      ['an earlier clause for some jobs', `${CLAUSE_1}    jobs: [clerk]\n`, '[EXISTENCE]', '[PROTECT]'],
      [
        'an earlier clause that begins later',
        `${CLAUSE_1}    from: 2026-10-01\n`,
        '[EXISTENCE]',
        '[PROTECT]',
      ],
      ['an earlier clause that ends', `${CLAUSE_1}    until: 2026-10-01\n`, '[EXISTENCE]', '[PROTECT]'],
      [
        'an earlier clause for other children',
        CLAUSE_1.replace('ANY_CHILD', 'ON_OUR_ROLL'),
        '[EXISTENCE]',
        '[PROTECT]',
      ],
      [
        'an earlier clause for some of all children',
        CLAUSE_1.replace('ANY_CHILD', '{ all: [ANY_CHILD, ON_OUR_ROLL] }'),
        '[EXISTENCE]',
        '[PROTECT]',
      ],
      ['an item more', CLAUSE_1, '[EXISTENCE, TELL]', '[PROTECT]'],
      ['a purpose more', CLAUSE_1, '[EXISTENCE]', '[PROTECT, TEACH]'],
      [
        'a lesser form given before',
        CLAUSE_1.replace('[EXISTENCE]', '[{ item: NAME, form: initials }]'),
        '[NAME]',
        '[PROTECT]',
      ],
    ] as const
  ).map(
    ([what, first, items, purposes]) =>
      [
        'reachable-clause',
        what,
        {
          from: CLAUSE_1,
          to: first,
          also: [[CLAUSE_3, `    permit: ${items}\n    children: [ANY_CHILD]\n    purposes: ${purposes}\n`]],
        },
      ] as const,
  ),
  [
    'reachable-clause',
    'a forbid after a permit',
    { from: CLAUSE_4, to: '    forbid: [EXISTENCE]\n    children: [ANY_CHILD]\n' },
  ],
  // Warnings
  [
    'self-made-standing',
    'a standing beside it that another makes',
    {
      from: 'children: [REPORTED_MISSING]',
      to: 'children: [{ all: [REPORTED_MISSING, ON_OUR_ROLL] }]',
    },
  ],
  [
    'self-made-standing',
    'nothing but ordinary items and actions',
    {
      from: CLAUSE_3,
      to: CLAUSE_3.replace('[TELL]', '[TELL, NAME]').replace('ANY_CHILD', 'ON_OUR_ROLL'),
    },
  ],
  ['forbid-sparingly', 'a forbid for some children', { from: 'forbid: [REFUGE]', to: 'forbid: [HOME]' }],
  [
    'forbid-sparingly',
    'a forbid for some of all children',
    {
      from: '    forbid: [REFUGE]\n    children: [LOCATION_PROTECTED]',
      to: '    forbid: [HOME]\n    children: [{ all: [ANY_CHILD, LOCATION_PROTECTED] }]',
    },
  ],
  [
    'forbid-sparingly',
    'an action',
    { from: CLAUSE_4, to: '    forbid: [TELL]\n    children: [ANY_CHILD]\n' },
  ],
  [
    'existence-first',
    'what is about an organisation',
    {
      from: 'children: [ANY_CHILD]\n    purposes: [TRACE, PROTECT]',
      to: 'children: [REPORTED_MISSING]\n    purposes: [TRACE, PROTECT]',
      also: [[CLAUSE_3, CLAUSE_3.replace('[TELL]', '[NAME]')]],
      ...withItem('NAME', { category: 'ORG' }),
    },
  ],
  [
    'existence-first',
    'the same ground, with a ground more',
    {
      from: 'permit: [EXISTENCE]\n    children: [ANY_CHILD]',
      to: 'permit: [EXISTENCE]\n    children: [ON_OUR_ROLL, REPORTED_MISSING]',
      also: [
        [
          'children: [REPORTED_MISSING]\n    purposes: [TRACE]',
          'children: [{ all: [REPORTED_MISSING, IN_OUR_CARE] }]\n    purposes: [TRACE]',
        ],
      ],
    },
  ],
  [
    'existence-first',
    'existence among other items',
    {
      from: 'permit: [EXISTENCE]\n    children: [ANY_CHILD]\n',
      to: 'permit: [NAME, EXISTENCE]\n    children: [ANY_CHILD]\n',
    },
  ],
  [
    'contradicted-clause',
    'a forbid with an exception',
    {
      from: 'children: [LOCATION_PROTECTED]',
      to: 'children: [ANY_CHILD]',
    },
  ],
  [
    'contradicted-clause',
    'a forbid for some children',
    {
      from: CLAUSE_4,
      to: '    forbid: [REFUGE]\n    children: [{ all: [ANY_CHILD, LOCATION_PROTECTED] }]\n',
    },
  ],
  [
    'contradicted-clause',
    'a forbid for other children',
    {
      from: CLAUSE_4,
      to: '    forbid: [REFUGE]\n    children: [LOCATION_PROTECTED]\n',
    },
  ],
  [
    'contradicted-clause',
    'a forbid for another purpose',
    {
      from: CLAUSE_4,
      to: '    forbid: [REFUGE]\n    children: [ANY_CHILD]\n    purposes: [PROTECT]\n',
    },
  ],
  [
    'contradicted-clause',
    'a forbid for one of the purposes',
    {
      from: CLAUSE_4,
      to: '    forbid: [EXISTENCE]\n    children: [ANY_CHILD]\n    purposes: [PROTECT]\n',
    },
  ],
  [
    'never-permitted',
    'an item that another agreement permits',
    {
      from: 'permit: [NAME, HOME,',
      to: 'permit: [HOME,',
      also: [['permit: [TELL]', 'permit: [TELL, NAME]']],
    },
  ],
];

it.each(LET_PASS)('%s lets pass %s', (check, _what, change) => {
  expect(saidBy(check, change)).toEqual([]);
});

/** Complaints to the letter, where a piece of them is easily lost. */
const TOLD: readonly (readonly [check: string, what: string, change: Change, messages: readonly string[]])[] =
  [
    [
      'known-permissions',
      'a form like none there is',
      { from: 'permit: [TELL]', to: 'permit: [{ item: NAME, form: ethereal }]' },
      ['unknown form `ethereal`'],
    ],
    [
      'known-purposes',
      'a purpose like none there is',
      {
        from: '  TRACE:\n',
        to: '  XQZ:\n',
        also: [
          ['purposes: [TRACE]', 'purposes: [XQZ]'],
          ['purposes: [TRACE, PROTECT]', 'purposes: [PROTECT]'],
        ],
      },
      ['unknown purpose `XQZ`'],
    ],
    [
      'known-parties',
      'a unit like none there is',
      { from: 'organisation: police/E23000001, capacity', to: 'unit: x/y/z, capacity' },
      ['unknown unit `x/y/z`'],
    ],
    [
      'known-parties',
      'a role and an organisation like none there is',
      {
        from: 'organisation: police/E23000001, capacity: recipient, role: POLICE',
        to: 'organisation: x/y, capacity: recipient, role: Q',
      },
      ['unknown organisation `x/y`', 'unknown role `Q`'],
    ],
    [
      'retention-and-contacts',
      'a lookup kept for hours',
      { from: 'retention: P6Y', to: 'retention: P6Y\nlookupRetention: P1DT12H' },
      ['`lookupRetention: P1DT12H` is not a period of days; write it like P90D'],
    ],
    [
      'retention-and-contacts',
      'a lookup kept for nobody knows how long',
      { from: 'retention: P6Y', to: 'retention: P6Y\nlookupRetention: a while' },
      ['`lookupRetention: a while` is not a period of days; write it like P90D'],
    ],
    [
      'capacities',
      'everybody as joint controller',
      {
        from: 'organisation: national/register, capacity: controller',
        to: 'organisation: every, capacity: joint-controller',
      },
      ['a controller is a named organisation, never `every`'],
    ],
    [
      'known-powers',
      'a power like none there is',
      { from: 'powers: [act/tracing]', to: 'powers: [act/tracing, law-of-another-country/1]' },
      ['unknown legal power `law-of-another-country/1`'],
    ],
    [
      'known-standings',
      'a standing like none there is',
      { from: 'children: [REPORTED_MISSING]', to: 'children: [XQZ]' },
      ['unknown standing `XQZ`'],
    ],
    [
      'item-controllers',
      'an authority that only receives',
      {
        from: CONTROLLER,
        to: 'organisation: la/900, capacity: recipient',
        also: [
          ['permit: [EXISTENCE]', 'permit: [TELL]'],
          ['NAME, HOME, HEALTH, UPN, CENTRAL_RECORD, REFUGE', 'NAME, CENTRAL_RECORD'],
        ],
      },
      ['`NAME` belongs to home-authority, which is not a party with the capacity `controller`'],
    ],
    [
      'item-controllers',
      'a register that only processes',
      { from: REGISTER, to: '{ organisation: national/register, capacity: processor }' },
      ['`CENTRAL_RECORD` belongs to national/register, which is not a party with the capacity `controller`'],
    ],
    [
      'retention-and-contacts',
      'no retention',
      { from: 'retention: P6Y', to: 'retention: ~' },
      ['`retention: ` is not a period; write it like P6Y'],
    ],
    [
      'review-due',
      'a review today',
      { from: 'review: 2027-08-31', to: 'review: 2027-01-15' },
      ['review is due on 2027-01-15'],
    ],
    [
      'identifiers-need-power',
      'several parties and powers, for the purpose that lacks them',
      {
        from: 'parties:\n',
        to: 'parties:\n  - { organisation: nhs/RAA, capacity: recipient, role: HEALTH }\n  - { unit: la/901/x, capacity: recipient }\n  - { unit: la/900/cme, capacity: recipient }\n',
        also: [
          ['permit: [TELL]', 'permit: [UPN]'],
          ['\n    powers: [act/tracing]\nretention', '\nretention'],
        ],
        ...withItem('UPN', {
          needsPower: { unlessRole: ['SCHOOL'], powers: ['act/identifiers', 'act/other'] },
        }),
      },
      [
        '`UPN` to HEALTH, a party without a role, POLICE for `PROTECT` needs one of these powers: act/identifiers, act/other',
      ],
    ],
    [
      'identifiers-need-power',
      'an identifier that no power gives, for a purpose that the agreement does not declare',
      {
        from: 'permit: [TELL]\n    children: [ANY_CHILD]\n    purposes: [PROTECT]',
        to: 'permit: [UPN]\n    children: [ANY_CHILD]\n    purposes: [GHOST]',
        ...withItem('UPN', { needsPower: { unlessRole: ['POLICE'], powers: [] } }),
        also: [
          [FORCE, '{ organisation: nhs/RAA, capacity: recipient, role: HEALTH }'],
          ['HEALTH, UPN,', 'HEALTH,'],
        ],
      },
      ['`UPN` to HEALTH for `GHOST` needs one of these powers: none exists'],
    ],
    [
      'reachable-clause',
      'a form given in full before, for one purpose of several, among other children',
      {
        from: CLAUSE_1,
        to: CLAUSE_1.replace('[EXISTENCE]', '[EXISTENCE, NAME]').replace(
          '[ANY_CHILD]',
          '[ON_OUR_ROLL, ANY_CHILD]',
        ),
        also: [[CLAUSE_3, CLAUSE_3.replace('[TELL]', '[{ item: NAME, form: initials }]')]],
      },
      ['clause 3 adds nothing: clause 1 gives it all for any child'],
    ],
    [
      'reachable-clause',
      'the same lesser form twice',
      {
        from: CLAUSE_1,
        to: CLAUSE_1.replace('[EXISTENCE]', '[{ item: NAME, form: initials }]'),
        also: [[CLAUSE_3, CLAUSE_3.replace('[TELL]', '[{ item: NAME, form: initials }]')]],
      },
      ['clause 3 adds nothing: clause 1 gives it all for any child'],
    ],
    [
      'self-made-standing',
      'what the asker can assert',
      { from: 'children: [REPORTED_MISSING]', to: 'children: [ON_OUR_ROLL]' },
      [
        'clause 2 opens `HOME`, `HEALTH` on `ON_OUR_ROLL` alone, which the asker can assert; it opens only when confirmed',
      ],
    ],
    [
      'self-made-standing',
      'what the asker does itself',
      {
        from: 'children: [REPORTED_MISSING]',
        to: 'children: [EMERGENCY_DECLARED]',
        catalogues: { ...CATALOGUES, selfMade: new Set(['EMERGENCY_DECLARED', 'ON_OUR_ROLL']) },
      },
      [
        'clause 2 opens `HOME`, `HEALTH` on `EMERGENCY_DECLARED` alone, which the asker can assert; it opens at once',
      ],
    ],
    [
      'self-made-standing',
      'a deed and an assertion together',
      {
        from: 'children: [REPORTED_MISSING]',
        to: 'children: [{ all: [EMERGENCY_DECLARED, ON_OUR_ROLL] }]',
        catalogues: { ...CATALOGUES, selfMade: new Set(['EMERGENCY_DECLARED', 'ON_OUR_ROLL']) },
      },
      [
        'clause 2 opens `HOME`, `HEALTH` on `EMERGENCY_DECLARED + ON_OUR_ROLL` alone, which the asker can assert; it opens only when confirmed',
      ],
    ],
    [
      'forbid-sparingly',
      'two items for some and for all',
      {
        from: CLAUSE_4,
        to: '    forbid: [HOME, REFUGE, NAME]\n    children: [LOCATION_PROTECTED, ANY_CHILD]\n',
      },
      ['clause 4 forbids `HOME`, `NAME` even in an emergency; if that is not meant, simply do not permit it'],
    ],
    [
      'existence-first',
      'one of two grounds that does not open existence',
      {
        from: 'permit: [EXISTENCE]\n    children: [ANY_CHILD]',
        to: 'permit: [EXISTENCE]\n    children: [ON_OUR_ROLL, { all: [IN_OUR_CARE, LOST_PUPIL] }]',
        also: [
          ['permit: [NAME, HOME, HEALTH, UPN, CENTRAL_RECORD, REFUGE]', 'permit: [NAME, HOME]'],
          ['children: [REPORTED_MISSING]', 'children: [ON_OUR_ROLL, IN_OUR_CARE]'],
        ],
      },
      [
        'clause 2 opens `NAME`, `HOME` for `TRACE`, but no clause opens `EXISTENCE` on the same ground: nobody could reach it',
      ],
    ],
    [
      'contradicted-clause',
      'any child among others, for more purposes than the permit',
      {
        from: CLAUSE_4,
        to: '    forbid: [REFUGE]\n    children: [LOCATION_PROTECTED, ANY_CHILD]\n    purposes: [PROTECT, TRACE]\n',
      },
      ['`REFUGE` in clause 2 never opens: police 4 forbids it'],
    ],
    [
      'never-permitted',
      'two items',
      {
        from: 'permit: [NAME, HOME, HEALTH, UPN, CENTRAL_RECORD, REFUGE]',
        to: 'permit: [HEALTH, UPN, CENTRAL_RECORD, REFUGE]',
      },
      ['no agreement permits `NAME`, `HOME` to anybody'],
    ],
  ];

it.each(TOLD)('%s tells of %s', (check, _what, change, messages) => {
  expect(saidBy(check, change)).toEqual(messages);
});

/** An agreement that forbids a protected address to somebody for every child, beside the sound one. */
describe('a forbid of another agreement', () => {
  const told = (forbidden: string, permitted = FORCE): string[] => {
    const seals = AGREEMENT.replace('agreement: police', 'agreement: seals')
      .replace(FORCE, forbidden)
      .replace(CLAUSE_4, '    forbid: [REFUGE]\n    children: [ANY_CHILD]\n')
      .replace('CENTRAL_RECORD, REFUGE]', 'CENTRAL_RECORD]');
    const texts = [
      { file: 'police.yaml', text: AGREEMENT.replace(FORCE, permitted) },
      { file: 'seals.yaml', text: seals },
    ];
    return checkAgreements(texts, CATALOGUES, DIRECTORY, TODAY)
      .problems.filter((p) => p.check === 'contradicted-clause')
      .map((p) => `${p.file}: ${p.message}`);
  };
  const UNIT =
    '{ organisation: police/E23000001, unit: police/E23000001/main, role: POLICE, capacity: recipient }';
  const SHUT = ['police.yaml: `REFUGE` in clause 2 never opens: seals 4 forbids it'];

  it.each([
    ['the same organisation in its role', FORCE, FORCE],
    ['the whole organisation', '{ organisation: police/E23000001, capacity: recipient }', FORCE],
    ['every organisation in the role', '{ organisation: every, role: POLICE, capacity: recipient }', FORCE],
    ['every organisation', '{ organisation: every, capacity: recipient }', UNIT],
    ['the organisation of the unit', FORCE, UNIT],
    ['the same unit', UNIT, UNIT],
  ])('shuts what is permitted to somebody bound by it: %s', (_what, forbidden, permitted) => {
    expect(told(forbidden, permitted)).toEqual(SHUT);
  });

  it.each([
    ['another organisation', '{ organisation: nhs/RAA, capacity: recipient, role: POLICE }', FORCE],
    ['another role', '{ organisation: police/E23000001, capacity: recipient, role: HEALTH }', FORCE],
    ['one unit of the organisation', UNIT, FORCE],
    ['a role alone', '{ organisation: every, capacity: recipient, role: HEALTH }', UNIT],
    ['another unit', '{ organisation: nhs/RAA, unit: nhs/RAA/main, capacity: recipient }', UNIT],
    ['controllers alone', FORCE.replace('recipient', 'controller'), FORCE],
    [
      'one of two who receive',
      FORCE,
      `${FORCE}\n  - { organisation: nhs/RAA, capacity: recipient, role: HEALTH }`,
    ],
  ])('leaves open what is permitted to somebody whom it does not bind: %s', (_what, forbidden, permitted) => {
    expect(told(forbidden, permitted)).toEqual([]);
  });
});

it('tells of items never permitted once, for the set', () => {
  const text = AGREEMENT.replace('NAME, HOME', 'HOME');
  const texts = ['a', 'b'].map((name) => ({
    file: `${name}.yaml`,
    text: text.replace('agreement: police', `agreement: ${name}`),
  }));
  const { problems } = checkAgreements(texts, CATALOGUES, DIRECTORY, TODAY);
  expect(problems.filter((p) => p.check === 'never-permitted').map((p) => p.file)).toEqual(['a.yaml']);
});

it.each(['EXCHANGE', 'ENQUIRY_ANSWER', 'CME_OFFICER', 'RECORDS_OF_USE', 'ALERT_SOURCE'])(
  'needs no sight of the child for %s, which is read on the records of the hub itself',
  (code) => {
    const name = CATALOGUES.items.get('NAME')!;
    const items = new Map([...CATALOGUES.items, [code, { ...name, code }]]);
    const told = (item: string) =>
      saidBy('existence-first', {
        from: CLAUSE_1,
        to: CLAUSE_1.replace('EXISTENCE', item),
        catalogues: { ...CATALOGUES, items },
      }).filter((message) => message.startsWith('clause 1 '));
    expect(told(code)).toEqual([]);
    expect(told('NAME')).toHaveLength(2);
  },
);

it('runs the checks in the order in which their problems are best read, each under its name', () => {
  expect(ORDERED_CHECKS.map((check) => check.name)).toEqual([
    ...['known-permissions', 'known-purposes', 'known-standings', 'known-parties', 'known-powers'],
    ...[
      'capacities',
      'item-controllers',
      'term',
      'lawful-basis',
      'special-category',
      'retention-and-contacts',
    ],
    ...['clause-form', 'identifiers-need-power'],
    ...[
      'self-made-standing',
      'forbid-sparingly',
      'existence-first',
      'contradicted-clause',
      'reachable-clause',
    ],
    ...['never-permitted', 'review-due'],
  ]);
});
