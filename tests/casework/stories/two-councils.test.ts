import { OFFICER, SECOND, TEAM } from '../rows/row-desk';
import { ManyTold } from './told-by';

/**
 * Story 6. Kayleigh, thirteen; told from Kingston, whose hub this is. Housing of Barking and Dagenham places her family in a
 * Kingston hotel on Mon 19 Oct 2026; in January they move on to Richmond, which is another council though its staff are the same.
 */
const BARKING = 'la/301';
const RICHMOND = 'la/318';
const MOVE = { purpose: 'NOTIFY_MOVE', job: 'CME case officer' };
const ASKS = { purpose: 'LOCATE_CHILD', job: 'CME case officer' };

let s: ManyTold;
let id: string;
let enquiry: string;
let transfer: string;
beforeAll(async () => {
  s = await ManyTold.begin('2026-10-20', 'la/314', ['Kayleigh', 'Dunlin'], '2013-05-05');
});
afterAll(() => s.desk.stop());

const inboxOf = async (as: string): Promise<readonly { id: string; type: string }[]> => {
  const { data } = await s.asks(as, '{ notifications(first: 50) { nodes { id type } } }', MOVE);
  return (data?.['notifications'] as { nodes: { id: string; type: string }[] } | null)?.nodes ?? [];
};

/** Where a case that was offered stands, as a party reads it. */
const stands = async (as: string, letter: string): Promise<unknown> => {
  const query = `{ notification(id: "${letter}") { caseTransfer { state dueOn caseWith } } }`;
  const { data } = await s.asks(as, query, MOVE);
  return (data?.['notification'] as { caseTransfer?: unknown } | null)?.caseTransfer;
};

it('Tue 20 Oct: Barking asks Kingston, with the address of the hotel: a letter by Thu 22 (AF-23), an answer by Tue 3 Nov (AF-23a); Richmond has nothing of it', async () => {
  enquiry = await s.did(
    BARKING,
    `sendEnquiry(input: { child: ${s.named}, recipients: ["${TEAM}"], question: "Is she with you?", believedAddress: { line1: "9 Invented Hotel", postcode: "KT99 1AA" } })`,
    ASKS,
  );
  expect([await s.row('AF-23'), await s.row('AF-23a')]).toEqual(['DUE 2026-10-22', 'DUE 2026-11-03']);
  expect(await inboxOf(RICHMOND)).toEqual([]);
  const theirs = await s.asks(RICHMOND, `{ enquiry(id: "${enquiry}") { id } }`, ASKS);
  expect([theirs.data?.['enquiry'], theirs.codes]).toEqual([null, []]);
  expect(await s.meetsNobody(RICHMOND, MOVE)).toBe(true);
});

it('Thu 22 Oct: written to, rung, found: Barking reads "known, in your area: no", and neither her sister’s school nor her address (10.2)', async () => {
  s.on('2026-10-22');
  await s.complete('AF-23');
  expect(await s.answer(TEAM, enquiry, 'KNOWN', { note: 'Found; not in education.', educationElsewhere: 'Her sister is at Elm School.' })).toEqual([]);
  const fields = 'state answers { outcome note educationElsewhere } child { id currentAddress { line1 } livesInOurArea }';
  const read = await s.asks(BARKING, `{ enquiry(id: "${enquiry}") { ${fields} } }`, ASKS);
  expect(read.data?.['enquiry']).toMatchObject({
    state: 'ANSWERED', answers: [{ outcome: 'KNOWN', note: 'Found; not in education.', educationElsewhere: null }],
    child: { currentAddress: null },
  });
  expect(await s.row('AF-23a')).toBe('nothing');
}); // prettier-ignore

it('Fri 11 Dec: Barking proposes to hand the case over; until it is taken Kingston has the message and nothing of the case (10.6)', async () => {
  s.on('2026-12-11');
  await s.did(BARKING, `proposeTransfer(input: { child: ${s.named}, to: "la/931" })`, MOVE);
  const offer = (await inboxOf(TEAM)).find(({ type }) => type === 'TRANSFER_PROPOSED');
  expect(offer).toBeDefined();
  expect(await s.row('AF-50')).toBe('nothing');
  s.on('2026-12-16');
  await s.did(TEAM, `acceptTransfer(notificationId: "${offer?.id ?? ''}")`, MOVE);
  expect((await inboxOf(BARKING)).map(({ type }) => type)).toContain('TRANSFER_ACCEPTED');
  // A yes is not yet a case: Barking's stays Barking's until ours is open.
  expect(await stands(TEAM, offer?.id ?? '')).toEqual({
    state: 'ACCEPTED',
    dueOn: '2026-12-29',
    caseWith: BARKING,
  });
  expect((await inboxOf(BARKING)).map(({ type }) => type)).not.toContain('TRANSFER_TAKEN');
  // On the register at once (AF-50), and Barking is told by it.
  id = await s.openCase();
  expect(await stands(TEAM, offer?.id ?? '')).toMatchObject({ state: 'TAKEN', caseWith: 'la/931' });
  expect((await inboxOf(BARKING)).map(({ type }) => type)).toContain('TRANSFER_TAKEN');
  expect(await s.row('AF-50')).toBe('nothing');
  expect(await s.sees(BARKING, 'case { state checks { check } }', MOVE)).toEqual({ case: null });
});

