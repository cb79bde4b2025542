import { randomUUID } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import type { Config } from '../config';
import type { Clock } from '../kernel/clock';
import { nameKey } from '../kernel/name-key';
import { keyFromFile, type PublicJwk, type SigningKey } from './key-file';

/** The `iss` of development tokens. It is no web address, so that no configured issuer can bear it by accident. */
export const DEVELOPMENT_ISSUER = 'rollcall-development';

const LONGEST_LIFE = 3600;

export interface DevelopmentToken {
  /** The client: an organisation or unit of the directory. */
  readonly as: string;
  readonly user: string;
  readonly job: string;
  /** 1 to 3600; an hour when absent. */
  readonly lifeSeconds?: number;
}

type Setting = Pick<Config, 'host' | 'issuers' | 'dataDir' | 'audience'>;

/** Why the development issuer may not work here, as a sentence; null when it may. */
export function developmentIssuerRefusal({
  host,
  issuers,
}: Pick<Setting, 'host' | 'issuers'>): string | null {
  if (issuers.length > 0) return 'A real token issuer is configured: ask that one for a token.';
  if (!isLoopback(host))
    return 'The development issuer works only while the hub is bound to loopback (127.0.0.1).';
  return null;
}

/** Makes tokens for anybody, so it exists only where nobody else can reach the hub. */
export class DevelopmentIssuer {
  private constructor(
    private readonly key: SigningKey,
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  /** Opens `development-issuer.json` in the data folder. Throws an Error with the refusal when it may not work here. */
  static open(setting: Setting, clock: Clock): DevelopmentIssuer {
    const refusal = developmentIssuerRefusal(setting);
    if (refusal !== null) throw new Error(refusal);
    const key = keyFromFile(join(setting.dataDir, 'development-issuer.json'));
    return new DevelopmentIssuer(key, setting.audience, clock);
  }

  jwks(): { keys: readonly PublicJwk[] } {
    return { keys: [this.key.publicJwk] };
  }

  /** A token that the hub of the same data folder accepts. Throws RangeError on a life under 1 s or over an hour. */
  issueToken({ as, user, job, lifeSeconds = LONGEST_LIFE }: DevelopmentToken): string {
    if (!Number.isInteger(lifeSeconds) || lifeSeconds < 1 || lifeSeconds > LONGEST_LIFE) {
      throw new RangeError(`A token lives from 1 to ${LONGEST_LIFE} seconds.`);
    }
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const claims = {
      iss: DEVELOPMENT_ISSUER,
      aud: this.audience,
      iat: now,
      nbf: now,
      exp: now + lifeSeconds,
      jti: randomUUID(),
      sub: developmentSubject(as, user),
      client_id: as,
      user,
      job,
    };
    return jwt.sign(claims, this.key.privateKey, { algorithm: 'ES256', keyid: this.key.kid });
  }
}

/** The `sub` of a person at a client: the same for each of its tokens, so that approvers can be registered by it. */
export function developmentSubject(as: string, user: string): string {
  return `development:${as}:${nameKey(user)}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
