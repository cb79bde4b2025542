import { CHARITY, EWS, HUB, MASH, OTHER_SCHOOL, POLICE, SCHOOL, storiesOf } from './row-desk';

/** School days of November 2026: every day from Monday to Friday from the 3rd; no bank holiday is near. */
const row = storiesOf('la/931');

row('OX-02')(
  'S0 7; S1 6.1',
  'Sat 7 Nov 2026 a resident meets a child who is not at school: the team is to be told that day; Sun 8 it is late',
  async (s) => {
    s.on('2026-11-07');
    await s.event('CHILD_MET');
    expect(await s.shown('OX-02')).toMatchObject([
      { who: ['anybody'], tells: ['the officer for children missing education'], step: 'tell learner engagement' },
    ]); // prettier-ignore
    expect(await s.row('OX-02')).toBe('DUE 2026-11-07');
    s.on('2026-11-08');
    expect(await s.row('OX-02')).toBe("OVERDUE 2026-11-07, with the officer's manager");
    const id = await s.alert(CHARITY, { reason: 'SEEN_OUT_OF_SCHOOL' });
    expect(await s.row('OX-02')).toBe('nothing');
    // A Sunday: worked on the next working day. The raiser is told that it came, and nothing else.
    expect(await s.row('OX-01')).toBe('DUE 2026-11-09');
    expect(await s.own(CHARITY, id, 'outcome lacking')).toEqual({ outcome: 'RECEIVED', lacking: [] });
    expect(await s.own(SCHOOL, id)).toBeNull();
  },
);

row('OX-03')(
  'S1 1.4',
  'Sat 7 Nov 2026, 23:30: a serious worry goes to social care first, that night, whatever the day; at midnight it is late',
  async (s) => {
    s.on('2026-11-07T23:30:00Z');
    await s.event('SAFETY_WORRY');
    expect(await s.row('OX-03')).toBe('DUE 2026-11-07');
    expect(await s.shown('OX-03')).toMatchObject([{ tells: ["the front door of children's social care"] }]);
    s.on('2026-11-08T00:00:00Z');
    expect(await s.row('OX-03')).toBe("OVERDUE 2026-11-07, with the officer's manager");
    await s.complete('OX-03');
    expect(await s.row('OX-03')).toBe('nothing');
  },
);

row('OX-10', 'OX-11')(
  'S1 3.5',
  'Mon 2 Nov 2026 a pupil is to leave: four weeks for a new school, then the memo on Mon 30 Nov; sooner where the school doubts',
  async (s) => {
    s.on('2026-11-02');
    await s.event('LEAVING_TOLD');
    expect(await s.row('OX-10')).toBe('DUE 2026-11-30');
    expect(await s.row('OX-11')).toBe('WAITING from 2026-11-30, due 2026-11-30');
    expect(await s.refusedStep('OX-11', 'REFERRAL_RECEIVED')).toBe(
      'CONFLICT id: this step may not be taken before 2026-11-30.',
    );
    s.on('2026-11-29');
    expect(await s.row('OX-11')).toBe('WAITING from 2026-11-30, due 2026-11-30');
    s.on('2026-11-30');
    expect(await s.row('OX-11')).toBe('DUE 2026-11-30');
    s.on('2026-12-01');
    expect(await s.row('OX-10')).toBe('OVERDUE 2026-11-30, with the school');
    expect(await s.row('OX-11')).toBe("OVERDUE 2026-11-30, with the officer's manager");
    await s.memo(SCHOOL, 'LEFT_WITHOUT_DESTINATION', '2026-11-06');
    expect(await s.row('OX-11')).toBe('nothing');
    expect(await s.row('OX-34')).toBe('DUE 2026-12-02');
  },
);

row('OX-11')(
  'S1 3.5',
  'Mon 2 Nov 2026: on Tue 10 the school doubts that there will be an application, so the memo is due that day',
  async (s) => {
    s.on('2026-11-02');
    await s.event('LEAVING_TOLD');
    s.on('2026-11-10');
    await s.event('SCHOOL_DOUBTS_APPLICATION');
    expect(await s.row('OX-11')).toBe('DUE 2026-11-10');
    await s.event('NEW_SCHOOL_CONFIRMED');
    expect([await s.row('OX-10'), await s.row('OX-11')]).toEqual(['nothing', 'nothing']);
  },
);

row('OX-12')(
  'S1 3.6',
  'Mon 9 Nov 2026 the school hears "abroad", with neither address nor school: the memo goes that day; Tue 10 it is late',
  async (s) => {
    s.on('2026-11-09');
    await s.event('GOING_ABROAD_UNCONFIRMED');
    expect(await s.row('OX-12')).toBe('DUE 2026-11-09');
    s.on('2026-11-10');
    expect(await s.row('OX-12')).toBe("OVERDUE 2026-11-09, with the officer's manager");
    const id = await s.memo(SCHOOL, 'WENT_ABROAD_UNCONFIRMED', '2026-11-06');
    expect(await s.row('OX-12')).toBe('nothing');
    expect(await s.own(SCHOOL, id)).toEqual({ outcome: 'RECEIVED' });
    expect(await s.own(OTHER_SCHOOL, id)).toBeNull();
    // The memo is a referral: the database is searched by the next working day.
    expect(await s.row('OX-34')).toBe('DUE 2026-11-11');
  },
);

