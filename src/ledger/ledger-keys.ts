import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, readPrivateFile, replacePrivateFile } from '../kernel/private-file';
import { verifierKey } from './tree/note';

const FILE = 'ledger-keys.json';

/** An Ed25519 key that signs heads, with the name that a verifier knows it by (c2sp.org/signed-note). */
export interface LedgerKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** `name+hash+key`: what witnesses and partners keep. */
  readonly verifier: string;
}

/**
 * The keys that sign this hub's heads, the newest last (`ledger-keys.json`, mode 0600, one JWK each). While there are
 * two, every head carries both signatures, so that whoever knows only the old one can follow to the new.
 */
export class LedgerKeys {
  constructor(
    /** Name of the log, as its checkpoints spell it: `hub.example.gov.uk/ledger`. */
    readonly origin: string,
    readonly keys: readonly LedgerKey[],
  ) {}

  /**
   * Opens the keys in the data folder; makes the first one, and gives the log its name for good, on the first start.
   * Throws without the keys' content.
   */
  static open(dataDir: string, origin: string): LedgerKeys {
    const path = join(dataDir, FILE);
    if (readPrivateFile(path) === null) createPrivateFile(path, fileOf(origin, [newKey()]));
    return read(path);
  }

  /** Adds a key; heads are signed by both from the hub's next start on. Hand out its verifier meanwhile. */
  static rotate(dataDir: string): LedgerKeys {
    const path = join(dataDir, FILE);
    const { origin, keys } = read(path);
    replacePrivateFile(path, fileOf(origin, [...keys.map((k) => k.privateKey), newKey()]));
    return read(path);
  }

  /** Drops every key but the newest. Throws RangeError when there is no older one. */
  static finishRotation(dataDir: string): LedgerKeys {
    const path = join(dataDir, FILE);
    const { origin, keys, newest } = read(path);
    if (keys.length < 2)
      throw new RangeError('There is one key only: begin with `rollcall ledger rotate-key`.');
    replacePrivateFile(path, fileOf(origin, [newest.privateKey]));
    return read(path);
  }

  /** Signs promises. */
  get newest(): LedgerKey {
    const last = this.keys.at(-1);
    if (!last) throw new Error(`There is no key in ${FILE}.`);
    return last;
  }

  get verifiers(): readonly string[] {
    return this.keys.map(({ verifier }) => verifier);
  }
}

const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const fileOf = (origin: string, keys: readonly KeyObject[]): string =>
  `${JSON.stringify({ origin, keys: keys.map((key) => key.export({ format: 'jwk' })) })}\n`;

function read(path: string): LedgerKeys {
  const text = readPrivateFile(path);
  try {
    const { origin, keys } = JSON.parse(text ?? '') as { origin: string; keys: Record<string, string>[] };
    if (keys.length === 0) throw new RangeError('no key');
    return new LedgerKeys(
      origin,
      keys.map((jwk) => ledgerKey(origin, createPrivateKey({ key: jwk, format: 'jwk' }))),
    );
  } catch {
    throw new Error(
      `There is no usable key in ${path}: put its backup back. A new key would begin a new history.`,
    );
  }
}

function ledgerKey(origin: string, privateKey: KeyObject): LedgerKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not Ed25519');
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, verifier: verifierKey(origin, publicKey) };
}
