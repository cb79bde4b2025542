import { TwoRegisters } from './two-registers';

/** Oxfordshire offers its case to Southampton; each has a hub and a database of its own. */
const DAY = '2026-12-11';
const [OURS, THEIRS] = ['la/931', 'la/852'];

let both: TwoRegisters;
let n = 0;
beforeAll(async () => (both = await TwoRegisters.open(DAY)), 60_000);
afterAll(() => both.stop());

type Offer = Awaited<ReturnType<TwoRegisters['offered']>>;
const offered = (): Promise<Offer> => {
  both.clock.set(`${DAY}T12:00:00Z`);
  n += 1;
  const letter = (i: number): string => String.fromCharCode(97 + (i % 26));
  return both.offered(`Between${letter(n)}${letter(Math.floor(n / 26))}`);
};
const stand = async (offer: Offer): Promise<object[]> => [
  await both.stands('ours', offer),
  await both.stands('theirs', offer),
];
const says = {
  yes: (id: string) => `acceptTransfer(notificationId: "${id}")`,
  no: (id: string) => `declineTransfer(notificationId: "${id}", reason: "Gone on.")`,
};
const withdraw = (id: string): string => `withdrawTransfer(notificationId: "${id}", reason: "Back again.")`;

it('goes from the one register to the other, and is at every moment on one at least', async () => {
  const offer = await offered();
  const with_ = (state: string, open: number, caseWith = OURS) => ({ state, open, caseWith });
  expect(await stand(offer)).toEqual([with_('PROPOSED', 1), with_('PROPOSED', 0)]);
  const transfer = await both.act('theirs', says.yes(offer.theirs));
  expect(await stand(offer)).toEqual([with_('PROPOSED', 1), with_('ACCEPTING', 0)]);
  // The answer is lost: the one knows, the other says that it waits.
  await both.carry('theirs', true);
  expect(await stand(offer)).toEqual([with_('ACCEPTED', 1), with_('ACCEPTING', 0)]);
  both.clock.advance(9 * 24 * 3_600_000);
  await both.carry('theirs');
  // In both, between the yes and the word that theirs is open.
  expect(await stand(offer)).toEqual([with_('ACCEPTED', 1), with_('TAKEN', 1, THEIRS)]);
  await both.carry('theirs', true);
  expect(await stand(offer)).toEqual([with_('TAKEN', 0, THEIRS), with_('TAKEN', 1, THEIRS)]);
  await both.comeToRest();
  expect(await both.act('theirs', `endTransfer(id: "${transfer}")`)).toBe(transfer);
  await both.comeToRest();
  expect(await stand(offer)).toEqual([with_('ENDED', 0, THEIRS), with_('ENDED', 1, THEIRS)]);
});

it('stays where it is when the other declines, and both say so', async () => {
  const offer = await offered();
  await both.act('theirs', says.no(offer.theirs));
  await both.comeToRest();
  expect(await stand(offer)).toMatchObject([{ state: 'DECLINED', open: 1 }, { state: 'DECLINED', open: 0 }]);
}); // prettier-ignore

it('lapses at the hub of whoever offers, which says so; a yes that was on its way opens nothing', async () => {
  const [silent, late] = [await offered(), await offered()];
  both.clock.set('2026-12-30T12:00:00Z');
  await both.act('theirs', says.yes(late.theirs));
  expect(await both.lapse()).toBe(2);
  await both.carry('theirs');
  expect(await both.stands('theirs', late)).toMatchObject({ state: 'OVERTAKEN', caseWith: OURS, open: 0 });
  await both.comeToRest();
  for (const offer of [silent, late])
    expect(await stand(offer)).toMatchObject([{ state: 'LAPSED', open: 1 }, { state: 'LAPSED', open: 0 }]);
}); // prettier-ignore

it.each(['yes', 'no'] as const)(
  'taken back here and answered there (%s) at the same moment: one outcome, and both agree',
  async (word) => {
    const ends = new Set<string>();
    for (let round = 0; round < 6 || (ends.size < 2 && round < 24); round += 1) {
      const offer = await offered();
      await both.act('theirs', says[word](offer.theirs));
      const comes = await both.ready('theirs');
      const moves: (() => Promise<unknown>)[] = [comes, () => both.act('ours', withdraw(offer.ours))];
      if (round % 2 === 0) moves.reverse();
      await Promise.all(moves.map((move) => move()));
      await both.comeToRest();
      const [ours, theirs] = (await stand(offer)) as { state: string; caseWith: string; open: number }[];
      expect(theirs?.state).toBe(ours?.state);
      expect(theirs?.caseWith).toBe(ours?.caseWith);
      expect([ours?.open, theirs?.open]).toEqual(ours?.state === 'TAKEN' ? [0, 1] : [1, 0]);
      ends.add(ours?.state ?? '');
    }
    expect([...ends].sort()).toEqual([word === 'yes' ? 'TAKEN' : 'DECLINED', 'WITHDRAWN'].sort());
  },
  60_000,
);
