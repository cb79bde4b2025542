import { nearWord } from '../../kernel/near-word';
import type { Position } from '../agreement';
import type { Check, CheckContext, Report } from './check';

/** Organisations, units and roles exist in the hub's directory and catalogue. */
export const knownParties: Check = {
  name: 'known-parties',
  run(agreement, context, report) {
    for (const party of agreement.parties) checkNames(party, context, report);
    for (const clause of agreement.clauses) {
      for (const exception of clause.except) checkNames(exception, context, report);
    }
  },
};

function checkNames(
  named: { organisation: string | null; unit: string | null; role: string | null; at: Position },
  { directory, catalogues }: CheckContext,
  report: Report,
): void {
  if (
    named.organisation &&
    named.organisation !== 'every' &&
    !directory.organisations.has(named.organisation)
  ) {
    const near = nearWord(named.organisation, [...directory.organisations]);
    report(
      named.at,
      `unknown organisation \`${named.organisation}\`${near ? `; did you mean \`${near}\`?` : ''}`,
    );
  }
  if (named.unit && !directory.units.has(named.unit)) {
    const near = nearWord(named.unit, [...directory.units.keys()]);
    report(named.at, `unknown unit \`${named.unit}\`${near ? `; did you mean \`${near}\`?` : ''}`);
  }
  if (named.role && !catalogues.roles.has(named.role)) {
    const near = nearWord(named.role, [...catalogues.roles.keys()]);
    report(named.at, `unknown role \`${named.role}\`${near ? `; did you mean \`${near}\`?` : ''}`);
  }
}
