import type { CareDecision } from '../../src/procedures/safe-steps';
import { agendaAt, factsOf, glance, itemAt } from './agenda-of-case';
import { instant } from './shipped';

const ABSENT = ['2026-11-04', 'ABSENCE_UNEXPLAINED'] as const;

describe('Oxfordshire, an absence that nobody explains (S1 3.7, Pathway)', () => {
  it('runs day by day, the law beside the policy', () => {
    const facts = factsOf('la/931', [ABSENT]);
    expect(glance(facts, '2026-11-05')).toEqual({
      'OX-20': 'due 2026-11-06',
      'OX-21': 'waiting 2026-11-09',
      'OX-22': 'waiting 2026-11-10',
      'OX-23': 'waiting 2026-11-10',
      'ST-10': 'due 2026-11-17',
      'ST-08': 'waiting',
    });
    expect(glance(facts, '2026-11-07')['OX-20']).toBe('overdue 2026-11-06');
    expect(glance(facts, '2026-11-09')['OX-21']).toBe('due 2026-11-09');
    expect(glance(facts, '2026-12-01')['ST-08']).toBe('waiting');
    expect(glance(facts, '2026-12-02')['ST-08']).toBe('due');
  });

  it('says who is asked, who acts and which paragraph it follows', () => {
    const item = itemAt(factsOf('la/931', [ABSENT]), '2026-11-10', 'OX-23');
    expect([item.row.who, item.asks, item.procedure, item.authority]).toEqual([
      ['hub'],
      ['health', 'police'],
      'oxfordshire',
      'la/931',
    ]);
    expect([...item.row.source]).toEqual([['S1', ['Pathway']]]);
    expect(itemAt(factsOf('la/931', [ABSENT]), '2026-11-10', 'ST-10').procedure).toBe('statutory');
  });

  it('falls away when the pupil is back, and begins anew with the next absence', () => {
    const back = [ABSENT, ['2026-11-05', 'RETURNED']] as const;
    expect(glance(factsOf('la/931', back), '2026-11-10')).toEqual({
      'OX-20': 'done 2026-11-06',
      'OX-21': 'dropped 2026-11-09',
      'OX-22': 'dropped 2026-11-10',
      'OX-23': 'dropped 2026-11-10',
      'ST-10': 'dropped 2026-11-17',
      'ST-08': 'dropped',
    });
    const again = agendaAt(factsOf('la/931', [...back, ['2026-11-16', 'ABSENCE_UNEXPLAINED']]), '2026-11-17');
    expect(again.filter(({ row }) => row.row === 'OX-21').map(({ state, due }) => [state, due?.on])).toEqual([
      ['dropped', '2026-11-09'],
      ['waiting', '2026-11-19'],
    ]);
  });

  it('takes an absence that begins at the instant of a return for another', () => {
    const again = [ABSENT, ['2026-11-09', 'RETURNED'], ['2026-11-09', 'ABSENCE_UNEXPLAINED']] as const;
    const found = agendaAt(factsOf('la/931', again), '2026-11-09').filter(({ row }) => row.row === 'OX-21');
    expect(found.map(({ state }) => state)).toEqual(['dropped', 'waiting']);
  });

  it('counts the clock of an absence from its first day, however often it is reported', () => {
    const facts = factsOf('la/931', [ABSENT, ['2026-11-06', 'ABSENCE_UNEXPLAINED']]);
    expect(itemAt(facts, '2026-11-06', 'OX-21').due?.on).toBe('2026-11-09');
  });

  it('parts after the visit: gone is referred, seen is routed and no missing education, no answer waits two working days', () => {
    const visit = (found: string) =>
      factsOf('la/931', [
        ['2027-03-24T15:00:00Z', 'CASE_ALLOCATED'],
        ['2027-03-25', found],
      ]);
    expect(glance(visit('VISIT_FAMILY_GONE'), '2027-03-25')).toMatchObject({
      'OX-24': 'done 2027-03-26',
      'OX-25': 'due 2027-03-25',
    });
    expect(glance(visit('VISIT_CHILD_SEEN'), '2027-03-25')).toMatchObject({ 'OX-26': 'due 2027-03-25' });
    expect(itemAt(visit('VISIT_CHILD_SEEN'), '2027-03-25', 'OX-26').row.notCme).toBe(true);
    expect(glance(visit('VISIT_NO_ANSWER'), '2027-03-31')).toMatchObject({ 'OX-27': 'due 2027-03-31' });
    expect(glance(visit('VISIT_NO_ANSWER'), '2027-04-01')).toMatchObject({ 'OX-27': 'overdue 2027-03-31' });
  });
});

