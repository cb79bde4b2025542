'use strict';
/**
 * Loads everything outside `tests` once for each worker instead of once for each test file: some 2,300 modules, two
 * seconds each time, and code that never gets warm. Test files and what they share under `tests` are loaded anew for
 * each. A module of the product that kept state from one file to the next would be found by `npm run test:deep`, which
 * runs the files apart as well.
 */
const { createRequire } = require('node:module');
const { dirname, isAbsolute, join, sep } = require('node:path');
const Runtime = require('jest-runtime').default;

const root = join(__dirname, '..', '..', '..');
const tests = join(root, 'tests') + sep;
const sourceMaps = new Map();
const own = /^(?:@jest\/globals$|jest-mock$)/;

module.exports = class SharedRuntime extends Runtime {
  constructor(config, environment, resolver, transformer, ...rest) {
    super(config, environment, resolver, transformer, ...rest);
    require.extensions['.ts'] = (module, filename) => {
      const { code, sourceMapPath } = transformer.transform(filename, {
        ...{ isInternalModule: false, supportsDynamicImport: false, supportsExportNamespaceFrom: false },
        ...{ supportsStaticESM: false, supportsTopLevelAwait: false, collectCoverage: false },
        ...{ collectCoverageFrom: [], coverageProvider: 'babel', changedFiles: undefined },
      });
      if (sourceMapPath) sourceMaps.set(filename, sourceMapPath);
      module._compile(code, filename);
    };
  }

  requireModuleOrMock(from, name) {
    const path = sharedPath(from, name);
    return path === null ? super.requireModuleOrMock(from, name) : require(path);
  }

  getSourceMaps() {
    return new Map([...sourceMaps, ...super.getSourceMaps()]);
  }
};

/** Where a module lies that is loaded once, or null for one that each file has to itself. */
function sharedPath(from, name) {
  if (own.test(name)) return null;
  const relativeName = name.startsWith('.') || isAbsolute(name);
  const asked = relativeName ? join(isAbsolute(name) ? '' : dirname(from), name) : null;
  if (asked !== null && asked.startsWith(tests)) return null;
  return createRequire(from).resolve(name);
}
