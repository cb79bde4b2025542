import { setTimeout as pause } from 'node:timers/promises';
import { differences } from '../../src/agreements/differences';
import { applyForDemo } from '../../src/agreements/demo-agreements';
import { readAgreementFiles } from '../../src/agreements/catalogue-files';
import { sqlOf } from '../../src/database/sql';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { sampleRecord } from '../ledger/sample-record';
import { agreementFixture, ANN, BEN, CAZ, HOME, KIT, POL, type AgreementFixture } from './fixture';
import { sampleAgreement } from './sample-agreement';

let fixture: AgreementFixture;
beforeAll(async () => {
  fixture = await agreementFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.database.drop());

const states = async (): Promise<string[]> =>
  (await fixture.store.versions()).map(
    (v) => `${v.agreement}@${v.version} ${v.state}${v.suspended ? ' suspended' : ''}`,
  );
const events = async (): Promise<string[]> =>
  (
    await sqlOf(fixture.database.owner).query<{ e: string }>(
      `select concat_ws(' ', kind, agreement || '@' || version, by_whom) as e from agreement_event order by position`,
    )
  ).map(({ e }) => e);

describe('offering', () => {
  it('keeps the exact bytes of a new text as a draft, once', async () => {
    const file = sampleAgreement();
    const first = await fixture.store.offer([file], 'caz');
    expect(first.offered).toEqual([{ agreement: 'sample-police', version: 1 }]);
    const again = await fixture.store.offer([file], 'caz');
    expect(again).toMatchObject({ offered: [], unchanged: [{ agreement: 'sample-police', version: 1 }] });
    expect((await fixture.store.versions()).map((v) => v.text)).toEqual([file.text]);
    expect(await states()).toEqual(['sample-police@1 DRAFT']);
  });

  it('wants a higher version for a changed text', async () => {
    await fixture.store.offer([sampleAgreement()], 'caz');
    const changed = { permit: '[EXISTENCE]' };
    const refused = await fixture.store.offer([sampleAgreement(changed)], 'caz');
    expect(refused.offered).toEqual([]);
    expect(refused.problems.filter((p) => p.severity === 'error')).toMatchObject([
      { check: 'version', message: expect.stringContaining('write `version: 2`') as unknown },
    ]);
    const offered = await fixture.store.offer([sampleAgreement({ ...changed, version: 2 })], 'caz');
    expect(offered.offered).toEqual([{ agreement: 'sample-police', version: 2 }]);
  });

  it('offers no file with an error', async () => {
    const offer = await fixture.store.offer(
      [sampleAgreement({ permit: '[EXISTENCE, CME_OFICER]' }), sampleAgreement({ name: 'other' })],
      'caz',
    );
    expect(offer.offered).toEqual([{ agreement: 'other', version: 1 }]);
    expect(offer.problems.find((p) => p.severity === 'error')?.message).toContain('`CME_OFFICER`');
  });
});

describe('approving', () => {
  beforeEach(() => fixture.store.offer([sampleAgreement()], CAZ.subject));
  const approve = (by: { subject: string; organisation: string }, version = 1) =>
    fixture.store.approve('sample-police', version, by);

  it('takes two people, and says who did what', async () => {
    expect(await approve(ANN)).toEqual({ done: false, by: ['ann'], awaits: [], suspended: false });
    expect(await states()).toEqual(['sample-police@1 DRAFT']);
    expect(await approve(BEN)).toEqual({ done: true, by: ['ann', 'ben'], awaits: [], suspended: false });
    expect(await states()).toEqual(['sample-police@1 APPROVED']);
    expect(await events()).toEqual([
      'OFFERED sample-police@1 caz',
      'APPROVED sample-police@1 ann',
      'APPROVED sample-police@1 ben',
      'IN_FORCE sample-police@1 ben',
    ]);
  });

  it.each([
    ['one person twice', ANN, 'a second person'],
    ['its author', CAZ, 'Whoever offered'],
    ['somebody of the recipient', POL, 'does not decide'],
    ['somebody of an organisation that is no party', KIT, 'does not decide'],
    ['somebody who is not registered', { subject: 'dan', organisation: HOME }, 'not registered'],
    ['somebody who claims another organisation', { ...POL, organisation: HOME }, 'not registered'],
  ])('refuses %s', async (_who, by, message) => {
    await approve(ANN);
    await expect(approve(by)).rejects.toThrow(message);
    expect(await states()).toEqual(['sample-police@1 DRAFT']);
  });

  it('lets the two approve at the same moment', async () => {
    await Promise.all([approve(ANN), approve(BEN)]);
    expect(await states()).toEqual(['sample-police@1 APPROVED']);
  });

  it('supersedes the version before, and never brings an older one back', async () => {
    await fixture.store.offer([sampleAgreement({ version: 2 })], CAZ.subject);
    await fixture.store.offer([sampleAgreement({ version: 3 })], CAZ.subject);
    for (const by of [ANN, BEN]) await approve(by);
    for (const by of [ANN, BEN]) await approve(by, 3);
    expect(await states()).toEqual([
      'sample-police@1 SUPERSEDED',
      'sample-police@2 DRAFT',
      'sample-police@3 APPROVED',
    ]);
    await expect(approve(ANN, 2)).rejects.toThrow('Version 3');
    await expect(approve(ANN, 1)).rejects.toThrow('SUPERSEDED');
    expect(await events()).toContain('SUPERSEDED sample-police@1 ben');
  });

  it('refuses a text that has stopped passing its checks', async () => {
    await sqlOf(fixture.database.owner).query(
      `update agreement_version set text = replace(text, 'CME_OFFICER', 'GONE')`,
    );
    await expect(approve(ANN)).rejects.toThrow('no longer passes its checks');
  });

  it('names the near agreement', async () => {
    await expect(fixture.store.approve('sample-polise', 1, ANN)).rejects.toThrow('`sample-police`');
    await expect(approve(ANN, 7)).rejects.toThrow('versions: 1');
  });
});

describe('suspending', () => {
  beforeEach(() => fixture.bringIntoForce(sampleAgreement()));
  const suspend = () => fixture.store.suspend('sample-police', POL, 'a breach at the force');

  it('takes one person of any party, and a reason', async () => {
    await expect(fixture.store.suspend('sample-police', KIT, 'r')).rejects.toThrow('does not decide');
    await expect(fixture.store.suspend('sample-police', POL, ' ')).rejects.toThrow('reason');
    expect(await suspend()).toBe(true);
    await expect(suspend()).rejects.toThrow('already');
    expect(await states()).toEqual(['sample-police@1 APPROVED suspended']);
  });

  it('returns only when no answer that rests on the agreement can still be recorded', async () => {
    const runner = fixture.database.owner.createQueryRunner();
    await runner.startTransaction();
    const record = sampleRecord({ kind: 'ACT', agreements: ['sample-police'] });
    await createLedgerWriter(sqlOf(fixture.database.app)).act(sqlOf(runner.manager), record);
    let returned = false;
    const suspended = suspend().then((settled) => {
      returned = true;
      return settled;
    });
    await pause(400);
    expect(returned).toBe(false);
    // It bites already, for whoever comes now.
    expect(await states()).toEqual(['sample-police@1 APPROVED suspended']);
    await runner.commitTransaction();
    await runner.release();
    expect(await suspended).toBe(true);
    const writer = createLedgerWriter(sqlOf(fixture.database.app));
    await expect(writer.append(sampleRecord({ agreements: ['sample-police'] }))).rejects.toMatchObject({
      code: 'PURPOSE_NOT_AGREED',
    });
  });

  it('is lifted by two people', async () => {
    await suspend();
    fixture.clock.advance(1000);
    expect(await fixture.store.resume('sample-police', ANN)).toMatchObject({ done: false, suspended: true });
    await expect(fixture.store.resume('sample-police', ANN)).rejects.toThrow('a second person');
    await expect(fixture.store.resume('sample-police', POL)).rejects.toThrow('does not decide');
    expect(await fixture.store.resume('sample-police', BEN)).toMatchObject({ done: true, suspended: false });
    expect(await states()).toEqual(['sample-police@1 APPROVED']);
    expect(await events()).toContain('RESUMED sample-police@1 ben');
  });

  it('is lifted by a new version only when both approved it after the suspension', async () => {
    await fixture.store.offer([sampleAgreement({ version: 2 })], CAZ.subject);
    await fixture.store.approve('sample-police', 2, ANN);
    fixture.clock.advance(1000);
    await suspend();
    fixture.clock.advance(1000);
    expect(await fixture.store.approve('sample-police', 2, BEN)).toMatchObject({
      done: true,
      suspended: true,
    });
    await fixture.store.offer([sampleAgreement({ version: 3 })], CAZ.subject);
    await fixture.store.approve('sample-police', 3, ANN);
    expect(await fixture.store.approve('sample-police', 3, BEN)).toMatchObject({
      done: true,
      suspended: false,
    });
    expect(await states()).toEqual([
      'sample-police@1 SUPERSEDED',
      'sample-police@2 SUPERSEDED',
      'sample-police@3 APPROVED',
    ]);
  });

  it('works on a text that no longer passes its checks', async () => {
    await sqlOf(fixture.database.owner).query(
      `update agreement_version set text = replace(text, 'CME_OFFICER', 'GONE')`,
    );
    expect(await suspend()).toBe(true);
  });
});

describe('ending', () => {
  it('takes two people of the controller, and a later version may follow', async () => {
    await fixture.bringIntoForce(sampleAgreement());
    expect(await fixture.store.end('sample-police', ANN)).toMatchObject({ done: false });
    await expect(fixture.store.end('sample-police', ANN)).rejects.toThrow('a second person');
    expect(await fixture.store.end('sample-police', CAZ)).toMatchObject({ done: true });
    expect(await states()).toEqual(['sample-police@1 ENDED']);
    await fixture.bringIntoForce(sampleAgreement({ version: 2 }));
    expect(await states()).toEqual(['sample-police@1 ENDED', 'sample-police@2 APPROVED']);
  });
});

describe('the demonstration', () => {
  it('brings every agreement of this authority into force, says so, and does it once', async () => {
    const said: string[] = [];
    const apply = () => applyForDemo(fixture.store, readAgreementFiles(), HOME, (line) => said.push(line));
    await apply();
    expect(said.join('\n')).toMatch(/FOR THE DEMONSTRATION, two invented approvers/);
    const after = await states();
    expect(after.filter((s) => s.endsWith('APPROVED')).length).toBeGreaterThan(15);
    expect(after).toContain('child-health-held@1 APPROVED');
    expect(said.join('\n')).toContain('child-health-held@1 (one of nhs/RNU)');
    expect(after.filter((s) => s.startsWith('solent'))).toEqual(['solent@1 DRAFT']);
    const [happened, spoken] = [await events(), said.length];
    await apply();
    expect(await events()).toEqual(happened);
    expect(said).toHaveLength(spoken);
  });

  it('leaves alone what a person decided', async () => {
    const said: string[] = [];
    const files = [sampleAgreement(), sampleAgreement({ name: 'other' })];
    await applyForDemo(fixture.store, files, HOME, () => undefined);
    await fixture.store.suspend('other', ANN, 'a question');
    const changed = [sampleAgreement({ version: 2 }), sampleAgreement({ name: 'other', version: 2 })];
    await applyForDemo(fixture.store, changed, HOME, (line) => said.push(line));
    expect(said).toContain('agreements: other is left as people decided');
    expect(await states()).toEqual([
      'other@1 APPROVED suspended',
      'sample-police@1 SUPERSEDED',
      'sample-police@2 APPROVED',
    ]);
  });
});

describe('differences between files and what is enforced', () => {
  it('names each, and nothing where there is none', async () => {
    await fixture.bringIntoForce(
      sampleAgreement({ name: 'a' }),
      sampleAgreement({ name: 'b' }),
      sampleAgreement({ name: 'c' }),
    );
    await fixture.store.offer([sampleAgreement({ name: 'd' })], CAZ.subject);
    await fixture.store.suspend('c', ANN, 'r');
    const files = ['c', 'd', 'e'].map((name) => sampleAgreement({ name }));
    const found = differences(
      [sampleAgreement({ name: 'a', permit: '[EXISTENCE]' }), ...files],
      await fixture.store.versions(),
    );
    expect(found.map((d) => `${d.agreement} ${d.kind}`)).toEqual([
      'a CHANGED',
      'b NO_FILE',
      'c SUSPENDED',
      'd WAITS',
      'e NOT_OFFERED',
    ]);
    expect(
      differences([sampleAgreement({ name: 'a' })], (await fixture.store.versions()).slice(0, 1)),
    ).toEqual([]);
  });
});
