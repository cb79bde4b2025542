import { parse } from 'yaml';
import { nearWord } from '../kernel/near-word';
import { COLUMNS, type HeaderMapping } from './csv.columns';

/** A mapping file that does not say what it should. */
export class MappingRefused extends Error {
  constructor(reason: string) {
    super(`The mapping file ${reason}`);
    this.name = 'MappingRefused';
  }
}

const WORDS = ['columns', 'ignore', 'dates'];
const DATES = ['YYYY-MM-DD', 'DD/MM/YYYY'] as const;

/**
 * Reads a mapping file (YAML): `columns:` our column to the heading in the file, `ignore:` headings of no concern,
 * `dates:` how days are written. Throws MappingRefused.
 */
export function readMapping(text: string): HeaderMapping {
  const file = parsed(text);
  known(Object.keys(file), WORDS, 'has the word');
  const columns = objectIn(file['columns'] ?? {}, 'columns');
  known(Object.keys(columns), Object.keys(COLUMNS), 'names the column');
  for (const heading of Object.values(columns))
    if (typeof heading !== 'string') throw new MappingRefused('gives each column one heading, in words.');
  const ignore: unknown = file['ignore'] ?? [];
  if (!Array.isArray(ignore) || !ignore.every((word) => typeof word === 'string'))
    throw new MappingRefused('gives ignore a list of headings.');
  const dates = DATES.find((form) => form === (file['dates'] ?? DATES[0]));
  if (dates === undefined) throw new MappingRefused(`gives dates one of ${DATES.join(', ')}.`);
  return { columns: columns, ignore: ignore, dates };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return objectIn(parse(text) as unknown, null);
  } catch (error) {
    if (error instanceof MappingRefused) throw error;
    throw new MappingRefused('is not YAML.');
  }
}

function objectIn(value: unknown, name: string | null): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MappingRefused(`${name === null ? 'holds' : `gives ${name}`} no list of words and headings.`);
  return value as Record<string, unknown>;
}

function known(words: readonly string[], all: readonly string[], says: string): void {
  for (const word of words) {
    if (all.includes(word)) continue;
    const near = nearWord(word, all);
    throw new MappingRefused(
      `${says} ${word}, which there is not${near === null ? '.' : `; did you mean ${near}?`}`,
    );
  }
}
