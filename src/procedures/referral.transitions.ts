import type { TransitionTable } from './transition-table';

export type ReferralState =
  'RECEIVED' | 'RETURNED' | 'ACCEPTED' | 'ROUTED' | 'IN_CASE' | 'DEALT_WITH' | 'WITHDRAWN';
export type ReferralTransition =
  'RETURN_LACKING' | 'COMPLETE' | 'ACCEPT' | 'ROUTE' | 'TAKE_INTO_CASE' | 'DEAL_WITH' | 'WITHDRAW';

/**
 * An alert, memo or referral. Without evidence of what the school tried it goes back with what is lacking (S1 App 2,
 * S3 App 1) and may come again; whoever is not missing education is routed (S2 2, 4.3; S3 Scope).
 */
export const REFERRAL_TABLE: TransitionTable<ReferralState, ReferralTransition> = {
  RECEIVED: { RETURN_LACKING: 'RETURNED', ACCEPT: 'ACCEPTED', ROUTE: 'ROUTED', WITHDRAW: 'WITHDRAWN' },
  RETURNED: { COMPLETE: 'RECEIVED', WITHDRAW: 'WITHDRAWN' },
  ACCEPTED: { TAKE_INTO_CASE: 'IN_CASE', ROUTE: 'ROUTED', DEAL_WITH: 'DEALT_WITH', WITHDRAW: 'WITHDRAWN' },
  IN_CASE: { DEAL_WITH: 'DEALT_WITH' },
  ROUTED: {},
  DEALT_WITH: {},
  WITHDRAWN: {},
};
