import { LRUCache } from 'lru-cache';
import type { Issuer } from '../config';
import type { Clock } from '../kernel/clock';
import { DEVELOPMENT_ISSUER, type DevelopmentIssuer } from './development-issuer';
import { type IssuerKeys, LocalKeys, RemoteKeys } from './issuer-keys';
import { TOKEN_ALGORITHMS } from './jwk-set';
import { claimsOf, isSignedBy, readToken } from './jws';
import type { PeerVerifier } from './peer-credential';
import { checkClaims, timeProblem, type VerifiedToken } from './token-claims';
import { unauthenticated } from './unauthenticated';

/** What tokens are verified against: real issuers, or the development issuer when there is one. */
export interface TokenVerifierOptions {
  readonly issuers: readonly Issuer[];
  /** The hub's own audience, which development tokens name. */
  readonly audience: string;
  readonly development: Pick<DevelopmentIssuer, 'jwks'> | null;
  /** Hubs of other authorities, which speak for themselves; else none do. */
  readonly peers?: Pick<PeerVerifier, 'verify'>;
  readonly clock: Clock;
}

interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly development: boolean;
  readonly keys: IssuerKeys;
}

/** How long a signature that was found good is believed without looking again: bounds the life of a withdrawn key. */
const REMEMBERED_MILLISECONDS = 60_000;

/** Turns the token of a request into who it speaks for, or throws UNAUTHENTICATED. */
export class TokenVerifier {
  private readonly issuers: ReadonlyMap<string, TrustedIssuer>;
  private readonly clock: Clock;
  private readonly peers: Pick<PeerVerifier, 'verify'> | undefined;
  private readonly verified = new LRUCache<string, VerifiedToken>({
    max: 5000,
    ttl: REMEMBERED_MILLISECONDS,
  });

  constructor({ issuers, audience, development, peers, clock }: TokenVerifierOptions) {
    this.clock = clock;
    this.peers = peers;
    const trusted = issuers.map((entry): TrustedIssuer => {
      const keys = new RemoteKeys(entry.jwksUri, clock);
      return { issuer: entry.issuer, audience: entry.audience, development: false, keys };
    });
    if (development !== null && trusted.length === 0) {
      const keys = new LocalKeys(development.jwks());
      trusted.push({ issuer: DEVELOPMENT_ISSUER, audience, development: true, keys });
    }
    this.issuers = new Map(trusted.map((entry) => [entry.issuer, entry]));
  }

  /**
   * Verifies the value of an `Authorization` header. Throws HubError UNAUTHENTICATED with a sentence that says in
   * general terms what is wrong, and nothing of what the token says.
   */
  async verifyHeader(header: string | undefined): Promise<VerifiedToken> {
    const [, token] = /^Bearer +([^ ]+)$/i.exec(header?.trim() ?? '') ?? [];
    if (token === undefined) throw unauthenticated('Send a token: "Authorization: Bearer …".');
    return this.verify(token);
  }

  /** Verifies a bare token; throws as `verifyHeader` does. Its times are checked anew on every call. */
  async verify(token: string): Promise<VerifiedToken> {
    const known = this.verified.get(token);
    if (known !== undefined) {
      const problem = timeProblem(known, this.clock.now());
      if (problem !== null) throw unauthenticated(problem);
      return known;
    }
    const verified = await this.verifyAnew(token);
    // What a hub says of itself is good once.
    if (verified.peer !== true) this.verified.set(token, verified);
    return verified;
  }

  private async verifyAnew(text: string): Promise<VerifiedToken> {
    const token = readToken(text);
    if (token === null) throw unauthenticated('The token is not a signed JSON Web Token that names its key.');
    if (!TOKEN_ALGORITHMS.some((algorithm) => algorithm === token.alg)) {
      throw unauthenticated(`The token has to be signed with one of ${TOKEN_ALGORITHMS.join(', ')}.`);
    }
    const trusted = this.issuers.get(token.issuer ?? '');
    const peer = trusted === undefined ? await this.peers?.verify(token) : undefined;
    if (peer) return peer;
    if (trusted === undefined)
      throw unauthenticated('The token comes from an issuer that this hub does not trust.');
    const key = await trusted.keys.find(token.kid);
    if (key === null) throw unauthenticated('The key of the token is not among those of its issuer.');
    if (!isSignedBy(token, key)) throw unauthenticated('The signature of the token is not good.');
    const claims = checkClaims(claimsOf(token) ?? {}, { ...trusted, now: this.clock.now() });
    if (!claims.ok) throw unauthenticated(claims.problem);
    return claims.value;
  }
}
