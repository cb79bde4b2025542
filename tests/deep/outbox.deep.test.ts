// Ten thousand messages through every fault (`tests/outbox/faults.test.ts` and `restart.test.ts` are a sample).
process.env['OUTBOX_MESSAGES'] ??= '10000';

/* eslint-disable @typescript-eslint/no-require-imports -- the number has to stand before the files are read */
require('../outbox/faults.test');
require('../outbox/restart.test');
