import { setTimeout as pause } from 'node:timers/promises';
import { createDataSource } from '../../src/database/data-source';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { canonicalJson, type JsonValue } from '../../src/kernel/canonical-json';
import { commitment, type Part } from '../../src/ledger/commitment';
import { newPublicId, newRowId } from '../../src/kernel/id';
import type { Sql } from '../../src/gate/ports';
import { sqlOf } from '../../src/database/sql';
import { transactionOf } from './transaction-of';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { sampleRecord } from './sample-record';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const count = async (): Promise<number> => {
  const entries = 'select count(*)::int as n from ledger_entry';
  const [row] = await sqlOf(database.owner).query<{ n: number }>(entries);
  return row?.n ?? -1;
};

const commitmentOf = (row: Record<string, unknown> | undefined, part: Part): string =>
  commitment(part, row?.[`${part}_salt`] as Buffer, String(row?.[`${part}_part`]));

describe('the ledger writer', () => {
  it('has the entry in the database, byte for byte, when append returns', async () => {
    const child = newPublicId();
    const record = sampleRecord({
      children: [child],
      body: { v: 1, note: 'Zoë “é” \u0000' },
      told: { note: 'told' },
    });
    await createLedgerWriter(sqlOf(database.app)).append(record);
    const [row] = await sqlOf(database.owner).query('select * from ledger_entry');
    expect(row).toMatchObject({
      id: record.id,
      at: record.at,
      kind: 'DISCLOSURE',
      organisation_id: 'police/E23000029',
      unit_id: 'police/E23000029/main',
      purpose: 'LOCATE_CHILD',
      reference: 'OP-1',
      request_id: record.requestId,
      ruleset_version: 'v',
      child_ids: [child],
    });
    const whole = JSON.parse(String(row?.['controller_part'])) as Record<string, JsonValue>;
    const told = JSON.parse(String(row?.['recipient_part'])) as Record<string, JsonValue>;
    expect(whole['body']).toEqual(record.body);
    expect(whole['children']).toEqual([child]);
    expect(told['told']).toEqual({ note: 'told' });
    expect(JSON.stringify(told)).not.toContain(child);
    expect(JSON.parse(String(row?.['leaf']))).toEqual({
      v: 2,
      id: record.id,
      at: '2026-10-01T09:00:00.123Z',
      controller: commitmentOf(row, 'controller'),
      recipient: commitmentOf(row, 'recipient'),
    });
    expect(canonicalJson(JSON.parse(String(row?.['leaf'])) as JsonValue)).toBe(row?.['leaf']);
  });

  it('returns only after the commit: a lock on the ledger holds it back', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const runner = database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table ledger_entry in share mode');
    let returned = false;
    const started = performance.now();
    const appended = writer.append(sampleRecord()).then(() => (returned = true));
    await pause(2000);
    expect(returned).toBe(false);
    await runner.commitTransaction();
    await runner.release();
    await appended;
    expect(performance.now() - started).toBeGreaterThanOrEqual(2000);
    expect(await count()).toBe(1);
  });

  it('commits many concurrent entries together', async () => {
    const statements: string[] = [];
    const app = sqlOf(database.app);
    const counted: Sql = {
      query: (text, values) => {
        statements.push(text);
        return app.query(text, values);
      },
    };
    const commits: number[] = [];
    const writer = createLedgerWriter(counted, { onCommit: (entries) => commits.push(entries) });
    await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        if (i % 2 === 1) await pause(1);
        await writer.append(sampleRecord());
      }),
    );
    expect(await count()).toBe(100);
    expect(statements.length).toBeLessThanOrEqual(5);
    expect(commits.reduce((a, b) => a + b, 0)).toBe(100);
  });

  it('writes an entry that comes alone without waiting for others', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    await writer.append(sampleRecord());
    const started = performance.now();
    for (let i = 0; i < 20; i++) await writer.append(sampleRecord());
    expect((performance.now() - started) / 20).toBeLessThan(50);
  });

  it('loses no sound entry to a bad one beside it', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const twice = sampleRecord();
    await writer.append(twice);
    const bad = [
      sampleRecord({ requestId: 'not a uuid' }),
      sampleRecord({ reference: 'nul \u0000' }),
      sampleRecord({ user: '\ud800' }),
      sampleRecord({ lookBacks: [{ child: newPublicId(), why: 'there is no such child' }] }),
      twice,
    ];
    const good = Array.from({ length: 20 }, () => sampleRecord());
    const results = await Promise.allSettled(
      [...good.slice(0, 10), ...bad, ...good.slice(10)].map((record) => writer.append(record)),
    );
    const refused = results.filter((r) => r.status === 'rejected').map((r) => r.reason as unknown);
    expect(refused).toHaveLength(5);
    for (const error of refused) expect(error).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(await count()).toBe(21);
  });

  it('writes look-backs with their entry', async () => {
    const child = newRowId();
    await database.owner.query(
      `insert into child (id, home_authority, source) values ($1, 'la/931', 'test')`,
      [child],
    );
    await createLedgerWriter(sqlOf(database.app)).append(
      sampleRecord({ lookBacks: [{ child, why: 'own word' }] }),
    );
    expect(
      await database.owner.query(
        'select child_id, organisation_id, user_name, job, purpose, reference, why from look_back',
      ),
    ).toEqual([
      {
        child_id: child,
        organisation_id: 'police/E23000029',
        user_name: 'A. Officer',
        job: 'missing persons',
        purpose: 'LOCATE_CHILD',
        reference: 'OP-1',
        why: 'own word',
      },
    ]);
  });

  it('cannot change or remove what it wrote', async () => {
    await createLedgerWriter(sqlOf(database.app)).append(sampleRecord());
    for (const statement of [
      `update ledger_entry set controller_part = '{}'`,
      'delete from ledger_entry',
      'truncate ledger_entry',
      'update look_back set why = $$nothing$$',
    ]) {
      await expect(database.app.query(statement)).rejects.toThrow('permission denied');
    }
  });
});

