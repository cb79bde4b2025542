import { EHE, HEALTH, POLICE, type ShortStory, storiesOf, tellShort } from './row-desk';

/** Rows beside casework proper: places, rolls, home education, the return from being missing. */
const MANAGER = "with the officer's manager";
const OFFICER = 'the officer for children missing education';

describe('Oxfordshire', () => {
  const row = storiesOf('la/931');
  const SHORT: readonly ShortStory[] = [
    {
      row: 'OX-32', says: 'S1 3.9', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'EXCLUSION_TOLD',
      title: 'excluded on Wed 4 Nov 2026: the authority knows that day', stands: 'DUE 2026-11-04',
      then: ['2026-11-05', `OVERDUE 2026-11-04, ${MANAGER}`], with: ['the exclusions officer'],
    },
    {
      row: 'OX-33', says: 'S1 3.10, 3.11', begins: ['2026-11-17', 'NAME_REMOVED'], ends: 'DELETION_RETURN_COMPLETE',
      title: 'removed on Tue 17 Nov 2026: date, reason and destination that day; on Wed 18 what lacks is the officer’s', stands: 'DUE 2026-11-17',
      then: ['2026-11-18', `OVERDUE 2026-11-17, with ${OFFICER}`],
    },
    {
      row: 'OX-50', says: 'S1 7.1, 7.2', begins: ['2026-12-07', 'EHE_DATE_STATED'], ends: 'NAME_REMOVED',
      title: 'from Mon 7 Dec 2026: on receipt, says the policy; by the law on Tue 8', stands: 'WAITING from 2026-12-08, due 2026-12-08',
      then: ['2026-12-08', 'DUE 2026-12-08'], with: ['the home-education team'],
    },
    {
      row: 'OX-51', says: 'S1 7.2, 7.3; S0 11', begins: ['2026-12-07', 'EHE_NOTICE'], ends: 'EHE_REGISTERED',
      title: 'the home-education team is told: the family is written to, visits are its choice', stands: 'DUE', with: ['the family'],
    },
    {
      row: 'OX-55', says: 'S1 8.2', begins: ['2027-03-25', 'MISSING_LIST_RECEIVED'], ends: 'MATCH_TOLD',
      title: 'the list of Thu 25 Mar 2027: matched that day, and the return interviewer is told, not the police', stands: 'DUE 2027-03-25',
      then: ['2027-03-26', `OVERDUE 2027-03-25, ${MANAGER}`], with: ['the return interviewer'],
    },
  ]; // prettier-ignore
  for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

  row('OX-53')(
    'S0 11',
    'Wed 18 Nov 2026 a worry about quality alone: the home-education team has it, and it is found suitable on Tue 1 Dec',
    async (s) => {
      s.on('2026-11-18');
      const id = await s.alert(POLICE);
      expect(
        await s.review(id, { decision: 'NOT_CME', finding: 'EHE_QUALITY_CONCERN', routedTo: EHE }),
      ).toEqual([]);
      expect(await s.inbox(EHE, 'ARRANGE_PROVISION')).toMatchObject([{ type: 'ALERT_ROUTED' }]);
      expect(await s.row('OX-53')).toBe('DUE');
      s.on('2026-12-01');
      await s.complete('OX-53', 'EHE_SUITABLE');
      expect(await s.row('OX-53')).toBe('nothing');
    },
  );

  row('OX-54')(
    'S0 11',
    'a reintegration timetable from Mon 7 Sep 2026: reviewed every six weeks, Mon 19 Oct; unreviewed it is the school’s, and on Tue 27 the lead’s',
    async (s) => {
      s.on('2026-09-07');
      await s.event('PART_TIME_NOTIFIED');
      expect(await s.row('OX-54')).toBe('DUE 2026-10-19');
      s.on('2026-10-20');
      expect(await s.row('OX-54')).toBe('OVERDUE 2026-10-19, with the school');
      s.on('2026-10-27');
      expect(await s.row('OX-54')).toBe('OVERDUE 2026-10-19, with the named lead');
      await s.complete('OX-54');
      expect(await s.row('OX-54')).toBe('DUE 2026-12-08');
      await s.event('FULL_TIME_AGAIN');
      expect(await s.row('OX-54')).toBe('nothing');
    },
  );

  row('OX-56')(
    'S1 8.1',
    'missing from Thu 25 Mar 2027 and back on Good Friday, 22:40: the interview by Mon 29 Mar, 23:40 summer time, then the named lead’s',
    async (s) => {
      s.on('2027-03-25');
      await s.openCase();
      const episode = await s.desk.circumstance(s.child.id, 'MISSING_EPISODE', POLICE);
      s.on('2027-03-26T22:40:00Z');
      await s.desk.sql('update circumstance set ends_at = $2 where id = $1', [
        episode,
        '2027-03-26T22:40:00Z',
      ]);
      expect(await s.row('OX-56')).toBe('DUE 2027-03-29');
      s.on('2027-03-29T22:39:00Z');
      expect(await s.row('OX-56')).toBe('DUE 2027-03-29');
      s.on('2027-03-29T22:40:00Z');
      expect(await s.row('OX-56')).toBe('OVERDUE 2027-03-29, with the named lead');
      await s.complete('OX-56', 'INTERVIEW_DECLINED');
      expect(await s.row('OX-56')).toBe('nothing');
    },
  );
});

