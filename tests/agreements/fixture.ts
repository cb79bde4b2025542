import { AgreementStore } from '../../src/agreements/agreement-store';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { createRulesetSource, type ConfirmedRulesets } from '../../src/agreements/ruleset-source';
import { sqlOf } from '../../src/database/sql';
import type { Sql } from '../../src/gate/ports';
import { seedDirectory } from '../../src/identity/directory-seed';
import type { AgreementText } from '../../src/policy/check-agreements';
import { transactionOf } from '../ledger/transaction-of';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';

const START = '2026-10-01T09:00:00Z';
export const HOME = 'la/931';
export const ANN = { subject: 'ann', organisation: HOME };
export const BEN = { subject: 'ben', organisation: HOME };
export const CAZ = { subject: 'caz', organisation: HOME };
export const POL = { subject: 'pol', organisation: 'police/E23000029' };
export const KIT = { subject: 'kit', organisation: 'nhs/RTH' };

export interface AgreementFixture {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly store: AgreementStore;
  readonly lines: string[];
  /** As at the beginning, for the next test. */
  reset(): Promise<void>;
  source(over?: {
    readonly database?: Sql;
    readonly ticks?: () => number;
    readonly pollEvery?: number;
  }): ConfirmedRulesets;
  /** Offered by Caz, approved by Ann and Ben, and by one of each other controller of what it opens. */
  bringIntoForce(...files: AgreementText[]): Promise<void>;
}

/** A database with a directory; after `reset`, five registered approvers, nothing agreed, the 1st of October 2026. */
export async function agreementFixture(): Promise<AgreementFixture> {
  const database = await createTestDatabase();
  const clock = new ManualClock(START);
  await seedDirectory(database.owner, { homeAuthority: HOME, demo: true });
  const { catalogues, digest } = readCatalogues();
  const homeAuthorities = new Set([HOME]);
  const store = new AgreementStore({
    database: sqlOf(database.owner),
    transaction: transactionOf(database.owner),
    catalogues,
    homeAuthorities,
    clock,
  });
  const lines: string[] = [];
  return {
    database,
    clock,
    store,
    lines,
    reset: async () => {
      lines.length = 0;
      clock.set(START);
      await database.owner.query(
        'truncate agreement_version, agreement_approval, agreement_suspension, agreement_event, agreement_approver',
      );
      for (const approver of [ANN, BEN, CAZ, POL, KIT]) await store.addApprover(approver, approver.subject);
    },
    source: (over = {}) =>
      createRulesetSource({
        database: sqlOf(database.app),
        catalogues,
        cataloguesDigest: digest,
        homeAuthorities,
        clock,
        log: (line) => lines.push(line),
        ...over,
      }),
    bringIntoForce: async (...files) => {
      const { offered, problems } = await store.offer(files, CAZ.subject);
      expect(problems.filter((p) => p.severity === 'error')).toEqual([]);
      for (const { agreement, version } of offered) {
        await store.approve(agreement, version, ANN);
        const { awaits } = await store.approve(agreement, version, BEN);
        for (const organisation of awaits) {
          const other = { subject: `of ${organisation}`, organisation };
          await store.addApprover(other, other.subject);
          await store.approve(agreement, version, other);
        }
      }
    },
  };
}
