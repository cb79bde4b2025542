import { isHash } from './hash';

/**
 * Bytes from base64 (RFC 4648 §4), or null. One value has one spelling: padding is written, spare bits are 0, and
 * nothing stands between the letters.
 */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** A hash of 32 bytes from base64 in its one spelling, or null. */
export function hashFromBase64(text: string): Buffer | null {
  const bytes = fromBase64(text);
  return isHash(bytes) ? bytes : null;
}

/** A whole number from 0 to 2^53 - 1 in ASCII digits without a leading zero, or null. */
export function fromDecimal(text: string): number | null {
  const value = Number(text);
  return /^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(value) ? value : null;
}
