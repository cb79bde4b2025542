import {
  ExchangeDesk,
  FRONT_DOOR,
  HEALTH,
  idIn,
  POLICE,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
} from './exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

const WHO = 'question from child { name { forename surname } }';
const ALL =
  'state recipients { organisation state outcome answeredAt } answers { organisation outcome note }';

describe('an enquiry and its answer', () => {
  let child: KnownChild;
  let id: string;
  beforeAll(async () => {
    child = await desk.knownChild('Ruth', 'Kestrel');
    id = await desk.sent(TEAM, { id: child.publicId }, [POLICE, HEALTH]);
  });

  it('opens to whoever is asked what its agreement says, and nothing else', async () => {
    const answer = await desk.enquiry(POLICE, id, `${WHO} child { upn }`, 'ANSWER_ENQUIRY');
    expect(answer.data?.['enquiry']).toEqual({
      question: 'Do you know this child?',
      from: 'la/931',
      child: { name: { forename: 'Ruth', surname: 'Kestrel' }, upn: null },
    });
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['enquiry', 'child', 'upn'], 'WITHHELD'],
    ]);
  });

  it('shows whoever is asked itself alone among those who were asked, and no answers', async () => {
    const answer = await desk.enquiry(POLICE, id, ALL, 'ANSWER_ENQUIRY');
    expect(answer.data?.['enquiry']).toMatchObject({
      recipients: [{ organisation: POLICE, state: 'WAITING', outcome: null, answeredAt: null }],
      answers: null,
    });
  });

  it('is never "not known" while nobody has answered', async () => {
    const answer = await desk.enquiry(TEAM, id, ALL);
    expect(answer.errors).toEqual([]);
    expect(answer.data?.['enquiry']).toEqual({
      state: 'OPEN',
      recipients: [
        { organisation: HEALTH, state: 'WAITING', outcome: null, answeredAt: null },
        { organisation: POLICE, state: 'WAITING', outcome: null, answeredAt: null },
      ],
      answers: [],
    });
  });

  it('closes to whoever has answered, and the child with it', async () => {
    const child1 = await desk.ask(POLICE, 'query ($id: ID!) { child(id: $id) { name { surname } } }', {
      id: child.publicId,
    });
    expect(child1.data?.['child']).toEqual({ name: { surname: 'Kestrel' } });
    const said = await desk.answer(POLICE, id, {
      outcome: 'KNOWN',
      knownSince: '2026-10-01',
      address: { line1: '7 Invented Row', postcode: 'ox991ab' },
      caseWorkerTeam: 'Missing persons',
      note: 'Ring first.',
    });
    expect(said.errors).toEqual([]);
    const after = await desk.enquiry(POLICE, id, WHO, 'ANSWER_ENQUIRY');
    expect([after.data?.['enquiry'], after.errors]).toEqual([null, []]);
    const child2 = await desk.ask(POLICE, 'query ($id: ID!) { child(id: $id) { id } }', {
      id: child.publicId,
    });
    expect([child2.data?.['child'], child2.errors]).toEqual([null, []]);
  });

  it('gives the answer to whoever asked, and stays open until all have answered', async () => {
    const fields =
      'state answers { organisation outcome knownSince address { line1 postcode } caseWorkerTeam note }';
    const answer = await desk.enquiry(TEAM, id, fields);
    expect(answer.errors).toEqual([]);
    expect(answer.data?.['enquiry']).toEqual({
      state: 'OPEN',
      answers: [
        {
          organisation: POLICE,
          outcome: 'KNOWN',
          knownSince: '2026-10-01',
          address: { line1: '7 Invented Row', postcode: 'OX99 1AB' },
          caseWorkerTeam: 'Missing persons',
          note: 'Ring first.',
        },
      ],
    });
    expect((await desk.answer(HEALTH, id, { outcome: 'NOTHING_HELD' })).errors).toEqual([]);
    const settled = await desk.enquiry(TEAM, id, 'state recipients { outcome }');
    expect(settled.data?.['enquiry']).toEqual({
      state: 'ANSWERED',
      recipients: [{ outcome: 'NOTHING_HELD' }, { outcome: 'KNOWN' }],
    });
  });

  it('is answered once', async () => {
    expect((await desk.answer(POLICE, id, { outcome: 'NOT_KNOWN' })).codes).toEqual(['CONFLICT']);
    expect((await desk.withdraw(TEAM, id)).codes).toEqual(['CONFLICT']);
  });
});

