import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { keyFromFile, type PublicJwk, type SigningKey } from '../../identity/key-file';
import { operationDigest, tokenDigest } from '../../kernel/operation-digest';

const LIFE_SECONDS = 60;

/** What one credential is for. */
export interface SignedFor {
  /** The caller's bare token. */
  readonly token: string;
  readonly request: string;
  readonly query: string;
  readonly variables: unknown;
  /** Root fields of the caller's whole operation, as `Query.alerts`. */
  readonly roots: readonly string[];
}

/** Signs `Rollcall-Gateway` with the gateway's own key. The hub knows its public half by `rollcall partner`. */
export class GatewaySigner {
  constructor(
    private readonly clientId: string,
    private readonly audience: string,
    private readonly key: Pick<SigningKey, 'kid' | 'privateKey'>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Opens the key in that file (mode 0600); makes it on the first call. */
  static open(
    path: string,
    clientId: string,
    audience: string,
  ): { signer: GatewaySigner; publicJwk: PublicJwk } {
    const key = keyFromFile(path);
    return { signer: new GatewaySigner(clientId, audience, key), publicJwk: key.publicJwk };
  }

  sign({ token, request, query, variables, roots }: SignedFor): string {
    const now = Math.floor(this.now().getTime() / 1000);
    const claims = {
      iss: this.clientId,
      sub: this.clientId,
      aud: this.audience,
      iat: now,
      nbf: now,
      exp: now + LIFE_SECONDS,
      jti: randomUUID(),
      caller: tokenDigest(token),
      request,
      operation: operationDigest(query, variables),
      roots,
    };
    return jwt.sign(claims, this.key.privateKey, { algorithm: 'ES256', keyid: this.key.kid });
  }
}
