import { ExchangeDesk, HEALTH, HOUSING, idIn, MASH, POLICE, SCHOOL, TEAM } from './exchange-desk';

let desk: ExchangeDesk;
afterEach(() => desk.stop());

const HMRC = 'national/hmrc-child-benefit';
const BORDER = 'national/border-force';
const MANAGER = { purpose: 'SAFEGUARD', job: 'CME manager' };
const FRONT_DESK = { purpose: 'ANSWER_ENQUIRY' };

describe('story 5: what may not be passed on (Barking and Dagenham: BD-43, BD-43a, S2 4.2, App 4)', () => {
  it('Leyla: no conditional check without child protection; what it brings is for the holder of the case', async () => {
    desk = await ExchangeDesk.at('2026-09-10', 'la/301');
    const leyla = await desk.knownChild('Leyla', 'Redstart');
    await desk.openCase(leyla.id);
    const check = (to: string, checkKind: string) =>
      desk.act(
        TEAM,
        'sendConditionalEnquiry',
        '$input: SendEnquiryInput!',
        {
          input: {
            child: { id: leyla.publicId },
            recipients: [to],
            question: 'Is the child known?',
            checkKind,
          },
        },
        MANAGER,
      );

    // Thursday 10 September: "just to be sure".
    expect((await check(BORDER, 'IMMIGRATION')).codes).toEqual(['NOT_PERMITTED']);
    expect(await desk.count('enquiry', 'child_id = $1', [leyla.id])).toBe(0);
    expect((await desk.checks(leyla.publicId))['IMMIGRATION']).toMatchObject({
      state: 'NOT_ALLOWED',
      outcome: null,
    });

    // Tuesday 15 September: section 47. On the 16th both are asked, the manager agreeing.
    await desk.on('2026-09-15');
    await desk.circumstance(leyla.id, 'CHILD_PROTECTION', MASH);
    await desk.on('2026-09-16');
    const hmrc = idIn(await check(HMRC, 'CHILD_BENEFIT'), 'sendConditionalEnquiry');
    const border = idIn(await check(BORDER, 'IMMIGRATION'), 'sendConditionalEnquiry');
    // No agreement with a national body is in the hub: it reads that it is asked, and nothing of the child.
    const atBorder = await desk.enquiry(
      BORDER,
      border,
      'question child { name { surname } currentAddress { line1 } }',
      'ANSWER_ENQUIRY',
    );
    expect(JSON.stringify(atBorder.data)).not.toContain('Redstart');

    // Tuesday 22 September: the answers. Found or not found is all that they may say here.
    await desk.on('2026-09-22');
    const told = await desk.answer(HMRC, hmrc, {
      outcome: 'KNOWN',
      address: { line1: '9 Invented Road', town: 'Winchester' },
    });
    expect(told.codes).toEqual(['BAD_USER_INPUT']);
    expect((await desk.answer(HMRC, hmrc, { outcome: 'KNOWN' })).errors).toEqual([]);
    expect((await desk.answer(BORDER, border, { outcome: 'NOT_KNOWN' })).errors).toEqual([]);
    const checks = await desk.checks(leyla.publicId, 'CASE_GOVERNANCE');
    for (const line of ['CHILD_BENEFIT', 'IMMIGRATION'])
      expect(checks[line]).toEqual({
        state: 'DONE', lastCheckedOn: '2026-09-22', outcome: 'RESTRICTED', because: null, waitingFor: 0,
      }); // prettier-ignore
    expect(await desk.events(leyla.id)).toContain('NATIONAL_CHECKS_COMPLETE');

    // 6 October: housing asks why she was found.
    await desk.on('2026-10-06');
    expect(await desk.enquiries(HOUSING, 'id question', null, 'ANSWER_ENQUIRY')).toEqual([]);
    const look = await desk.ask(
      HOUSING,
      'query ($id: ID!) { child(id: $id) { case { checks { outcome } } } }',
      { id: leyla.publicId },
    );
    expect([look.data?.['child'], look.text.includes('RESTRICTED')]).toEqual([null, false]);
  });
});

