import fc from 'fast-check';
import { laNumberOf, parseLaestab, schoolOrganisationId } from '../../src/kernel/laestab';
import { parseNhsNumber } from '../../src/kernel/nhs-number';
import { outwardPart, parsePostcode } from '../../src/kernel/postcode';
import { parseUln } from '../../src/kernel/uln';
import { isTemporaryUpn, makeUpn, parseUpn, type Upn } from '../../src/kernel/upn';
import { mustParse } from './must-parse';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const upns = fc
  .record({
    laNumber: fc.integer({ min: 201, max: 943 }).map(String),
    establishment: digits(4),
    year: fc.integer({ min: 1997, max: 2060 }),
    serial: fc.integer({ min: 0, max: 999 }),
  })
  .map(makeUpn);

function withDigit(text: string, index: number, digit: number): string {
  return `${text.slice(0, index)}${digit}${text.slice(index + 1)}`;
}

describe('a UPN', () => {
  it.each(['B801200005001', ' b801200005001 ', 'P207000016049'])('%s is valid', (text) => {
    expect(parseUpn(text)).toEqual({ ok: true, value: text.trim().toUpperCase() });
  });

  it.each([
    ['B207000016049', 'look for a mistyped character'],
    ['Q207000016049', 'look for a mistyped character'],
    ['B80120000500', '13 characters'],
    ['B8012000050011', '13 characters'],
    ['I801200005001', '13 characters'],
    ['B80120000500O', '13 characters'],
    ['', '13 characters'],
  ])('%s is refused: %s', (text, because) => {
    expect(parseUpn(text)).toEqual({ ok: false, problem: expect.stringContaining(because) });
  });

  it('that ends in a letter is temporary', () => {
    const temporary = mustParse(parseUpn, 'B80120000500B');
    expect(isTemporaryUpn(temporary)).toBe(true);
    expect(isTemporaryUpn('B801200005001' as Upn)).toBe(false);
  });

  it('with any one digit changed is refused', () => {
    fc.assert(
      fc.property(
        upns,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (upn, index, step) => {
          const changed = withDigit(upn, index, (Number(upn.charAt(index)) + step) % 10);
          return parseUpn(upn).ok && !parseUpn(changed).ok;
        },
      ),
    );
  });

  it('with another check letter is refused', () => {
    fc.assert(
      fc.property(upns, fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (upn, letter) => {
        fc.pre(letter !== upn.charAt(0));
        return !parseUpn(`${letter}${upn.slice(1)}`).ok;
      }),
    );
  });

  it.each([
    { laNumber: '93', establishment: '41234', year: 2020, serial: 1 },
    { laNumber: '931', establishment: '4123', year: 2020, serial: 1000 },
    { laNumber: '931', establishment: '4123', year: 2020, serial: -1 },
    { laNumber: '931', establishment: '41a3', year: 2020, serial: 1 },
  ])('is not made from $laNumber, $establishment, $serial', (parts) => {
    expect(() => makeUpn(parts)).toThrow(RangeError);
  });
});

describe('an NHS number', () => {
  it.each([
    ['943 476 5919', '9434765919'],
    ['401-023-2137', '4010232137'],
    ['9990000018', '9990000018'],
  ])('%s is %s', (text, value) => {
    expect(parseNhsNumber(text)).toEqual({ ok: true, value });
  });

  it.each(['9434765918', '1111111111', '0000000000', '943476591', '94347659190', '943476591X'])(
    '%s is refused',
    (text) => {
      expect(parseNhsNumber(text)).toMatchObject({ ok: false });
    },
  );

  it('is refused when its check digit would be 10, whatever stands there', () => {
    for (let digit = 0; digit <= 9; digit += 1) expect(parseNhsNumber(`999000000${digit}`).ok).toBe(false);
  });

  it('with any one digit changed is refused', () => {
    const valid = digits(10).filter((text) => parseNhsNumber(text).ok);
    fc.assert(
      fc.property(valid, fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }), (text, index, step) => {
        return !parseNhsNumber(withDigit(text, index, (Number(text.charAt(index)) + step) % 10)).ok;
      }),
    );
  });
});

describe('a ULN', () => {
  it.each(['1000000019', ' 10000 00027 ', '1000000000'])('%s is valid', (text) => {
    expect(parseUln(text)).toEqual({ ok: true, value: text.replace(/\s/g, '') });
  });

  it.each(['1000000018', '9999999999', '0000000019', '100000006', '10000000601'])('%s is refused', (text) => {
    expect(parseUln(text)).toMatchObject({ ok: false });
  });

  it('is refused when the remainder is 0, whatever its last digit', () => {
    for (let digit = 0; digit <= 9; digit += 1) expect(parseUln(`100000006${digit}`).ok).toBe(false);
  });

  it('with any one digit changed is refused', () => {
    const valid = digits(10).filter((text) => parseUln(text).ok);
    fc.assert(
      fc.property(valid, fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }), (text, index, step) => {
        return !parseUln(withDigit(text, index, (Number(text.charAt(index)) + step) % 10)).ok;
      }),
    );
  });
});

describe('a LAESTAB', () => {
  it.each(['9314123', '931-4123', '931/4123'])('is written %s', (text) => {
    const laestab = mustParse(parseLaestab, text);
    expect([laestab, laNumberOf(laestab), schoolOrganisationId(laestab)]).toEqual([
      '9314123',
      '931',
      'school/931-4123',
    ]);
  });

  it.each(['0314123', '931412', '93141234', '931 4123', 'abc4123'])('is not written %s', (text) => {
    expect(parseLaestab(text)).toMatchObject({ ok: false });
  });
});

describe('a postcode', () => {
  it.each([
    ['ox11nd', 'OX1 1ND', 'OX1'],
    [' SO14  7LY ', 'SO14 7LY', 'SO14'],
    ['M1 1AE', 'M1 1AE', 'M1'],
    ['W1A 0AX', 'W1A 0AX', 'W1A'],
    ['EC1A 1BB', 'EC1A 1BB', 'EC1A'],
    ['gir0aa', 'GIR 0AA', 'GIR'],
  ])('%s is %s in %s', (text, postcode, outward) => {
    const parsed = mustParse(parsePostcode, text);
    expect([parsed, outwardPart(parsed)]).toEqual([postcode, outward]);
  });

  it.each(['OX1', 'OX1 1N', 'OX1 1NDD', '1OX 1ND', 'OX1 1CI', 'QX1 1ND', ''])('%s is refused', (text) => {
    expect(parsePostcode(text)).toMatchObject({ ok: false });
  });
});

it('no problem repeats what was given', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 9, maxLength: 14 }), (text) => {
      const answers = [parseUpn, parseNhsNumber, parseUln, parseLaestab, parsePostcode].map((parse) =>
        parse(text),
      );
      return answers.every((answer) => answer.ok || !answer.problem.includes(text));
    }),
  );
});
