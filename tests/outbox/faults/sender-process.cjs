// A hub that does nothing but deliver, in a process of its own, on the built program. At a step that the test names it is
// killed: the product has no place for that, so the pool and the carrier that it is given are wrapped.
const { createHub } = require('../../../dist/src/hub.js');
const { createDataSource } = require('../../../dist/src/database/data-source.js');
const { unlimitedLooking } = require('../../../dist/src/looking/looking.service.js');
const { pino } = require('pino');

async function main({ url, dataDir, shift, killAt = null, nth = 1, atOnce = 8 }) {
  let met = 0;
  const at = (step) => {
    if (step === killAt && (met += 1) === nth) process.kill(process.pid, 'SIGKILL');
  };
  const stepOf = (text) =>
    /^with due as/.test(text) ? 'claim' : /^with settled as/.test(text) ? 'settle' : null;
  const watched = (own) => ({
    async query(text, values) {
      const step = stepOf(text);
      if (step) at(`before ${step}`);
      const rows = await own.query(text, values);
      if (step === 'settle' || (step === 'claim' && rows.length > 0)) at(`after ${step}`);
      return rows;
    },
  });
  const carrier = (own) => ({
    async carry(parcel) {
      at('before send');
      if (killAt === 'during send') setTimeout(() => at('during send'), 2);
      const carried = await own.carry(parcel);
      at('after send');
      return carried;
    },
    close: () => own.close(),
  });
  const pool = (role, poolSize) => createDataSource({ url, role, poolSize }).initialize();
  const [owner, app] = await Promise.all([pool('owner', 1), pool('app', 6)]);
  const hub = await createHub({
    config: {
      databaseUrl: url, dataDir, host: '127.0.0.1', port: 0, homeAuthority: 'la/931', issuers: [], audience: 'rollcall',
      poolSize: 6, ledgerMaximumWait: 60_000, logLevel: 'silent', publicUrl: undefined, callLoopback: true,
      mail: null, scanner: null,
    }, // prettier-ignore
    clock: { now: () => new Date(Date.now() + shift) },
    database: { owner, app, url },
    log: pino({ level: 'silent' }),
    looking: unlimitedLooking,
    outbox: {
      every: 100,
      atOnce,
      database: watched,
      carriers: (own) => ({ ...own, WEBHOOK: carrier(own.WEBHOOK) }),
    },
  });
  process.stdout.write('ready\n');
  process.once('SIGTERM', async () => {
    await hub.stop();
    await Promise.all([owner.destroy(), app.destroy()]);
  });
}

void main(JSON.parse(process.argv[2]));
