import { type Checked, invalid, valid } from '../kernel/checked';

/** Who a token speaks for, once its signature and its claims are checked. */
export interface VerifiedToken {
  readonly issuer: string;
  /** Made by the development issuer: it may speak for development clients. */
  readonly development: boolean;
  /** The hub of another authority speaks for itself: nobody else may speak for its client. */
  readonly peer?: boolean;
  readonly clientId: string;
  readonly subject: string;
  readonly user: string;
  readonly job: string;
  readonly jti: string;
  readonly notBefore: Date;
  readonly expiresAt: Date;
}

/** What the claims have to fit. */
export interface ClaimsExpected {
  readonly issuer: string;
  readonly audience: string;
  readonly development: boolean;
  readonly now: Date;
  /** Seconds by which the clocks may differ; else `CLOCK_TOLERANCE`. */
  readonly tolerance?: number;
}

type Claims = Readonly<Record<string, unknown>>;

/** Seconds by which the clocks of issuer and hub may differ. */
export const CLOCK_TOLERANCE = 5;
const LONGEST_LIFE = 3600;
const LONGEST_WORD = 200;

/** Checks every claim of a signed token. The problem says which claim is at fault, never what it says. */
export function checkClaims(claims: Claims, expected: ClaimsExpected): Checked<VerifiedToken> {
  const missing = missingClaim(claims);
  if (missing !== null) return invalid(`The token has no usable "${missing}" claim.`);
  const { iss, aud, sub, client_id: clientId, user, job, jti } = claims as Record<string, string>;
  const { exp, nbf, iat } = claims as Record<'exp' | 'nbf' | 'iat', number>;
  if (iss !== expected.issuer) return invalid('The token names another issuer.');
  if (![aud].flat().includes(expected.audience)) return invalid('The token is for another audience.');
  if (exp - iat > LONGEST_LIFE) return invalid('The token lives longer than an hour: ask for a shorter one.');
  const token: VerifiedToken = {
    issuer: expected.issuer,
    development: expected.development,
    clientId: clientId ?? '',
    subject: sub ?? '',
    user: user ?? '',
    job: job ?? '',
    jti: jti ?? '',
    notBefore: new Date(Math.max(nbf, iat) * 1000),
    expiresAt: new Date(exp * 1000),
  };
  const problem = timeProblem(token, expected.now, expected.tolerance);
  return problem === null ? valid(token) : invalid(problem);
}

/** Why the token does not hold at that instant, as a sentence; null when it does. */
export function timeProblem(
  { notBefore, expiresAt }: VerifiedToken,
  now: Date,
  seconds = CLOCK_TOLERANCE,
): string | null {
  const tolerance = seconds * 1000;
  if (now.getTime() >= expiresAt.getTime() + tolerance) return 'The token has expired: ask for a new one.';
  if (now.getTime() < notBefore.getTime() - tolerance)
    return 'The token is not valid yet: compare the clocks.';
  return null;
}

function missingClaim(claims: Claims): string | null {
  for (const name of ['iss', 'jti', 'sub', 'client_id', 'user', 'job'])
    if (!isWord(claims[name])) return name;
  for (const name of ['exp', 'nbf', 'iat']) if (!isTime(claims[name])) return name;
  const audience = [claims.aud].flat();
  return audience.length > 0 && audience.every(isWord) ? null : 'aud';
}

/** A name goes into the ledger as it is: it must have something in it, and no control or unassigned characters. */
function isWord(value: unknown): boolean {
  return (
    typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_WORD && !/\p{C}/u.test(value)
  );
}

/** Whole seconds up to the year 9999. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 253_402_300_800;
}
