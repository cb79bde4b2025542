import { readAgreementFiles, readCatalogues } from '../../../src/agreements/catalogue-files';
import { rulesetOn, agreementSetOf } from '../../../src/agreements/agreement-set';
import { usesOf, type Use } from '../../../src/ledger/disclosure';
import { HARM_WORDS, harmMarks, type MarkedEntry } from '../../../src/ledger/questions/harm-marks';

const DAY = '2026-11-18';
const ruleset = rulesetOn(agreementSetOf(undefined, { homeAuthority: 'la/931', day: DAY }), DAY);
const { catalogues } = readCatalogues();

const use = (item: string, over: Partial<Use> = {}): Use => ({
  child: 'c',
  item,
  form: 'full',
  outcome: 'DISCLOSED',
  under: [],
  shut: false,
  ...over,
});
const entry = (over: Partial<MarkedEntry> = {}): MarkedEntry => ({
  kind: 'DISCLOSURE',
  organisation: 'nhs/RTH',
  unit: 'nhs/RTH/main',
  purpose: 'LOCATE_CHILD',
  role: 'HEALTH',
  protects: false,
  controller: {},
  uses: [use('EXISTENCE'), use('IDENTITY')],
  ...over,
});
const kinds = (over: Partial<MarkedEntry>): string[] =>
  harmMarks(entry(over), ruleset).map((mark) => mark.slice(0, mark.indexOf(':')));

test('an entry that none of the rules speaks of has no mark', () => {
  expect(harmMarks(entry(), ruleset)).toEqual([]);
});

test.each<[string, Partial<MarkedEntry>]>([
  ['PROTECTED_CHILD', { protects: true }],
  ...['PROTECTED_ADDRESS', 'LOCATION_MARKER', 'SEALED_IDENTITY', 'RESTRICTED_SOURCE', 'ALERT_SOURCE'].map(
    (item): [string, Partial<MarkedEntry>] => ['SIGNAL', { uses: [use(item)] }],
  ),
  ['SIGNAL', { uses: [use('PROTECTED_ADDRESS', { outcome: 'WITHHELD' })] }],
  ['SHUT', { uses: [use('CURRENT_ADDRESS', { outcome: 'WITHHELD', shut: true })] }],
  ...['HEALTH', 'SEN', 'RISK_HARM', 'POLICE_REPORTS', 'YOUTH_JUSTICE', 'CASE_FILE', 'SOCIAL_CARE_STATUS'].map(
    (item): [string, Partial<MarkedEntry>] => ['SENSITIVE', { uses: [use(item, { form: 'yesNo' })] }],
  ),
  ['RECIPIENT', { organisation: 'police/E23000029', role: 'POLICE' }],
  ['RECIPIENT', { organisation: 'la/931', role: 'SOCIAL_CARE' }],
  ['RECIPIENT', { organisation: 'voluntary/refuge-network', role: 'VOLUNTARY' }],
  ['RECIPIENT', { organisation: 'police/E23000029', role: null }],
  ['RECIPIENT', { controller: { onBehalfOf: 'police/E23000029' } }],
  ['PURPOSE', { purpose: 'SAFEGUARD' }],
  ['PURPOSE', { purpose: 'EMERGENCY' }],
  ['ACT', { kind: 'ACT', uses: [use('RAISE_ALERT', { outcome: 'DONE' })] }],
  ['ACT', { kind: 'ACT', uses: [use('ASK_LOCATION_PROTECTION', { outcome: 'DONE' })] }],
  ['ERASED', { controller: null }],
  ['UNKNOWN', { role: null }],
  ['UNKNOWN', { purpose: 'NO_LONGER_A_PURPOSE' }],
  ['UNKNOWN', { uses: [use('NO_LONGER_AN_ITEM')] }],
])('%s marks %j', (kind, over) => {
  expect(kinds(over)).toEqual([kind]);
});

test('every ground is told, each once, in words', () => {
  const marks = harmMarks(
    entry({
      protects: true,
      purpose: 'SAFEGUARD',
      role: 'POLICE',
      uses: [
        use('HEALTH'),
        use('HEALTH', { child: 'd' }),
        use('IDENTITY', { outcome: 'WITHHELD', shut: true }),
      ],
    }),
    ruleset,
  );
  expect(marks).toEqual([
    'PROTECTED_CHILD: the child is under protection now',
    'SHUT: IDENTITY (legal and known-as name, date of birth and sex) was held back by a clause that protects this child',
    'SENSITIVE: HEALTH (medical reason, disability, pregnancy, mental health, own substance use) is about health, social work, offences or abuse',
    'RECIPIENT: asked by or for a police force',
    'PURPOSE: it was for keeping a child in need or at risk safe',
  ]);
});

test('what a clause shut for this child is told from what is shut for every child', () => {
  const withheld = (more: object): object => ({
    because: 'forbidden',
    under: ['protections@1 1.2'],
    ...more,
  });
  const controller = {
    body: {
      children: [
        {
          child: 'own',
          withheld: {
            'EXISTENCE/full': withheld({ opened: ['thames-valley-police@1 6.1'] }),
            'ETHNICITY/full': withheld({}),
          },
        },
      ],
    },
  };
  const uses = usesOf({ kind: 'DISCLOSURE', controller, publicIds: { own: 'public' } } as never);
  expect(uses.map(({ item, shut }) => [item, shut])).toEqual([
    ['EXISTENCE', true],
    ['ETHNICITY', false],
  ]);
});

test('the words that the rule names stand in the catalogues', () => {
  const { items, actions, purposes, roles } = catalogues;
  const unknown = [
    [HARM_WORDS.items, items],
    [HARM_WORDS.actions, actions],
    [HARM_WORDS.purposes, purposes],
    [HARM_WORDS.roles, roles],
  ].flatMap(([words, known]) =>
    [...(words as ReadonlySet<string>)].filter((word) => !(known as ReadonlyMap<string, unknown>).has(word)),
  );
  expect(unknown).toEqual([]);
});

test('every item that is silent or forbidden of any child is a signal', () => {
  const silent = [...catalogues.items.values()].filter((item) => item.silent).map(({ code }) => code);
  expect(silent.length).toBeGreaterThan(3);
  expect(readAgreementFiles().length).toBeGreaterThan(10);
  for (const code of [...silent, 'ALERT_SOURCE'])
    expect([code, kinds({ uses: [use(code)] })]).toEqual([code, ['SIGNAL']]);
  // Forbidden to national bodies alone, or of protected children alone: no signal by itself.
  for (const code of ['IMMIGRATION_STATUS', 'CARERS', 'AREA'])
    expect([code, kinds({ uses: [use(code)] })]).toEqual([code, []]);
});
