import fc from 'fast-check';
import { areaUnderCurve } from '../../bench/area-under-curve';

const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 30 });

test('is the share of pairs in which the first is larger, ties by half', () => {
  fc.assert(
    fc.property(numbers, numbers, (first, second) => {
      const wins = first.flatMap((a) => second.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
      expect(areaUnderCurve(first, second).value).toBeCloseTo(share, 12);
    }),
  );
});

test('two kinds that are one cannot be told apart; two that never meet always can', () => {
  const some = Array.from({ length: 200 }, (_, i) => i);
  const { value, low, high } = areaUnderCurve(some, some);
  expect(value).toBeCloseTo(0.5, 12);
  // By Hanley and McNeil an area of .5 of 200 and 200 has a standard error of .0289.
  expect(high - value).toBeCloseTo(1.96 * 0.0289, 3);
  expect(value - low).toBeCloseTo(high - value, 12);
  expect(areaUnderCurve(some.map((n) => n + 500), some)).toEqual({ value: 1, low: 1, high: 1 });
  expect(areaUnderCurve(some.map((n) => n - 500), some)).toEqual({ value: 0, low: 0, high: 0 });
}); // prettier-ignore

test('its interval holds the truth as often as it says', () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const sample = (shift: number): number[] => Array.from({ length: 80 }, () => random() + shift);
  // Of two even spreads, one moved by d, the larger comes from the moved one with 1 - (1 - d)² / 2.
  const truth = 1 - (1 - 0.1) ** 2 / 2;
  let held = 0;
  for (let i = 0; i < 400; i += 1) {
    const { low, high } = areaUnderCurve(sample(0.1), sample(0));
    if (low <= truth && truth <= high) held += 1;
  }
  expect(held / 400).toBeGreaterThan(0.92);
  expect(held / 400).toBeLessThan(0.98);
});

test('of less than two there is none', () => {
  expect(() => areaUnderCurve([1], [1, 2])).toThrow(RangeError);
});
