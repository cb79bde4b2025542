import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sqlOf } from '../../../src/database/sql';
import { WebhookKey } from '../../../src/outbox/webhook/webhook-key';
import { makeTestFolder, type TestFolder } from '../../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { seeded, TEST_DAY } from '../../support/seeded';
import { BadLine } from './bad-line';

/** Where a sender is killed. */
export const STEPS = [
  'before claim',
  'after claim',
  'before send',
  'during send',
  'after send',
  'before settle',
  'after settle',
] as const;
export type Step = (typeof STEPS)[number];

interface Process {
  readonly child: ChildProcess;
  /** Resolves with the signal that ended it, if one did. */
  readonly ended: Promise<string | null>;
}

const CHANNEL = 'faults';
/** So that each has some in a row, and none more than a child ever has. */
const CHILDREN = Math.max(40, Number(process.env['OUTBOX_MESSAGES'] ?? 0) / 5);
const FILLED = [
  ['ofSender', 'outbox'],
  ['ofSender', 'delivery'],
  ['ofReceiver', 'effect'],
] as const;

/** A sender and a receiver, each a process with a database of its own, and a line between them that may be bad. */
export class FaultDesk {
  private readonly running = new Set<Process>();
  /** Added to the machine's clock: the agreements of the tests are in force on a day of theirs. */
  private readonly shift = new Date(TEST_DAY).getTime() - Date.now();
  generation = 1;

  private constructor(
    readonly sender: Pick<TestDatabase, 'url' | 'owner' | 'drop'>,
    readonly receiver: TestDatabase,
    private readonly folder: TestFolder,
    private readonly port: number,
    readonly line: BadLine,
  ) {}