describe('lateness', () => {
  const alert = factsOf('la/931', [['2026-11-07', 'ALERT_RECEIVED']]);
  it('goes to the manager on the day after the one on which an enquiry came (S0 9)', () => {
    expect(itemAt(alert, '2026-11-09T23:59:00Z', 'OX-01')).toMatchObject({ state: 'due', escalatedTo: null });
    expect(itemAt(alert, '2026-11-10T00:00:00Z', 'OX-01')).toMatchObject({
      state: 'overdue',
      escalatedTo: 'manager',
    });
  });

  it('is remembered of a step that was done late, and only of that', () => {
    const done = (at: string) =>
      factsOf('la/931', [
        ['2026-11-07', 'ALERT_RECEIVED'],
        [at, 'TRIAGED'],
      ]);
    expect(itemAt(done('2026-11-09T23:59:59Z'), '2026-11-12', 'OX-01')).toMatchObject({
      state: 'done',
      late: false,
    });
    expect(itemAt(done('2026-11-10T00:00:00Z'), '2026-11-12', 'OX-01')).toMatchObject({
      state: 'done',
      late: true,
      escalatedTo: null,
      finishedAt: instant('2026-11-10T00:00:00Z'),
    });
  });

  it('reminds whoever was asked, then reaches the named lead (S1 4.1: our ten working days, then five)', () => {
    const asked = factsOf('la/931', [['2026-12-18', 'ENQUIRY_SENT', { about: 'police' }]]);
    const to = (now: string) => itemAt(asked, now, 'OX-36a').escalatedTo;
    expect([to('2027-01-06'), to('2027-01-07'), to('2027-01-13'), to('2027-01-14')]).toEqual([
      null,
      'recipients',
      'recipients',
      'lead',
    ]);
  });

  it('has somebody to go to even where the paragraph names nobody', () => {
    const item = itemAt(factsOf('la/314', [['2026-12-18', 'REMOVAL_AGREED']]), '2027-01-20', 'AF-18');
    expect(item.escalatedTo).toBe('school');
    const told = itemAt(factsOf('la/314', [['2026-12-18', 'CHILD_LOCATED']]), '2027-01-20', 'AF-15');
    expect(told.escalations).toEqual([
      { to: 'manager', at: instant('2026-12-22T00:00:00Z'), reached: true, words: 'no escalation is named' },
    ]);
  });
});

describe('several who were asked', () => {
  it('are each heard or late by themselves', () => {
    const facts = factsOf('la/931', [
      ['2026-12-18', 'ENQUIRY_SENT', { about: 'police' }],
      ['2026-12-21', 'ENQUIRY_SENT', { about: 'health' }],
      ['2026-12-22', 'ENQUIRY_ANSWERED', { about: 'police' }],
    ]);
    const states = agendaAt(facts, '2027-01-07')
      .filter(({ row }) => row.row === 'OX-36a')
      .map(({ about, state, due }) => [about, state, due?.on]);
    expect(states).toEqual([
      ['police', 'done', '2027-01-06'],
      ['health', 'due', '2027-01-07'],
    ]);
  });
});

