import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { newPublicId } from '../kernel/id';
import { targetOf, type PartnerChange } from './partner-change';

/** What the ledger says was done. */
export type PartnerAction =
  | 'PARTNER_CHANGE_PROPOSED'
  | 'PARTNER_CHANGE_REFUSED'
  | 'PARTNER_ADDED'
  | 'PARTNER_UNIT_ADDED'
  | 'PARTNER_CLIENT_ADDED'
  | 'PARTNER_KEY_CHANGED'
  | 'PARTNER_WEBHOOK_ADDED'
  | 'PARTNER_SECRET_CHANGED'
  | 'PARTNER_SECRET_SHOWN'
  | 'PARTNER_HUB_ADDED'
  | 'LEDGER_WITNESS_ADDED'
  | 'LEDGER_WATCHED'
  | 'PARTNER_ENABLED'
  | 'PARTNER_DISABLED';

/** The act that it is when a change takes effect. */
export const ACTION_OF: Readonly<Record<PartnerChange['kind'], PartnerAction>> = {
  ADD_ORGANISATION: 'PARTNER_ADDED',
  ADD_UNIT: 'PARTNER_UNIT_ADDED',
  ADD_CLIENT: 'PARTNER_CLIENT_ADDED',
  CHANGE_KEY: 'PARTNER_KEY_CHANGED',
  ADD_WEBHOOK: 'PARTNER_WEBHOOK_ADDED',
  CHANGE_SECRET: 'PARTNER_SECRET_CHANGED',
  ADD_HUB: 'PARTNER_HUB_ADDED',
  ADD_WITNESS: 'LEDGER_WITNESS_ADDED',
  WATCH_LOG: 'LEDGER_WATCHED',
  ENABLE: 'PARTNER_ENABLED',
  DISABLE: 'PARTNER_DISABLED',
};

export interface PartnerAct {
  readonly action: PartnerAction;
  readonly id: string;
  readonly change: PartnerChange;
  /** Who did this. */
  readonly by: string;
  /** Who stands behind the change: one, or the two who made it. */
  readonly people: readonly string[];
  readonly at: Date;
}

/**
 * The ledger's record of an act on the directory. It concerns no child and rests on no agreement. Of people it has
 * the subjects that acted; names and contact points stay out of it, and the digest ties it to the text of the change.
 */
export function partnerEntry(home: string, { action, id, change, by, people, at }: PartnerAct) {
  const digest = sha256Hex(canonicalJson(change as unknown as JsonValue));
  const about = targetOf(change);
  return {
    id: newPublicId(),
    at,
    kind: 'ACT' as const,
    organisation: home,
    unit: home,
    user: by,
    job: 'approver of the directory',
    purpose: 'RIGHTS_AND_AUDIT',
    reference: id,
    requestId: newPublicId(),
    rulesetVersion: 'none',
    children: [],
    agreements: [],
    lookBacks: [],
    body: { v: 1, action, change: id, kind: change.kind, about, digest, people, ...keyOf(change) },
  };
}

export type PartnerEntry = ReturnType<typeof partnerEntry>;

function keyOf(change: PartnerChange): { readonly thumbprint?: string } {
  const key = 'key' in change ? change.key : null;
  return key === null ? {} : { thumbprint: key.thumbprint };
}
