import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestFolder {
  readonly path: string;
  remove(): void;
}

/** An empty folder that every user may enter, or only its owner. */
export function makeTestFolder(mode: 0o755 | 0o700 = 0o755): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  chmodSync(path, mode);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
