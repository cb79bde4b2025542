import { randomUUID } from 'node:crypto';
import {
  ExchangeDesk,
  HEALTH,
  HOUSING,
  idIn,
  POLICE,
  PORTSMOUTH,
  SCHOOL,
  SOUTHAMPTON,
  TEAM,
  type KnownChild,
  type Node,
} from '../enquiries/exchange-desk';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import type { Ask, TestAnswer } from '../support/hub';
import { hubUnitOf, PeerClient, register } from '../support/peer-client';

let desk: ExchangeDesk;
beforeEach(async () => (desk = await ExchangeDesk.at('2026-11-18', 'la/931')));
afterEach(() => desk.stop());

const broadcast = async (child: KnownChild): Promise<string> =>
  idIn(
    await desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
      input: { child: { id: child.publicId } },
    }),
    'broadcastLostPupil',
  );
const met = (as: string, message: string, more: Partial<Ask> = {}): Promise<TestAnswer> =>
  desk.act(as, 'reportLostPupilMet', '$message: ID!', { message }, more);
const withdraw = (id: string) => desk.act(TEAM, 'withdrawBroadcast', '$id: ID!', { id });
const foundBy = async (as: string, fields = 'type from message', purpose = 'LOCATE_CHILD'): Promise<Node[]> =>
  (await desk.inbox(as, `type ${fields}`, purpose)).filter(({ type }) => type === 'FOUND_MATCH');

/** A child of ours whom every authority has been told to look for. */
async function lookedFor(surname: string): Promise<{ child: KnownChild; message: string }> {
  const child = await desk.knownChild('Lost', surname);
  await desk.openCase(child.id);
  return { child, message: await broadcast(child) };
}
/** How many notices and events there are of it: what nobody may have added to. */
const written = async (): Promise<readonly [number, number]> => [
  await desk.count('notification', `type = 'FOUND_MATCH'`, []),
  await desk.count('case_event', `kind = 'INFORMATION_RECEIVED'`, []),
];

