import 'reflect-metadata';
import globalSetup from '../tests/support/global-setup';
import globalTeardown from '../tests/support/global-teardown';
import { childrenGrowth } from './children-growth';
import { imports } from './import';
import type { Figure } from './measure';
import { federation } from './federation';
import { ledger } from './ledger';
import { lookup } from './lookup';
import { oracle } from './oracle';
import { policy } from './policy';

/** Measurements that a user can repeat: `npm run bench -- NAME [--json]`. */
const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  policy,
  ledger,
  import: imports,
  lookup,
  growth: childrenGrowth,
  oracle,
  federation,
};

async function main(): Promise<void> {
  const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const json = process.argv.includes('--json');
  const unknown = names.filter((name) => !(name in BENCHES));
  if (names.length === 0 || unknown.length > 0) {
    process.stderr.write(`npm run bench -- ${Object.keys(BENCHES).join('|')} [--json]\n`);
    process.exitCode = 2;
    return;
  }
  await globalSetup();
  for (const name of names) {
    for (const figure of (await BENCHES[name]?.()) ?? [])
      process.stdout.write(`${json ? JSON.stringify(figure) : inWords(figure)}\n`);
  }
  await globalTeardown();
}

function inWords({ name, unit, value, ratio, against, interval }: Figure): string {
  const beside = ratio === null ? '' : `  = ${ratio.toFixed(3)} × ${against ?? ''}`;
  const within = interval ? `  [${interval.map((end) => end.toFixed(3)).join(', ')}]` : '';
  return `${name.padEnd(26)} ${value.toFixed(value < 10 ? 3 : 1).padStart(12)} ${unit}${beside}${within}`;
}

void main();
