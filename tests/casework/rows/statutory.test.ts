import { POLICE, type ShortStory, storiesOf, tellShort } from './row-desk';

/** What the law says of every authority, told under a procedure that does not put its own row in its place. */
const MANAGER = "with the officer's manager";
const OFFICER = 'the officer for children missing education';

describe('the law, in Oxfordshire', () => {
  const row = storiesOf('la/931');
  const SHORT: readonly ShortStory[] = [
    {
      row: 'ST-03', says: 'SI2024-208 reg 13(1)', begins: ['2026-11-16', 'NAME_ENTERED'], ends: 'NEW_PUPIL_RETURN_RECEIVED',
      title: 'entered on Mon 16 Nov 2026: returned by the end of the fifth day after, Sat 21, weekends or not; on Sun 22 the school is reminded',
      stands: 'DUE 2026-11-21', then: ['2026-11-22', 'OVERDUE 2026-11-21, with the school'],
    },
    {
      row: 'ST-03', says: 'SI2024-208 reg 13(1)', begins: ['2026-11-16', 'NAME_ENTERED'], ends: 'NEW_PUPIL_RETURN_RECEIVED',
      title: 'and five days later, on Fri 27 Nov, it is with the lead for attendance', stands: 'DUE 2026-11-21',
      then: ['2026-11-27', 'OVERDUE 2026-11-21, with the lead for attendance'],
    },
    {
      row: 'ST-03a', says: 'SI2024-208 reg 13(2)-(3)', begins: ['2026-11-16', 'RETURN_ASKED'], ends: 'NEW_PUPIL_RETURN_RECEIVED',
      title: 'the youngest class is asked for on Mon 16 Nov 2026: returned by Sat 21', stands: 'DUE 2026-11-21',
    },
    {
      row: 'ST-04', says: 'SI2024-208 reg 13(4); S3 Schools and academies', begins: ['2026-11-17', 'DELETION_GROUND_MET'],
      title: 'a ground is met on Tue 17 Nov 2026: the return is made that day; on Wed 18 what lacks is the officer’s query',
      stands: 'DUE 2026-11-17', then: ['2026-11-18', `OVERDUE 2026-11-17, with ${OFFICER}`], ends: 'DELETION_RETURN_COMPLETE',
    },
    {
      row: 'ST-05', says: 'SI2024-208 reg 9(1)(a)-(o)', begins: ['2026-11-17', 'DELETION_GROUND_MET'], ends: 'NAME_REMOVED',
      title: 'a ground is met on Tue 17 Nov 2026: deleted that day, and for no day before', stands: 'DUE 2026-11-17',
      then: ['2026-11-18', `OVERDUE 2026-11-17, with ${OFFICER}`],
    },
    {
      row: 'ST-07', says: 'SI2024-208 reg 9(1)(h)', begins: ['2026-10-23', 'LEAVE_ENDED'], ends: 'NAME_REMOVED',
      title: 'leave ends on Fri 23 Oct 2026; ten school days, 3 to 16 Nov, have to pass, so from Tue 17',
      stands: 'WAITING from 2026-11-17', then: ['2026-11-17', 'DUE'],
    },
    {
      row: 'ST-08', says: 'SI2024-208 reg 9(1)(i)', begins: ['2026-11-04', 'ABSENCE_UNEXPLAINED'], ends: 'ANOTHER_CODE_ENTERED',
      title: 'absent from Wed 4 Nov 2026: twenty school days end on Tue 1 Dec, so from Wed 2; any other code begins the count anew',
      stands: 'WAITING from 2026-12-02', then: ['2026-12-02', 'DUE'],
    },
    {
      row: 'ST-09', says: 'SI2024-208 reg 10', begins: ['2026-12-17', 'CODE_N_ENTERED'], ends: 'CODE_CORRECTED',
      title: 'N on Thu 17 Dec 2026: the true code within five school days, 18 Dec, 6, 7, 8 and 11 Jan 2027', stands: 'DUE 2027-01-11',
      then: ['2027-01-12', 'OVERDUE 2027-01-11, with the school'],
    },
    {
      row: 'ST-10', says: 'DfE2024 attendance returns; S4 9 footnote', begins: ['2026-11-04', 'ABSENCE_UNEXPLAINED'],
      title: 'absent from Wed 4 Nov 2026: the tenth school day is Tue 17', stands: 'DUE 2026-11-17',
      then: ['2026-11-18', `OVERDUE 2026-11-17, ${MANAGER}`], ends: 'ATTENDANCE_RETURN_RECEIVED',
    },
    {
      row: 'ST-11', says: 'DfE2024 sickness returns', begins: ['2026-11-04', 'SICK_FROM'], ends: 'SICKNESS_RETURN_RECEIVED',
      title: 'sick from Wed 4 Nov 2026: the fifteenth school day is Tue 24', stands: 'DUE 2026-11-24',
      then: ['2026-11-25', `OVERDUE 2026-11-24, ${MANAGER}`],
    },
    {
      row: 'ST-12', says: 'DfE2024 expected pupils', begins: ['2026-09-04', 'EXPECTED_NOT_ARRIVED'], ends: 'ARRIVED',
      title: 'expected on Fri 4 Sep 2026: followed up on the first day', stands: 'DUE 2026-09-04',
      then: ['2026-09-05', `OVERDUE 2026-09-04, ${MANAGER}`],
    },
    {
      row: 'ST-13', says: 'EXCL2007 reg 3; S3 Permanent Exclusions', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'PROVISION_STARTED',
      title: 'excluded from Wed 4 Nov 2026: education from the sixth school day, Wed 11; none on Thu 12 is counted as awaiting provision',
      stands: 'DUE 2026-11-11', then: ['2026-11-12', `OVERDUE 2026-11-11, with ${OFFICER}`],
    },
    {
      row: 'ST-13b', says: 'EXCL2007 guidance', begins: ['2026-11-04', 'LOOKED_AFTER_EXCLUDED'], ends: 'PROVISION_STARTED',
      title: 'looked after and excluded on Wed 4 Nov 2026: education from that day', stands: 'DUE 2026-11-04',
      then: ['2026-11-05', `OVERDUE 2026-11-04, ${MANAGER}`],
    },
    {
      row: 'ST-14', says: 'S2 2.6; S3 Permanent Exclusions', begins: ['2026-12-17', 'SUSPENDED_OVER_FIVE_DAYS'], ends: 'PROVISION_STARTED',
      title: 'suspended from Thu 17 Dec 2026: the sixth school day is Mon 11 Jan 2027', stands: 'DUE 2027-01-11',
    },
    {
      row: 'ST-15', says: 'SI2024-208 reg 9(1)(o)', begins: ['2026-11-04', 'REVIEW_OVER'], ends: 'NAME_REMOVED',
      title: 'the review is over on Wed 4 Nov 2026: deleted then, not before', stands: 'DUE 2026-11-04',
    },
    {
      row: 'ST-16', says: 'EA1996 s437(1)-(2)', begins: ['2027-02-01', 'SECTION_437_NOTICE_SERVED'], ends: 'NOTICE_ANSWERED',
      title: 'served on Mon 1 Feb 2027, which is day one of fifteen: the parent has until Mon 15', stands: 'DUE 2027-02-15',
      then: ['2027-02-16', 'OVERDUE 2027-02-15, with attendance enforcement'],
    },
    {
      row: 'ST-17', says: 'EA1996 s437(3)-(6), s438, s443', begins: ['2027-02-01', 'SECTION_437_NOTICE_SERVED'], ends: 'ORDER_SERVED',
      title: 'and an order may be served from Tue 16 Feb 2027', stands: 'WAITING from 2027-02-16', then: ['2027-02-16', 'DUE'],
    },
    {
      row: 'ST-18', says: 'CODE2021 2.30; S3 Parents are unable to find a school place', begins: ['2026-11-12', 'APPLICATION_RECEIVED'],
      title: 'applied on Thu 12 Nov 2026: told at latest fifteen school days later, Thu 3 Dec', stands: 'DUE 2026-12-03',
      then: ['2026-12-04', 'OVERDUE 2026-12-03, with the admissions manager'], ends: 'APPLICATION_DECIDED',
    },
    {
      row: 'ST-20', says: 'CODE2021 3.14; S3 Parents are unable to find a school place; S2 2.7', begins: ['2026-11-04', 'HARD_TO_PLACE'],
      title: 'hard to place on Wed 4 Nov 2026: fair access, at once', stands: 'DUE 2026-11-04', ends: 'PLACED',
    },
    {
      row: 'ST-21', says: 'CODE2021 closing dates; S3 Starting education', begins: ['2026-11-01', 'PRIMARY_COHORT_BUILT'],
      title: 'a primary place for September: by Fri 15 Jan 2027', stands: 'DUE 2027-01-15', ends: 'APPLICATION_RECEIVED',
    },
    {
      row: 'ST-21a', says: 'CODE2021 closing dates', begins: ['2026-09-07', 'SECONDARY_COHORT_BUILT'],
      title: 'a secondary place for September: by Sat 31 Oct 2026', stands: 'DUE 2026-10-31', ends: 'APPLICATION_RECEIVED',
    },
    {
      row: 'ST-22', says: 'PUPIL2005 reg 9', begins: ['2026-11-17', 'NAME_REMOVED'], ends: 'TRANSFER_FILE_SENT',
      title: 'left on Tue 17 Nov 2026: the file goes within fifteen school days, by Tue 8 Dec', stands: 'DUE 2026-12-08',
    },
    {
      row: 'ST-24', says: 'CA1989 s47(9)-(11)', begins: ['2026-11-07', 'HARM_SUSPECTED'], ends: null,
      title: 'Sat 7 Nov 2026, significant harm: enquired into at once, whatever the day', stands: 'DUE 2026-11-07',
      then: ['2026-11-08', `OVERDUE 2026-11-07, ${MANAGER}`],
    },
    {
      row: 'ST-25', says: 'FGM2003 s5B', begins: ['2027-03-25', 'FGM_KNOWN'], ends: 'FGM_REPORTED',
      title: 'known of on Thu 25 Mar 2027: to the police by the close of the next working day, Tue 30', stands: 'DUE 2027-03-30',
    },
    {
      row: 'ST-26', says: 'SI2024-208 reg 7', begins: ['2026-11-16', 'NAME_ENTERED'], ends: null,
      title: 'an entry of 16 Nov 2026 is kept until 16 Nov 2032', stands: 'WAITING from 2032-11-16',
    },
    {
      row: 'ST-27', says: 'S3 Legislative context', begins: ['2026-11-09', 'CROSS_BORDER_PUPIL'], ends: 'LEAD_AGREED',
      title: 'a pupil lives elsewhere: attendance is led by the authority of the school, missing education by that of residence',
      stands: 'DUE',
    },
    {
      row: 'ST-28', says: 'GDPR 12, 15', begins: ['2026-11-30', 'SUBJECT_ACCESS_ASKED'], ends: 'SUBJECT_ACCESS_ANSWERED',
      title: 'asked on Mon 30 Nov 2026: answered within a month, by Wed 30 Dec', stands: 'DUE 2026-12-30',
      then: ['2026-12-31', `OVERDUE 2026-12-30, ${MANAGER}`],
    },
    {
      row: 'ST-29', says: 'GDPR 33-34', begins: ['2026-11-06T16:10:00Z', 'WRONG_DISCLOSURE'], ends: 'WRONG_DISCLOSURE_CLOSED',
      title: 'Fri 6 Nov 2026, 16:10, data go astray: seventy-two hours, to Mon 9, 16:10, the weekend counted', stands: 'DUE 2026-11-09',
      then: ['2026-11-09T16:11:00Z', `OVERDUE 2026-11-09, ${MANAGER}`],
    },
  ]; // prettier-ignore
  for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));

  row('ST-01')(
    'EA1996 s8(2)',
    'born on 15 Nov 2021 and on no roll: of age on 31 Dec 2026, the list asks for the check until then, and from 1 Jan 2027 it is the officer’s',
    async (s) => {
      await s.aChildBorn('2021-11-15');
      await s.event('BIRTH_KNOWN');
      expect(await s.row('ST-01')).toBe('DUE 2026-12-31');
      s.on('2027-01-01');
      expect(await s.row('ST-01')).toBe(`OVERDUE 2026-12-31, with ${OFFICER}`);
      await s.event('EDUCATION_KNOWN');
      expect(await s.row('ST-01')).toBe('nothing');
    },
  );

  row('ST-02')(
    'EA1996 s8(3)',
    'born on 14 Aug 2011: an open case is listed on the last Friday in June 2027, the 25th, and closed as over age from Sat 26, not before',
    async (s) => {
      await s.aChildBorn('2011-08-14');
      s.on('2027-05-10');
      const id = await s.openCase();
      expect(await s.row('ST-02')).toBe('WAITING from 2027-06-25, due 2027-06-25');
      s.on('2027-06-25');
      expect(await s.shown('ST-02')).toMatchObject([{ state: 'DUE', tells: [OFFICER, 'the participation service'] }]);
      expect(await s.desk.refused(`closeCase(id: "${id}", reason: NOT_OF_COMPULSORY_AGE)`)).toMatch(/OVER_AGE/);
      s.on('2027-06-26');
      expect(await s.row('ST-02')).toBe(`OVERDUE 2027-06-25, ${MANAGER}`);
      await s.desk.done(`closeCase(id: "${id}", reason: NOT_OF_COMPULSORY_AGE)`);
      expect(await s.row('ST-02')).toBe('nothing');
      expect(await s.desk.refused(`reopenCase(id: "${id}", because: "A mistake.")`, { purpose: 'CASE_GOVERNANCE' })).toMatch(
        /^CONFLICT id: over compulsory school age/,
      );
    },
  ); // prettier-ignore

  row('ST-19')(
    'CODE2021 2.22; S3 Parents are unable to find a school place',
    'applied on Thu 12 Nov 2026: the authority is told as soon as practicable, it is hoped by Mon 16, and nothing is late',
    async (s) => {
      s.on('2026-11-12');
      await s.event('APPLICATION_RECEIVED');
      expect(await s.shown('ST-19')).toMatchObject([{ state: 'DUE', dueOn: null, aimOn: '2026-11-16' }]);
      s.on('2026-11-30');
      expect(await s.row('ST-19')).toBe('DUE');
      await s.complete('ST-19');
      expect(await s.row('ST-19')).toBe('nothing');
    },
  );

  row('ST-06b', 'ST-30', 'ST-31')(
    'CWSA2026 s37; CA2004 s16LA; EA1996 ss436B-G',
    'what has not commenced asks nothing of anybody: a notice of home education and an enquiry put none of it on the list',
    async (s) => {
      s.on('2026-11-09');
      await s.event('EHE_NOTICE');
      await s.enquire([POLICE]);
      expect([await s.row('ST-06b'), await s.row('ST-30'), await s.row('ST-31')]).toEqual([
        'nothing', 'nothing', 'nothing',
      ]); // prettier-ignore
      expect(await s.row('OX-36a')).toBe('DUE 2026-11-23');
    },
  );
});

