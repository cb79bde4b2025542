import fc from 'fast-check';
import { leavesAt, QUANTUM, systemStopwatch } from '../../src/gate/quantum';

const moment = fc.integer({ min: 0, max: 1_000_000 });

test('an answer of nothing leaves at the first multiple of the quantum after its arrival that is not past', () => {
  fc.assert(
    fc.property(moment, moment, (arrived, took) => {
      const at = leavesAt(arrived, arrived + took);
      expect((at - arrived) % QUANTUM).toBe(0);
      expect(at).toBeGreaterThan(arrived);
      expect(at).toBeGreaterThanOrEqual(arrived + took);
      expect(at - (arrived + took)).toBeLessThanOrEqual(QUANTUM);
    }),
  );
});

test('whatever was done within one quantum leaves at one and the same moment', () => {
  const at = new Set(Array.from({ length: QUANTUM }, (_, took) => leavesAt(5, 5 + took + 0.5)));
  expect([...at]).toEqual([5 + QUANTUM]);
});

test('whoever is slowed waits for so many quanta more, and no less than that many', () => {
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 0, max: 20 }), (arrived, took, slowedBy) => {
      expect(leavesAt(arrived, arrived + took, slowedBy)).toBe(
        leavesAt(arrived, arrived + took) + slowedBy * QUANTUM,
      );
    }),
  );
});

test('the stopwatch of this machine goes forward, and never wakes anybody early', async () => {
  const waits = Array.from({ length: 40 }, async (_, i) => {
    const at = systemStopwatch.now() + i * 0.7;
    await systemStopwatch.until(at);
    return systemStopwatch.now() - at;
  });
  expect(Math.min(...(await Promise.all(waits)))).toBeGreaterThanOrEqual(0);
  const past = systemStopwatch.now() - 1000;
  await systemStopwatch.until(past);
  expect(systemStopwatch.now()).toBeGreaterThan(past);
});
