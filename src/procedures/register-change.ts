import type { Change } from './procedure';
import type { TransitionTable } from './transition-table';

export type ProposalState = 'PROPOSED' | 'AUTHORISED' | 'REFUSED' | 'WITHDRAWN';
export type ProposalTransition = 'AUTHORISE' | 'REFUSE' | 'WITHDRAW';

/** A proposed change of commentary, status or rating. Additions to a register need nobody (S4 11). */
export const PROPOSAL_TABLE: TransitionTable<ProposalState, ProposalTransition> = {
  PROPOSED: { AUTHORISE: 'AUTHORISED', REFUSE: 'REFUSED', WITHDRAW: 'WITHDRAWN' },
  AUTHORISED: {},
  REFUSED: {},
  WITHDRAWN: {},
};

/** How a change is to be authorised: by somebody, or by a meeting. */
export type Authorisation =
  | { readonly by: 'person'; readonly proposedBy: string; readonly authorisedBy: string }
  | { readonly by: 'group'; readonly group: string; readonly members: number; readonly present: number };

/** Why a change may not be authorised so. */
export type ChangeRefusal = 'samePerson' | 'groupAlone' | 'noQuorum';

/**
 * Whether a change of commentary, status or rating is authorised as the policy says: by a second person who really is
 * another, or by the group that the policy names at a meeting with its quorum (S4 11, App 2: half of the members, named
 * alternates counting). Null: it is.
 */
export function refusalOf(change: Change, how: Authorisation): ChangeRefusal | null {
  if (change.by === 'secondPerson') {
    return how.by === 'person' && how.proposedBy === how.authorisedBy ? 'samePerson' : null;
  }
  if (how.by !== 'group' || how.group !== change.group) return 'groupAlone';
  return how.members > 0 && how.present * 100 >= change.quorum * how.members ? null : 'noQuorum';
}