describe('an authority that has met a lost pupil of ours', () => {
  it('says so by our id of the message: the team has a notice, the case goes on, and nothing is closed', async () => {
    const { child, message } = await lookedFor('Lapwing');
    const receipt = idIn(await met(SOUTHAMPTON, message), 'reportLostPupilMet');
    expect(await foundBy(TEAM, 'id from to message text purpose reference child { id }')).toEqual([
      {
        id: receipt,
        type: 'FOUND_MATCH',
        from: SOUTHAMPTON,
        to: 'la/931',
        message,
        text: null,
        purpose: 'LOCATE_CHILD',
        reference: 'TEST/1',
        child: { id: child.publicId },
      },
    ]);
    expect(await desk.events(child.id)).toEqual(['BROADCAST_POSTED', 'INFORMATION_RECEIVED']);
    expect(
      await desk.count('circumstance', `child_id = $1 and kind = 'LOST_PUPIL_MESSAGE' and ends_at is null`, [
        child.id,
      ]),
    ).toBe(1);
    expect(await desk.count('cme_case', `child_id = $1 and state = 'OPEN'`, [child.id])).toBe(1);
  });

  it('learns nothing by it: neither the notice nor more of the child than the message had told', async () => {
    const { child, message } = await lookedFor('Lapwing');
    const everything = `{ child(id: "${child.publicId}") { id name { surname } dateOfBirth authority inEducationNow educationStatus { status }
      currentAddress { line1 } lastKnownAddress { line1 } lastSchool { name } cmeFlag { since } case { state } carers { surname } } }`;
    const read = async (as: string): Promise<unknown[]> => {
      const seen: unknown[] = [];
      for (const purpose of ['LOCATE_CHILD', 'NOTIFY_MOVE', 'SAFEGUARD']) {
        const { data, codes } = await desk.ask(as, everything, {}, { purpose });
        seen.push(data, codes, await desk.inbox(as, 'type', purpose));
      }
      return seen;
    };
    const [before, others] = [await read(SOUTHAMPTON), await read(PORTSMOUTH)];
    expect(JSON.stringify(before)).toContain('Lapwing');
    const { errors, data } = await met(SOUTHAMPTON, message);
    expect(errors).toEqual([]);
    expect(Object.keys(data?.['reportLostPupilMet'] as object)).toEqual(['id', 'receivedAt']);
    expect([await read(SOUTHAMPTON), await read(PORTSMOUTH)]).toEqual([before, others]);
    const sent = await desk.ask(SOUTHAMPTON, '{ sentNotifications(first: 10) { nodes { id } } }');
    expect(sent.data?.['sentNotifications'] ?? { nodes: [] }).toEqual({ nodes: [] });
    for (const as of [POLICE, HEALTH, HOUSING, SCHOOL]) expect(await foundBy(as)).toEqual([]);
  });

  it('says it of what it was told alone: an unknown id, another’s message and one never posted to it read alike', async () => {
    const { child, message } = await lookedFor('Lapwing');
    await desk.sql(`delete from notification where message_id is not null and to_organisation = $1`, [
      PORTSMOUTH,
    ]);
    // What another looks for is its own to hear of, at its own hub.
    const input = { child: child.details, theirs: randomUUID() };
    const theirs = idIn(
      await desk.act(PORTSMOUTH, 'receiveLostPupil', '$input: ReceiveLostPupilInput!', { input }),
      'receiveLostPupil',
    );
    const before = await written();
    const tried = [
      await met(PORTSMOUTH, message),
      await met(SOUTHAMPTON, randomUUID()),
      await met(SOUTHAMPTON, theirs),
      await met(PORTSMOUTH, theirs),
      await met(PORTSMOUTH, input.theirs),
    ];
    for (const { data, errors } of tried) expect([data, errors]).toEqual([{ reportLostPupilMet: null }, []]);
    expect(await written()).toEqual(before);
  });

  it('names it by an id: anything else is bad input', async () => {
    const { errors } = await met(SOUTHAMPTON, 'OX/12');
    expect(errors.map(({ extensions: { code, field } }) => [code, field])).toEqual([
      ['BAD_USER_INPUT', 'message'],
    ]);
  });

  it('says it while we look: after that it is a conflict', async () => {
    const { message } = await lookedFor('Lapwing');
    expect((await withdraw(message)).errors).toEqual([]);
    expect((await met(SOUTHAMPTON, message)).codes).toEqual(['CONFLICT']);
    expect(await written()).toEqual([0, 0]);
  });

  it('says it twice on a day: it is one word, with one receipt. On another day it is a new one', async () => {
    const { message } = await lookedFor('Lapwing');
    const first = idIn(await met(SOUTHAMPTON, message), 'reportLostPupilMet');
    const [again, too] = await Promise.all([met(SOUTHAMPTON, message), met(SOUTHAMPTON, message)]);
    expect([idIn(again, 'reportLostPupilMet'), idIn(too, 'reportLostPupilMet')]).toEqual([first, first]);
    expect(await written()).toEqual([1, 1]);
    // Another’s word is another’s.
    expect(idIn(await met(PORTSMOUTH, message), 'reportLostPupilMet')).not.toBe(first);
    expect(await written()).toEqual([2, 2]);
    await desk.on('2026-11-19');
    expect(idIn(await met(SOUTHAMPTON, message), 'reportLostPupilMet')).not.toBe(first);
    expect(await written()).toEqual([3, 3]);
  });

  it('wakes a case that has ended while its alert stands, like whoever else meets the child', async () => {
    const { child, message } = await lookedFor('Lapwing');
    await desk.sql(
      `update cme_case set state = 'CLOSED', closed_at = $2, close_reason = 'CHECKS_MADE_NOT_FOUND', standing_alert = true where child_id = $1`,
      [child.id, desk.hub.clock.now()],
    );
    expect((await met(SOUTHAMPTON, message)).errors).toEqual([]);
    expect((await desk.events(child.id)).sort()).toEqual([
      'BROADCAST_POSTED',
      'INFORMATION_RECEIVED',
      'STANDING_ALERT_HIT',
    ]);
  });

  it.each([POLICE, HEALTH, HOUSING, SCHOOL, TEAM])('is not %s', async (as) => {
    const { message } = await lookedFor('Lapwing');
    expect((await met(as, message)).codes).toEqual(['NOT_PERMITTED']);
    expect(await written()).toEqual([0, 0]);
  });

  it.each(['NOTIFY_MOVE', 'SAFEGUARD'])('does not say it for %s', async (purpose) => {
    const { message } = await lookedFor('Lapwing');
    expect((await met(SOUTHAMPTON, message, { purpose })).codes).toEqual(['NOT_PERMITTED']);
    expect(await written()).toEqual([0, 0]);
  });

  it('writes both or neither: a notice without its event is not there', async () => {
    const { message } = await lookedFor('Lapwing');
    await desk.sql(
      `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
       create trigger dies before insert on case_event for each row when (new.kind = 'INFORMATION_RECEIVED') execute function die()`,
    );
    expect((await met(SOUTHAMPTON, message)).data?.['reportLostPupilMet'] ?? null).toBeNull();
    expect(await written()).toEqual([0, 0]);
    await desk.sql('drop trigger dies on case_event; drop function die()');
    expect((await met(SOUTHAMPTON, message)).errors).toEqual([]);
    expect(await written()).toEqual([1, 1]);
  });
});

