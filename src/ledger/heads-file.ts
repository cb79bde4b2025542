import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Head } from './integrate';

/** A head as a line of the file: JSON, the root in hexadecimal. */
interface Line {
  readonly size: number;
  readonly root: string;
  readonly at: string;
  readonly note: string;
}

const LONGEST_LINE = 16_384;

/**
 * Every head this hub signed, one a line, beside the keys and outside the database: whoever rewrites the database
 * does not rewrite it. Copy it away from the machine, and it is proof against the machine's owner too.
 */
export class HeadsFile {
  private constructor(readonly path: string) {}

  static in(dataDir: string): HeadsFile {
    return new HeadsFile(join(dataDir, 'ledger-heads.jsonl'));
  }

  /** The newest head that is whole, or null. A line that a crash cut short does not count and is cut away. */
  last(): Pick<Head, 'size' | 'root' | 'note'> | null {
    if (!existsSync(this.path)) return null;
    const file = openSync(this.path, 'r+');
    try {
      const { size } = fstatSync(file);
      const tail = Buffer.alloc(Math.min(size, 2 * LONGEST_LINE));
      readSync(file, tail, 0, tail.length, size - tail.length);
      const end = tail.lastIndexOf(0x0a) + 1;
      if (end < tail.length) ftruncateSync(file, size - (tail.length - end));
      const text = tail.subarray(0, end).toString('utf8').trimEnd();
      if (text === '') return null;
      const line = JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as Line;
      return { size: line.size, root: Buffer.from(line.root, 'hex'), note: line.note };
    } finally {
      closeSync(file);
    }
  }

  /** Durable when it resolves. */
  async append(heads: readonly Head[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const lines = heads.map(({ size, root, at, note }): string => {
      const line: Line = { size, root: root.toString('hex'), at: at.toISOString(), note };
      return `${JSON.stringify(line)}\n`;
    });
    const file = await open(this.path, 'a', 0o600);
    try {
      await file.appendFile(lines.join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