describe('the safe-enquiry rule', () => {
  const marks = [{ mark: 'LOCATION_PROTECTED', since: instant('2026-11-06T16:10:00Z') }];
  const decision = (at: string, allowed: boolean, rows: readonly string[] | null = null): CareDecision => ({
    rows,
    allowed,
    at: instant(at),
  });
  const allocated = [
    ['2026-11-10T15:00:00Z', 'CASE_ALLOCATED'],
    ['2026-11-10', 'ADDRESS_UNKNOWN'],
    ['2026-11-10', 'NOTHING_FROM_ANYBODY'],
  ] as const;
  const protectedCase = (decisions: readonly CareDecision[] = []) =>
    factsOf('la/931', allocated, { marks, decisions });

  it('offers no visit, card or neighbour, and no message to all, while the location is protected (OX-24, OX-38)', () => {
    for (const row of ['OX-24', 'OX-38']) {
      expect(itemAt(protectedCase(), '2026-11-20', row)).toMatchObject({
        state: 'barred',
        bar: { because: 'askSocialCare', marks: ['LOCATION_PROTECTED'] },
        due: null,
        escalatedTo: null,
        escalations: [],
      });
    }
    expect(itemAt(factsOf('la/931', allocated), '2026-11-11', 'OX-24')).toMatchObject({
      state: 'due',
      bar: null,
    });
  });

  it('holds housing back from the enquiries and lets the others be asked (OX-36)', () => {
    const item = itemAt(protectedCase(), '2026-11-10', 'OX-36');
    expect([item.state, item.asks, item.heldBack]).toEqual([
      'due',
      ['police', 'socialCare', 'yos', 'health'],
      ['housing'],
    ]);
    expect(itemAt(factsOf('la/931', allocated), '2026-11-10', 'OX-36').asks).toContain('housing');
  });

  it.each(['FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE', 'REFUGE', 'FGM'])(
    'holds for the mark %s',
    (mark) => {
      const facts = factsOf('la/931', allocated, { marks: [{ mark, since: instant('2026-11-06') }] });
      expect(itemAt(facts, '2026-11-11', 'OX-24').bar).toEqual({ because: 'askSocialCare', marks: [mark] });
    },
  );

  it('bars as a whole what its row calls careful, whoever else would be told (SO-06, BD-13d)', () => {
    const reported = factsOf('la/852', [['2026-11-10', 'ADDRESS_REPORTED']], { marks });
    expect(itemAt(reported, '2026-11-10', 'SO-06').state).toBe('barred');
    const unknown = factsOf('la/301', [['2026-11-10', 'EDUCATION_NOT_ESTABLISHED']], { marks });
    expect(itemAt(unknown, '2026-11-10', 'BD-13d').state).toBe('barred');
  });

  it('leaves what was done before as it was done', () => {
    const visited = [...allocated, ['2026-11-11', 'VISIT_NO_ANSWER']] as const;
    expect(itemAt(factsOf('la/931', visited, { marks }), '2026-11-20', 'OX-24')).toMatchObject({
      state: 'done',
      bar: null,
      due: { on: '2026-11-12' },
    });
  });

  it('does not hold for a mark of another kind', () => {
    const facts = factsOf('la/931', allocated, {
      marks: [{ mark: 'CHILD_PROTECTION', since: instant('2026-11-06') }],
    });
    expect(itemAt(facts, '2026-11-11', 'OX-24').state).toBe('due');
  });

  it('holds for a mark that the hub does not know', () => {
    const facts = factsOf('la/931', allocated, {
      marks: [{ mark: 'SOMETHING_NEW', since: instant('2026-11-06') }],
    });
    expect(itemAt(facts, '2026-11-11', 'OX-24').state).toBe('barred');
  });

  it('lets a step run from the decision of social care on, its whole time before it', () => {
    const item = itemAt(protectedCase([decision('2026-11-16T10:00:00Z', true)]), '2026-11-17', 'OX-24');
    expect(item).toMatchObject({ state: 'due', bar: null });
    expect(item.due?.overdueFrom).toEqual(instant('2026-11-18T10:00:00Z'));
  });

  it('allows what was decided about and nothing else', () => {
    const facts = protectedCase([decision('2026-11-16', true, ['OX-24'])]);
    expect(itemAt(facts, '2026-11-17', 'OX-24').state).toBe('due');
    expect(itemAt(facts, '2026-11-17', 'OX-38').state).toBe('barred');
  });

  it('begins again when social care thinks otherwise, and when a newer mark is set', () => {
    const changed = protectedCase([decision('2026-11-16', true), decision('2026-11-17', false)]);
    expect(itemAt(changed, '2026-11-18', 'OX-24').state).toBe('barred');
    const newer = [...marks, { mark: 'DOMESTIC_ABUSE', since: instant('2026-11-18') }];
    const facts = { ...protectedCase([decision('2026-11-16', true)]), marks: newer };
    expect(itemAt(facts, '2026-11-19', 'OX-24').state).toBe('barred');
  });

  it('asks immigration and child benefit for child protection alone (S2 4.2, App 4)', () => {
    const open = [['2026-03-02', 'CASE_OPENED']] as const;
    expect(itemAt(factsOf('la/301', open), '2026-09-10', 'BD-43a')).toMatchObject({
      state: 'barred',
      bar: { because: 'needs', marks: ['CHILD_PROTECTION'] },
    });
    const inProtection = [{ mark: 'CHILD_PROTECTION', since: instant('2026-09-15') }];
    expect(itemAt(factsOf('la/301', open, { marks: inProtection }), '2026-09-16', 'BD-43a').bar).toBeNull();
  });
});

