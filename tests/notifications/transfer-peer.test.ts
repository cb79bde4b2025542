import { settleTransferOutcome, type LetterAnswered } from '../../src/notifications/transfer-peer';
import type { PeerAnswered } from '../../src/outbox/peer/peer-answer';
import { sqlOf } from '../../src/database/sql';
import { rulesOf } from '../casework/case-desk';
import {
  accepting, declining, ending, lapsing, PORTSMOUTH, taking, TEAM, THEIR_HUB, TransferDesk, withdrawing, type KnownChild,
} from './transfer-desk'; // prettier-ignore

const DAY = '2026-12-11';
const [HOME, THEIRS] = ['la/931', 'la/852'];

/** What another authority's hub offers is decided there: here its word is waited for. */
let t: TransferDesk;
let n = 0;
beforeAll(async () => (t = await TransferDesk.open(DAY)));
afterAll(() => t.desk.stop());

async function offered(born = '2014-03-05'): Promise<{ child: KnownChild; offer: string }> {
  t.desk.day(DAY);
  n += 1;
  const child = await t.desk.child('Merle', `Elsewhere${'abcdefghijklmnopqrstuvwxyz'[n] ?? ''}`, born);
  return { child, offer: await t.offered(child, THEIR_HUB) };
}

/** The letter with which we answered an offer, by its id outside. */
async function letterTo(offer: string, type: string): Promise<string> {
  const [row] = await t.desk.sql<{ id: string }>(
    `select a.public_id as id from notification a join notification n on n.id = a.in_reply_to where n.public_id = $1 and a.type = $2`,
    [offer, type],
  );
  if (!row) throw new Error(`no letter ${type}`);
  return row.id;
}

/** Their hub has answered a letter of ours, in the transaction in which its delivery is settled. */
async function answered(offer: string, type: string, more: Partial<PeerAnswered> = {}): Promise<void> {
  const said: PeerAnswered = {
    ...{ kind: 'NOTIFICATION', about: await letterTo(offer, type), type, outcome: 'TAKEN', code: null },
    ...{ theirs: null, receipt: null, ...more },
  };
  const asked: LetterAnswered = said;
  const { app } = t.desk.hub.database;
  const ports = { rules: rulesOf(HOME), clock: t.desk.hub.clock, home: HOME };
  await app.transaction((tx) => settleTransferOutcome(sqlOf(tx), asked, ports));
}
const CONFLICT = { outcome: 'REFUSED', code: 'CONFLICT' } as const;

const entryOf = async (child: KnownChild): Promise<readonly string[]> => {
  const { data } = await t.desk.ask('{ register(first: 50) { nodes { state child { id } } } }');
  const { nodes } = data?.['register'] as { nodes: { state: string; child: { id: string } | null }[] };
  return nodes.filter((entry) => entry.child?.id === child.publicId).map(({ state }) => state);
};
const steps = async (child: KnownChild): Promise<string[]> =>
  (await t.desk.lines(child)).filter((line) => /^ST-3[4-8]/.test(line));

