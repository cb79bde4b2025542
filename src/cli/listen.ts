import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config';

type Place = Pick<Config, 'host' | 'port'>;

/** Nothing can be served here; the message says what to do. */
export class ListenProblem extends Error {
  override readonly name = 'ListenProblem';
}

/** Listens, or throws ListenProblem that says what to do. */
export async function listen(app: FastifyInstance, place: Place): Promise<void> {
  try {
    await app.listen({ host: place.host, port: place.port });
  } catch (error) {
    throw problem(error, place);
  }
}

/** Finds out before anything else is started whether the port is free. Throws ListenProblem when it is not. */
export async function requireFreePort(place: Place): Promise<void> {
  const server = createServer();
  try {
    server.listen(place.port, place.host);
    await once(server, 'listening');
  } catch (error) {
    throw problem(error, place);
  } finally {
    server.close();
  }
}

/** `http://127.0.0.1:4000`, with the port that was really taken. */
export function addressOf(app: FastifyInstance, { host, port }: Place): string {
  const taken = app.server.address() as AddressInfo | null;
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken?.port ?? port}`;
}

function problem(error: unknown, { host, port }: Place): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new ListenProblem(
      `Port ${port} on ${host} is taken by another program: choose another with --port, as in --port ${port + 1}.`,
    );
  }
  if (code === 'EACCES')
    return new ListenProblem(
      `Port ${port} on ${host} is not allowed to this user: choose one over 1023 with --port.`,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new ListenProblem('ROLLCALL_HOST is not an address of this machine: use 127.0.0.1 or 0.0.0.0.');
  }
  return error;
}
