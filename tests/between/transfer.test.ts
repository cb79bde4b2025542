import { setTimeout as pause } from 'node:timers/promises';
import { Handover, OURS, THEIRS, type Offer, type Stand } from './handover';
import type { PeerHub } from './peer-hub';
import { TwoHubs } from './two-hubs';

const DAY = 24 * 3_600_000;

let hubs: TwoHubs;
let a: PeerHub;
let b: PeerHub;
let h: Handover;
beforeAll(async () => {
  hubs = await TwoHubs.open();
  ({ a, b } = hubs);
  h = new Handover(hubs);
}, 240_000);
afterAll(() => hubs?.close());

const is = (state: string, open: boolean, caseWith: string, waitsFor: string | null = null): Stand => ({
  state,
  caseWith,
  waitsFor,
  open,
});

/** What goes through once, and then is cut. */
const onlyOnce = (): { readonly 'cut before it arrives': number } => {
  let requests = 0;
  return {
    get 'cut before it arrives'() {
      return (requests += 1) > 1 ? 1 : 0;
    },
  };
};

describe('a case that one hub offers another', () => {
  it('is not offered before they may know about whom, and is with nobody else until then', async () => {
    const offer = await h.offered();
    await a.drain();
    expect(await h.delivery(offer.ours)).toEqual({ state: 'HELD', problem: 'WITHHELD', held: [] });
    expect(await h.stand(offer)).toEqual([is('PROPOSED', true, OURS, THEIRS), null]);
    expect(await b.sql('select 1 from child_name where surname = $1', [offer.surname])).toEqual([]);
    await h.movedOut(offer);
    const come = await h.come(offer);
    expect(await h.delivery(offer.ours)).toMatchObject({ state: 'DELIVERED', problem: null });
    expect(await h.stand(come)).toEqual([is('PROPOSED', true, OURS, THEIRS), is('PROPOSED', false, OURS, THEIRS)]);
  }); // prettier-ignore

  it('goes from the one register to the other, and is at every moment on one at least', async () => {
    const offer = await h.offeredThere();
    expect(await h.stand(offer)).toEqual([is('PROPOSED', true, OURS, THEIRS), is('PROPOSED', false, OURS, THEIRS)]);
    const transfer = await h.accept(offer);
    expect(await h.stand(offer)).toEqual([is('PROPOSED', true, OURS, THEIRS), is('ACCEPTING', false, OURS, OURS)]);
    // The yes arrives, and the answer is lost.
    await h.throughIllness({ 'cut before it is acknowledged': 1 }, async () => {
      expect(await h.stand(offer)).toEqual([is('ACCEPTED', true, OURS, THEIRS), is('ACCEPTING', false, OURS, OURS)]);
    });
    // It is said again and answered; that theirs is open is lost.
    await h.throughIllness(onlyOnce(), async () => {
      expect(await h.stand(offer)).toEqual([is('ACCEPTED', true, OURS, THEIRS), is('TAKEN', true, THEIRS)]);
    });
    await b.drain();
    expect(await h.stand(offer)).toEqual([is('TAKEN', false, THEIRS), is('TAKEN', true, THEIRS)]);
    const said = await h.answersTo(a, offer.ours);
    expect(said.map(({ type }) => type).sort()).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect(await h.act(b, `endTransfer(id: "${transfer}")`)).toBe(transfer);
    await h.comeToRest();
    expect(await h.stand(offer)).toEqual([is('ENDED', false, THEIRS), is('ENDED', true, THEIRS)]);
  }, 20_000); // prettier-ignore

  it('is in each ledger by the entry of the other', async () => {
    const offer = await h.offeredThere();
    await h.accept(offer);
    await h.comeToRest();
    const accepted = (await h.answersTo(a, offer.ours)).find(({ type }) => type === 'TRANSFER_ACCEPTED');
    const transfer = String(accepted?.['transfer']);
    const proposed = await b.acts('PROPOSE_TRANSFER', offer.theirs);
    const answers = await a.acts('ACCEPT_TRANSFER', transfer);
    expect(answers.map(({ event }) => event)).toEqual(['ACCEPT', 'TAKE']);
    const heard = [...proposed.map((act) => [a, b, act] as const), ...answers.map((act) => [b, a, act] as const)];
    expect(heard).toHaveLength(3);
    for (const [sender, receiver, act] of heard) {
      const { id: letter, peer, receipt } = act['correspondence'] as Record<string, string>;
      expect([peer, await sender.hasEntry(receipt)]).toEqual([sender.home, true]);
      const told = await sender.act('PEER_ANSWERED', `"about":"${letter}"`);
      expect(told).toMatchObject({ peer: receiver.home, theirs: act['outcome'] });
      expect(await receiver.hasEntry(told['receipt'])).toBe(true);
    }
  }); // prettier-ignore

  it('stays where it is when they decline, and both know why', async () => {
    const offer = await h.offeredThere();
    await h.decline(offer, 'Gone again.');
    expect(await h.stand(offer)).toEqual([is('PROPOSED', true, OURS, THEIRS), is('DECLINING', false, OURS, OURS)]);
    await b.drain();
    expect(await h.stand(offer)).toEqual([is('DECLINED', true, OURS), is('DECLINED', false, OURS)]);
    expect(await h.answersTo(a, offer.ours)).toEqual([
      { type: 'TRANSFER_DECLINED', from: THEIRS, text: 'Gone again.', transfer: null, inReplyTo: offer.ours },
    ]);
    expect(await h.accept(offer)).toBe('CONFLICT');
  }); // prettier-ignore

  it('and takes back before they may know about whom, is taken back there, too, when they hear of it', async () => {
    const offer = await h.offered();
    await a.drain();
    await h.withdraw(offer);
    await a.drain();
    expect(await h.stand(offer)).toEqual([is('WITHDRAWN', true, OURS), null]);
    await h.movedOut(offer);
    const come = await h.come(offer);
    await a.drain();
    expect(await h.stand(come)).toEqual([is('WITHDRAWN', true, OURS), is('WITHDRAWN', false, OURS)]);
    expect(await h.accept(come)).toBe('CONFLICT');
  });
});

