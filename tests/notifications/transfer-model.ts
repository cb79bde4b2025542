import {
  isSaidAgain,
  transferAfter,
  type Standing,
  type TransferAct,
  type TransferWord,
} from '../../src/notifications/transfer.transitions';

/** A letter from one hub to the other, and whether its sender knows that it came. */
interface Letter {
  readonly from: 'giver' | 'taker';
  readonly act: 'PROPOSE' | TransferAct;
  settled: boolean;
}
export type Side = Letter['from'];

export interface Hub extends Standing {
  /** Its own case about the child is open. */
  readonly open: boolean;
}

/** What may happen next: somebody acts, the days are over, or a letter comes, with its answer or without. */
export type Step =
  | { readonly by: Side; readonly act: TransferAct }
  | { readonly letter: number; readonly answer: 'comes' | 'lost' };

/**
 * Two hubs that share nothing but letters. A letter is sent until its answer has come: it may come late, before an earlier
 * one, and more than once. What each hub makes of it is `transferAfter`, as the services do.
 */
export class TwoHubs {
  giver: Hub = { state: 'PROPOSED', decidedElsewhere: false, taken: false, open: true };
  /** Null until the offer has come. */
  taker: Hub | null = null;
  readonly letters: Letter[] = [{ from: 'giver', act: 'PROPOSE', settled: false }];
  /** Acts and letters that changed nothing: refused, or heard before. */
  refused = 0;

  take(step: Step): void {
    if ('act' in step) this.acts(step.by, step.act);
    else this.comes(step.letter, step.answer);
  }

  /** Every letter that is on its way comes now, and is answered. */
  comeToRest(): void {
    for (let i = 0; i < 50 && this.letters.some(({ settled }) => !settled); i += 1)
      this.letters.forEach((_letter, n) => this.comes(n, 'comes'));
  }

  private acts(by: Side, act: TransferAct): void {
    const allowed: readonly TransferAct[] =
      by === 'giver' ? ['WITHDRAW', 'LAPSE', 'END'] : ['ACCEPT', 'DECLINE', 'END'];
    const hub = this[by];
    // Its yes is on its way: there is nothing yet that it could end.
    if (
      hub === null ||
      !allowed.includes(act) ||
      (by === 'taker' && act === 'END' && hub.state === 'ACCEPTING')
    )
      return;
    if (this.becomes(by, hub, act)) this.letters.push({ from: by, act, settled: false });
  }

  private comes(n: number, answer: 'comes' | 'lost'): void {
    const letter = this.letters[n];
    if (!letter || letter.settled) return;
    const word = letter.from === 'giver' ? this.heardByTaker(letter.act) : this.heardByGiver(letter.act);
    if (word === 'LATER' || answer === 'lost') return;
    letter.settled = true;
    if (letter.from === 'taker') this.answered(letter.act, word);
  }

  private heardByTaker(act: Letter['act']): TransferWord | 'LATER' {
    if (act === 'PROPOSE') {
      this.taker ??= { state: 'PROPOSED', decidedElsewhere: true, taken: false, open: false };
      return 'AGREED';
    }
    if (this.taker === null) return 'LATER';
    return this.becomes('taker', this.taker, act) ? 'AGREED' : 'REFUSED';
  }

  private heardByGiver(act: Letter['act']): TransferWord {
    if (act === 'PROPOSE') throw new Error('nobody is offered its own case');
    if (isSaidAgain(this.giver, act)) return 'AGREED';
    return this.becomes('giver', this.giver, act) ? 'AGREED' : 'REFUSED';
  }

  /** The answer to a yes or a no, as `settleTransferOutcome` takes it: a yes that counts opens the case, and says so. */
  private answered(act: Letter['act'], word: TransferWord): void {
    const hub = this.taker;
    const waits = act === 'ACCEPT' ? 'ACCEPTING' : act === 'DECLINE' ? 'DECLINING' : null;
    if (hub === null || hub.state !== waits || !this.becomes('taker', hub, word)) return;
    if (this.taker?.state === 'ACCEPTED' && this.becomes('taker', this.taker, 'TAKE'))
      this.letters.push({ from: 'taker', act: 'TAKE', settled: false });
  }

  private becomes(side: Side, hub: Hub, event: TransferAct | TransferWord): boolean {
    const state = transferAfter(hub, event);
    if (state === null) {
      this.refused += 1;
      return false;
    }
    const taken = hub.taken || event === 'TAKE';
    const open = event === 'TAKE' ? side === 'taker' : hub.open;
    this[side] = { ...hub, state, taken, open };
    return true;
  }
}
