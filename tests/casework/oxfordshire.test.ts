import { CaseDesk, type KnownChild, MANAGER, OFFICER, SECOND } from './case-desk';

/**
 * Oxfordshire: Wren's family has gone (S0 9, 10; S1 4.1 to 4.4). Days by hand: one working day after Mon 9 Nov 2026 is
 * Tue 10; ten working days after Wed 11 Nov end on Wed 25 Nov; the lead is told five working days later, Wed 2 Dec.
 */
let desk: CaseDesk;
let wren: KnownChild;
let id: string;
beforeAll(async () => {
  desk = await CaseDesk.open('2026-11-09');
  wren = await desk.child('Wren', 'Ashdown');
});
afterAll(() => desk.stop());

const governance = { purpose: 'CASE_GOVERNANCE' };

it('Mon 9 Nov, S1 4.1: a referral comes, a case is opened; the database is to be searched by Tue 10', async () => {
  id = await desk.openCase(wren);
  await desk.event(wren, 'REFERRAL_RECEIVED');
  expect(
    await desk.steps(
      wren,
      'states: [DUE]',
      'row dueOn source who step clock policyWords ourReading case { rag }',
    ),
  ).toContainEqual({
    row: 'OX-34',
    dueOn: '2026-11-10',
    source: 'S1 4.1',
    who: ['the officer for children missing education'],
    step: 'search the education database for a change of address or school',
    clock: 'within 1 working day',
    policyWords: 'on receipt of a referral',
    ourReading: true,
    case: { rag: 'AMBER' },
  });
  expect(await desk.lines(wren, 'states: [DUE], everybodys: true')).toContain('OX-61 DUE null');
});

it('Mon 9 Nov: the officer takes the case, and has its steps alone under "mine"', async () => {
  expect(await desk.lines(wren, 'mine: true')).toEqual([]);
  await desk.done(`takeCase(id: "${id}")`);
  expect(await desk.refused(`takeCase(id: "${id}")`)).toBe('CONFLICT id: you hold this case already.');
  expect(await desk.lines(wren, 'mine: true')).toContain('OX-34 DUE 2026-11-10');
});

it('Wed 11 Nov: nothing was done, so the step is late and with the manager; the sweep records it once', async () => {
  desk.day('2026-11-11');
  const [late] = await desk.steps(
    wren,
    'states: [OVERDUE]',
    'row state escalatedTo escalations { to reached }',
  );
  expect(late).toEqual({
    row: 'OX-34',
    state: 'OVERDUE',
    escalatedTo: "the officer's manager",
    escalations: [{ to: "the officer's manager", reached: true }],
  });
  const step = await desk.step(wren, 'OX-34');
  expect(await desk.sweep()).toMatchObject({ overdue: { 'OX-34': 1 }, escalated: 1 });
  expect(await desk.sweep()).toMatchObject({ overdue: { 'OX-34': 1 }, escalated: 0 });
  expect(await desk.entry(id, 'escalations { row to dueOn }', governance)).toEqual({
    escalations: [{ row: 'OX-34', to: 'manager', dueOn: '2026-11-10' }],
  });

  expect(await desk.refused(`completeStep(id: "${step}")`)).toBe(
    'BAD_USER_INPUT outcome: is missing; write one of NEW_ADDRESS_OUTSIDE, ADDRESS_UNKNOWN.',
  );
  expect(await desk.refused(`completeStep(id: "${step}", outcome: "ADDRESS_UNKNOWNS")`)).toBe(
    'BAD_USER_INPUT outcome: is not a word of the outcomes of this step; did you mean `ADDRESS_UNKNOWN`?',
  );
  await desk.done(`completeStep(id: "${step}", outcome: "ADDRESS_UNKNOWN")`);
  expect(await desk.refused(`completeStep(id: "${step}", outcome: "ADDRESS_UNKNOWN")`)).toBe(
    'CONFLICT id: this step has been finished already.',
  );
});

