import { distance } from 'fastest-levenshtein';

const LONGEST_WORD = 100;

/**
 * The known word that a person most likely meant, or null when none is near (more than 40 % of the word and one
 * letter away, case apart) or when it is known already. Words over 100 characters are nobody's typing mistake.
 */
export function nearWord(word: string, known: Iterable<string>): string | null {
  if (word.length === 0 || word.length > LONGEST_WORD) return null;
  const asked = word.toLowerCase();
  let best: string | null = null;
  let nearest = Math.floor(word.length * 0.4) + 1;
  for (const candidate of known) {
    if (candidate === word) return null;
    const steps = distance(asked, candidate.toLowerCase());
    if (steps < nearest || (steps === nearest && best === null)) {
      nearest = steps;
      best = candidate;
    }
  }
  return best;
}
