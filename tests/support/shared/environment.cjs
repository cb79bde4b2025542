'use strict';
/**
 * One realm for all test files of a worker. Jest gives each file a context with globals of its own; the product's
 * modules, which `runtime.cjs` loads once for all of them, would then take an Error of a test for something else. What
 * a test changes on the process (its environment, folder, exit) is put back when its file ends.
 */
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');

/** Stands for "no other context" in what jest hands to vm. */
const here = Object.freeze({});
const compileFunction = vm.compileFunction;
vm.compileFunction = (code, names, options) =>
  compileFunction(
    code,
    names,
    options?.parsingContext === here ? { ...options, parsingContext: undefined } : options,
  );

module.exports = class SharedEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;
  #before = { env: process.env, variables: { ...process.env }, folder: process.cwd(), exit: process.exit };

  /** What the runner kept of the last file's tests would keep all that they opened, and hear of this file's. */
  constructor() {
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (/^(?:JEST_STATE_SYMBOL|EVENT_HANDLERS)$/.test(symbol.description ?? '')) delete globalThis[symbol];
  }

  async setup() {}
  async teardown() {
    const { env, variables, folder, exit } = this.#before;
    process.env = env;
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    Object.assign(env, variables);
    process.chdir(folder);
    process.exit = exit;
  }
  exportConditions() {
    return ['node', 'node-addons'];
  }
  getVmContext() {
    return here;
  }
};
