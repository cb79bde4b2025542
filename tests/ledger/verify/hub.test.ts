import { pino } from 'pino';
import type { Config } from '../../../src/config';
import { createHub } from '../../../src/hub';
import { openSession } from '../../../src/database/session';
import { LedgerKeys } from '../../../src/ledger/ledger-keys';
import { HeadsFile } from '../../../src/ledger/heads-file';
import { readLog } from '../../../src/ledger/log-reader';
import { openPromise } from '../../../src/ledger/promise';
import { Findings } from '../../../src/ledger/verify/findings';
import type { LogReport } from '../../../src/ledger/verify/log-report';
import { OutsideHeads } from '../../../src/ledger/verify/outside-heads';
import { readHeads } from '../../../src/ledger/verify/read-heads';
import { verifyLog, type Evidence } from '../../../src/ledger/verify/verify-log';
import { ChildMaker } from '../../support/child-maker';
import { makeTestFolder, type TestFolder } from '../../support/data-folder';
import { startTestHub, type TestHub } from '../../support/hub';
import { ManualClock } from '../../support/manual-clock';
import { verifierKeys } from './log-desk';

const SCHOOL = 'school/931-4123';
let hub: TestHub;
let folder: TestFolder;
beforeAll(async () => {
  folder = makeTestFolder(0o700);
  hub = await startTestHub({ config: { dataDir: folder.path } });
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

async function verified(promises: Evidence['promises'], now: Date): Promise<LogReport> {
  const keys = verifierKeys(LedgerKeys.open(folder.path, '').verifiers);
  const [heads, findings] = [new OutsideHeads(), new Findings()];
  await readHeads(HeadsFile.in(folder.path).path, 'kept', keys, heads, findings);
  const evidence = { keys, heads, findings, promises, keysAreOwn: false, headsAreOwn: false };
  const session = await openSession(hub.database.url, 'app');
  try {
    return await session.transaction((tx) => verifyLog(readLog(tx), evidence, { now, promisedWithin: 1000 }));
  } finally {
    await session.close();
  }
}

it('what a hub wrote and promised is whole, and stays so when it destroys criteria whose time has passed', async () => {
  const maker = new ChildMaker(hub.database.owner, hub.clock);
  const child = await maker.child();
  await maker.roll(child, SCHOOL);
  const lookup = `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ... on ChildMatch { child { id upn } } } }`;
  const { upn, dateOfBirth } = child;
  const as = { purpose: 'ROLL_MANAGEMENT', job: 'attendance officer' };
  const raise = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id } }';
  const nobody = { forename: 'Nemo', surname: 'Nowhere', dateOfBirth: '2013-07-09' };
  const input = { child: { id: child.publicId }, reason: 'NO_CONTACT' };
  const answers = [
    await hub.query(SCHOOL, { query: lookup, variables: { c: { upn, dateOfBirth } }, ...as }),
    await hub.query(SCHOOL, { query: lookup, variables: { c: nobody }, ...as }),
    await hub.query('la/931/cme', { query: '{ alerts(first: 1) { nodes { id } } }' }),
    await hub.query('police/E23000029', { query: raise, variables: { input }, purpose: 'RAISE_CONCERN' }),
  ];
  expect(answers.map(({ codes }) => codes)).toEqual([[], [], [], []]);
  await hub.hub.stop();
  const { origin, newest } = LedgerKeys.open(folder.path, '');
  const promises = answers.flatMap(({ sharing }) => {
    const opened = sharing ? openPromise(origin, newest.publicKey, sharing.promise) : null;
    return opened ? [opened] : [];
  });
  expect(promises).toHaveLength(answers.length);

  const later = new Date(hub.clock.now().getTime() + 5000);
  const report = await verified(promises, later);
  expect(report).toMatchObject({
    ok: true,
    problems: [],
    pending: 0,
    erased: { criteria: 0 },
    unchecked: [],
  });
  expect(report.entries).toBeGreaterThanOrEqual(5);

  const config: Config = {
    databaseUrl: hub.database.url,
    dataDir: folder.path,
    host: '127.0.0.1',
    port: 0,
    homeAuthority: 'la/931',
    issuers: [],
    audience: 'rollcall',
    poolSize: 4,
    ledgerMaximumWait: 10_000,
    logLevel: 'silent',
    publicUrl: undefined,
    mail: null,
    scanner: null,
  };
  const clock = new ManualClock(new Date(hub.clock.now().getTime() + 3 * 366 * 24 * 60 * 60 * 1000));
  const log = pino({ level: 'silent' });
  for (let starts = 0; starts < 2; starts += 1)
    await (await createHub({ config, clock, database: hub.database, log })).stop();
  const after = await verified(promises, clock.now());
  expect(after).toMatchObject({
    ok: true,
    entries: report.entries + 1,
    erased: { entries: 0, criteria: 1 },
    unchecked: [],
  });
});