  /** `own`: the sender's database, when it is not one of the tests' server. */
  static async open(seed = 7, own?: Pick<TestDatabase, 'url' | 'owner' | 'drop'>): Promise<FaultDesk> {
    const sender = own ?? (await createTestDatabase({ template: seeded(), poolSize: 4 }));
    const receiver = await createTestDatabase();
    const port = await freePort();
    const line = await BadLine.open(port, seed);
    const desk = new FaultDesk(sender, receiver, makeTestFolder(0o700), port, line);
    await desk.ofReceiver(
      `create table effect (serial bigint generated always as identity, message text not null, about uuid not null)`,
    );
    await desk.ofReceiver(`grant insert on effect to rollcall_app`);
    await desk.ofSender(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, 'WEBHOOK', 'la/852/main', $2, '{NOTIFY_MOVE}', 'FAULT/1', 'SIGNAL', now())`,
      [CHANNEL, `http://127.0.0.1:${line.port}/`],
    );
    await desk.ofSender(
      `insert into child (id, public_id, home_authority, date_of_birth, source)
       select gen_random_uuid(), gen_random_uuid(), 'la/931', '2014-03-05', 'test' from generate_series(1, ${CHILDREN})`,
    );
    return desk;
  }

  ofSender<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.sender.owner).query<Row>(text, values);
  }

  ofReceiver<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.receiver.owner).query<Row>(text, values);
  }

  /** So many notices about children in turn, a few of them in each transaction. */
  async write(messages: number): Promise<void> {
    const each = Math.max(1, Math.ceil(messages / 20));
    for (let from = 0; from < messages; from += each) {
      await this.ofSender(
        `insert into notification (id, public_id, to_organisation, authority_id, child_id, from_organisation, from_unit, type,
           purpose, reference, text, sent_at)
         select gen_random_uuid(), gen_random_uuid(), 'la/852', 'la/931', c.id, 'la/931', 'la/931/cme', 'MOVED_OUT', 'NOTIFY_MOVE',
           'FAULT/1', n::text, $3 from generate_series($1::int, $2::int) n
         join (select id, row_number() over (order by id) as turn from child) c on c.turn = n % ${CHILDREN} + 1 order by n`,
        [from, Math.min(from + each, messages) - 1, new Date(Date.now() + this.shift)],
      );
    }
  }

  startSender(options: { killAt?: Step; nth?: number; skew?: number; url?: string } = {}): Promise<Process> {
    const { skew = 0, url = this.sender.url, ...rest } = options;
    return this.start('sender-process.cjs', {
      url,
      dataDir: this.folder.path,
      shift: this.shift + skew,
      ...rest,
    });
  }

  startReceiver(options: { killAfter?: number; skew?: number } = {}): Promise<Process> {
    const { skew = 0, ...rest } = options;
    const key = WebhookKey.open(this.folder.path);
    const secrets = [key.secretOf(CHANNEL, this.generation)];
    return this.start('receiver-process.cjs', {
      url: this.receiver.url,
      port: this.port,
      secrets,
      shift: this.shift + skew,
      ...rest,
    });
  }

  /** The next secret signs, the one before it too for an hour. */
  async rotate(): Promise<void> {
    await this.ofSender(`update channel set generation = generation + 1, former_until = $1`, [
      new Date(Date.now() + this.shift + 3_600_000),
    ]);
    this.generation += 1;
  }

  /** PostgreSQL's answer where a disk is full (class 53), of everything that is written to these tables; false: there is room again. */
  async fill(full: boolean): Promise<void> {
    for (const [of, table] of FILLED) {
      await this[of](`drop trigger if exists full_disk on ${table}`);
      if (!full) continue;
      await this[of](`create or replace function full_disk() returns trigger language plpgsql as
        $$ begin raise exception using errcode = 'disk_full', message = 'no space left on device'; end $$`);
      await this[of](
        `create trigger full_disk before insert or update on ${table} for each row execute function full_disk()`,
      );
    }
  }

  /** What killed processes had taken is nobody's any more, and what waits for its next attempt is due. */
  async hurry(taken = true): Promise<void> {
    const lease = taken ? `lease_until = clock_timestamp() - interval '1 second',` : '';
    await this.ofSender(
      `update delivery set ${lease} due_at = '-infinity' where id in (select id from delivery
         where state = 'WAITING' and (${String(taken)} or due_at > '-infinity') for update skip locked)`,
    );
    await this.ofSender(`update channel set rests_until = '-infinity' where rests_until > '-infinity'`);
  }

  async untilDelivered(within = 60_000): Promise<void> {
    for (const end = Date.now() + within; ;) {
      await pause(250);
      const [row] = await this.ofSender<{ n: number }>(
        `select count(*)::int as n from delivery where state <> 'DELIVERED'`,
      );
      if (row?.n === 0) return;
      if (Date.now() > end) throw new Error(`${row?.n ?? 0} messages were not delivered in time`);
      // Waiting times are minutes and hours: here they are over at once.
      await this.hurry(false);
    }
  }

  /** Counted where it counts: in the receiver's database, against what the sender wrote. */
  async account(): Promise<{
    written: number;
    effects: number;
    lost: number;
    twice: number;
    outOfOrder: number;
  }> {
    const written = await this.ofSender<{ id: string; child: string; n: number }>(
      `select public_id as id, child_id as child, position::int as n from notification`,
    );
    const effects = await this.ofReceiver<{ about: string }>(`select about from effect order by serial`);
    const of = new Map(written.map((notice) => [notice.id, notice]));
    const came = new Set(effects.map(({ about }) => about));
    const last = new Map<string, number>();
    let outOfOrder = 0;
    for (const { about } of effects) {
      const { child, n } = of.get(about) ?? { child: '', n: -1 };
      if ((last.get(child) ?? -1) >= n) outOfOrder += 1;
      last.set(child, n);
    }
    return {
      written: written.length,
      effects: effects.length,
      lost: written.filter(({ id }) => !came.has(id)).length,
      twice: effects.length - came.size,
      outOfOrder,
    };
  }

  async end(process: Process, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (process.child.exitCode === null && process.child.signalCode === null) process.child.kill(signal);
    await process.ended;
  }

  async close(): Promise<void> {
    for (const process of this.running) await this.end(process, 'SIGKILL');
    await this.line.close();
    await this.sender.drop();
    await this.receiver.drop();
    this.folder.remove();
  }

  private async start(file: string, options: object): Promise<Process> {
    const child = spawn(process.execPath, [resolve(__dirname, file), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    const ended = once(child, 'exit').then(([, signal]) => signal as string | null);
    const started: Process = { child, ended };
    this.running.add(started);
    void ended.then(() => this.running.delete(started));
    // One that is to be killed may be, before it says a word.
    await Promise.race([once(child.stdout, 'data'), ended]);
    if (child.exitCode !== null && child.exitCode !== 0) throw new Error(`${file} did not start: ${errors}`);
    return started;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
