'use strict';
const { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } = require('node:fs');
const { freemem } = require('node:os');
const { join } = require('node:path');

const shared = '/dev/shm';
const prefix = 'rollcall-run-';
const gibibyte = 2 ** 30;

/**
 * A folder in memory for the databases and scratch files of one whole run, or null where the machine has none to
 * spare. Each test file has a database of its own, a thousand small files that are made and removed: on a disk's file
 * system that alone was half of the run.
 * @returns {string | null} a path that any user may write below
 */
function memoryFolder() {
  if (process.platform !== 'linux' || !existsSync(shared) || freemem() < 8 * gibibyte) return null;
  const { bavail, bsize } = statfsSync(shared);
  if (bavail * bsize < 4 * gibibyte) return null;
  for (const name of readdirSync(shared)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(join(shared, name));
  }
  try {
    const folder = mkdtempSync(join(shared, `${prefix}${process.pid}-`));
    chmodSync(folder, 0o1777);
    process.on('exit', () => remove(folder));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
    return folder;
  } catch {
    return null;
  }
}

/** What another user's run left behind is not ours to remove. */
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    return;
  }
}

module.exports = { memoryFolder };
