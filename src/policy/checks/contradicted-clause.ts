import type { Clause, Party } from '../agreement';
import type { Check } from './check';

/** Warns of a permit that another clause forbids for the same people and every child: it can never open. */
export const contradictedClause: Check = {
  name: 'contradicted-clause',
  run(agreement, { all }, report) {
    for (const clause of agreement.clauses) {
      for (const permission of clause.permit) {
        for (const other of all) {
          const forbid = other.agreement.clauses.find(
            (f) =>
              f.except.length === 0 &&
              f.forbid.some((p) => p.word === permission.word) &&
              coversPurposes(f, clause) &&
              f.children.some((a) => a.every((g) => g.kind === 'ANY_CHILD')) &&
              agreement.parties
                .filter(receives)
                .every((p) => other.agreement.parties.some((q) => receives(q) && contains(q, p))),
          );
          if (forbid) {
            report(
              permission.at,
              `\`${permission.word}\` in clause ${clause.clause} never opens: ${other.agreement.agreement} ${forbid.clause} forbids it`,
              'warning',
            );
          }
        }
      }
    }
  },
};

const receives = (p: Party): boolean => p.capacity !== 'controller';
const coversPurposes = (forbid: Clause, permit: Clause): boolean =>
  forbid.purposes.length === 0 || permit.purposes.every((p) => forbid.purposes.includes(p));
const contains = (wide: Party, narrow: Party): boolean =>
  (wide.organisation === 'every' ||
    (wide.organisation !== null && wide.organisation === narrow.organisation)) &&
  (wide.role === null || wide.role === narrow.role) &&
  (wide.unit === null || wide.unit === narrow.unit);