describe('Barking and Dagenham, long open (S2 6.2)', () => {
  it('is archived from six months on, ten working days late to the manager, and dormant without being closed', () => {
    const opened = factsOf('la/301', [['2026-03-02', 'CASE_OPENED']]);
    expect(itemAt(opened, '2026-09-01', 'BD-51').state).toBe('waiting');
    expect(itemAt(opened, '2026-09-02', 'BD-51').state).toBe('due');
    expect(itemAt(opened, '2026-09-16', 'BD-51')).toMatchObject({ state: 'overdue', escalatedTo: null });
    expect(itemAt(opened, '2026-09-17', 'BD-51').escalatedTo).toBe('manager');
    const dormant = factsOf('la/301', [
      ['2026-03-02', 'CASE_OPENED'],
      ['2026-09-02', 'CASE_MADE_DORMANT'],
      ['2027-03-25', 'DORMANT_CASE_HIT'],
    ]);
    expect(glance(dormant, '2027-03-30')).toMatchObject({
      'BD-51': 'done 2026-09-02',
      'BD-52': 'due 2027-03-30',
    });
    expect(glance(dormant, '2026-10-01')['BD-43']).toMatch(/^overdue/);
  });
});

describe('Southampton, inactive with an alert (S3 Children we have failed to track, App 1)', () => {
  const closed = [
    ['2026-09-07', 'CASE_OPENED'],
    ['2026-09-07', 'TRACKING_FAILED'],
    ['2026-11-30', 'CASE_CLOSED_WITH_ALERT'],
  ] as const;
  it('ends every step but those that begin with it: flags at once, a check every year, once done the next', () => {
    expect(glance(factsOf('la/852', closed), '2026-12-01')).toEqual({
      'SO-60': 'done',
      'SO-61': 'overdue 2026-11-30',
      'SO-63': 'due 2027-11-30',
      // Begun with the case: to be listed when the child is over age.
      'ST-02': 'dropped',
    });
    const checked = factsOf('la/852', [...closed, ['2027-11-01', 'STEP_DONE', { row: 'SO-63' }]]);
    expect(glance(checked, '2027-12-01')['SO-63']).toBe('due 2028-11-01');
    expect(glance(factsOf('la/852', closed), '2027-12-01')['SO-63']).toBe('overdue 2027-11-30');
  });

  it('is checked at once when there is a new data set, and reopened when somebody meets the child', () => {
    const fresh = factsOf('la/852', [...closed, ['2027-02-01', 'NEW_DATA_SET']]);
    expect(itemAt(fresh, '2027-02-01', 'SO-63').due?.on).toBe('2027-02-01');
    const met = factsOf('la/852', [
      ...closed,
      ['2027-02-01', 'STANDING_ALERT_HIT'],
      ['2027-02-01', 'CASE_REOPENED'],
    ]);
    expect(glance(met, '2027-02-02')).toMatchObject({
      'SO-62': 'done 2027-02-01',
      'SO-63': 'dropped 2027-11-30',
    });
  });

  it('tells the welfare officer after front door and police have been told (S3 Collaboration)', () => {
    const harm = [['2026-11-07', 'HARM_SUSPECTED']] as const;
    expect(agendaAt(factsOf('la/852', harm), '2026-11-07').map(({ row }) => row.row)).not.toContain('SO-09a');
    const told = factsOf('la/852', [...harm, ['2026-11-07', 'SOCIAL_CARE_REFERRAL_MADE']]);
    expect(itemAt(told, '2026-11-07', 'SO-09a')).toMatchObject({
      state: 'due',
      tells: ['ews', 'cmeOfficer'],
    });
  });
});

