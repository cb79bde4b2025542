import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '../support/database';

const run = promisify(execFile);
const at = (path: string): string => resolve(__dirname, path);

describe('importCtf on a file of 30 MB', () => {
  it('holds no more of it at the end than near the beginning', async () => {
    const database = await createTestDatabase();
    try {
      const { stdout } = await run(process.execPath, [
        '--require',
        at('../support/typescript.cjs'),
        at('import-in-a-process.ts'),
        database.url,
        '30',
      ]);
      const { read, created, heaps } = JSON.parse(stdout) as {
        read: number;
        created: number;
        heaps: number[];
      };
      expect(read).toBeGreaterThan(2000);
      expect(created).toBe(read);
      expect(heaps.length).toBeGreaterThanOrEqual(5);
      expect(Math.max(...heaps) - Math.min(...heaps)).toBeLessThan(8);
    } finally {
      await database.drop();
    }
  }, 60_000);
});
