// A hub in a process of its own, on the built program: the whole graph or one subgraph, at a time that a test sets.
const { createHub } = require('../../dist/src/hub.js');
const { createDataSource } = require('../../dist/src/database/data-source.js');
const { unlimitedLooking } = require('../../dist/src/looking/looking.service.js');
const { pino } = require('pino');

async function main({ url, dataDir, now, subgraph, port = 0 }) {
  const pool = (role, poolSize) => createDataSource({ url, role, poolSize }).initialize();
  const [owner, app] = await Promise.all([pool('owner', 1), pool('app', 4)]);
  const config = {
    databaseUrl: url, dataDir, host: '127.0.0.1', port, homeAuthority: 'la/931', issuers: [], audience: 'rollcall',
    poolSize: 4, ledgerMaximumWait: 10_000, logLevel: 'silent', publicUrl: undefined,
  }; // prettier-ignore
  const hub = await createHub({
    config,
    clock: { now: () => (now === null ? new Date() : new Date(now)) },
    database: { owner, app, url },
    log: pino({ level: 'silent' }),
    looking: unlimitedLooking,
    stopwatch: { now: () => performance.now(), until: () => Promise.resolve() },
    ...(subgraph === null ? {} : { subgraph }),
  });
  await hub.app.listen({ host: '127.0.0.1', port });
  process.stdout.write(`${JSON.stringify({ port: hub.app.server.address().port })}\n`);
  process.once('SIGTERM', async () => {
    await hub.stop();
    await Promise.all([owner.destroy(), app.destroy()]);
  });
}

void main(JSON.parse(process.argv[2]));
