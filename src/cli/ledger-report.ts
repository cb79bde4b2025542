import type { Problem, ProblemKind } from '../ledger/verify/findings';
import type { LogReport } from '../ledger/verify/log-report';

const BEARS_OUT_NO_MORE: readonly ProblemKind[] = ['OUTSIDE', 'CUT', 'FORK'];
const REWRITTEN =
  'The ledger does not bear out any more what it had signed and others have kept: it was rewritten, cut off, set back or shown in two histories. Until that is explained, nothing in it proves what was disclosed. Keep the heads that show it, and tell the data protection officer.';

/** A report on the ledger for people: what was found first, and what was not looked at last. */
export function reportInWords(report: LogReport): string {
  const { entries, heads, erased, outside } = report;
  const newest = report.newestHead === null ? '' : `, the newest of ${report.newestHead}`;
  const held =
    outside.heads === 0
      ? 'held against no head from elsewhere'
      : `held against ${outside.heads} heads kept outside the database, the largest of ${outside.newest ?? 0}`;
  const lines = [
    `${report.origin ?? 'The ledger'}: ${entries} entries under ${heads} heads${newest}; ${held}.`,
    ...(erased.entries > 0 ? [`${erased.entries} entries are erased: their leaves stand.`] : []),
    ...(erased.parts > 0 ? [`${erased.parts} entries have one part erased.`] : []),
    ...(erased.criteria > 0 ? [`${erased.criteria} entries have their criteria erased.`] : []),
    ...(report.pending > 0 ? [`${report.pending} entries wait for the next head.`] : []),
  ];
  if (report.ok) lines.push('Everything that could be checked is right.');
  else {
    const first = report.first
      ? `First wrong: ${problemInWords(report.first)}`
      : 'No leaf is wrong by itself.';
    lines.push(`NOT WHOLE: ${report.problemsInAll} problems. ${first}`);
    lines.push(...report.problems.map((problem) => `  ${problemInWords(problem)}`));
    const untold = report.problemsInAll - report.problems.length;
    if (untold > 0) lines.push(`  and ${untold} more of these kinds`);
    if (BEARS_OUT_NO_MORE.some((kind) => report.counts[kind] !== undefined)) lines.push(REWRITTEN);
  }
  if (report.unchecked.length > 0)
    lines.push('Not checked:', ...report.unchecked.map((words) => `  - ${words}`));
  return `${lines.join('\n')}\n`;
}

function problemInWords({ index, until, position, how }: Problem): string {
  const place =
    index === null || until === null
      ? null
      : until === index + 1
        ? `entry ${index}`
        : `entries ${index} to ${until - 1}`;
  const where = [place, position === null ? null : `position ${position}`].filter((word) => word !== null);
  return where.length > 0 ? `${where.join(', ')}: ${how}` : how;
}