describe('story 8: the summer wedding (Barking and Dagenham: BD-36, BD-43, S2 4.2, 5.5)', () => {
  it('Sana: the enquiry to housing is refused, the social worker is asked, and the cousin finds nothing', async () => {
    desk = await ExchangeDesk.at('2027-07-12', 'la/301');
    const sana = await desk.knownChild('Sana', 'Oriole', '2012-02-01');
    await desk.circumstance(sana.id, 'RISK_GROUP', MASH, 'FORCED_MARRIAGE');
    await desk.openCase(sana.id);

    // 3 September 2027 is after the term of the agreements of this test: the tracing begins in July here.
    await desk.on('2027-07-20');
    const locate = (to: string, checkKind: string) =>
      desk.send(TEAM, { id: sana.publicId }, [to], {}, { checkKind });
    const refused = await locate(HOUSING, 'TENANCY_AUDIT');
    expect(refused.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        'NOT_PERMITTED',
        'A message about this child could lead somebody to it. Ask social care first, by telephone.',
      ],
    ]);
    const asked = idIn(await locate(MASH, 'SOCIAL_CARE_SYSTEM'), 'sendEnquiry');
    // Tuesday 20 July and ten working days: Tuesday 3 August.
    expect(await desk.asked(TEAM, asked, 'dueOn')).toEqual({ [MASH]: { dueOn: '2027-08-03' } });

    const cousin = await desk.ask(
      HOUSING,
      'query ($id: ID!) { child(id: $id) { name { surname } cmeFlag { open } } }',
      {
        id: sana.publicId,
      },
    );
    expect([cousin.data?.['child'], cousin.errors]).toEqual([null, []]);
    expect(await desk.enquiries(HOUSING, 'id', null, 'ANSWER_ENQUIRY')).toEqual([]);

    await desk.on('2027-07-21');
    const input = {
      reason: 'The consulate is looking; ring us.',
      decidedBy: 'team manager',
      reviewOn: '2027-07-28',
    };
    const withheld = await desk.act(
      MASH,
      'withholdAnswer',
      '$id: ID!, $input: WithholdAnswerInput!',
      { id: asked, input },
      FRONT_DESK,
    );
    expect(withheld.errors).toEqual([]);
    const checks = await desk.checks(sana.publicId);
    expect(checks['SOCIAL_CARE_SYSTEM']).toMatchObject({
      state: 'DONE',
      outcome: 'WITHHELD',
      lastCheckedOn: '2027-07-21',
    });
    expect(checks['TENANCY_AUDIT']).toMatchObject({ state: 'OPEN', outcome: null, lastCheckedOn: null });
  });
});

describe('story 10: the agreement of a council is suspended while it is asked (OX-36, S1 4.1)', () => {
  it('two genuine questions show as suspended, are re-routed by hand, and fill no line of the list', async () => {
    desk = await ExchangeDesk.at('2027-01-11', 'la/931');
    const [noah, other] = [
      await desk.knownChild('Noah', 'Wheatear'),
      await desk.knownChild('Oscar', 'Wheatear'),
    ];
    const ids: string[] = [];
    for (const child of [noah, other]) {
      await desk.openCase(child.id);
      const sent = await desk.send(
        TEAM,
        { id: child.publicId },
        [HOUSING],
        {},
        { checkKind: 'DISTRICT_HOUSING' },
      );
      ids.push(idIn(sent, 'sendEnquiry'));
    }
    const seen = (id: string) => desk.enquiry(HOUSING, id, 'child { name { surname } }', 'ANSWER_ENQUIRY');
    expect((await seen(ids[0] ?? '')).data?.['enquiry']).toEqual({
      child: { name: { surname: 'Wheatear' } },
    });

    desk.hub.clock.set('2027-01-14T10:02:00Z');
    for (const [table, columns, values] of [
      ['agreement_suspension', 'agreement, suspended_by, reason, at', `'test', 'test'`],
      ['agreement_event', 'agreement, kind, by_whom, at', `'SUSPENDED', 'test'`],
    ])
      await desk.sql(`insert into ${table} (${columns}) values ('housing-oxfordshire', ${values}, $1)`, [
        desk.hub.clock.now(),
      ]);
    expect(await desk.on('2027-01-14T10:02:01Z')).toMatchObject({ suspended: 2 });

    for (const [i, child] of [noah, other].entries()) {
      const id = ids[i] ?? '';
      expect(JSON.stringify((await seen(id)).data)).not.toContain('Wheatear');
      expect(await desk.asked(TEAM, id, 'state outcome overdue')).toEqual({
        [HOUSING]: { state: 'SUSPENDED', outcome: null, overdue: false },
      });
      expect((await desk.checks(child.publicId))['DISTRICT_HOUSING']).toMatchObject({
        state: 'ASKED',
        outcome: null,
        lastCheckedOn: null,
      });
    }
    // Long after it would have been late: still neither late, nor heard, nor "not known".
    await desk.on('2027-02-12');
    expect(await desk.asked(TEAM, ids[0] ?? '', 'state outcome overdue')).toEqual({
      [HOUSING]: { state: 'SUSPENDED', outcome: null, overdue: false },
    });
    expect(await desk.events(noah.id)).toEqual(['ENQUIRY_SENT']);

    // By hand: taken back here, asked of the police.
    expect((await desk.withdraw(TEAM, ids[0] ?? '')).errors).toEqual([]);
    const police = await desk.sent(TEAM, { id: noah.publicId }, [POLICE]);
    expect(await desk.asked(POLICE, police, 'state', 'ANSWER_ENQUIRY')).toEqual({
      [POLICE]: { state: 'WAITING' },
    });
    expect((await desk.checks(noah.publicId))['DISTRICT_HOUSING']).toMatchObject({
      state: 'OPEN',
      outcome: null,
    });
  });
});

