import { EHE, HEALTH, HOUSING, MANAGER, MASH, SCHOOL, type ShortStory, SOUTHAMPTON, type Story, storiesOf, tellShort, CHARITY, POLICE } from './row-desk'; // prettier-ignore
import { BOOK } from '../../procedures/shipped';

const row = storiesOf('la/852');
const LATE = "with the officer's manager";
const OFFICER = 'the officer for children missing education';

const SHORT: readonly ShortStory[] = [
  {
    row: 'SO-03', says: 'S3 Social care professionals, Policy Commitments', begins: ['2026-11-07', 'PLANNING_MEETING_CALLED'],
    title: 'a meeting is called on Sat 7 Nov 2026: the officer is invited that day, and the invitation stands until she has been',
    stands: 'DUE 2026-11-07', then: ['2026-11-08', `OVERDUE 2026-11-07, ${LATE}`], with: [OFFICER], ends: 'MEETING_ATTENDED',
  },
  {
    row: 'SO-05', says: 'S3 Policy Commitments', begins: ['2026-11-09', 'HEALTH_REGISTRATION'],
    title: 'Mon 9 Nov 2026 a child registers with a doctor: the officer is updated; no time is named', stands: 'DUE',
    with: [OFFICER], ends: 'EDUCATION_KNOWN',
  },
  {
    row: 'SO-08', says: 'S3 Collaboration with other services', begins: ['2026-11-04T09:00:00Z', 'UNAUTHORISED_ABSENCE_NO_CONTACT'],
    title: 'Wed 4 Nov 2026, 9:00, nobody can be reached: the allocated worker is told within twenty-four hours',
    stands: 'DUE 2026-11-05', then: ['2026-11-05T09:01:00Z', `OVERDUE 2026-11-05, ${LATE}`], with: ['the social worker'], ends: 'WORKER_TOLD',
  },
  {
    row: 'SO-11', says: 'S3 Professional meetings', begins: ['2026-11-09', 'PLANNING_MEETING_CALLED'],
    title: 'Mon 9 Nov 2026 professionals meet: what stands in the way of education is raised', stands: 'DUE', ends: 'MEETING_ATTENDED',
  },
  {
    row: 'SO-20', says: 'S3 App 1', begins: ['2026-11-17', 'CHILD_LOCATED'],
    title: 'Tue 17 Nov 2026 the school has located the pupil: the name may go, the destination is recorded no later',
    stands: 'DUE 2026-11-17', then: ['2026-11-18', `OVERDUE 2026-11-17, ${LATE}`], with: ['the authority'], ends: 'NAME_REMOVED',
  },
  {
    row: 'SO-24', says: 'S3 App 1', begins: ['2026-11-17', 'REMOVAL_NOT_LAWFUL'],
    title: 'Tue 17 Nov 2026 the removal is not lawful: the school hears why that day; on Wed 18 it is with the head', stands: 'DUE 2026-11-17',
    then: ['2026-11-18', 'OVERDUE 2026-11-17, with the headteacher'], with: ['the school'], ends: 'SCHOOL_CONFIRMED',
  },
  {
    row: 'SO-24', says: 'S3 App 1', begins: ['2026-11-17', 'REMOVAL_NOT_LAWFUL'],
    title: 'and after five working days, 18 to 20, 23 and 24 Nov, on Wed 25 with the named lead', stands: 'DUE 2026-11-17',
    then: ['2026-11-25', 'OVERDUE 2026-11-17, with the named lead'], ends: 'SCHOOL_CONFIRMED',
  },
  {
    row: 'SO-27', says: 'S3 Schools and academies', begins: ['2026-11-16', 'NAME_ENTERED'],
    title: 'a pupil is added on Mon 16 Nov 2026: the authority is told within five days, by Sat 21', stands: 'DUE 2026-11-21',
    then: ['2026-11-22', `OVERDUE 2026-11-21, ${LATE}`], ends: 'NEW_PUPIL_RETURN_RECEIVED',
  },
  {
    row: 'SO-27a', says: 'S3 Schools and academies', begins: ['2026-11-17', 'DELETION_GROUND_MET'],
    title: 'a ground is met on Tue 17 Nov 2026: the leaver is reported no later than the removal', stands: 'DUE 2026-11-17',
    then: ['2026-11-18', `OVERDUE 2026-11-17, ${LATE}`], ends: 'DELETION_RETURN_COMPLETE',
  },
  {
    row: 'SO-28', says: 'S3 Off Rolling', begins: ['2026-12-18', 'OFF_ROLLING_ALLEGED'],
    title: 'off-rolling is alleged on Fri 18 Dec 2026: the head may reply until Wed 6 Jan 2027, then it is with the named lead',
    stands: 'DUE 2027-01-06', then: ['2027-01-07', 'OVERDUE 2027-01-06, with the named lead'], with: ['the headteacher'], ends: 'ALLEGATION_ANSWERED',
  },
  {
    row: 'SO-28', says: 'S3 Off Rolling', begins: ['2026-12-18', 'OFF_ROLLING_ALLEGED'],
    title: 'and ten working days later, 7 to 20 Jan, on Thu 21 Jan 2027 with the inspectorate', stands: 'DUE 2027-01-06',
    then: ['2027-01-21', 'OVERDUE 2027-01-06, with the inspectorate'], ends: 'ALLEGATION_ANSWERED',
  },
  {
    row: 'SO-74', says: 'S3 Policy Commitments', begins: ['2026-11-09', 'OTHER_AUTHORITY_LINKED'],
    title: 'Mon 9 Nov 2026 Portsmouth may know: asked under an agreement whose text is not at hand, so no day is made up',
    stands: 'DUE', then: ['2027-06-01', 'DUE'], with: ['another authority'], ends: 'OTHER_AUTHORITY_CONFIRMED',
  },
  {
    row: 'SO-75', says: 'S3 Scope', begins: ['2026-11-09', 'EHE_NOTICE'],
    title: 'home education is notified on Mon 9 Nov 2026: potentially in scope until it is found suitable', stands: 'DUE', ends: 'EHE_SUITABLE',
  },
]; // prettier-ignore
for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

