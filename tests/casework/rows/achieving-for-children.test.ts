import { CHARITY, MASH, OFFICER, SCHOOL, SECOND, type ShortStory, SOUTHAMPTON, type Story, storiesOf, TEAM, tellShort } from './row-desk'; // prettier-ignore
import { idIn } from '../../alerts/alerts-desk';

const row = storiesOf('la/314');
const LATE = "with the officer's manager";
const FRONT_DOOR = "the front door of children's social care";

const SHORT: readonly ShortStory[] = [
  {
    row: 'AF-15', says: 'S4 9 Days 5 to 20', begins: ['2026-12-18', 'CHILD_LOCATED'],
    title: 'located on Fri 18 Dec 2026: school and partners are told by Mon 21', stands: 'DUE 2026-12-21',
    then: ['2026-12-22', `OVERDUE 2026-12-21, ${LATE}`], with: ['the school', 'partner agencies'], ends: 'PARTNERS_TOLD',
  },
  {
    row: 'AF-18', says: 'S4 9 Day 20', begins: ['2026-12-18', 'REMOVAL_AGREED'],
    title: 'told on Fri 18 Dec 2026 that it may remove: in writing by Tue 29 (21 to 24 and 29 Dec), then the school is reminded',
    stands: 'DUE 2026-12-29', then: ['2026-12-30', 'OVERDUE 2026-12-29, with the school'], ends: 'NAME_REMOVED',
  },
  {
    row: 'AF-30', says: 'S4 8', begins: ['2026-11-09', 'REGISTERED_AT_RISK'],
    title: 'a child at risk is known to a service: its need is reassessed with school, inclusion and special needs', stands: 'DUE',
    with: ['the school', 'education inclusion', 'the special-needs team'], ends: null,
  },
  {
    row: 'AF-31', says: 'S4 8', begins: ['2026-11-09', 'REFERRED_TO_SERVICE'],
    title: 'a child new to a service is assessed, education included', stands: 'DUE', ends: 'RISK_ASSESSED',
  },
  {
    row: 'AF-33', says: 'S4 5 Family Support Team', begins: ['2026-12-18', 'FAMILY_SUPPORT_REFERRED'],
    title: 'family support is asked for on Fri 18 Dec 2026: contact within three working days, by Wed 23', stands: 'DUE 2026-12-23',
    then: ['2026-12-24', `OVERDUE 2026-12-23, ${LATE}`], with: ['the family'], ends: 'CONTACT_MADE',
  },
  {
    row: 'AF-51', says: 'S4 11, App 2', begins: ['2027-02-04', 'GROUP_MEETING'],
    title: 'a meeting on the day on which it is written down: the register should have gone out on Tue 26 Jan 2027',
    stands: 'OVERDUE 2027-01-26, with the chair of the group', ends: 'REGISTER_SENT',
  },
  {
    row: 'AF-56', says: 'S4 11, App 5', begins: ['2027-02-04', 'REVIEW_PLAN_DECIDED'],
    title: 'a review plan is decided on Thu 4 Feb 2027: final by the next meeting, Thu 4 Mar', stands: 'DUE 2027-03-04',
    then: ['2027-03-05', `OVERDUE 2027-03-04, ${LATE}`], with: ['the family'], ends: 'REVIEW_PLAN_FINAL',
  },
  {
    row: 'AF-57a', says: 'S4 App 2', begins: ['2027-02-04', 'GROUP_MET'],
    title: 'the group met on Thu 4 Feb 2027: its action points are out by Thu 18', stands: 'DUE 2027-02-18',
    then: ['2027-02-19', `OVERDUE 2027-02-18, ${LATE}`], ends: 'ACTION_POINTS_SENT',
  },
]; // prettier-ignore
for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

row('AF-01', 'AF-05')(
  'S4 5, 7',
  'Sat 7 Nov 2026 somebody meets a child: the point of access of the borough is told that day, and by staff education welfare too; on Sun 8 it is late',
  async (s) => {
    s.on('2026-11-07');
    await s.event('CHILD_MET');
    expect(await s.shown('AF-01')).toMatchObject([{ dueOn: '2026-11-07', tells: [FRONT_DOOR] }]);
    expect(await s.shown('AF-05')).toMatchObject([
      { dueOn: '2026-11-07', who: ["the council's children's staff", 'the admissions team'] },
    ]);
    s.on('2026-11-08');
    expect([await s.row('AF-01'), await s.row('AF-05')]).toEqual([
      `OVERDUE 2026-11-07, ${LATE}`, `OVERDUE 2026-11-07, ${LATE}`,
    ]); // prettier-ignore
    const id = await s.alert(CHARITY);
    expect([await s.row('AF-01'), await s.row('AF-05')]).toEqual(['nothing', 'nothing']);
    expect(await s.own(CHARITY, id)).toEqual({ outcome: 'RECEIVED' });
  },
);

