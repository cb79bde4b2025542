import type { Clock } from '../kernel/clock';
import type { AssertionsUsed } from './assertions-used';
import type { Directory } from './directory';
import { keysOfJwkSet } from './jwk-set';
import { claimsOf, isSignedBy, type UnverifiedToken } from './jws';
import { checkClaims, type VerifiedToken } from './token-claims';
import { unauthenticated } from './unauthenticated';

export interface PeerVerifierOptions {
  readonly directory: Pick<Directory, 'peerKeys'>;
  readonly used: AssertionsUsed;
  /** What this hub is called where others speak to it: no other hub's, or what is said to one could be said to another. */
  readonly audience: string;
  readonly clock: Clock;
}

const LONGEST_LIFE = 60;
/** Seconds by which the clocks of two hubs may differ: nothing is lost by it, as an assertion is good for one hub, once. */
const SKEW = 150;

/**
 * Checks the client assertion (RFC 7523) by which the hub of another authority says who it is: signed with a key that two
 * people pinned here, for this hub, for a minute at most, and once. It fetches nothing: whoever could answer for the
 * peer's address could otherwise answer for the peer.
 */
export class PeerVerifier {
  constructor(private readonly options: PeerVerifierOptions) {}

  /** Null when its issuer is no peer of this hub. Throws UNAUTHENTICATED. */
  async verify(token: UnverifiedToken): Promise<VerifiedToken | null> {
    const { directory, used, audience, clock } = this.options;
    const { issuer } = token;
    if (issuer === null) return null;
    const now = clock.now();
    const pinned = await directory.peerKeys(issuer, now);
    if (pinned.length === 0) return null;
    const key = keysOfJwkSet({
      keys: pinned.map(({ jwk, thumbprint }) => ({ ...jwk, kid: thumbprint })),
    })?.get(token.kid);
    if (!key) throw unauthenticated('The key of the assertion is not one that is pinned here for its hub.');
    if (!isSignedBy(token, key)) throw unauthenticated('The signature of the assertion is not good.');
    const claims = claimsOf(token) ?? {};
    const { iat, exp, sub } = claims;
    if (sub !== issuer) throw unauthenticated('The assertion has to be of the client that it is about.');
    const checked = checkClaims(
      { nbf: iat, ...claims, client_id: sub },
      { issuer, audience, development: false, now, tolerance: SKEW },
    );
    if (!checked.ok) throw unauthenticated(checked.problem);
    if (!(Number(exp) - Number(iat) <= LONGEST_LIFE))
      throw unauthenticated(`The assertion lives longer than ${LONGEST_LIFE} seconds.`);
    const { jti, expiresAt } = checked.value;
    const until = new Date(expiresAt.getTime() + SKEW * 1000);
    if (!(await used.first(issuer, jti, until, now)))
      throw unauthenticated('The assertion has been used: make a new one for each request.');
    return { ...checked.value, peer: true };
  }
}