describe('Southampton', () => {
  const row = storiesOf('la/852');
  const SHORT: readonly ShortStory[] = [
    {
      row: 'SO-31', says: 'S3 Starting education', begins: ['2026-09-07', 'PRIMARY_COHORT_BUILT'], ends: 'COHORT_COMPLETED',
      title: 'the cohort is built: benefits are checked as resources allow, and no day is named', stands: 'DUE', with: ['revenues and benefits'],
    },
    {
      row: 'SO-32', says: 'S3 Starting education', begins: ['2026-09-07', 'POLICE_REPORT_RECEIVED'], ends: 'COHORT_COMPLETED',
      title: 'named in a police notification: added to the group', stands: 'DUE',
    },
    {
      row: 'SO-34', says: 'S3 Starting education', begins: ['2026-11-01', 'PRIMARY_COHORT_BUILT'], ends: 'APPLICATION_RECEIVED',
      title: 'who has not applied is reached by Fri 15 Jan 2027', stands: 'DUE 2027-01-15', then: ['2027-01-16', `OVERDUE 2027-01-15, ${MANAGER}`],
    },
    {
      row: 'SO-35', says: 'S3 Starting education', begins: ['2026-11-07', 'APPLICATION_STATE_ASKED'], ends: 'APPLICATION_STATE_TOLD',
      title: 'an early-years setting asks on Sat 7 Nov 2026: yes or no, that day', stands: 'DUE 2026-11-07',
    },
    {
      row: 'SO-40', says: 'S3 Phase transfer', begins: ['2027-07-01', 'NO_TRANSFER_PLACE'], ends: 'PLACED',
      title: 'no secondary place on Thu 1 Jul 2027: a place by the first day of the new year, Fri 3 Sep; not missing education yet',
      stands: 'DUE 2027-09-03',
    },
    {
      row: 'SO-50', says: 'S3 Permanent Exclusions', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'PROVISION_STARTED',
      title: 'excluded from Wed 4 Nov 2026: education by the sixth school day, Wed 11', stands: 'DUE 2026-11-11',
      then: ['2026-11-12', `OVERDUE 2026-11-11, with ${OFFICER}`],
    },
    {
      row: 'SO-50a', says: 'S3 Permanent Exclusions', begins: ['2026-12-17', 'SUSPENDED_OVER_FIVE_DAYS'], ends: 'RETURNED',
      title: 'suspended from Thu 17 Dec 2026: the sixth school day is Mon 11 Jan 2027', stands: 'DUE 2027-01-11',
    },
    {
      row: 'SO-51', says: 'S3 Failing to register at a new school', begins: ['2026-09-07', 'PLACE_NOT_TAKEN'], ends: 'ENROLLED',
      title: 'a place is not taken on Mon 7 Sep 2026: reported by Mon 21, admissions ask the parents first', stands: 'DUE 2026-09-21',
      then: ['2026-09-22', 'OVERDUE 2026-09-21, with attendance enforcement'],
    },
    {
      row: 'SO-52', says: 'S3 Failing to register at a new school', begins: ['2026-11-04', 'PLACE_OFFERED'], ends: 'OVERVIEW_SENT',
      title: 'a place is offered on Wed 4 Nov 2026: the translated overview goes with it', stands: 'DUE 2026-11-04',
    },
    {
      row: 'SO-53', says: 'S3 Parents are unable to find a school place', begins: ['2026-11-12', 'APPLICATION_RECEIVED'], ends: 'APPLICATION_DECIDED',
      title: 'applied on Thu 12 Nov 2026: decided at latest on Thu 3 Dec', stands: 'DUE 2026-12-03',
    },
    {
      row: 'SO-54', says: 'S3 Parents are unable to find a school place', begins: ['2026-11-09', 'MOVED_WITHIN_AREA'], ends: 'ADVISED',
      title: 'moved within the city: stays enrolled, and is told so', stands: 'DUE',
    },
    {
      row: 'SO-55', says: 'S3 Parents are unable to find a school place', begins: ['2026-11-04', 'HARD_TO_PLACE'], ends: 'PLACED',
      title: 'unplaced and vulnerable on Wed 4 Nov 2026: fair access, at once', stands: 'DUE 2026-11-04',
    },
    {
      row: 'SO-73', says: 'S3 SCC Senior CME Officer', begins: ['2027-02-01', 'SECTION_437_NOTICE_SERVED'], ends: 'NOTICE_ANSWERED',
      title: 'a notice of Mon 1 Feb 2027: until Mon 15', stands: 'DUE 2027-02-15',
    },
    {
      row: 'SO-73a', says: 'S3 SCC Senior CME Officer', begins: ['2027-02-01', 'SECTION_437_NOTICE_SERVED'], ends: 'ORDER_SERVED',
      title: 'and proceedings from Tue 16 Feb 2027', stands: 'WAITING from 2027-02-16', then: ['2027-02-16', 'DUE'],
    },
  ]; // prettier-ignore
  for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));
});

