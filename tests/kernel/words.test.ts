import fc from 'fast-check';
import { nameKey } from '../../src/kernel/name-key';
import { nearWord } from '../../src/kernel/near-word';

describe('the near word', () => {
  const purposes = ['LOCATE_CHILD', 'SAFEGUARD', 'ROLL_MANAGEMENT'];

  it.each([
    ['LOCATE_CHILDREN', 'LOCATE_CHILD'],
    ['SAFEGAURD', 'SAFEGUARD'],
    ['safeguard', 'SAFEGUARD'],
    ['ROLLMANAGEMENT', 'ROLL_MANAGEMENT'],
  ])('of %s is %s', (word, near) => {
    expect(nearWord(word, purposes)).toBe(near);
  });

  it.each(['X', 'STATISTICS', '', 'SAFEGUARD', 'S'.repeat(101)])('of %s is none', (word) => {
    expect(nearWord(word, purposes)).toBeNull();
  });
});

describe('the key of a name', () => {
  it.each([
    ['O’Brien', "o'brien"],
    ['Anne-Marie', 'ANNE MARIE'],
    ['Zoë', 'Zoe\u0308'],
    ['Łukasz', 'Lukasz'],
    ['Straße', 'STRASSE'],
    ['St. John', 'St John'],
    ['Søren', 'Soren'],
    ['İpek', 'ipek'],
    ['ﬁona', 'Fiona'],
  ])('of %s is that of %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
    expect(nameKey(one)).not.toBe('');
  });

  it.each([
    ['Ali', 'Alina'],
    ['राम', 'रम'],
    ['李', '王'],
  ])('of %s is not that of %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('is its own key, whatever the case was', () => {
    expect(nameKey(nameKey('𝐀 𝜮'))).toBe(nameKey('𝐀 𝜮'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
        expect(nameKey(name.normalize('NFD'))).toBe(nameKey(name.normalize('NFC')));
      }),
    );
  });
});
