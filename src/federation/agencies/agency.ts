import type { DocumentNode } from 'graphql';

/** A partner's own service that holds fields of `Child` and answers them itself. One file of a reviewed folder each. */
export interface Agency {
  /** Of the file, and of its subgraph. */
  readonly name: string;
  readonly words: string;
  /** The controller of every item that its fields hold. */
  readonly organisation: string;
  readonly address: string;
  /** Milliseconds that one request of a caller may spend on it, however often it is asked. */
  readonly patience: number;
  /** Its own public key (JWK): answers that it did not sign are none. Null only beside https or on this machine. */
  readonly key: Readonly<Record<string, string>> | null;
  /** Its subgraph as it says it, for the composition. */
  readonly text: string;
  readonly document: DocumentNode;
  /** Fields that it adds to `Child`. */
  readonly fields: ReadonlySet<string>;
}

/** The one entity to which an agency adds, and the key by which it knows a child. */
export const ENTITY = { type: 'Child', key: 'id' } as const;
