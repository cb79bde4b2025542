import { hash } from 'node:crypto';

/** SHA-256 of a text (UTF-8) or bytes. */
export const sha256 = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');

/** The same, hexadecimal. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
