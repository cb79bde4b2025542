import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readNameBook, type NameBook } from './name-book';
import { readWeights, type NameShares, type Weights } from './weights';

/** What people are weighed with: read once, the same for the life of the process. */
export interface MatchingScale {
  readonly weights: Weights;
  readonly book: NameBook;
  readonly name: string;
}

/** The newest weights and the name book of a folder (`data/matching`), or weights of one's own. Throws when unusable. */
export function readMatchingScale(folder: string, weightsFile?: string): MatchingScale {
  const newest = readdirSync(folder)
    .filter((name) => /^weights-\d{4}-\d{2}-\d{2}\.json$/.test(name))
    .sort()
    .at(-1);
  if (weightsFile === undefined && newest === undefined)
    throw new Error(`There is no weights-YYYY-MM-DD.json in ${folder}: make one with match tune.`);
  const book = readNameBook(join(folder, 'names.json'));
  return scaleOf(readWeights(weightsFile ?? join(folder, newest ?? '')), book);
}

/** Names that are common among children now count as common, whatever people the weights were fitted on. */
export function scaleOf(weights: Weights, book: NameBook): MatchingScale {
  const forenames = together(weights.forenames, book.commonForenames);
  const surnames = together(weights.surnames, book.commonSurnames);
  return {
    weights: { ...weights, forenames, surnames },
    book,
    name: `${weights.version}, names ${book.version}`,
  };
}

function together(shares: NameShares, common: ReadonlyMap<string, number>): NameShares {
  const listed = new Map(shares.listed);
  for (const [name, share] of common) listed.set(name, Math.max(listed.get(name) ?? 0, share));
  return { unlisted: shares.unlisted, listed };
}