describe('the law, in Southampton', () => {
  const row = storiesOf('la/852');
  const SHORT: readonly ShortStory[] = [
    {
      row: 'ST-06', says: 'SI2024-208 reg 9(1)(f), 9(2)', begins: ['2026-12-07', 'EHE_DATE_STATED'], ends: 'NAME_REMOVED',
      title: 'home education from Mon 7 Dec 2026, as the parent wrote: the name goes on Tue 8, neither before nor later',
      stands: 'WAITING from 2026-12-08, due 2026-12-08', then: ['2026-12-09', `OVERDUE 2026-12-08, ${MANAGER}`],
    },
    {
      row: 'ST-13a', says: 'EXCL2007 reg 3; S3 Permanent Exclusions', begins: ['2026-11-04', 'PERMANENTLY_EXCLUDED'], ends: 'EXCLUSION_TOLD',
      title: 'excluded on Wed 4 Nov 2026: the head tells the authority, and that of residence, without delay', stands: 'DUE 2026-11-04',
      then: ['2026-11-05', `OVERDUE 2026-11-04, ${MANAGER}`], with: ['the authority of the school', 'the authority where the child lives'],
    },
    {
      row: 'ST-23', says: 'MISSING2014 return interviews; S1 8.1', begins: ['2027-03-26T22:40:00Z', 'CHILD_RETURNED'], ends: 'INTERVIEW_DECLINED',
      title: 'back on Good Friday, 26 Mar 2027, 22:40: seventy-two hours, to Mon 29, 23:40 by the clock that went forward',
      stands: 'DUE 2027-03-29', then: ['2027-03-29T22:40:01Z', 'OVERDUE 2027-03-29, with the named lead'],
    },
  ]; // prettier-ignore
  for (const short of SHORT) row(short.row)(short.says, short.title, (s) => tellShort(s, short));
});
