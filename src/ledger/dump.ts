import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DUMP_FORMAT, dumpLine } from './verify/dump-format';
import type { LogRecord } from './verify/log-record';

export interface DumpOptions {
  readonly origin: string | null;
  readonly at: Date;
  /** Told the number of entries from time to time. */
  readonly onProgress?: (entries: number) => void;
}

const BETWEEN_PROGRESS = 1000;

/**
 * Writes a log to a new file (mode 0600, gzip where its name ends in `.gz`) and returns the number of its entries.
 * It holds all that the ledger holds, parts and salts among it: keep it as the database is kept. Throws what the file
 * system throws, EEXIST where there is such a file; nothing half written is left.
 */
export async function writeDump(
  path: string,
  records: AsyncIterable<LogRecord>,
  { origin, at, onProgress }: DumpOptions,
): Promise<number> {
  let entries = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${dumpLine({ type: 'header', format: DUMP_FORMAT, origin, at: at.toISOString() })}\n`;
    for await (const record of records) {
      if (record.type === 'entry' && (entries += 1) % BETWEEN_PROGRESS === 0) onProgress?.(entries);
      yield `${dumpLine(record)}\n`;
    }
  }
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    if (path.endsWith('.gz')) await pipeline(Readable.from(lines()), createGzip(), file);
    else await pipeline(Readable.from(lines()), file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') await rm(path, { force: true });
    throw error;
  }
  return entries;
}
