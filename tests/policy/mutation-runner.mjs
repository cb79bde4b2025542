import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { format } from 'node:util';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';

/**
 * Runs the tests of the policy for `npm run test:mutation` in one process that stays: modules are loaded once, and a
 * mutant costs only the tests that reach it, fastest first, until one fails. A mutant that is reached only while
 * modules load is tried with everything loaded afresh; one that tests reach too is tried in those tests alone.
 * A kill counts only if the test passes again without the mutant.
 * The tests are those of jest that need no database and do not read their own source; of jest's words they use
 * `describe`, `it`, `each` and `expect`.
 */
// prettier-ignore
const READING = [
  'checks', 'near-misses', 'parse', 'parse-problems', 'published-schema', 'regressions', 'shipped-agreements',
];
const DECIDING = ['regressions', 'decide', 'compile', 'refusals', 'differential', 'explain', 'properties'];
// prettier-ignore
const TELLING = [
  'changes', 'difference', 'openness', 'sentence', 'sightings', 'space', 'standing-states', 'term-changes',
];
const fileOf = (name) => posix.join('tests/policy', `${name}.test.ts`);
const FILES = [...new Set([...READING, ...DECIDING, ...TELLING])].map(fileOf);

/** The tests that are about what a source file does; those of the others are left out, for they are many. */
function filesAbout(fileName) {
  const name = fileName.split(/policy[\\/]/).at(-1);
  if (/^(checks|parse|yaml-reader|check-agreements|problem|catalogue)/.test(name)) return READING.map(fileOf);
  return (/^(decide|profile|compile|explain)/.test(name) ? DECIDING : TELLING).map(fileOf);
}

/** What the first run found out, for the processes that come after it. */
const KNOWN = '.mutation-known.json';

process.env.POLICY_QUESTIONS ??= '1500';
process.env.POLICY_SCENES ??= '120';
/** The copy in which Stryker has planted its mutants; known only once this process has been moved there. */
let root;
let require;
const stryker = (globalThis.__stryker__ ??= {});

