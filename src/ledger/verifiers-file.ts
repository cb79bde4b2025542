import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'ledger-verifiers.txt';

/**
 * Every verifier key that this hub's log ever had, one a line, oldest first: what old heads are verified with once
 * their private key is gone. Nothing in it is secret.
 */
export const verifiersPath = (dataDir: string): string => join(dataDir, FILE);

/** The lines of the file; none before the first rotation. */
export function readVerifiers(dataDir: string): string[] {
  const path = verifiersPath(dataDir);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Adds those that the file lacks. */
export function keepVerifiers(dataDir: string, verifiers: readonly string[]): void {
  const kept = new Set(readVerifiers(dataDir));
  const lacking = verifiers.filter((verifier) => !kept.has(verifier));
  if (lacking.length > 0) appendFileSync(verifiersPath(dataDir), `${lacking.join('\n')}\n`);
}
