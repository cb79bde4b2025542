import type { Check } from './check';

/** Warns of a clause that can never apply: outside the term, or already given whole by an earlier clause. */
export const reachableClause: Check = {
  name: 'reachable-clause',
  run(agreement, _context, report) {
    agreement.clauses.forEach((clause, index) => {
      const { from, until } = agreement.term;
      if (clause.until !== null && clause.until < from) {
        report(clause.at, `clause ${clause.clause} ends before the agreement begins`, 'warning');
      }
      if (clause.from !== null && until !== null && clause.from > until) {
        report(clause.at, `clause ${clause.clause} begins after the agreement ends`, 'warning');
      }
      const earlier = agreement.clauses
        .slice(0, index)
        .find(
          (e) =>
            clause.permit.length > 0 &&
            e.jobs.length === 0 &&
            e.from === null &&
            e.until === null &&
            clause.permit.every((p) =>
              e.permit.some((q) => q.word === p.word && (q.form === 'full' || q.form === p.form)),
            ) &&
            clause.purposes.every((p) => e.purposes.includes(p)) &&
            e.children.some((a) => a.every((g) => g.kind === 'ANY_CHILD')),
        );
      if (earlier)
        report(
          clause.at,
          `clause ${clause.clause} adds nothing: clause ${earlier.clause} gives it all for any child`,
          'warning',
        );
    });
  },
};
