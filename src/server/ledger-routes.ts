import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseTilePath } from '../ledger/tree/tiles';

/** What the hub shows of its ledger to everybody: heads, hashes and keys, and never an entry. */
export interface PublishedLedger {
  checkpoint(): Promise<string | null>;
  tile(level: number, index: number, width: number): Promise<Buffer | null>;
  verifiers(): readonly string[];
}

const TEXT = 'text/plain; charset=utf-8';
const PREFIX = '/ledger/';
const OURS = /^\/ledger\/(checkpoint|keys|tile\/.*)$/;
const FULL_TILE = 256;
const READING = ['GET', 'HEAD'];
const A_YEAR = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';

/** `GET /ledger/checkpoint`, `/ledger/tile/…` (c2sp.org/tlog-tiles) and `/ledger/keys`. */
export function ledgerRoutes(app: FastifyInstance, ledger: PublishedLedger): void {
  app.addHook('onRequest', async (request, reply) => {
    if (READING.includes(request.method) || !OURS.test(pathOf(request))) return;
    reply.header('allow', READING.join(', '));
    return say(reply, 405, 'Read this address with GET or HEAD.');
  });
  const read = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    app.route({ method: READING, url, handler });

  read('/ledger/checkpoint', async (_request, reply) => {
    const note = await ledger.checkpoint();
    if (note === null) return say(reply, 404, 'No head of this ledger has been signed yet.');
    return reply.header('cache-control', 'no-store').type(TEXT).send(note);
  });
  read('/ledger/keys', (_request, reply) =>
    Promise.resolve(
      reply
        .header('cache-control', 'public, max-age=300')
        .type(TEXT)
        .send(
          ledger
            .verifiers()
            .map((line) => `${line}\n`)
            .join(''),
        ),
    ),
  );
  // By the bytes of the address, not by what they decode to: one tile has one address.
  read('/ledger/tile/*', async (request, reply) => {
    const at = parseTilePath((request.raw.url ?? '').slice(PREFIX.length));
    const tile = at && (await ledger.tile(at.level, at.index, at.width));
    if (!at || !tile) return say(reply, 404, 'This ledger has no such tile.');
    return reply
      .header('cache-control', at.width === FULL_TILE ? A_YEAR : AN_HOUR)
      .type('application/octet-stream')
      .send(tile);
  }); // prettier-ignore
}

const pathOf = (request: FastifyRequest): string => (request.raw.url ?? '').split('?')[0] ?? '';

const say = (reply: FastifyReply, status: number, words: string): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').type(TEXT).send(`${words}\n`);
