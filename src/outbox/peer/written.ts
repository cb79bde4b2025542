import type { Node } from './peer-child';
import type { PeerRoute } from './peer-route';

/** One mutation of the public API, as it is sent. */
export interface Written {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** By which we know it: the same again has no effect there again. */
  readonly message: string;
  /** Of an answer to an enquiry: by what it is known not to go again. */
  readonly told?: string;
  /** It is about something that both have already: its ids are those of that. */
  readonly word?: true;
  /** Refusals by which they say that it is so already. */
  readonly moot?: readonly string[];
  /** There is another after it. */
  readonly more?: boolean;
}

export interface Write {
  /** What the gate answered for the receiver, under its root. */
  readonly node: Node;
  readonly route: PeerRoute;
  /** Our public id of what it is about. */
  readonly about: string;
  /** The entry of our ledger that has what is told by it. */
  readonly receipt: string;
  /** Today in Europe/London, by our clock. */
  readonly today: string;
}

export interface Writing {
  /**
   * What it answers of theirs, by whose id it goes. OURS: of an enquiry of ours, as they have it; LOST_PUPIL: their message
   * that they look for a child. DISCLOSED: by our own entries of what they were told.
   */
  readonly answers: 'ENQUIRY' | 'NOTIFICATION' | 'OURS' | 'LOST_PUPIL' | 'DISCLOSED' | null;
  /** Whether what the other may be told is anything that it could be told: of a child without a name nothing is. */
  readonly isEnough: (node: Node) => boolean;
  /** Null: there is nothing more to say. */
  readonly write: (write: Write) => Written | null;
}
