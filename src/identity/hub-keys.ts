import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import type { Clock } from '../kernel/clock';
import { keyFromFile, type PublicJwk, type SigningKey } from './key-file';

const ASSERTION_SECONDS = 60;

/** The hub's own keys: it signs assertions with them, and partners check those against its published JWKS. */
export class HubKeys {
  private constructor(
    private readonly assertion: SigningKey,
    private readonly clock: Clock,
  ) {}

  /** Opens the keys in the data folder (`hub-keys.json`, mode 0600); makes them on the first start. */
  static open(dataDir: string, clock: Clock): HubKeys {
    return new HubKeys(keyFromFile(join(dataDir, 'hub-keys.json')), clock);
  }

  /** What `GET /.well-known/jwks.json` answers: public halves alone. */
  jwks(): { keys: readonly PublicJwk[] } {
    return { keys: [this.assertion.publicJwk] };
  }

  /** The hub's word to an agency that holds data itself; whoever knows the published keys can check it. */
  signFor(
    issuer: string,
    audience: string,
    seconds: number,
    words: Readonly<Record<string, unknown>>,
  ): string {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const claims = {
      ...words,
      iss: issuer,
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + seconds,
      jti: randomUUID(),
    };
    return jwt.sign(claims, this.assertion.privateKey, { algorithm: 'ES256', keyid: this.assertion.kid });
  }

  /** A client assertion (RFC 7523) by which this hub says who it is to `audience`; it lives 60 seconds. */
  signAssertion(clientId: string, audience: string): string {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + ASSERTION_SECONDS,
      jti: randomUUID(),
    };
    return jwt.sign(claims, this.assertion.privateKey, { algorithm: 'ES256', keyid: this.assertion.kid });
  }
}
