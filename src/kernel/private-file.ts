import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The text of a file that is its owner's alone (mode 0600), or null when there is none.
 * Throws an Error with the fix when others can read it, the system's own when it cannot be read.
 */
export function readPrivateFile(path: string): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Error(
      `Others can read the private key in ${path}: run chmod 600 on it, or delete it for a new key.`,
    );
  }
  return text;
}

/**
 * Writes a private file that is not there yet. Two processes that start together end with one content: whoever comes
 * second leaves what the first has written. Written beside and linked into place, so that nobody reads a half.
 */
export function createPrivateFile(path: string, text: string): void {
  const draft = draftOf(path, text);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/** Puts a new content in place of the old at once: nobody reads a half, and a crash leaves either. */
export function replacePrivateFile(path: string, text: string): void {
  renameSync(draftOf(path, text), path);
}

function draftOf(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  return draft;
}
