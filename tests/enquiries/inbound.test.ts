import {
  ExchangeDesk,
  FRONT_DOOR,
  POLICE,
  PORTSMOUTH,
  SOUTHAMPTON,
  TEAM,
  withoutIdsAndTimes,
} from './exchange-desk';

let desk: ExchangeDesk;
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterAll(() => desk.stop());

const AREA = 'child { id livesInOurArea }';

describe('another authority asks the council', () => {
  it('is told more than its own word opens once the team has answered', async () => {
    const child = await desk.knownChild('Faye', 'Gannet');
    await desk.address(child.id, SOUTHAMPTON);
    const id = await desk.sent(SOUTHAMPTON, child.details, [TEAM]);

    const before = await desk.enquiry(SOUTHAMPTON, id, `state ${AREA}`);
    expect(before.data?.['enquiry']).toEqual({
      state: 'OPEN',
      child: { id: child.publicId, livesInOurArea: null },
    });
    expect(before.codes).toEqual(['WITHHELD']);

    const waiting = await desk.enquiries(TEAM, 'id from child { name { surname } }', {
      direction: 'RECEIVED',
      state: 'OPEN',
    });
    expect(waiting).toEqual([{ id, from: SOUTHAMPTON, child: { name: { surname: 'Gannet' } } }]);
    const said = await desk.answer(TEAM, id, {
      outcome: 'KNOWN',
      address: { line1: '1 Invented Lane' },
      educationElsewhere: 'A school in Leeds',
      note: 'Ring the team.',
    });
    expect(said.errors).toEqual([]);

    const after = await desk.enquiry(
      SOUTHAMPTON,
      id,
      `state ${AREA} answers { outcome note address { line1 } educationElsewhere }`,
    );
    expect(after.data?.['enquiry']).toEqual({
      state: 'ANSWERED',
      child: { id: child.publicId, livesInOurArea: true },
      answers: [{ outcome: 'KNOWN', note: 'Ring the team.', address: null, educationElsewhere: null }],
    });
    // Each fact of an answer is governed again as what it is: any-authority 10.2 opens neither address nor school.
    expect(after.errors.map(({ path }) => path?.at(-1))).toEqual(['address', 'educationElsewhere']);
    const other = await desk.enquiry(PORTSMOUTH, id, 'id');
    expect([other.data?.['enquiry'], other.errors]).toEqual([null, []]);
  });

  it('gains nothing by an answer that is withheld', async () => {
    const child = await desk.knownChild('Greta', 'Gannet');
    await desk.address(child.id, SOUTHAMPTON);
    const id = await desk.sent(SOUTHAMPTON, child.details, [TEAM]);
    const input = { reason: 'Not for another authority.', decidedBy: 'CME manager', reviewOn: '2026-12-01' };
    const withhold = { id, input };
    const said = await desk.act(TEAM, 'withholdAnswer', '$id: ID!, $input: WithholdAnswerInput!', withhold, {
      purpose: 'ANSWER_ENQUIRY',
    });
    expect(said.errors).toEqual([]);
    const read = await desk.enquiry(
      SOUTHAMPTON,
      id,
      `${AREA} recipients { outcome } answers { withheldBecause }`,
    );
    expect(read.data?.['enquiry']).toEqual({
      child: { id: child.publicId, livesInOurArea: null },
      recipients: [{ outcome: 'KNOWN_BUT_WITHHELD' }],
      answers: null,
    });
  });

  it('reads the same bytes for a child in hiding and for one whom nobody knows', async () => {
    const hidden = await desk.knownChild('Hana', 'Bittern');
    await desk.circumstance(hidden.id, 'LOCATION_PROTECTION', TEAM);
    const known = await desk.send(SOUTHAMPTON, hidden.details, [TEAM]);
    const unknown = await desk.send(
      SOUTHAMPTON,
      { forename: 'Nobody', surname: 'Atall', dateOfBirth: '2015-02-03' },
      [TEAM],
    );
    expect(withoutIdsAndTimes(known.text)).toBe(withoutIdsAndTimes(unknown.text));
    const read = async (answer: typeof known) =>
      (
        await desk.enquiry(
          SOUTHAMPTON,
          (answer.data?.['sendEnquiry'] as { id: string }).id,
          `state ${AREA} recipients { state }`,
        )
      ).text;
    const [seen, nothing] = [await read(known), await read(unknown)];
    expect(withoutIdsAndTimes(seen)).toBe(withoutIdsAndTimes(nothing));
    expect(seen).toContain('"child":null');
  });

  it('does not see its withdrawn enquiry again because a second one stands', async () => {
    const known = await desk.knownChild('Twice', 'Asked');
    for (const child of [
      known.details,
      { forename: 'Twice', surname: 'Unknown', dateOfBirth: '2015-02-03' },
    ]) {
      const first = await desk.sent(SOUTHAMPTON, child, [TEAM]);
      await desk.withdraw(SOUTHAMPTON, first);
      await desk.sent(SOUTHAMPTON, child, [TEAM]);
      const read = await desk.enquiry(SOUTHAMPTON, first, 'id');
      expect([read.data?.['enquiry'], read.errors]).toEqual([null, []]);
    }
  });
});

describe('another service of the council asks', () => {
  it('sees the answers to its own enquiry, and none of the team’s', async () => {
    const child = await desk.knownChild('Maud', 'Ouzel');
    const theirs = await desk.sent(TEAM, { id: child.publicId }, [POLICE]);
    const own = await desk.sent(FRONT_DOOR, { id: child.publicId }, [TEAM]);
    expect((await desk.answer(TEAM, own, { outcome: 'KNOWN', note: 'Ring us.' })).errors).toEqual([]);
    const read = await desk.enquiry(FRONT_DOOR, own, 'state answers { outcome note }');
    expect(read.data?.['enquiry']).toEqual({
      state: 'ANSWERED',
      answers: [{ outcome: 'KNOWN', note: 'Ring us.' }],
    });
    const other = await desk.enquiry(FRONT_DOOR, theirs, 'id');
    expect([other.data?.['enquiry'], other.errors]).toEqual([null, []]);
  });
});
