import { CHARITY, MASH, type ShortStory, storiesOf, tellShort } from './row-desk';

/** School days of November 2026: Monday to Friday from the 3rd. Working days: no bank holiday before 25 December. */
const row = storiesOf('la/301');
const MANAGER = "with the officer's manager";
const FRONT_DOOR = "the front door of children's social care";

const SHORT: readonly ShortStory[] = [
  {
    row: 'BD-02', says: 'S2 2.2', begins: ['2026-11-04', 'SICK_FROM'], ends: 'TUITION_STARTED',
    title: 'sick from Wed 4 Nov 2026, the fifteenth school day is Tue 24: home tuition, not missing education; on Wed 25 it is with the authority',
    stands: 'DUE 2026-11-24', then: ['2026-11-25', 'OVERDUE 2026-11-24, with the authority'], with: ['home tuition'],
  },
  {
    row: 'BD-06', says: 'S2 2.6', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'PROVISION_STARTED',
    title: 'excluded from Wed 4 Nov 2026: provision by the sixth school day, Wed 11; on Thu 12 the child is with the officer',
    stands: 'DUE 2026-11-11', then: ['2026-11-12', 'OVERDUE 2026-11-11, with the officer for children missing education'],
  },
  {
    row: 'BD-06a', says: 'S2 2.6', begins: ['2026-12-17', 'SUSPENDED_OVER_FIVE_DAYS'], ends: 'RETURNED',
    title: 'suspended from Thu 17 Dec 2026: 17 and 18 Dec, 6, 7 and 8 Jan are five school days, off-site education by Mon 11 Jan 2027',
    stands: 'DUE 2027-01-11', then: ['2027-01-12', `OVERDUE 2027-01-11, ${MANAGER}`],
  },
  {
    row: 'BD-07', says: 'S2 2.7', begins: ['2026-09-07', 'RESPITE_PLACEMENT_STARTED'], ends: 'PLACEMENT_ENDED',
    title: 'a respite placement from Mon 7 Sep 2026 lasts six weeks, to Mon 19 Oct',
    stands: 'DUE 2026-10-19', then: ['2026-10-20', `OVERDUE 2026-10-19, ${MANAGER}`],
  },
  {
    row: 'BD-11', says: 'S2 3.2', begins: ['2026-11-17', 'DELETION_GROUND_MET'], ends: 'NAME_REMOVED',
    title: 'Tue 17 Nov 2026 a name is to go: the guidance names no time of its own', stands: 'DUE',
    with: ['the officer for children missing education'],
  },
  {
    row: 'BD-22', says: 'S2 4.4', begins: ['2026-11-16', 'NAME_ENTERED'], ends: 'NEW_PUPIL_RETURN_RECEIVED',
    title: 'enrolled on Mon 16 Nov 2026: admissions are told within five days, weekends count, by Sat 21',
    stands: 'DUE 2026-11-21', then: ['2026-11-22', `OVERDUE 2026-11-21, ${MANAGER}`], with: ['the admissions team'],
  },
  {
    row: 'BD-23', says: 'S2 4.5', begins: ['2026-11-04', 'PLAN_CHILD_MOVED_IN'], ends: 'PLACED',
    title: 'Wed 4 Nov 2026 a child with a plan moves in: admissions and the officer are told that day',
    stands: 'DUE 2026-11-04', then: ['2026-11-05', `OVERDUE 2026-11-04, ${MANAGER}`],
    with: ['the admissions team', 'the officer for children missing education'],
  },
  {
    row: 'BD-30', says: 'S2 5', begins: ['2026-11-07', 'SAFETY_WORRY'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, risk of significant harm: the allocated worker, else the MASH, that day',
    stands: 'DUE 2026-11-07', then: ['2026-11-08', `OVERDUE 2026-11-07, ${MANAGER}`], with: ['the social worker', FRONT_DOOR],
  },
  {
    row: 'BD-31', says: 'S2 5.1', begins: ['2026-11-09', 'LOOKED_AFTER_MARKED'], ends: 'EDUCATION_PLAN_MADE',
    title: 'looked after: virtual school and social care, a personal education plan; no time is named',
    stands: 'DUE', with: ["children's social care"],
  },
  {
    row: 'BD-34', says: 'S2 5.3', begins: ['2026-11-07', 'EXPLOITATION_FEARED'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, exploitation: the allocated worker, else the MASH, that day', stands: 'DUE 2026-11-07', with: [FRONT_DOOR],
  },
  {
    row: 'BD-35', says: 'S2 5.4', begins: ['2026-11-07', 'RADICALISATION_FEARED'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, radicalisation: the police, and a form to the MASH, that day', stands: 'DUE 2026-11-07',
    with: ['the police', FRONT_DOOR],
  },
  {
    row: 'BD-36', says: 'S2 5.5', begins: ['2026-11-07', 'FORCED_MARRIAGE_FEARED'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, a forced marriage is feared: the police, and a form to the MASH, that day', stands: 'DUE 2026-11-07',
    with: ['the police', FRONT_DOOR],
  },
  {
    row: 'BD-37', says: 'S2 5.6', begins: ['2026-11-07', 'TRAFFICKING_SUSPECTED'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, trafficking: the MASH that day; on Sun 8 it is with the police', stands: 'DUE 2026-11-07',
    then: ['2026-11-08', 'OVERDUE 2026-11-07, with the police'], with: [FRONT_DOOR, 'a national advice line'],
  },
  {
    row: 'BD-38', says: 'S2 5.7', begins: ['2026-11-07', 'FGM_FEARED'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026, danger of mutilation: the emergency number, and the Foreign Office, that day', stands: 'DUE 2026-11-07',
    with: ['the police', 'the Foreign Office'],
  },
  {
    row: 'BD-40', says: 'S2 5.8', begins: ['2026-11-07', 'MISSING_FROM_HOME'], ends: 'REPORTED_MISSING',
    title: 'Sat 7 Nov 2026, missing from home: carer or school tells the police that day', stands: 'DUE 2026-11-07',
    then: ['2026-11-08', `OVERDUE 2026-11-07, ${MANAGER}`], with: ['the police'],
  },
  {
    row: 'BD-41', says: 'S2 5.8', begins: ['2026-11-04', 'ABSENCE_UNEXPLAINED'], ends: 'ABSENCE_EXPLAINED',
    title: 'Wed 4 Nov 2026 an absence is unexplained: asked after on the first day; on Thu 5 it is with the front door',
    stands: 'DUE 2026-11-04', then: ['2026-11-05', `OVERDUE 2026-11-04, with ${FRONT_DOOR}`], with: ['the family'],
  },
  {
    row: 'BD-42', says: 'S2 5.8', begins: ['2026-11-07', 'FAMILY_GONE_WITH_CONCERN'], ends: 'SOCIAL_CARE_REFERRAL_MADE',
    title: 'Sat 7 Nov 2026 a family seems gone and there is a concern: the officer refers to the MASH that day', stands: 'DUE 2026-11-07',
    then: ['2026-11-08', `OVERDUE 2026-11-07, ${MANAGER}`], with: [FRONT_DOOR],
  },
]; // prettier-ignore
for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

row('BD-04')(
  'S2 2.4',
  'on a reduced timetable from Mon 7 Sep 2026: looked at every six weeks, Mon 19 Oct and, looked at then, Mon 30 Nov; never missing education',
  async (s) => {
    s.on('2026-09-07');
    await s.event('PART_TIME_NOTIFIED');
    expect(await s.row('BD-04')).toBe('DUE 2026-10-19');
    s.on('2026-10-19');
    await s.complete('BD-04');
    expect(await s.row('BD-04')).toBe('DUE 2026-11-30');
    s.on('2026-12-01');
    expect(await s.row('BD-04')).toBe('OVERDUE 2026-11-30, with the named lead');
    await s.event('FULL_TIME_AGAIN');
    expect(await s.row('BD-04')).toBe('nothing');
  },
);

row('BD-10')(
  'S2 3.1, App 1',
  'Mon 7 Sep 2026 a pupil leaves without a destination: the chart is lost, so no day is made up; the list says what to ask',
  async (s) => {
    s.on('2026-09-07');
    await s.event('LEFT_WITHOUT_DESTINATION');
    expect(await s.shown('BD-10')).toMatchObject([
      { state: 'DUE', dueOn: null, clock: expect.stringContaining('appendix 1') as string },
    ]);
    s.on('2027-07-01');
    expect(await s.row('BD-10')).toBe('DUE');
    await s.event('CHILD_LOCATED');
    expect(await s.row('BD-10')).toBe('nothing');
  },
);

row('BD-12')(
  'S2 3.1, 4.3',
  'Sat 7 Nov 2026 somebody meets a resident child without education: the officer is told that day; on Sun 8 it is with the front door',
  async (s) => {
    s.on('2026-11-07');
    await s.event('CHILD_MET');
    expect(await s.row('BD-12')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('BD-12')).toBe(`OVERDUE 2026-11-07, with ${FRONT_DOOR}`);
    const id = await s.alert(CHARITY);
    expect(await s.row('BD-12')).toBe('nothing');
    expect(await s.row('BD-53')).toBe('DUE 2026-11-09');
    expect(await s.own(CHARITY, id)).toEqual({ outcome: 'RECEIVED' });
  },
);

row('BD-32')(
  'S2 5.2',
  'Sat 7 Nov 2026 a police report comes to the MASH, which tells the officer that day; triage ends it',
  async (s) => {
    s.on('2026-11-07');
    await s.event('POLICE_REPORT_RECEIVED');
    expect(await s.row('BD-32')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('BD-32')).toBe(`OVERDUE 2026-11-07, ${MANAGER}`);
    const id = await s.alert(MASH);
    expect(await s.row('BD-32')).toBe(`OVERDUE 2026-11-07, ${MANAGER}`);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('BD-32')).toBe('nothing');
  },
);

row('BD-33')(
  'S2 5.2',
  'Sat 7 Nov 2026 a parent will not say where the child is: the police are told that day, until somebody has seen the child',
  async (s) => {
    s.on('2026-11-07');
    const id = await s.openCase();
    await s.event('PARENT_AVOIDS');
    expect(await s.shown('BD-33')).toMatchObject([{ dueOn: '2026-11-07', tells: ['the police'] }]);
    s.on('2026-11-08');
    expect(await s.row('BD-33')).toBe(`OVERDUE 2026-11-07, ${MANAGER}`);
    await s.visit(id, 'NO_ANSWER', '2026-11-08T10:00:00Z');
    expect(await s.row('BD-33')).toBe(`OVERDUE 2026-11-07, ${MANAGER}`);
    await s.visit(id, 'CHILD_SEEN', '2026-11-08T11:00:00Z');
    expect(await s.row('BD-33')).toBe('nothing');
  },
);

row('BD-14', 'BD-15')(
  'S2 4.3',
  'a notice is served on Mon 1 Feb 2027, which is its first day: the parent has until Mon 15, an order may be made from Tue 16',
  async (s) => {
    s.on('2027-02-01');
    await s.event('SECTION_437_NOTICE_SERVED');
    expect([await s.row('BD-14'), await s.row('BD-15')]).toEqual(['DUE 2027-02-15', 'WAITING from 2027-02-16']);
    s.on('2027-02-15');
    expect(await s.refusedStep('BD-15')).toBe('CONFLICT id: this step may not be taken before 2027-02-16.');
    s.on('2027-02-16');
    expect(await s.row('BD-14')).toBe('OVERDUE 2027-02-15, with attendance enforcement');
    await s.complete('BD-15');
    expect(await s.row('BD-15')).toBe('nothing');
  },
); // prettier-ignore

row('BD-20', 'BD-21')(
  'S2 4.4, App 3 note; S2 App 3 note',
  'a place on Wed 4 Nov 2026: the twentieth school day on the list is Tue 1 Dec, on Wed 2 it is with the admissions manager; enrolled, it is off the list',
  async (s) => {
    s.on('2026-11-04');
    await s.event('PLACE_ALLOCATED');
    expect(await s.row('BD-20')).toBe('DUE');
    expect(await s.row('BD-21')).toBe('WAITING from 2026-12-01, due 2026-12-01');
    s.on('2026-12-01');
    expect(await s.row('BD-21')).toBe('DUE 2026-12-01');
    s.on('2026-12-02');
    expect(await s.row('BD-21')).toBe('OVERDUE 2026-12-01, with the admissions manager');
    await s.event('ENROLLED');
    expect([await s.row('BD-20'), await s.row('BD-21')]).toEqual(['nothing', 'nothing']);
  },
);
