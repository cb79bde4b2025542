import type { Parameters } from '../gate/entity-sql';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import { subjectOf } from '../gate/subject';

/** Whether an alert, a case or a standing alert of any organisation is open about a child, as SQL over its row. */
export const flaggedSql = (a: string, p: Parameters): string =>
  `(exists (select 1 from cme_case f where f.child_id = ${a}.id and (f.state <> 'CLOSED' or f.standing_alert))
    or exists (select 1 from alert f where f.child_id = ${a}.id and f.state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE'))
    or exists (select 1 from watch f where f.child_id = ${a}.id
      and (f.ends_at is null or f.ends_at > ${p.of('now', 'timestamptz')})))`;

export const MET_WHILE_FLAGGED = 'asked about while an alert, a case or a standing alert is open';

/**
 * Tells the home authority's team who asked about a flagged child, whether or not the asker was given it: with the
 * ledger entry of the look, once a day for each asker and child. The team's own looks are its work.
 */
export function noticeFlagged(
  context: GateContext,
  met: readonly { readonly row: object; readonly flagged: boolean }[],
): void {
  if (isHomeTeam(context)) return;
  for (const { row, flagged } of met) {
    const child = subjectOf(row)?.child;
    if (flagged && child !== undefined) context.record.lookBack(child, MET_WHILE_FLAGGED, true);
  }
}
