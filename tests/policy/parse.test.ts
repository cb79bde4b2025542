import fc from 'fast-check';
import { checkAgreements } from '../../src/policy/check-agreements';
import { parseAgreement } from '../../src/policy/parse';
import { parseCatalogues } from '../../src/policy/parse-catalogues';
import { agreementYaml, generateWorld } from '../support/generate-agreements';
import { lineOf } from './one-bad-place';
import { AGREEMENT, CATALOGUE_TEXTS, CATALOGUES, DIRECTORY, TODAY } from './sound-agreement';

const parse = (text: string) => parseAgreement(text, 'a.yaml');
const spoilt = (from: string, to: string): string => {
  expect(AGREEMENT.split(from)).toHaveLength(2);
  return AGREEMENT.replace(from, () => to);
};

it('reads the sound agreement as it is written', () => {
  const { agreement, problems } = parse(AGREEMENT);
  expect(problems).toEqual([]);
  expect(agreement).toMatchObject({
    agreement: 'police',
    version: 3,
    supersedes: 2,
    term: { from: '2026-09-01', review: '2027-08-31', until: '2028-08-31', whenReviewPasses: 'stop' },
    retention: 'P6Y',
    lookupRetention: 'P90D',
  });
  expect(agreement?.parties[2]).toMatchObject({
    organisation: 'police/E23000001',
    unit: null,
    role: 'POLICE',
    capacity: 'recipient',
  });
  expect(agreement?.clauses.map((c) => [c.clause, c.at.line])).toEqual(
    ['1', '2', '3', '4'].map((n) => [n, lineOf(AGREEMENT, `clause: "${n}"`)]),
  );
  expect(agreement?.clauses[3]?.except).toMatchObject([
    { role: 'POLICE', children: [[{ kind: 'OPEN_CASE_WITH_US' }]] },
  ]);
});

it.each(['6.10', '6', '"6.10"', '1e3', '0x1F', 'true', '2026-09-01'])(
  'keeps the clause number %s as it stands',
  (number) => {
    const { agreement, problems } = parse(spoilt('clause: "1"', `clause: ${number}`));
    expect(problems).toEqual([]);
    expect(agreement?.clauses[0]?.clause).toBe(number.replaceAll('"', ''));
  },
);

it('keeps 6.1 and 6.10 apart', () => {
  const text = AGREEMENT.replace('clause: "1"', 'clause: 6.1').replace('clause: "2"', 'clause: 6.10');
  expect(parse(text).agreement?.clauses.map((c) => c.clause)).toEqual(['6.1', '6.10', '3', '4']);
});