describe('Achieving for Children', () => {
  it('hears of five days, and of twenty tells the school only when they are over (S4 9)', () => {
    const facts = factsOf('la/314', [ABSENT]);
    expect(glance(facts, '2026-11-10')).toMatchObject({
      'AF-14': 'due 2026-11-10',
      'AF-14a': 'due 2026-12-01',
      'AF-17': 'waiting 2026-12-01',
    });
    expect(glance(facts, '2026-12-01')).toMatchObject({ 'AF-17': 'due 2026-12-01', 'AF-17a': 'waiting' });
    expect(glance(facts, '2026-12-02')).toMatchObject({ 'AF-17a': 'due' });
    expect(Object.keys(glance(facts, '2026-12-02'))).not.toContain('ST-10');
    expect(Object.keys(glance(facts, '2026-12-02'))).not.toContain('ST-08');
  });

  it('sends papers seven working days before a meeting that is still to come (S4 App 2)', () => {
    const facts = factsOf('la/318', [['2027-02-04', 'GROUP_MEETING']]);
    expect(glance(facts, '2027-01-20')).toEqual({
      'AF-51': 'due 2027-01-26',
      'AF-52': 'due 2027-01-26',
      'AF-57': 'due 2027-01-26',
    });
    expect(glance(facts, '2027-01-27')['AF-51']).toBe('overdue 2027-01-26');
  });

  it('keeps a case open that the other authority cannot locate, month by month (S4 9)', () => {
    const facts = factsOf('la/318', [
      ['2027-01-31', 'OTHER_AUTHORITY_CANNOT_LOCATE'],
      ['2027-02-26', 'STEP_DONE', { row: 'AF-22' }],
    ]);
    expect(itemAt(facts, '2027-03-01', 'AF-22').due?.on).toBe('2027-03-26');
  });
});

describe('what is not known', () => {
  it('is told for the row that needs it, and leaves the others as they are', () => {
    const facts = factsOf('la/931', [
      ['2029-11-05', 'ABSENCE_UNEXPLAINED'],
      ['2029-11-05', 'ALERT_RECEIVED'],
    ]);
    const item = itemAt(facts, '2029-11-05', 'OX-21');
    expect(item).toMatchObject({ due: null, state: 'due' });
    expect([item.missing?.of, item.missing?.day]).toEqual(['la/931', '2029-11-05']);
    expect(itemAt(facts, '2029-11-05', 'OX-01')).toMatchObject({ missing: null, due: { on: '2029-11-05' } });
  });

  it('is the statute alone for an authority that has no procedure of its own', () => {
    const items = agendaAt(factsOf('la/885', [['2026-11-17', 'NAME_REMOVED']]), '2026-11-17');
    expect(items.map(({ row, procedure, missing }) => [row.row, procedure, missing?.of])).toEqual([
      ['ST-22', 'statutory', 'la/885'],
    ]);
  });

  it('begins nothing before it happens', () => {
    expect(agendaAt(factsOf('la/931', [['2026-11-20', 'ALERT_RECEIVED']]), '2026-11-10')).toEqual([]);
  });
});

describe('laws not yet in force', () => {
  it('stay out of the agenda until a day is set', () => {
    const rows = agendaAt(factsOf('la/852', [['2026-12-04', 'EHE_NOTICE']]), '2026-12-05').map(
      ({ row }) => row.row,
    );
    expect(rows).toEqual(['SO-75']);
  });
});
