import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerService } from '../src/ledger-service';
import { ChildMaker } from '../tests/support/child-maker';
import { startTestHub, type TestHub } from '../tests/support/hub';
import { ledgerGrowth } from './ledger-growth';
import { load, percentile } from './load';
import { inTurn, median, type Figure } from './measure';

const SCHOOL = 'school/931-4123';
const CONNECTIONS = 32;
const SECONDS = 4;
const ROUNDS = 5;

/** Answers are given and nothing is written: only for measuring what writing costs. */
const noLedger = (own: LedgerService): LedgerService => ({
  ...own,
  port: {
    append: () => Promise.resolve({ promise: '' }),
    act: (tx, record) => own.port.act(tx, record),
    ready: () => own.port.ready(),
    stop: () => own.port.stop(),
  },
});

/** What the ledger costs an answer, how soon an entry is under a signed head, and whether both stay so as it grows. */
export async function ledger(): Promise<Figure[]> {
  const config = { poolSize: 10, logLevel: 'silent' as const };
  const hub = await startTestHub({ config });
  const without = await startTestHub({ config, ledger: noLedger });
  try {
    const [a, b] = [await lookups(hub), await lookups(without)];
    await a();
    await b();
    const { a: ours, b: bare } = await inTurn(ROUNDS, a, b);
    const ratios = ours.map((value, i) => value / (bare[i] ?? NaN));
    const integrated = await untilIntegrated(hub);
    return [
      { name: 'ledger.requests', unit: 'requests/s', value: median(ours), ratio: median(ratios), against: 'the same without a ledger' },
      { name: 'ledger.without', unit: 'requests/s', value: median(bare), ratio: null, against: null },
      { name: 'ledger.integrated.p50', unit: 'ms', value: percentile(integrated, 0.5), ratio: null, against: null },
      { name: 'ledger.integrated.p99', unit: 'ms', value: percentile(integrated, 0.99), ratio: null, against: null },
      ...(await ledgerGrowth()),
    ]; // prettier-ignore
  } finally {
    await hub.stop();
    await without.stop();
  }
}

/** A round of lookups by UPN of children on the asking school's roll. */
async function lookups(hub: TestHub): Promise<() => Promise<number>> {
  const maker = new ChildMaker(hub.database.owner, hub.clock);
  const bodies: string[] = [];
  for (let i = 0; i < 200; i += 1) {
    const child = await maker.child();
    await maker.roll(child, SCHOOL);
    bodies.push(
      JSON.stringify({
        query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) {
          ... on ChildMatch { child { id upn name { surname forename } } } } }`,
        variables: { c: { upn: child.upn, dateOfBirth: child.dateOfBirth } },
      }),
    );
  }
  const { port } = hub.hub.app.server.address() as { port: number };
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${hub.token(SCHOOL)}`,
    'sharing-purpose': 'ROLL_MANAGEMENT',
    'sharing-reference': 'BENCH/1',
  };
  return async () =>
    (await load({ port, headers, bodies, seconds: SECONDS, connections: CONNECTIONS })).perSecond;
}

/** Milliseconds from an answer's arrival to the signed head over its entry, one answer after the other. */
async function untilIntegrated(hub: TestHub): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    const { sharing } = await hub.query(SCHOOL, {
      query: '{ cmeOfficer { team } }',
      purpose: 'ROLL_MANAGEMENT',
    });
    const begin = performance.now();
    for (;;) {
      const rows: unknown[] = await hub.database.owner.query(
        'select 1 from ledger_leaf join ledger_entry using (position) where id = $1',
        [sharing?.disclosureId],
      );
      if (rows.length > 0) break;
      await pause(2);
    }
    took.push(performance.now() - begin);
  }
  return took.sort((a, b) => a - b);
}
