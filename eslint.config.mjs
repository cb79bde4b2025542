import tseslint from 'typescript-eslint';
import noAuthority from './eslint.authority-rule.cjs';

/** What a linter can hold: no unsafe types, no environment outside config, one door to graphql-js. */
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.rollcall/', '.tmp/', 'coverage/', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals: no enum here.' },
        { selector: 'ExportAllDeclaration', message: 'Named exports only: no barrels.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'graphql',
              importNames: ['execute', 'subscribe', 'graphql', 'graphqlSync', 'executeSync'],
              message: 'Only src/gate/answer.ts executes: everything goes through the gate.',
            },
            { name: 'graphql-shield', message: 'Only src/gate/shield-library.ts loads it.' },
          ],
        },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/gate/answer.ts', 'src/gate/shield-library.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-imports': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    // What one authority does otherwise than the next is a file under schema/, never a line of the program.
    files: ['src/**/*.ts'],
    plugins: { rollcall: { rules: { 'no-authority': noAuthority } } },
    rules: { 'rollcall/no-authority': 'error' },
  },
  {
    // The demonstration region, and the commands that start and show it, are about one place.
    files: [
      'src/interchange/demo/**',
      'src/identity/demo-directory.ts',
      'src/config.ts',
      'src/cli/{start,story,story-federation,story-steps,story-two-hubs,two-hubs,what-to-try,emit-coverage}.ts',
    ],
    rules: { 'rollcall/no-authority': 'off' },
  },
  {
    // The second engine shares no line with the first: the shapes of agreements and nothing else.
    files: ['tests/support/reference-engine.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.\\./\\.\\./src/policy/(agreement|catalogue)$)',
              message: 'The second engine imports nothing of the product.',
            },
            {
              regex: '^\\.\\./\\.\\./src/policy/(agreement|catalogue)$',
              allowTypeImports: true,
              message: 'Types only: the second engine shares no code.',
            },
          ],
        },
      ],
    },
  },
);