describe('a case that another authority offers from its own hub', () => {
  it('is with that authority while our yes is on its way; the answer opens the case here, and says so', async () => {
    const { child, offer } = await offered();
    const transfer = await t.did(TEAM, accepting(offer));
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ACCEPTING', caseWith: THEIRS, waitsFor: THEIRS });
    expect([await entryOf(child), await steps(child)]).toEqual([[], []]);
    expect(await t.heard(THEIR_HUB, offer)).toEqual(['TRANSFER_ACCEPTED']);
    for (const act of [accepting(offer), declining(offer), taking(offer), ending(transfer)])
      expect(await t.tried(TEAM, act)).toMatch(/^CONFLICT \w+: your answer is on its way to the hub of the other authority/);

    await answered(offer, 'TRANSFER_ACCEPTED');
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'TAKEN', caseWith: HOME, waitsFor: null });
    expect(await entryOf(child)).toEqual(['OPEN']);
    expect(await t.heard(THEIR_HUB, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect(await steps(child)).toEqual([]);
    // Told twice, nothing is opened twice.
    await answered(offer, 'TRANSFER_ACCEPTED');
    expect(await entryOf(child)).toEqual(['OPEN']);
    expect(await t.did(TEAM, ending(transfer))).toBe(transfer);
    expect(await t.heard(THEIR_HUB, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN', 'TRANSFER_ENDED']);
  }); // prettier-ignore

  it('names a day by which it wants an answer, and lapses there and not here', async () => {
    const { child, offer } = await offered();
    expect(await t.stands(TEAM, offer, 'dueOn')).toEqual({ dueOn: '2026-12-29' });
    t.desk.day('2027-01-04');
    expect(await t.desk.hub.hub.rounds.lapseTransfers()).toBe(0);
    expect(await t.tried(PORTSMOUTH, lapsing(offer))).toBe('nothing');
    expect(await t.did(THEIR_HUB, lapsing(offer))).toBe(offer);
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'LAPSED', caseWith: THEIRS, waitsFor: null });
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_LAPSED']);
    expect(await steps(child)).toEqual([]);
    expect(await t.tried(TEAM, accepting(offer))).toMatch(
      /^CONFLICT notificationId: this offer lapsed on 2026-12-29/,
    );
  });

  it.each([
    ['withdrawn', withdrawing, 'WITHDRAWN'],
    ['lapsed', lapsing, 'LAPSED'],
  ] as const)(
    'that was %s before our yes came stays there: we know that, and then why',
    async (_word, ends, state) => {
      const { child, offer } = await offered();
      await t.did(TEAM, accepting(offer));
      await answered(offer, 'TRANSFER_ACCEPTED', CONFLICT);
      expect(await t.stands(TEAM, offer)).toEqual({ state: 'OVERTAKEN', caseWith: THEIRS, waitsFor: THEIRS });
      await t.did(THEIR_HUB, ends(offer));
      expect(await t.stands(TEAM, offer)).toEqual({ state, caseWith: THEIRS, waitsFor: null });
      // Their hub sends again what it has said: it is told the same, and nothing is written twice.
      expect(await t.did(THEIR_HUB, ends(offer))).toBe(offer);
      expect(await t.heard(TEAM, offer)).toHaveLength(1);
      expect(await entryOf(child)).toEqual([]);
    },
  );

  it('that was withdrawn while our yes was on its way: the notice may come before the answer', async () => {
    const { child, offer } = await offered();
    await t.did(TEAM, accepting(offer));
    await t.did(THEIR_HUB, withdrawing(offer));
    await answered(offer, 'TRANSFER_ACCEPTED', CONFLICT);
    expect(await t.state(TEAM, offer)).toBe('WITHDRAWN');
    expect(await entryOf(child)).toEqual([]);
  });

  it('and to which we said no is declined when their hub has heard it', async () => {
    const { offer } = await offered();
    await t.did(TEAM, declining(offer));
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'DECLINING', caseWith: THEIRS, waitsFor: THEIRS });
    await answered(offer, 'TRANSFER_DECLINED');
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'DECLINED', caseWith: THEIRS, waitsFor: null });
  });

  it.each([['PURPOSE_NOT_AGREED'], ['BAD_USER_INPUT'], [null]])(
    'whose hub refuses our yes for another reason (%s) waits until somebody has looked: nothing is decided by it',
    async (code) => {
      const { child, offer } = await offered();
      await t.did(TEAM, accepting(offer));
      await answered(offer, 'TRANSFER_ACCEPTED', { outcome: 'REFUSED', code });
      expect(await t.state(TEAM, offer)).toBe('ACCEPTING');
      expect(await entryOf(child)).toEqual([]);
    },
  );

  it('about somebody who is not of school age goes on the list; it is taken when the case is opened', async () => {
    const { child, offer } = await offered('2023-06-01');
    await t.did(TEAM, accepting(offer));
    await answered(offer, 'TRANSFER_ACCEPTED');
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ACCEPTED', caseWith: THEIRS, waitsFor: HOME });
    expect(await steps(child)).toEqual(['ST-38 DUE null']);
    expect(await t.heard(THEIR_HUB, offer)).toEqual(['TRANSFER_ACCEPTED']);
    // The year was a slip of the pen.
    await t.desk.sql(`update child set date_of_birth = '2013-06-01' where id = $1`, [child.id]);
    await t.desk.openCase(child);
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'TAKEN', caseWith: HOME, waitsFor: null });
    expect(await t.heard(THEIR_HUB, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect(await steps(child)).toEqual([]);
  });

  it('about somebody whom this hub did not know is a child of its own from the answer on, with a case', async () => {
    const forename = 'Newcomer';
    const details = { forename, surname: 'Fromelsewhere', dateOfBirth: '2014-03-05' };
    t.desk.day(DAY);
    const offer = await t.offered({ id: '', publicId: '', details }, THEIR_HUB);
    await t.did(TEAM, accepting(offer));
    const known =
      'query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ... on ChildMatch { child { id name { forename } } } } }';
    expect((await t.desk.ask(known, { c: details })).data?.['lookupChild']).toEqual({});
    await answered(offer, 'TRANSFER_ACCEPTED');
    const found = (await t.desk.ask(known, { c: details })).data?.['lookupChild'] as {
      child: { id: string; name: object };
    };
    expect(found.child.name).toEqual({ forename });
    expect(await entryOf({ id: '', publicId: found.child.id, details })).toEqual(['OPEN']);
    expect(await t.state(TEAM, offer)).toBe('TAKEN');
  });

  it('about somebody of whom the team says who it is goes on as that child’s', async () => {
    t.desk.day(DAY);
    const child = await t.desk.child('Robin', 'Otherspelling');
    const details = { ...child.details, surname: 'Ottherspeling' };
    const offer = await t.offered({ ...child, details }, THEIR_HUB);
    const saying = (id: string): string => `acceptTransfer(notificationId: "${offer}", childId: "${id}")`;
    expect(await t.tried(TEAM, saying(offer))).toMatch(/^BAD_USER_INPUT childId/);
    await t.did(TEAM, saying(child.publicId));
    await answered(offer, 'TRANSFER_ACCEPTED');
    expect(await entryOf(child)).toEqual(['OPEN']);
    const other = await offered();
    expect(
      await t.tried(TEAM, `acceptTransfer(notificationId: "${other.offer}", childId: "${child.publicId}")`),
    ).toMatch(/^CONFLICT childId: which child this offer is about has been decided already/);
    const ours = await t.offer(await t.desk.child('Robin', 'Outgoing'), PORTSMOUTH);
    expect(
      await t.tried(PORTSMOUTH, `acceptTransfer(notificationId: "${ours}", childId: "${child.publicId}")`),
    ).toMatch(/^BAD_USER_INPUT childId/);
  });

  it('and about whom a case is open here already is taken with the answer', async () => {
    const { child, offer } = await offered();
    await t.desk.openCase(child);
    await t.did(TEAM, accepting(offer));
    expect(await t.state(TEAM, offer)).toBe('ACCEPTING');
    await answered(offer, 'TRANSFER_ACCEPTED');
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'TAKEN', caseWith: HOME, waitsFor: null });
    expect(await entryOf(child)).toEqual(['OPEN']);
  });
});

