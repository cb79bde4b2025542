/** Who asks, for what, on which of its own business: all that the gate and the ledger need of a requester. */
export interface Asking {
  readonly organisation: string;
  readonly unit: string;
  readonly role: string;
  readonly clientId: string;
  readonly subject: string;
  readonly user: string;
  readonly job: string;
  /** Empty when the request carries none. */
  readonly purpose: string;
  readonly reference: string;
  readonly onBehalfOf: {
    readonly organisation: string;
    readonly unit: string;
    readonly role: string;
    readonly authorityId: string | null;
  } | null;
  readonly requestId: string;
  /** The authority that the organisation is, or lies in. */
  readonly authorityId: string | null;
  /** The client is the hub of another authority. */
  readonly peerHub?: boolean;
  /** The client of the federation gateway whose credential came beside the caller's own token. */
  readonly gateway?: string;
}
