import type { Asking } from './asking';

/** One thing that happened, as a stream sees it: where it stands, and what its answer is made from. */
export interface FeedEvent {
  readonly cursor: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** The events behind one field of Subscription, for whoever may stand at its door. */
export interface Feed {
  /** The position of now, for a stream that begins without one. */
  now(asking: Asking): Promise<string>;
  /** Events after a position, oldest first, a bounded number at a time. Throws BAD_USER_INPUT for a bad position. */
  after(asking: Asking, cursor: string): Promise<readonly FeedEvent[]>;
}

/** Feeds by the name of their field. */
export type Feeds = ReadonlyMap<string, Feed>;
