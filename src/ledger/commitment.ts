import { randomFillSync } from 'node:crypto';
import { sha256Hex } from '../kernel/digest';

/** A part of an entry that is committed to by itself: each has its own reader, and its own end. */
export type Part = 'controller' | 'recipient' | 'criteria';

const SALT_SIZE = 32;
const SMALLEST = 512;
const STEP = 4096;

const beginOf = (part: Part): Buffer => Buffer.from(`rollcall-ledger/2 ${part}\0`);
const BEGIN: Readonly<Record<Part, Buffer>> = {
  controller: beginOf('controller'),
  recipient: beginOf('recipient'),
  criteria: beginOf('criteria'),
};

const SALTS_AT_ONCE = 128;
let drawn = Buffer.alloc(0);

/** 32 random bytes: without them, nobody can try contents against a commitment. Drawn many at once, given out once. */
export function newSalt(): Buffer {
  if (drawn.length < SALT_SIZE) drawn = randomFillSync(Buffer.alloc(SALTS_AT_ONCE * SALT_SIZE));
  const salt = drawn.subarray(0, SALT_SIZE);
  drawn = drawn.subarray(SALT_SIZE);
  return salt;
}

/**
 * What a leaf says of a part: SHA-256 over the part's name, a zero byte, its salt and its exact bytes, hexadecimal.
 * It binds, and it hides while the salt is secret; once salt and content are destroyed it says nothing to anybody.
 */
export function commitment(part: Part, salt: Buffer, content: string): string {
  const begin = BEGIN[part];
  const preimage = Buffer.allocUnsafe(begin.length + salt.length + Buffer.byteLength(content));
  preimage.set(begin, 0);
  preimage.set(salt, begin.length);
  preimage.write(content, begin.length + salt.length);
  return sha256Hex(preimage);
}

/**
 * A text with spaces behind it up to the next size class in bytes (512, 1024, 2048, then steps of 4096), so that its
 * length tells as little as its content. Spaces after a JSON text are no part of its value (RFC 8259 §2).
 */
export function padded(text: string): string {
  const size = Buffer.byteLength(text);
  let target = SMALLEST;
  while (target < size && target < STEP) target *= 2;
  if (target < size) target = Math.ceil(size / STEP) * STEP;
  return text + ' '.repeat(target - size);
}