describe('an entry that rests on an agreement that was stopped', () => {
  const suspend = (agreement: string): Promise<unknown> =>
    database.owner.query(
      `insert into agreement_suspension (agreement, suspended_by, reason, at) values ($1, 'p', 'r', now())`,
      [agreement],
    );

  it('is refused in the insert itself, and those beside it are written', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    await suspend('thames-valley-police');
    const [refused, written] = await Promise.allSettled([
      writer.append(sampleRecord({ agreements: ['schools', 'thames-valley-police'] })),
      writer.append(sampleRecord({ agreements: ['schools'] })),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'PURPOSE_NOT_AGREED' } });
    expect(written.status).toBe('fulfilled');
    expect(await count()).toBe(1);
  });

  it('is refused when the suspension comes while the insert waits', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const runner = database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table ledger_entry in share mode');
    const appended = Promise.allSettled([writer.append(sampleRecord())]);
    await pause(300);
    await suspend('thames-valley-police');
    await runner.commitTransaction();
    await runner.release();
    expect(await appended).toMatchObject([{ status: 'rejected', reason: { code: 'PURPOSE_NOT_AGREED' } }]);
    expect(await count()).toBe(0);
  });

  it('takes the act with it when the act is in a transaction', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const act = (): Promise<void> =>
      transactionOf(database.app)(async (tx) => {
        await tx.query(`insert into child (id, home_authority, source) values ($1, 'la/931', 'test')`, [
          newRowId(),
        ]);
        await writer.act(tx, sampleRecord({ kind: 'ACT' }));
      });
    await act();
    await suspend('thames-valley-police');
    await expect(act()).rejects.toMatchObject({ code: 'PURPOSE_NOT_AGREED' });
    expect(await database.owner.query('select id from child')).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('is refused after an agreement ended, and written again under a later version', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const version = (n: number, state: string): Promise<unknown> =>
      database.owner.query(
        `insert into agreement_version (agreement, version, text, digest, state, offered_by, offered_at, controllers)
         values ('thames-valley-police', $1, '', '', $2, 'p', now(), '{la/931}')`,
        [n, state],
      );
    await database.owner.query(
      `insert into agreement_approver (subject, organisation_id, name, added_at)
       values ('a', 'la/931', 'A', now()), ('b', 'police/E23000029', 'B', now())`,
    );
    await version(1, 'ENDED');
    await expect(writer.append(sampleRecord())).rejects.toMatchObject({ code: 'PURPOSE_NOT_AGREED' });
    await version(2, 'DRAFT');
    await database.owner.query(
      `insert into agreement_approval (agreement, version, approver, organisation_id, at)
       select 'thames-valley-police', 2, subject, organisation_id, now() from agreement_approver`,
    );
    await database.owner.query(`update agreement_version set state = 'APPROVED' where version = 2`);
    await writer.append(sampleRecord());
    expect(await count()).toBe(1);
  });
});