it('Mon 18 Jan 2027: the family moves to Richmond: the same staff, and all the same a proposal to another council', async () => {
  s.on('2027-01-18');
  await s.event('OTHER_AUTHORITY_LINKED');
  // Ten working days: Mon 1 Feb. Nobody answers, so it is with the named lead.
  expect(await s.row('AF-20')).toBe('DUE 2027-02-01');
  transfer = await s.did(TEAM, `proposeTransfer(input: { child: { id: "${s.child.publicId}" }, to: "${RICHMOND}" })`, MOVE);
  expect(await inboxOf(RICHMOND)).toContainEqual({ id: transfer, type: 'TRANSFER_PROPOSED' });
  const offered = { state: 'PROPOSED', dueOn: '2027-02-01', caseWith: 'la/931' };
  expect([await stands(TEAM, transfer), await stands(RICHMOND, transfer)]).toEqual([offered, offered]);
  expect(await s.sees(RICHMOND, 'case { state }', MOVE)).toEqual({ case: null });
  expect(await s.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
  s.on('2027-02-02');
  expect(await s.row('AF-20')).toBe('OVERDUE 2027-02-01, with the named lead');
  expect(await s.row('ST-34')).toBe('OVERDUE 2027-02-01, with the named lead');
  // No reply in ten working days: both sides know, the case is Kingston's as before, and the lead has it on the list.
  expect(await s.desk.hub.hub.rounds.lapseTransfers()).toBe(1);
  const lapsed = { ...offered, state: 'LAPSED' };
  expect([await stands(TEAM, transfer), await stands(RICHMOND, transfer)]).toEqual([lapsed, lapsed]);
  expect((await inboxOf(RICHMOND)).map(({ type }) => type)).toContain('TRANSFER_LAPSED');
  expect([await s.row('ST-34'), await s.row('ST-36')]).toEqual(['nothing', 'DUE']);
  expect(await s.acts(RICHMOND, `acceptTransfer(notificationId: "${transfer}")`, MOVE)).toEqual(['CONFLICT']);
  expect(await s.sees(RICHMOND, 'case { state }', MOVE)).toEqual({ case: null });
  expect(await s.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
}); // prettier-ignore

it('Tue 26 and Wed 27 Jan: papers for the group of Thu 4 Feb (AF-57); a clerk who turns amber to green has only proposed it (AF-53)', async () => {
  s.on('2027-01-20');
  await s.event('GROUP_MEETING', '2027-02-04T10:00:00Z');
  expect(await s.row('AF-57')).toBe('DUE 2027-01-26');
  s.on('2027-01-27');
  const proposal = await s.desk.done(
    `proposeCaseChange(id: "${id}", input: { rag: GREEN, reason: "All seems well." })`,
  );
  expect(await s.desk.refused(`authoriseCaseChange(id: "${proposal}")`, SECOND)).toMatch(/the group alone/);
  s.on('2027-02-04');
  const meeting = `authoriseCaseChange(id: "${proposal}", meeting: { group: "cmeGroup", members: 15, present: 5 })`;
  expect(await s.desk.refused(meeting, OFFICER)).toBe(
    'CONFLICT meeting: too few members came; by the policy nothing changes without the quorum.',
  );
  expect(await s.desk.entry(id, 'rag commentary changes { state }')).toEqual({
    rag: 'AMBER', commentary: null, changes: [{ state: 'PROPOSED' }],
  }); // prettier-ignore
});

it('Mon 8 Feb: Richmond declines, the family has gone to Surrey: the case stays Kingston’s and open, and goes on being looked at (AF-22)', async () => {
  s.on('2027-02-08');
  expect(await s.acts(RICHMOND, `declineTransfer(notificationId: "${transfer}", reason: "Gone to Surrey.")`, MOVE)).toEqual([]);
  expect((await inboxOf(TEAM)).map(({ type }) => type)).toContain('TRANSFER_DECLINED');
  await s.complete('AF-20', 'OTHER_AUTHORITY_CANNOT_LOCATE');
  expect(await s.desk.refused(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`)).toMatch(/AUTHORITY_CONFIRMED/);
  expect(await s.desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toBe(
    'CONFLICT reason: the policy keeps such a case open.',
  );
  expect(await s.desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
  expect(await s.row('AF-22')).toBe('DUE 2027-03-08');
}); // prettier-ignore
