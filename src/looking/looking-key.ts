import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, readPrivateFile } from '../kernel/private-file';

const KEY = /^[0-9a-f]{64}$/;
/** Enough that no two ever meet, and half of what would be needed to look for the key. */
const CHARACTERS = 22;

/**
 * Keyed hashes of askers and criteria. The key lies in the data folder, away from the database, so that its tables tell
 * nothing to whoever has them alone; criteria are hashed under a key of their day, so that days cannot be joined.
 */
export class LookingKey {
  private constructor(private readonly key: Buffer) {}

  /** Opens `looking-key` in the data folder (mode 0600); makes it on the first start. */
  static open(dataDir: string): LookingKey {
    const path = join(dataDir, 'looking-key');
    if (readPrivateFile(path) === null) createPrivateFile(path, `${randomBytes(32).toString('hex')}\n`);
    const text = readPrivateFile(path)?.trim() ?? '';
    if (!KEY.test(text))
      throw new Error(`The key in ${path} is not usable: delete the file, and the hub makes another.`);
    return new LookingKey(Buffer.from(text, 'hex'));
  }

  asker(...parts: readonly string[]): string {
    return hash(this.key, ['asker', ...parts]);
  }

  trace(day: string, ...parts: readonly string[]): string {
    return hash(createHmac('sha256', this.key).update(`day ${day}`).digest(), parts);
  }
}

const hash = (key: Buffer, parts: readonly string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, CHARACTERS);
