import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { verifierKey } from '../../src/ledger/tree/note';
import { parseTlogProof, tlogProofText } from '../../src/ledger/tree/tlog-proof';
import { parseReceipt, receiptText, type ReceiptFile } from '../../src/ledger/verify/receipt-file';
import { verifyReceipt, type OpenedReceipt, type ReceiptPlace } from '../../src/ledger/verify/receipt';
import { newPublicId } from '../../src/kernel/id';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { bytesOf, startTestHub, type TestAnswer, type TestHub } from '../support/hub';
import { keysOf, ownReceipt, receiptOf, verifierOf, type ShownReceipt } from '../support/receipts';

const POLICE = 'police/E23000029';
const HEALTH = 'nhs/RTH';
const TEAM = 'la/931/cme';
const SCHOOL_LOOK = { purpose: 'LOCATE_CHILD', reference: 'OP-7', job: 'missing persons officer' };

let hub: TestHub;
let maker: ChildMaker;
let child: MadeChild;
let look: TestAnswer;
let receipt: ShownReceipt;
beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
  child = await maker.child();
  await maker.fact(child, 'MISSING_EPISODE', { unit: `${POLICE}/main` });
  look = await lookAt(POLICE);
  receipt = await ownReceipt(hub, POLICE, look.sharing?.disclosureId);
});
afterAll(() => hub.stop());

const lookAt = (as: string): Promise<TestAnswer> =>
  hub.query(as, { ...SCHOOL_LOOK, query: `{ child(id: "${child.publicId}") { id name { surname } upn } }` });

