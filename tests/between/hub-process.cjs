// A hub of one authority in a process of its own, on the built program. Its clock stands until the test moves it, and it
// delivers when it is told to.
const { createHub } = require('../../dist/src/hub.js');
const { createDataSource } = require('../../dist/src/database/data-source.js');
const { unlimitedLooking } = require('../../dist/src/looking/looking.service.js');
const { pino } = require('pino');

async function main({ url, dataDir, home, port, now: start }) {
  let now = new Date(start);
  let delivers = false;
  // What is written wakes a hub at once: here it finds nothing due until the test says so.
  const onlyWhenTold = (own) => ({
    query: (text, values) =>
      !delivers && text.startsWith('with due as') ? Promise.resolve([]) : own.query(text, values),
  });
  const pool = (role, poolSize) => createDataSource({ url, role, poolSize }).initialize();
  const [owner, app] = await Promise.all([pool('owner', 1), pool('app', 4)]);
  const hub = await createHub({
    config: {
      databaseUrl: url, dataDir, host: '127.0.0.1', port, homeAuthority: home, issuers: [], audience: 'rollcall',
      poolSize: 4, ledgerMaximumWait: 10_000, logLevel: 'silent', publicUrl: undefined, mail: null, scanner: null,
      callLoopback: true,
    },
    clock: { now: () => now },
    database: { owner, app, url },
    log: pino({ level: 'silent' }),
    looking: unlimitedLooking,
    stopwatch: { now: () => performance.now(), until: () => Promise.resolve() },
    outbox: { every: 3_600_000, random: () => 0, database: onlyWhenTold },
  }); // prettier-ignore
  await hub.app.listen({ host: '127.0.0.1', port });
  const told = {
    at: (instant) => {
      now = new Date(instant);
    },
    drain: async () => {
      delivers = true;
      await hub.outbox.drain();
      delivers = false;
    },
    lapse: () => hub.rounds.lapseTransfers(),
    reconcile: () => hub.rounds.lostPupils.reconcile(),
    refresh: () => hub.refreshAgreements(),
    stop: async () => {
      await hub.stop();
      await Promise.all([owner.destroy(), app.destroy()]);
    },
  };
  process.on('message', ({ id, what, word }) => {
    Promise.resolve(told[what](word)).then(
      () => process.send({ id }, () => what === 'stop' && process.disconnect()),
      (error) => process.send({ id, error: String(error) }),
    );
  });
  process.send({ id: 0, port: hub.app.server.address().port });
}

void main(JSON.parse(process.argv[2]));
