import { registerCsv, registerOf, registerText } from '../../src/agreements/register';
import { termChanges } from '../../src/policy/term-changes';
import { amendedFiles, setOf, shipped } from './shipped';

const input = {
  agreements: shipped.agreements.map(({ agreement }) => agreement),
  catalogues: shipped.catalogues,
  names: shipped.names,
};
const entries = registerOf({ ...input, versions: null });
const police = entries.find((e) => e.agreement === 'thames-valley-police');

it('holds every agreement, by name', () => {
  expect(entries.map((e) => e.agreement)).toEqual(input.agreements.map((a) => a.agreement).sort());
});

it('says of an agreement what the code of practice asks for', () => {
  expect(police).toMatchObject({
    title: 'Thames Valley Police',
    version: 1,
    parties: [
      { who: 'Oxfordshire (la/931)', capacity: 'controller' },
      { who: 'Thames Valley police (police/E23000029), as a police force', capacity: 'recipient' },
    ],
    retention: '6 years',
    rightsContact: 'customer rights team',
    dataProtectionContact: 'information-governance desk',
    from: '2026-09-01',
    review: '2027-08-31',
    until: '2028-08-31',
    whenReviewPasses: 'sharing stops',
    approvers: null,
  });
  expect(police?.purposes[0]).toEqual({
    code: 'LOCATE_CHILD',
    words: 'finding a child who may be missing education',
    lawfulBasis: {
      controller: [
        'uk-gdpr/6-1-e (task in the public interest)',
        'dpa-2018/s8 (public task with a basis in law)',
      ],
      recipient: [
        'uk-gdpr/6-1-e (task in the public interest)',
        'dpa-2018/part-3 (law enforcement processing)',
      ],
    },
    specialCategoryConditions: [],
    powers: [
      'education-act-1996/s436A (duty to identify children not receiving education)',
      'children-act-2004/s10 (co-operation to improve well-being)',
    ],
  });
  expect(police?.clauses.find((c) => c.clause === '6.4')?.shared).toEqual([
    'whether the hub knows this child',
    'flag that the child is missing education, and since when (yes or no alone)',
    'mailbox and telephone of the responsible team, out of hours too',
  ]);
  expect(police?.transparency.join()).toContain('statutory-duties 2.7');
});

it('names those who approved, where the database was read', () => {
  const version = {
    agreement: 'thames-valley-police', version: 1, text: '', digest: '', state: 'APPROVED', offeredBy: 'c', offeredAt: '',
    approvedAt: '', approvedBy: ['a', 'b'], suspended: true, awaits: [],
  } as const; // prettier-ignore
  const [entry] = registerOf({ ...input, versions: [version] }).filter(
    (e) => e.agreement === version.agreement,
  );
  expect(entry).toMatchObject({ approvers: ['a', 'b'], state: 'APPROVED, suspended' });
});

/** Reads CSV as RFC 4180 has it. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, end] of csv.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    rows.at(-1)?.push((quoted ?? '').replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('comes as a table with one row an agreement and no cell left out', () => {
  const [head = [], ...rows] = rowsOf(registerCsv(entries));
  expect(rows).toHaveLength(entries.length);
  expect(rows.every((row) => row.length === head.length)).toBe(true);
  const row = rows.find(([name]) => name === 'protections') ?? [];
  const at = (column: string): string | undefined => row[head.indexOf(column)];
  expect(at('Never shared, by clause')).toContain('1.4: who raised a concern, and their words');
  expect(at('When the review passes')).toBe('a warning is given; it permits no data');
  expect(at('Approved by')).toBe('not read from the database');
});

it('lets no cell run as a formula, and keeps quotation marks', () => {
  const [first] = entries;
  if (!first) throw new Error('no entry');
  const [, row] = rowsOf(registerCsv([{ ...first, title: '=HYPERLINK("x")' }]));
  expect(row?.[1]).toBe(`'=HYPERLINK("x")`);
});

it('reads as text too', () => {
  const text = registerText(entries);
  expect(text).toContain('Thames Valley Police (thames-valley-police, version 1)');
  expect(text).toContain(
    'Clause 6.6: The force tells where a child has come to live or where a child has gone.',
  );
});

it.each([
  ['retention: P6Y', 'retention: P1Y', 'thames-valley-police: retention is now 1 year (was 6 years).'],
  [
    'rights: customer rights team',
    'rights: rights desk',
    'thames-valley-police: rights contact is now rights desk (was customer rights team).',
  ],
  [
    'review: 2027-08-31',
    'review: 2027-06-30',
    'thames-valley-police: review is now 30 June 2027 (was 31 August 2027).',
  ],
  [
    'says: The force tells of children missing, back, or met in an incident.',
    'says: The force tells.',
    'thames-valley-police: clause 6.5 now says: “The force tells.”.',
  ],
  [
    'powers: [children-act-1989/s47, children-act-2004/s11]',
    'powers: [children-act-1989/s47]',
    'thames-valley-police: law removed: children-act-2004/s11 as power for SAFEGUARD.',
  ],
])('says what else changes: %s', (from, to, sentence) => {
  const after = setOf(amendedFiles('thames-valley-police', from, to)).agreements.map(
    ({ agreement }) => agreement,
  );
  expect(termChanges(input.agreements, after)).toEqual([sentence]);
});

it('says which agreements come and go', () => {
  const [, ...rest] = input.agreements;
  expect(termChanges(input.agreements, rest)).toEqual(['any-authority is gone.']);
  expect(termChanges(rest, input.agreements)).toEqual(['any-authority is new.']);
});