describe('from a hub', () => {
  let folder: TestFolder;
  let client: PeerClient;
  beforeEach(async () => {
    folder = makeTestFolder(0o700);
    client = new PeerClient(SOUTHAMPTON, folder.path, desk.hub.clock);
    const { owner } = desk.hub.database;
    await register({ owner, home: 'la/931', clock: desk.hub.clock }, client.registration());
  });
  afterEach(() => folder.remove());

  const TYPES = '$message: ID!, $correspondence: CorrespondenceInput';
  const fromHub = (message: string, id: string): Promise<TestAnswer> =>
    desk.act(
      hubUnitOf(SOUTHAMPTON),
      'reportLostPupilMet',
      TYPES,
      { message, correspondence: { id, receipt: randomUUID() } },
      client.bearer('la/931'),
    );

  it('has its effect once by the sender’s id of it, on whatever day it comes again', async () => {
    const { message } = await lookedFor('Lapwing');
    const id = randomUUID();
    const first = idIn(await fromHub(message, id), 'reportLostPupilMet');
    await desk.on('2026-11-20');
    expect(idIn(await fromHub(message, id), 'reportLostPupilMet')).toBe(first);
    expect(await written()).toEqual([1, 1]);
    expect(await foundBy(TEAM)).toEqual([{ type: 'FOUND_MATCH', from: SOUTHAMPTON, message }]);
  });

  it('is one word on a day, though it comes by two ids', async () => {
    const { message } = await lookedFor('Lapwing');
    const first = idIn(await fromHub(message, randomUUID()), 'reportLostPupilMet');
    expect(idIn(await fromHub(message, randomUUID()), 'reportLostPupilMet')).toBe(first);
    expect(await written()).toEqual([1, 1]);
  });

  it('alone: nobody else names the ids of another', async () => {
    const { message } = await lookedFor('Lapwing');
    const correspondence = { id: randomUUID(), receipt: randomUUID() };
    const { errors } = await desk.act(SOUTHAMPTON, 'reportLostPupilMet', TYPES, { message, correspondence });
    expect(errors.map(({ extensions: { code, field } }) => [code, field])).toEqual([
      ['BAD_USER_INPUT', 'correspondence'],
    ]);
    expect(await written()).toEqual([0, 0]);
  });
});
