import { BOOK } from '../procedures/shipped';
import { CaseDesk, DIRECTOR, type KnownChild, MANAGER, OFFICER, SECOND } from './case-desk';

/** Agreements let managers and directors of this hub sign; whom the policy wants to sign is the procedure's. */
const AS_OFFICER = { ...MANAGER, user: 'P. Officer' };

describe('Barking and Dagenham: dormant after six months, with three signatures (BD-43, BD-43a, BD-51, BD-52; S2 4.2, 6.2, App 4)', () => {
  let desk: CaseDesk;
  let idris: KnownChild;
  let id: string;
  beforeAll(async () => {
    desk = await CaseDesk.open('2026-10-01', 'la/301');
    idris = await desk.child('Idris', 'Marlow');
    id = await desk.openCase(idris);
  });
  afterAll(() => desk.stop());

  it('Thu 1 Oct 2026, S2 4.2: every check is due ten working days on; national ones are not for this child', async () => {
    const steps = await desk.steps(
      idris,
      'states: [DUE, BARRED, WAITING], everybodys: true',
      'row state dueOn opensAt barredBecause',
    );
    expect(steps).toContainEqual({
      row: 'BD-43',
      state: 'DUE',
      dueOn: '2026-10-15',
      opensAt: null,
      barredBecause: null,
    });
    expect(steps).toContainEqual({
      row: 'BD-43a',
      state: 'BARRED',
      dueOn: null,
      opensAt: null,
      barredBecause: 'May not be done for this child.',
    });
    expect(steps).toContainEqual({
      row: 'BD-51',
      state: 'WAITING',
      dueOn: '2027-04-01',
      opensAt: '2027-03-31T23:00:00.000Z',
      barredBecause: null,
    });
    const waiting = await desk.step(idris, 'BD-51');
    expect(await desk.refused(`completeStep(id: "${waiting}")`)).toBe(
      'CONFLICT id: this step may not be taken before 2027-04-01.',
    );
    const national = await desk.step(idris, 'BD-43a');
    expect(await desk.refused(`completeStep(id: "${national}")`)).toMatch(
      /^CONFLICT id: this step may not be taken for this child/,
    );
    await desk.done(`completeStep(id: "${national}", notApplicable: "No section 47 enquiry is open.")`);
    expect(await desk.lines(idris, 'states: [BARRED], everybodys: true')).toEqual([]);
  });

  it('Wed 31 Mar 2027: a day too early; every other obstacle is told with it', async () => {
    desk.day('2027-03-31');
    for (const check of [
      'ADMISSIONS_SYSTEM',
      'PUPIL_INDEX',
      'SOCIAL_CARE_SYSTEM',
      'EARLY_YEARS',
      'HEALTH_SYSTEM',
      'LAST_PROVISION',
      'LAST_VISIT',
    ])
      await desk.done(`recordCheck(id: "${id}", check: "${check}")`);
    await desk.done(`recordCheck(id: "${id}", check: "TENANCY_AUDIT", notApplicable: "Private rent.")`);
    expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toBe(
      'CONFLICT reason: not before 2027-04-01; ' +
        'a signature is lacking: the officer for children missing education (cmeOfficer); ' +
        'a signature is lacking: the line manager (lineManager); a signature is lacking: the director for education (director).',
    );
  });

  it('Thu 1 Apr 2027: officer, line manager and director sign, three people; the case is dormant and still open', async () => {
    desk.day('2027-04-01');
    await desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`, AS_OFFICER);
    await desk.done(`signOffClosing(id: "${id}", party: "cmeOfficer")`, AS_OFFICER);
    expect(await desk.refused(`signOffClosing(id: "${id}", party: "lineManager")`, AS_OFFICER)).toBe(
      'CONFLICT party: you have signed for another party; a third person must sign for this one.',
    );
    await desk.done(`signOffClosing(id: "${id}", party: "lineManager")`, MANAGER);
    expect(await desk.refused(`signOffClosing(id: "${id}", party: "lineManager")`, DIRECTOR)).toMatch(
      /signed for this party already/,
    );
    await desk.done(`signOffClosing(id: "${id}", party: "director")`, DIRECTOR);
    await desk.done(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`);
    expect(await desk.entry(id, 'state closedAs closed')).toEqual({
      state: 'DORMANT_OPEN',
      closedAs: 'CHECKS_MADE_NOT_FOUND',
      closed: null,
    });
    const flag = await desk.ask(`{ child(id: "${idris.publicId}") { flagged case { state } } }`);
    expect(flag.data?.['child']).toMatchObject({ flagged: true });
    expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toMatch(/^CONFLICT/);
  });

  it('Tue 6 Apr 2027: something new is learnt; by Wed 7 Apr it is awake', async () => {
    desk.day('2027-04-06');
    await desk.event(idris, 'DORMANT_CASE_HIT');
    expect(await desk.lines(idris, 'states: [DUE]')).toContain('BD-52 DUE 2027-04-07');
    await desk.done(`reopenCase(id: "${id}", because: "A nursery asked for his sister.")`);
    expect(await desk.entry(id, 'state closedAs')).toEqual({ state: 'OPEN', closedAs: null });
    expect(await desk.lines(idris, 'states: [DUE, OVERDUE]')).not.toContain('BD-52 DUE 2027-04-07');
  });
});

