import type { Clock } from '../kernel/clock';
import { type IssuerKey, keysOfJwkSet } from './jwk-set';

/** Where a verifier finds the keys of one issuer. */
export interface IssuerKeys {
  /** Null when the issuer has no such key, or cannot be asked. */
  find(kid: string): Promise<IssuerKey | null>;
}

const FRESH = 10 * 60_000;
const STALE = 60 * 60_000;
const BETWEEN_FETCHES = 30_000;
const PATIENCE = 5_000;
const LONGEST_SET = 256 * 1024;

/** Keys that are at hand: the development issuer's. */
export class LocalKeys implements IssuerKeys {
  private readonly keys: ReadonlyMap<string, IssuerKey>;

  constructor(jwks: unknown) {
    this.keys = keysOfJwkSet(jwks) ?? new Map<string, IssuerKey>();
  }

  find(kid: string): Promise<IssuerKey | null> {
    return Promise.resolve(this.keys.get(kid) ?? null);
  }
}

/**
 * The keys of a real issuer, fetched from its JWKS address. All are kept together: fetched again after ten minutes,
 * used for up to an hour while the address does not answer. A key that is not among them is looked for at most
 * twice a minute, whatever number of tokens name unknown keys: inventing key names can neither flood the issuer nor
 * keep the hub from the keys it has.
 */
export class RemoteKeys implements IssuerKeys {
  private keys: ReadonlyMap<string, IssuerKey> = new Map<string, IssuerKey>();
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private fetching: Promise<void> | null = null;

  constructor(
    private readonly jwksUri: string,
    private readonly clock: Clock,
  ) {}

  async find(kid: string): Promise<IssuerKey | null> {
    if (this.age() > FRESH || !this.keys.has(kid)) await this.refresh();
    return this.age() > STALE ? null : (this.keys.get(kid) ?? null);
  }

  private age(): number {
    return this.clock.now().getTime() - this.fetchedAt;
  }

  private async refresh(): Promise<void> {
    const now = this.clock.now().getTime();
    if (this.fetching === null && now - this.triedAt < BETWEEN_FETCHES) return;
    this.triedAt = this.fetching === null ? now : this.triedAt;
    this.fetching ??= this.fetchKeys().finally(() => {
      this.fetching = null;
    });
    await this.fetching;
  }

  /** Whatever goes wrong leaves the keys as they were; `find` decides when they are too old. */
  private async fetchKeys(): Promise<void> {
    try {
      const response = await fetch(this.jwksUri, {
        headers: { accept: 'application/jwk-set+json, application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      const keys = response.ok ? keysOfJwkSet(JSON.parse(await boundedText(response))) : null;
      if (keys === null) return;
      this.keys = keys;
      this.fetchedAt = this.clock.now().getTime();
    } catch {
      return;
    }
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > LONGEST_SET) throw new RangeError('The key set is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