describe('a text that is wrong in one place', () => {
  it.each<[what: string, from: string, to: string, line: string, says: string]>([
    [
      'a misspelt key at the top',
      'retention:',
      'retension:',
      'retension',
      'unknown word `retension` in the agreement; did you mean `retention`?',
    ],
    [
      'a misspelt key of a party',
      'capacity: recipient',
      'capasity: recipient',
      'capasity',
      '`capasity` in a party; did you mean `capacity`?',
    ],
    [
      'a misspelt key of the term',
      'until: 2028',
      'untill: 2028',
      'untill',
      '`untill` in `term`; did you mean `until`?',
    ],
    ['a misspelt contact', 'rights:', 'right:', 'right:', '`right` in `contacts`; did you mean `rights`?'],
    [
      'a misspelt key of a purpose',
      'specialCategoryCondition',
      'specialCategoryConditions',
      'specialCategoryConditions',
      'did you mean `specialCategoryCondition`?',
    ],
    [
      'a misspelt key of a clause',
      'forbid:',
      'forbids:',
      'forbids',
      '`forbids` in a clause; did you mean `forbid`?',
    ],
    [
      'a misspelt key of an item',
      'permit: [NAME,',
      'permit: [{ item: NAME, from: initials },',
      'from: initials',
      '`from` in an item with its form; did you mean `form`?',
    ],
    [
      'a misspelt parameter',
      '[REPORTED_MISSING]',
      '[{ REPORTED_MISSING: { fro: P1D } }]',
      'fro:',
      '`fro` in the parameters of `REPORTED_MISSING`; did you mean `for`?',
    ],
    [
      'something beside `all`',
      '[REPORTED_MISSING]',
      '[{ all: [ANY_CHILD], any: [ANY_CHILD] }]',
      'any:',
      '`any` in an entry of `children`',
    ],
    ['an empty `all`', '[REPORTED_MISSING]', '[{ all: [] }]', 'all: []', '`all` needs at least one standing'],
    [
      'two standings in one entry',
      '[REPORTED_MISSING]',
      '[{ ON_OUR_ROLL: {}, LOST_PUPIL: {} }]',
      'LOST_PUPIL',
      'write one standing',
    ],
    [
      'a capacity of its own',
      'capacity: recipient',
      'capacity: reader',
      'reader',
      '`capacity` is one of controller, recipient',
    ],
    [
      'a party that is nobody',
      'organisation: police/E23000001, capacity',
      'capacity',
      'role: POLICE }',
      'a party names an `organisation`',
    ],
    [
      'a lawful basis for nobody',
      'lawfulBasis: { controller: [act/basis], recipient: [act/basis] }\n    special',
      'lawfulBasis: [act/basis]\n    special',
      'lawfulBasis: [act',
      '`lawfulBasis` is a map from capacity',
    ],
    [
      'a review of another kind',
      'until: 2028-08-31',
      'until: 2028-08-31, whenReviewPasses: wait',
      'wait',
      '`whenReviewPasses` is `stop` or `warn`',
    ],
    [
      'a version that is a word',
      'version: 3',
      'version: three',
      'three',
      '`version` must be a whole number from 1',
    ],
    ['a version of half', 'version: 3', 'version: 2.5', '2.5', '`version` must be a whole number from 1'],
    [
      'a version of nothing',
      'version: 3',
      'version: 0',
      'version: 0',
      '`version` must be a whole number from 1',
    ],
    ['a clause without number', 'clause: "3"\n    says', 'says', 'may tell', 'a clause needs its number'],
    ['a list that is a word', 'permit: [TELL]', 'permit: TELL', 'permit: TELL', '`permit` must be a list'],
    ['an item without its name', 'permit: [TELL]', 'permit: [{ form: full }]', 'form: full', 'write `ITEM`'],
    [
      'an exception of nobody',
      '[{ role: POLICE, children: [OPEN_CASE_WITH_US] }]',
      '[{}]',
      '[{}]',
      'an exception names an `organisation`',
    ],
    ['an empty entry', 'permit: [TELL]', 'permit: [TELL, ~]', '~', 'an item or action must be a word'],
    ['an alias in place of a list', 'permit: [TELL]', 'permit: *other', '*other', '`permit` must be a list'],
    ['a merge key', 'retention: P6Y', '<<: { retention: P6Y }', '<<', 'unknown word `<<` in the agreement'],
    ['a key that stands twice', 'retention: P6Y', 'retention: P6Y\nretention: P1Y', 'P1Y', 'unique'],
    [
      'text that is not YAML',
      'retention: P6Y',
      'retention: P6Y: P7Y',
      'P7Y',
      'Nested mappings are not allowed',
    ],
  ])('tells of %s', (_what, from, to, line, says) => {
    const text = spoilt(from, to);
    const { problems } = parse(text);
    const found = problems.filter((p) => p.message.includes(says));
    expect(found.length > 0 ? '' : problems.map((p) => p.message).join('\n')).toBe('');
    expect(found[0]?.at.line).toBe(lineOf(text, line));
    expect(found[0]?.severity).toBe('error');
  });

  it.each(['agreement', 'version', 'parties', 'term', 'contacts', 'purposes', 'retention', 'clauses'])(
    'misses `%s`',
    (key) => {
      const text = AGREEMENT.replace(new RegExp(`^${key}:.*\\n(?: .*\\n)*`, 'm'), '');
      expect(text).not.toBe(AGREEMENT);
      expect(parse(text).problems.map((p) => p.message)).toContain(`\`${key}\` is missing`);
    },
  );

  it.each([
    ['', 'the file is empty'],
    ['# only a remark\n', 'the file is empty'],
    ['just words', 'the agreement must be a map'],
    ['- a list', 'the agreement must be a map'],
    ['a: 1\n---\nb: 2\n', 'Source contains multiple documents'],
  ])('says what is wrong with %j', (text, says) => {
    expect(
      parse(text)
        .problems.map((p) => p.message)
        .join('\n'),
    ).toContain(says);
  });
});

