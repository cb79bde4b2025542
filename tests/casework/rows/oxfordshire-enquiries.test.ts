import { idIn } from '../../alerts/alerts-desk';
import { HEALTH, HOUSING, MASH, POLICE, SCHOOL, SOUTHAMPTON, type Story, storiesOf, TEAM } from './row-desk';

const row = storiesOf('la/931');
const LATE = "with the officer's manager";

/** An enquiry of Southampton's, or its word that the child has moved in here. */
const asked = async (s: Story, address: boolean): Promise<string> => {
  const { forename, surname, dateOfBirth } = s.child.details;
  const input = {
    child: { forename, surname, dateOfBirth }, recipients: [TEAM], question: 'Is the child with you?',
    ...(address ? { believedAddress: { line1: '3 Invented Close', postcode: 'OX99 1AB' } } : {}),
  }; // prettier-ignore
  const answer = await s.desk.ask(
    'mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id } }', { input }, {}, SOUTHAMPTON,
  ); // prettier-ignore
  return idIn(answer, 'sendEnquiry');
};
const notify = async (s: Story, as: string, child: object, to: string, type: string): Promise<void> => {
  const answer = await s.desk.ask(
    'mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id } }',
    { input: { child, to, type } },
    { purpose: 'NOTIFY_MOVE' },
    as,
  );
  idIn(answer, 'notifyAuthority');
};
const broadcast = (s: Story) =>
  s.desk.ask('mutation ($input: BroadcastLostPupilInput!) { broadcastLostPupil(input: $input) { id } }', {
    input: { child: { id: s.child.publicId } },
  });

