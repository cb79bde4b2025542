/** How well a number tells two kinds apart: the area under the ROC curve, and where it lies with a certainty of 95 %. */
export interface Area {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The chance that a number of the first kind is larger than one of the second, ties counted by half: .5 tells nothing.
 * Its interval is DeLong's (1988), worked out over ranks (Sun and Xu 2014).
 */
export function areaUnderCurve(first: readonly number[], second: readonly number[]): Area {
  const [m, n] = [first.length, second.length];
  if (m < 2 || n < 2) throw new RangeError('Each kind needs two numbers at the least.');
  const together = ranks([...first, ...second]);
  const [ownFirst, ownSecond] = [ranks(first), ranks(second)];
  const above = ownFirst.map((own, i) => ((together[i] ?? NaN) - own) / n);
  const below = ownSecond.map((own, k) => 1 - ((together[m + k] ?? NaN) - own) / m);
  const value = mean(above);
  const half = 1.96 * Math.sqrt(variance(above) / m + variance(below) / n);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}

/** Ranks from 1; equal numbers share the middle of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const result = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to += 1;
    for (let k = from; k < to; k += 1) result[order[k]?.i ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1);
}
