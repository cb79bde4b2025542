import { parseLocalDate } from '../../kernel/local-date';
import type { Check } from './check';

/** A term has a beginning and a review; it may have an end; a passed review stops what it opened. */
export const term: Check = {
  name: 'term',
  run(agreement, { catalogues }, report) {
    const { from, review, until, whenReviewPasses, at } = agreement.term;
    for (const [name, value] of [
      ['from', from],
      ['review', review],
      ...(until === null ? [] : [['until', until] as const]),
    ] as const) {
      if (value === '') report(at, `\`term.${name}\` is missing: write a day, 2026-09-01`);
      else if (!parseLocalDate(value).ok)
        report(at, `\`term.${name}: ${value}\` is not a day; write it like 2026-09-01`);
    }
    if (from > review && review !== '') report(at, '`review` lies before `from`');
    if (until !== null && until < review) report(at, '`until` lies before `review`');
    if (whenReviewPasses === 'warn') {
      const item = agreement.clauses.flatMap((c) => c.permit).find((p) => catalogues.items.has(p.word));
      if (item) {
        report(
          item.at,
          `\`whenReviewPasses: warn\` is only for agreements that permit actions alone; this one permits \`${item.word}\``,
        );
      }
    }
    for (const clause of agreement.clauses) {
      for (const value of [clause.from, clause.until]) {
        if (value !== null && !parseLocalDate(value).ok)
          report(clause.at, `\`${value}\` is not a day; write it like 2026-09-01`);
      }
    }
  },
};
