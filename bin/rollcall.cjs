#!/usr/bin/env node
'use strict';

const { existsSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const root = join(__dirname, '..');
const main = join(root, 'dist', 'src', 'main.js');

if (!existsSync(main)) build();
require(main);

/** Where install scripts were off, nothing has been built yet. */
function build() {
  let compiler;
  try {
    compiler = require.resolve('typescript/lib/tsc.js', { paths: [root] });
  } catch {
    process.stderr.write('rollcall: not built, and the compiler is not installed: run npm ci.\n');
    process.exit(1);
  }
  process.stderr.write('rollcall: not built yet; building once (npm run build) ...\n');
  // The compiler's memory of a former build would make it leave out files that are gone.
  rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
  const arguments_ = [compiler, '-p', join(root, 'tsconfig.build.json')];
  const { status } = spawnSync(process.execPath, arguments_, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0 || !existsSync(main)) {
    process.stderr.write('rollcall: the build failed; see the lines above.\n');
    process.exit(1);
  }
}