row('AF-02', 'AF-03')(
  'S4 7',
  'Sat 7 Nov 2026 an alert: by Mon 9 the point of access refers it; where a service works with the child already, that service is told by then',
  async (s) => {
    s.on('2026-11-07');
    const id = await s.alert(CHARITY);
    expect([await s.row('AF-02'), await s.row('AF-03')]).toEqual(['DUE 2026-11-09', 'nothing']);
    await s.event('CHILD_KNOWN_TO_SERVICE');
    expect([await s.row('AF-02'), await s.row('AF-03')]).toEqual(['nothing', 'DUE 2026-11-09']);
    expect(await s.shown('AF-03')).toMatchObject([{ tells: ['the lead professional'] }]);
    s.on('2026-11-10');
    expect(await s.row('AF-03')).toBe(`OVERDUE 2026-11-09, ${LATE}`);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('AF-03')).toBe('nothing');
  },
);

row('AF-04')(
  'S4 7',
  'Mon 9 Nov 2026 a child does not turn up: education welfare has it that day; on Tue 10 it is late, and ends with the referral accepted',
  async (s) => {
    s.on('2026-11-09');
    await s.event('EXPECTED_NOT_ARRIVED');
    expect(await s.shown('AF-04')).toMatchObject([
      { dueOn: '2026-11-09', tells: ['the education welfare service'] },
    ]);
    const id = await s.alert(SCHOOL, { reason: 'DID_NOT_ARRIVE' });
    s.on('2026-11-10');
    expect(await s.row('AF-04')).toBe(`OVERDUE 2026-11-09, ${LATE}`);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('AF-04')).toBe('nothing');
  },
);

row('AF-06')(
  'S4 5',
  'the adviser learns of a move: education welfare and the other authority are told; no time is named; the alert ends it',
  async (s) => {
    s.on('2026-11-09');
    await s.event('TRAVELLER_MOVE_LEARNT');
    expect(await s.shown('AF-06')).toMatchObject([
      { state: 'DUE', dueOn: null, tells: ['the education welfare service', 'another authority'] },
    ]);
    await s.alert(MASH);
    expect(await s.row('AF-06')).toBe('nothing');
  },
);

