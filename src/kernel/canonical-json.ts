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
  if (Array.isArray(value)) return canonicalArray(value);
  if (isPlain(value)) return canonicalObject(value);
  throw new TypeError('Only what JSON can say has a canonical text.');
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('A number that is not finite has no canonical text.');
  return JSON.stringify(value);
}

/** What stands in a JSON string as it is, in ASCII: nearly every string. */
const AS_IT_IS = /^[ !#-[\]-~]*$/;

function canonicalString(value: string): string {
  if (AS_IT_IS.test(value)) return `"${value}"`;
  const text = JSON.stringify(value);
  // Half a pair is printed as an escape, which nothing well formed needs: the slow look is for the few that hold one.
  if (text.includes('\\ud') && /\p{Surrogate}/u.test(value))
    throw new TypeError('A string with half a surrogate pair has no canonical text.');
  return text;
}

// Both build their text piece by piece: it is made for every answer, and lists of pieces cost more than the pieces.
function canonicalArray(value: readonly JsonValue[]): string {
  let text = '[';
  for (let i = 0; i < value.length; i += 1) {
    // A hole has no canonical text, like undefined.
    text += `${i === 0 ? '' : ','}${canonicalJson(value[i] as JsonValue)}`;
  }
  return `${text}]`;
}

function canonicalObject(value: Readonly<Record<string, JsonValue>>): string {
  let text = '{';
  // The order of `sort` by itself is that of UTF-16 code units.
  for (const name of Object.keys(value).sort()) {
    text += `${text === '{' ? '' : ','}${canonicalString(name)}:${canonicalJson(value[name] as JsonValue)}`;
  }
  return `${text}}`;
}

function isPlain(value: unknown): value is Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
