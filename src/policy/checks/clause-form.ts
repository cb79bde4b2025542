import type { Check } from './check';

/** Each clause has a number of its own, a sentence, and either permits or forbids. */
export const clauseForm: Check = {
  name: 'clause-form',
  run(agreement, _context, report) {
    const seen = new Set<string>();
    if (agreement.clauses.length === 0) report(agreement.at, 'an agreement without clauses shares nothing');
    for (const clause of agreement.clauses) {
      if (seen.has(clause.clause)) report(clause.at, `clause ${clause.clause} stands twice`);
      seen.add(clause.clause);
      if (clause.says === '') report(clause.at, `clause ${clause.clause} needs its sentence: \`says\``);
      if (clause.permit.length > 0 && clause.forbid.length > 0) {
        report(clause.at, `clause ${clause.clause} both permits and forbids: make two clauses`);
      }
      if (clause.permit.length === 0 && clause.forbid.length === 0) {
        report(clause.at, `clause ${clause.clause} neither permits nor forbids anything`);
      }
      if (clause.except.length > 0 && clause.forbid.length === 0) {
        report(clause.at, `clause ${clause.clause} has \`except\`, which is only for a forbid`);
      }
      if (clause.jobs.length > 0 && clause.forbid.length > 0) {
        report(
          clause.at,
          `clause ${clause.clause}: a forbid binds every job, so \`jobs\` does not belong there`,
        );
      }
    }
  },
};