describe('at the same moment', () => {
  it('a yes there and a withdrawal here have one outcome, and both agree', async () => {
    const ends = new Set<string>();
    // Milliseconds by which the yes is ahead; the first and the last are no race, and one of each end.
    for (const ahead of [Infinity, 40, 15, 0, 0, -15, -40, -Infinity]) {
      const offer = await h.offeredThere();
      const yes = (): Promise<void> => h.accept(offer).then(() => b.drain());
      const back = (): Promise<void> => h.withdraw(offer).then(() => a.drain());
      const [first, second] = ahead < 0 ? [back, yes] : [yes, back];
      const comes = first();
      await (Number.isFinite(ahead) ? pause(Math.abs(ahead)) : comes);
      await Promise.all([comes, second()]);
      await h.comeToRest();
      const [ours, theirs] = await h.stand(offer);
      const end = ours.state;
      ends.add(end);
      expect([ours, theirs]).toEqual(
        end === 'TAKEN'
          ? [is('TAKEN', false, THEIRS), is('TAKEN', true, THEIRS)]
          : [is('WITHDRAWN', true, OURS), is('WITHDRAWN', false, OURS)],
      );
    }
    expect([...ends].sort()).toEqual(['TAKEN', 'WITHDRAWN']);
  }, 40_000); // prettier-ignore

  it('the case is on one register at least, whenever anybody looks', async () => {
    const offer = await h.offeredThere();
    await h.accept(offer);
    let looks = 0;
    let over = false;
    const looking = (async () => {
      for (; !over; looks += 1) await h.stand(offer);
    })();
    await Promise.all([looking, h.comeToRest().finally(() => (over = true))]);
    expect(looks).toBeGreaterThan(1);
    expect(await h.stand(offer)).toEqual([is('TAKEN', false, THEIRS), is('TAKEN', true, THEIRS)]);
  });
});

describe('an offer whose ten working days are over', () => {
  it('lapses here, and they are told; a yes that came too late opens nothing, and a no is still heard', async () => {
    const [silent, late, no] = [await h.offeredThere(), await h.offeredThere(), await h.offeredThere()];
    const held = await h.offered();
    await a.drain();
    await hubs.later(8 * DAY);
    await a.lapse();
    expect(await h.stand(silent)).toMatchObject([{ state: 'PROPOSED' }, { state: 'PROPOSED' }]);
    await hubs.later(9 * DAY);
    await a.lapse();
    const over = [is('LAPSED', true, OURS), is('PROPOSED', false, OURS, THEIRS)];
    expect(await h.stand(silent)).toEqual(over);
    // They have not heard of it yet, and do not end what is decided here.
    await b.lapse();
    expect(await h.stand(late)).toEqual(over);
    await h.accept(late);
    await b.drain();
    expect(await h.stand(late)).toEqual([is('LAPSED', true, OURS), is('OVERTAKEN', false, OURS, OURS)]);
    await a.drain();
    for (const offer of [silent, late, no]) {
      expect(await h.stand(offer)).toEqual([is('LAPSED', true, OURS), is('LAPSED', false, OURS)]);
      expect(await h.answersTo(b, offer.theirs)).toMatchObject([{ type: 'TRANSFER_LAPSED', from: OURS }]);
    }
    expect(await h.accept(silent)).toBe('CONFLICT');
    await h.decline(no, 'Nobody was in the office.');
    await h.comeToRest();
    expect(await h.stand(no)).toEqual([is('DECLINED', true, OURS), is('DECLINED', false, OURS)]);
    await h.movedOut(held);
    expect(await h.come(held).then((come) => h.stand(come))).toEqual([
      is('LAPSED', true, OURS),
      is('LAPSED', false, OURS),
    ]);
    await offeredAgain(silent);
  });

  /** Nothing stands in its way: the case may be offered once more, and taken. */
  async function offeredAgain(before: Offer): Promise<void> {
    const ours = await h.act(a, `proposeTransfer(input: { child: { id: "${before.child}" }, to: "${THEIRS}" })`);
    await a.drain();
    const theirs = (await h.cameAbout(before, 'TRANSFER_PROPOSED')).find((id) => id !== before.theirs) ?? '';
    const again = { ...before, ours, theirs };
    await h.accept(again);
    await h.comeToRest();
    expect(await h.stand(again)).toEqual([is('TAKEN', false, THEIRS), is('TAKEN', true, THEIRS)]);
  } // prettier-ignore
});
