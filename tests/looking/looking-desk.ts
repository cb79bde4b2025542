import { readCatalogues } from '../../src/agreements/catalogue-files';
import { sqlOf } from '../../src/database/sql';
import type { Asking } from '../../src/gate/asking';
import type { Breadth, Look, LookCriteria, Sql } from '../../src/gate/ports';
import { HubError } from '../../src/kernel/errors';
import { readLooking } from '../../src/looking/looking-file';
import { LookingKey } from '../../src/looking/looking-key';
import type { Budgets, LookingRules } from '../../src/looking/looking-rules';
import { Looking } from '../../src/looking/looking.service';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';
import { HOME, TEST_DAY } from '../support/seeded';

export const RULES = readLooking(readCatalogues().catalogues);

/** The rules with other budgets for whoever has none of its own. */
export const withBudgets = (budgets: Budgets, rules: LookingRules = RULES): LookingRules => ({
  ...rules,
  budgets: { default: budgets, roles: new Map() },
});

export const NARROW: Breadth = { anyChild: false, categories: [] };
export const WIDE: Breadth = { anyChild: true, categories: ['P', 'SC'] };

export const asker = (user: string, more: Partial<Asking> = {}): Asking => ({
  organisation: 'nhs/RTH',
  unit: 'nhs/RTH/main',
  role: 'HEALTH',
  clientId: 'nhs/RTH',
  subject: `subject of ${user}`,
  user,
  job: 'nurse',
  purpose: 'LOCATE_CHILD',
  reference: 'TEST/1',
  onBehalfOf: null,
  requestId: '00000000-0000-4000-8000-000000000000',
  authorityId: null,
  ...more,
});

export interface Asked {
  readonly criteria?: LookCriteria;
  readonly outcome?: Look['outcome'];
  readonly breadth?: Breadth;
  /** Looks of one request. */
  readonly many?: number;
}

/** How one request went: let in (and by how many quanta slowed), or to be asked again after so many seconds. */
export type Went = { readonly slowedBy: number } | { readonly retryAfter: number };

/** Limits on looking over a database of their own, without a hub around them: several stand for as many processes. */
export class LookingDesk {
  readonly clock = new ManualClock(TEST_DAY);
  readonly log: string[] = [];
  private readonly started: Looking[] = [];
  private serial = 0;

  private constructor(
    readonly database: TestDatabase,
    private readonly folder: TestFolder,
  ) {}

  static async open(): Promise<LookingDesk> {
    return new LookingDesk(await createTestDatabase(), makeTestFolder(0o700));
  }

  hub(rules: LookingRules = RULES, database: Sql = sqlOf(this.database.app)): Looking {
    const looking = new Looking({
      database,
      key: LookingKey.open(this.folder.path),
      rules,
      clock: this.clock,
      home: HOME,
      log: (line) => this.log.push(line),
    });
    this.started.push(looking);
    return looking;
  }

  /** One request: let in, made, answered and counted. */
  async ask(looking: Looking, who: Asking, asked: Asked = {}): Promise<Went> {
    const { outcome = 'MISS', breadth = NARROW, many = 1 } = asked;
    const looks = Array.from({ length: many }, (): Look => {
      const criteria = asked.criteria ?? {
        surname: `nobody${++this.serial}`,
        forename: `called${this.serial}`,
      };
      return { criteria, breadth, outcome: 'MISS' };
    });
    try {
      const slowedBy = await looking.admit(who, looks);
      for (const look of looks) look.outcome = outcome;
      looking.left(who, looks);
      await looking.settled();
      return { slowedBy };
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'RATE_LIMITED') throw error;
      return { retryAfter: Number(error.details['retryAfter']) };
    }
  }

  /** So many requests, one after the other: how many were let in before the first that was not. */
  async until(
    looking: Looking,
    who: Asking,
    most: number,
    asked: (i: number) => Asked = () => ({}),
  ): Promise<number> {
    for (let i = 0; i < most; i += 1) if ('retryAfter' in (await this.ask(looking, who, asked(i)))) return i;
    return most;
  }

  sql<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.database.owner).query<Row>(text, values);
  }

  reports(): Promise<{ kind: string; step: string; whose: string; user_name: string }[]> {
    return this.sql('select kind, step, whose, user_name from looking_report order by position');
  }

  async close(): Promise<void> {
    await Promise.all(this.started.map((looking) => looking.stop()));
    await this.database.drop();
    this.folder.remove();
  }
}
