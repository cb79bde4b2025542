/** A postcode made ready for comparing: O and I in figures' places do not count. */
export interface PostcodeForm {
  /** Letters and digits alone, O as 0 and I as 1. */
  readonly key: string;
  readonly outward: string;
  /** Null when only the outward part was given, or the code is of another country. */
  readonly inward: string | null;
}

const FULL = /^([A-Z01]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z01]{2})$/;

export function postcodeForm(text: string | null): PostcodeForm | null {
  const packed = (text ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (packed === '') return null;
  const key = packed.replaceAll('O', '0').replaceAll('I', '1');
  const full = FULL.exec(key);
  if (full) return { key, outward: full[1] ?? key, inward: full[2] ?? null };
  // A slip in a whole code leaves its length: the last three are the inward part still.
  return key.length >= 5 && key.length <= 7 && /[A-Z]/.test(key)
    ? { key, outward: key.slice(0, -3), inward: key.slice(-3) }
    : { key, outward: key, inward: null };
}

const SHORT: Readonly<Record<string, string>> = {
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  cl: 'close',
  cres: 'crescent',
  dr: 'drive',
  ct: 'court',
  ln: 'lane',
  gdns: 'gardens',
  pl: 'place',
  sq: 'square',
  tce: 'terrace',
  terr: 'terrace',
  hse: 'house',
  apt: 'flat',
  apartment: 'flat',
  str: 'street',
};

export interface AddressLine {
  readonly key: string;
  readonly words: readonly string[];
  readonly numbers: readonly string[];
  /** The words without numbers, run together. */
  readonly street: string;
}

export function addressLine(text: string | null): AddressLine | null {
  const words = (text ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}\s/-]/gu, '')
    .split(/[\s/-]+/)
    .filter((word) => word !== '')
    .map((word, i, all) =>
      word === 'st' && i > 0 && i === all.length - 1 ? 'street' : (SHORT[word] ?? word),
    );
  if (words.length === 0) return null;
  return {
    key: words.join(''),
    words,
    numbers: words.filter((word) => /^\d/.test(word)),
    street: words.filter((word) => !/^\d/.test(word)).join(''),
  };
}

export function townKey(text: string | null): string {
  return (text ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
