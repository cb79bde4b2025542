import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { ExchangeDesk, idIn, PORTSMOUTH, SOUTHAMPTON, TEAM } from '../enquiries/exchange-desk';

let desk: ExchangeDesk;
const clients: Client[] = [];
beforeAll(async () => (desk = await ExchangeDesk.open()));
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(() => desk.stop());

interface Event {
  readonly data?: {
    readonly notificationReceived: { readonly id: string; readonly text: string } | null;
  } | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly eventId: string; readonly sharing: { readonly disclosureId: string } };
}

const url = (): string =>
  `ws://127.0.0.1:${(desk.hub.hub.app.server.address() as { port: number }).port}/graphql`;
const params = (as: string, more: object = {}): Record<string, unknown> => ({
  authorization: `Bearer ${desk.hub.token(as)}`,
  sharingPurpose: 'NOTIFY_MOVE',
  sharingReference: 'TEST/1',
  ...more,
});
const connect = (connectionParams: Record<string, unknown>): { client: Client; closed: Promise<number> } => {
  let tell: (code: number) => void;
  const closed = new Promise<number>((resolve) => (tell = resolve));
  const client = createClient({
    url: url(),
    webSocketImpl: WebSocket,
    connectionParams,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    on: { closed: (event) => tell((event as { code: number }).code) },
  });
  clients.push(client);
  return { client, closed };
};
const subscribe = (client: Client, query: string): AsyncIterableIterator<Event> =>
  client.iterate({ query }) as AsyncIterableIterator<Event>;
const nextOf = async (events: AsyncIterator<Event>): Promise<Event> => (await events.next()).value as Event;
const opened = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
const notice = async (text: string, to = SOUTHAMPTON): Promise<string> => {
  const child = await desk.knownChild(text, 'Stilt');
  return idIn(await desk.notify(TEAM, { id: child.publicId }, to, 'MOVED_OUT', { text }), 'notifyAuthority');
};
const NOTICES = 'subscription { notificationReceived { id text } }';

describe('subscriptions over WebSocket', () => {
  it('send what comes, each event with its own entry in the ledger, and nobody else’s', async () => {
    const events = subscribe(connect(params(SOUTHAMPTON)).client, NOTICES);
    const first = nextOf(events);
    await opened();
    await notice('For Portsmouth', PORTSMOUTH);
    const id = await notice('For Southampton');
    const { data, extensions } = await first;
    expect([data, extensions?.eventId]).toEqual([
      { notificationReceived: { id, text: 'For Southampton' } },
      id,
    ]);
    expect(await desk.count('ledger_entry', 'id = $1', [extensions?.sharing.disclosureId])).toBe(1);
    const more = await notice('And again');
    expect((await nextOf(events)).data?.notificationReceived?.id).toBe(more);
    await events.return?.();
  });

  it('go on after the last id that was seen', async () => {
    const seen = await notice('Seen');
    const missed = [await notice('Missed one'), await notice('Missed two')];
    const events = subscribe(
      connect(params(SOUTHAMPTON)).client,
      `subscription { notificationReceived(after: "${seen}") { id text } }`,
    );
    const got = [await nextOf(events), await nextOf(events)];
    expect(got.map(({ data }) => data?.notificationReceived?.id)).toEqual(missed);
  });

  it.each([
    ['no token', { authorization: undefined }, 4401],
    ['a bad token', { authorization: 'Bearer nonsense' }, 4401],
    ['a purpose that is none', { sharingPurpose: 'so so' }, 4400],
  ])('let nobody in with %s', async (_what, more, code) => {
    expect(await connect(params(SOUTHAMPTON, more)).closed).toBe(code);
  });

  it.each([
    ['without a purpose', NOTICES, { sharingPurpose: undefined }, 'PURPOSE_REQUIRED'],
    ['for what is not agreed', NOTICES, { sharingPurpose: 'STATISTICS' }, 'PURPOSE_NOT_AGREED'],
    ['that is a query', '{ sharing { unit } }', {}, 'BAD_USER_INPUT'],
    ['that is a mutation', 'mutation { acknowledgeNotification(id: "x") { id } }', {}, 'BAD_USER_INPUT'],
    ['that does not parse', 'subscription {', {}, 'BAD_USER_INPUT'],
    ['of a field that there is not', 'subscription { nothing { id } }', {}, 'BAD_USER_INPUT'],
  ])('refuse an operation %s', async (_what, query, more, code) => {
    const events = subscribe(connect(params(SOUTHAMPTON, more)).client, query);
    const refused = await events.next().catch((error: unknown) => error);
    expect(refused).toMatchObject([{ extensions: { code } }]);
  });

  it('are cut when the client is switched off, and say why', async () => {
    const events = subscribe(connect(params(SOUTHAMPTON)).client, NOTICES);
    const first = nextOf(events);
    await opened();
    await desk.sql(`update client_system set disabled_at = now() where client_id = $1`, [SOUTHAMPTON]);
    try {
      expect((await first).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      expect((await events.next()).done).toBe(true);
    } finally {
      await desk.sql(`update client_system set disabled_at = null where client_id = $1`, [SOUTHAMPTON]);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  });

  it('end when the token does: nothing more is sent, and the socket is closed', async () => {
    const { client, closed } = connect(params(SOUTHAMPTON));
    const events = subscribe(client, NOTICES);
    const first = nextOf(events);
    await opened();
    desk.hub.clock.advance(3_700_000);
    try {
      await notice('Too late');
      expect((await first).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      expect(await closed).toBe(4401);
    } finally {
      desk.hub.clock.advance(-3_700_000);
    }
  }, 15_000);

  it('speak one protocol at one address', async () => {
    const outcome = (at: string, protocol: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(at, protocol);
        socket.on('error', (error) => resolve(error.message));
        socket.on('close', (code) => resolve(String(code)));
        socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      });
    expect(await outcome(url().replace('graphql', 'elsewhere'), 'graphql-transport-ws')).toBe('404');
    expect(await outcome(url(), 'graphql-ws')).toMatch(/subprotocol|4406|4400/);
  });
});
