'use strict';
const { createHealthService, keysOf } = require('./service.cjs');

/** node examples/health-subgraph/main.cjs CHILD-ID [HUB] [PORT]: the service, with an invented record for that child. */
const [child, hub = 'http://127.0.0.1:4000', port = '4010'] = process.argv.slice(2);
if (!child) {
  process.stderr.write('Name the id of a child, as the hub gives it.\n');
  process.exit(2);
}
const record = {
  gpRegistration: { practice: 'Invented Quay Surgery', town: 'Southampton', since: '2026-10-05' },
  healthLastSeen: { on: '2026-11-02', service: 'Health visitor' },
};
const { server, calls } = createHealthService({ records: new Map([[child, record]]), keys: keysOf(hub) });
server.on('request', (_request, response) =>
  response.on('finish', () => {
    const { grant, asked, refused } = calls.at(-1);
    const what = refused === null ? asked.map(({ field }) => field).join(', ') : `refused: ${refused}`;
    process.stdout.write(`${grant?.organisation ?? 'nobody'} · ${grant?.purpose ?? '-'} · ${what}\n`);
  }),
);
server.on('error', ({ code }) => {
  process.stderr.write(`It cannot listen on port ${port} (${code}).\n`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () =>
  process.stdout.write(`child health: http://127.0.0.1:${port}/graphql\n`),
);
