import { setTimeout as pause } from 'node:timers/promises';
import { sqlOf } from '../../src/database/sql';
import type { RulesetSource, Sql } from '../../src/gate/ports';
import { decide, type Decision } from '../../src/policy/decide';
import { profileFor } from '../../src/policy/profile';
import { agreementFixture, ANN, BEN, type AgreementFixture } from './fixture';
import { forbidding, sampleAgreement } from './sample-agreement';

let fixture: AgreementFixture;
beforeAll(async () => {
  fixture = await agreementFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.database.drop());

const POLICE = { organisation: 'police/E23000029', unit: 'police/E23000029/main', role: 'POLICE', job: '' };
const asked = (source: RulesetSource, item: string, asker = POLICE): Decision['effect'] =>
  decide(profileFor(source.current().ruleset, 'LOCATE_CHILD', [asker]).cell(item, 'full'), 0n, false).effect;

describe('the ruleset in force', () => {
  it('is unavailable before anything was read', async () => {
    const source = fixture.source();
    expect(() => source.current()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    expect(source.readiness()).toBe('No agreements have been read yet.');
    await source.refresh();
    expect(source.readiness()).toBe(true);
    expect(source.current().ruleset.inForce).toEqual([]);
  });

  it('opens what two people approved, and not what waits', async () => {
    const source = fixture.source();
    await fixture.store.offer([sampleAgreement()], 'caz');
    await fixture.store.approve('sample-police', 1, ANN);
    await source.refresh();
    expect(asked(source, 'CME_OFFICER')).toBe('withhold');
    await fixture.store.approve('sample-police', 1, BEN);
    expect(asked(source, 'CME_OFFICER')).toBe('withhold');
    await source.refresh();
    expect(asked(source, 'CME_OFFICER')).toBe('disclose');
  });

  it('denies at the next confirmation after a suspension, and opens again when it is lifted', async () => {
    await fixture.bringIntoForce(sampleAgreement());
    const source = fixture.source();
    await source.refresh();
    const before = source.current();
    await fixture.store.suspend('sample-police', ANN, 'a breach');
    await source.refresh();
    expect(asked(source, 'CME_OFFICER')).toBe('withhold');
    expect(source.current().head).not.toBe(before.head);
    expect(source.current().ruleset.version).not.toBe(before.ruleset.version);
    for (const by of [ANN, BEN]) await fixture.store.resume('sample-police', by);
    await source.refresh();
    expect(asked(source, 'CME_OFFICER')).toBe('disclose');
    expect(source.current().ruleset.version).toBe(before.ruleset.version);
  });

  it('lets nobody see more because an agreement was suspended', async () => {
    const item = 'LAST_KNOWN_ADDRESS';
    await fixture.bringIntoForce(
      sampleAgreement({ permit: `[EXISTENCE, ${item}]` }),
      sampleAgreement({ name: 'shield', permit: '[EXISTENCE]', clauses: forbidding(item) }),
    );
    const source = fixture.source();
    await source.refresh();
    expect(asked(source, item)).toBe('withhold');
    await fixture.store.suspend('shield', ANN, 'a mistake');
    await source.refresh();
    expect(asked(source, item)).toBe('withhold');
    expect(asked(source, 'EXISTENCE')).toBe('disclose');
    for (const by of [ANN, BEN]) await fixture.store.end('shield', by);
    await source.refresh();
    expect(asked(source, item)).toBe('disclose');
  });

  it('ends with its day in London, by the clock alone', async () => {
    const term = '{ from: 2026-09-01, review: 2027-03-31, until: 2028-08-31, whenReviewPasses: stop }';
    await fixture.bringIntoForce(sampleAgreement({ term }));
    const source = fixture.source();
    await source.refresh();
    // Summer time has begun: the day ends at 23:00 UTC.
    fixture.clock.set('2027-03-31T22:59:59.999Z');
    expect(asked(source, 'CME_OFFICER')).toBe('disclose');
    const version = source.current().ruleset.version;
    fixture.clock.set('2027-03-31T23:00:00Z');
    expect(asked(source, 'CME_OFFICER')).toBe('withhold');
    expect(source.current().ruleset.version).not.toBe(version);
    fixture.clock.set('2027-03-31T22:00:00Z');
    expect(source.current().ruleset.version).toBe(version);
  });

  it('does not depend on the order in which agreements came', async () => {
    const files = ['b', 'a', 'c'].map((name) => sampleAgreement({ name }));
    await fixture.bringIntoForce(...files);
    const one = fixture.source();
    await one.refresh();
    await fixture.reset();
    await fixture.bringIntoForce(...[...files].reverse());
    const two = fixture.source();
    await two.refresh();
    expect(two.current().ruleset.version).toBe(one.current().ruleset.version);
  });
});

describe('when what is in force cannot be confirmed', () => {
  it('shares nothing after five seconds, by a count that only grows, and comes back', async () => {
    let [ticks, away] = [0, false];
    const app = sqlOf(fixture.database.app);
    const database: Sql = {
      query: (text, values) => (away ? Promise.reject(new Error('away')) : app.query(text, values)),
    };
    const source = fixture.source({ database, ticks: () => ticks });
    await source.refresh();
    away = true;
    ticks = 5000;
    await expect(source.refresh()).rejects.toThrow('away');
    expect(source.current().ruleset.day).toBe('2026-10-01');
    ticks = 5001;
    fixture.clock.set('2026-10-01T08:00:00Z');
    expect(() => source.current()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    expect(source.readiness()).toBe('What is in force has not been confirmed for five seconds.');
    away = false;
    await source.refresh();
    expect(source.readiness()).toBe(true);
  });

  it('counts from when the question was asked, not from when it was answered', async () => {
    let ticks = 0;
    const app = sqlOf(fixture.database.app);
    const slow: Sql = {
      query: async (text, values) => {
        const rows = await app.query(text, values);
        ticks += 3000;
        return rows as never;
      },
    };
    const source = fixture.source({ database: slow, ticks: () => ticks });
    await source.refresh();
    expect(() => source.current()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
  });

  it('polls every second by itself, and stops', async () => {
    const source = fixture.source();
    await source.start();
    await fixture.bringIntoForce(sampleAgreement());
    const started = performance.now();
    while (asked(source, 'CME_OFFICER') === 'withhold' && performance.now() - started < 3000) await pause(20);
    expect(asked(source, 'CME_OFFICER')).toBe('disclose');
    await source.stop();
  });

  it('asks again beside a question that hangs', async () => {
    let hang = false;
    const app = sqlOf(fixture.database.app);
    const database: Sql = {
      query: (text, values) => (hang ? new Promise(() => undefined) : app.query(text, values)),
    };
    const source = fixture.source({ database, pollEvery: 100 });
    await source.start();
    hang = true;
    await pause(200);
    hang = false;
    await pause(1500);
    expect(source.readiness()).toBe(true);
    expect(fixture.lines).toEqual([
      'agreements: what is in force cannot be confirmed; nothing is shared after 5 s',
      'agreements: what is in force is confirmed again',
    ]);
    await source.stop();
  });
});

describe('an approved text that is no longer right', () => {
  const spoil = (from: string, to: string, digest = true): Promise<unknown> =>
    sqlOf(fixture.database.owner).query(
      `update agreement_version set text = replace(text, $1, $2) ${
        digest ? `, digest = sha256(convert_to(replace(text, $1, $2), 'UTF8'))` : ''
      } where agreement = 'sample-police'`,
      [from, to],
    );

  it('opens nothing, is reported with its line, and leaves the others in force', async () => {
    await fixture.bringIntoForce(
      sampleAgreement(),
      sampleAgreement({ name: 'other', permit: '[EXISTENCE]' }),
    );
    await spoil('CME_OFFICER', 'CME_OFICER');
    const source = fixture.source();
    await source.refresh();
    expect(asked(source, 'CME_OFFICER')).toBe('withhold');
    expect(asked(source, 'EXISTENCE')).toBe('disclose');
    expect(source.current().ruleset.inForce.map((a) => a.agreement)).toEqual(['other']);
    expect(fixture.lines).toEqual([
      expect.stringMatching(/^agreements: OPENS NOTHING: sample-police@1:\d+:\d+ error: .*`CME_OFFICER`/),
    ]);
    await source.refresh();
    expect(fixture.lines).toHaveLength(1);
  });

  it('still forbids what it forbade', async () => {
    const item = 'LAST_KNOWN_ADDRESS';
    await fixture.bringIntoForce(
      sampleAgreement({ permit: '[EXISTENCE, CME_OFFICER]', clauses: forbidding(item) }),
      sampleAgreement({ name: 'other', permit: `[EXISTENCE, ${item}]` }),
    );
    await spoil('CME_OFFICER', 'CME_OFICER');
    const source = fixture.source();
    await source.refresh();
    expect(asked(source, item)).toBe('withhold');
    expect(asked(source, 'EXISTENCE')).toBe('disclose');
  });

  it.each([
    ['was altered behind the hub', 'says: The force', 'says: The whole force', false],
    ['cannot be read', 'agreement:', '][', true],
    ['forbids something unknown', 'forbid: [LAST_KNOWN_ADDRESS]', 'forbid: [LAST_KNOWN_ADRESS]', true],
  ])('closes everything when it %s', async (_what, from, to, digest) => {
    await fixture.bringIntoForce(
      sampleAgreement({ clauses: forbidding('LAST_KNOWN_ADDRESS') }),
      sampleAgreement({ name: 'other' }),
    );
    await spoil(from, to, digest);
    const source = fixture.source();
    await source.refresh();
    expect(() => source.current()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    expect(source.readiness()).toBe('An approved agreement cannot be read; see the log.');
    expect(fixture.lines.join()).toContain('NOTHING IS SHARED');
  });

  it('counts again when the directory has been put right', async () => {
    await fixture.bringIntoForce(sampleAgreement());
    const { owner } = fixture.database;
    const rename = (from: string, to: string): Promise<unknown> =>
      owner.transaction(async (tx) => {
        await tx.query('delete from client_system where unit_id like $1', [`${from}/%`]);
        await tx.query('delete from unit where organisation_id = $1', [from]);
        await tx.query('update organisation set id = $2 where id = $1', [from, to]);
      });
    await rename('police/E23000029', 'police/E23999999');
    const source = fixture.source();
    await source.refresh();
    expect(source.problems()).toHaveLength(1);
    await rename('police/E23999999', 'police/E23000029');
    await source.refresh();
    expect(source.problems()).toEqual([]);
    expect(asked(source, 'CME_OFFICER')).toBe('disclose');
  });
});
