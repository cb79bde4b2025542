import type { Sql } from '../gate/ports';
import type { LedgerKeys } from './ledger-keys';
import { storedTile } from './tile.repository';
import { cosignedHead } from './witness/own-witness.repository';

/** An Ed25519 key of the ledger as a JWKS publishes it (RFC 8037); `kid` is name and id of its verifier key. */
export interface LedgerJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/**
 * What everybody may have of the ledger: signed heads, hashes and the keys to check them by.
 * INVARIANT: nothing here reads an entry: who asked about whom is in no hash that can be tried out.
 */
export class PublishedTree {
  private looking: Promise<string | null> | null = null;

  constructor(
    private readonly sql: Sql,
    private readonly keys: LedgerKeys,
  ) {}

  /**
   * The newest signed head with the cosignatures that were given to that very one, or null before the first. Everybody
   * who asks at once shares one look.
   */
  async checkpoint(): Promise<string | null> {
    this.looking ??= cosignedHead(this.sql).finally(() => {
      this.looking = null;
    });
    return await this.looking;
  }

  /** The first `width` hashes of a tile, or null where the tree has no so many. */
  tile(level: number, index: number, width: number): Promise<Buffer | null> {
    return storedTile(this.sql, level, index, width);
  }

  /** Verifier keys, the newest last. */
  verifiers(): readonly string[] {
    return this.keys.verifiers;
  }

  jwks(): readonly LedgerJwk[] {
    return this.keys.keys.map(({ publicKey, verifier }) => {
      const { x = '' } = publicKey.export({ format: 'jwk' });
      const [name = '', id = ''] = verifier.split('+');
      return { kty: 'OKP', crv: 'Ed25519', x, kid: `${name}+${id}`, use: 'sig', alg: 'EdDSA' };
    });
  }
}