describe('Kingston and Richmond', () => {
  const row = storiesOf('la/318');
  const SHORT: readonly ShortStory[] = [
    {
      row: 'AF-10', says: 'S4 9 Days 1 to 5', begins: ['2026-11-04', 'ABSENCE_UNEXPLAINED'], ends: 'RETURNED',
      title: 'absent from Wed 4 Nov 2026: called from the first day to the fifth, Tue 10; then it is with the front door', stands: 'DUE 2026-11-10',
      then: ['2026-11-11', "OVERDUE 2026-11-10, with the front door of children's social care"], with: ['the family'],
    },
    {
      row: 'AF-12', says: 'S4 9 Days 1 to 5', begins: ['2026-12-04', 'EHE_NOTICE'], ends: 'EHE_TOLD',
      title: 'the parent confirms in writing on Fri 4 Dec 2026: told that day', stands: 'DUE 2026-12-04',
    },
    {
      row: 'AF-13', says: 'S4 9 Days 1 to 5', begins: ['2026-12-04', 'NEW_SCHOOL_CONFIRMED'], ends: 'NAME_REMOVED',
      title: 'the new place is confirmed on Fri 4 Dec 2026: the name goes that day', stands: 'DUE 2026-12-04',
    },
    {
      row: 'AF-41', says: 'S4 10', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'PROVISION_STARTED',
      title: 'excluded from Wed 4 Nov 2026: after the sixth day, says the policy; by the law from the sixth, Wed 11', stands: 'DUE 2026-11-11',
      then: ['2026-11-12', `OVERDUE 2026-11-11, ${MANAGER}`],
    },
    {
      row: 'AF-42', says: 'S4 10', begins: ['2026-11-09', 'OVER_TENTH_ABSENT'], ends: 'RETURNED',
      title: 'absent for more than a tenth: education welfare seeks the return', stands: 'DUE',
    },
    {
      row: 'AF-43', says: 'S4 4', begins: ['2026-09-07', 'PLACEMENT_WAITED_FOR'], ends: 'PLACED',
      title: 'waits from Mon 7 Sep 2026: six weeks, read as a maximum, to Mon 19 Oct', stands: 'DUE 2026-10-19',
      then: ['2026-10-20', 'OVERDUE 2026-10-19, with the group for children missing education'],
    },
    {
      row: 'AF-44', says: 'S4 4, 5, 10', begins: ['2026-12-04', 'EHE_NOTICE'], ends: 'EHE_SUITABLE',
      title: 'educated at home: inspected for suitability', stands: 'DUE',
    },
    {
      row: 'AF-45', says: 'S4 5 Virtual Head', begins: ['2026-11-09', 'LOOKED_AFTER_MARKED'], ends: null,
      title: 'looked after: the virtual head sees to twenty-five hours, wherever the child lives', stands: 'DUE',
    },
  ]; // prettier-ignore
  for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

  row('AF-40')(
    'S4 2, 10, App 1',
    'fewer than twenty-five hours on Mon 7 Sep 2026: the pupil panel within two weeks, by Mon 21; with twenty-five it is over',
    async (s) => {
      s.on('2026-09-07');
      const id = await s.openCase();
      await s.desk.done(`recordHours(id: "${id}", hours: 24)`);
      expect(await s.row('AF-40')).toBe('DUE 2026-09-21');
      s.on('2026-09-22');
      expect(await s.row('AF-40')).toBe(`OVERDUE 2026-09-21, ${MANAGER}`);
      await s.desk.done(`recordHours(id: "${id}", hours: 25)`);
      expect(await s.row('AF-40')).toBe('nothing');
    },
  );

  row('AF-14f')(
    'S4 9 Days 5 to 20',
    'asked on Fri 18 Dec 2026: answered by Wed 6 Jan 2027, reminded on Thu 7, with the named lead on Thu 14',
    async (s) => {
      s.on('2026-12-18');
      const id = await s.enquire([HEALTH]);
      expect(await s.row('AF-14f')).toBe('DUE 2027-01-06');
      s.on('2027-01-07');
      expect(await s.row('AF-14f')).toBe('OVERDUE 2027-01-06, with whoever was asked');
      s.on('2027-01-14');
      expect(await s.row('AF-14f')).toBe('OVERDUE 2027-01-06, with the named lead');
      expect(await s.answer(HEALTH, id, 'NOTHING_HELD')).toEqual([]);
      expect(await s.row('AF-14f')).toBe('nothing');
    },
  );
});
