// The product's modules are loaded once for each worker, unless files shall run apart from each other.
const shared = process.env.ROLLCALL_TESTS_APART !== 'true' && {
  testEnvironment: '<rootDir>/tests/support/shared/environment.cjs',
  runtime: '<rootDir>/tests/support/shared/runtime.cjs',
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  ...shared,
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  setupFiles: ['reflect-metadata'],
  testTimeout: 30000,
  maxWorkers: 2,
  forceExit: false,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.rollcall/', '<rootDir>/.tmp/'],
};
