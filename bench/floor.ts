import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

export interface Floor {
  readonly port: number;
  stop(): Promise<void>;
}

const CHILD = {
  name: 'child-by-upn',
  text: `select json_build_object('id', c.public_id, 'upn', i.value,
      'name', json_build_object('surname', n.surname, 'forename', n.forename)) as child
    from child_identifier i join child c on c.id = i.child_id
    join child_name n on n.child_id = c.id and n.kind = 'legal' and n.ends_on is null
    where i.kind = 'upn' and i.value = $1 and i.state = 'current'`,
};

/** What a lookup costs at the very least: Node's own server and one prepared statement. No authorisation, no ledger. */
export async function startFloor(url: string, poolSize: number): Promise<Floor> {
  const pool = new Pool({ connectionString: url, max: poolSize });
  const server: Server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const { upn } = JSON.parse(body) as { upn: string };
      pool.query<{ child: object }>({ ...CHILD, values: [upn] }).then(
        ({ rows }) => {
          answer.writeHead(rows.length === 1 ? 200 : 404, { 'content-type': 'application/json' });
          answer.end(JSON.stringify({ data: { lookupChild: rows[0] ?? null } }));
        },
        () => answer.writeHead(503).end(),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await pool.end();
    },
  };
}