it('Wed 11 Nov, S1 4.1: the address is unknown, so enquiries go out the same day', async () => {
  expect(await desk.steps(wren, 'states: [DUE]', 'row dueOn asks')).toContainEqual({
    row: 'OX-36',
    dueOn: '2026-11-11',
    asks: [
      'the police',
      "children's social care",
      'housing',
      'the youth offending service',
      'health services',
    ],
  });
  const step = await desk.step(wren, 'OX-36');
  // Only the enquiry itself says that it was sent.
  expect(await desk.refused(`completeStep(id: "${step}")`)).toMatch(
    /^CONFLICT id: the act itself ends this step/,
  );
});

it('Thu 12 Nov, safe enquiry: protection is asked for; housing is held back, and a visit is not offered', async () => {
  desk.day('2026-11-12');
  await desk.event(wren, 'CASE_ALLOCATED');
  const protection = await desk.circumstance(wren.id, 'LOCATION_PROTECTION');
  const steps = await desk.steps(
    wren,
    'states: [DUE, BARRED, OVERDUE], everybodys: true',
    'row state dueOn asks barredBecause',
  );
  expect(steps).toContainEqual({
    row: 'OX-24',
    state: 'BARRED',
    dueOn: null,
    asks: [],
    barredBecause: 'Ask social care first.',
  });
  expect(steps.find(({ row }) => row === 'OX-36')?.['asks']).toEqual([
    'the police',
    "children's social care",
    'the youth offending service',
    'health services',
  ]);
  const visit = await desk.step(wren, 'OX-24');
  expect(await desk.refused(`completeStep(id: "${visit}")`)).toBe(
    'CONFLICT id: this step may not be taken until social care has decided; ask social care first.',
  );
  await desk.sql('update circumstance set ends_at = $2 where id = $1', [protection, desk.hub.clock.now()]);
});

it('Thu 12 Nov: forty-eight hours from the allocation to a visit; a visit is recorded with its risk', async () => {
  expect(await desk.lines(wren, 'states: [DUE], everybodys: true')).toContain('OX-24 DUE 2026-11-14');
  desk.day('2026-11-13');
  await desk.done(
    `recordVisit(id: "${id}", input: { at: "2026-11-13T10:00:00Z", outcome: NO_ANSWER, risk: MEDIUM, text: "A card was left. Dog in the yard." })`,
  );
  expect(await desk.lines(wren, 'everybodys: true')).not.toContain('OX-24 DUE 2026-11-14');
  // OX-27: two working days after Fri 13 Nov.
  expect(await desk.lines(wren, 'everybodys: true')).toContain('OX-27 DUE 2026-11-17');
  expect(await desk.entry(id, 'notes { kind outcome risk text by }')).toEqual({
    notes: [
      {
        kind: 'VISIT',
        outcome: 'NO_ANSWER',
        risk: 'MEDIUM',
        text: 'A card was left. Dog in the yard.',
        by: 'P. Officer',
      },
    ],
  });
});

it('Mon 16 Nov, S0 12: the rating goes to red by a second person, who really is another', async () => {
  desk.day('2026-11-16');
  const proposal = await desk.done(
    `proposeCaseChange(id: "${id}", input: { rag: RED, commentary: "Nobody has seen her.", reason: "No contact for a week." })`,
  );
  expect(await desk.refused(`proposeCaseChange(id: "${id}", input: { rag: GREEN, reason: "x" })`)).toMatch(
    /^CONFLICT id: a change of this case waits/,
  );
  expect(await desk.entry(id, 'rag commentary')).toEqual({ rag: 'AMBER', commentary: null });
  expect(await desk.refused(`authoriseCaseChange(id: "${proposal}")`)).toBe(
    'CONFLICT id: you have proposed this yourself; a second officer must authorise it.',
  );
  // Another spelling of one's own name is oneself; a meeting that one writes down is no second person.
  expect(await desk.refused(`authoriseCaseChange(id: "${proposal}")`, { user: 'p. officer' })).toMatch(
    /^CONFLICT/,
  );
  expect(
    await desk.refused(
      `authoriseCaseChange(id: "${proposal}", meeting: { group: "cmeGroup", members: 3, present: 3 })`,
    ),
  ).toBe('BAD_USER_INPUT meeting: is not how this authority authorises a change: a second person does.');
  await desk.done(`authoriseCaseChange(id: "${proposal}")`, SECOND);
  expect(await desk.refused(`authoriseCaseChange(id: "${proposal}")`, MANAGER)).toBe(
    'CONFLICT id: this change has been decided already.',
  );
  expect(await desk.entry(id, 'rag commentary changes { state rag proposedBy decidedBy }')).toEqual({
    rag: 'RED',
    commentary: 'Nobody has seen her.',
    changes: [{ state: 'AUTHORISED', rag: 'RED', proposedBy: 'P. Officer', decidedBy: 'S. Second' }],
  });
});

