import type { Agreement, Position } from '../../src/policy/agreement';
import { parseAgreement } from '../../src/policy/parse';
import { parseCatalogues } from '../../src/policy/parse-catalogues';
import type { Problem } from '../../src/policy/problem';
import { YamlReader } from '../../src/policy/yaml-reader';
import { AGREEMENT, CATALOGUE_TEXTS } from './sound-agreement';

/** What stands in a text where a problem points, as far as the end of its line. */
const pointedAt = (text: string, { line, column }: Position): string =>
  (text.split('\n')[line - 1] ?? '').slice(column - 1);

const spoilt = (from: string, to: string): string => {
  expect(AGREEMENT.split(from)).toHaveLength(2);
  return AGREEMENT.replace(from, () => to);
};

type Told = readonly (readonly [at: string, message: string, check: string])[];

function expectTold(text: string, problems: readonly Problem[], told: Told): void {
  expect(problems.map((p) => [p.message, p.check, p.severity])).toEqual(
    told.map(([, message, check]) => [message, check, 'error']),
  );
  problems.forEach((p, i) =>
    expect(pointedAt(text, p.at)).toMatch(new RegExp(`^${escaped(told[i]?.[0] ?? '')}`)),
  );
}
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

it.each<[from: string, to: string, told: Told]>([
  [
    'agreement: police',
    'agreement: [police]',
    [['[police]', '`agreement` must be a word or sentence', 'shape']],
  ],
  ['agreement: police', 'agreement: ~', [['~', '`agreement` must be a word or sentence', 'shape']]],
  ['title: The police force', 'title: [a]', [['[a]', '`title` must be a word or sentence', 'shape']]],
  ['title: The police force\n', '', []],
  [
    'version: 3',
    'version: [3]',
    [
      ['[3]', '`version` must be a word or sentence', 'shape'],
      ['[3]', '`version` must be a whole number from 1', 'shape'],
    ],
  ],
  ['version: 3', 'version: -1', [['-1', '`version` must be a whole number from 1', 'shape']]],
  ['supersedes: 2', 'supersedes: ~', []],
  [
    'supersedes: 2',
    'supersedes: [2]',
    [
      ['[2]', '`supersedes` must be a word or sentence', 'shape'],
      ['[2]', '`supersedes` must be a whole number from 1', 'shape'],
    ],
  ],
  ['supersedes: 2', 'supersedes: 0', [['0', '`supersedes` must be a whole number from 1', 'shape']]],
  [
    'parties:\n  - { organisation: la/900, capacity: controller }\n',
    'parties:\n  - la/900\n',
    [
      ['la/900', 'a party must be a map', 'shape'],
      ['la/900', 'a party names an `organisation` (or `every`) or a `unit`', 'required'],
    ],
  ],
  [
    'organisation: la/900',
    'organisation: [la/900]',
    [
      ['[la/900], capa', '`organisation` must be a word or sentence', 'shape'],
      ['{ organisation', 'a party names an `organisation` (or `every`) or a `unit`', 'required'],
    ],
  ],
  [
    'organisation: la/900',
    'organisation: la/900, unit: [x]',
    [['[x], capacity:', '`unit` must be a word or sentence', 'shape']],
  ],
  ['role: POLICE }\n', 'role: [POLICE] }\n', [['[POLICE] }', '`role` must be a word or sentence', 'shape']]],
  [
    'capacity: recipient',
    'capacity: [recipient]',
    [
      ['[recipient], r', '`capacity` must be a word or sentence', 'shape'],
      [
        '[recipient], r',
        "a party's `capacity` is one of controller, recipient, joint-controller, processor",
        'required',
      ],
    ],
  ],
  [
    'capacity: recipient, ',
    '',
    [
      [
        '{ organisation',
        "a party's `capacity` is one of controller, recipient, joint-controller, processor",
        'required',
      ],
    ],
  ],
  [
    'organisation: police/E23000001, ',
    '',
    [['{ capacity: re', 'a party names an `organisation` (or `every`) or a `unit`', 'required']],
  ],
  [
    'term: { from: 2026-09-01, review: 2027-08-31, until: 2028-08-31 }',
    'term: soon',
    [['soon', '`term` must be a map', 'shape']],
  ],
  ['from: 2026-09-01', 'from: [x]', [['[x], review: 2', '`from` must be a word or sentence', 'shape']]],
  ['review: 2027-08-31', 'review: [x]', [['[x], until: 20', '`review` must be a word or sentence', 'shape']]],
  ['until: 2028-08-31', 'until: [x]', [['[x] }', '`until` must be a word or sentence', 'shape']]],
  [
    'until: 2028-08-31',
    'until: 2028-08-31, whenReviewPasses: [stop]',
    [['[stop] }', '`whenReviewPasses` must be a word or sentence', 'shape']],
  ],
  ['until: 2028-08-31', 'until: 2028-08-31, whenReviewPasses: stop', []],
  [
    'until: 2028-08-31',
    'until: 2028-08-31, whenReviewPasses: wait',
    [['wait }', '`whenReviewPasses` is `stop` or `warn`', 'shape']],
  ],
  [
    'contacts: { dataProtection: information desk, rights: customer desk }',
    'contacts: desk',
    [['desk', '`contacts` must be a map', 'shape']],
  ],
  [
    'dataProtection: information desk',
    'dataProtection: [x]',
    [['[x], rights: c', '`dataProtection` must be a word or sentence', 'shape']],
  ],
  ['rights: customer desk', 'rights: [x]', [['[x] }', '`rights` must be a word or sentence', 'shape']]],
  [
    '  PROTECT:\n    lawfulBasis: { controller: [act/basis], recipient: [act/basis] }\n    powers: [act/tracing]\n',
    '  PROTECT: x\n',
    [['x', 'purpose `PROTECT` must be a map', 'shape']],
  ],
  [
    'controller: [act/basis], recipient: [act/basis] }\n    special',
    'controller: act/basis, recipient: [act/basis] }\n    special',
    [['act/basis, rec', 'the lawful basis of the controller must be a list', 'shape']],
  ],
  [
    'controller: [act/basis], recipient: [act/basis] }\n    special',
    'controller: [[x]], recipient: [act/basis] }\n    special',
    [
      [
        '[x]], recipien',
        'each entry of the lawful basis of the controller must be a word or sentence',
        'shape',
      ],
    ],
  ],
  [
    'controller: [act/basis], recipient: [act/basis] }\n    special',
    'controllers: [act/basis], recipient: [act/basis] }\n    special',
    [
      [
        'controllers: [',
        'unknown word `controllers` in `lawfulBasis`; did you mean `controller`?',
        'unknown-word',
      ],
    ],
  ],
  [
    'lawfulBasis: { controller: [act/basis], recipient: [act/basis] }\n    special',
    'lawfulBasis: act/basis\n    special',
    [['act/basis', '`lawfulBasis` is a map from capacity to a list of powers', 'shape']],
  ],
  [
    'specialCategoryCondition: [act/special]',
    'specialCategoryCondition: act/special',
    [['act/special', '`specialCategoryCondition` must be a list', 'shape']],
  ],
  [
    'specialCategoryCondition: [act/special]',
    'specialCategoryCondition: [{}]',
    [['{}]', 'each entry of `specialCategoryCondition` must be a word or sentence', 'shape']],
  ],
  ['powers: [act/tracing]', 'powers: act/tracing', [['act/tracing', '`powers` must be a list', 'shape']]],
  [
    'powers: [act/tracing]',
    'powers: [~]',
    [['~]', 'each entry of `powers` must be a word or sentence', 'shape']],
  ],
  ['retention: P6Y', 'retention: [P6Y]', [['[P6Y]', '`retention` must be a word or sentence', 'shape']]],
  [
    'retention: P6Y',
    'retention: P6Y\nlookupRetention: [P6Y]',
    [['[P6Y]', '`lookupRetention` must be a word or sentence', 'shape']],
  ],
  ['clause: "1"', 'clause: [1]', [['[1]', '`clause` must be a word or sentence', 'shape']]],
  ['clause: "1"', 'clause: ""', [['""', '`clause` must be a word or sentence', 'shape']]],
  [
    'says: The force may know that the hub holds a child.',
    'says: [x]',
    [['[x]', '`says` must be a word or sentence', 'shape']],
  ],
  ['permit: [TELL]', 'permit: TELL', [['TELL', '`permit` must be a list', 'shape']]],
  [
    'permit: [TELL]',
    'permit: [[TELL]]',
    [
      ['[TELL]]', 'an item with its form must be a map', 'shape'],
      ['[TELL]]', 'write `ITEM`, or `{ item: ITEM, form: yesNo }`', 'required'],
    ],
  ],
  ['permit: [TELL]', 'permit: [~]', [['~]', 'an item or action must be a word or sentence', 'shape']]],
  [
    'permit: [TELL]',
    'permit: [{ item: [x] }]',
    [
      ['[x] }]', '`item` must be a word or sentence', 'shape'],
      ['{ item: [x] }]', 'write `ITEM`, or `{ item: ITEM, form: yesNo }`', 'required'],
    ],
  ],
  [
    'permit: [TELL]',
    'permit: [{ item: TELL, form: [x] }]',
    [['[x] }]', '`form` must be a word or sentence', 'shape']],
  ],
  ['permit: [TELL]', 'permit: [{}]', [['{}]', 'write `ITEM`, or `{ item: ITEM, form: yesNo }`', 'required']]],
  ['forbid: [REFUGE]', 'forbid: REFUGE', [['REFUGE', '`forbid` must be a list', 'shape']]],
  [
    'children: [REPORTED_MISSING]',
    'children: REPORTED_MISSING',
    [['REPORTED_MISSI', '`children` must be a list', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [~]',
    [['~]', 'a standing must be a word or sentence', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [[A]]',
    [
      ['[A]]', 'a standing must be a map', 'shape'],
      ['[A]]', 'write one standing: `KIND`, or `{ KIND: { within: P1Y } }`, or `{ all: [A, B] }`', 'shape'],
    ],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ all: REPORTED_MISSING }]',
    [
      ['REPORTED_MISSI', '`all` must be a list', 'shape'],
      ['{ all: REPORTE', '`all` needs at least one standing', 'shape'],
    ],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ all: [] }]',
    [['{ all: [] }]', '`all` needs at least one standing', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ all: ~ }]',
    [
      ['~ }]', '`all` must be a list', 'shape'],
      ['{ all: ~ }]', '`all` needs at least one standing', 'shape'],
    ],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{}]',
    [['{}]', 'write one standing: `KIND`, or `{ KIND: { within: P1Y } }`, or `{ all: [A, B] }`', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ A: {}, B: {} }]',
    [
      [
        '{ A: {}, B: {}',
        'write one standing: `KIND`, or `{ KIND: { within: P1Y } }`, or `{ all: [A, B] }`',
        'shape',
      ],
    ],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ A: x }]',
    [['x }]', 'the parameters of `A` must be a map', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ A: { within: [x] } }]',
    [['[x] } }]', '`within` must be a word or sentence', 'shape']],
  ],
  [
    'children: [REPORTED_MISSING]',
    'children: [{ A: { for: [x] } }]',
    [['[x] } }]', '`for` must be a word or sentence', 'shape']],
  ],
  ['purposes: [TRACE]', 'purposes: TRACE', [['TRACE', '`purposes` must be a list', 'shape']]],
  [
    'purposes: [TRACE]',
    'purposes: [[TRACE]]',
    [['[TRACE]]', 'each entry of `purposes` must be a word or sentence', 'shape']],
  ],
  ['permit: [TELL]\n', 'permit: [TELL]\n    jobs: clerk\n', [['clerk', '`jobs` must be a list', 'shape']]],
  [
    'permit: [TELL]\n',
    'permit: [TELL]\n    jobs: [[x]]\n',
    [['[x]]', 'each entry of `jobs` must be a word or sentence', 'shape']],
  ],
  [
    'permit: [TELL]\n',
    'permit: [TELL]\n    from: [x]\n',
    [['[x]', '`from` must be a word or sentence', 'shape']],
  ],
  [
    'permit: [TELL]\n',
    'permit: [TELL]\n    until: [x]\n',
    [['[x]', '`until` must be a word or sentence', 'shape']],
  ],
  [
    'except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
    'except: x',
    [['x', '`except` must be a list', 'shape']],
  ],
  [
    'except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
    'except: [x]',
    [
      ['x]', 'an exception must be a map', 'shape'],
      ['x]', 'an exception names an `organisation`, a `unit`, a `role` or `children`', 'required'],
    ],
  ],
  [
    'except: [{ role: POLICE,',
    'except: [{ role: [POLICE],',
    [['[POLICE], chil', '`role` must be a word or sentence', 'shape']],
  ],
  [
    'except: [{ role: POLICE,',
    'except: [{ unit: [POLICE],',
    [['[POLICE], chil', '`unit` must be a word or sentence', 'shape']],
  ],
  [
    'except: [{ role: POLICE,',
    'except: [{ organisation: [POLICE],',
    [['[POLICE], chil', '`organisation` must be a word or sentence', 'shape']],
  ],
  [
    'except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
    'except: [{ role: POLICE, children: x }]',
    [['x }]', '`children` must be a list', 'shape']],
  ],
  [
    'except: [{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
    'except: [{ roles: POLICE }]',
    [
      ['roles: POLICE ', 'unknown word `roles` in an exception; did you mean `role`?', 'unknown-word'],
      [
        '{ roles: POLIC',
        'an exception names an `organisation`, a `unit`, a `role` or `children`',
        'required',
      ],
    ],
  ],
  [
    'retention: P6Y',
    '? [a]\n: b\nretention: P6Y',
    [['[a]', 'unknown word `` in the agreement', 'unknown-word']],
  ],
  ['retention: P6Y', '1: b\nretention: P6Y', [['1: b', 'unknown word `1` in the agreement', 'unknown-word']]],
  [
    'retention: P6Y',
    'retention: P6Y: x',
    [['P6Y: x', 'Nested mappings are not allowed in compact mappings', 'yaml']],
  ],
])('where %j reads %j, points at the word and says what stands there instead', (from, to, told) => {
  const text = spoilt(from, to);
  expectTold(text, parseAgreement(text, 'a.yaml').problems, told);
});

