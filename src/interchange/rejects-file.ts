import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { RejectedPupil } from './intake';

const HEADING = 'line,row,field,reason,fix\n';

/**
 * The list of what was left out, a CSV file written as the import goes on: where each row stands, which field is wrong
 * and what to do, never what stood there. Nothing is made while nothing is left out.
 */
export class RejectsFile {
  private constructor(
    private readonly path: string,
    private handle: FileHandle | null,
    private written: number,
  ) {}

  /** Goes on after the first `length` bytes of an earlier run; null when the list is not there or shorter than that. */
  static async reopen(path: string, length: number): Promise<RejectsFile | null> {
    if (length === 0) return new RejectsFile(path, null, 0);
    const handle = await open(path, 'r+').catch(() => null);
    const size = (await handle?.stat())?.size ?? 0;
    if (handle !== null && size >= length) {
      await handle.truncate(length);
      return new RejectsFile(path, handle, length);
    }
    await handle?.close();
    return null;
  }

  /** How long it is; what stands behind was never said to be so. */
  get length(): number {
    return this.written;
  }

  async write(rejected: readonly RejectedPupil[]): Promise<void> {
    if (rejected.length === 0) return;
    this.handle ??= await open(this.path, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 0o600);
    const lines = rejected.flatMap(({ pupil, problems }) =>
      problems.map(
        ({ line, field, reason, fix }) =>
          `${line},${pupil},${quoted(field)},${quoted(reason)},${quoted(fix)}\n`,
      ),
    );
    const text = Buffer.from((this.written === 0 ? HEADING : '') + lines.join(''));
    await this.handle.write(text, 0, text.length, this.written);
    await this.handle.datasync();
    this.written += text.length;
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