it('Tue 17 Nov: the case is offered to a colleague, stays with its holder until it is taken, and then is hers', async () => {
  desk.day('2026-11-17');
  expect(await desk.refused(`handOverCase(id: "${id}", to: "S. Second", text: "x")`, SECOND)).toMatch(
    /^CONFLICT/,
  );
  await desk.done(`handOverCase(id: "${id}", to: "S. Second", text: "Mother's sister may know.")`);
  expect(await desk.entry(id, 'officer handoverTo')).toEqual({
    officer: 'P. Officer',
    handoverTo: 'S. Second',
  });
  await desk.done(`takeCase(id: "${id}")`, SECOND);
  expect(await desk.entry(id, 'officer handoverTo')).toEqual({ officer: 'S. Second', handoverTo: null });
});

it('Mon 7 Dec, S0 10: nobody knows anything; what closing as not found still lacks is said at once and in full', async () => {
  desk.day('2026-12-07');
  const { waysOut } = await desk.entry(id, 'waysOut { outcome becomes source lacking }');
  expect(waysOut).toContainEqual({
    outcome: 'CHECKS_MADE_NOT_FOUND',
    becomes: 'CLOSED',
    source: 'S0 10',
    lacking: [
      'evidence is lacking: the panel has seen the case (PANEL_SEEN)',
      'evidence is lacking: the details are in the lost-pupil area, or may not be (LOST_PUPIL_UPLOADED)',
      'a check is neither done nor not applicable: education database (EDUCATION_DATABASE)',
      'a check is neither done nor not applicable: police (POLICE_RECORDS)',
      'a check is neither done nor not applicable: social-care system (SOCIAL_CARE_SYSTEM)',
      'a check is neither done nor not applicable: district housing (DISTRICT_HOUSING)',
      'a check is neither done nor not applicable: youth offending service (YOUTH_OFFENDING)',
      'a check is neither done nor not applicable: child health (CHILD_HEALTH)',
      'a check is neither done nor not applicable: message to all authorities (ALL_AUTHORITIES)',
      'a signature is lacking: the multi-agency panel (panel)',
    ],
  });
  expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toMatch(
    /^CONFLICT reason: evidence is lacking: the panel has seen the case \(PANEL_SEEN\); /,
  );
  expect(await desk.entry(id, 'state')).toEqual({ state: 'OPEN' });
});

it('Mon 7 Dec: child benefit may be asked of a child-protection case alone; a check is done or does not apply, because', async () => {
  expect(await desk.refused(`recordCheck(id: "${id}", check: "CHILD_BENEFIT")`)).toBe(
    'CONFLICT check: this check may not be made for this child; write why it does not apply.',
  );
  expect(await desk.refused(`recordCheck(id: "${id}", check: "POLICE_RECORD")`)).toMatch(
    /did you mean `POLICE_RECORDS`/,
  );
  for (const check of [
    'EDUCATION_DATABASE',
    'POLICE_RECORDS',
    'SOCIAL_CARE_SYSTEM',
    'YOUTH_OFFENDING',
    'CHILD_HEALTH',
    'ALL_AUTHORITIES',
  ])
    await desk.done(`recordCheck(id: "${id}", check: "${check}")`, SECOND);
  await desk.done(
    `recordCheck(id: "${id}", check: "DISTRICT_HOUSING", notApplicable: "The family owns its home.")`,
    SECOND,
  );
  const { checks } = await desk.entry(id, 'checks { check result because }');
  expect(checks).toContainEqual({ check: 'POLICE_RECORDS', result: 'DONE', because: null });
  expect(checks).toContainEqual({
    check: 'DISTRICT_HOUSING',
    result: 'NOT_APPLICABLE',
    because: 'The family owns its home.',
  });
});