describe('somebody else', () => {
  it('finds no enquiry, answer or list by an id that is not its own, and no error', async () => {
    const child = await desk.knownChild('Olive', 'Tern');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE]);
    const [recipient] = await desk.sql<{ public_id: string }>(
      `select r.public_id from enquiry_recipient r join enquiry e on e.id = r.enquiry_id where e.public_id = $1`,
      [id],
    );
    for (const other of [HEALTH, SOUTHAMPTON, FRONT_DOOR]) {
      const purpose = other === FRONT_DOOR ? 'SAFEGUARD' : 'ANSWER_ENQUIRY';
      const read = await desk.enquiry(other, id, 'id answers { outcome }', purpose);
      expect([other, read.data?.['enquiry'], read.errors]).toEqual([other, null, []]);
      for (const known of [id, recipient?.public_id ?? '']) {
        const said = await desk.answer(other, known, { outcome: 'NOT_KNOWN' });
        expect([other, said.data?.['answerEnquiry'], said.errors]).toEqual([other, null, []]);
      }
    }
    const taken = await desk.withdraw(SOUTHAMPTON, id);
    expect([taken.data?.['withdrawEnquiry'], taken.errors]).toEqual([null, []]);
    expect((await desk.enquiry(TEAM, id, 'state')).data?.['enquiry']).toEqual({ state: 'OPEN' });
  });
});

describe('a withdrawn enquiry', () => {
  it('takes no answer, and shows whoever was asked nothing any more', async () => {
    const child = await desk.knownChild('Wren', 'Siskin');
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE]);
    expect((await desk.withdraw(TEAM, id)).errors).toEqual([]);
    expect((await desk.answer(POLICE, id, { outcome: 'KNOWN' })).codes).toEqual(['CONFLICT']);
    const seen = await desk.enquiry(POLICE, id, WHO, 'ANSWER_ENQUIRY');
    expect([seen.data?.['enquiry'], seen.errors]).toEqual([null, []]);
    expect((await desk.enquiry(TEAM, id, ALL)).data?.['enquiry']).toMatchObject({
      state: 'WITHDRAWN',
      recipients: [{ state: 'WITHDRAWN', outcome: null }],
      answers: [],
    });
  });
});

describe('an answer that is withheld', () => {
  it('is heard as withheld, with its reason, decider and day of review', async () => {
    const child = await desk.knownChild('Iris', 'Dunlin');
    const id = await desk.sent(TEAM, { id: child.publicId }, [HEALTH]);
    const input = {
      reason: 'More detrimental to the child.',
      decidedBy: 'Caldicott guardian',
      reviewOn: '2026-12-01',
    };
    const withhold = (given: object) =>
      desk.act(
        HEALTH,
        'withholdAnswer',
        '$id: ID!, $input: WithholdAnswerInput!',
        { id, input: given },
        { purpose: 'ANSWER_ENQUIRY' },
      );
    expect((await withhold({ ...input, reviewOn: '2026-11-01' })).errors[0]?.message).toMatch(
      /^input\.reviewOn: /,
    );
    expect(idIn(await withhold(input), 'withholdAnswer')).toMatch(/^[0-9a-f-]{36}$/);
    const read = await desk.enquiry(
      TEAM,
      id,
      'state answers { outcome withheldBecause withheldBy reviewOn }',
    );
    expect(read.data?.['enquiry']).toEqual({
      state: 'ANSWERED',
      answers: [
        {
          outcome: 'KNOWN_BUT_WITHHELD',
          withheldBecause: input.reason,
          withheldBy: 'Caldicott guardian',
          reviewOn: '2026-12-01',
        },
      ],
    });
  });
});

describe('what an answer may hold', () => {
  it.each([
    [{ outcome: 'NOT_KNOWN', address: { line1: '1 Lane' } }, 'input.address'],
    [{ outcome: 'NOTHING_HELD', educationElsewhere: 'A school' }, 'input.educationElsewhere'],
    [{ outcome: 'KNOWN', knownSince: '2026-11-19' }, 'input.knownSince'],
    [{ outcome: 'KNOWN', address: { postcode: 'nowhere' } }, 'input.address.postcode'],
    [{ outcome: 'KNOWN', address: {} }, 'input.address'],
    [{ outcome: 'KNOWN', note: 'x'.repeat(4001) }, 'input.note'],
  ])('is refused where it cannot be so (case %#), and the enquiry still waits', async (input, field) => {
    const child = await desk.knownChild('Tess', `Of ${field}`);
    const id = await desk.sent(TEAM, { id: child.publicId }, [POLICE]);
    const answer = await desk.answer(POLICE, id, input);
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual([
      ['BAD_USER_INPUT', field],
    ]);
    expect((await desk.enquiry(TEAM, id, 'recipients { state }')).data?.['enquiry']).toEqual({
      recipients: [{ state: 'WAITING' }],
    });
  });
});
