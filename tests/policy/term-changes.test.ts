import type { Agreement } from '../../src/policy/agreement';
import { parseAgreement } from '../../src/policy/parse';
import { termChanges } from '../../src/policy/term-changes';
import { AGREEMENT } from './sound-agreement';

const read = (text: string): Agreement => {
  const { agreement, problems } = parseAgreement(text, 'a.yaml');
  if (!agreement || problems.length > 0) throw new Error('the agreement is not readable');
  return agreement;
};
const amended = (from: string, to: string): Agreement => {
  expect(AGREEMENT.split(from)).toHaveLength(2);
  return read(AGREEMENT.replace(from, () => to));
};
const told = (from: string, to: string): string[] => termChanges([read(AGREEMENT)], [amended(from, to)]);

it('says nothing of agreements that stay as they are, in whatever order they come', () => {
  const [a, b] = [read(AGREEMENT), { ...read(AGREEMENT), agreement: 'second' }];
  expect(termChanges([a, b], [b, a])).toEqual([]);
});

it('says what comes and goes, by name', () => {
  const named = (agreement: string): Agreement => ({ ...read(AGREEMENT), agreement });
  expect(termChanges([named('b'), named('c')], [named('d'), named('a'), named('c')])).toEqual([
    'a is new.',
    'b is gone.',
    'd is new.',
  ]);
});

it.each([
  ['version: 3', 'version: 4', ['police: version is now 4 (was 3).']],
  [
    'from: 2026-09-01',
    'from: 2026-10-01',
    ['police: first day is now 1 October 2026 (was 1 September 2026).'],
  ],
  ['review: 2027-08-31', 'review: 2027-07-31', ['police: review is now 31 July 2027 (was 31 August 2027).']],
  [
    'until: 2028-08-31',
    'until: 2029-08-31',
    ['police: last day is now 31 August 2029 (was 31 August 2028).'],
  ],
  [', until: 2028-08-31', '', ['police: last day is now open (was 31 August 2028).']],
  [
    'until: 2028-08-31',
    'until: 2028-08-31, whenReviewPasses: warn',
    ['police: what happens when its review passes is now warn (was stop).'],
  ],
  ['retention: P6Y', 'retention: P1Y', ['police: retention is now 1 year (was 6 years).']],
  [
    'retention: P6Y',
    'retention: P6Y\nlookupRetention: P30D',
    ['police: retention of vain lookups is now 30 days (was 90 days).'],
  ],
  [
    'dataProtection: information desk',
    'dataProtection: another desk',
    ['police: data-protection contact is now another desk (was information desk).'],
  ],
  [', rights: customer desk', '', ['police: rights contact is gone (was customer desk).']],
  [
    'says: The force may tell the council of a child.',
    'says: The force tells.',
    ['police: clause 3 now says: “The force tells.”.'],
  ],
  [
    'organisation: police/E23000001, capacity: recipient, role: POLICE',
    'unit: police/E23000001/main, capacity: recipient',
    [
      'police: party added: police/E23000001/main as recipient.',
      'police: party removed: police/E23000001 POLICE as recipient.',
    ],
  ],
  [
    'powers: [act/tracing, act/identifiers]',
    'powers: [act/tracing]',
    ['police: law removed: act/identifiers as power for TRACE.'],
  ],
  [
    'specialCategoryCondition: [act/special]',
    'specialCategoryCondition: [act/special, act/basis]',
    ['police: law added: act/basis as condition for TRACE.'],
  ],
  [
    'recipient: [act/basis] }\n    specialCategoryCondition',
    'recipient: [act/tracing] }\n    specialCategoryCondition',
    [
      'police: law added: act/tracing as basis of the recipient for TRACE.',
      'police: law removed: act/basis as basis of the recipient for TRACE.',
    ],
  ],
])('where `%s` becomes `%s`', (from, to, sentences) => {
  expect(told(from, to)).toEqual(sentences);
});

it('says that a thing was not said before', () => {
  const before = amended(', rights: customer desk', '');
  expect(termChanges([before], [read(AGREEMENT)])).toEqual([
    'police: rights contact is now customer desk (was not said).',
  ]);
});

it('leaves a clause that is new, or gone, to what opens and closes', () => {
  const first = AGREEMENT.indexOf('  - clause: "4"');
  const fewer = read(AGREEMENT.slice(0, first));
  expect(termChanges([read(AGREEMENT)], [fewer])).toEqual([]);
  expect(termChanges([fewer], [read(AGREEMENT)])).toEqual([]);
});
