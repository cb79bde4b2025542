import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** False for a last line that no newline ends: it may have been cut off. */
  readonly isEnded: boolean;
}

const NEWLINE = 0x0a;
const GZIP = [0x1f, 0x8b];

/**
 * The lines of a file, unpacked where it is gzip, one in memory at a time. Only a newline ends a line: what JSON leaves
 * as it is (U+2028) does not. Throws what the file system and gzip throw.
 */
export async function* linesOf(
  path: string,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Line> {
  const file = createReadStream(path);
  const unpacked = (await isGzip(path)) ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => unpacked.destroy(error));
  let kept: Buffer[] = [];
  let number = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end; (end = chunk.indexOf(NEWLINE, from)) !== -1; from = end + 1) {
        const text = Buffer.concat([...kept, chunk.subarray(from, end)]).toString('utf8');
        kept = [];
        yield { text, number: (number += 1), isEnded: true };
      }
      if (from < chunk.length) kept.push(chunk.subarray(from));
      onRead(file.bytesRead);
    }
    if (kept.length > 0)
      yield { text: Buffer.concat(kept).toString('utf8'), number: number + 1, isEnded: false };
  } finally {
    file.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && GZIP.every((byte, i) => buffer[i] === byte);
  } finally {
    await file.close();
  }
}
