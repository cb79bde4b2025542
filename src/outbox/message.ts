import type { Answer } from '../gate/answer';
import type { Sql } from '../gate/ports';
import type { ClauseRef } from '../policy/ruleset';

/** What happened, of which a recipient is told. The rows are made by triggers (migration 22000). */
export const MESSAGE_KINDS = [
  'NOTIFICATION',
  'ENQUIRY',
  'ENQUIRY_ANSWERED',
  // To hubs alone: in an inbox there is then nothing to read.
  'ENQUIRY_WITHDRAWN',
  'ALERT',
  'ALERT_REVIEWED',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** WAITING until it is taken; HELD while no agreement opens it; DEAD when it was given up. */
export type DeliveryState = 'WAITING' | 'HELD' | 'DELIVERED' | 'DEAD';

/** A way to receive, beside the inbox that everybody has. */
export interface Channel {
  readonly id: string;
  readonly kind: 'WEBHOOK' | 'PEER_HUB';
  /** Whose permissions shape what it is told. */
  readonly unit: string;
  readonly url: string;
  /** Under which it is told, in the order in which they are tried; the notice's own comes first. */
  readonly purposes: readonly string[];
  readonly reference: string;
  readonly carries: 'SIGNAL' | 'ANSWER';
  /** Which of its secrets signs now; the one before it signs too until `formerUntil`. */
  readonly generation: number;
  readonly formerUntil: Date | null;
  readonly failures: number;
}

/** One message to one channel, claimed: nobody else delivers it meanwhile. */
export interface Claimed {
  /** By which the receiver knows it, however often it comes. */
  readonly id: string;
  readonly lease: string;
  readonly kind: MessageKind;
  /** The public id of the notification, enquiry or alert. */
  readonly about: string;
  /** The child at the time of writing, by the hub's own id: it never leaves. */
  readonly lane: string;
  readonly purpose: string;
  readonly writtenAt: Date;
  /** This one counted. */
  readonly attempts: number;
  readonly channel: Channel;
}

/** What leaves: decided and in the ledger before it is handed over. Its `lane` stays here. */
export interface Parcel extends Omit<Claimed, 'lease'> {
  /** What the gate answered for the receiving unit. */
  readonly answer: Answer;
  /** The instant of this attempt. */
  readonly at: Date;
}

/** What is written in the transaction that settles the delivery, or not at all. */
export type Settle = (tx: Sql) => Promise<void>;

/** What became of an attempt. `problem` is a word of ours: nothing of what a receiver says is kept. */
export type Carried =
  | {
      readonly taken: true;
      /** The receiver has it, and nothing came of it. */
      readonly problem?: string;
      /** There is more of it: it is carried again at once. */
      readonly more?: boolean;
      readonly settle?: Settle;
    }
  | {
      readonly taken: false;
      readonly problem: string;
      /** It will be so however often it is sent: it is given up at once. */
      readonly final?: boolean;
      /** Whether it says that the receiver is away; else it does. */
      readonly away?: boolean;
      readonly settle?: Settle;
    };

/** Hands parcels to one kind of channel. Never throws for what the other side does; may be asked twice for one message. */
export interface Carrier {
  /** Whether messages like this go by it at all; else they do. What does not is in the inbox, and nowhere on its way. */
  takes?(message: Claimed): Promise<boolean>;
  carry(parcel: Parcel): Promise<Carried>;
  close(): Promise<void>;
}
export type Carriers = Readonly<Partial<Record<Channel['kind'], Carrier>>>;

/** Clauses that would open something, of agreements that were stopped. */
export type StoppedClauses = readonly ClauseRef[];
