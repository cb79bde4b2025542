import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, readLock, servesCluster } from '../../src/database/embedded/postmaster-lock';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { onlyWhere } from '../support/only-where';

const onLinux = onlyWhere(process.platform === 'linux');

describe('the lock that a server leaves', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = makeTestFolder();
  });
  afterEach(() => folder.remove());

  it('tells the process, the port, the socket and whether it is ready', () => {
    const lines = ['4711', folder.path, '1', '5432', '/somewhere', '', '  1 2', 'ready   ', ''];
    writeFileSync(join(folder.path, 'postmaster.pid'), lines.join('\n'));
    expect(readLock(folder.path)).toEqual({ pid: 4711, port: 5432, socketFolder: '/somewhere', ready: true });
  });

  it.each(['', 'not a number\n', '-1\n', '0\n'])('is none when it holds %j', (text) => {
    writeFileSync(join(folder.path, 'postmaster.pid'), text);
    expect(readLock(folder.path)).toBeUndefined();
  });

  it('is not that of a living process with other work', () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(servesCluster(process.pid, folder.path)).toBe(false);
  });

  onLinux('takes a process that ended but was not collected for gone', async () => {
    mkdirSync(join(folder.path, 'data'));
    // The shell becomes a program that never collects its child.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 20'], {
      cwd: join(folder.path, 'data'),
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await pause(500);
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(isAlive(pid)).toBe(false);
    expect(servesCluster(parent.pid ?? 0, join(folder.path, 'data'))).toBe(true);
    parent.kill();
    await once(parent, 'exit');
  });
});