row('SO-01')(
  'S3 Partner agencies',
  'Sat 7 Nov 2026, 23:00: a professional knows of a child and refers on line at that hour; the receipt is all that comes back',
  async (s) => {
    s.on('2026-11-07T23:00:00Z');
    await s.event('CHILD_MET');
    expect(await s.row('SO-01')).toBe('DUE 2026-11-07');
    const id = await s.alert(CHARITY);
    expect(await s.row('SO-01')).toBe('nothing');
    expect(await s.own(CHARITY, id, 'outcome lacking receipt { id }')).toEqual({
      outcome: 'RECEIVED', lacking: [], receipt: { id },
    }); // prettier-ignore
  },
);

row('SO-02')(
  'S3 Social care professionals',
  'Sat 7 Nov 2026 the front door meets a child of age without any education record: the officer is alerted to every case, that day',
  async (s) => {
    s.on('2026-11-07');
    await s.event('NO_EDUCATION_RECORD');
    expect(await s.shown('SO-02')).toMatchObject([{ dueOn: '2026-11-07', tells: [OFFICER] }]);
    s.on('2026-11-08');
    expect(await s.row('SO-02')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    const id = await s.alert(MASH, { reason: 'NOT_ON_ROLL' });
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('SO-02')).toBe('nothing');
  },
);