describe('a ledger that cannot be written', () => {
  it('refuses, says nothing of the database, and writes again by itself', async () => {
    const lines: string[] = [];
    const writer = createLedgerWriter(sqlOf(database.app), { log: (line) => lines.push(line) });
    expect(await writer.ready()).toBe(true);
    await database.owner.query('revoke insert on ledger_entry from rollcall_app');
    await expect(writer.append(sampleRecord())).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      message: 'The record of disclosures cannot be written, so nothing is disclosed. Try again.',
    });
    expect(lines).toEqual(['ledger: an insert of 1 failed (42501)']);
    expect(await writer.ready()).toBe('The database role may not write to the ledger.');
    await database.owner.query('grant insert on ledger_entry to rollcall_app');
    await writer.append(sampleRecord());
    expect(await writer.ready()).toBe(true);
  });

  it('refuses while the server has cut the connections, and comes back', async () => {
    const app = createDataSource({ url: database.url, role: 'app', poolSize: 1 });
    await app.initialize();
    const writer = createLedgerWriter(sqlOf(app));
    await writer.append(sampleRecord());
    const runner = database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table ledger_entry in access exclusive mode');
    const appended = Promise.allSettled([writer.append(sampleRecord())]);
    await pause(200);
    await runner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await runner.commitTransaction();
    await runner.release();
    expect(await appended).toMatchObject([{ status: 'rejected', reason: { code: 'LEDGER_UNAVAILABLE' } }]);
    let written = false;
    for (let tries = 0; !written && tries < 40; tries++) {
      await pause(25);
      written = await writer.append(sampleRecord()).then(
        () => true,
        () => false,
      );
    }
    expect(written).toBe(true);
    expect(await count()).toBe(2);
    await app.destroy();
  });

  it('gives up on an insert that hangs, refuses at once meanwhile, and comes back', async () => {
    const writer = createLedgerWriter(sqlOf(database.app), { patience: 300 });
    const runner = database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table ledger_entry in access exclusive mode');
    await expect(writer.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(await writer.ready()).toBe('An insert into the ledger hangs.');
    const started = performance.now();
    await expect(writer.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(performance.now() - started).toBeLessThan(100);
    await runner.commitTransaction();
    await runner.release();
    for (let tries = 0; (await writer.ready()) !== true && tries < 100; tries++) await pause(10);
    const record = sampleRecord();
    await writer.append(record);
    expect(await database.owner.query('select 1 from ledger_entry where id = $1', [record.id])).toHaveLength(
      1,
    );
  });

  it('keeps a bounded queue', async () => {
    const writer = createLedgerWriter(sqlOf(database.app), { queueLimit: 5 });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => writer.append(sampleRecord())));
    expect(results.map((r) => r.status)).toEqual([
      ...Array(5).fill('fulfilled'),
      ...Array(3).fill('rejected'),
    ]);
    expect(await count()).toBe(5);
  });

  it('writes what waits before it stops, and takes nothing after', async () => {
    const writer = createLedgerWriter(sqlOf(database.app));
    const appended = Array.from({ length: 50 }, () => writer.append(sampleRecord()));
    await writer.stop();
    expect(await count()).toBe(50);
    await Promise.all(appended);
    await expect(writer.append(sampleRecord())).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  });
});
