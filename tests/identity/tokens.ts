import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

export const NOW = new Date('2026-09-14T09:00:00Z');
const now = NOW.getTime() / 1000;

/** A made-up issuer of the real kind: its keys, its tokens, its JWKS address. */
export class FakeIssuer {
  readonly issuer = 'https://tokens.force.example';
  readonly keys = new Map<string, { privateKey: KeyObject; publicKey: KeyObject; alg: jwt.Algorithm }>();
  fetches = 0;
  failing = false;
  private readonly server: Server = createServer((_request, response) => {
    this.fetches += 1;
    response.statusCode = this.failing ? 503 : 200;
    response.end(JSON.stringify(this.jwks()));
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  addKey(kid: string, alg: jwt.Algorithm): void {
    const pair =
      alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.keys.set(kid, { ...pair, alg });
  }

  jwks(): { keys: object[] } {
    const keys = [...this.keys].map(([kid, { publicKey, alg }]) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      alg,
      use: 'sig',
    }));
    return { keys };
  }

  token(kid: string, changes: Readonly<Record<string, unknown>> = {}): string {
    const key = this.keys.get(kid);
    if (key === undefined) throw new Error(`No key ${kid}`);
    return jwt.sign(JSON.stringify(claims(this.issuer, changes)), key.privateKey, {
      algorithm: key.alg,
      keyid: kid,
    });
  }
}

export function claims(
  iss: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    iss,
    aud: 'rollcall',
    iat: now,
    nbf: now,
    exp: now + 600,
    jti: randomUUID(),
    sub: 'officer-1',
    client_id: 'force-records',
    user: 'A. Officer',
    job: 'missing persons',
    ...changes,
  };
}
