import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sqlOf } from '../../../src/database/sql';
import { newPublicId } from '../../../src/kernel/id';
import type { TestHub } from '../../support/hub';
import type { Asker } from './question';

/** How something leaves the hub by itself: to a webhook, or as words of the public API to a hub of the asker's. */
export type Way = { readonly webhook: 'SIGNAL' | 'ANSWER' } | { readonly peerHub: 'ANSWER' };

let serial = 0;

/** All that is in an inbox, delivered; written as a stream would be. Where nothing came, why, as the outbox has it. */
export async function byChannel(hub: TestHub, asker: Asker, way: Way): Promise<string> {
  const sql = sqlOf(hub.database.owner);
  const unit = asker.as.split('/').length === 3 ? asker.as : `${asker.as}/main`;
  const organisation = unit.split('/').slice(0, 2).join('/');
  const channel = `door-${(serial += 1)}`;
  const [kind, carries] = 'webhook' in way ? ['WEBHOOK', way.webhook] : ['PEER_HUB', way.peerHub];
  const came: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      came.push(Buffer.concat(parts).toString());
      if (kind === 'WEBHOOK') response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(taken());
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await sql.query(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, $2, $3, $4, $5, 'TEST/1', $6, now())`,
      [
        channel,
        kind,
        unit,
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        [asker.purpose ?? ''],
        carries,
      ],
    );
    if (kind === 'PEER_HUB')
      await sql.query(
        `insert into peer_hub (channel_id, client_id, audience, team) values ($1, 'us', $2, $3)`,
        [channel, organisation, unit],
      );
    await sql.query(
      `insert into delivery (outbox_id, channel_id, position, lane, state, due_at)
       select id, $1, position, lane, 'WAITING', '-infinity' from outbox
       where (kind = 'NOTIFICATION' or (kind = 'ENQUIRY' and $4))
         and (recipient = $2 or (recipient = $3 and ($3 <> 'la/931' or $2 = 'la/931/cme')))`,
      [channel, unit, organisation, kind === 'PEER_HUB'],
    );
    await hub.hub.outbox.drain();
    const problems = await sql.query<{ problem: string }>(
      `select distinct problem from delivery where channel_id = $1 and state <> 'DELIVERED' and problem <> 'NOT_OPEN'`,
      [channel],
    );
    // Of several children they come in any order.
    const bodies = came.map(kind === 'WEBHOOK' ? hookBody : peerBody);
    const answers = bodies.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ answer }) => JSON.stringify(answer));
    const refusals = problems.map(({ problem }) =>
      JSON.stringify({ errors: [{ extensions: { code: problem } }] }),
    );
    return [': open', ...[...answers, ...refusals].map((data) => `event: next\ndata: ${data}`)].join('\n\n');
  } catch (error) {
    // Nobody can be registered whom the directory does not have.
    if ((error as { code?: string }).code !== '23503') throw error;
    return `event: next\ndata: ${JSON.stringify({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })}\n\n`;
  } finally {
    await sql.query(`delete from delivery where channel_id = $1`, [channel]);
    await sql.query(`delete from peer_hub where channel_id = $1`, [channel]);
    await sql.query(`delete from channel where id = $1`, [channel]);
    server.closeAllConnections();
    server.close();
  }
}

interface Came {
  readonly id: string;
  readonly answer: unknown;
}
const hookBody = (text: string): Came => (JSON.parse(text) as { data: Came }).data;

/** What was sent is the whole of what a hub learns: the mutation's arguments. */
function peerBody(text: string): Came {
  const { variables } = JSON.parse(text) as { variables: Sent & { input?: Sent } };
  const { correspondence } = variables.input ?? variables;
  return { id: correspondence?.id ?? '', answer: { data: variables } };
}
interface Sent {
  readonly correspondence?: { readonly id: string };
}

/** It has taken whatever came. */
const taken = (): string =>
  JSON.stringify({
    data: { done: { id: newPublicId() } },
    extensions: { sharing: { disclosureId: newPublicId() } },
  });