describe('Southampton: inactive with a standing alert, looked at every year (S3 Children we have failed to track)', () => {
  let desk: CaseDesk;
  let noor: KnownChild;
  let id: string;
  beforeAll(async () => {
    desk = await CaseDesk.open('2026-09-14', 'la/852');
    noor = await desk.child('Noor', 'Haldane');
    id = await desk.openCase(noor);
  });
  afterAll(() => desk.stop());

  it('Mon 14 Sep 2026: sixteen checks, a lawful removal and a second officer; then closed to all, with its alert', async () => {
    const lines = BOOK.authorities.get('la/852')?.checks.flatMap(({ entries }) => entries) ?? [];
    expect(lines).toHaveLength(16);
    for (const { check, needs } of lines)
      if (needs === null) await desk.done(`recordCheck(id: "${id}", check: "${check}")`);
    await desk.done(
      `recordEvidence(id: "${id}", evidence: "REMOVAL_LAWFUL_DECIDED", text: "Ground (i), decided on 11 September.")`,
    );
    await desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`, OFFICER);
    expect(await desk.refused(`signOffClosing(id: "${id}", party: "cmeOfficer")`, AS_OFFICER)).toMatch(
      /you have proposed this yourself/,
    );
    await desk.done(`signOffClosing(id: "${id}", party: "cmeOfficer")`, MANAGER);
    await desk.done(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`);
    expect(await desk.entry(id, 'state closed', MANAGER)).toEqual({
      state: 'CLOSED_WITH_ALERT',
      closed: '2026-09-14',
    });
  });

  it('Mon 14 Sep: the alert is placed at once; the record is due again in a year, and sooner with a new data set', async () => {
    const steps = await desk.lines(noor, 'everybodys: true');
    expect(steps).toContain('SO-61 DUE 2026-09-14');
    expect(steps).toContain('SO-63 DUE 2027-09-14');
    desk.day('2027-03-01');
    await desk.event(noor, 'NEW_DATA_SET');
    expect(await desk.lines(noor)).toContain('SO-63 DUE 2027-03-01');
    await desk.complete(noor, 'SO-63');
    expect(await desk.lines(noor)).toContain('SO-63 DUE 2028-03-01');
  });

  it('Tue 2 Mar 2027: she is found on a roll; the inactive record is closed by what proves it', async () => {
    desk.day('2027-03-02');
    expect(await desk.refused(`closeCase(id: "${id}", reason: ON_ROLL)`)).toMatch(/ROLL_CONFIRMED/);
    expect(await desk.refused(`recordEvidence(id: "${id}", evidence: "ROLL_CONFIRMED", text: "x")`)).toMatch(
      /^CONFLICT/,
    );
    await desk.registration(noor.id, 'school/931-2105');
    await desk.done(`closeCase(id: "${id}", reason: ON_ROLL)`);
    expect(await desk.entry(id, 'state closedAs', MANAGER)).toEqual({ state: 'CLOSED', closedAs: 'ON_ROLL' });
    expect(await desk.lines(noor, 'everybodys: true')).toEqual([]);
  });
});

