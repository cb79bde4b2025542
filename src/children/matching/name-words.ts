import { nameKey } from '../../kernel/name-key';
import type { NameBook } from './name-book';

/** A forename or a surname made ready for comparing. No word at all means that nothing is known. */
export interface NameWords {
  /** All words in one, particles included: how it stands in an index. */
  readonly whole: string;
  /** The words that tell people apart, in order. */
  readonly words: readonly string[];
}

export const NO_WORDS: NameWords = { whole: '', words: [] };

const SEPARATORS = /[\s\-‐-―/,;()_]+/u;
const OTHER_SCRIPT = /[\u0370-\u03ff\u0400-\u04ff]/u;

/** Takes a written name apart. Titles and what stands for "no name yet" are not names. */
export const forenameWords = remembered((text, book) => {
  const words = keysOf(text, book).filter((word) => !book.titles.has(word));
  const named = words.filter((word) => !book.placeholders.has(word));
  return { whole: named.join(''), words: named };
});

/** The same for a surname: what leads it ("de", "al", "van") tells nobody apart, unless there is nothing else. */
export const surnameWords = remembered((text, book) => {
  const all = keysOf(text, book).filter((word) => !book.placeholders.has(word));
  const named = all.length > 1 ? all.filter((word) => !book.titles.has(word)) : all;
  const telling = named.filter((word) => !book.particles.has(word));
  return { whole: named.join(''), words: telling.length > 0 ? telling : named };
});

const MOST_REMEMBERED = 50_000;

/** Few names are held by most people: what was taken apart once is known, until too many are. */
function remembered(
  apart: (text: string, book: NameBook) => NameWords,
): (text: string | null, book: NameBook) => NameWords {
  const books = new WeakMap<NameBook, Map<string, NameWords>>();
  return (text, book) => {
    if (text === null) return NO_WORDS;
    let seen = books.get(book);
    if (!seen) books.set(book, (seen = new Map<string, NameWords>()));
    let words = seen.get(text);
    if (!words) {
      if (seen.size >= MOST_REMEMBERED) seen.clear();
      seen.set(text, (words = apart(text, book)));
    }
    return words;
  };
}

function keysOf(text: string, book: NameBook): string[] {
  return text
    .split(SEPARATORS)
    .flatMap((word) => initials(word))
    .map((word) => nameKey(OTHER_SCRIPT.test(word) ? inLatin(word, book) : word))
    .filter((word) => word !== '');
}

/** `J.R.` is two initials; `St.` and `O’Neil` are one word each. */
function initials(word: string): string[] {
  return /^(\p{L}\.){2,}\p{L}?$/u.test(word) ? word.split('.') : [word];
}

function inLatin(word: string, book: NameBook): string {
  return Array.from(word.toLowerCase(), (letter) => book.letters.get(letter) ?? letter).join('');
}

const romanised = new WeakMap<NameBook, Map<string, string>>();

/** One spelling for all romanisations of one sound, so that Choudhry and Chaudhri come near each other. */
export function romanKey(word: string, book: NameBook): string {
  let seen = romanised.get(book);
  if (!seen) romanised.set(book, (seen = new Map<string, string>()));
  const known = seen.get(word);
  if (known !== undefined) return known;
  let key = word;
  for (const [from, to] of book.romanisation) key = key.replaceAll(from, to);
  key = key.replace(/(.)\1+/gu, '$1').replace(/(?<=.{2})h$/u, '');
  if (seen.size >= MOST_REMEMBERED) seen.clear();
  seen.set(word, key);
  return key;
}
