import { createHash } from 'node:crypto';

/** SHA-256 of a text (UTF-8) or bytes. */
export const sha256 = (content: string | Uint8Array): Buffer => createHash('sha256').update(content).digest();
