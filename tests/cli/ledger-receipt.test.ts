import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { promiseCommand, receiptCommand } from '../../src/cli/ledger-receipt';
import { verifierKey } from '../../src/ledger/tree/note';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { ownReceipt } from '../support/receipts';

const POLICE = 'police/E23000029';
const TEAM = 'la/931/cme';

let hub: TestHub;
let folder: TestFolder;
let child: MadeChild;
let look: TestAnswer;
let key: string;
let receipt: string;
beforeAll(async () => {
  hub = await startTestHub();
  folder = makeTestFolder(0o700);
  const maker = new ChildMaker(hub.database.owner, hub.clock);
  child = await maker.child();
  await maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  look = await hub.query(POLICE, {
    query: `{ child(id: "${child.publicId}") { id name { surname } upn } }`,
    reference: 'OP-7',
  });
  key = (await hub.http.get('/ledger/keys')).text.trimEnd();
  receipt = kept('receipt.json', (await ownReceipt(hub, POLICE, look.sharing?.disclosureId)).file);
});
afterAll(async () => {
  folder.remove();
  await hub.stop();
});

function kept(name: string, text: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const command = new Command('ledger').addCommand(receiptCommand()).addCommand(promiseCommand());
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  try {
    await command.parseAsync(words, { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, out, err };
  } finally {
    stdout.mockRestore();
  }
}

test('says who was told what about whom, under which clause, when and in reply to what', async () => {
  const { code, out } = await run('receipt', receipt, '--key', key);
  expect(code).toBe(0);
  expect(out).toMatch(/^GENUINE\. rollcall\/la\/931 holds this entry at place \d+ of the \d+ /);
  for (const words of [
    `${POLICE} (unit ${POLICE}/main; user A. Tester, tester) was told`,
    `request ${look.headers['request-id'] ?? ''} for LOCATE_CHILD, reference OP-7, on 18 November 2026 at`,
    `about child ${child.publicId}:`,
    '(IDENTITY), under thames-valley-police@1 ',
    'refused: ',
    '(UPN)',
  ])
    expect(out).toContain(words);
});

test('says where a receipt is not what the hub signed', async () => {
  const { file } = await ownReceipt(hub, POLICE, look.sharing?.disclosureId);
  for (const [name, changed, place] of [
    ['told.json', file.replace('OP-7', 'OP-8'), 'recipient'],
    ['spelt.json', `${file} `, 'file'],
    ['bytes.json', Buffer.concat([Buffer.from(file), Buffer.of(0xff)]), 'file'],
    ['proof.json', file.replace(/index (\d+)/, 'index 1$1'), 'proof'],
  ] as const) {
    const { code, out, err } = await run('receipt', kept(name, changed), '--key', key);
    expect([name, code, out]).toEqual([name, 1, '']);
    expect(err).toContain(`NOT GENUINE, at ${place}:`);
  }
  const stranger = verifierKey('rollcall/la/931', generateKeyPairSync('ed25519').publicKey);
  expect((await run('receipt', receipt, '--key', stranger)).err).toContain('at proof.checkpoint:');
  // One of several keys is enough: that of before a rotation, and that of after.
  expect((await run('receipt', receipt, '--key', stranger, '--key', key)).code).toBe(0);
});

test('prints JSON for programs', async () => {
  const right = await run('receipt', receipt, '--json', '--keys-file', kept('keys', `${key}\n`));
  expect(JSON.parse(right.out)).toMatchObject({
    ok: true,
    id: look.sharing?.disclosureId,
    evidence: { by: 'proof' },
    recipient: { organisation: POLICE },
  });
  const wrong = await run('receipt', kept('none.json', '{}'), '--json', '--key', key);
  expect([wrong.code, JSON.parse(wrong.out)]).toMatchObject([1, { ok: false, place: 'file' }]);
});

test('tells the controller that its part is genuine too', async () => {
  const { file } = await ownReceipt(hub, TEAM, look.sharing?.disclosureId);
  const { code, out } = await run('receipt', kept('whole.json', file), '--key', key);
  expect(code).toBe(0);
  expect(out).toContain('The controller’s part is genuine too');
  expect(out).toContain(child.id);
});

test('checks the promise of an answer', async () => {
  const promise = look.sharing?.promise ?? '';
  const right = await run('promise', promise, '--key', key);
  expect([right.code, right.out]).toEqual([
    0,
    expect.stringMatching(
      /^rollcall\/la\/931 promised to hold the entry with leaf hash \S{44} under a signed head by /,
    ),
  ]);
  const at = promise.length - 1;
  const changed = promise.slice(0, at) + (promise.endsWith('A') ? 'B' : 'A');
  expect(await run('promise', changed, '--key', key)).toMatchObject({ code: 1, out: '' });
  expect(JSON.parse((await run('promise', 'v1', '--key', key, '--json')).out)).toMatchObject({ ok: false });
});

test.each([
  ['no key', ['receipt', 'FILE']],
  ['what is no key', ['receipt', 'FILE', '--key', 'rollcall']],
  ['no file', ['receipt', 'nowhere.json', '--key', 'KEY']],
  ['no file of keys', ['promise', 'v1', '--keys-file', 'nowhere']],
])('%s is wrong usage', async (_what, words) => {
  const given = words.map((word) => (word === 'FILE' ? receipt : word === 'KEY' ? key : word));
  expect((await run(...given)).code).toBe(2);
});
