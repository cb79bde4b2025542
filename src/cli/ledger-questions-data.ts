import { progressBar } from './progress-bar';
import type { Asker } from './ledger-questions-asker';

export interface ReportItem {
  readonly child: string | null;
  readonly item: string;
  readonly form: string;
  readonly outcome: string;
  readonly under: readonly ReportClause[];
}
export interface ReportClause {
  readonly agreement: string;
  readonly version: number;
  readonly clause: string | null;
}
export interface ReportEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly client: string;
  readonly subject: string | null;
  readonly user: string | null;
  readonly job: string | null;
  readonly purpose: string;
  readonly reference: string;
  readonly rulesetVersion: string;
  readonly review?: readonly string[] | null;
  readonly items: readonly ReportItem[];
}
export interface ReportUse {
  readonly id: string;
  readonly state: string;
  readonly risk: string;
  readonly text: string;
  readonly organisation: string;
  readonly unit: string;
  readonly user: string;
  readonly job: string;
  readonly reference: string;
  readonly declaredAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly review: string | null;
  readonly reviewedAt: string | null;
  readonly childId: string | null;
}
export interface ReportCount {
  readonly of: string | null;
  readonly entries: number | null;
  readonly children: number | null;
  readonly disclosed: number | null;
  readonly withheld: number | null;
  readonly done: number | null;
  readonly refusals: number | null;
}
export interface ReportSummary {
  readonly agreement: string;
  readonly since: string;
  readonly until: string;
  readonly all: ReportCount;
  readonly parties: readonly ReportCount[];
  readonly purposes: readonly ReportCount[];
  readonly items: readonly ReportCount[];
}
interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 'pageInfo { hasNextPage endCursor }';
const ENTRIES = `query ($filter: DisclosureFilter!, $after: String, $marks: Boolean!) {
  disclosures(filter: $filter, first: 100, after: $after) {
    nodes {
      id at kind organisation unit client subject user job purpose reference rulesetVersion review @include(if: $marks)
      items { child item form outcome under { agreement version clause } }
    }
    ${PAGE}
  }
}`;
const USES = `query ($after: String) {
  emergencyUses(first: 100, after: $after) {
    nodes {
      id state risk text organisation unit user job reference declaredAt expiresAt endedAt outcome review reviewedAt
      childId
    }
    ${PAGE}
  }
}`;
const COUNTS = 'of entries children disclosed withheld done refusals';
const SUMMARY = `query ($filter: DisclosureSummaryFilter!) {
  disclosureSummary(filter: $filter) {
    agreement since until all { ${COUNTS} } parties { ${COUNTS} } purposes { ${COUNTS} } items { ${COUNTS} }
  }
}`;

/** Every operation that a question may ask, so that a test can hold them to the schema. */
export const QUESTION_OPERATIONS = [ENTRIES, USES, SUMMARY] as const;

/** Every entry that the filter finds, newest first; with what a person must decide about, where it is handed over. */
export const entriesOf = (
  asker: Asker,
  filter: Readonly<Record<string, unknown>>,
  marks = false,
): Promise<ReportEntry[]> => everyPage(asker, ENTRIES, { filter: given(filter), marks }, () => false);

/** Uses of emergency access declared in a period, oldest first: read until one is past it. */
export async function usesOf(asker: Asker, since: string | null, until: string | null): Promise<ReportUse[]> {
  const past = ({ declaredAt }: ReportUse): boolean => until !== null && declaredAt >= until;
  const uses = await everyPage<ReportUse>(asker, USES, {}, past);
  return uses.filter((use) => !past(use) && (since === null || use.declaredAt >= since));
}

export const summaryOf = (asker: Asker, filter: Readonly<Record<string, unknown>>): Promise<ReportSummary> =>
  asker.ask<ReportSummary>(SUMMARY, { filter });

async function everyPage<Row>(
  asker: Asker,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  enough: (row: Row) => boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  const bar = progressBar();
  try {
    for (let after: string | null = null; ;) {
      const page: Page<Row> = await asker.ask<Page<Row>>(query, { ...variables, after });
      rows.push(...page.nodes);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage || page.nodes.some(enough)) return rows;
      // How many there are nobody knows before the last page: the bar moves, and never arrives.
      bar.show(1 - 1 / (1 + rows.length / 1000), `${rows.length.toLocaleString('en-GB')} entries`);
    }
  } finally {
    bar.clear();
  }
}

const given = (filter: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== null));

/** A clause as people quote it. */
export const clauseText = ({ agreement, version, clause }: ReportClause): string =>
  `${agreement}@${version}${clause === null ? '' : ` ${clause}`}`;
