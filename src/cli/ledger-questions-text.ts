import type { Report, ReportRow, ReportSection } from './ledger-questions-report';
import { plain, whenWords } from './ledger-questions-report';

const GAP = '  ';
const WIDEST = 100;

/** The report for a terminal: columns as wide as they need to be. A mark stands as its code; `--json` has its words. */
export function reportText(report: Report): string {
  const { asked, head, rulesetVersion, looks } = report;
  const size = head === null ? 'no signed head yet' : `${head.size} entries (${whenWords(head.at)})`;
  const facts = [
    `asked ${whenWords(asked.at)} by ${asked.by}, ${asked.as}`,
    `purpose ${asked.purpose}; reference ${asked.reference}`,
    `ruleset ${rulesetVersion.slice(0, 12)}; ledger then ${size}`,
    `this look is on record as ${looks.join(', ')}`,
  ];
  const sections = report.sections.flatMap((section) => ['', ...sectionLines(section)]);
  const marked = report.sections.some(({ rows }) => rows.some(({ marks }) => marks.length > 0));
  const notes = marked ? ['Rows with a mark: a person decides before they are handed over.'] : [];
  return [report.question, ...sections, '', ...report.notes, ...notes, ...facts].map(plain).join('\n') + '\n';
}

function sectionLines({ heading, columns, rows, empty }: ReportSection): string[] {
  const title = heading === null ? [] : [heading];
  if (rows.length === 0) return [...title, empty];
  const marked = rows.some(({ marks }) => marks.length > 0);
  const table = rows.map((row) => [...row.cells, ...(marked ? [codesOf(row)] : [])]);
  const heads = [...columns, ...(marked ? ['Decide'] : [])];
  const widths = heads.map((text, i) =>
    Math.min(
      WIDEST,
      Math.max(text.length, ...table.flatMap((row) => (row[i] ?? []).map((l) => plain(l).length))),
    ),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => plain(text).padEnd(widths[i] ?? 0))
      .join(GAP)
      .trimEnd();
  const lines = table.flatMap((row) => {
    const height = Math.max(1, ...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, i) => line(row.map((cell) => cell[i] ?? '')));
  });
  return [...title, line(heads), line(widths.map((width) => '-'.repeat(width))), ...lines];
}

const codesOf = ({ marks }: ReportRow): string[] => [
  ...new Set(marks.map((mark) => mark.slice(0, Math.max(0, mark.indexOf(':'))))),
];
