/** What JSON can say. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * One text for one value (RFC 8785, JSON Canonicalization Scheme): no white space, members sorted by UTF-16 code
 * units, numbers and strings as ECMAScript prints them. For digests and signatures.
 *
 * Throws TypeError on what has no canonical text: a number that is not finite, a lone surrogate, undefined, a
 * function, a symbol, a bigint, a Date or other object that is not plain.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value))
    return `[${Array.from(value, (item: JsonValue) => canonicalJson(item)).join(',')}]`;
  if (isPlain(value)) return canonicalObject(value);
  throw new TypeError('Only what JSON can say has a canonical text.');
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('A number that is not finite has no canonical text.');
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  const text = JSON.stringify(value);
  // Half a pair is printed as an escape, which nothing well formed needs: the slow look is for the few that hold one.
  if (text.includes('\\ud') && /\p{Surrogate}/u.test(value))
    throw new TypeError('A string with half a surrogate pair has no canonical text.');
  return text;
}

function canonicalObject(value: Readonly<Record<string, JsonValue>>): string {
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${canonicalString(name)}:${canonicalJson(item)}`).join(',')}}`;
}

function isPlain(value: unknown): value is Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
