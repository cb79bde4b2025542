#!/usr/bin/env node
'use strict';
/**
 * Everything that CI runs, in one command: format, lint, import direction, types, build, emitted files, then every
 * test. The last line is `N passed, N failed`; a skipped test counts as a failure.
 *   --deep    the long runs under tests/deep as well
 *   --node24  the same, on the Node 24 binary from the npm registry
 */
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { memoryFolder } = require('./memory-folder.cjs');

const root = join(__dirname, '..');
const scratch = join(root, '.tmp');
const deep = process.argv.includes('--deep');
const only = process.argv.slice(2).filter((a) => !a.startsWith('--'));
mkdirSync(scratch, { recursive: true });

if (process.argv.includes('--node24') && !process.version.startsWith('v24.')) {
  process.exit(onNode24());
}

function onNode24() {
  const prefix = join(scratch, 'node24');
  const arch = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = join(prefix, 'node_modules', `node-${arch}`, 'bin', 'node');
  if (!existsSync(binary)) {
    const install = spawnSync('npm', ['install', '--prefix', prefix, '--no-save', `node-${arch}@24`], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (install.status !== 0) return 1;
  }
  const path = `${join(binary, '..')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
  const again = process.argv.slice(1).filter((a) => a !== '--node24');
  return spawnSync(binary, again, { stdio: 'inherit', env: { ...process.env, PATH: path } }).status ?? 1;
}

const bin = (name) => join(root, 'node_modules', ...name.split('/'));
const steps = [
  ['format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  [
    'lint',
    [
      bin('eslint/bin/eslint.js'),
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint',
    ],
  ],
  [
    'import direction',
    [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      '--output-type',
      'err',
    ],
  ],
  ['types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json', '--noEmit']],
  ['build', [bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json']],
  ['emitted files', ['bin/rollcall.cjs', 'emit', '--check']],
];

function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function main() {
  let passed = 0;
  let failed = 0;
  // Lint takes as long as all the others: it runs beside them.
  const checks = () =>
    Promise.all([
      inTurn(steps.filter(([name]) => name === 'lint')),
      inTurn(steps.filter(([name]) => name !== 'lint')),
    ]);
  async function inTurn(some) {
    for (const [name, args] of some) {
      const started = Date.now();
      const { code, output } = await run(args);
      console.log(
        `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
      );
      if (code === 0) passed += 1;
      else {
        failed += 1;
        console.log(output.trimEnd());
      }
    }
  }
  if (only.length === 0) await checks();
  const memory = memoryFolder();
  const places = memory === null ? {} : { TMPDIR: memory, ROLLCALL_TEST_DATA: join(memory, 'database') };
  const count = async (args, nodeFlags = [], env = {}) => {
    const report = join(scratch, `jest-${process.pid}.json`);
    const jest = spawn(
      process.execPath,
      [...nodeFlags, bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...args],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
      },
    );
    await new Promise((resolve) => jest.on('close', resolve));
    if (!existsSync(report)) {
      console.log('the test runner made no report');
      failed += 1;
      return;
    }
    const results = JSON.parse(readFileSync(report, 'utf8'));
    rmSync(report);
    const skipped = results.numPendingTests + results.numTodoTests;
    passed += results.numPassedTests;
    failed += results.numFailedTests + results.numRuntimeErrorTestSuites + skipped;
    if (skipped > 0) console.log(`${skipped} skipped tests: a skipped test is a failure`);
    if (results.numTotalTests === 0) failed += 1;
  };
  await count([...only, '--testPathIgnorePatterns', '/tests/deep/', '/node_modules/'], [], places);
  if (deep) {
    // Once more with modules of its own for every file: a state that one leaves to the next would show as a difference.
    const apart = { ...places, ROLLCALL_TESTS_APART: 'true' };
    await count([...only, '--testPathIgnorePatterns', '/tests/deep/', '/node_modules/'], [], apart);
  }
  // Each long run is a process of its own; the import must make do with 256 MB, whatever the size of its file.
  for (const file of deep
    ? readdirSync(join(root, 'tests/deep')).filter((f) => f.endsWith('.test.ts'))
    : []) {
    await count(
      ['-i', join('tests/deep', file)],
      file.startsWith('import') ? ['--max-old-space-size=256'] : [],
    );
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