row('SO-04')(
  'S3 Social care professionals',
  'Sat 7 Nov 2026 a child with a social worker leaves the city: told that day, with the destination; on Sun 8 it is late',
  async (s) => {
    s.on('2026-11-07');
    await s.event('WORKED_WITH_CHILD_LEFT');
    expect(await s.row('SO-04')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('SO-04')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    const id = await s.alert(MASH, { destination: 'Portsmouth, it is said.' });
    expect(await s.row('SO-04')).toBe('nothing');
    expect(await s.alerts.list('la/931/cme', 'id details { destination }')).toContainEqual({
      id, details: { destination: 'Portsmouth, it is said.' },
    }); // prettier-ignore
  },
);

row('SO-06')(
  'S3 Policy Commitments',
  'Fri 18 Dec 2026 housing reports an address: the school has it by Mon 21; of a child in hiding the step is barred',
  async (s) => {
    s.on('2026-12-18');
    await s.event('ADDRESS_REPORTED');
    expect(await s.row('SO-06')).toBe('DUE 2026-12-21');
    s.on('2026-12-22');
    expect(await s.row('SO-06')).toBe(`OVERDUE 2026-12-21, ${LATE}`);
    await s.desk.circumstance(s.child.id, 'LOCATION_PROTECTION');
    expect(await s.row('SO-06')).toBe('BARRED: Ask social care first.');
    expect(await s.refusedStep('SO-06')).toMatch(/^CONFLICT id: this step may not be taken until social care/);
  },
); // prettier-ignore

row('SO-07')(
  'S3 Policy Commitments',
  'Fri 18 Dec 2026 a police notification: acted on and triaged by Mon 21; the force is told nothing of the child',
  async (s) => {
    s.on('2026-12-18');
    await s.event('POLICE_REPORT_RECEIVED');
    const id = await s.alert(POLICE);
    expect(await s.row('SO-07')).toBe('DUE 2026-12-21');
    s.on('2026-12-22');
    expect(await s.row('SO-07')).toBe(`OVERDUE 2026-12-21, ${LATE}`);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('SO-07')).toBe('nothing');
    expect(await s.own(POLICE, id, 'outcome lacking')).toEqual({ outcome: 'RECEIVED', lacking: [] });
  },
);