it('Thu 10 Dec: the panel has met; its signature is another person’s than the proposer’s; then the case is closed, once', async () => {
  desk.day('2026-12-10');
  for (const evidence of ['PANEL_SEEN', 'LOST_PUPIL_UPLOADED'])
    await desk.done(`recordEvidence(id: "${id}", evidence: "${evidence}", text: "Minutes of 10 December.")`);
  expect(await desk.refused(`signOffClosing(id: "${id}", party: "panel")`, MANAGER)).toBe(
    'CONFLICT id: no end of this case is proposed; propose it first.',
  );
  await desk.done(`proposeClosing(id: "${id}", outcome: CHECKS_MADE_NOT_FOUND)`, MANAGER);
  expect(await desk.refused(`signOffClosing(id: "${id}", party: "panel")`, MANAGER)).toBe(
    'CONFLICT id: you have proposed this yourself; somebody else must sign it.',
  );
  const director = { user: 'D. Director', job: 'director', purpose: 'CASE_GOVERNANCE' };
  expect(await desk.refused(`signOffClosing(id: "${id}", party: "board")`, director)).toBe(
    'BAD_USER_INPUT party: is not named by the policy; write one of panel.',
  );
  expect(await desk.refused(`signOffClosing(id: "${id}", party: "panel")`, SECOND)).toMatch(/^NOT_PERMITTED/);
  await desk.done(`signOffClosing(id: "${id}", party: "panel")`, director);

  const concern = await desk.circumstance(wren.id, 'MISSING_EPISODE');
  expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`, SECOND)).toBe(
    'CONFLICT reason: not while this stands: a safeguarding concern is open.',
  );
  await desk.sql('update circumstance set ends_at = $2 where id = $1', [concern, desk.hub.clock.now()]);
  await desk.done(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`, SECOND);
  expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`, SECOND)).toBe(
    'CONFLICT id: this case has been closed already.',
  );
  expect(await desk.lines(wren, 'everybodys: true, states: [WAITING, DUE, OVERDUE, BARRED]')).toEqual([]);
  expect(await desk.refused(`addCaseNote(id: "${id}", text: "Late.")`)).toBe(
    'CONFLICT id: this case is closed; open it again first.',
  );
});

it('Thu 10 Dec: once it has ended the file is for the officers who answer for it, and for nothing else', async () => {
  const other = await desk.ask(`{ registerEntry(id: "${id}") { state } }`, {}, OFFICER);
  expect([other.data, other.codes]).toEqual([{ registerEntry: null }, []]);
  expect(await desk.entry(id, 'state closed closedAs evidence { evidence by }', MANAGER)).toEqual({
    state: 'CLOSED',
    closed: '2026-12-10',
    closedAs: 'CHECKS_MADE_NOT_FOUND',
    evidence: [
      { evidence: 'PANEL_SEEN', by: 'P. Officer' },
      { evidence: 'LOST_PUPIL_UPLOADED', by: 'P. Officer' },
    ],
  });
});

it('Mon 1 Feb 2027: she is seen; the case is open again, and what was gathered before does not close it a second time', async () => {
  desk.day('2027-02-01');
  await desk.done(`reopenCase(id: "${id}", because: "A dentist has seen her.")`);
  expect(await desk.refused(`reopenCase(id: "${id}", because: "Again.")`)).toBe(
    'CONFLICT id: this case is open; there is nothing to open again.',
  );
  expect(await desk.refused(`closeCase(id: "${id}", reason: CHECKS_MADE_NOT_FOUND)`)).toMatch(/PANEL_SEEN/);
  const { chronology } = await desk.entry(id, 'chronology { event }');
  expect((chronology as { event: string }[]).map(({ event }) => event)).toEqual([
    'CASE_OPENED',
    'ON_REGISTER',
    'REFERRAL_RECEIVED',
    'ADDRESS_UNKNOWN',
    'CASE_ALLOCATED',
    'VISIT_NO_ANSWER',
    'RATED_RED',
    'CHECKS_COMPLETE',
    'CLOSING_PROPOSED',
    'CASE_CLOSED',
    'CASE_REOPENED',
  ]);
});