const open = async (file: string): Promise<OpenedReceipt> => {
  const verdict = verifyReceipt(file, await keysOf(hub));
  if (!verdict.ok) throw new Error(`${verdict.place}: ${verdict.problem}`);
  return verdict.value;
};
const fileOf = ({ file }: { file: string }): ReceiptFile => {
  const parsed = parseReceipt(file);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

describe('a receipt of one’s own', () => {
  test('is opened offline with nothing but a line of /ledger/keys', async () => {
    const opened = await open(receipt.file);
    expect(opened).toMatchObject({
      id: look.sharing?.disclosureId,
      at: receipt.at,
      erased: [],
      evidence: { by: 'proof', origin: 'rollcall/la/931', index: receipt.index, size: receipt.size },
      recipient: {
        organisation: POLICE,
        purpose: 'LOCATE_CHILD',
        reference: 'OP-7',
        requestId: look.headers['request-id'],
        told: { items: { children: [{ child: child.publicId, withheld: ['UPN/full'] }] } },
      },
    });
    expect(opened).not.toHaveProperty('controller');
    expect(receipt).toMatchObject({ kind: 'DISCLOSURE', integrated: true, promise: null, erased: false });
    expect(receipt.items).toContainEqual({
      child: child.publicId,
      item: 'IDENTITY',
      form: 'full',
      outcome: 'DISCLOSED',
    });
  });

  test('is opened with a key of /.well-known/jwks.json too', async () => {
    const { text } = await hub.http.get('/.well-known/jwks.json').buffer();
    const { keys } = JSON.parse(text) as { keys: Record<string, string>[] };
    const [jwk, another] = keys.filter(({ kty }) => kty === 'OKP');
    expect(jwk).toMatchObject({ crv: 'Ed25519', use: 'sig', alg: 'EdDSA' });
    expect([another, Object.keys(jwk ?? {}).sort()]).toEqual([
      undefined,
      ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
    ]);
    const { kid = '', x = '', crv = '', kty = '' } = jwk ?? {};
    const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    const key = verifierOf(verifierKey(kid.slice(0, kid.indexOf('+')), publicKey));
    expect(`${key.name}+${key.id}`).toBe(kid);
    expect(verifyReceipt(receipt.file, [key]).ok).toBe(true);
  });

  test('says nothing to whoever has another key, or the key of another log', async () => {
    const stranger = generateKeyPairSync('ed25519').publicKey;
    const [own] = await keysOf(hub);
    const elsewhere = own ? verifierKey('rollcall/la/852', own.publicKey) : '';
    for (const line of [verifierKey('rollcall/la/931', stranger), elsewhere])
      expect(verifyReceipt(receipt.file, [verifierOf(line)])).toMatchObject({
        ok: false,
        place: 'proof.checkpoint',
      });
    expect(verifyReceipt(receipt.file, [])).toMatchObject({ ok: false, place: 'proof.checkpoint' });
  });

  test('is nobody else’s: another’s id reads as one that there is not, byte for byte', async () => {
    const query = 'query ($id: ID!) { disclosureReceipt(id: $id) { id file } }';
    const ask = (as: string, id: string): Promise<TestAnswer> =>
      hub.query(as, { query, variables: { id }, purpose: 'RIGHTS_AND_AUDIT' });
    for (const as of [HEALTH, 'police/E23000001', 'la/931/front-door']) {
      const [theirs, nobodys] = [await ask(as, receipt.id), await ask(as, newPublicId())];
      expect([theirs.status, theirs.data, theirs.codes]).toEqual([200, { disclosureReceipt: null }, []]);
      expect(bytesOf(theirs)).toBe(bytesOf(nobodys));
    }
  });

  test('is refused as records of use are, and for what is no id', async () => {
    const query = `{ disclosureReceipt(id: "${receipt.id}") { id } }`;
    expect((await hub.query(POLICE, { query })).codes).toEqual(['PURPOSE_NOT_AGREED']);
    const team = await hub.query(TEAM, { query });
    expect([team.codes, team.data]).toEqual([['WITHHELD'], { disclosureReceipt: null }]);
    const wrong = await hub.query(POLICE, {
      query: '{ disclosureReceipt(id: "7") { id } }',
      purpose: 'RIGHTS_AND_AUDIT',
    });
    expect(wrong.codes).toEqual(['BAD_USER_INPUT']);
  });

  test('of an act and of a refusal opens like that of an answer', async () => {
    const reference = 'ACT-1';
    const done = await hub.query(POLICE, {
      query: `mutation { reportMissing(child: { id: "${child.publicId}" }) { id } }`,
      purpose: 'SAFEGUARD',
      reference,
    });
    const [act] = await maker.sql<{ id: string }>(
      `select id from ledger_entry where kind = 'ACT' and reference = $1`,
      [reference],
    );
    const outcome = (done.data?.['reportMissing'] as { id: string }).id;
    const acted = await ownReceipt(hub, POLICE, act?.id);
    expect(acted.items).toEqual([{ child: null, item: 'REPORT_MISSING', form: 'full', outcome: 'DONE' }]);
    expect((await open(acted.file)).recipient).toMatchObject({ told: { action: 'REPORT_MISSING', outcome } });

    const refused = await hub.query(POLICE, {
      query: '{ alerts { nodes { id } } }',
      purpose: 'SYSTEM_INTAKE',
    });
    const id = (refused.errors[0]?.extensions['sharing'] as { disclosureId?: string } | undefined)
      ?.disclosureId;
    const refusal = await ownReceipt(hub, POLICE, id ?? refused.sharing?.disclosureId);
    expect([refusal.kind, refusal.items]).toEqual(['REFUSAL', []]);
    expect((await open(refusal.file)).recipient).toMatchObject({ told: { refused: ['PURPOSE_NOT_AGREED'] } });
  });
});

describe('for whoever may read the whole ledger', () => {
  test('the receipt of anybody’s entry holds the controller’s part as well, and the look is recorded', async () => {
    const whole = await ownReceipt(hub, TEAM, receipt.id);
    const opened = await open(whole.file);
    expect(opened.controller).toMatchObject({ id: receipt.id, children: [child.id] });
    expect(opened.recipient).toEqual((await open(receipt.file)).recipient);
    const [entry] = await maker.sql<{ children: string[] }>(
      `select child_ids as children from ledger_entry where unit_id = $1 order by position desc limit 1`,
      [TEAM],
    );
    expect(entry?.children).toEqual([child.id]);
  });

  test('a change of the controller’s part is found', async () => {
    const whole = fileOf(await ownReceipt(hub, TEAM, receipt.id));
    const { content = '', salt = '' } = whole.controller ?? {};
    const changed = { ...whole, controller: { content: content.replace(child.id, newPublicId()), salt } };
    expect(verifyReceipt(receiptText(changed), await keysOf(hub))).toMatchObject({
      ok: false,
      place: 'controller',
    });
  });
});

/** One bit of one character of a text. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
const hexFlipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
const sample = (length: number, step = 7): number[] =>
  Array.from({ length: Math.ceil(length / step) }, (_, i) => Math.min(length - 1, i * step));

describe('a changed byte', () => {
  const places = (changed: readonly (ReceiptFile | string)[], keys: Awaited<ReturnType<typeof keysOf>>) =>
    new Set<ReceiptPlace | 'none'>(
      changed.map((file) => {
        const verdict = verifyReceipt(typeof file === 'string' ? file : receiptText(file), keys);
        return verdict.ok ? 'none' : verdict.place;
      }),
    );

  test('anywhere in the file fails', async () => {
    const keys = await keysOf(hub);
    const all = sample(receipt.file.length, 3).map((at) => flipped(receipt.file, at));
    expect([...places(all, keys)]).not.toContain('none');
    for (const more of [`${receipt.file}\n`, ` ${receipt.file}`, receipt.file.replace('\n', '\r\n')])
      expect(verifyReceipt(more, keys)).toMatchObject({ ok: false, place: 'file' });
  });

  test.each<[string, ReceiptPlace[], (file: ReceiptFile) => ReceiptFile[]]>([
    [
      'of what was told',
      ['recipient'],
      (file) =>
        sample(file.recipient?.content.length ?? 0).map((at) => ({
          ...file,
          recipient: file.recipient && { ...file.recipient, content: flipped(file.recipient.content, at) },
        })),
    ],
    [
      'of its salt',
      ['recipient'],
      (file) =>
        sample(64, 1).map((at) => ({
          ...file,
          recipient: file.recipient && { ...file.recipient, salt: hexFlipped(file.recipient.salt, at) },
        })),
    ],
    [
      'of the leaf',
      ['leaf', 'proof'],
      (file) => sample(file.leaf.length, 1).map((at) => ({ ...file, leaf: flipped(file.leaf, at) })),
    ],
    [
      'of index or path',
      ['proof'],
      (file) => {
        const proof = file.proof ?? '';
        return sample(proof.indexOf('\n\n'), 1).map((at) => ({ ...file, proof: flipped(proof, at) }));
      },
    ],
    [
      'of the checkpoint',
      ['proof.checkpoint', 'proof'],
      (file) => {
        const proof = file.proof ?? '';
        const start = proof.indexOf('\n\n') + 2;
        return sample(proof.length - start, 1).map((at) => ({ ...file, proof: flipped(proof, start + at) }));
      },
    ],
  ])('%s fails with its place', async (_what, expected, change) => {
    const found = places(change(fileOf(receipt)), await keysOf(hub));
    expect(found).not.toContain('none');
    expect(expected).toEqual(expect.arrayContaining([...found]));
    expect(found).toContain(expected[0]);
  });

  test('is not the only change: parts of another entry, and extra bytes beside the proof, are found', async () => {
    const keys = await keysOf(hub);
    const file = fileOf(receipt);
    const other = fileOf(await ownReceipt(hub, POLICE, (await lookAt(POLICE)).sharing?.disclosureId));
    const mixed = (over: Partial<ReceiptFile>) => verifyReceipt(receiptText({ ...file, ...over }), keys);
    expect(mixed({ recipient: other.recipient })).toMatchObject({ ok: false, place: 'recipient' });
    expect(mixed({ leaf: other.leaf })).toMatchObject({ ok: false, place: 'leaf' });
    expect(mixed({ leaf: other.leaf, recipient: other.recipient })).toMatchObject({
      ok: false,
      place: 'proof',
    });
    expect(mixed({ proof: null })).toMatchObject({ ok: false, place: 'proof' });
    const proof = parseTlogProof(file.proof ?? '');
    if (!proof.ok) throw new Error(proof.problem);
    const extra = tlogProofText({ ...proof.value, extra: Buffer.from('more') });
    expect(mixed({ proof: extra })).toMatchObject({ ok: false, place: 'proof' });
    // The same entry under a newer head is the same receipt.
    const later = fileOf(await ownReceipt(hub, POLICE, receipt.id));
    expect(later.proof).not.toBe(file.proof);
    expect(mixed({ proof: later.proof }).ok).toBe(true);
  });
});

describe('before and after', () => {
  test('an erased entry keeps leaf and proof, and the receipt says that its content is gone', async () => {
    const { sharing } = await lookAt(POLICE);
    await ownReceipt(hub, POLICE, sharing?.disclosureId);
    await maker.sql(
      `update ledger_entry set controller_part = null, controller_salt = null, recipient_part = null,
         recipient_salt = null, child_ids = '{}', subject = null, reference = '' where id = $1`,
      [sharing?.disclosureId],
    );
    for (const as of [POLICE, TEAM]) {
      const gone = await ownReceipt(hub, as, sharing?.disclosureId);
      expect(gone).toMatchObject({ erased: true, items: null, integrated: true });
      const opened = await open(gone.file);
      expect(opened).toMatchObject({ id: sharing?.disclosureId, recipient: null });
      expect(opened.erased).toEqual(as === TEAM ? ['recipient', 'controller'] : ['recipient']);
    }
  });

  test('an entry that no head covers yet is answered with the promise after a second', async () => {
    const runner = hub.database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table ledger_leaf in share row exclusive mode');
    try {
      const { sharing } = await lookAt(POLICE);
      const waiting = await receiptOf(hub, POLICE, sharing?.disclosureId ?? '');
      if (!waiting) throw new Error('no receipt');
      expect(waiting).toMatchObject({
        integrated: false,
        index: null,
        size: null,
        promise: sharing?.promise,
      });
      const keys = await keysOf(hub);
      const opened = await open(waiting.file);
      expect(opened.evidence).toMatchObject({ by: 'promise', origin: 'rollcall/la/931' });
      expect(opened.recipient).toMatchObject({ organisation: POLICE });
      const file = fileOf(waiting);
      for (const at of sample(file.promise?.length ?? 0, 1)) {
        const changed = receiptText({ ...file, promise: flipped(file.promise ?? '', at) });
        expect(verifyReceipt(changed, keys)).toMatchObject({ ok: false, place: 'promise' });
      }
      const other = receiptText({ ...file, leaf: fileOf(receipt).leaf });
      expect(verifyReceipt(other, keys)).toMatchObject({ ok: false, place: 'leaf' });
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
});
