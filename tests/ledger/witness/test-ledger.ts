import { existsSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { CommanderError } from 'commander';
import { ledgerCommand } from '../../../src/cli/ledger';
import type { Config } from '../../../src/config';
import { openSession } from '../../../src/database/session';
import { sqlOf } from '../../../src/database/sql';
import type { Sql } from '../../../src/gate/ports';
import { createHub, type Hub } from '../../../src/hub';
import { HeadsFile } from '../../../src/ledger/heads-file';
import { LedgerKeys } from '../../../src/ledger/ledger-keys';
import { createLedgerWriter } from '../../../src/ledger/ledger-writer';
import type { NoteSigner } from '../../../src/ledger/tree/note';
import {
  watchState,
  witnessList,
  type WatchState,
  type WitnessList,
} from '../../../src/ledger/witness/watch-state.repository';
import { WitnessKey } from '../../../src/ledger/witness/witness-key';
import { makeTestFolder, type TestFolder } from '../../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { ManualClock } from '../../support/manual-clock';
import { HOME, seeded, TEST_DAY } from '../../support/seeded';
import { sampleRecord } from '../sample-record';

/** A hub with a ledger, on a database and a data folder of its own; stopped, tampered with and started again. */
export class TestLedger {
  readonly clock = new ManualClock(TEST_DAY);
  readonly log: string[] = [];
  private hub: Hub | null = null;
  private port = 0;

  private constructor(
    readonly name: string,
    readonly database: TestDatabase,
    private readonly folder: TestFolder,
  ) {}

  static async open(name: string): Promise<TestLedger> {
    const ledger = new TestLedger(
      name,
      await createTestDatabase({ template: seeded() }),
      makeTestFolder(0o700),
    );
    await ledger.start();
    return ledger;
  }

  get dataDir(): string {
    return this.folder.path;
  }
  get origin(): string {
    return `${this.name}.example.gov.uk/ledger`;
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}/ledger`;
  }
  get running(): Hub {
    if (!this.hub) throw new Error('This hub is stopped.');
    return this.hub;
  }
  get signer(): NoteSigner {
    return { name: this.origin, privateKey: LedgerKeys.open(this.dataDir, '').newest.privateKey };
  }
  get verifier(): string {
    return LedgerKeys.open(this.dataDir, '').newest.verifier;
  }
  get witnessKey(): string {
    return WitnessKey.ifThere(this.dataDir)?.verifier ?? '';
  }

  async start(): Promise<void> {
    const config: Config = {
      databaseUrl: this.database.url,
      dataDir: this.dataDir,
      host: '127.0.0.1',
      port: 0,
      homeAuthority: HOME,
      issuers: [],
      audience: 'rollcall',
      poolSize: 4,
      ledgerMaximumWait: 10_000,
      logLevel: 'debug',
      publicUrl: `https://${this.name}.example.gov.uk`,
      callLoopback: true,
      mail: null,
      scanner: null,
    };
    this.hub = await createHub({
      config,
      clock: this.clock,
      database: this.database,
      log: pino({ level: 'debug' }, { write: (line: string) => void this.log.push(line) }),
      outbox: { every: 3_600_000 },
      witnesses: { every: 3_600_000 },
    });
    // The same address again, as a hub that is started again has.
    await this.hub.app.listen({ host: '127.0.0.1', port: this.port });
    this.port = (this.hub.app.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.hub?.stop();
    this.hub = null;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.database.drop();
    this.folder.remove();
  }

  /** Writes entries, and waits until a head covers them. */
  async grow(entries: number): Promise<void> {
    const writer = createLedgerWriter(sqlOf(this.database.app), {
      promises: (leaves) => Promise.resolve(leaves),
    });
    for (let i = 0; i < entries; i += 1)
      await writer.append(sampleRecord({ agreements: [], at: new Date() }));
    await writer.stop();
    for (let tries = 0; tries < 500; tries += 1) {
      const waiting: unknown[] = await this.database.owner.query('select from ledger_pending limit 1');
      if (waiting.length === 0) return;
      await pause(20);
    }
    throw new Error('The entries are under no head.');
  }

  async size(): Promise<number> {
    const rows: { size: string }[] = await this.database.owner.query(
      'select max(size) as size from ledger_head',
    );
    return Number(rows[0]?.size ?? 0);
  }

  /** Keeps the heads of a log, of which it has seen none. */
  async keep(origin: string, url: string, verifier: string): Promise<void> {
    await this.database.owner.query(
      `with added as (
         insert into witnessed_log (origin, organisation_id, url, verifier_keys, added_at)
         values ($1, 'la/852', $2, $3, now()) returning origin)
       insert into witnessed_head (origin) select origin from added`,
      [origin, url, [verifier]],
    );
  }

  /** `by` keeps the heads of this ledger, and this hub knows it as its witness. */
  async isKeptBy(by: TestLedger): Promise<void> {
    await by.keep(this.origin, this.url, this.verifier);
    await this.database.owner.query(
      'insert into ledger_witness (name, url, verifier_key, added_at) values ($1, $2, $3, $4)',
      [by.name, `${by.url}/witness`, by.witnessKey, this.clock.now()],
    );
  }

  witnesses(): Promise<WitnessList> {
    return witnessList(sqlOf(this.database.app), this.clock.now());
  }
  watched(): Promise<WatchState> {
    return watchState(sqlOf(this.database.app), this.clock.now());
  }

  /**
   * What whoever owns the machine can do: the hub is stopped, the database changed with its triggers off, the file of
   * heads gone; then the hub is started again and goes on from what it finds.
   */
  async tamper(work: (tx: Sql) => Promise<unknown>): Promise<void> {
    await this.stop();
    await asOwner(this.database.url, work);
    const heads = HeadsFile.in(this.dataDir).path;
    if (existsSync(heads)) rmSync(heads);
    await this.start();
  }

  /** `rollcall ledger …` on this hub's database: what it printed and told, and its exit code. */
  async command(...words: string[]): Promise<{ code: number; printed: string; told: string }> {
    const before = { ...process.env };
    const said = { printed: '', told: '' };
    process.env = {
      ...before,
      DATABASE_URL: this.database.url,
      ROLLCALL_DATA_DIR: this.dataDir,
      ROLLCALL_CALL_LOOPBACK: 'true',
    };
    const taken = [
      jest
        .spyOn(process.stdout, 'write')
        .mockImplementation((text) => Boolean((said.printed += String(text)))),
      jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.told += String(text)))),
    ];
    const root = ledgerCommand();
    for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)])
      command.exitOverride();
    try {
      await root.parseAsync(words, { from: 'user' });
      return { code: 0, ...said };
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, ...said };
    } finally {
      for (const spy of taken) spy.mockRestore();
      process.env = before;
    }
  }
}

async function asOwner(url: string, work: (tx: Sql) => Promise<unknown>): Promise<void> {
  const session = await openSession(url, 'owner');
  const tables = ['ledger_entry', 'ledger_leaf', 'ledger_head'];
  try {
    await session.transaction(async (tx) => {
      for (const table of tables) await tx.query(`alter table ${table} disable trigger user`);
      await work(tx);
      for (const table of tables) await tx.query(`alter table ${table} enable trigger user`);
    });
  } finally {
    await session.close();
  }
}
