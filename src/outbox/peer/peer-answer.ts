import type { MessageKind } from '../message';

/** What another authority's hub said to a message of ours. */
export type PeerAnswered = {
  kind: MessageKind;
  about: string /* our notification's public id */;
  type: string | null /* notification type */;
  outcome: 'TAKEN' | 'REFUSED';
  code: string | null;
  theirs: string | null /* their id, uuid */;
  receipt: string | null;
};
