import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import type { CaseOutcome } from '../procedures/procedure';
import { REFERRAL_TABLE } from '../procedures/referral.transitions';
import { hasOpenEntry } from './case.repository';

const [TAKEN, DEALT_WITH] = [REFERRAL_TABLE.ACCEPTED.TAKE_INTO_CASE, REFERRAL_TABLE.IN_CASE.DEAL_WITH];

/** Alerts that the team has accepted go into the case that is open about their child. */
export async function takeAlertsIntoCase(tx: Sql, child: string, { home }: Writer): Promise<void> {
  if (!(await hasOpenEntry(tx, child))) return;
  await tx.query(
    `update alert set state = $3, version = version + 1 where child_id = $1 and authority_id = $2 and state = 'ACCEPTED'`,
    [child, home, TAKEN],
  );
}

/** With the case its alerts are dealt with: their raisers are told that much (S0 10). */
export async function dealWithAlerts(
  tx: Sql,
  child: string,
  outcome: CaseOutcome,
  { home, now }: Writer,
): Promise<void> {
  await tx.query(
    `update alert set state = $3, version = version + 1, outcome_kind = $4, closed_at = $5
     where child_id = $1 and authority_id = $2 and state = 'IN_CASE'`,
    [child, home, DEALT_WITH, outcome, now],
  );
}
