import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { GatewaySigner } from '../../src/federation/gateway/signer';
import { keyFromFile } from '../../src/identity/key-file';
import { newPublicId } from '../../src/kernel/id';
import type { TestDatabase } from './database';
import { makeTestFolder } from './data-folder';
import type { TestHub } from './hub';

export const GATEWAY_CLIENT = 'la/931/gateway';

/** Registers the gateway of a test in the directory, as `rollcall partner` does when two people approve. */
export async function registerGateway(
  database: Pick<TestDatabase, 'owner'>,
  folder: string,
  now?: () => Date,
): Promise<GatewaySigner> {
  const key = keyFromFile(join(folder, 'gateway-key.json'));
  const { kty, crv, x, y } = key.publicJwk;
  const jwk = JSON.stringify({ kty, crv, x, y });
  await database.owner.query(
    `insert into unit (id, organisation_id, name, role, service)
     values ($1, 'la/931', 'Federation gateway', 'HOME_SERVICE', 'gateway') on conflict do nothing`,
    [GATEWAY_CLIENT],
  );
  await database.owner.query(
    `insert into client_system (client_id, unit_id, name, public_jwk, development)
     values ($1, $1, 'Gateway', $2::jsonb, true) on conflict (client_id) do update set public_jwk = excluded.public_jwk`,
    [GATEWAY_CLIENT, jwk],
  );
  await database.owner.query(
    `insert into client_key (client_id, thumbprint, public_jwk, added_at) values ($1, $2, $3::jsonb, now())`,
    [GATEWAY_CLIENT, key.kid, jwk],
  );
  return new GatewaySigner(GATEWAY_CLIENT, 'rollcall', key, now);
}

/** A signer whose key nobody registered. */
export function strangersSigner(clientId: string, now?: () => Date): GatewaySigner {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new GatewaySigner(clientId, 'rollcall', { kid: 'stranger', privateKey }, now);
}

const signers = new WeakMap<TestHub, Promise<GatewaySigner>>();

/** Registers a gateway with a test hub, once; its key is needed no longer than the test. */
async function signerOf(hub: TestHub): Promise<GatewaySigner> {
  const folder = makeTestFolder(0o700);
  try {
    return await registerGateway(hub.database, folder.path, () => hub.clock.now());
  } finally {
    folder.remove();
  }
}

/** What a gateway sends with a question of an asker: the asker's token, and its own word for it. */
export async function gatewayHeaders(
  hub: TestHub,
  as: string,
  query: string,
  variables: unknown = {},
): Promise<Record<string, string>> {
  const known = signers.get(hub) ?? signerOf(hub);
  signers.set(hub, known);
  const [token, request] = [hub.token(as), newPublicId()];
  const credential = (await known).sign({ token, request, query, variables, roots: ['Query.child'] });
  return {
    authorization: `Bearer ${token}`,
    'rollcall-gateway': `Bearer ${credential}`,
    'rollcall-request': request,
  };
}
