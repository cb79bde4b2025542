import { PLACEMENT_TABLE } from '../../../src/flags/flag.transitions';
import { ASKED_TABLE } from '../../../src/procedures/asked.transitions';
import { CASE_TABLE } from '../../../src/procedures/case.transitions';
import { REFERRAL_TABLE } from '../../../src/procedures/referral.transitions';
import { DECIDED_HERE } from '../../../src/notifications/transfer.transitions';
import { PROPOSAL_TABLE } from '../../../src/procedures/register-change';

const TABLES: Readonly<Record<string, Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>>> =
  {
    alert: REFERRAL_TABLE,
    enquiry_recipient: ASKED_TABLE,
    cme_case: CASE_TABLE,
    case_change: PROPOSAL_TABLE,
    flag_placement: PLACEMENT_TABLE,
    enquiry: { OPEN: { SETTLE: 'ANSWERED', WITHDRAW: 'WITHDRAWN' } },
    // What is taken over after its end stays ended: no change that could be seen.
    transfer: { ...DECIDED_HERE, ENDED: {} },
  };

/** Every transition that a table allows, as `transitionsSeen` writes it. */
export const TRANSITIONS: readonly string[] = Object.entries(TABLES).flatMap(([place, table]) =>
  Object.entries(table).flatMap(([was, events]) =>
    Object.values(events).map((became) => `${place} ${was} ${String(became)}`),
  ),
);

/** Two steps whose time came in one evening: reminded, and with the manager, whom the row names without a delay. */
export const TWO_AT_ONCE = 'enquiry_recipient WAITING ESCALATED';