row('SO-09', 'SO-09a')(
  'S3 Collaboration with other services, Police; S3 Collaboration with other services',
  'Sat 7 Nov 2026 harm is suspected: front door and police at once, and only then the officer, that day too',
  async (s) => {
    s.on('2026-11-07');
    await s.event('HARM_SUSPECTED');
    expect(await s.shown('SO-09')).toMatchObject([
      { dueOn: '2026-11-07', tells: ["the front door of children's social care", 'the police'] },
    ]);
    expect(await s.row('SO-09a')).toBe('nothing');
    await s.complete('SO-09');
    expect([await s.row('SO-09'), await s.row('SO-09a')]).toEqual(['nothing', 'DUE 2026-11-07']);
    s.on('2026-11-08');
    expect(await s.row('SO-09a')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    await s.complete('SO-09a');
    expect(await s.row('SO-09a')).toBe('nothing');
  },
);

row('SO-10')(
  'S3 Schools and academies, School Attendance and Support Team',
  'Wed 18 Nov 2026 a poor attender is routed to education welfare; the support goes on each term, next on Wed 6 Jan 2027',
  async (s) => {
    await s.desk.registration(s.child.id, SCHOOL);
    s.on('2026-11-18');
    const id = await s.alert(POLICE);
    expect(await s.review(id, { decision: 'NOT_CME', finding: 'FOUND_ON_ROLL_NOT_ATTENDING', routedTo: 'la/931/ews' })).toEqual([]);
    expect(await s.row('SO-10')).toBe('DUE 2027-01-06');
    expect(await s.inbox(SCHOOL, 'ROLL_MANAGEMENT')).toMatchObject([{ type: 'ALERT_ROUTED' }]);
    expect(await s.own(POLICE, id)).toEqual({ outcome: 'DEALT_WITH' });
  },
); // prettier-ignore

row('SO-21', 'SO-22', 'SO-23')(
  'S3 App 1',
  'Wed 18 Nov 2026 the pupil is not located: without a visit the request goes back; consulted, the officer asks health, and the removal is agreed on Fri 20 with its ground',
  async (s) => {
    s.on('2026-11-18');
    await s.event('NOT_LOCATED');
    expect(await s.row('SO-21')).toBe('DUE');
    const id = await s.alert(SCHOOL);
    expect(await s.review(id, { decision: 'RETURN', lacking: ['HOME_NOT_VISITED'] })).toEqual([]);
    expect(await s.own(SCHOOL, id, 'outcome lacking')).toEqual({ outcome: 'RETURNED', lacking: ['HOME_NOT_VISITED'] });
    expect(await s.row('SO-22')).toBe('nothing');
    const again = await s.referral();
    expect(await s.review(again, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('SO-21')).toBe('nothing');
    expect(await s.shown('SO-22')).toMatchObject([
      { state: 'DUE', dueOn: null, asks: ['health services', "children's social care", 'revenues and benefits'] },
    ]);
    const enquiry = await s.enquire([HEALTH], { checkKind: 'CHILD_HEALTH' });
    expect(await s.answer(HEALTH, enquiry, 'NOT_KNOWN')).toEqual([]);
    s.on('2026-11-20');
    await s.complete('SO-22', 'REMOVAL_LAWFUL');
    expect(await s.row('SO-23')).toBe('DUE 2026-11-20');
    s.on('2026-11-21');
    expect(await s.row('SO-23')).toBe(`OVERDUE 2026-11-20, ${LATE}`);
    await s.complete('SO-23');
    expect(await s.row('SO-23')).toBe('nothing');
  },
); // prettier-ignore

row('SO-36')(
  'S3 Starting education',
  'born on 15 Nov 2021: of age from 31 Dec 2026, not a day before; on Fri 1 Jan 2027 the case is late, on Mon 4 it is opened',
  async (s) => {
    await s.aChildBorn('2021-11-15');
    s.on('2026-09-07');
    const id = await s.alert(POLICE);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual(['CONFLICT']);
    expect(await s.review(id, { decision: 'NOT_CME', finding: 'FOUND_UNDER_AGE', routedTo: EHE })).toEqual([]);
    await s.event('BIRTH_KNOWN');
    expect(await s.row('SO-36')).toBe('DUE 2026-12-31');
    await expect(s.openCase()).rejects.toThrow('not yet of compulsory school age');
    s.on('2027-01-01');
    expect(await s.row('SO-36')).toBe(`OVERDUE 2026-12-31, ${LATE}`);
    s.on('2027-01-04');
    await s.openCase();
    expect(await s.row('SO-36')).toBe('nothing');
  },
); // prettier-ignore

/** The sixteen lines and the lawful removal; the manager signs what the officer has proposed. */
const failedToTrack = async (s: Story): Promise<string> => {
  const id = await s.openCase();
  const lines = BOOK.authorities.get('la/852')?.checks.flatMap(({ entries }) => entries) ?? [];
  for (const { check, needs } of lines)
    if (needs === null) await s.desk.done(`recordCheck(id: "${id}", check: "${check}")`);
  await s.desk.done(
    `recordEvidence(id: "${id}", evidence: "REMOVAL_LAWFUL_DECIDED", text: "Ground (i), 11 September.")`,
  );
  return id;
};
const signed = async (s: Story, id: string): Promise<void> => {
  await s.desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`);
  await s.desk.done(`signOffClosing(id: "${id}", party: "cmeOfficer")`, MANAGER);
};
const CLOSE = 'reason: CHECKS_MADE_NOT_FOUND';
const flag = async (s: Story, to: string): Promise<string> =>
  s.desk.done(`askFlag(input: { child: { id: "${s.child.publicId}" }, to: "${to}" })`);
const answerFlag = async (s: Story, as: string, act: string): Promise<readonly string[]> =>
  (await s.desk.ask(`mutation { ${act} { id } }`, {}, {}, as)).codes;

row('SO-25', 'SO-60', 'SO-61')(
  'S3 App 1; S3 Children we have failed to track',
  'Mon 14 Sep 2026 tracking fails: sixteen checks, no open concern, closed with its alert; flags are placed that day, and health refuses one',
  async (s) => {
    s.on('2026-09-14');
    const id = await failedToTrack(s);
    await s.event('UNTRACED_AFTER_REMOVAL');
    await s.event('TRACKING_FAILED');
    expect(await s.shown('SO-25')).toMatchObject([
      { state: 'DUE', dueOn: null, tells: ['housing', "the front door of children's social care", 'the admissions team'] },
    ]);
    expect(await s.row('SO-60')).toBe('DUE');
    expect(await s.refusedStep('SO-60')).toMatch(/^CONFLICT id: the act itself ends this step/);
    const concern = await s.desk.circumstance(s.child.id, 'MISSING_EPISODE');
    await signed(s, id);
    expect(await s.desk.refused(`closeCase(id: "${id}", ${CLOSE})`)).toMatch(/a safeguarding concern is open/);
    await s.desk.sql('update circumstance set ends_at = $2 where id = $1', [concern, s.desk.hub.clock.now()]);
    await s.desk.done(`closeCase(id: "${id}", ${CLOSE})`);
    expect([await s.row('SO-25'), await s.row('SO-60')]).toEqual(['nothing', 'nothing']);

    expect(await s.row('SO-61')).toBe('DUE 2026-09-14');
    s.on('2026-09-15');
    expect(await s.row('SO-61')).toBe(`OVERDUE 2026-09-14, ${LATE}`);
    const [housing, health] = [await flag(s, HOUSING), await flag(s, HEALTH)];
    expect(await answerFlag(s, HOUSING, `confirmFlag(id: "${housing}")`)).toEqual([]);
    expect(await s.row('SO-61')).toBe(`OVERDUE 2026-09-14, ${LATE}`);
    expect(await answerFlag(s, HEALTH, `confirmFlag(id: "${health}")`)).toEqual(['NOT_PERMITTED']);
    expect(await answerFlag(s, HEALTH, `refuseFlag(id: "${health}", reason: "cannot hold flags")`)).toEqual([]);
    expect(await s.row('SO-61')).toBe('nothing');
  },
); // prettier-ignore

row('SO-62', 'SO-63')(
  'S3 Children we have failed to track; S3 App 1, Children we have failed to track',
  'closed on Mon 14 Sep 2026; met again on Sat 7 Nov: the officer is told that day, whoever met the child nothing, and the case is open again',
  async (s) => {
    s.on('2026-09-14');
    const id = await failedToTrack(s);
    await signed(s, id);
    await s.desk.done(`closeCase(id: "${id}", ${CLOSE})`);
    expect(await s.row('SO-63')).toBe('DUE 2027-09-14');
    s.on('2026-11-07');
    const met = await s.alert(CHARITY);
    expect(await s.own(CHARITY, met)).toEqual({ outcome: 'RECEIVED' });
    expect(await s.row('SO-62')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('SO-62')).toBe(`OVERDUE 2026-11-07, ${LATE}`);
    await s.desk.done(`reopenCase(id: "${id}", because: "A charity has met her.")`, MANAGER);
    expect([await s.row('SO-62'), await s.row('SO-63')]).toEqual(['nothing', 'nothing']);
  },
);

row('SO-74')(
  'S3 Policy Commitments',
  'Mon 9 Nov 2026 a neighbour is asked through the hub and cannot locate the child: the question to it is over',
  async (s) => {
    s.on('2026-11-09');
    await s.event('OTHER_AUTHORITY_LINKED');
    const enquiry = await s.enquire([SOUTHAMPTON]);
    expect(await s.answer(SOUTHAMPTON, enquiry, 'NOT_KNOWN')).toEqual([]);
    expect(await s.row('SO-74')).toBe('nothing');
  },
);
