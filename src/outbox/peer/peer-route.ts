/** The other hub, and who we are there. */
export interface PeerAddress {
  /** The organisation that runs it. */
  readonly organisation: string;
  readonly audience: string;
  readonly clientId: string;
  /** The unit of theirs that is asked. */
  readonly team: string;
}

/** How one message goes to one peer: all that is not in what the gate answered. */
export interface PeerRoute {
  readonly peer: PeerAddress;
  /** Of a notification. */
  readonly type: string | null;
  /** Ours that says it. */
  readonly unit: string;
  readonly unitName: string;
  /** Null for the team for whose word the hub itself stands. */
  readonly onBehalfOf: string | null;
  readonly purpose: string;
  readonly reference: string;
  /** Their id of what is answered; null where nothing is. */
  readonly answers: string | null;
  /** Answers that they have. */
  readonly told: readonly string[];
  /** Of a correction: our ledger's entries under which they were told what was wrong. */
  readonly entries: readonly string[];
}
