import { importCtf } from '../../src/interchange/ctf.import';
import { heapInUse } from '../interchange/heap-in-use';
import { largeFile } from '../interchange/large-file';
import { createTestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';

describe('importCtf on a file of 300 MB (run with node --max-old-space-size=256)', () => {
  it('needs the memory that a small one needs, and finds nothing new the second time', async () => {
    const database = await createTestDatabase();
    try {
      const heaps: number[] = [];
      const bring = () =>
        importCtf({
          dataSource: database.app,
          stream: largeFile(300),
          enteredBy: 'a test',
          clock: new ManualClock('2026-09-21T09:00:00Z'),
          homeAuthority: 'la/931',
          onProgress: () => heaps.push(heapInUse()),
        });
      const first = await bring();
      expect(first.read).toBeGreaterThan(20_000);
      expect(first).toMatchObject({ accepted: first.read, created: first.read, rejectedInAll: 0 });
      expect(await bring()).toMatchObject({ unchanged: first.read, created: 0, updated: 0 });
      // What grows with the file is the set of its UPNs, by which a number that stands twice is found.
      expect(Math.max(...heaps) - Math.min(...heaps)).toBeLessThan(24);
    } finally {
      await database.drop();
    }
  }, 600_000);
});
