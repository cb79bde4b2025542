import fc from 'fast-check';
import { canonicalJson, type JsonValue } from '../../src/kernel/canonical-json';

// The example of RFC 8785, section 3.2.2, and the sorting example of section 3.2.3.
it('prints the example of the RFC', () => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('sorts members by UTF-16 code units, as the RFC has them', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

it.each([
  [-0, '0'],
  [5e-324, '5e-324'],
  [-1.7976931348623157e308, '-1.7976931348623157e+308'],
  [9007199254740992, '9007199254740992'],
  [295147905179352830000, '295147905179352830000'],
  [1e21, '1e+21'],
  [0.000001, '0.000001'],
  [1e-7, '1e-7'],
])('prints the number %p as %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

it.each([
  ['NaN', NaN],
  ['infinity', [Infinity]],
  ['half a surrogate pair', '\ud800'],
  ['half a surrogate pair as a name', { '\udead': 1 }],
  ['undefined', { a: undefined }],
  ['a hole', new Array(1)],
  ['a bigint', 1n],
  ['a Date', new Date(0)],
  ['a Map', new Map()],
])('has no text for %s', (_what, value) => {
  expect(() => canonicalJson(value as JsonValue)).toThrow(TypeError);
});

it('says the same whatever the order, and is read back as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).reverse()) as JsonValue;
      const text = canonicalJson(value as JsonValue);
      expect(canonicalJson(shuffled)).toBe(text);
      expect(JSON.stringify(JSON.parse(text))).toBe(
        JSON.stringify(JSON.parse(JSON.stringify(JSON.parse(text)))),
      );
      expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
    }),
  );
});