describe('a case that we offer an authority with a hub of its own', () => {
  it('is answered by that hub as by anybody; a hub that has lost our answer asks again and is told the same', async () => {
    t.desk.day(DAY);
    const child = await t.desk.child('Kayleigh', 'Outwards');
    const id = await t.desk.openCase(child);
    const offer = await t.offer(child, THEIRS);
    const first = await t.did(THEIR_HUB, accepting(offer));
    t.desk.hub.clock.advance(8 * 24 * 3_600_000);
    expect(await t.did(THEIR_HUB, accepting(offer))).toBe(first);
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_ACCEPTED']);
    expect(await t.state(TEAM, offer)).toBe('ACCEPTED');
    expect(await t.did(THEIR_HUB, taking(offer))).toBe(first);
    expect(await t.did(THEIR_HUB, taking(offer))).toBe(first);
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN']);
    expect(await t.caseState(id)).toMatchObject({ state: 'CLOSED' });
    // By the id under which that hub knows it, too.
    expect(await t.did(THEIR_HUB, ending(offer))).toBe(first);
    expect(await t.did(THEIR_HUB, ending(offer))).toBe(first);
    expect(await t.heard(TEAM, offer)).toEqual(['TRANSFER_ACCEPTED', 'TRANSFER_TAKEN', 'TRANSFER_ENDED']);
  });

  it('and whose case was open before it heard of the end has it: ours is closed then, too', async () => {
    t.desk.day(DAY);
    const child = await t.desk.child('Robin', 'Outwards');
    const id = await t.desk.openCase(child);
    const offer = await t.offer(child, THEIRS);
    const transfer = await t.did(THEIR_HUB, accepting(offer));
    await t.did(TEAM, ending(transfer));
    await t.did(THEIR_HUB, taking(offer));
    expect(await t.stands(TEAM, offer)).toEqual({ state: 'ENDED', caseWith: THEIRS, waitsFor: null });
    expect(await t.caseState(id)).toMatchObject({ state: 'CLOSED' });
    expect(await t.sees(THEIR_HUB, child)).toBeNull();
  });
});
