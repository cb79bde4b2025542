import 'reflect-metadata';
import { createDataSource } from '../../src/database/data-source';
import { importCtf } from '../../src/interchange/ctf.import';
import { ManualClock } from '../support/manual-clock';
import { heapInUse } from './heap-in-use';
import { largeFile } from './large-file';

/** Imports a file of so many megabytes in a process of its own, and prints how much heap it held on the way. */
async function main(url: string, megabytes: number): Promise<void> {
  const dataSource = createDataSource({ url, role: 'app' });
  await dataSource.initialize();
  const heaps: number[] = [];
  const report = await importCtf({
    dataSource,
    stream: largeFile(megabytes),
    enteredBy: 'a test',
    clock: new ManualClock('2026-09-21T09:00:00Z'),
    homeAuthority: 'la/931',
    onProgress: () => heaps.push(heapInUse()),
  });
  await dataSource.destroy();
  process.stdout.write(JSON.stringify({ read: report.read, created: report.created, heaps }));
}

void main(process.argv[2] ?? '', Number(process.argv[3]));
