import { EventStream } from '../gate/fourteen/event-stream';
import { OutboxDesk, PORTSMOUTH, SOUTHAMPTON, TEAM } from './outbox-desk';

let desk: OutboxDesk;
const open: EventStream[] = [];
beforeAll(async () => (desk = await OutboxDesk.open()));
afterEach(() => open.splice(0).forEach((stream) => stream.close()));
afterAll(() => desk.stop());

const HOUR = 3_600_000;
const NOTICES = 'subscription { notificationReceived { id text } }';
const ENQUIRIES = 'subscription { enquiryReceived { id question state } }';

const listen = async (
  as: string,
  query: string,
  purpose: string,
  lastEventId?: string,
): Promise<EventStream> => {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const stream = await EventStream.open(desk.hub, { as, purpose }, { query, headers });
  open.push(stream);
  await stream.until(':');
  return stream;
};
/** The root values and ids of the events in what a stream said. */
const eventsIn = (text: string): { id: string; event: unknown }[] =>
  [...text.matchAll(/^id: (.*)\nevent: next\ndata: (.*)$/gm)].map(([, id = '', data = '']) => ({
    id,
    event: Object.values((JSON.parse(data) as { data: object }).data)[0] as unknown,
  }));

describe('notificationReceived', () => {
  it('sends what comes to one’s inbox as it comes, and nobody else’s', async () => {
    const [ours, others] = [
      await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE'),
      await listen(PORTSMOUTH, NOTICES, 'NOTIFY_MOVE'),
    ];
    const id = await desk.moved(await desk.knownChild('Shirin', 'Godwit'), 'On Monday.');
    expect(eventsIn(await ours.until(id))).toEqual([{ id, event: { id, text: 'On Monday.' } }]);
    expect(eventsIn(await others.untilSilent())).toEqual([]);
  });

  it('comes as soon as it is committed, and leaves an entry of its own in the ledger', async () => {
    const stream = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE');
    const child = await desk.knownChild('Soon', 'Godwit');
    const id = await desk.moved(child, 'Now.');
    await stream.until(id);
    const entries = await desk.sql(
      `select kind from ledger_entry where unit_id = $1 and $2 = any(child_ids)`,
      [`${SOUTHAMPTON}/main`, child.id],
    );
    expect(entries).toEqual([{ kind: 'DISCLOSURE' }]);
  });

  it('misses nothing after an hour away: by header, by argument, and from the cursor of the inbox', async () => {
    const first = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE');
    const seen = await desk.moved(await desk.knownChild('Seen', 'Godwit'), 'Seen.');
    await first.until(seen);
    first.close();
    const { data } = await desk.ask(
      SOUTHAMPTON,
      '{ notifications(first: 100) { pageInfo { endCursor } } }',
      {},
      { purpose: 'NOTIFY_MOVE' },
    );
    const cursor = (data?.['notifications'] as { pageInfo: { endCursor: string } }).pageInfo.endCursor;
    const missed: string[] = [];
    // More than one look brings at once.
    for (let i = 0; i < 60; i += 1) {
      missed.push(await desk.moved(await desk.knownChild(`Missed${i}`, 'Godwit'), `Missed ${i}.`));
      desk.hub.clock.advance(HOUR / 60);
    }
    const last = missed.at(-1) ?? '';
    const byHeader = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE', seen);
    const after = (text: string): string =>
      `subscription { notificationReceived(after: "${text}") { id text } }`;
    const byArgument = await listen(SOUTHAMPTON, after(seen), 'NOTIFY_MOVE');
    const byCursor = await listen(SOUTHAMPTON, after(cursor), 'NOTIFY_MOVE');
    for (const stream of [byHeader, byArgument, byCursor])
      expect(eventsIn(await stream.until(last)).map(({ id }) => id)).toEqual(missed);
  }, 60_000);

  it('gives nothing more to a subscriber who was revoked meanwhile', async () => {
    const seen = await desk.moved(await desk.knownChild('Before', 'Godwit'), 'Before.');
    await desk.sql(`update client_system set disabled_at = now() where client_id = $1`, [SOUTHAMPTON]);
    try {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const refused = await EventStream.open(
        desk.hub,
        { as: SOUTHAMPTON, purpose: 'NOTIFY_MOVE' },
        { query: NOTICES, headers: { 'last-event-id': seen } },
      );
      expect(refused.status).toBe(401);
      refused.close();
    } finally {
      await desk.sql(`update client_system set disabled_at = null where client_id = $1`, [SOUTHAMPTON]);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  });

  it('is cut while it is open, when the client is switched off and when the token ends', async () => {
    const stream = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE');
    await desk.sql(`update client_system set disabled_at = now() where client_id = $1`, [SOUTHAMPTON]);
    const said = await stream.until('event: complete');
    expect(said).toContain('UNAUTHENTICATED');
    await desk.sql(`update client_system set disabled_at = null where client_id = $1`, [SOUTHAMPTON]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const second = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE');
    desk.hub.clock.advance(HOUR + 60_000);
    const id = await desk.moved(await desk.knownChild('Late', 'Godwit'), 'Late.');
    const end = await second.until('event: complete');
    expect([end.includes('UNAUTHENTICATED'), end.includes(id)]).toEqual([true, false]);
  });

  it.each(['yesterday', '00000000-0000-4000-8000-000000000000', 'somebody else’s'])(
    'resumes after nothing that one was not given: %s',
    async (given) => {
      const theirs = await desk.moved(await desk.knownChild('Theirs', 'Godwit'), 'Theirs.', PORTSMOUTH);
      const after = given.startsWith('somebody') ? theirs : given;
      const stream = await listen(SOUTHAMPTON, NOTICES, 'NOTIFY_MOVE', after);
      const said = await stream.until('event: complete');
      expect(said).toContain('BAD_USER_INPUT');
      expect(eventsIn(said)).toEqual([]);
    },
  );
});

describe('enquiryReceived', () => {
  it('sends what one is asked, and what comes of one’s own, and goes on from there', async () => {
    const asked = await listen(SOUTHAMPTON, ENQUIRIES, 'ANSWER_ENQUIRY');
    const asker = await listen(TEAM, ENQUIRIES, 'LOCATE_CHILD');
    const child = await desk.knownChild('Enid', 'Godwit');
    const id = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
    const [first] = eventsIn(await asked.until(id));
    expect(first?.event).toEqual({ id, question: 'Do you know this child?', state: 'OPEN' });
    await desk.answer(SOUTHAMPTON, id, { outcome: 'NOT_KNOWN' });
    expect(eventsIn(await asker.until(id)).at(-1)?.event).toMatchObject({ id, state: 'ANSWERED' });
    asked.close();
    const missed = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
    const again = await listen(SOUTHAMPTON, ENQUIRIES, 'ANSWER_ENQUIRY', first?.id);
    expect(eventsIn(await again.until(missed)).map(({ event }) => (event as { id: string }).id)).toEqual([
      missed,
    ]);
    const others = await listen(
      PORTSMOUTH,
      'subscription { enquiryReceived(after: "") { id } }',
      'ANSWER_ENQUIRY',
    );
    expect(eventsIn(await others.untilSilent())).toEqual([]);
  });
});
