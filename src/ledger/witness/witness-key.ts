import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile, readPrivateFile } from '../../kernel/private-file';
import { cosign, cosignerKey } from '../tree/cosignature';

const FILE = 'witness-key.json';

/**
 * The key by which this hub says that another hub's head follows from every one that it had seen: Ed25519, never the
 * one of its own log (c2sp.org/tlog-cosignature). It lies in the data folder (`witness-key.json`, mode 0600, a JWK).
 */
export class WitnessKey {
  private constructor(
    /** The log's name and `/witness`: `hub.example.gov.uk/ledger/witness`. */
    readonly name: string,
    private readonly privateKey: KeyObject,
  ) {}

  /** Opens the key; makes one, and gives the witness its name for good, on the first start. Throws without content. */
  static open(dataDir: string, origin: string): WitnessKey {
    const path = join(dataDir, FILE);
    if (readPrivateFile(path) === null) {
      const { privateKey } = generateKeyPairSync('ed25519');
      const key = privateKey.export({ format: 'jwk' });
      createPrivateFile(path, `${JSON.stringify({ name: `${origin}/witness`, key })}\n`);
    }
    return read(path, (name, key) => new WitnessKey(name, key));
  }

  /** Null where no hub has been started yet: a command makes no keys. */
  static ifThere(dataDir: string): WitnessKey | null {
    return existsSync(join(dataDir, FILE)) ? WitnessKey.open(dataDir, '') : null;
  }

  /** `name+hash+key`: what the hubs whose heads it keeps are handed. */
  get verifier(): string {
    return cosignerKey(this.name, this.privateKey);
  }

  /** The line of signature under a checkpoint's text. */
  cosign(text: string, at: Date): string {
    return cosign(text, { name: this.name, privateKey: this.privateKey }, at);
  }
}

function read<T>(path: string, make: (name: string, key: KeyObject) => T): T {
  try {
    const { name, key } = JSON.parse(readPrivateFile(path) ?? '') as {
      name: string;
      key: Record<string, string>;
    };
    const privateKey = createPrivateKey({ key, format: 'jwk' });
    cosignerKey(name, privateKey);
    return make(name, privateKey);
  } catch {
    throw new Error(
      `There is no usable key in ${path}: put its backup back, or delete it and hand the new one out.`,
    );
  }
}
