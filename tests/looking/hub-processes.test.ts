import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { sqlOf } from '../../src/database/sql';
import { makeTestFolder } from '../support/data-folder';
import { createTestDatabase } from '../support/database';

const PROCESSES = 4;
/** At 5 each. */
const LOOKS = 100;

async function run(...args: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      resolve(__dirname, '../support/typescript.cjs'),
      resolve(__dirname, 'looking-in-a-process.ts'),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`a process ended with ${code ?? 'a signal'}`);
  return Number(said);
}

test('four hub processes that start at once share one key, and what a person may ask', async () => {
  const database = await createTestDatabase();
  const folder = makeTestFolder(0o700);
  try {
    const budget = String(LOOKS * 5);
    const looks = await Promise.all(
      Array.from({ length: PROCESSES }, () => run(database.url, folder.path, budget)),
    );
    const all = looks.reduce((sum, n) => sum + n, 0);
    // Each may be one look late: that of its own which was under way while the others used the last of it.
    expect(all).toBeGreaterThanOrEqual(LOOKS);
    expect(all).toBeLessThanOrEqual(LOOKS + PROCESSES);
    const owner = sqlOf(database.owner);
    const counts = await owner.query(`select spent from look_count where span = 'hour' order by asker`);
    expect(counts).toEqual([{ spent: all * 5 }, { spent: all * 5 }]);
    // Another that starts later is let in for nothing.
    expect(await run(database.url, folder.path, budget)).toBe(0);
  } finally {
    await database.drop();
    folder.remove();
  }
}, 60_000);
