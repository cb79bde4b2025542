import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPrivateFile } from '../../../src/kernel/private-file';
import { recomputeAll, rewriteEntry, setBack } from '../verify/tampering';
import { Pair, type Verified } from './pair';
import { TestLedger } from './test-ledger';

/** What whoever owns a hub's database, files and keys can do, and who sees it. */
let pair: Pair;
let oxford: TestLedger;
let southampton: TestLedger;
let attacks = 0;
beforeAll(async () => {
  southampton = await TestLedger.open('southampton');
}, 60_000);
afterAll(() => southampton.close());
beforeEach(async () => {
  pair = await Pair.open(southampton, `oxford-${(attacks += 1)}`);
  ({ oxford } = pair);
}, 60_000);
afterEach(() => oxford.close());

/** Without a word from anybody else, all is well, whatever was done. */
const seemsWhole = async (): Promise<void> => {
  expect(await pair.verified()).toMatchObject({ code: 0, ok: true });
};

/** The whole ledger, worked out and signed again with an entry changed. */
const rewritten = (): Promise<void> =>
  oxford.tamper(async (tx) => {
    await rewriteEntry(tx, 4, 'SAFEGUARD');
    await recomputeAll(tx, oxford.signer);
  });

async function isCaught(report: Verified, words: RegExp): Promise<void> {
  expect(report).toMatchObject({ code: 1, ok: false });
  expect(report.problems.map(({ how }) => how)).toContainEqual(expect.stringMatching(words));
  expect(await pair.witness()).toMatchObject({ contradicts: true });
  expect(oxford.log.join('')).toContain('the witness southampton contradicts this ledger');
}

