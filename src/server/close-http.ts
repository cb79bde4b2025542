import type { FastifyInstance } from 'fastify';

const PATIENCE = 10_000;

/** Stops listening, lets requests under way finish, and cuts off those that take longer than ten seconds. */
export async function closeHttp(app: FastifyInstance, patience = PATIENCE): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patience);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