/** Words that mean something in an agreement, in any order and with anything between. */
const nearYaml = fc
  .array(
    fc.oneof(
      fc.constantFrom(...AGREEMENT.split('\n').map((line) => `${line}\n`)),
      fc.constantFrom(
        ': ',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '\n',
        '  ',
        '"',
        '&a ',
        '*a ',
        '!!binary ',
        '~',
        '? ',
        '|\n',
        '<<: ',
        '%',
        '\t',
        '---\n',
        '...\n',
        '#',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('whatever it is given', () => {
  it('never throws, and has an agreement or a problem', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), nearYaml), (text) => {
        const { agreement, problems } = parse(text);
        expect(agreement !== null || problems.length > 0).toBe(true);
        for (const { at } of problems) expect(Math.min(at.line, at.column)).toBeGreaterThanOrEqual(1);
        const checked = checkAgreements([{ file: 'a.yaml', text }], CATALOGUES, DIRECTORY, TODAY);
        const failed = checked.problems.some((p) => p.severity === 'error');
        expect(checked.sound.length).toBe(failed ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for any piece cut out of an agreement', () => {
    fc.assert(
      fc.property(fc.nat(AGREEMENT.length), fc.nat(80), fc.string({ maxLength: 4 }), (at, length, put) => {
        const text = AGREEMENT.slice(0, at) + put + AGREEMENT.slice(at + length);
        checkAgreements([{ file: 'a.yaml', text }], CATALOGUES, DIRECTORY, TODAY);
      }),
      { numRuns: 300 },
    );
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const written of generateWorld(seed).agreements) {
          const { agreement, problems } = parse(agreementYaml(written));
          expect(problems).toEqual([]);
          expect(withoutPlaces(agreement)).toEqual(withoutPlaces(written));
        }
      }),
      { numRuns: 25 },
    );
  });
});

const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

describe('catalogues', () => {
  const told = (texts: Partial<typeof CATALOGUE_TEXTS>) =>
    parseCatalogues({ ...CATALOGUE_TEXTS, ...texts }).problems.map(
      (p) => `${p.file}:${p.at.line} ${p.message}`,
    );

  it.each([
    [
      'a misspelt key',
      { items: 'items:\n  NAME: { word: a name }\n' },
      'data-items.yaml:2 unknown word `word` in item `NAME`; did you mean `words`?',
    ],
    [
      'a form that no item has',
      { items: 'items:\n  NAME: { forms: [half] }\n' },
      'data-items.yaml:2 unknown form `half`',
    ],
    [
      'yes in place of true',
      { items: 'items:\n  NAME: { silent: yes }\n' },
      'data-items.yaml:2 `silent` of `NAME` must be true or false',
    ],
    ['a file without its list', { roles: 'selfMade: []\n' }, 'roles.yaml:1 `roles` is missing'],
    [
      'an item that is an action too',
      { actions: 'actions:\n  NAME: { words: name }\n' },
      'actions.yaml:1 `NAME` is both a data item and an action',
    ],
    [
      'a power with a misspelt day',
      { powers: 'powers:\n  act/x: { inForce: 2027-01-01 }\n' },
      'legal-powers.yaml:2 unknown word `inForce` in power `act/x`',
    ],
    [
      'an entry that is a word',
      { purposes: 'purposes:\n  TRACE: find\n' },
      'purposes.yaml:2 `TRACE` must be a map',
    ],
    ['a text that is not YAML', { purposes: 'purposes: [\n' }, 'purposes.yaml:2'],
  ])('tell of %s', (_what, texts, says) => {
    expect(told(texts).join('\n')).toContain(says);
  });

  it('give what is not said its most careful meaning', () => {
    const item = CATALOGUES.items.get('EXISTENCE');
    expect(item).toMatchObject({
      forms: ['full'],
      controller: 'home-authority',
      onAssertion: ['full'],
      silent: false,
      needsPower: null,
    });
    expect(CATALOGUES.items.get('NAME')?.onAssertion).toEqual([]);
    expect(CATALOGUES.powers.get('act/uncommenced')?.inForceFrom).toBeNull();
  });

  it('never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('items', 'actions', 'purposes', 'powers', 'roles'),
        (text, which) => {
          const { problems } = parseCatalogues({ ...CATALOGUE_TEXTS, [which]: text });
          expect(problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
