import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { keyId, openNote, parseVerifierKey, signNote, verifierKey } from '../../../src/ledger/tree/note';
import { privateKeyOf, sampleVerifier, signerOf, verifierOf } from './sample-keys';

// The example in the documentation of golang.org/x/mod/sumdb/note: key pair, text and note.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const PETER_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

// The example note of c2sp.org/signed-note; its key is not published.
const SALVATORE = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`;

// The key of Go's checksum database, as the go command has it built in, and a head that it signed. The signature is
// the one in the example of c2sp.org/tlog-checkpoint, where the log goes by another name.
const SUMDB = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const SUMDB_HEAD = `go.sum database tree
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

const [a, b] = [signerOf('a.example/log'), signerOf('b.example/log')];
const [keyA, keyB] = [sampleVerifier(a.name), sampleVerifier(b.name)];
const NOT_KNOWN = 'Give a note that one of the known keys has signed.';

const opens = (note: string | Uint8Array, ...keys: string[]): boolean =>
  openNote(note, keys.length > 0 ? keys.map(verifierOf) : [keyA, keyB]).ok;

describe('published examples', () => {
  it('has the key, signature and note of the note package byte for byte', () => {
    const privateKey = privateKeyOf(PETER_SEED);
    expect(verifierKey('PeterNeumann', privateKey)).toBe(PETER);
    expect(keyId('PeterNeumann', privateKey)).toBe('c74f20a3');
    expect(signNote(PETER_TEXT, [{ name: 'PeterNeumann', privateKey }])).toBe(`${PETER_TEXT}\n${PETER_LINE}`);
    expect(openNote(`${PETER_TEXT}\n${PETER_LINE}`, [verifierOf(PETER)])).toEqual({
      ok: true,
      value: { text: PETER_TEXT, verifiedBy: [{ name: 'PeterNeumann', id: 'c74f20a3' }] },
    });
  });

  it('opens a head that Go’s checksum database signed', () => {
    expect(openNote(SUMDB_HEAD, [verifierOf(PETER), verifierOf(SUMDB)])).toEqual({
      ok: true,
      value: {
        text: SUMDB_HEAD.slice(0, SUMDB_HEAD.indexOf('\n\n') + 1),
        verifiedBy: [{ name: 'sum.golang.org', id: '033de0ae' }],
      },
    });
    expect(opens(SUMDB_HEAD.replace('20852163', '20852164'), SUMDB)).toBe(false);
    expect(openNote(SUMDB_HEAD.replace('— sum.golang.org', '— example.com/x'), [verifierOf(SUMDB)])).toEqual({
      ok: false,
      problem: NOT_KNOWN,
    });
  });

  it('reads the example of the specification and finds its key unknown', () => {
    expect(openNote(SALVATORE, [verifierOf(PETER)])).toEqual({ ok: false, problem: NOT_KNOWN });
    expect(openNote(Buffer.from(SALVATORE), [])).toEqual({ ok: false, problem: NOT_KNOWN });
  });
});