describe('Achieving for Children: the group alone changes a rating, and a child not found stays open (S4 9, 11, App 2)', () => {
  let desk: CaseDesk;
  let kay: KnownChild;
  let id: string;
  beforeAll(async () => {
    desk = await CaseDesk.open('2027-01-18', 'la/314');
    kay = await desk.child('Kay', 'Torrin');
    await desk.riskGroup(kay.id, 'REFUGE');
    await desk.riskGroup(kay.id, 'YOUNG_CARER');
    id = await desk.openCase(kay);
  });
  afterAll(() => desk.stop());

  it('Mon 18 Jan 2027, table 3: lead and support services follow from the groups; a new group has them set again', async () => {
    expect(await desk.entry(id, 'lead support')).toEqual({
      lead: ['familySupport', 'socialCare', 'school'],
      support: ['ews', 'inclusion', 'domesticAbuseHub', 'voluntary', 'admissions', 'youngCarersNetwork'],
    });
    await desk.riskGroup(kay.id, 'HOMELESS');
    expect(await desk.lines(kay, 'everybodys: true')).toContain('AF-32 DUE 2027-01-18');
    await desk.done(`setServices(id: "${id}")`);
    expect(await desk.lines(kay, 'everybodys: true')).not.toContain('AF-32 DUE 2027-01-18');
    expect((await desk.entry(id, 'lead'))['lead']).toContain('housing');
  });

  it('Mon 18 Jan, S4 2: fewer than twenty-five hours go to the pupil panel within two weeks', async () => {
    await desk.done(`recordHours(id: "${id}", hours: 24.5)`);
    expect(await desk.lines(kay, 'everybodys: true')).toContain('AF-40 DUE 2027-02-01');
    await desk.done(`recordHours(id: "${id}", hours: 25)`);
    expect(await desk.lines(kay, 'everybodys: true')).not.toContain('AF-40 DUE 2027-02-01');
  });

  it('Mon 18 Jan: the group will meet on Thu 4 Feb, so papers are out by Tue 26 Jan', async () => {
    await desk.done(
      `recordCaseEvent(childId: "${kay.publicId}", event: "GROUP_MEETING", at: "2027-02-04T10:00:00Z")`,
    );
    expect(await desk.lines(kay, 'everybodys: true')).toContain('AF-57 DUE 2027-01-26');
  });

  it('Thu 4 Feb, App 2: five of fifteen came, so nothing changes; eight of fifteen change it; no single person does', async () => {
    desk.day('2027-02-04');
    const proposal = await desk.done(
      `proposeCaseChange(id: "${id}", input: { rag: GREEN, reason: "The plan works." })`,
    );
    const meeting = (present: number, group = 'cmeGroup'): string =>
      `authoriseCaseChange(id: "${proposal}", meeting: { group: "${group}", members: 15, present: ${present} })`;
    expect(await desk.refused(`authoriseCaseChange(id: "${proposal}")`, SECOND)).toMatch(
      /^CONFLICT meeting: by the policy the group alone/,
    );
    expect(await desk.refused(meeting(5))).toBe(
      'CONFLICT meeting: too few members came; by the policy nothing changes without the quorum.',
    );
    expect(await desk.refused(meeting(7))).toMatch(/quorum/);
    expect(await desk.refused(meeting(16))).toBe(
      'BAD_USER_INPUT meeting.present: write how many of the members came.',
    );
    expect(await desk.refused(meeting(8, 'pupilPanel'))).toMatch(/the group alone/);
    expect(await desk.entry(id, 'rag')).toEqual({ rag: 'AMBER' });
    await desk.done(meeting(8));
    expect(await desk.entry(id, 'rag changes { state group members present }')).toEqual({
      rag: 'GREEN',
      changes: [{ state: 'AUTHORISED', group: 'cmeGroup', members: 15, present: 8 }],
    });
  });

  it('Thu 4 Feb, S4 9: a child who was not found is kept open, whatever has been gathered', async () => {
    expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toBe(
      'CONFLICT reason: the policy keeps such a case open.',
    );
    expect(await desk.refused(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`)).toMatch(
      /^CONFLICT/,
    );
    expect(await desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
  });
});
