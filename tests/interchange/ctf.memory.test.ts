import { importCtf } from '../../src/interchange/ctf.import';
import { createTestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';
import { heapInUse } from './heap-in-use';
import { largeFile } from './large-file';

describe('importCtf on a file of 30 MB', () => {
  it('holds no more of it at the end than near the beginning', async () => {
    const database = await createTestDatabase();
    try {
      const heaps: number[] = [];
      const report = await importCtf({
        dataSource: database.app,
        stream: largeFile(30),
        enteredBy: 'a test',
        clock: new ManualClock('2026-09-21T09:00:00Z'),
        homeAuthority: 'la/931',
        onProgress: () => heaps.push(heapInUse()),
      });
      expect(report.read).toBeGreaterThan(2000);
      expect(report.created).toBe(report.read);
      expect(heaps.length).toBeGreaterThanOrEqual(5);
      expect(Math.max(...heaps) - Math.min(...heaps)).toBeLessThan(8);
    } finally {
      await database.drop();
    }
  }, 60_000);
});
