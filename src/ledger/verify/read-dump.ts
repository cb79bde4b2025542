import { readDumpHeader, readDumpLine, type DumpHeader } from './dump-format';
import { linesOf } from './lines';
import type { LogRecord } from './log-record';

export interface OpenedDump {
  readonly header: DumpHeader;
  readonly records: AsyncIterable<LogRecord>;
}

/**
 * Opens a dump: its header, and its records one after the other, whatever its size. Null when its first line is no
 * header of this format. A line that is no record, and a file that breaks off, come as faults among the records.
 * Throws what the file system throws while it is opened.
 */
export async function openDump(path: string, onRead?: (bytes: number) => void): Promise<OpenedDump | null> {
  const lines = linesOf(path, onRead);
  const first = await firstOf(lines);
  const header = first === null ? null : readDumpHeader(first);
  if (header) return { header, records: recordsOf(lines) };
  await lines.return(undefined);
  return null;
}

async function firstOf(lines: ReturnType<typeof linesOf>): Promise<string | null> {
  try {
    const first = await lines.next();
    return first.done === true ? null : first.value.text;
  } catch (error) {
    if (isBroken(error)) return null;
    throw error;
  }
}

async function* recordsOf(lines: ReturnType<typeof linesOf>): AsyncGenerator<LogRecord> {
  let hasEnd = false;
  try {
    for await (const { text, number } of lines) {
      if (hasEnd) yield { type: 'fault', how: `Line ${number} of the dump stands behind its end.` };
      const record = readDumpLine(text);
      yield record ?? { type: 'fault', how: `Line ${number} of the dump is no record.` };
      hasEnd ||= record?.type === 'end';
    }
  } catch (error) {
    if (!isBroken(error)) throw error;
    yield { type: 'fault', how: 'The dump cannot be unpacked to its end: it is damaged or was cut off.' };
  }
}

const isBroken = (error: unknown): boolean =>
  /^Z_|^ERR_(BUFFER|STREAM_PREMATURE)/.test((error as { code?: string } | null)?.code ?? '');
