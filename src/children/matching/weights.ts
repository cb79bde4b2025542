import { readFileSync } from 'node:fs';
import { LEVELS, type Field } from './levels';

/** One level: how often it is met among records of one person (m) and of two (u). */
export interface LevelWeight {
  readonly m: number;
  readonly u: number;
}

export interface NameShares {
  /** The share of people taken for a name that is not listed. */
  readonly unlisted: number;
  readonly listed: ReadonlyMap<string, number>;
}

/** A dated set of weights. Never edited: `rollcall match tune` makes another, which is reviewed and named in its place. */
export interface Weights {
  readonly version: string;
  readonly made: string;
  /** Which data, which part of it, under which licence. */
  readonly trainedOn: readonly string[];
  readonly seed: number;
  /** How many people the register held in which the threshold was found. */
  readonly population: number;
  readonly fields: { readonly [F in Field]: Readonly<Record<string, LevelWeight>> };
  readonly forenames: NameShares;
  readonly surnames: NameShares;
  /** In bits. */
  readonly cap: { readonly most: number; readonly least: number };
  readonly identifier: { readonly agree: number; readonly disagree: number };
  readonly namesExchanged: number;
  /** A match needs this score, and this lead over the next; below `possible` nobody was meant. In bits. */
  readonly threshold: number;
  readonly margin: number;
  readonly possible: number;
}

type WeightsFile = Omit<Weights, 'forenames' | 'surnames'> & {
  readonly [K in 'forenames' | 'surnames']: {
    readonly unlisted: number;
    readonly listed: Record<string, number>;
  };
};

/** Reads a file of weights. Throws an Error that names the level which is missing or no weight at all. */
export function readWeights(path: string): Weights {
  const file = JSON.parse(readFileSync(path, 'utf8')) as WeightsFile;
  for (const field of Object.keys(LEVELS) as Field[]) {
    for (const level of LEVELS[field]) {
      const { m = 0, u = 0 } = (file.fields[field][level] ?? {}) as Partial<LevelWeight>;
      if (!(m > 0 && m <= 1 && u > 0 && u <= 1))
        throw new Error(
          `The weights give no usable value for ${field}, level ${level}: make them with match tune.`,
        );
    }
  }
  const shares = ({ unlisted, listed }: WeightsFile['forenames']): NameShares => ({
    unlisted,
    listed: new Map(Object.entries(listed)),
  });
  return { ...file, forenames: shares(file.forenames), surnames: shares(file.surnames) };
}

/** The text of a file of weights: the same weights give the same text. */
export function printWeights(weights: Weights): string {
  const shares = ({ unlisted, listed }: NameShares): object => ({
    unlisted,
    listed: Object.fromEntries(listed),
  });
  const file = { ...weights, forenames: shares(weights.forenames), surnames: shares(weights.surnames) };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** log2(m / u) of a level, between the caps. */
export function bitsOf(weights: Weights, field: Field, level: string): number {
  const weight = weights.fields[field][level];
  return weight ? capped(Math.log2(weight.m / weight.u), weights) : 0;
}

export function capped(bits: number, { cap }: Weights): number {
  return Math.max(cap.least, Math.min(cap.most, bits));
}
