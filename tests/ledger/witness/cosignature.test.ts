import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cosign, cosignerKey, findCosignature, parseCosignerKey } from '../../../src/ledger/tree/cosignature';
import { parseVerifierKey, verifierKey, type VerifierKey } from '../../../src/ledger/tree/note';
import { cosignedAt, ForeignLog } from './foreign-log';

const NAME = 'witness.example/w1';
const AT = new Date('2026-11-18T09:30:00.900Z');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const log = new ForeignLog('log.example/one').grow(3);
const text = log.text();
const line = cosign(text, { name: NAME, privateKey }, AT);
const keyOf = (name: string, key: KeyObject): VerifierKey => {
  const parsed = parseCosignerKey(cosignerKey(name, key));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

it('is what an independent reading of the specification verifies, to the second', () => {
  expect(cosignedAt(line, text, cosignerKey(NAME, publicKey))).toBe(Math.floor(AT.getTime() / 1000));
  expect(cosignedAt(line, log.text(2), cosignerKey(NAME, publicKey))).toBeNull();
});

it('is found among the lines of others, with its time', () => {
  const lines = `${log.signature(text)}${line}${cosign(text, { name: 'witness.example/w2', privateKey }, AT)}`;
  const found = findCosignature(lines, text, keyOf(NAME, publicKey));
  expect(found).toEqual({ ok: true, value: { line, at: new Date('2026-11-18T09:30:00Z') } });
});

const other = generateKeyPairSync('ed25519').privateKey;
const bytesOf = (given: string): Buffer => Buffer.from(given.trim().split(' ')[2] ?? '', 'base64');
const spelt = (bytes: Buffer): string => `\u2014 ${NAME} ${bytes.toString('base64')}\n`;
const changed = (at: number): string => {
  const bytes = bytesOf(line);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return spelt(bytes);
};
it.each([
  ['of another checkpoint', cosign(log.text(2), { name: NAME, privateKey }, AT)],
  ['with another time than was signed', changed(11)],
  ['with a changed signature', changed(40)],
  ['cut short', spelt(bytesOf(line).subarray(0, 70))],
  ['a plain note signature by the same key', spelt(Buffer.concat([bytesOf(line).subarray(0, 4), bytesOf(line).subarray(12)]))],
  ['with a time past all dates', spelt(Buffer.concat([bytesOf(line).subarray(0, 4), Buffer.alloc(8, 0xff), bytesOf(line).subarray(12)]))],
  ['of another key under its name', cosign(text, { name: NAME, privateKey: other }, AT)],
  ['of another name', cosign(text, { name: 'witness.example/w2', privateKey }, AT)],
  ['without its end', line.trimEnd()],
  ['followed by what is no signature', `${line}words\n`.split('\n').reverse().join('\n').trimStart() + '\n'],
  ['absent', log.signature(text)],
])('one %s is none', (_, lines) => {
  expect(findCosignature(lines, text, keyOf(NAME, publicKey)).ok).toBe(false);
}); // prettier-ignore

it('a key that cosigns and a key of a log are never taken for one another', () => {
  expect(parseCosignerKey(verifierKey(NAME, publicKey)).ok).toBe(false);
  expect(parseVerifierKey(cosignerKey(NAME, publicKey)).ok).toBe(false);
  expect(parseCosignerKey(cosignerKey(NAME, publicKey).replace('w1', 'w2')).ok).toBe(false);
  expect(() => cosignerKey('two words', publicKey)).toThrow(RangeError);
});

it('says no time before 1970', () => {
  expect(() => cosign(text, { name: NAME, privateKey }, new Date(-1000))).toThrow(RangeError);
});
