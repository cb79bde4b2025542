import { DOORS } from '../../../src/gate/doors';
import { FOURTEEN } from './fourteen';
import { A_SENTENCE, DOOR_NAMES, TABLE, TEST_NAMES, hasReason } from './table';

describe('the fourteen tests', () => {
  test('are fourteen, and the table has every door', () => {
    expect(Object.values(FOURTEEN).map((words) => Number.parseInt(words, 10))).toEqual(
      Array.from({ length: 14 }, (_, i) => i + 1),
    );
    expect([...DOOR_NAMES].sort()).toEqual(Object.keys(DOORS).sort());
  });

  test.each(TEST_NAMES)(
    '%s is run at every door that tells a child’s data, and at three at least',
    (name) => {
      const run = DOOR_NAMES.filter((door) => !hasReason(TABLE[door][name]));
      expect(run).toEqual(expect.arrayContaining(DOOR_NAMES.filter((door) => DOORS[door].tells)));
      expect(run.length).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(DOOR_NAMES)('%s gives a reason in words for each that is not', (door) => {
    const reasons = TEST_NAMES.flatMap((name) => {
      const probe = TABLE[door][name];
      return hasReason(probe) ? [probe.notHere] : [];
    });
    for (const reason of reasons) expect(reason).toMatch(A_SENTENCE);
    expect(reasons.length).toBeLessThan(TEST_NAMES.length);
  });
});