row('OX-13')(
  'S1 3.5, 4.3',
  'Tue 17 Nov 2026 the officer advises removal, and the day goes to the school with the decision, not backdated',
  async (s) => {
    s.on('2026-11-17');
    await s.event('REMOVAL_ADVISED');
    expect(await s.row('OX-13')).toBe('DUE 2026-11-17');
    expect(await s.shown('OX-13')).toMatchObject([{ tells: ['the school'] }]);
    await s.event('NAME_REMOVED');
    expect([await s.row('OX-13'), await s.row('OX-33')]).toEqual(['nothing', 'DUE 2026-11-17']);
  },
);

row('OX-20', 'OX-21', 'OX-22', 'OX-23', 'OX-24')(
  'S1 3.7, Pathway; S1 3.7, App 2; S1 Pathway',
  'Fri 13 Nov 2026 is the first day: the school rings until Tue 17, refers on Wed 18, admissions and allocation are on Thu 19, the visit by Sat 21, 12:00',
  async (s) => {
    s.on('2026-11-13');
    await s.event('ABSENCE_UNEXPLAINED');
    expect(await s.row('OX-20')).toBe('DUE 2026-11-17');
    expect(await s.row('OX-21')).toBe('WAITING from 2026-11-18, due 2026-11-18');
    expect(await s.row('OX-22')).toBe('WAITING from 2026-11-19, due 2026-11-19');
    s.on('2026-11-18');
    expect(await s.row('OX-20')).toBe("OVERDUE 2026-11-17, with the officer's manager");

    const id = await s.referral(SCHOOL, false);
    expect(await s.review(id, { decision: 'ACCEPT' })).toEqual(['CONFLICT']);
    expect(await s.review(id, { decision: 'RETURN' })).toEqual([]);
    expect(await s.own(SCHOOL, id, 'outcome lacking')).toEqual({
      outcome: 'RETURNED',
      lacking: ['PARENTS_NOT_CONTACTED', 'OTHER_CONTACTS_NOT_PHONED', 'PROFESSIONALS_NOT_ASKED'],
    });
    expect(await s.row('OX-21')).toBe('DUE 2026-11-18');
    const again = await s.referral();
    expect(await s.review(again, { decision: 'ACCEPT' })).toEqual([]);
    expect(await s.row('OX-21')).toBe('nothing');

    s.on('2026-11-19');
    expect(await s.shown('OX-22')).toMatchObject([{ dueOn: '2026-11-19', asks: ['the admissions team'] }]);
    await s.complete('OX-22', 'NOT_ON_ANOTHER_ROLL');
    expect(await s.shown('OX-23')).toMatchObject([{ dueOn: '2026-11-19', asks: ['health services', 'the police'] }]);
    await s.complete('OX-23', 'CASE_ALLOCATED');
    expect(await s.row('OX-24')).toBe('DUE 2026-11-21');
    s.on('2026-11-21T12:30:00Z');
    expect(await s.row('OX-24')).toBe("OVERDUE 2026-11-21, with the officer's manager");
  },
); // prettier-ignore

row('OX-22', 'OX-23')(
  'S1 Pathway',
  'Thu 19 Nov 2026 admissions find her on another roll: nobody is allocated and no visit is made',
  async (s) => {
    s.on('2026-11-13');
    await s.event('ABSENCE_UNEXPLAINED');
    s.on('2026-11-19');
    await s.complete('OX-22', 'ON_ANOTHER_ROLL');
    expect([await s.row('OX-22'), await s.row('OX-23'), await s.row('OX-24')]).toEqual([
      'nothing', 'nothing', 'nothing',
    ]); // prettier-ignore
  },
);

row('OX-25')(
  'S1 3.7',
  'Fri 20 Nov 2026 the visit finds the family gone: officer and social care are told together, that day',
  async (s) => {
    s.on('2026-11-19');
    const id = await s.openCase();
    s.on('2026-11-20');
    await s.visit(id, 'FAMILY_GONE', '2026-11-20T10:00:00Z');
    expect(await s.shown('OX-25')).toMatchObject([
      {
        dueOn: '2026-11-20',
        asks: ["the front door of children's social care"],
        tells: ['the officer for children missing education'],
      },
    ]);
    s.on('2026-11-21');
    expect(await s.row('OX-25')).toBe("OVERDUE 2026-11-20, with the officer's manager");
    await s.memo(HUB, 'NO_CONTACT');
    expect(await s.row('OX-25')).toBe('nothing');
    // Saturday and Sunday are no working days.
    expect(await s.row('OX-34')).toBe('DUE 2026-11-23');
  },
);

