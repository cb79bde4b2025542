// Marks that sit on Latin, Greek and Cyrillic letters. The vowel signs of other scripts are marks too: they stay.
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}\p{M}]/gu;

/** Letters that people write without their stroke or ligature, and that Unicode does not take apart. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  æ: 'ae',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ł: 'l',
  ø: 'o',
  œ: 'oe',
  þ: 'th',
  // The sigma that ends a word: which one lower case gives depends on what follows.
  ς: 'σ',
};

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '');
}

/**
 * The key under which two spellings of one personal name are equal: accents, case, apostrophes, hyphens, spaces
 * and stops do not count (`O’Brien-Łukasz` and `OBRIEN LUKASZ`). For comparing only, never for showing; a name
 * with no letter has the empty key and equals nothing.
 */
export function nameKey(name: string): string {
  const folded = withoutAccents(withoutAccents(name).toUpperCase().toLowerCase());
  const plain = folded.replace(/[æðđħłøœþς]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
  return plain.replace(NEITHER_LETTER_NOR_DIGIT, '');
}
