import WebSocket from 'ws';
import type { TestHub } from '../../support/hub';
import type { Asker } from './question';

const SILENCE = 1200;
const PATIENCE = 8000;

/** What a subscription over WebSocket says, written as a stream of server-sent events would be, until words or silence. */
export async function overSocket(hub: TestHub, asker: Asker, query: string, until?: string): Promise<string> {
  const { port } = hub.hub.app.server.address() as { port: number };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  let text = ': open\n\n';
  let over = false;
  let more: () => void = () => undefined;
  const add = (body: unknown): void => {
    text += `event: next\ndata: ${JSON.stringify(body)}\n\n`;
    more();
  };
  socket.on('error', () => undefined);
  socket.on('open', () => {
    const payload = {
      authorization: `Bearer ${hub.token(asker.as, { job: asker.job ?? 'tester' })}`,
      sharingReference: 'TEST/1',
      ...(asker.purpose === null ? {} : { sharingPurpose: asker.purpose }),
    };
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
  });
  socket.on('message', (bytes: Buffer) => {
    const message = JSON.parse(bytes.toString()) as { type: string; payload?: unknown };
    if (message.type === 'connection_ack')
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
    if (message.type === 'next') add(message.payload);
    if (message.type === 'error') add({ errors: message.payload });
    if (message.type === 'error' || message.type === 'complete') {
      over = true;
      more();
    }
  });
  socket.on('close', (_code, reason) => {
    if (!over && reason.length > 0) add({ errors: [{ extensions: { code: reason.toString() } }] });
    over = true;
    more();
  });
  const late = Date.now() + PATIENCE;
  while (!over && Date.now() < late) {
    if (until !== undefined && text.includes(until)) break;
    const before = text.length;
    await new Promise<void>((resolve) => {
      more = resolve;
      setTimeout(resolve, SILENCE);
    });
    if (until === undefined && text.length === before) break;
  }
  socket.terminate();
  return text;
}
