/** For `npm run test:mutation`: the tests of the policy that need no database and do not read its source. */
const { globalSetup, globalTeardown, ...base } = require('../../jest.config.cjs');

process.env.POLICY_QUESTIONS ??= '2000';

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['src', 'tests/policy', 'tests/support'].map((folder) => `<rootDir>/${folder}`),
  maxWorkers: 1,
  testSequencer: require.resolve('./fastest-first.cjs'),
  testMatch: ['checks', 'parse', 'regressions', 'differential', 'explain', 'properties'].map(
    (name) => `<rootDir>/tests/policy/${name}.test.ts`,
  ),
};
