import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sqlOf } from '../../../src/database/sql';
import type { TestHub } from '../../support/hub';
import type { Asker } from './question';

let serial = 0;

/** All that is in an inbox, delivered by webhook; written as a stream would be. Where nothing came, why, as the outbox has it. */
export async function byWebhook(hub: TestHub, asker: Asker, carries: string): Promise<string> {
  const sql = sqlOf(hub.database.owner);
  const unit = asker.as.split('/').length === 3 ? asker.as : `${asker.as}/main`;
  const organisation = unit.split('/').slice(0, 2).join('/');
  const channel = `door-${(serial += 1)}`;
  const came: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      came.push(Buffer.concat(parts).toString());
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await sql.query(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, 'WEBHOOK', $2, $3, $4, 'TEST/1', $5, now())`,
      [
        channel,
        unit,
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        [asker.purpose ?? ''],
        carries,
      ],
    );
    await sql.query(
      `insert into delivery (outbox_id, channel_id, position, lane, state, due_at)
       select id, $1, position, lane, 'WAITING', '-infinity' from outbox
       where kind = 'NOTIFICATION' and (recipient = $2 or (recipient = $3 and ($3 <> 'la/931' or $2 = 'la/931/cme')))`,
      [channel, unit, organisation],
    );
    await hub.hub.outbox.drain();
    const problems = await sql.query<{ problem: string }>(
      `select distinct problem from delivery where channel_id = $1 and state <> 'DELIVERED' and problem <> 'NOT_OPEN'`,
      [channel],
    );
    // Of several children they come in any order.
    const bodies = came.map((text) => (JSON.parse(text) as { data: { id: string; answer: unknown } }).data);
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
    await sql.query(`delete from channel where id = $1`, [channel]);
    server.closeAllConnections();
    server.close();
  }
}
