/** One figure of `npm run bench`: a value, and its ratio to a baseline measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly ratio: number | null;
  readonly against: string | null;
  /** Where the value lies with a certainty of 95 %. */
  readonly interval?: readonly [low: number, high: number];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

/** Nanoseconds an iteration takes, worked out over a batch; `consume` keeps the result from being optimised away. */
export function nanosecondsEach(
  iterations: number,
  work: (i: number) => number,
): { each: number; consumed: number } {
  let consumed = 0;
  const begin = process.hrtime.bigint();
  for (let i = 0; i < iterations; i += 1) consumed += work(i);
  const took = Number(process.hrtime.bigint() - begin);
  return { each: took / iterations, consumed };
}

/** Rounds in which two things are measured next to each other, so that a drifting machine drifts for both. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number[]; b: number[] }> {
  const results = { a: [] as number[], b: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    results.a.push(await a());
    results.b.push(await b());
  }
  return results;
}