it('says of an empty file that it is empty, and of one that is not YAML only that', () => {
  const told = (text: string) =>
    parseAgreement(text, 'a.yaml').problems.map((p) => [p.message, p.check, p.at]);
  const start = { line: 1, column: 1 };
  expect(told('')).toEqual([['the file is empty', 'yaml', start]]);
  expect(told('[')).toEqual([[expect.stringContaining('Flow sequence'), 'yaml', expect.anything()]]);
  expect(parseAgreement('[', 'a.yaml').agreement).toBeNull();
  expect(told('a: "\n')[0]?.[0]).toMatch(/^Missing closing "quote$/);
});

it('misses each thing that an agreement must say, and nothing else', () => {
  const { agreement, problems } = parseAgreement('title: x', 'a.yaml');
  expect(problems.map((p) => `${p.at.line}:${p.at.column} ${p.message} (${p.check})`)).toEqual(
    ['agreement', 'version', 'parties', 'term', 'contacts', 'purposes', 'retention', 'clauses'].map(
      (key) => `1:1 \`${key}\` is missing (required)`,
    ),
  );
  expect(agreement).toMatchObject({
    agreement: '',
    title: 'x',
    version: 0,
    supersedes: null,
    parties: [],
    term: { from: '', review: '', until: null, whenReviewPasses: 'stop' },
    contacts: { dataProtection: '', rights: '' },
    purposes: [],
    retention: '',
    clauses: [],
  });
});

const RICH = `agreement: rich
version: 2
parties:
  - { organisation: la/900, unit: la/900/cme, role: SCHOOL, capacity: joint-controller }
  - { unit: nhs/RAA/main, capacity: processor }
term: { from: 2026-09-01, review: 2027-08-31, whenReviewPasses: warn }
contacts: { dataProtection: a desk, rights: another desk }
purposes:
  TRACE:
    lawfulBasis: { joint-controller: [act/a, act/b], processor: [] }
  TEACH: {}
retention: P6Y
clauses:
  - clause: 1.10
    says: A sentence.
    permit: [NAME, { item: HOME, form: count }, { item: UPN }]
    children: [{ all: [A, { B: { for: P1D } }] }, { C: { within: P1Y } }, D]
    purposes: [TRACE]
    jobs: [Clerk]
    from: 2027-01-01
    until: 2027-02-01
  - clause: "2"
    forbid: [NAME]
    except: [{ organisation: every, unit: x/y/z, role: R, children: [E] }]
`;

it.each(['parties', 'purposes', 'clauses', 'term', 'contacts'])('names `%s` where it is a word', (key) => {
  const { problems } = parseAgreement(`${key}: x\n`, 'a.yaml');
  expect(problems.map((p) => p.message).filter((m) => m.includes(`\`${key}\` must be a`))).toHaveLength(1);
});

it('has no name, title or number of a clause where none can be read', () => {
  const { agreement } = parseAgreement('agreement: [x]\nclauses: [{ clause: [1] }]\n', 'a.yaml');
  expect(agreement).toMatchObject({ agreement: '', title: '', clauses: [{ clause: '' }] });
  expect(parseAgreement('version: 1\n', 'a.yaml').agreement?.title).toBe('');
});

it.each([
  ['permit: [~, TELL]', { permit: [{ word: 'TELL' }] }],
  ['permit: [{ form: full }, TELL]', { permit: [{ word: 'TELL' }] }],
  ['permit: [[TELL]]', { permit: [] }],
  ['children: [~, A]', { children: [[{ kind: 'A' }]] }],
  ['children: [{ all: [] }, A]', { children: [[{ kind: 'A' }]] }],
  ['children: [{ all: [~] }, { all: [A, ~] }]', { children: [[{ kind: 'A' }]] }],
  ['children: [{}, { B: {}, C: {} }, [D]]', { children: [] }],
  ['purposes: [~, TRACE]', { purposes: ['TRACE'] }],
])('leaves out of a clause what cannot be read, as in %j', (line, read) => {
  const { agreement, problems } = parseAgreement(`clauses: [{ clause: 1, ${line} }]\n`, 'a.yaml');
  expect(problems.some((p) => p.check !== 'required' || p.message.includes('ITEM'))).toBe(true);
  expect(agreement?.clauses).toHaveLength(1);
  for (const [key, value] of Object.entries(read)) {
    const found: readonly unknown[] =
      agreement?.clauses[0]?.[key as 'permit' | 'children' | 'purposes'] ?? [];
    expect(found).toHaveLength(value.length);
    expect(found).toMatchObject(value);
  }
});

it('leaves out a clause without a number, and a party whose capacity cannot be read', () => {
  const text = 'clauses: [{ says: x }]\nparties: [{ organisation: a }, { capacity: controller }]\n';
  const { agreement, problems } = parseAgreement(text, 'a.yaml');
  expect(agreement).toMatchObject({ clauses: [], parties: [] });
  expect(agreement?.clauses).toEqual([]);
  expect(agreement?.parties).toEqual([]);
  expect(problems.map((p) => [p.message, p.check])).toContainEqual([
    'a clause needs its number: `clause: "5.1"`',
    'required',
  ]);
});

describe('an agreement that says all there is to say', () => {
  const ground = (kind: string, more: object = {}) => ({ kind, within: null, for: null, ...more });

  it('is read without loss', () => {
    const { agreement, problems } = parseAgreement(RICH, 'a.yaml');
    const plain = JSON.parse(
      JSON.stringify(agreement, (key, value: unknown) => (key === 'at' ? undefined : value)),
    ) as Agreement;
    expect(problems).toEqual([]);
    expect(plain).toMatchObject({
      agreement: 'rich',
      title: 'rich',
      version: 2,
      supersedes: null,
      parties: [
        { organisation: 'la/900', unit: 'la/900/cme', role: 'SCHOOL', capacity: 'joint-controller' },
        { organisation: null, unit: 'nhs/RAA/main', role: null, capacity: 'processor' },
      ],
      term: { from: '2026-09-01', review: '2027-08-31', until: null, whenReviewPasses: 'warn' },
      contacts: { dataProtection: 'a desk', rights: 'another desk' },
      purposes: [
        {
          code: 'TRACE',
          lawfulBasis: { 'joint-controller': ['act/a', 'act/b'], processor: [] },
          specialCategoryCondition: [],
          powers: [],
        },
        { code: 'TEACH', lawfulBasis: {}, specialCategoryCondition: [], powers: [] },
      ],
      retention: 'P6Y',
      lookupRetention: 'P90D',
    });
    expect(plain.clauses).toEqual([
      {
        clause: '1.10',
        says: 'A sentence.',
        permit: [
          { word: 'NAME', form: 'full' },
          { word: 'HOME', form: 'count' },
          { word: 'UPN', form: 'full' },
        ],
        forbid: [],
        children: [
          [ground('A'), ground('B', { for: 'P1D' })],
          [ground('C', { within: 'P1Y' })],
          [ground('D')],
        ],
        purposes: ['TRACE'],
        jobs: ['Clerk'],
        except: [],
        from: '2027-01-01',
        until: '2027-02-01',
      },
      {
        clause: '2',
        says: '',
        permit: [],
        forbid: [{ word: 'NAME', form: 'full' }],
        children: [],
        purposes: [],
        jobs: [],
        except: [{ organisation: 'every', unit: 'x/y/z', role: 'R', children: [[ground('E')]] }],
        from: null,
        until: null,
      },
    ]);
  });

  it('keeps the place of each part', () => {
    const { agreement } = parseAgreement(RICH, 'a.yaml');
    const [one, two] = agreement?.clauses ?? [];
    const places: readonly (readonly [Position | undefined, string])[] = [
      [agreement?.at, 'agreement: rich'],
      [agreement?.parties[1]?.at, '{ unit: nhs'],
      [agreement?.term.at, '{ from: 2026'],
      [agreement?.purposes[0]?.at, 'TRACE:'],
      [one?.at, '1.10'],
      [one?.permit[0]?.at, 'NAME, {'],
      [one?.permit[1]?.at, '{ item: HOME'],
      [one?.children[0]?.[0]?.at, 'A, {'],
      [one?.children[0]?.[1]?.at, '{ B:'],
      [two?.except[0]?.at, '{ organisation: every'],
    ];
    for (const [at, words] of places)
      expect(pointedAt(RICH, at ?? { line: 0, column: 0 })).toMatch(new RegExp(`^${escaped(words)}`));
  });
});

describe('a catalogue', () => {
  const read = (texts: Partial<typeof CATALOGUE_TEXTS>) => parseCatalogues({ ...CATALOGUE_TEXTS, ...texts });
  const told = (texts: Partial<typeof CATALOGUE_TEXTS>) =>
    read(texts).problems.map((p) => `${p.file}:${p.at.line}:${p.at.column} ${p.message} (${p.check})`);

  it('has what it says of an item, and careful answers where it is silent', () => {
    const { catalogues, problems } = read({
      items: `items:
  ALL:
    words: everything
    category: LOC
    specialCategory: true
    forms: [full, yesNo]
    controller: national/register
    onwardSharing: no
    onAssertion: [yesNo]
    silent: true
    needsPower: { unlessRole: [SCHOOL], powers: [act/basis, act/special] }
  NONE: {}
`,
    });
    expect(problems).toEqual([]);
    expect([...catalogues.items]).toEqual([
      [
        'ALL',
        {
          code: 'ALL',
          words: 'everything',
          category: 'LOC',
          specialCategory: true,
          forms: ['full', 'yesNo'],
          controller: 'national/register',
          onwardSharing: 'no',
          onAssertion: ['yesNo'],
          silent: true,
          needsPower: { unlessRole: ['SCHOOL'], powers: ['act/basis', 'act/special'] },
        },
      ],
      [
        'NONE',
        {
          code: 'NONE',
          words: 'NONE',
          category: 'P',
          specialCategory: false,
          forms: ['full'],
          controller: 'home-authority',
          onwardSharing: '',
          onAssertion: [],
          silent: false,
          needsPower: null,
        },
      ],
    ]);
  });

  it('has actions, purposes, powers and roles, with their words or their codes', () => {
    const { catalogues } = read({
      actions: 'actions:\n  A: { words: act, alwaysTaken: true }\n  B: {}\n',
      purposes: 'purposes:\n  P: { words: purpose }\n  Q: {}\n',
      powers: 'powers:\n  act/a: { words: a power, inForceFrom: 2020-01-01 }\n  act/b: {}\n',
      roles: 'roles:\n  R: { words: a role, authorityFor: [X, Y] }\n  S: {}\nselfMade: [X, Z]\n',
    });
    expect([...catalogues.actions.values()]).toMatchObject([
      { code: 'A', words: 'act', alwaysTaken: true },
      { code: 'B', words: 'B', alwaysTaken: false },
    ]);
    expect([...catalogues.purposes.values()]).toEqual([
      { code: 'P', words: 'purpose' },
      { code: 'Q', words: 'Q' },
    ]);
    expect([...catalogues.powers.values()]).toEqual([
      { id: 'act/a', words: 'a power', inForceFrom: '2020-01-01' },
      { id: 'act/b', words: 'act/b', inForceFrom: null },
    ]);
    expect([...catalogues.roles.values()]).toEqual([
      { code: 'R', words: 'a role', authorityFor: ['X', 'Y'] },
      { code: 'S', words: 'S', authorityFor: [] },
    ]);
    expect(catalogues.selfMade).toEqual(new Set(['X', 'Z']));
  });

  it('names what cannot be read, with file and place', () => {
    expect(
      told({ items: 'items:\n  A: { words: [x], forms: x, silent: 1, specialCategory: no }\n' }),
    ).toEqual([
      'data-items.yaml:2:27 the forms of `A` must be a list (shape)',
      'data-items.yaml:2:15 `words` of `A` must be a word or sentence (shape)',
      'data-items.yaml:2:58 `specialCategory` of `A` must be true or false (shape)',
      'data-items.yaml:2:38 `silent` of `A` must be true or false (shape)',
    ]);
    expect(
      told({
        items: 'items:\n  A: { category: [x], controller: [x], onwardSharing: [x], onAssertion: x }\n',
      }).map((line) => line.replace(/^\S+ /, '')),
    ).toEqual([
      '`category` of `A` must be a word or sentence (shape)',
      '`controller` of `A` must be a word or sentence (shape)',
      '`onwardSharing` of `A` must be a word or sentence (shape)',
      '`onAssertion` of `A` must be a list (shape)',
    ]);
    expect(
      told({
        items:
          'items:\n  A: { needsPower: x }\n  B: { needsPower: { unlessRole: x, powers: y, role: z } }\n  C: x\n',
      }),
    ).toEqual([
      'data-items.yaml:2:20 `needsPower` of `A` must be a map (shape)',
      'data-items.yaml:3:48 unknown word `role` in `needsPower` of `B` (unknown-word)',
      'data-items.yaml:3:34 `unlessRole` must be a list (shape)',
      'data-items.yaml:3:45 `powers` must be a list (shape)',
      'data-items.yaml:4:6 item `C` must be a map (shape)',
    ]);
    expect(told({ actions: 'actions:\n  A: { words: [x], alwaysTaken: x }\n  B: x\n' })).toEqual([
      'actions.yaml:2:15 the words of `A` must be a word or sentence (shape)',
      'actions.yaml:2:33 `alwaysTaken` of `A` must be true or false (shape)',
      'actions.yaml:3:6 action `B` must be a map (shape)',
    ]);
    expect(told({ purposes: 'purposes:\n  A: { words: [x], word: y }\n' })).toEqual([
      'purposes.yaml:2:20 unknown word `word` in `A`; did you mean `words`? (unknown-word)',
      'purposes.yaml:2:15 the words of `A` must be a word or sentence (shape)',
    ]);
    expect(told({ powers: 'powers:\n  a: { words: [x], inForceFrom: [x] }\n  b: x\n' })).toEqual([
      'legal-powers.yaml:2:15 the words of `a` must be a word or sentence (shape)',
      'legal-powers.yaml:2:33 `inForceFrom` of `a` must be a word or sentence (shape)',
      'legal-powers.yaml:3:6 power `b` must be a map (shape)',
    ]);
    expect(told({ roles: 'roles:\n  A: { words: [x], authorityFor: x }\n  B: x\nselfMade: x\n' })).toEqual([
      'roles.yaml:2:15 the words of `A` must be a word or sentence (shape)',
      'roles.yaml:2:34 `authorityFor` of `A` must be a list (shape)',
      'roles.yaml:3:6 role `B` must be a map (shape)',
      'roles.yaml:4:11 `selfMade` must be a list (shape)',
    ]);
  });

  it('is a map under its own name, and not empty', () => {
    expect(told({ items: '' })).toEqual(['data-items.yaml:1:1 the file is empty (yaml)']);
    expect(told({ items: 'x' })).toEqual([
      'data-items.yaml:1:1 data-items.yaml must be a map (shape)',
      'data-items.yaml:1:1 `items` is missing (required)',
    ]);
    expect(told({ items: 'items: x\n' })).toEqual(['data-items.yaml:1:8 `items` must be a map (shape)']);
    expect(told({ items: 'item: {}\n' })).toEqual([
      'data-items.yaml:1:1 unknown word `item` in data-items.yaml; did you mean `items`? (unknown-word)',
      'data-items.yaml:1:1 `items` is missing (required)',
    ]);
    expect(told({ powers: 'powers: [\n' })).toHaveLength(1);
  });

  it('reads self-made standings from the roles alone', () => {
    const { catalogues } = read({ actions: 'actions: {}\nselfMade: [REPORTED_MISSING]\n' });
    expect(catalogues.selfMade).toEqual(new Set(['ON_OUR_ROLL', 'OPEN_CASE_WITH_US']));
  });

  it('tells of each word that is both an item and an action', () => {
    expect(told({ actions: 'actions:\n  HOME: {}\n  NAME: {}\n  TELL: {}\n' })).toEqual([
      'actions.yaml:1:1 `NAME` is both a data item and an action (catalogue)',
      'actions.yaml:1:1 `HOME` is both a data item and an action (catalogue)',
    ]);
    expect(read({ actions: 'actions:\n  NAME: {}\n' }).problems.map((p) => p.severity)).toEqual(['error']);
  });
});

describe('reading YAML', () => {
  const reader = (text: string) => new YamlReader('a.yaml', text);

  it('keeps every scalar as it is written, without the blanks around it', () => {
    const y = reader('[6.10, 2026-09-01, "  quoted ", true, ~, "", "  "]');
    const items = y.list(y.root, 'x');
    expect(items.map((item) => y.text(item, 'x'))).toEqual([
      '6.10',
      '2026-09-01',
      'quoted',
      'true',
      null,
      null,
      null,
    ]);
    expect(y.problems.map((p) => p.message)).toEqual(Array(3).fill('x must be a word or sentence'));
  });

  it('knows a boolean from a word', () => {
    const y = reader('[true, false, yes, [true]]');
    expect(y.list(y.root, 'x').map((item) => y.boolean(item, 'x', true))).toEqual([true, false, true, true]);
    expect(y.problems.map((p) => [p.message, p.at.column])).toEqual([
      ['x must be true or false', 15],
      ['x must be true or false', 20],
    ]);
    expect([y.boolean(null, 'x', true), y.boolean(undefined, 'x', false)]).toEqual([true, false]);
    expect(y.problems).toHaveLength(2);
  });

  it('reads nothing as nothing', () => {
    const y = reader('[~, null, x]');
    const [tilde, none, x] = y.list(y.root, 'x');
    expect([tilde, none, x].map((node) => y.optionalText(node, 'x'))).toEqual([null, null, 'x']);
    expect([y.optionalText(null, 'x'), y.optionalText(undefined, 'x')]).toEqual([null, null]);
    expect([y.list(null, 'x'), y.list(undefined, 'x'), y.words(undefined, 'x')]).toEqual([[], [], []]);
    expect(y.problems).toEqual([]);
    expect(y.at(null)).toEqual({ line: 1, column: 1 });
  });

  it('takes any key where none are named, and reads the map without those that it does not know', () => {
    const y = reader('{ a: 1, b: 2, c: 3 }');
    expect([...y.map(y.root, 'x', null).keys()]).toEqual(['a', 'b', 'c']);
    expect([...y.map(y.root, 'x', ['a', 'c']).keys()]).toEqual(['a', 'c']);
    expect(y.problems.map((p) => [p.message, p.check, p.at.column])).toEqual([
      ['unknown word `b` in x; did you mean `a`?', 'unknown-word', 9],
    ]);
  });

  it('says of broken YAML where it breaks, once and in one line', () => {
    const y = reader('a: 1\nb: [\n');
    expect(y.root).toBeNull();
    expect(y.problems.map((p) => [p.file, p.check, p.severity, p.at.line])).toEqual([
      ['a.yaml', 'yaml', 'error', 3],
    ]);
    expect(y.problems[0]?.message).not.toMatch(/ at line|\n|:$/);
  });
});
