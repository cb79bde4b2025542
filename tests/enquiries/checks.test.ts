import {
  ExchangeDesk,
  HEALTH,
  HOUSING,
  idIn,
  MASH,
  POLICE,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
  type Node,
} from './exchange-desk';

let desk: ExchangeDesk;
afterEach(() => desk.stop());

const UKVI = 'national/ukvi';
const CASE = { purpose: 'SAFEGUARD', job: 'CME manager' };

const started = async (authority: string, day = '2026-11-18'): Promise<KnownChild> => {
  desk = await ExchangeDesk.at(day, authority);
  const child = await desk.knownChild('Dora', 'Godwit');
  await desk.openCase(child.id);
  return child;
};
const ask = async (child: KnownChild, recipients: string[], checkKind: string): Promise<string> =>
  idIn(await desk.send(TEAM, { id: child.publicId }, recipients, {}, { checkKind }), 'sendEnquiry');
const conditional = (child: KnownChild, checkKind: string | null, recipients = [UKVI]) => {
  const input = {
    child: { id: child.publicId },
    recipients,
    question: 'Has the child travelled?',
    checkKind,
  };
  return desk.act(TEAM, 'sendConditionalEnquiry', '$input: SendEnquiryInput!', { input }, CASE);
};
const line = (more: Node = {}): Node => ({
  state: 'OPEN', lastCheckedOn: null, outcome: null, because: null, waitingFor: 0, ...more,
}); // prettier-ignore

describe('the list of checks', () => {
  it('is the sixteen of Southampton, in their order (SO-60, S3 Children we have failed to track)', async () => {
    const child = await started('la/852');
    const checks = await desk.checks(child.publicId);
    expect(Object.keys(checks)).toEqual([
      'LAST_PROVISION', 'CHILD_HEALTH', 'HOME_VISIT', 'LOST_PUPIL_AREA', 'EWS_RECORDS', 'LAST_AUTHORITY', 'YOUTH_OFFENDING',
      'INVOLVED_AGENCIES', 'PEOPLE_SEARCH', 'SOCIAL_CARE_SYSTEM', 'BENEFITS_SYSTEM', 'POSTCODE_SEARCH', 'PUPIL_INDEX',
      'ADMISSIONS_SYSTEM', 'IMMIGRATION', 'ALL_AUTHORITIES',
    ]); // prettier-ignore
    expect(checks['IMMIGRATION']).toEqual(line({ state: 'NOT_ALLOWED' }));
    expect(checks['CHILD_HEALTH']).toEqual(line());
  });

  it('is the form of appendix 4 of Barking and Dagenham (BD-43, BD-51, S2 App 4)', async () => {
    const child = await started('la/301');
    const checks = await desk.checks(child.publicId);
    expect(Object.keys(checks)).toEqual([
      'ADMISSIONS_SYSTEM', 'PUPIL_INDEX', 'SOCIAL_CARE_SYSTEM', 'TENANCY_AUDIT', 'EARLY_YEARS', 'IMMIGRATION', 'CHILD_BENEFIT',
      'HEALTH_SYSTEM', 'LAST_PROVISION', 'LAST_VISIT',
    ]); // prettier-ignore
  });

  it('fills itself from the answers: asked, then done on the day of the last answer, and never from silence', async () => {
    const child = await started('la/852');
    const id = await ask(child, [HEALTH, POLICE], 'INVOLVED_AGENCIES');
    expect((await desk.checks(child.publicId))['INVOLVED_AGENCIES']).toEqual(
      line({ state: 'ASKED', waitingFor: 2 }),
    );
    await desk.on('2026-11-20');
    await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' });
    expect((await desk.checks(child.publicId))['INVOLVED_AGENCIES']).toEqual(
      line({ state: 'ASKED', waitingFor: 1 }),
    );
    await desk.on('2027-01-20');
    expect((await desk.checks(child.publicId))['INVOLVED_AGENCIES']).toEqual(
      line({ state: 'ASKED', waitingFor: 1 }),
    );
    await desk.answer(POLICE, id, { outcome: 'KNOWN', note: 'Seen.' });
    expect((await desk.checks(child.publicId))['INVOLVED_AGENCIES']).toEqual(
      line({ state: 'DONE', lastCheckedOn: '2027-01-20', outcome: 'FOUND' }),
    );
  });

  it('tells apart who could not search, who withholds and from whom the question was taken back', async () => {
    const child = await started('la/852');
    const cannot = await ask(child, [HEALTH], 'CHILD_HEALTH');
    await desk.answer(HEALTH, cannot, { outcome: 'CANNOT_SEARCH' });
    const held = await ask(child, [MASH], 'SOCIAL_CARE_SYSTEM');
    const withhold = {
      id: held,
      input: { reason: 'Not now.', decidedBy: 'team manager', reviewOn: '2026-12-01' },
    };
    const answered = { purpose: 'ANSWER_ENQUIRY' };
    await desk.act(MASH, 'withholdAnswer', '$id: ID!, $input: WithholdAnswerInput!', withhold, answered);
    await desk.withdraw(TEAM, await ask(child, [POLICE], 'YOUTH_OFFENDING'));
    const checks = await desk.checks(child.publicId);
    expect(checks['CHILD_HEALTH']).toEqual(line({ state: 'COULD_NOT_SEARCH' }));
    expect(checks['SOCIAL_CARE_SYSTEM']).toEqual(
      line({ state: 'DONE', lastCheckedOn: '2026-11-18', outcome: 'WITHHELD' }),
    );
    expect(checks['YOUTH_OFFENDING']).toEqual(line());
    // What could not be searched may be found later, and then the check is done.
    await desk.on('2026-11-25');
    expect((await desk.answer(HEALTH, cannot, { outcome: 'NOT_KNOWN' })).errors).toEqual([]);
    expect((await desk.checks(child.publicId))['CHILD_HEALTH']).toEqual(
      line({ state: 'DONE', lastCheckedOn: '2026-11-25', outcome: 'NOT_FOUND' }),
    );
  });

  it('is not for whoever is asked', async () => {
    const child = await started('la/852');
    await ask(child, [POLICE], 'INVOLVED_AGENCIES');
    const read = await desk.ask(POLICE, 'query ($id: ID!) { child(id: $id) { case { checks { check } } } }', {
      id: child.publicId,
    });
    expect(JSON.stringify(read.data)).not.toContain('INVOLVED_AGENCIES');
  });
});