describe('a verifier key', () => {
  it('is read back as it was written', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const key = verifierOf(verifierKey('hub.example.gov.uk/ledger', publicKey));
    expect([key.name, key.id]).toEqual(['hub.example.gov.uk/ledger', keyId(key.name, publicKey)]);
    expect(key.publicKey.equals(publicKey)).toBe(true);
  });

  it('is refused with any one character changed, dropped or doubled', () => {
    for (let i = 0; i < PETER.length; i += 1) {
      const [before, at, after] = [PETER.slice(0, i), PETER.charAt(i), PETER.slice(i + 1)];
      for (const put of ['', at + at, 'A', 'z', '0', '9', '+', '/', '=', ' ', '\n'].filter((c) => c !== at))
        expect([before + put + after, parseVerifierKey(before + put + after).ok]).toEqual([
          before + put + after,
          false,
        ]);
    }
  });

  it.each([
    ['nothing', ''],
    ['an id in capitals', PETER.replace('c74f20a3', 'C74F20A3')],
    ['the id alone', 'PeterNeumann+c74f20a3+'],
    ['a newline after it', `${PETER}\n`],
    ['the private key', 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'],
    ['an ECDSA key', 'rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEG'],
    [
      'a key that anybody can sign for',
      `x+00000000+${Buffer.concat([Buffer.of(1, 1), Buffer.alloc(31)]).toString('base64')}`,
    ],
  ])('is refused: %s', (_, text) => {
    const parsed = parseVerifierKey(text);
    expect(parsed.ok).toBe(false);
  });

  it('has another id under another name', () => {
    const { privateKey } = a;
    expect(keyId('a', privateKey)).not.toBe(keyId('b', privateKey));
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\u2003b', 'a\nb', 'a\u0001b', '\ud800'])(
    'is not made under the name %j',
    (name) => {
      expect(() => verifierKey(name, a.privateKey)).toThrow(RangeError);
      expect(() => signNote('text\n', [{ name, privateKey: a.privateKey }])).toThrow(RangeError);
    },
  );
});

describe('a note', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\0-\x1f]/g, '\n'));
  const text = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`);

  it('opens with the key of any of its signers, whatever its text', () => {
    fc.assert(
      fc.property(text, (given) => {
        const note = signNote(given, [a, b]);
        const by = (...keys: (typeof keyA)[]) => ({
          ok: true,
          value: { text: given, verifiedBy: keys.map(({ name, id }) => ({ name, id })) },
        });
        expect(openNote(note, [keyA])).toEqual(by(keyA));
        expect(openNote(note, [keyB])).toEqual(by(keyB));
        expect(openNote(Buffer.from(note), [keyB, keyA])).toEqual(by(keyA, keyB));
        expect(openNote(note, [])).toEqual({ ok: false, problem: NOT_KNOWN });
      }),
    );
  });

  it('does not open with any one character changed, dropped or doubled', () => {
    const note = signNote('a\n\nb\n', [a]);
    const open = [...note].flatMap((at, i) =>
      ['', at + at, 'A', 'b', '0', '=', '+', ' ', '\n', '\r', '\u00e9']
        .filter((put) => put !== at)
        .map((put) => note.slice(0, i) + put + note.slice(i + 1))
        .filter((changed) => openNote(changed, [keyA]).ok),
    );
    expect(open).toEqual([]);
  });

  it('does not open when one known key signed it wrongly, though another signed rightly', () => {
    const [ofA, ofB] = [signNote('text\n', [a]), signNote('other\n', [b])];
    const mixed = ofA + ofB.slice(ofB.indexOf('\u2014'));
    expect(opens(mixed)).toBe(false);
    expect(openNote(mixed, [keyA]).ok).toBe(true);
  });

  it('counts a key once, and verifies each of its signatures', () => {
    const note = signNote('text\n', [a]);
    const again = note + note.slice(note.indexOf('\u2014'));
    expect(openNote(again, [keyA])).toMatchObject({ ok: true, value: { verifiedBy: [{ name: a.name }] } });
    const other = signNote('other\n', [a]);
    expect(openNote(note + other.slice(other.indexOf('\u2014')), [keyA]).ok).toBe(false);
  });

  it('leaves out of account a key that shares only the name or only the id', () => {
    const note = signNote('text\n', [a, b]);
    const sameName = note + `\u2014 ${a.name} AAAAAAAA\n`;
    expect(openNote(sameName, [keyA])).toMatchObject({ ok: true });
    expect(openNote(note.replaceAll(a.name, 'c.example'), [keyA, keyB])).toMatchObject({
      ok: true,
      value: { verifiedBy: [{ name: b.name }] },
    });
  });

  it('is not opened by keys that cannot be told apart', () => {
    const imposter = { ...keyA, publicKey: keyB.publicKey };
    expect(openNote(signNote('text\n', [a]), [keyA, imposter]).ok).toBe(false);
  });

  it('may hold at least the 16 signatures that the specification asks for, and no more than 100', () => {
    const signers = Array.from({ length: 101 }, (_, i) => signerOf(`w${i}.example`));
    for (const count of [16, 100]) {
      const note = signNote('text\n', signers.slice(0, count));
      expect(openNote(note, [sampleVerifier('w15.example')]).ok).toBe(true);
    }
    expect(() => signNote('text\n', signers)).toThrow(RangeError);
    const note = signNote('text\n', signers.slice(0, 100));
    const more = signNote('text\n', signers.slice(100));
    expect(openNote(note + more.slice(more.indexOf('\u2014')), [sampleVerifier('w15.example')]).ok).toBe(
      false,
    );
  });

  const good = signNote('text\n', [a]);
  const sign = good.slice(good.indexOf('\u2014'));
  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no text', `\n${sign}`],
    ['no blank line', `text\n${sign}`],
    ['no last newline', good.slice(0, -1)],
    ['a blank line at the end', `${good}\n`],
    ['a carriage return', good.replace('text', 'te\rxt')],
    ['a tab', good.replace('text', 'te\txt')],
    ['a zero', good.replace('text', 'te\0xt')],
    ['an en dash', good.replace('\u2014', '\u2013')],
    ['two spaces', good.replace(`${a.name} `, `${a.name}  `)],
    ['a word after the signature', `${good.slice(0, -1)} x\n`],
    ['a line that is no signature', `${good}x\n`],
    ['a name with a plus', `${good}\u2014 a+b AAAAAAAA\n`],
    ['a name with a no-break space', `${good}\u2014 a\u00a0b AAAAAAAA\n`],
    ['a signature of no byte', `${good}\u2014 c AAAAAA==\n`],
    ['base64 without its padding', `${good}\u2014 c AAAAAAA\n`],
    ['base64 with spare bits', `${good}\u2014 c AAAAAAB=\n`],
    ['base64 of another alphabet', `${good}\u2014 c AAAA-_AA\n`],
    ['half a surrogate pair', good.replace('text', 'te\ud800xt')],
    ['more than a million bytes', `${'x'.repeat(1_000_000)}${good}`],
  ])('is refused: %s', (_, note) => {
    expect(opens(good)).toBe(true);
    expect(opens(note)).toBe(false);
  });

  it('is refused when its bytes are not UTF-8 or too many', () => {
    const lossy = Buffer.from(signNote('\ufffd\n', [a]));
    expect([opens(lossy), opens(Buffer.concat([Buffer.of(0xff), lossy.subarray(3)]))]).toEqual([true, false]);
    expect(opens(Buffer.concat([Buffer.alloc(1_000_000, 'x'), Buffer.from(good)]))).toBe(false);
    expect(opens(Buffer.concat([Buffer.from('\ufeff'), Buffer.from(good)]))).toBe(false);
  });

  it('is not signed where it could not be opened', () => {
    for (const wrong of ['', 'text', 'te\rxt\n', 'te\0xt\n', 'te\ud800xt\n', `${'x'.repeat(1_000_000)}\n`])
      expect(() => signNote(wrong, [a])).toThrow(RangeError);
    expect(() => signNote('text\n', [])).toThrow(RangeError);
    expect(() => signNote('text\n', [a, a])).toThrow(RangeError);
    const { privateKey } = generateKeyPairSync('x25519');
    expect(() => signNote('text\n', [{ name: 'a', privateKey }])).toThrow(TypeError);
  });
});
