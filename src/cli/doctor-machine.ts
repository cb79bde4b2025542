import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Issuer } from '../config';
import { developmentIssuerRefusal } from '../identity/development-issuer';
import { keysOfJwkSet } from '../identity/jwk-set';
import type { Finding } from './finding';

const OLDEST_NODE = [20, 19] as const;
const KEY_FILES = [
  'hub-keys.json',
  'hub-keys-next.json',
  'development-issuer.json',
  'ledger-keys.json',
  'witness-key.json',
];
const PATIENCE = 5_000;

/** The version of Node.js that runs this. */
export function nodeFinding(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const problems = old ? [`this is ${version}; Rollcall needs ${OLDEST_NODE.join('.')} or later.`] : [];
  return { name: 'Node.js', problems, found: version };
}

/** Keys on disk, and whoever makes tokens. */
export async function machineFindings(config: Config): Promise<Finding[]> {
  return [keyFinding(config.dataDir), await issuerFinding(config)];
}

function keyFinding(dataDir: string): Finding {
  const problems = KEY_FILES.flatMap((name) => {
    const stat = statSync(join(dataDir, name), { throwIfNoEntry: false });
    if (stat === undefined || process.platform === 'win32' || (stat.mode & 0o077) === 0) return [];
    return [`${name} in the data folder can be read by others: run chmod 600 on it.`];
  });
  return { name: 'keys', problems };
}

async function issuerFinding(config: Config): Promise<Finding> {
  const name = 'issuers of tokens';
  if (config.issuers.length === 0) {
    const refusal = developmentIssuerRefusal(config);
    if (refusal === null) return { name, problems: [], found: 'the development issuer' };
    return { name, problems: [`${refusal} So nobody can get a token: set ROLLCALL_ISSUERS.`] };
  }
  const problems = await Promise.all(config.issuers.map(issuerProblem));
  return { name, problems: problems.flat(), found: `${config.issuers.length} configured` };
}

async function issuerProblem({ issuer, jwksUri }: Issuer): Promise<string[]> {
  const whose = `the keys of ${issuer} (ROLLCALL_ISSUERS, "jwksUri")`;
  try {
    const response = await fetch(jwksUri, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return [`${whose} cannot be read: its address answers ${response.status}.`];
    const keys = keysOfJwkSet(await response.json());
    return keys === null || keys.size === 0 ? [`${whose} hold none that may sign a token.`] : [];
  } catch {
    return [`${whose} cannot be read: no usable answer from its address.`];
  }
}
