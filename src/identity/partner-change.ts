import {
  parseOrganisationId,
  parseUnitId,
  type OrganisationId,
  type UnitId,
} from '../kernel/organisation-id';
import type { PartnerKey } from './partner-jwk';

/** What can be switched off and on. */
export type PartnerTarget =
  | { readonly target: 'organisation'; readonly id: OrganisationId }
  | { readonly target: 'unit'; readonly id: UnitId }
  | { readonly target: 'client'; readonly id: string }
  | { readonly target: 'webhook'; readonly id: string }
  | { readonly target: 'hub'; readonly id: string }
  | { readonly target: 'witness'; readonly id: string }
  | { readonly target: 'log'; readonly id: string };

export interface AddOrganisation {
  readonly kind: 'ADD_ORGANISATION';
  readonly organisation: OrganisationId;
  readonly name: string;
  /** The `la/…` it belongs to. */
  readonly authority: OrganisationId | null;
}

export interface AddUnit {
  readonly kind: 'ADD_UNIT';
  readonly unit: UnitId;
  readonly role: string;
  readonly name: string;
  readonly service: string | null;
  readonly phone: string | null;
  readonly mailbox: string | null;
}

export interface AddClient {
  readonly kind: 'ADD_CLIENT';
  readonly clientId: string;
  readonly unit: UnitId;
  readonly name: string;
  readonly key: PartnerKey | null;
}

export interface ChangeKey {
  readonly kind: 'CHANGE_KEY';
  readonly clientId: string;
  readonly key: PartnerKey;
  /** ISO 8601 instant up to which the key before it is good; null: until the change is approved. */
  readonly oldKeyUntil: string | null;
}

/** Where a unit is told that there is something for it. */
export interface AddWebhook {
  readonly kind: 'ADD_WEBHOOK';
  readonly webhook: string;
  readonly unit: UnitId;
  readonly url: string;
  /** Under which it is decided what the unit is told, in the order in which they are tried. */
  readonly purposes: readonly string[];
  readonly reference: string;
  /** That there is something, or what the unit would be told if it asked. */
  readonly carries: 'SIGNAL' | 'ANSWER';
}

export interface ChangeSecret {
  readonly kind: 'CHANGE_SECRET';
  readonly webhook: string;
  /** ISO 8601 instant up to which the secret before it signs too; null: until the change is approved. */
  readonly oldSecretUntil: string | null;
}

/** Where the hub of another authority is, and who we are there. Its own key is that of its client here. */
export interface AddHub {
  readonly kind: 'ADD_HUB';
  readonly hub: string;
  /** What we tell it is decided for this unit, which its client system speaks for. */
  readonly unit: UnitId;
  readonly url: string;
  /** For whom our assertions are: its address, or the authority that runs it. */
  readonly audience: string;
  /** Our client_id there. */
  readonly clientId: string;
  /** The unit of theirs that is asked. */
  readonly team: UnitId;
  readonly purposes: readonly string[];
  readonly reference: string;
}

/** Who keeps this hub's head, and cosigns the next only when it follows. */
export interface AddWitness {
  readonly kind: 'ADD_WITNESS';
  /** What it is called here. */
  readonly witness: string;
  /** To which `/add-checkpoint` is added. */
  readonly url: string;
  /** Its verifier key, `name+hash+key`. */
  readonly verifier: string;
}

/** Whose heads this hub keeps. Of a log that is kept already: its new address and keys. */
export interface WatchLog {
  readonly kind: 'WATCH_LOG';
  /** The log's name, as its heads spell it and its keys are called. */
  readonly log: string;
  readonly organisation: OrganisationId;
  /** Where its `/checkpoint` and `/tile` lie. */
  readonly url: string;
  readonly verifiers: readonly string[];
  /** Whether the head that is kept is given up, because the log has begun anew. */
  readonly anew: boolean;
}

export type Enable = { readonly kind: 'ENABLE' } & PartnerTarget;
export type Disable = { readonly kind: 'DISABLE' } & PartnerTarget;

/** A change that two people make: one proposes it, another approves exactly that. */
export type PartnerProposal =
  | AddOrganisation
  | AddUnit
  | AddClient
  | ChangeKey
  | AddWebhook
  | ChangeSecret
  | AddHub
  | AddWitness
  | WatchLog
  | Enable;

/** What is written down of a change of the directory. */
export type PartnerChange = PartnerProposal | Disable;

/** What a change is about; only one of a kind can wait for one target. */
export function targetOf(change: PartnerChange): string {
  switch (change.kind) {
    case 'ADD_ORGANISATION':
      return `organisation ${change.organisation}`;
    case 'ADD_UNIT':
      return `unit ${change.unit}`;
    case 'ADD_CLIENT':
    case 'CHANGE_KEY':
      return `client ${change.clientId}`;
    case 'ADD_WEBHOOK':
    case 'CHANGE_SECRET':
      return `webhook ${change.webhook}`;
    case 'ADD_HUB':
      return `hub ${change.hub}`;
    case 'ADD_WITNESS':
      return `witness ${change.witness}`;
    case 'WATCH_LOG':
      return `log ${change.log}`;
    case 'ENABLE':
    case 'DISABLE':
      return `${change.target} ${change.id}`;
  }
}

/** A client system may not bear the name of somebody else's organisation or unit. */
export function isNamedAfterAnother(clientId: string, unit: UnitId): boolean {
  const isBody = parseOrganisationId(clientId).ok;
  if (!isBody && !parseUnitId(clientId).ok) return false;
  return clientId !== unit && !(isBody && unit.startsWith(`${clientId}/`));
}
