/** Import direction, as README draws it. A room may import only from rooms below it. */
const only = (from, to, comment) => ({
  name: `${from.replaceAll(/\W+/g, '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: to.map((t) => `^src/${t}`) },
});
const library = (name, path, from) => ({
  name: `only-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('kernel/', ['kernel/'], 'kernel imports nothing of ours'),
    only('policy/', ['policy/', 'kernel/'], 'the engine is pure'),
    only(
      'procedures/',
      ['procedures/', 'policy/', 'kernel/', 'package-root'],
      'procedures are pure: they know the kernel and how files are read',
    ),
    only('gate/', ['gate/', 'policy/', 'kernel/', 'server/scalars'], 'the gate stands on the engine'),
    only(
      'identity/',
      ['identity/', 'kernel/', 'database/', 'package-root', 'config'],
      'identity knows no feature',
    ),
    only(
      'ledger/',
      ['ledger/', 'gate/', 'policy/', 'kernel/', 'server/scalars'],
      'the ledger knows no feature',
    ),
    only('ledger/tree/', ['ledger/tree/', 'kernel/'], 'the tree is pure: anybody may use it to verify'),
    only(
      'ledger/verify/',
      ['ledger/verify/', 'ledger/tree/', 'ledger/commitment', 'kernel/'],
      'whoever verifies shares nothing with whoever writes but the hashes',
    ),
    only(
      'children/',
      ['children/', 'gate/', 'policy/', 'kernel/', 'server/scalars', 'package-root'],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'alerts/',
      ['alerts/', 'procedures/', 'children/', 'gate/', 'policy/', 'kernel/', 'server/scalars'],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'enquiries/',
      [
        'enquiries/',
        'procedures/',
        'children/',
        'gate/',
        'policy/',
        'kernel/',
        'server/scalars',
        'notifications/',
      ],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'notifications/',
      ['notifications/', 'procedures/', 'children/', 'gate/', 'policy/', 'kernel/', 'server/scalars'],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'emergency/',
      ['emergency/', 'children/', 'notifications/', 'gate/', 'policy/', 'kernel/', 'server/scalars'],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'corrections/',
      [
        'corrections/',
        'children/',
        'notifications/',
        'ledger/',
        'gate/',
        'policy/',
        'kernel/',
        'server/scalars',
      ],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'looking/',
      ['looking/', 'children/', 'gate/', 'policy/', 'kernel/', 'server/scalars', 'package-root'],
      'a feature knows its neighbours by their shape only',
    ),
    only(
      'reviews/',
      ['reviews/', 'children/', 'notifications/', 'gate/', 'policy/', 'kernel/', 'server/scalars'],
      'a feature knows its neighbours by their shape only',
    ),
    library('shield', 'node_modules/graphql-shield', '^src/gate/shield-library\\.ts$'),
    library('typeorm', 'node_modules/typeorm', [
      '^src/database/',
      '^src/identity/directory',
      '^src/interchange/',
      '^src/cli/',
      '^src/hub',
      '^src/agreements/',
      '^src/ledger/',
      '^src/server/',
    ]),
    library('type-graphql', 'node_modules/type-graphql', [
      '\\.(type|resolver|input|result|enums)\\.ts$',
      '^src/gate/declare\\.ts$',
      '^src/children/child-reference\\.ts$',
      '^src/schema\\.ts$',
      '^src/server/',
    ]),
    {
      name: 'no-orphan-test-imports',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