row('OX-26')(
  'S1 3.7',
  'Fri 20 Nov 2026 the visit finds the child there: not missing education; the school is told of it, the raiser that it was dealt with',
  async (s) => {
    await s.desk.registration(s.child.id, SCHOOL);
    s.on('2026-11-20');
    const id = await s.alert(POLICE);
    expect(await s.review(id, { decision: 'NOT_CME', finding: 'VISIT_CHILD_SEEN', routedTo: EWS })).toEqual(
      [],
    );
    expect(await s.row('OX-26')).toBe('nothing');
    expect(await s.inbox(SCHOOL, 'ROLL_MANAGEMENT')).toMatchObject([
      { type: 'ALERT_ROUTED', text: expect.stringContaining('S1 3.7') as string },
    ]);
    expect(await s.own(POLICE, id)).toEqual({ outcome: 'DEALT_WITH' });
  },
);

row('OX-27')(
  'S1 Pathway',
  'Fri 20 Nov 2026 nobody answers and a card is left; by Tue 24 Nov the officer has the referral and social care and police have been spoken to',
  async (s) => {
    s.on('2026-11-19');
    const id = await s.openCase();
    s.on('2026-11-20');
    await s.visit(id, 'NO_ANSWER', '2026-11-20T10:00:00Z');
    expect(await s.shown('OX-27')).toMatchObject([
      { dueOn: '2026-11-24', asks: ["the front door of children's social care", 'the police'] },
    ]);
    s.on('2026-11-24');
    expect(await s.row('OX-27')).toBe('DUE 2026-11-24');
    s.on('2026-11-25');
    expect(await s.row('OX-27')).toBe("OVERDUE 2026-11-24, with the officer's manager");
    await s.complete('OX-27', 'REFERRAL_RECEIVED');
    expect(await s.row('OX-27')).toBe('nothing');
  },
);

row('OX-27')(
  'S1 Pathway',
  'Fri 20 Nov 2026 a card is left; on Mon 23 the mother rings: nothing is referred',
  async (s) => {
    s.on('2026-11-19');
    const id = await s.openCase();
    s.on('2026-11-20');
    await s.visit(id, 'NO_ANSWER', '2026-11-20T10:00:00Z');
    s.on('2026-11-23');
    await s.event('CONTACT_MADE');
    expect(await s.row('OX-27')).toBe('nothing');
  },
);

row('OX-30', 'OX-30a', 'OX-31')(
  'S1 3.8',
  'Fri 4 Sep 2026 an expected child does not come: the parents that day, admissions on Mon 7, the memo four weeks on, Fri 2 Oct',
  async (s) => {
    s.on('2026-09-04');
    await s.event('EXPECTED_NOT_ARRIVED');
    expect(await s.row('OX-30')).toBe('DUE 2026-09-04');
    expect(await s.row('OX-30a')).toBe('DUE 2026-09-07');
    expect(await s.row('OX-31')).toBe('WAITING from 2026-10-02, due 2026-10-02');
    s.on('2026-09-08');
    expect(await s.row('OX-30')).toBe("OVERDUE 2026-09-04, with the officer's manager");
    expect(await s.row('OX-30a')).toBe("OVERDUE 2026-09-07, with the officer's manager");
    await s.complete('OX-30a', 'NOT_ON_ANOTHER_ROLL');
    s.on('2026-10-02');
    expect(await s.row('OX-31')).toBe('DUE 2026-10-02');
    s.on('2026-10-03');
    expect(await s.row('OX-31')).toBe("OVERDUE 2026-10-02, with the officer's manager");
    await s.memo(SCHOOL, 'DID_NOT_ARRIVE');
    expect(await s.row('OX-31')).toBe('nothing');
  },
);

row('OX-52')(
  'S0 11',
  'Mon 9 Nov 2026: a worry about the safety of a child at home goes to MASH and the home-education team that day',
  async (s) => {
    s.on('2026-11-09');
    await s.event('EHE_SAFETY_CONCERN');
    expect(await s.shown('OX-52')).toMatchObject([
      { dueOn: '2026-11-09', tells: ["the front door of children's social care", 'the home-education team'] },
    ]);
    s.on('2026-11-10');
    expect(await s.row('OX-52')).toBe("OVERDUE 2026-11-09, with children's social care");
    await s.desk.ask(
      'mutation ($input: DecideCarefulStepsInput!) { decideCarefulSteps(input: $input) { id } }',
      { input: { child: { id: s.child.publicId }, allowed: true } },
      { purpose: 'SAFEGUARD' },
      MASH,
    );
    expect(await s.row('OX-52')).toBe('nothing');
  },
);