row('AF-11')(
  'S4 9 Days 1 to 5',
  'back on Sat 7 Nov 2026 without an explanation: registered as at risk that day, and the service that knows the child takes it from there',
  async (s) => {
    s.on('2026-11-07');
    await s.event('RETURNED_UNEXPLAINED');
    expect(await s.row('AF-11')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('AF-11')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    await s.event('REGISTERED_AT_RISK');
    expect([await s.row('AF-11'), await s.row('AF-30')]).toEqual(['nothing', 'DUE']);
  },
);

row(
  'AF-14',
  'AF-14a',
  'AF-14b',
  'AF-14c',
  'AF-14d',
  'AF-14e',
)(
  'S4 9 Days 5 to 20',
  'absent from Wed 4 Nov 2026: the fifth school day is Tue 10, the twentieth Tue 1 Dec; between them systems, lead professional, risk, visit and partners',
  async (s) => {
    s.on('2026-11-04');
    await s.event('ABSENCE_UNEXPLAINED');
    expect(await s.row('AF-14')).toBe('DUE 2026-11-10');
    const five = ['AF-14a', 'AF-14b', 'AF-14c', 'AF-14d', 'AF-14e'];
    for (const one of five)
      expect([one, await s.row(one)]).toEqual([one, 'WAITING from 2026-11-10, due 2026-12-01']);
    s.on('2026-11-11');
    expect(await s.row('AF-14')).toBe(`OVERDUE 2026-11-10, ${LATE}`);
    await s.memo(SCHOOL, 'UNEXPLAINED_ABSENCE');
    expect(await s.row('AF-14')).toBe('nothing');
    const id = await s.openCase();
    await s.complete('AF-14a');
    await s.complete('AF-14b');
    await s.complete('AF-14c');
    expect(await s.refusedStep('AF-14d')).toMatch(/^CONFLICT id: the act itself ends this step/);
    s.on('2026-11-11T15:00:00Z');
    await s.visit(id, 'FAMILY_GONE', '2026-11-11T14:00:00Z');
    expect(await s.shown('AF-14e')).toMatchObject([{ asks: ['housing', 'health services', 'the police'] }]);
    s.on('2026-12-02');
    expect(await s.row('AF-14e')).toBe(`OVERDUE 2026-12-01, ${LATE}`);
    await s.enquire(['nhs/RTH'], { step: 'AF-14e' });
    for (const one of five) expect([one, await s.row(one)]).toEqual([one, 'nothing']);
  },
);

row('AF-14d')(
  'S4 9 Days 5 to 20',
  'the same with a marker of domestic abuse: no visit is offered, and none of the rest is held back but housing',
  async (s) => {
    s.on('2026-11-04');
    await s.event('ABSENCE_UNEXPLAINED');
    s.on('2026-11-11');
    await s.desk.riskGroup(s.child.id, 'DOMESTIC_ABUSE');
    expect(await s.row('AF-14d')).toBe('BARRED: Ask social care first.');
    expect(await s.shown('AF-14e')).toMatchObject([{ state: 'DUE', asks: ['health services', 'the police'] }]);
  },
); // prettier-ignore

row('AF-17', 'AF-17a')(
  'S4 9 Day 20',
  'absent from Wed 4 Nov 2026: uploaded on the twentieth day, Tue 1 Dec; that the school may remove the name is not said before Wed 2, and not at all once another code stands',
  async (s) => {
    s.on('2026-11-04');
    await s.event('ABSENCE_UNEXPLAINED');
    expect(await s.row('AF-17')).toBe('WAITING from 2026-12-01, due 2026-12-01');
    expect(await s.row('AF-17a')).toBe('WAITING from 2026-12-02');
    s.on('2026-12-01');
    expect(await s.row('AF-17')).toBe('DUE 2026-12-01');
    expect(await s.refusedStep('AF-17a', 'REMOVAL_AGREED')).toMatch(/not be taken before 2026-12-02/);
    const post = await s.desk.ask(
      'mutation ($input: BroadcastLostPupilInput!) { broadcastLostPupil(input: $input) { id } }',
      { input: { child: { id: s.child.publicId } } },
    );
    expect(post.codes).toEqual([]);
    expect(await s.row('AF-17')).toBe('nothing');
    s.on('2026-12-02');
    expect(await s.row('AF-17a')).toBe('DUE');
    await s.event('ANOTHER_CODE_ENTERED');
    expect(await s.row('AF-17a')).toBe('nothing');
  },
);

row('AF-16', 'AF-21')(
  'S4 9 Days 5 to 20; S4 9 Enquiries to a local authority',
  'Fri 18 Dec 2026 she is on another roll: confirmed with that authority, and only then is the case closed',
  async (s) => {
    s.on('2026-12-18');
    const id = await s.openCase();
    await s.event('ON_ANOTHER_ROLL');
    expect(await s.shown('AF-16')).toMatchObject([{ state: 'DUE', dueOn: null, tells: ['the school'] }]);
    expect(await s.row('AF-21')).toBe('nothing');
    expect(await s.desk.refused(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`)).toMatch(
      /AUTHORITY_CONFIRMED/,
    );
    const enquiry = await s.enquire([SOUTHAMPTON]);
    expect(await s.answer(SOUTHAMPTON, enquiry, 'KNOWN')).toEqual([]);
    expect([await s.row('AF-16'), await s.row('AF-21')]).toEqual(['nothing', 'DUE']);
    await s.desk.done(
      `recordEvidence(id: "${id}", evidence: "AUTHORITY_CONFIRMED", text: "Southampton, 18 December.")`,
    );
    await s.desk.done(`closeCase(id: "${id}", reason: MOVED_AND_CONFIRMED)`);
    expect(await s.row('AF-21')).toBe('nothing');
  },
);

row('AF-20', 'AF-22')(
  'S4 9 Enquiries to a local authority',
  'Fri 18 Dec 2026 an authority is linked: asked by Wed 6 Jan 2027; it cannot locate her on Sun 31 Jan, so the case stays open and is looked at by Sun 28 Feb',
  async (s) => {
    s.on('2026-12-18');
    const id = await s.openCase();
    await s.event('OTHER_AUTHORITY_LINKED');
    expect(await s.row('AF-20')).toBe('DUE 2027-01-06');
    s.on('2027-01-07');
    expect(await s.row('AF-20')).toBe('OVERDUE 2027-01-06, with the named lead');
    const enquiry = await s.enquire([SOUTHAMPTON]);
    s.on('2027-01-31');
    expect(await s.answer(SOUTHAMPTON, enquiry, 'NOT_KNOWN')).toEqual([]);
    expect([await s.row('AF-20'), await s.row('AF-22')]).toEqual(['nothing', 'DUE 2027-02-28']);
    expect(await s.desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toBe(
      'CONFLICT reason: the policy keeps such a case open.',
    );
    s.on('2027-03-01');
    expect(await s.row('AF-22')).toBe(
      'OVERDUE 2027-02-28, with the group for children missing education',
    );
    await s.complete('AF-22');
    expect(await s.row('AF-22')).toBe('DUE 2027-04-01');
  },
); // prettier-ignore

/** Southampton asks after its own child, giving an address. */
const inbound = async (s: Story): Promise<string> => {
  const { forename, surname, dateOfBirth } = s.child.details;
  const input = {
    child: { forename, surname, dateOfBirth }, recipients: [TEAM], question: 'Is the child with you?',
    believedAddress: { line1: '3 Invented Close', postcode: 'OX99 1AB' },
  }; // prettier-ignore
  const query = 'mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id } }';
  return idIn(await s.desk.ask(query, { input }, {}, SOUTHAMPTON), 'sendEnquiry');
};

row('AF-23', 'AF-23a')(
  'S4 9 Enquiries from a local authority',
  'Thu 25 Mar 2027 an authority gives an address: written to by Wed 31 Mar, the asker told by Mon 12 Apr (Good Friday and Easter Monday do not count)',
  async (s) => {
    s.on('2027-03-25');
    const id = await inbound(s);
    expect([await s.row('AF-23'), await s.row('AF-23a')]).toEqual(['DUE 2027-03-31', 'DUE 2027-04-12']);
    s.on('2027-04-01');
    expect(await s.row('AF-23')).toBe(`OVERDUE 2027-03-31, ${LATE}`);
    await s.complete('AF-23');
    s.on('2027-04-13');
    expect(await s.row('AF-23a')).toBe(`OVERDUE 2027-04-12, ${LATE}`);
    expect(await s.answer(TEAM, id, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('AF-23a')).toBe('nothing');
  },
);

row('AF-24')(
  'S4 9 Enquiries from a local authority',
  'Thu 25 Mar 2027 an authority says that a child moved in, without an address: told by Mon 12 Apr whatever the result',
  async (s) => {
    s.on('2027-03-25');
    const { forename, surname, dateOfBirth } = s.child.details;
    const notify = (as: string, child: object, to: string, type: string) =>
      s.desk.ask(
        'mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id } }',
        { input: { child, to, type } },
        { purpose: 'NOTIFY_MOVE' },
        as,
      );
    idIn(
      await notify(SOUTHAMPTON, { forename, surname, dateOfBirth }, 'la/931', 'MOVED_IN'),
      'notifyAuthority',
    );
    expect(await s.shown('AF-24')).toMatchObject([
      { dueOn: '2027-04-12', asks: ['the admissions team'], tells: ['whoever told or asked'] },
    ]);
    s.on('2027-04-13');
    expect(await s.row('AF-24')).toBe(`OVERDUE 2027-04-12, ${LATE}`);
    idIn(await notify(TEAM, { id: s.child.publicId }, SOUTHAMPTON, 'LOCATED_HERE'), 'notifyAuthority');
    expect(await s.row('AF-24')).toBe('nothing');
  },
);

row('AF-33a')(
  'S4 5 Family Support Team',
  'family support is asked for on Fri 18 Dec 2026: a visit within seven working days, by Thu 31 (21 to 24 and 29 to 31 Dec)',
  async (s) => {
    s.on('2026-12-18');
    const id = await s.openCase();
    await s.event('FAMILY_SUPPORT_REFERRED');
    expect(await s.row('AF-33a')).toBe('DUE 2026-12-31');
    s.on('2027-01-01');
    expect(await s.row('AF-33a')).toBe(`OVERDUE 2026-12-31, ${LATE}`);
    await s.visit(id, 'CHILD_SEEN', '2027-01-01T10:00:00Z');
    expect(await s.row('AF-33a')).toBe('nothing');
  },
);

row('AF-32', 'AF-50')(
  'S4 T3; S4 3, 11',
  'Sat 7 Nov 2026 a child is identified: on the register at once, with hours, class, rating and, by table 3, lead and support',
  async (s) => {
    s.on('2026-11-07');
    await s.event('REGISTERED_AT_RISK');
    expect(await s.row('AF-50')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('AF-50')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    await s.desk.riskGroup(s.child.id, 'YOUNG_CARER');
    const id = await s.openCase('RED');
    await s.desk.done(`recordHours(id: "${id}", hours: 12)`);
    expect(await s.row('AF-50')).toBe('nothing');
    expect(await s.desk.entry(id, 'state rag classification hours lead support')).toEqual({
      state: 'OPEN', rag: 'RED', classification: 'IDENTIFIED_NOT_LOCATED', hours: 12,
      lead: ['school'], support: ['youngCarersNetwork'],
    }); // prettier-ignore
    expect(await s.row('AF-32')).toBe('nothing');
    await s.desk.riskGroup(s.child.id, 'ARMED_FORCES_FAMILY');
    expect(await s.row('AF-32')).toBe('DUE 2026-11-08');
    await s.desk.done(`setServices(id: "${id}")`);
    expect(await s.row('AF-32')).toBe('nothing');
  },
);

row('AF-51', 'AF-52', 'AF-57')(
  'S4 11, App 2; S4 App 2',
  'the group will meet on Thu 4 Feb 2027: register, ratings and agenda seven working days before, by Tue 26 Jan',
  async (s) => {
    s.on('2027-01-18');
    await s.openCase();
    await s.desk.done(
      `recordCaseEvent(childId: "${s.child.publicId}", event: "GROUP_MEETING", at: "2027-02-04T10:00:00Z")`,
    );
    for (const one of ['AF-51', 'AF-52', 'AF-57'])
      expect([one, await s.row(one)]).toEqual([one, 'DUE 2027-01-26']);
    s.on('2027-01-27');
    expect(await s.row('AF-51')).toBe('OVERDUE 2027-01-26, with the chair of the group');
    expect(await s.row('AF-52')).toBe(`OVERDUE 2027-01-26, ${LATE}`);
    for (const one of ['AF-51', 'AF-52', 'AF-57']) await s.complete(one);
    for (const one of ['AF-51', 'AF-52', 'AF-57'])
      expect([one, await s.row(one)]).toEqual([one, 'nothing']);
  },
); // prettier-ignore

row('AF-53', 'AF-55')(
  'S4 11, App 1, App 2',
  'Thu 4 Feb 2027 red is proposed: a second officer may not do what is the group’s alone; eight of fifteen agree, and interventions are to be set',
  async (s) => {
    s.on('2027-02-04');
    const id = await s.openCase();
    expect(await s.row('AF-55')).toBe('nothing');
    const proposal = await s.desk.done(
      `proposeCaseChange(id: "${id}", input: { rag: RED, reason: "Exploitation is feared." })`,
    );
    expect(await s.desk.refused(`authoriseCaseChange(id: "${proposal}")`, SECOND)).toMatch(/the group alone/);
    const meeting = (present: number): string =>
      `authoriseCaseChange(id: "${proposal}", meeting: { group: "cmeGroup", members: 15, present: ${present} })`;
    expect(await s.desk.refused(meeting(7), OFFICER)).toMatch(/nothing changes without the quorum/);
    expect(await s.row('AF-55')).toBe('nothing');
    await s.desk.done(meeting(8));
    expect(await s.desk.entry(id, 'rag')).toEqual({ rag: 'RED' });
    expect(await s.shown('AF-55')).toMatchObject([
      { state: 'DUE', tells: ['the missing-persons group', 'the individual pupil panel', 'the exploitation group'] },
    ]);
    await s.complete('AF-55');
    expect(await s.row('AF-55')).toBe('nothing');
  },
); // prettier-ignore