class InOneProcess {
  /** What files of tests declare, loaded without a mutant. */
  #tests = new Map();
  #known = null;
  /** How many mutants of a file each test has killed. */
  #kills = {};

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    root = process.cwd();
    require = createRequire(join(root, 'tests/policy/mutation-runner.mjs'));
    require('../support/typescript.cjs');
    require('reflect-metadata');
    sparePropertyTests(require('fast-check'));
    keepTranspiled();
  }

  async dryRun({ disableBail }) {
    stryker.activeMutant = stryker.hitLimit = stryker.hitCount = undefined;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const cost = {};
    this.#load(FILES, (file, ms) => (cost[file] = ms));
    const results = [];
    for (const test of [...this.#tests.values()].flat()) {
      stryker.currentTestId = test.id;
      const result = await outcome(test);
      results.push(result);
      cost[test.file] += result.timeSpentMs;
      if (result.status === TestStatus.Failed && !disableBail) break;
    }
    stryker.currentTestId = undefined;
    const { perTest, static: atLoad } = stryker.mutantCoverage;
    stryker.mutantCoverage = undefined;
    const inTests = new Set(Object.values(perTest).flatMap(Object.keys));
    const onlyAtLoad = Object.entries(atLoad).filter(([id]) => !inTests.has(id));
    this.#known = {
      times: Object.fromEntries(results.map((t) => [t.id, t.timeSpentMs])),
      files: [...FILES].sort((a, b) => cost[a] - cost[b]),
    };
    writeFileSync(join(root, KNOWN), JSON.stringify({ ...this.#known, cost }));
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: { perTest, static: Object.fromEntries(onlyAtLoad) },
    };
  }

  async mutantRun({ activeMutant: { id, fileName }, testFilter, hitLimit }) {
    this.#known ??= JSON.parse(readFileSync(join(root, KNOWN), 'utf8'));
    const limits = { id, fileName, hitLimit };
    if (!testFilter) return this.#tryAfresh(limits);
    const result = await this.#tryLoaded(limits, testFilter);
    if (result.status !== MutantRunStatus.Killed || (await this.#passesWithout(result.killedBy)))
      return result;
    // Something that an earlier mutant left behind in a cache has failed the test, not this mutant.
    this.#tests.clear();
    return this.#tryLoaded(limits, testFilter);
  }

  #tryLoaded(limits, testFilter) {
    const only = new Set(testFilter);
    const about = filesAbout(limits.fileName);
    if (about.some((file) => !this.#tests.has(file))) {
      deactivate();
      this.#load(about, () => {});
    }
    activate(limits);
    const tests = about.flatMap((file) => this.#tests.get(file));
    return this.#run(
      tests.filter((test) => only.has(test.id)),
      limits,
    );
  }

  #load(files, took) {
    this.#tests = new Map();
    forget();
    for (const file of files) {
      const begun = performance.now();
      this.#tests.set(file, testsOf(file));
      took(file, performance.now() - begun);
    }
  }

  async #passesWithout([id]) {
    deactivate();
    const test = [...this.#tests.values()].flat().find((one) => one.id === id);
    return (await outcome(test)).status === TestStatus.Success;
  }

  async #tryAfresh(limits) {
    this.#tests.clear();
    forget();
    activate(limits);
    let nrOfTests = 0;
    const about = new Set(filesAbout(limits.fileName));
    for (const file of this.#known.files.filter((one) => about.has(one))) {
      let tests;
      try {
        tests = testsOf(file);
      } catch (error) {
        return killed(`${file} while it loads`, error, nrOfTests);
      }
      const result = await this.#run(tests, limits);
      if (result.status !== MutantRunStatus.Survived) return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  async #run(tests, { fileName }) {
    const kills = this.#kills[fileName] ?? {};
    // A test that has killed neighbours is tried before one that is merely fast.
    const cost = ({ id }) => ((this.#known.times[id] ?? 0) + 1) / (1 + 20 * (kills[id] ?? 0));
    let nrOfTests = 0;
    for (const test of [...tests].sort((a, b) => cost(a) - cost(b))) {
      nrOfTests += 1;
      const { status, failureMessage } = await outcome(test);
      const endless = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
      if (endless) return { status: MutantRunStatus.Timeout, reason: endless.reason };
      if (status !== TestStatus.Failed) continue;
      this.#kills[fileName] = { ...kills, [test.id]: (kills[test.id] ?? 0) + 1 };
      return killed(test.id, failureMessage, nrOfTests);
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

function activate({ id, hitLimit }) {
  stryker.activeMutant = id;
  stryker.hitLimit = hitLimit;
  stryker.hitCount = hitLimit === undefined ? undefined : 0;
}

function deactivate() {
  stryker.activeMutant = stryker.hitLimit = stryker.hitCount = undefined;
}

/** Lets every module of ours be loaded again. */
function forget() {
  for (const file of Object.keys(require.cache)) if (isOurs(file)) delete require.cache[file];
}

const isOurs = (file) =>
  file.startsWith(join(root, 'src') + sep) || file.startsWith(join(root, 'tests') + sep);

const killed = (by, error, nrOfTests = 1) => ({
  status: MutantRunStatus.Killed,
  killedBy: [by],
  failureMessage: String(error).slice(0, 500),
  nrOfTests,
});

async function outcome({ id, run, fileName }) {
  const begun = performance.now();
  const result = { id, name: id, fileName };
  try {
    await run();
    return { ...result, status: TestStatus.Success, timeSpentMs: Math.round(performance.now() - begun) };
  } catch (error) {
    const failureMessage = String(error instanceof Error ? error.message : error);
    return {
      ...result,
      status: TestStatus.Failed,
      failureMessage,
      timeSpentMs: Math.round(performance.now() - begun),
    };
  }
}

/** Loads a file of tests and gives what it declares, in order, each under a name of its own. */
function testsOf(file) {
  const tests = [];
  const path = [];
  const fileName = join(root, file);
  const it = (name, run) => {
    const title = [file, ...path, name].join(' › ');
    tests.push({ id: `${title} #${tests.length}`, run, file, fileName });
  };
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const eachOf = (declare) => (rows) => (name, body) =>
    rows.forEach((row) => {
      const values = Array.isArray(row) ? row : [row];
      const wanted = name.match(/%[sdj]/g)?.length ?? 0;
      declare(format(name, ...values.slice(0, wanted)), () => body(...values));
    });
  it.each = eachOf(it);
  describe.each = eachOf(describe);
  const { expect } = require('expect');
  Object.assign(globalThis, { it, test: it, describe, expect });
  require(fileName);
  return tests;
}

/** Fewer runs, always the same; and a property that failed has killed the mutant: nobody wants the smallest example. */
function sparePropertyTests(fc) {
  fc.configureGlobal({ endOnFailure: true, seed: 20270221 });
  const assert = fc.assert;
  fc.assert = (property, { numRuns = 100, ...more } = {}) =>
    assert(property, { ...more, numRuns: Math.ceil(numRuns / 3) });
}

/** The same sources are loaded many times: each is turned into JavaScript once. */
function keepTranspiled() {
  const extensions = require('node:module')._extensions;
  const transpile = extensions['.ts'];
  const known = new Map();
  extensions['.ts'] = (module, filename) => {
    const code = known.get(filename);
    if (code !== undefined) return module._compile(code, filename);
    const compile = module._compile;
    module._compile = (text, name) => {
      known.set(filename, text);
      return compile.call(module, text, name);
    };
    return transpile(module, filename);
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-one-process', InOneProcess)];
