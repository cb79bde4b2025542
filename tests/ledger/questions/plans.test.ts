import { sqlOf } from '../../../src/database/sql';
import { disclosureStatement, type DisclosureQuery } from '../../../src/ledger/disclosure.statement';
import { summaryText } from '../../../src/ledger/questions/disclosure-summary.repository';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const ENTRIES = 20_000;
const CHILD = '00000000-0000-4000-8000-000000000007';
const PUBLIC = '10000000-0000-4000-8000-000000000007';
const OFTEN = 'police/E23000029';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // A year: half of it one police force, the rest 40 others; 2,000 children, of whom one in three is told of by two.
  await database.owner.query(`
    insert into child (id, public_id, home_authority, source)
    select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
      ('10000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'la/931', 'test' from generate_series(0, 1999) n;
    insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id, ruleset_version,
      child_ids, leaf, client_id, subject, agreements, controller_part, recipient_part)
    select gen_random_uuid(), timestamptz '2025-11-18' + n * interval '1576 seconds',
      case when n % 50 = 0 then 'REFUSAL' when n % 9 = 0 then 'ACT' else 'DISCLOSURE' end, o.id, o.id || '/main',
      'LOCATE_CHILD', 'R', gen_random_uuid(), 'v',
      array[('00000000-0000-4000-8000-' || lpad(to_hex(n * 7 % 2000), 12, '0'))::uuid]
        || case when n % 3 = 0 then array[('00000000-0000-4000-8000-' || lpad(to_hex(n * 13 % 2000), 12, '0'))::uuid] else '{}' end,
      '{}', o.id, 'user ' || n % 400, array['agreement-' || n % 20],
      rpad('{"body":{"children":[]}}', 1024), rpad('{"told":{}}', 1024)
    from generate_series(0, ${ENTRIES - 1}) n,
      lateral (select case when n % 2 = 0 then '${OFTEN}' else 'nhs/N' || n % 40 end as id) o`);
  await database.owner.query('analyze ledger_entry');
  await database.owner.query('analyze child');
}, 60_000);
afterAll(() => database.drop());

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Node[];
}
interface Looked {
  readonly indexes: readonly string[];
  readonly scans: readonly string[];
  /** Rows of the ledger that were looked at, found or not. */
  readonly looked: number;
}

const below = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(below)];

async function explained(text: string, values: readonly unknown[]): Promise<Looked> {
  const [row] = await sqlOf(database.app).query<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(
    `explain (analyze, format json) ${text}`,
    values,
  );
  const nodes = row?.['QUERY PLAN'][0] ? below(row['QUERY PLAN'][0].Plan) : [];
  const rows = (node: Node): number =>
    ((node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)) *
    (node['Actual Loops'] ?? 1);
  const ledger = nodes.filter((node) => node['Relation Name'] === 'ledger_entry');
  return {
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))].filter((name) =>
      name.startsWith('ledger_'),
    ),
    scans: ledger.map((node) => node['Node Type']).filter((type) => type === 'Seq Scan'),
    looked: Math.round(ledger.reduce((sum, node) => sum + rows(node), 0)),
  };
}

const NONE: DisclosureQuery = {
  scope: null, family: [], after: null, limit: 21, marks: false, now: new Date('2026-11-18T00:00:00Z'), childId: null,
  since: null, until: null, organisation: null, unit: null, client: null, subject: null, agreement: null, purpose: null,
  kind: null,
}; // prettier-ignore
const WEEK = { since: '2026-03-01T00:00:00Z', until: '2026-03-08T00:00:00Z' };
const child = { childId: PUBLIC, family: [CHILD] };
const own = { scope: { organisation: 'nhs/N7', unit: null } };

test.each<[string, Partial<DisclosureQuery>, index: string, most: number]>([
  ['nothing', {}, 'ledger_entry_position_key', 50],
  ['a child', child, 'ledger_entry_child', 100],
  ['a child, with what a review goes by', { ...child, marks: true }, 'ledger_entry_child', 100],
  [
    'a child and an organisation',
    { ...child, organisation: OFTEN, kind: 'DISCLOSURE' },
    'ledger_entry_child',
    100,
  ],
  ['an organisation', { organisation: 'nhs/N7' }, 'ledger_entry_organisation', 50],
  [
    'an organisation that asks often, by a time',
    { organisation: OFTEN, until: WEEK.until },
    'ledger_entry_at',
    100,
  ],
  ['a unit', { unit: 'nhs/N7/main' }, 'ledger_entry_organisation', 600],
  ['a client', { client: 'nhs/N7' }, 'ledger_entry_client', 50],
  ['a client that asks often, in a week', { client: OFTEN, ...WEEK }, 'ledger_entry_at', 100],
  ['a person', { subject: 'user 7' }, 'ledger_entry_subject', 100],
  ['a person, since a day', { subject: 'user 7', since: '2026-11-16T00:00:00Z' }, 'ledger_entry', 250],
  ['a week', WEEK, 'ledger_entry_at', 100],
  ['since a day', { since: '2026-11-16T00:00:00Z' }, 'ledger_entry_at', 100],
  ['until a day long ago', { until: '2025-12-01T00:00:00Z' }, 'ledger_entry_at', 100],
  ['an agreement in a week', { agreement: 'agreement-3', ...WEEK }, 'ledger_entry_at', 500],
  ['an agreement that rests on nothing, in a week', { agreement: 'none', ...WEEK }, 'ledger_entry_at', 500],
  ['refusals in a week', { kind: 'REFUSAL', ...WEEK }, 'ledger_entry_at', 500],
  ['a purpose that nobody had, in a week', { purpose: 'STATISTICS', ...WEEK }, 'ledger_entry_at', 500],
  ['one’s own', own, 'ledger_entry_organisation', 50],
  ['one’s own about a child', { ...own, ...child }, 'ledger_entry_child', 100],
  ['one’s own under an agreement', { ...own, agreement: 'none', since: WEEK.since }, 'ledger_entry', 1500],
])('%s: an index leads there', async (_words, over, index, most) => {
  const { text, values } = disclosureStatement({ ...NONE, ...over });
  const { indexes, scans, looked } = await explained(text, values);
  expect(scans).toEqual([]);
  expect(indexes.join(' ')).toContain(index);
  expect(looked).toBeLessThanOrEqual(most);
});

test('the next page of a period begins where the last ended', async () => {
  const [first] = await sqlOf(database.app).query<{ id: string }>(
    `select id from ledger_entry where at < '2026-03-05' order by at desc limit 1`,
  );
  const { text, values } = disclosureStatement({
    ...NONE,
    since: '2025-12-01T00:00:00Z',
    after: first?.id ?? null,
  });
  const { scans, looked } = await explained(text, values);
  expect(scans).toEqual([]);
  expect(looked).toBeLessThanOrEqual(100);
});

test('counts under an agreement read the period alone', async () => {
  for (const scope of [null, own.scope]) {
    const values = ['agreement-3', WEEK.since, WEEK.until, scope?.organisation ?? null, null];
    const { indexes, scans, looked } = await explained(summaryText(scope), values);
    expect(scans).toEqual([]);
    expect(indexes).toContain('ledger_entry_at');
    expect(looked).toBeLessThanOrEqual(500);
  }
});