it('a ledger rewritten as a whole is refused, alarms its witness, and fails to verify against it', async () => {
  await rewritten();
  await seemsWhole();
  await oxford.running.witnesses.ask();
  expect(await pair.alarmKinds()).toEqual(['TWO_HISTORIES']);
  expect(southampton.log.join('')).toContain(`has shown two histories of its ledger (${oxford.origin})`);
  expect(await pair.keptSize()).toBe(9);
  await isCaught(
    await pair.verified('--witnesses'),
    /^The head of 9 entries that was kept elsewhere \(by the witness southampton, cosigned 2026-11-18T.*something was changed after it was signed\.$/,
  );
  const { code, printed } = await oxford.command('verify', '--witnesses');
  expect(code).toBe(1);
  expect(printed).toMatch(/^NOT WHOLE: 1 problems\. First wrong: entries 0 to 8: The head of 9 entries/m);
  expect(printed).toContain('Until that is explained, nothing in it proves what was disclosed.');
  // Grown on, there is no proof that the witness would take.
  await oxford.grow(4);
  await oxford.running.witnesses.ask();
  expect((await pair.witness())?.problem).toMatch(
    /does not follow from it: something was changed after it was signed/,
  );
  expect(await pair.keptSize()).toBe(9);
  const listed = await oxford.command('witness', 'list');
  expect(listed).toMatchObject({ code: 1 });
  expect(listed.printed).toContain('CONTRADICTS');
});

it('grown on before its witness saw it, it is looked up, and caught by its own published hashes', async () => {
  await rewritten();
  await oxford.grow(4);
  await oxford.running.witnesses.ask();
  // The answer did not wait for the look.
  for (let tries = 0; tries < 100 && (await pair.alarmKinds()).length === 0; tries += 1) await pause(50);
  expect(await pair.alarmKinds()).toEqual(['TWO_HISTORIES']);
  const [alarm] = (await pair.seen()).alarms;
  expect([alarm?.keptNote, alarm?.shownNote].map((note) => note?.split('\n')[1])).toEqual(['9', '13']);
  await isCaught(await pair.verified('--witnesses'), /something was changed after it was signed/);
});

it.each([
  [
    'shorter than it was',
    1,
    /^A head of 9 entries was signed \(by the witness southampton.*its end was cut off, or it was set back to an earlier state\.$/,
  ],
  ['longer than it was', 8, /something was changed after it was signed/],
])('a ledger set back to a backup that went on, %s, is caught', async (_, more, words) => {
  await oxford.tamper((tx) => setBack(tx, 6, oxford.signer));
  await oxford.grow(more);
  await seemsWhole();
  await oxford.running.witnesses.ask();
  await pair.look();
  await pair.look();
  expect(await pair.alarmKinds()).toEqual([more === 1 ? 'SET_BACK' : 'TWO_HISTORIES']);
  expect(await pair.keptSize()).toBe(9);
  await isCaught(await pair.verified('--witnesses'), words);
});

it('a ledger set back to a backup that shows everything again is no alarm any more', async () => {
  const before = await pair.checkpoint();
  await oxford.tamper((tx) => tx.query('delete from ledger_head where size > 6'));
  for (let looks = 0; looks < 2; looks += 1) await pair.look();
  expect(await pair.alarmKinds()).toEqual(['SET_BACK']);
  await oxford.tamper((tx) => recomputeAll(tx, oxford.signer));
  expect((await pair.checkpoint()).startsWith(before.slice(0, before.lastIndexOf('\n\n')))).toBe(true);
  await pair.look();
  expect(await pair.alarmKinds()).toEqual([]);
});

it('a ledger that shows its witness one history and everybody another is caught by the witness looking', async () => {
  // What the witness is sent stays as it was; what the public sees was written anew.
  await oxford.database.owner.query('update ledger_witness set disabled_at = now()');
  await rewritten();
  await oxford.grow(2);
  expect(await pair.alarmKinds()).toEqual([]);
  const { alarms } = await southampton.watched();
  await pair.look();
  expect(await pair.alarmKinds()).toEqual(['TWO_HISTORIES']);
  expect((await pair.seen()).log?.problem).toBe('It shows another history than it had signed.');
  expect((await southampton.watched()).alarms).toBe(alarms + 1);
});

it('a witness is told by its own witness of a history that it was never shown', async () => {
  const reading = await TestLedger.open('reading');
  try {
    await rewritten();
    // Reading has never seen the first history, and Southampton keeps Reading's head as well.
    await oxford.isKeptBy(reading);
    await reading.isKeptBy(southampton);
    await reading.running.witnesses.look(oxford.origin);
    expect(await pair.keptSize(reading)).toBe(9);
    const [alarm] = (await reading.witnesses()).alarms;
    expect(alarm).toMatchObject({ kind: 'TWO_HISTORIES', origin: oxford.origin, keptSize: 9, shownSize: 9 });
    expect(alarm?.shownNote).not.toBe(alarm?.keptNote);
  } finally {
    await reading.close();
  }
});

it('a ledger signed by another key is refused, and said by whoever keeps its heads', async () => {
  const signer = { name: oxford.origin, privateKey: generateKeyPairSync('ed25519').privateKey };
  await oxford.stop();
  rmSync(join(oxford.dataDir, 'ledger-keys.json'));
  createPrivateFile(
    join(oxford.dataDir, 'ledger-keys.json'),
    JSON.stringify({ origin: oxford.origin, keys: [signer.privateKey.export({ format: 'jwk' })] }),
  );
  await oxford.tamper((tx) => recomputeAll(tx, signer));
  await oxford.grow(1);
  await seemsWhole();
  await oxford.running.witnesses.ask();
  expect((await pair.witness())?.problem).toContain('It knows this ledger by another key');
  await pair.look();
  const { log } = await pair.seen();
  expect(log?.problem).toBe('It shows a head that none of its known keys has signed.');
  const report = await pair.verified('--witnesses');
  expect(report).toMatchObject({ code: 1, counts: { EVIDENCE: 1 } });
  expect(report.problems[0]?.how).toMatch(
    /^The head kept by the witness southampton: .* is not signed by a key that was given/,
  );
});

it('a ledger that shows two witnesses two histories is caught by holding it against both', async () => {
  const reading = await TestLedger.open('reading');
  try {
    await rewritten();
    // Only the other witness is shown what is there now.
    await oxford.isKeptBy(reading);
    await oxford.database.owner.query(`delete from ledger_witness where name = 'southampton'`);
    await oxford.running.witnesses.ask();
    expect(await pair.keptSize(reading)).toBe(9);
    expect(await pair.verified('--witnesses')).toMatchObject({ code: 0 });
    const prefixes = [southampton, reading].map(({ url }) => `${url}/witness`);
    const keys = [southampton, reading].map(({ witnessKey }) => witnessKey);
    const report = await pair.verified('--witnesses', ...prefixes, '--witness-key', ...keys);
    expect(report).toMatchObject({ code: 1, counts: { FORK: 1, OUTSIDE: 1 } });
    expect(report.problems[0]?.how).toMatch(
      /^Two heads of 9 entries have different roots \(by the witness at .*the log showed two histories\.$/,
    );
  } finally {
    await reading.close();
  }
});