row('OX-34', 'OX-35')(
  'S1 4.1',
  'Fri 18 Dec 2026 the memo; by Mon 21 the database is searched; the new address is in Southampton, which is asked that day and confirms',
  async (s) => {
    s.on('2026-12-18');
    const id = await s.openCase();
    await s.memo();
    expect(await s.row('OX-34')).toBe('DUE 2026-12-21');
    s.on('2026-12-22');
    expect(await s.row('OX-34')).toBe(`OVERDUE 2026-12-21, ${LATE}`);
    await s.complete('OX-34', 'NEW_ADDRESS_OUTSIDE');
    expect(await s.shown('OX-35')).toMatchObject([{ dueOn: '2026-12-22', asks: ['another authority'] }]);
    const enquiry = await s.enquire([SOUTHAMPTON]);
    expect(await s.row('OX-35')).toBe('DUE 2026-12-22');
    expect(await s.answer(SOUTHAMPTON, enquiry, 'KNOWN')).toEqual([]);
    expect(await s.row('OX-35')).toBe('nothing');
    // What the other authority has said is written down as evidence; only then does the case end.
    expect(await s.desk.refused(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`)).toMatch(
      /AUTHORITY_CONFIRMED/,
    );
    await s.desk.done(
      `recordEvidence(id: "${id}", evidence: "AUTHORITY_CONFIRMED", text: "Southampton, 22 December.")`,
    );
    await s.desk.done(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`);
  },
);

row('OX-36', 'OX-36a')(
  'S1 4.1',
  'Fri 18 Dec 2026 the address is unknown: enquiries go that day, each answer by Wed 6 Jan 2027, the named lead on Thu 14 Jan',
  async (s) => {
    s.on('2026-12-18');
    await s.openCase();
    await s.event('REFERRAL_RECEIVED');
    await s.complete('OX-34', 'ADDRESS_UNKNOWN');
    expect(await s.row('OX-36')).toBe('DUE 2026-12-18');
    const enquiry = await s.enquire([POLICE, HEALTH], { step: 'OX-36' });
    expect(await s.row('OX-36')).toBe('nothing');
    // Two were asked, and each has a clock of its own.
    expect(await s.row('OX-36a')).toBe('DUE 2027-01-06; DUE 2027-01-06');
    expect(await s.answer(HEALTH, enquiry, 'NOT_KNOWN')).toEqual([]);
    s.on('2027-01-07');
    expect(await s.row('OX-36a')).toBe('OVERDUE 2027-01-06, with whoever was asked');
    s.on('2027-01-13');
    expect(await s.row('OX-36a')).toBe('OVERDUE 2027-01-06, with whoever was asked');
    s.on('2027-01-14');
    expect(await s.row('OX-36a')).toBe('OVERDUE 2027-01-06, with the named lead');
    expect(await s.answer(POLICE, enquiry, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('OX-36a')).toBe('nothing');
  },
);

row('OX-37')(
  'S1 4.1',
  'Thu 25 Mar 2027 the police know something: with the authority concerned by Tue 30 Mar (Good Friday and Easter Monday do not count)',
  async (s) => {
    s.on('2027-03-24');
    await s.openCase();
    const enquiry = await s.enquire([POLICE]);
    s.on('2027-03-25');
    expect(await s.answer(POLICE, enquiry, 'KNOWN', { note: 'A cousin in Southampton.' })).toEqual([]);
    expect(await s.row('OX-37')).toBe('DUE 2027-03-30');
    s.on('2027-03-31');
    expect(await s.row('OX-37')).toBe(`OVERDUE 2027-03-30, ${LATE}`);
    const there = await s.enquire([SOUTHAMPTON]);
    expect(await s.answer(SOUTHAMPTON, there, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('OX-37')).toBe('nothing');
  },
);

row('OX-38', 'OX-39', 'OX-41')(
  'S1 4.2; S1 4.3; S1 4.4',
  'Fri 27 Nov 2026 nobody knows anything: the message is posted, the last school is told that day, and on Wed 6 Jan 2027 all is asked again',
  async (s) => {
    s.on('2026-11-18');
    await s.openCase();
    const enquiry = await s.enquire([POLICE, HEALTH]);
    expect(await s.answer(POLICE, enquiry, 'NOT_KNOWN')).toEqual([]);
    // One is silent: that is no "nothing is known".
    expect(await s.row('OX-38')).toBe('nothing');
    s.on('2026-11-27');
    expect(await s.answer(HEALTH, enquiry, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('OX-38')).toBe('DUE 2026-11-27');
    s.on('2026-11-28');
    expect(await s.row('OX-38')).toBe(`OVERDUE 2026-11-27, ${LATE}`);
    s.on('2026-11-27T15:00:00Z');
    expect((await broadcast(s)).codes).toEqual([]);
    expect(await s.row('OX-38')).toBe('nothing');
    expect(await s.shown('OX-39')).toMatchObject([{ dueOn: '2026-11-27', tells: ['the school'] }]);
    s.on('2026-11-28');
    expect(await s.row('OX-39')).toBe(`OVERDUE 2026-11-27, ${LATE}`);
    await s.complete('OX-39');
    expect([await s.row('OX-39'), await s.row('OX-41')]).toEqual(['nothing', 'DUE 2027-01-06']);
    s.on('2027-01-07');
    expect(await s.row('OX-41')).toBe('OVERDUE 2027-01-06, with the multi-agency panel');
    await s.complete('OX-41');
    expect(await s.row('OX-41')).toBe('DUE 2027-04-12');
    await s.event('CHILD_LOCATED');
    expect(await s.row('OX-41')).toBe('nothing');
  },
);

row('OX-38')(
  'S1 4.2',
  'the same of a child in hiding: the step is barred, and the message is refused to whoever tries',
  async (s) => {
    s.on('2026-11-18');
    await s.openCase();
    const enquiry = await s.enquire([POLICE]);
    await s.desk.circumstance(s.child.id, 'LOCATION_PROTECTION');
    expect(await s.answer(POLICE, enquiry, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('OX-38')).toBe('BARRED: Ask social care first.');
    expect((await broadcast(s)).codes).toEqual(['NOT_PERMITTED']);
  },
);

row('OX-08')(
  'S0 7',
  'Mon 11 Jan 2027 nothing else has helped: child benefit may not be asked; on Tue 12 section 47 opens, and the manager asks',
  async (s) => {
    s.on('2027-01-11');
    await s.openCase();
    await s.event('OTHER_CHECKS_EXHAUSTED');
    expect(await s.row('OX-08')).toBe('BARRED: May not be done for this child.');
    const trace = ['national/hmrc-child-benefit'];
    const benefit = { checkKind: 'CHILD_BENEFIT' };
    const manager = { purpose: 'SAFEGUARD', job: 'CME manager' };
    await expect(s.enquire(trace, benefit, manager)).rejects.toThrow('NOT_PERMITTED');
    s.on('2027-01-12');
    await s.desk.circumstance(s.child.id, 'CHILD_PROTECTION', MASH);
    expect(await s.row('OX-08')).toBe('DUE');
    const enquiry = await s.enquire(trace, benefit, manager);
    expect(await s.answer('national/hmrc-child-benefit', enquiry, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('OX-08')).toBe('nothing');
  },
);

row(
  'OX-44',
  'OX-44a',
  'OX-44b',
  'OX-44c',
  'OX-44d',
)(
  'S1 5.1',
  'Thu 25 Mar 2027 Southampton says that a child has moved in: database, school, admissions and a word back by Mon 12 Apr; the visit in 48 hours',
  async (s) => {
    s.on('2027-03-25');
    const { forename, surname, dateOfBirth } = s.child.details;
    await notify(s, SOUTHAMPTON, { forename, surname, dateOfBirth }, 'la/931', 'MOVED_IN');
    for (const one of ['OX-44', 'OX-44a', 'OX-44b', 'OX-44c'])
      expect([one, await s.row(one)]).toEqual([one, 'DUE 2027-04-12']);
    s.on('2027-03-30');
    await s.complete('OX-44a', 'NOT_ON_DATABASE');
    await s.complete('OX-44c', 'NO_APPLICATION');
    expect(await s.shown('OX-44d')).toMatchObject([{ dueOn: '2027-04-01', asks: ['the family'] }]);
    // The case is opened, so that the visit is kept with its risk.
    const id = await s.openCase();
    s.on('2027-04-01');
    await s.visit(id, 'NO_ANSWER', '2027-04-01T09:00:00Z');
    expect(await s.row('OX-44d')).toBe('nothing');
    s.on('2027-04-13');
    expect(await s.row('OX-44')).toBe(`OVERDUE 2027-04-12, ${LATE}`);
    await notify(s, TEAM, { id: s.child.publicId }, SOUTHAMPTON, 'LOCATED_HERE');
    for (const one of ['OX-44', 'OX-44a', 'OX-44b', 'OX-44c', 'OX-44d'])
      expect([one, await s.row(one)]).toEqual([one, 'nothing']);
  },
);

row('OX-44', 'OX-45')(
  'S1 5.1; S0 4',
  'Thu 25 Mar 2027 Southampton looks for its own child, with and without an address: answered by Mon 12 Apr, though nothing is known',
  async (s) => {
    s.on('2027-03-25');
    const [plain, addressed] = [await asked(s, false), await asked(s, true)];
    expect([await s.row('OX-45'), await s.row('OX-44')]).toEqual(['DUE 2027-04-12', 'DUE 2027-04-12']);
    s.on('2027-04-13');
    expect(await s.row('OX-45')).toBe(`OVERDUE 2027-04-12, ${LATE}`);
    for (const id of [plain, addressed]) expect(await s.answer(TEAM, id, 'NOT_KNOWN')).toEqual([]);
    expect([await s.row('OX-45'), await s.row('OX-44')]).toEqual(['nothing', 'nothing']);
    const read = await s.desk.ask(
      `{ enquiry(id: "${plain}") { state answers { outcome } } }`, {}, {}, SOUTHAMPTON,
    ); // prettier-ignore
    expect(read.data?.['enquiry']).toEqual({ state: 'ANSWERED', answers: [{ outcome: 'NOT_KNOWN' }] });
  },
);

row('OX-05', 'OX-60', 'OX-61')(
  'S0 9; S0 10; S1 3.4',
  'Mon 9 Nov 2026 to Fri 4 Dec: tracked while the case is open, its name stays on roll; closed on a confirmed roll, and whoever raised it hears that it was dealt with',
  async (s) => {
    s.on('2026-11-09');
    const alert = await s.alert(POLICE);
    const opening = { classification: 'IDENTIFIED_NOT_LOCATED', rag: 'AMBER', reviewOn: '2026-12-09' };
    expect(await s.review(alert, { decision: 'ACCEPT', openCase: opening })).toEqual([]);
    expect([await s.row('OX-05'), await s.row('OX-61')]).toEqual(['DUE', 'DUE']);
    expect(await s.shown('OX-61')).toMatchObject([{ who: ['the school'] }]);
    await s.event('PROVISION_CONFIRMED');
    expect(await s.row('OX-61')).toBe('nothing');
    const [entry] = await s.desk.sql<{ id: string }>(
      'select public_id as id from cme_case where child_id = $1',
      [s.child.id],
    );
    const id = entry?.id ?? '';
    s.on('2026-12-04');
    await s.desk.done(`proposeClosing(id: "${id}", outcome: ON_ROLL)`);
    expect(await s.row('OX-60')).toBe('DUE');
    expect(await s.desk.refused(`closeCase(id: "${id}", reason: ON_ROLL)`)).toMatch(
      /^CONFLICT reason: evidence is lacking: the school, here or overseas, has confirmed/,
    );
    expect(await s.desk.refused(`closeCase(id: "${id}", reason: SUITABLE_HOME_EDUCATION)`)).toMatch(
      /PARENT_CONFIRMED_EHE.*EHE_ASSURED/,
    );
    await s.desk.registration(s.child.id, SCHOOL);
    await s.desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
    expect([await s.row('OX-05'), await s.row('OX-60')]).toEqual(['nothing', 'nothing']);
    expect(await s.own(POLICE, alert)).toEqual({ outcome: 'DEALT_WITH' });
  },
);

row('OX-36')(
  'S1 4.1',
  'Thu 12 Nov 2026 protection is asked for: housing is held back on the list, and asking it is refused',
  async (s) => {
    s.on('2026-11-12');
    await s.openCase();
    await s.event('ADDRESS_UNKNOWN');
    await s.desk.circumstance(s.child.id, 'LOCATION_PROTECTION');
    expect(await s.shown('OX-36')).toMatchObject([
      {
        state: 'DUE',
        asks: ['the police', "children's social care", 'the youth offending service', 'health services'],
      },
    ]);
    await expect(s.enquire([HOUSING])).rejects.toThrow('NOT_PERMITTED');
  },
);
