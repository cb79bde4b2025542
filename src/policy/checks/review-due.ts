import { addDays } from '../../kernel/local-date';
import type { LocalDate } from '../../kernel/local-date';
import type { Check } from './check';

const NOTICE_DAYS = 60;

/** Warns while the review is near or past: when it passes, everything the agreement opens closes. */
export const reviewDue: Check = {
  name: 'review-due',
  run(agreement, { today }, report) {
    const { review, whenReviewPasses, at } = agreement.term;
    if (review === '') return;
    if (review < today) {
      const then =
        whenReviewPasses === 'stop'
          ? ': this agreement opens nothing'
          : '; what the agreement says still holds';
      report(at, `the review day ${review} has passed${then}`, 'warning');
    } else if (review <= addDays(today as LocalDate, NOTICE_DAYS))
      report(at, `review is due on ${review}`, 'warning');
  },
};
