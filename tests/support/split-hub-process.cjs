// A hub in a process of its own, on the built program, at a time that a test sets: the whole graph or one subgraph, and
// beside it others, each with a port and connections of its own.
const { createHub } = require('../../dist/src/hub.js');
const { createDataSource } = require('../../dist/src/database/data-source.js');
const { unlimitedLooking } = require('../../dist/src/looking/looking.service.js');
const { pino } = require('pino');

async function start({ url, dataDir, now, agencies }, subgraph, port) {
  const pool = (role, poolSize) => createDataSource({ url, role, poolSize }).initialize();
  const [owner, app] = await Promise.all([pool('owner', 1), pool('app', 4)]);
  const config = {
    databaseUrl: url, dataDir, host: '127.0.0.1', port, homeAuthority: 'la/931', issuers: [], audience: 'rollcall',
    poolSize: 4, ledgerMaximumWait: 10_000, logLevel: 'silent', publicUrl: undefined, mail: null, scanner: null,
    ...(agencies === undefined ? {} : { agencies }),
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
  const stop = async () => {
    await hub.stop();
    await Promise.all([owner.destroy(), app.destroy()]);
  };
  return { port: hub.app.server.address().port, stop };
}

async function main({ subgraph, beside = [], port = 0, ...options }) {
  const first = await start(options, subgraph, port);
  const others = [];
  for (const name of beside) others.push(await start(options, name, 0));
  const ports = others.map((other) => other.port);
  process.stdout.write(`${JSON.stringify({ port: first.port, beside: ports })}\n`);
  process.once('SIGTERM', () => Promise.all([first, ...others].map(({ stop }) => stop())));
}

void main(JSON.parse(process.argv[2]));
