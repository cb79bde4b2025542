import type { Clock } from '../kernel/clock';
import { parseUuid } from '../kernel/id';
import { operationDigest, tokenDigest } from '../kernel/operation-digest';
import type { Directory } from './directory';
import { keysOfJwkSet } from './jwk-set';
import { claimsOf, isSignedBy, readToken } from './jws';
import { CLOCK_TOLERANCE } from './token-claims';
import { unauthenticated } from './unauthenticated';

/** What came with the credential, and has to be what it was signed for. */
export interface CarriedBy {
  /** The value of `Authorization`. */
  readonly authorization: string | undefined;
  /** The value of `Rollcall-Request`. */
  readonly request: string | undefined;
  readonly query: string;
  readonly variables: unknown;
}

/** A gateway that put its name to one operation of one caller. */
export interface Gateway {
  readonly clientId: string;
  /** Groups the ledger entries of the caller's one request. */
  readonly request: string;
  /** Root fields of the caller's whole operation. */
  readonly roots: readonly string[];
}

const LONGEST_LIFE = 60;
const MOST_ROOTS = 20;
const COORDINATE = /^(Query|Mutation|Subscription)\.\w{1,100}$/;

/**
 * Checks `Rollcall-Gateway`: an assertion (RFC 7523) of a gateway's registered key, bound to the caller's token, to the
 * request and to the operation, and good for a minute. Whoever gets hold of one can ask the same of it again in the
 * same caller's name, and nothing else.
 */
export class GatewayVerifier {
  constructor(
    private readonly directory: Pick<Directory, 'gatewayKeys'>,
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  /** Throws UNAUTHENTICATED with a sentence that says in general terms what is wrong. */
  async verify(header: string, carried: CarriedBy): Promise<Gateway> {
    const [, text] = /^Bearer +([^ ]+)$/i.exec(header.trim()) ?? [];
    const token = text === undefined ? null : readToken(text);
    if (token?.issuer == null) throw bad('is not a signed assertion that names its key');
    const keys = await this.directory.gatewayKeys(token.issuer, this.clock.now());
    const set = keysOfJwkSet({ keys: keys.map(({ jwk, thumbprint }) => ({ ...jwk, kid: thumbprint })) });
    const key = set?.get(token.kid);
    if (!key) throw bad('is not signed by a key of a gateway that is registered with this hub');
    if (!isSignedBy(token, key)) throw bad('does not have a good signature');
    const claims = claimsOf(token) ?? {};
    this.checkTimes(claims);
    if (claims['sub'] !== token.issuer || ![claims['aud']].flat().includes(this.audience))
      throw bad('is for another audience');
    return { clientId: token.issuer, ...boundTo(claims, carried) };
  }

  private checkTimes({ iat, nbf = iat, exp }: Readonly<Record<string, unknown>>): void {
    const now = this.clock.now().getTime() / 1000;
    const times = [iat, nbf, exp].map((time) => (typeof time === 'number' ? time : Number.NaN));
    const [made = Number.NaN, from = Number.NaN, until = Number.NaN] = times;
    if (!(until - made <= LONGEST_LIFE)) throw bad(`lives longer than ${LONGEST_LIFE} seconds`);
    if (!(now < until + CLOCK_TOLERANCE && now >= Math.max(made, from) - CLOCK_TOLERANCE))
      throw bad('is over or not good yet: compare the clocks');
  }
}

function boundTo(
  claims: Readonly<Record<string, unknown>>,
  { authorization, request, query, variables }: CarriedBy,
): Pick<Gateway, 'request' | 'roots'> {
  const [, token = ''] = /^Bearer +([^ ]+)$/i.exec(authorization?.trim() ?? '') ?? [];
  if (claims['caller'] !== tokenDigest(token)) throw bad("is for another caller's token");
  if (claims['operation'] !== operationDigest(query, variables)) throw bad('is for another operation');
  const group = parseUuid(request ?? '');
  if (!group.ok || claims['request'] !== request) throw bad('is for another Rollcall-Request');
  const roots: unknown = claims['roots'];
  const named = Array.isArray(roots) ? (roots as unknown[]) : [];
  const known = named.filter((root): root is string => typeof root === 'string' && COORDINATE.test(root));
  if (known.length === 0 || known.length !== named.length || known.length > MOST_ROOTS)
    throw bad('does not name the root fields of the whole operation');
  return { request: group.value, roots: known };
}

const bad = (what: string): Error => unauthenticated(`Rollcall-Gateway: the credential ${what}.`);