describe('a word that is no check', () => {
  it('is refused with the near word, and nothing is written', async () => {
    const child = await started('la/931');
    const before = await desk.count('enquiry', 'true', []);
    const answer = await desk.send(TEAM, { id: child.publicId }, [HEALTH], {}, { checkKind: 'CHILD_HELTH' });
    expect(answer.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      ['BAD_USER_INPUT', 'input.checkKind: is not one of the checks; did you mean `CHILD_HEALTH`?'],
    ]);
    expect(await desk.count('enquiry', 'true', [])).toBe(before);
  });
});

describe('a check for child protection alone', () => {
  it.each(['IMMIGRATION', 'CHILD_BENEFIT'])(
    '%s is not sent "just to be sure", in either way',
    async (check) => {
      const child = await started('la/301');
      const ordinary = await desk.send(TEAM, { id: child.publicId }, [POLICE], {}, { checkKind: check });
      expect(ordinary.codes).toEqual(['NOT_PERMITTED']);
      expect((await conditional(child, check)).codes).toEqual(['NOT_PERMITTED']);
      expect(await desk.count('enquiry', 'child_id = $1', [child.id])).toBe(0);
      expect(await desk.events(child.id)).toEqual([]);
      expect((await desk.checks(child.publicId))[check]).toEqual(line({ state: 'NOT_ALLOWED' }));
    },
  );

  it('is made in a child-protection case, and the list says that it was made and nothing else (S2 4.2; story 5)', async () => {
    const child = await started('la/301');
    await desk.circumstance(child.id, 'CHILD_PROTECTION', MASH);
    expect((await desk.checks(child.publicId))['IMMIGRATION']).toEqual(line());
    const id = idIn(await conditional(child, 'IMMIGRATION'), 'sendConditionalEnquiry');
    const more = await desk.answer(UKVI, id, { outcome: 'KNOWN', note: 'Left on 3 July.' });
    expect(more.codes).toEqual(['BAD_USER_INPUT']);
    expect((await desk.checks(child.publicId))['IMMIGRATION']).toEqual(
      line({ state: 'ASKED', waitingFor: 1 }),
    );
    expect((await desk.answer(UKVI, id, { outcome: 'KNOWN' })).errors).toEqual([]);
    expect((await desk.checks(child.publicId))['IMMIGRATION']).toEqual(
      line({ state: 'DONE', lastCheckedOn: '2026-11-18', outcome: 'RESTRICTED' }),
    );
    const again = await desk.act(TEAM, 'repeatEnquiry', '$id: ID!', { id });
    expect(again.codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is told by child benefit, and then ends the step of the trace (OX-08, S0 7)', async () => {
    const child = await started('la/931');
    await desk.circumstance(child.id, 'CHILD_PROTECTION', MASH);
    const id = idIn(
      await conditional(child, 'CHILD_BENEFIT', ['national/hmrc-child-benefit']),
      'sendConditionalEnquiry',
    );
    await desk.answer('national/hmrc-child-benefit', id, { outcome: 'NOT_KNOWN' });
    expect(await desk.events(child.id)).toEqual([
      'ENQUIRY_SENT', 'ENQUIRY_ANSWERED', 'BENEFIT_TRACE_ANSWERED', 'NATIONAL_CHECKS_COMPLETE', 'NOTHING_FROM_ANYBODY',
    ]); // prettier-ignore
  });

  it('of housing benefit is answered found or not found alone (S3; L7)', async () => {
    const child = await started('la/852');
    const id = await ask(child, [HOUSING], 'BENEFITS_SYSTEM');
    const told = await desk.answer(HOUSING, id, { outcome: 'KNOWN', address: { line1: '1 Lane' } });
    expect(told.codes).toEqual(['BAD_USER_INPUT']);
    expect(await desk.asked(TEAM, id)).toEqual({ [HOUSING]: { state: 'WAITING' } });
    expect((await desk.answer(HOUSING, id, { outcome: 'KNOWN' })).errors).toEqual([]);
    expect((await desk.checks(child.publicId))['BENEFITS_SYSTEM']).toMatchObject({
      state: 'DONE',
      outcome: 'FOUND',
    });
  });
});

describe('an answer in parts', () => {
  it('shows what is known so far, and is no answer until the last (story: never "not known" meanwhile)', async () => {
    const child = await started('la/852');
    const id = await ask(child, [HEALTH], 'CHILD_HEALTH');
    const part = { outcome: 'KNOWN', caseWorkerTeam: 'Health visitors', moreToCome: true };
    expect((await desk.answer(HEALTH, id, part)).errors).toEqual([]);
    const fields =
      'state recipients { state outcome } answers { outcome inPart replaced caseWorkerTeam note }';
    const known = {
      outcome: 'KNOWN',
      inPart: true,
      replaced: false,
      caseWorkerTeam: 'Health visitors',
      note: null,
    };
    expect((await desk.enquiry(TEAM, id, fields)).data?.['enquiry']).toEqual({
      state: 'OPEN',
      recipients: [{ state: 'WAITING', outcome: null }],
      answers: [known],
    });
    expect((await desk.checks(child.publicId))['CHILD_HEALTH']).toEqual(
      line({ state: 'ASKED', waitingFor: 1 }),
    );
    desk.hub.clock.advance(1000);
    expect((await desk.answer(HEALTH, id, { outcome: 'KNOWN', note: 'Registered in Hull.' })).errors).toEqual(
      [],
    );
    expect((await desk.enquiry(TEAM, id, fields)).data?.['enquiry']).toEqual({
      state: 'ANSWERED',
      recipients: [{ state: 'KNOWN', outcome: 'KNOWN' }],
      answers: [
        known,
        {
          outcome: 'KNOWN',
          inPart: false,
          replaced: false,
          caseWorkerTeam: null,
          note: 'Registered in Hull.',
        },
      ],
    });
    expect((await desk.answer(HEALTH, id, part)).codes).toEqual(['CONFLICT']);
  });

  it.each([{ outcome: 'NOT_KNOWN' }, { outcome: 'KNOWN' }])(
    'is a part of something: %j is refused',
    async (answer) => {
      const child = await started('la/931');
      const id = await desk.sent(TEAM, { id: child.publicId }, [HEALTH]);
      const said = await desk.answer(HEALTH, id, { ...answer, moreToCome: true });
      expect(said.errors.map(({ extensions }) => extensions['field'])).toEqual(['input.moreToCome']);
      expect(await desk.asked(TEAM, id)).toEqual({ [HEALTH]: { state: 'WAITING' } });
    },
  );

  it('may be followed by what was found later; what was said first stays beside it', async () => {
    const child = await started('la/931');
    const id = await desk.sent(TEAM, { id: child.publicId }, [HEALTH]);
    await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' });
    await desk.on('2026-12-18');
    // The child is closed to whoever has answered; that it knows more now can still be said.
    expect((await desk.enquiry(HEALTH, id, 'question', 'ANSWER_ENQUIRY')).data?.['enquiry']).toBeNull();
    expect((await desk.answer(HEALTH, id, { outcome: 'KNOWN', note: 'Newly registered.' })).errors).toEqual(
      [],
    );
    expect((await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' })).codes).toEqual(['CONFLICT']);
    const read = await desk.enquiry(TEAM, id, 'answers { outcome replaced note }');
    expect(read.data?.['enquiry']).toEqual({
      answers: [
        { outcome: 'NOT_KNOWN', replaced: true, note: null },
        { outcome: 'KNOWN', replaced: false, note: 'Newly registered.' },
      ],
    });
  });

  it('goes with the enquiry when its time is over, the parts and the address that was believed too', async () => {
    const child = await started('la/931');
    const id = await desk.sent(TEAM, { id: child.publicId }, [HEALTH]);
    await desk.answer(HEALTH, id, { outcome: 'KNOWN', note: 'First part.', moreToCome: true });
    await desk.answer(HEALTH, id, { outcome: 'KNOWN', note: 'The rest.' });
    const address = { line1: 'Believed Lane' };
    await desk.send(SOUTHAMPTON, child.details, [TEAM], {}, { believedAddress: address });
    await desk.sql(`select erase_exchanges('enquiry', array(select id from enquiry where child_id = $1))`, [
      child.id,
    ]);
    const left = await desk.sql(
      `select e.question, e.believed_at, r.answer, (select count(*)::int from enquiry_answer) as parts
       from enquiry e join enquiry_recipient r on r.enquiry_id = e.id where e.child_id = $1`,
      [child.id],
    );
    expect(left).toEqual([
      { question: '', believed_at: null, answer: null, parts: 0 },
      { question: '', believed_at: null, answer: null, parts: 0 },
    ]);
  });
});
