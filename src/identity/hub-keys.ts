import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import type { Clock } from '../kernel/clock';
import { readPrivateFile, replacePrivateFile } from '../kernel/private-file';
import { keyFromFile, type PublicJwk, type SigningKey } from './key-file';

const PRESENT = 'hub-keys.json';
const NEXT = 'hub-keys-next.json';
const ASSERTION_SECONDS = 60;

/** The hub's own keys: it signs assertions with them, and partners check those against its published JWKS. */
export class HubKeys {
  private constructor(
    private readonly assertion: SigningKey,
    private readonly next: SigningKey | null,
    private readonly clock: Clock,
  ) {}

  /** Opens the keys in the data folder (`hub-keys.json`, mode 0600); makes them on the first start. */
  static open(dataDir: string, clock: Clock): HubKeys {
    const present = keyFromFile(join(dataDir, PRESENT));
    const next = hasNext(dataDir) ? keyFromFile(join(dataDir, NEXT)) : null;
    return new HubKeys(present, next, clock);
  }

  /** Makes the next key, published beside the present one, which goes on signing. Throws RangeError when there is one. */
  static rotate(dataDir: string): PublicJwk {
    if (hasNext(dataDir))
      throw new RangeError(
        'There is a next key already: when every partner has it, rollcall hub rotate-key --finish.',
      );
    return keyFromFile(join(dataDir, NEXT)).publicJwk;
  }

  /** Puts the next key in the place of the present one. Throws RangeError when there is none. */
  static finishRotation(dataDir: string): PublicJwk {
    const text = readPrivateFile(join(dataDir, NEXT));
    if (text === null) throw new RangeError('There is no next key: rollcall hub rotate-key makes one.');
    replacePrivateFile(join(dataDir, PRESENT), text);
    rmSync(join(dataDir, NEXT));
    return keyFromFile(join(dataDir, PRESENT)).publicJwk;
  }

  /** What `GET /.well-known/jwks.json` answers: public halves alone. */
  jwks(): { keys: readonly PublicJwk[] } {
    const { assertion, next } = this;
    return { keys: [assertion.publicJwk, ...(next && next.kid !== assertion.kid ? [next.publicJwk] : [])] };
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
  signAssertion(
    clientId: string,
    audience: string,
    words: Readonly<Record<'user' | 'job', string>> | Record<string, never> = {},
  ): string {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const claims = {
      ...words,
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

const hasNext = (dataDir: string): boolean => readPrivateFile(join(dataDir, NEXT)) !== null;
