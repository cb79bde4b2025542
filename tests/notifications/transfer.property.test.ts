import fc from 'fast-check';
import { DECIDED_ELSEWHERE, DECIDED_HERE } from '../../src/notifications/transfer.transitions';
import { TwoHubs, type Step } from './transfer-model';

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ by: fc.constant('giver' as const), act: fc.constantFrom('WITHDRAW', 'LAPSE') }), weight: 1 },
  { arbitrary: fc.record({ by: fc.constant('giver' as const), act: fc.constant('END') }), weight: 3 },
  { arbitrary: fc.record({ by: fc.constant('taker' as const), act: fc.constantFrom('ACCEPT', 'ACCEPT', 'DECLINE', 'END') }), weight: 3 },
  { arbitrary: fc.record({ letter: fc.nat({ max: 3 }), answer: fc.constantFrom('comes', 'lost') }), weight: 8 },
); // prettier-ignore

/** In at least one hand at every moment; in both only while the one has said yes and its “ours is open” is on its way. */
function expectInOneHand({ giver, taker }: TwoHubs): void {
  const hands = [giver.open, taker?.open ?? false].filter(Boolean).length;
  expect(hands).toBeGreaterThan(0);
  if (hands === 2) {
    expect(taker?.taken).toBe(true);
    expect(giver.taken).toBe(false);
    expect(['ACCEPTED', 'ENDED']).toContain(giver.state);
  }
}

const play = (steps: readonly Step[]): TwoHubs => {
  const hubs = new TwoHubs();
  for (const one of steps) {
    hubs.take(one);
    expectInOneHand(hubs);
  }
  return hubs;
};

describe('two hubs, of which one offers a case to the other', () => {
  it('agree in the end, and the case is at every moment in a hand, whatever is lost, comes twice or in another order', () => {
    const ends = new Map<string, number>();
    let inBoth = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24 }), (steps) => {
        const hubs = play(steps);
        if (hubs.giver.open && hubs.taker?.open) inBoth += 1;
        hubs.comeToRest();
        expectInOneHand(hubs);
        const { giver, taker } = hubs;
        // Once nothing is on its way, both say the same: how it stands, and in whose hands.
        expect(taker).toMatchObject({ state: giver.state, taken: giver.taken, open: !giver.open });
        expect(giver.open).toBe(!giver.taken);
        ends.set(giver.state, (ends.get(giver.state) ?? 0) + 1);
      }),
      { numRuns: 4000 },
    );
    // Every end is met, and the moment in which both have it: else this would prove nothing.
    expect([...ends.keys()].sort()).toEqual([
      'DECLINED',
      'ENDED',
      'LAPSED',
      'PROPOSED',
      'TAKEN',
      'WITHDRAWN',
    ]);
    expect(inBoth).toBeGreaterThan(0);
  });

  it('say that they wait for each other while an answer is on its way', () => {
    const [offer, yes, taken] = [0, 1, 2];
    const hubs = play([{ letter: offer, answer: 'comes' }, { by: 'taker', act: 'ACCEPT' }, { letter: yes, answer: 'lost' }]);
    expect([hubs.giver.state, hubs.taker?.state]).toEqual(['ACCEPTED', 'ACCEPTING']);
    hubs.take({ letter: yes, answer: 'comes' });
    expect([hubs.giver.state, hubs.taker?.state]).toEqual(['ACCEPTED', 'TAKEN']);
    hubs.take({ letter: taken, answer: 'comes' });
    expect([hubs.giver, hubs.taker]).toMatchObject([{ state: 'TAKEN', open: false }, { state: 'TAKEN', open: true }]);
  }); // prettier-ignore

  it.each([
    ['withdrawn', 'WITHDRAW', 'WITHDRAWN'],
    ['lapsed', 'LAPSE', 'LAPSED'],
  ] as const)('a yes that comes when it was %s opens nothing, whichever is heard of first', (_word, act, end) => {
    const offered: Step[] = [{ letter: 0, answer: 'comes' }, { by: 'taker', act: 'ACCEPT' }, { by: 'giver', act }];
    for (const order of [[1, 2], [2, 1]]) {
      const hubs = play([...offered, ...order.map((letter): Step => ({ letter, answer: 'comes' }))]);
      expect([hubs.giver, hubs.taker]).toMatchObject([{ state: end, open: true }, { state: end, open: false }]);
    }
  }); // prettier-ignore

  it('an end that overtakes the answer to a yes is an end: nothing is opened any more', () => {
    const hubs = play([
      { letter: 0, answer: 'comes' }, { by: 'taker', act: 'ACCEPT' }, { letter: 1, answer: 'lost' },
      { by: 'giver', act: 'END' }, { letter: 2, answer: 'comes' }, { letter: 1, answer: 'comes' },
    ]); // prettier-ignore
    expect([hubs.giver, hubs.taker]).toMatchObject([{ state: 'ENDED', open: true }, { state: 'ENDED', open: false }]);
  }); // prettier-ignore

  it('whose yes came too late knows it before it knows why', () => {
    const hubs = play([
      { letter: 0, answer: 'comes' }, { by: 'taker', act: 'ACCEPT' }, { by: 'giver', act: 'LAPSE' }, { letter: 1, answer: 'comes' },
    ]); // prettier-ignore
    expect(hubs.taker?.state).toBe('OVERTAKEN');
    hubs.take({ letter: 2, answer: 'comes' });
    expect(hubs.taker?.state).toBe('LAPSED');
  });
});

describe('what may come of an offer', () => {
  it('on the hub of whoever makes it', () => {
    expect(DECIDED_HERE).toEqual({
      PROPOSED: { ACCEPT: 'ACCEPTED', DECLINE: 'DECLINED', WITHDRAW: 'WITHDRAWN', LAPSE: 'LAPSED' },
      ACCEPTED: { TAKE: 'TAKEN', END: 'ENDED' },
      TAKEN: { END: 'ENDED' },
      ENDED: { TAKE: 'ENDED' },
      LAPSED: { DECLINE: 'DECLINED' },
      DECLINED: {},
      WITHDRAWN: {},
    });
  });

  it('on the other hub nothing is accepted, taken or declined by its own word alone', () => {
    for (const [state, events] of Object.entries(DECIDED_ELSEWHERE))
      for (const [event, becomes] of Object.entries(events))
        if (['ACCEPTED', 'DECLINED'].includes(becomes)) expect([state, event]).toEqual([expect.stringMatching(/ING$/), 'AGREED']);
    expect(Object.entries(DECIDED_ELSEWHERE).filter(([, events]) => 'TAKE' in events).map(([state]) => state)).toEqual(['ACCEPTED']);
  }); // prettier-ignore
});