describe('bad input', () => {
  it.each([
    [
      'answer to a withdrawn enquiry',
      'CONFLICT',
      'id: this enquiry was withdrawn; no answer is wanted any more.',
    ],
    [
      'answering twice',
      'CONFLICT',
      'id: you have answered this enquiry; if the answer has changed, ring whoever asked.',
    ],
    ['an enquiry withdrawn twice', 'CONFLICT', 'id: this enquiry is withdrawn already.'],
    ['asking again what was withdrawn', 'CONFLICT', 'id: this enquiry is withdrawn already.'],
    [
      'asking again where everybody knows',
      'BAD_USER_INPUT',
      'id: everybody who was asked knows the child; there is nobody to ask again.',
    ],
  ])('%s: a clear code and text, and nothing is changed', async (what, code, text) => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Bea', 'Serin');
    const id = await desk.sent(TEAM, { id: child.publicId }, [HEALTH]);
    const acts: Record<string, () => Promise<unknown>> = {
      'answer to a withdrawn enquiry': () => desk.withdraw(TEAM, id),
      'answering twice': () => desk.answer(HEALTH, id, { outcome: 'KNOWN' }),
      'an enquiry withdrawn twice': () => desk.withdraw(TEAM, id),
      'asking again what was withdrawn': () => desk.withdraw(TEAM, id),
      'asking again where everybody knows': () => desk.answer(HEALTH, id, { outcome: 'KNOWN' }),
    };
    await acts[what]?.();
    const before = await state();
    const again = /asking again/.test(what)
      ? await desk.act(TEAM, 'repeatEnquiry', '$id: ID!', { id })
      : /withdrawn twice/.test(what)
        ? await desk.withdraw(TEAM, id)
        : await desk.answer(HEALTH, id, { outcome: 'NOT_KNOWN' });
    expect(again.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([[code, text]]);
    expect(await state()).toEqual(before);

    async function state(): Promise<unknown> {
      return [
        await desk.sql('select state, version from enquiry where child_id = $1', [child.id]),
        await desk.sql(
          'select r.state, r.outcome, r.answered_at from enquiry_recipient r join enquiry e on e.id = r.enquiry_id where e.child_id = $1',
          [child.id],
        ),
        await desk.events(child.id),
      ];
    }
  });

  it('an enquiry to an organisation that has ended names its successor, and nothing is written', async () => {
    desk = await ExchangeDesk.at('2026-11-18', 'la/931');
    const child = await desk.knownChild('Cy', 'Serin');
    await desk.sql(`update organisation set state = 'closed', successor_id = $2 where id = $1`, [
      SCHOOL,
      'school/931-4123',
    ]);
    const sent = await desk.send(TEAM, { id: child.publicId }, [SCHOOL]);
    expect(sent.errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        'BAD_USER_INPUT',
        'input.recipients[0]: this organisation is closed; its successor is `school/931-4123`.',
      ],
    ]);
    expect([await desk.count('enquiry', 'child_id = $1', [child.id]), await desk.events(child.id)]).toEqual([
      0,
      [],
    ]);
  });
});
