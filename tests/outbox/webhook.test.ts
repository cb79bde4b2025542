import { OutboxDesk, SOUTHAMPTON, TEAM } from './outbox-desk';

let desk: OutboxDesk;
beforeEach(async () => (desk = await OutboxDesk.open()));
afterEach(() => desk.stop());

const UNIT = `${SOUTHAMPTON}/main`;
const MINUTE = 60_000;

describe('a webhook', () => {
  it('says that there is something, and what, once, to whoever verifies it as Standard Webhooks does', async () => {
    const receiver = await desk.webhook(UNIT);
    const child = await desk.knownChild('Shirin', 'Plover');
    const id = await desk.moved(child, 'Moved on Monday.');
    await desk.drain();
    expect(receiver.received.map(({ body, refused }) => ({ body, refused }))).toEqual([
      {
        body: { type: 'notification.received', timestamp: desk.hub.clock.now().toISOString(), data: { id } },
        refused: null,
      },
    ]);
    // Nobody's name leaves with a signal, and the id leads to it under the agreement.
    expect(receiver.received[0]?.text).not.toMatch(/Plover|Shirin|Monday/);
    expect(await desk.inbox(SOUTHAMPTON, 'id text')).toEqual([{ id, text: 'Moved on Monday.' }]);
    await desk.drain();
    expect(receiver.received).toHaveLength(1);
  });

  it('is in the ledger before it is sent, as told to the receiving unit', async () => {
    const receiver = await desk.webhook(UNIT);
    let entries: unknown[] = [];
    receiver.answer = async (_received, response) => {
      entries = await desk.sql(
        `select kind, purpose, reference from ledger_entry where unit_id = $1 order by position`,
        [UNIT],
      );
      response.writeHead(204).end();
    };
    await desk.moved(await desk.knownChild('Ada', 'Plover'), 'Text.');
    await desk.drain();
    expect(entries).toEqual([{ kind: 'DISCLOSURE', purpose: 'NOTIFY_MOVE', reference: 'HOOK/1' }]);
  });

  it('carries what the unit would be told if it asked, where it is registered to', async () => {
    const receiver = await desk.webhook(UNIT, { carries: 'ANSWER' });
    const child = await desk.knownChild('Petra', 'Plover');
    const id = await desk.moved(child, 'Moved on Monday.');
    await desk.drain();
    expect(receiver.received[0]?.body?.data).toMatchObject({
      id,
      answer: {
        data: {
          notificationReceived: { id, text: 'Moved on Monday.', child: { name: { surname: 'Plover' } } },
        },
        extensions: { sharing: { disclosureId: expect.any(String) as string } },
      },
    });
  });

  it('is refused by the receiver when it was changed, is old, or is said to come from later', async () => {
    const receiver = await desk.webhook(UNIT);
    await desk.moved(await desk.knownChild('Ida', 'Plover'), 'Text.');
    await desk.drain();
    const { headers, text } = receiver.received[0] ?? { headers: {} as Record<string, string>, text: '' };
    const verdict = (changed: object, body = text) =>
      receiver.verified({ ...headers, ...changed }, body).refused;
    expect(verdict({})).toBeNull();
    expect(verdict({}, text.replace('received', 'recieved'))).toBe('No matching signature found');
    expect(verdict({ 'webhook-id': 'another' })).toBe('No matching signature found');
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(verdict({ 'webhook-timestamp': later })).toBe('No matching signature found');
    desk.hub.clock.advance(6 * MINUTE);
    expect(verdict({})).toBe('Message timestamp too old');
    desk.hub.clock.advance(-12 * MINUTE);
    expect(verdict({})).toBe('Message timestamp too new');
  });

  it('is taken by a receiver whose clock is two minutes off, either way', async () => {
    const receiver = await desk.webhook(UNIT);
    for (const skew of [-2 * MINUTE, 2 * MINUTE]) {
      receiver.clock = { now: () => new Date(desk.hub.clock.now().getTime() + skew) };
      await desk.moved(await desk.knownChild('Skew', `Of ${skew}`), 'Text.');
      await desk.drain();
    }
    expect(receiver.received.map(({ refused }) => refused)).toEqual([null, null]);
  });

  it('is signed by two secrets while one takes over from the other', async () => {
    const receiver = await desk.webhook(UNIT, { id: 'southampton' });
    const until = new Date(desk.hub.clock.now().getTime() + 10 * MINUTE);
    const [old, next] = [desk.secret('southampton', 1), desk.secret('southampton', 2)];
    expect(old).not.toBe(next);
    await desk.sql(`update channel set generation = 2, former_until = $1`, [until]);
    const taken = async (secret: string): Promise<string | null> => {
      receiver.secrets = [secret];
      await desk.moved(await desk.knownChild('Key', 'Plover'), 'Text.');
      await desk.drain();
      return receiver.received.at(-1)?.refused ?? null;
    };
    expect(await taken(old)).toBeNull();
    expect(await taken(next)).toBeNull();
    desk.hub.clock.advance(11 * MINUTE);
    expect(await taken(next)).toBeNull();
    expect(await taken(old)).toBe('No matching signature found');
  });

  it('goes to the unit alone to which it is told, and to nobody who is switched off', async () => {
    const [ours, others] = [await desk.webhook(UNIT), await desk.webhook('la/851/main')];
    await desk.moved(await desk.knownChild('Whose', 'Plover'), 'Text.');
    await desk.drain();
    expect([ours.received.length, others.received.length]).toEqual([1, 0]);
    ours.answer = (_received, response) => void response.writeHead(503).end();
    await desk.moved(await desk.knownChild('Off', 'Plover'), 'Text.');
    await desk.drain();
    expect(ours.received).toHaveLength(2);
    await desk.sql(`update channel set disabled_at = now() where unit_id = $1`, [UNIT]);
    desk.hub.clock.advance(10 * MINUTE);
    await desk.drain();
    await desk.sql(`update channel set disabled_at = null`);
    await desk.sql(`update unit set disabled_at = now() where id = $1`, [UNIT]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await desk.drain();
    expect(ours.received).toHaveLength(2);
  });

  it('tells of an enquiry, and of its answer to whoever asked', async () => {
    const [asked, asker] = [await desk.webhook(UNIT), await desk.webhook(TEAM)];
    const child = await desk.knownChild('Enid', 'Plover');
    const id = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
    await desk.drain();
    expect(asked.received.map(({ body }) => [body?.type, body?.data['id']])).toEqual([
      ['enquiry.received', id],
    ]);
    await desk.answer(SOUTHAMPTON, id, { outcome: 'NOT_KNOWN' });
    await desk.drain();
    expect(asker.received.map(({ body }) => [body?.type, body?.data['id']])).toEqual([
      ['enquiry.answered', id],
    ]);
  });
});
