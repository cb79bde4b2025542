import type { ProcedureBook } from '../../src/procedures/check-procedures';
import { MANAGER } from '../casework/case-desk';
import { BOOK } from '../procedures/shipped';
import {
  accepting, declining, ending, lapsing, PORTSMOUTH, SOUTHAMPTON, taking, TEAM, TransferDesk, withdrawing, type KnownChild,
} from './transfer-desk'; // prettier-ignore

/** Fri 11 December 2026; ten working days end on Tue 29: 25 and 28 December are bank holidays. */
const DAY = '2026-12-11';
const HOME = 'la/931';

let t: TransferDesk;
let n = 0;
beforeAll(async () => (t = await TransferDesk.open(DAY)));
afterAll(() => t.desk.stop());

async function aCase(): Promise<{ child: KnownChild; id: string }> {
  t.desk.day(DAY);
  n += 1;
  const child = await t.desk.child('Kayleigh', `Handover${'abcdefghijklmnopqrstuvwxyz'[n] ?? ''}`);
  return { child, id: await t.desk.openCase(child) };
}

const CLOSED = { state: 'CLOSED', closedAs: 'MOVED_AND_CONFIRMED' };

describe('a case that is handed over on one hub', () => {
  it('stays with whoever offers it until the other says that its own is open; then it is closed, with the proof in its file', async () => {
    const { child, id } = await aCase();
    const offer = await t.offer(child);
    const offered = { state: 'PROPOSED', dueOn: '2026-12-29', caseWith: HOME, waitsFor: SOUTHAMPTON };
    expect(await t.stands(TEAM, offer, 'state dueOn caseWith waitsFor')).toEqual(offered);
    expect(await t.stands(SOUTHAMPTON, offer, 'state dueOn caseWith waitsFor')).toEqual(offered);
    expect(await t.sees(SOUTHAMPTON, child)).toBeNull();

    const transfer = await t.did(SOUTHAMPTON, accepting(offer));
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ACCEPTED', caseWith: HOME, waitsFor: SOUTHAMPTON });
    expect(await t.sees(SOUTHAMPTON, child)).toEqual({ state: 'OPEN' });
    expect(await t.file(SOUTHAMPTON, id)).toBeNull();
    expect(await t.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });

    expect(await t.did(SOUTHAMPTON, taking(offer))).toBe(transfer);
    for (const as of [TEAM, SOUTHAMPTON])
      expect(await t.stands(as, offer)).toEqual({ state: 'TAKEN', caseWith: SOUTHAMPTON, waitsFor: null });
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect(await t.desk.entry(id, 'state closedAs evidence { evidence text }')).toEqual({
      ...CLOSED,
      evidence: [
        { evidence: 'AUTHORITY_CONFIRMED', text: `la/852 has said that its own case is open (transfer ${transfer}).` },
      ],
    }); // prettier-ignore
    expect((await t.desk.lines(child)).filter((line) => /^ST-3[4-8]/.test(line))).toEqual([]);
    expect(await t.tried(SOUTHAMPTON, taking(offer))).toMatch(/^CONFLICT notificationId: the case has been taken over already/);
    expect(await t.tried(SOUTHAMPTON, ending(transfer))).toBe('done');
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ENDED', caseWith: SOUTHAMPTON, waitsFor: null });
    expect(await t.sees(SOUTHAMPTON, child)).toBeNull();
  }); // prettier-ignore

  it('is not closed before theirs is open: neither as moved nor otherwise while it is on offer or accepted', async () => {
    const { child, id } = await aCase();
    const close = `closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`;
    await t.desk.done(
      `recordEvidence(id: "${id}", evidence: "AUTHORITY_CONFIRMED", text: "They were told.")`,
    );
    const offer = await t.offer(child);
    expect(await t.desk.refused(close)).toMatch(/^CONFLICT id: the case is offered to la\/852/);
    const transfer = await t.did(SOUTHAMPTON, accepting(offer));
    expect(await t.desk.refused(close)).toMatch(/it stays here until they say that theirs is/);
    expect(await t.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
    // Called off: the case is ours, to be worked and closed as any.
    await t.did(TEAM, ending(transfer));
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ENDED', caseWith: HOME, waitsFor: null });
    await t.desk.done(close);
  });

  it('is offered to one at a time, and again when the first does not take it', async () => {
    const { child } = await aCase();
    const offer = await t.offer(child);
    const again = `proposeTransfer(input: { child: { id: "${child.publicId}" }, to: "${PORTSMOUTH}" })`;
    expect(await t.tried(TEAM, again)).toBe('CONFLICT input.child: this case is offered to la/852, or accepted there, already.');
    await t.did(SOUTHAMPTON, declining(offer));
    const second = await t.did(TEAM, again);
    expect(await t.state(PORTSMOUTH, second)).toBe('PROPOSED');
    expect(await t.state(TEAM, offer)).toBe('DECLINED');
    await t.did(TEAM, withdrawing(second));
  }); // prettier-ignore

  it('is taken back while nobody has answered, by whoever offered it, and then nobody accepts it', async () => {
    const { child, id } = await aCase();
    const offer = await t.offer(child);
    expect(await t.tried(SOUTHAMPTON, withdrawing(offer))).toBe('nothing');
    expect(await t.tried(TEAM, `withdrawTransfer(notificationId: "${offer}", reason: " ")`)).toMatch(/^BAD_USER_INPUT reason/);
    expect(await t.did(TEAM, withdrawing(offer))).toBe(offer);
    expect(await t.heard(SOUTHAMPTON, offer)).toEqual(['TRANSFER_WITHDRAWN']);
    for (const act of [accepting(offer), declining(offer), taking(offer)])
      expect(await t.tried(SOUTHAMPTON, act)).toBe('CONFLICT notificationId: this offer has been withdrawn by whoever made it.');
    expect(await t.sees(SOUTHAMPTON, child)).toBeNull();
    expect(await t.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
    expect(await t.tried(TEAM, withdrawing(offer))).toMatch(/^CONFLICT/);
  }); // prettier-ignore

  it('lapses when nobody answers in ten working days: both sides know, the case stays, and a yes comes too late', async () => {
    const { child, id } = await aCase();
    const offer = await t.offer(child);
    expect(await t.desk.lines(child)).toContain('ST-34 DUE 2026-12-29');
    t.desk.day('2026-12-29');
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(0);
    expect(await t.state(SOUTHAMPTON, offer)).toBe('PROPOSED');
    t.desk.day('2026-12-30');
    // The days are over, whether or not the sweep has been.
    const late = 'CONFLICT notificationId: this offer lapsed on 2026-12-29; ask for a new proposal.';
    expect(await t.tried(SOUTHAMPTON, accepting(offer))).toBe(late);
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(1);
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(0);
    for (const as of [TEAM, SOUTHAMPTON])
      expect(await t.stands(as, offer)).toEqual({ state: 'LAPSED', caseWith: HOME, waitsFor: null });
    expect(await t.heard(SOUTHAMPTON, offer)).toEqual(['TRANSFER_LAPSED']);
    const [step] = (await t.desk.steps(child, 'everybodys: true', 'row state step who')).filter(({ row }) => row === 'ST-36');
    expect(step).toMatchObject({ state: 'DUE', who: ['the named lead'] });
    expect(await t.tried(SOUTHAMPTON, accepting(offer))).toBe(late);
    expect(await t.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
    // A late no is worth hearing: it says why, and leaves the case where it is.
    await t.did(SOUTHAMPTON, declining(offer, 'Gone to Surrey.'));
    expect(await t.state(TEAM, offer)).toBe('DECLINED');
    expect(await t.tried(TEAM, lapsing(offer))).toMatch(/^CONFLICT/);
  }); // prettier-ignore

  it('that another authority offers is taken by opening it here, of which it is told; it lapses for it, too', async () => {
    t.desk.day(DAY);
    const child = await t.desk.child('Robin', 'Offered');
    const offer = await t.offered(child, PORTSMOUTH);
    expect(await t.desk.lines(child)).toContain('ST-35 DUE 2026-12-29');
    await t.did(TEAM, accepting(offer));
    expect(await t.desk.lines(child)).toContain('ST-38 DUE null');
    expect(await t.tried(TEAM, taking(offer))).toMatch(/^CONFLICT notificationId: no case about this child is open here/);
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ACCEPTED', caseWith: PORTSMOUTH, waitsFor: HOME });
    await t.desk.openCase(child);
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'TAKEN', caseWith: HOME, waitsFor: null });
    expect(await t.heard(PORTSMOUTH, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect((await t.desk.lines(child)).filter((line) => /^ST-3[4-8]/.test(line))).toEqual([]);

    const other = await t.offered(await t.desk.child('Merle', 'Offered'), PORTSMOUTH);
    t.desk.day('2027-01-04');
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(1);
    expect(await t.heard(PORTSMOUTH, other)).toEqual(['TRANSFER_LAPSED']);
    expect(await t.state(TEAM, other)).toBe('LAPSED');
  }); // prettier-ignore

  it('that was ours before is taken by opening the old case again', async () => {
    const { child, id } = await aCase();
    await t.desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The school.")`);
    await t.desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
    const offer = await t.offered(child, PORTSMOUTH);
    await t.did(TEAM, accepting(offer));
    expect(await t.state(TEAM, offer)).toBe('ACCEPTED');
    await t.desk.done(`reopenCase(id: "${id}", because: "They hand it back.")`, {
      purpose: 'CASE_GOVERNANCE',
    });
    expect(await t.state(TEAM, offer)).toBe('TAKEN');
    expect(await t.heard(PORTSMOUTH, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect((await t.desk.lines(child)).filter((line) => /^ST-3[4-8]/.test(line))).toEqual([]);
  });

  it('from before there were days to count has its days counted, and lapses by them', async () => {
    const { child } = await aCase();
    const offer = await t.offer(child);
    await t.desk.sql('update transfer set due_on = null, overdue_from = null where child_id = $1', [
      child.id,
    ]);
    expect(await t.stands(TEAM, offer, 'state dueOn')).toEqual({ state: 'PROPOSED', dueOn: null });
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(0);
    expect(await t.stands(TEAM, offer, 'state dueOn')).toEqual({ state: 'PROPOSED', dueOn: '2026-12-29' });
    t.desk.hub.clock.set('2026-12-30T00:00:00Z');
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(1);
    const lapsed = { state: 'LAPSED', since: '2026-12-30T00:00:00.000Z' };
    expect(await t.stands(SOUTHAMPTON, offer, 'state since')).toEqual(lapsed);
  });

  it('whom nobody here has matched is answered for like any other, and its authority may take the offer back', async () => {
    t.desk.day(DAY);
    const unknown = { id: '', publicId: '', details: { forename: 'Nobody', surname: 'Knownhere', dateOfBirth: '2014-03-05' } };
    const offer = await t.offered(unknown, PORTSMOUTH);
    expect(await t.offered(unknown, PORTSMOUTH)).not.toBe(offer);
    expect(await t.did(PORTSMOUTH, withdrawing(offer))).toBe(offer);
    expect(await t.state(TEAM, offer)).toBe('WITHDRAWN');
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_WITHDRAWN']);
  }); // prettier-ignore
});

describe('where the policy wants people to sign, or another end is proposed', () => {
  const SIGNED: ProcedureBook = {
    ...BOOK,
    authorities: new Map(
      [...BOOK.authorities].map(([id, procedure]) => [
        id,
        {
          ...procedure,
          closing: procedure.closing.map((one) =>
            one.outcome === 'MOVED_AND_CONFIRMED' ? { ...one, signedBy: ['lead'] } : one,
          ),
        },
      ]),
    ),
  };
  let signed: TransferDesk;
  beforeAll(async () => (signed = await TransferDesk.open(DAY, SIGNED)));
  afterAll(() => signed.desk.stop());

  it('the case that was taken stays open and ready to be closed: the proof is in its file, on the list it says close', async () => {
    const child = await signed.desk.child('Robin', 'Signed');
    const id = await signed.desk.openCase(child);
    const offer = await signed.offer(child);
    await signed.did(SOUTHAMPTON, accepting(offer));
    await signed.did(SOUTHAMPTON, taking(offer));
    expect(await signed.stands(TEAM, offer)).toEqual({
      state: 'TAKEN',
      caseWith: SOUTHAMPTON,
      waitsFor: null,
    });
    expect(await signed.desk.lines(child)).toContain('ST-37 DUE null');
    const { state, evidence, waysOut } = await signed.desk.entry(
      id,
      'state evidence { evidence } waysOut { outcome lacking }',
    );
    expect([state, evidence]).toEqual(['OPEN', [{ evidence: 'AUTHORITY_CONFIRMED' }]]);
    expect(waysOut).toContainEqual({
      outcome: 'MOVED_AND_CONFIRMED',
      lacking: ['a signature is lacking: the named lead (lead)'],
    });
    await signed.desk.done(`proposeClosing(id: "${id}", outcome: MOVED_AND_CONFIRMED)`);
    await signed.desk.done(`signOffClosing(id: "${id}", party: "lead")`, MANAGER);
    await signed.desk.done(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`);
    expect(await signed.caseState(id)).toEqual(CLOSED);
    expect(await signed.desk.lines(child)).toEqual([]);
  });
});

describe('both at the same moment', () => {
  const ROUNDS = 12;

  it.each([
    ['a yes and a withdrawal', withdrawing, 'WITHDRAWN'],
    ['a yes and a no', declining, 'DECLINED'],
  ] as const)('%s have one outcome, of which both know', async (_word, against, other) => {
    const ends = new Set<unknown>();
    for (let round = 0; round < ROUNDS || (ends.size < 2 && round < 5 * ROUNDS); round += 1) {
      const { child } = await aCase();
      const offer = await t.offer(child);
      const asOther = against === declining ? SOUTHAMPTON : TEAM;
      const acts = [() => t.tried(SOUTHAMPTON, accepting(offer)), () => t.tried(asOther, against(offer))];
      if (round % 2 === 1) acts.reverse();
      const said = await Promise.all(acts.map((act) => act()));
      expect(said.filter((one) => one === 'done')).toHaveLength(1);
      expect(said.filter((one) => one.startsWith('CONFLICT'))).toHaveLength(1);
      const state = await t.state(TEAM, offer);
      expect(await t.state(SOUTHAMPTON, offer)).toBe(state);
      expect(['ACCEPTED', other]).toContain(state);
      expect(await t.sees(SOUTHAMPTON, child)).toEqual(state === 'ACCEPTED' ? { state: 'OPEN' } : null);
      ends.add(state);
    }
    expect(ends.size).toBe(2);
  }, 60_000); // prettier-ignore

  it('a yes on the last day and the sweep of the day after have one outcome', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { child } = await aCase();
      const offer = await t.offer(child);
      // A moment before midnight in London, and the sweep as the clock strikes.
      t.desk.hub.clock.set('2026-12-29T23:59:58.500Z');
      const [said] = await Promise.all([t.tried(SOUTHAMPTON, accepting(offer)), t.desk.hub.hub.rounds.lapseTransfers()]);
      t.desk.hub.clock.set('2026-12-30T00:00:01.000Z');
      await t.desk.hub.hub.rounds.lapseTransfers();
      expect([said, await t.state(TEAM, offer), await t.state(SOUTHAMPTON, offer)]).toEqual(['done', 'ACCEPTED', 'ACCEPTED']);
      t.desk.hub.clock.set('2026-12-29T23:00:00.000Z');
    }
  }, 30_000); // prettier-ignore

  it('a yes and the sweep after the last day: it has lapsed, whichever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { child } = await aCase();
      const offer = await t.offer(child);
      t.desk.day('2026-12-30');
      const [said] = await Promise.all([
        t.tried(SOUTHAMPTON, accepting(offer)),
        t.desk.hub.hub.rounds.lapseTransfers(),
      ]);
      await t.desk.hub.hub.rounds.lapseTransfers();
      expect(said).toMatch(/^CONFLICT notificationId: this offer lapsed on 2026-12-29/);
      expect(await t.state(SOUTHAMPTON, offer)).toBe('LAPSED');
      expect(await t.heard(SOUTHAMPTON, offer)).toEqual(['TRANSFER_LAPSED']);
    }
  }, 30_000);

  it('two offers of one case: one stands', async () => {
    const { child } = await aCase();
    const to = (id: string): string =>
      `proposeTransfer(input: { child: { id: "${child.publicId}" }, to: "${id}" })`;
    const said = await Promise.all([t.tried(TEAM, to(SOUTHAMPTON)), t.tried(TEAM, to(PORTSMOUTH))]);
    expect(said.map((one) => one.slice(0, 8)).sort()).toEqual(['CONFLICT', 'done']);
  });

  it('an offer and the closing of the case: one stands', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { child, id } = await aCase();
      await t.desk.done(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "The school.")`);
      const [offered, closed] = await Promise.all([
        t.tried(TEAM, `proposeTransfer(input: { child: { id: "${child.publicId}" }, to: "${SOUTHAMPTON}" })`),
        t.tried(TEAM, `closeCase(id: "${id}", reason: ON_ROLL)`),
      ]);
      const { state } = await t.desk.entry(id, 'state');
      expect([offered.slice(0, 8), closed.slice(0, 8), state]).toEqual(
        closed === 'done' ? ['CONFLICT', 'done', 'CLOSED'] : ['done', 'CONFLICT', 'OPEN'],
      );
      if (closed === 'done')
        expect(offered).toBe('CONFLICT input.child: this case is closed; open it again to hand it over.');
    }
  });
});
