import type { FastifyInstance, FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';
import { MOST_BYTES } from '../ledger/witness/add-checkpoint';
import type { WitnessAnswer } from '../ledger/witness/witness';

/** What the hub does as a witness of other hubs' ledgers: heads and hashes of theirs, and nothing of its own. */
export interface WitnessDesk {
  add(body: Uint8Array): Promise<WitnessAnswer>;
  /** By the digest of the log's name. */
  kept(digest: Buffer): Promise<string | null>;
}

const TEXT = 'text/plain; charset=utf-8';
const ADD = '/ledger/witness/add-checkpoint';
const DIGEST = /^[0-9a-f]{64}$/;
/** Requests that one address may send at once, and seconds after which it may send one more. */
const AT_ONCE = 30;
const SECONDS_EACH = 0.2;

/** `POST /ledger/witness/add-checkpoint` (c2sp.org/tlog-witness), and the heads that are kept here, for everybody. */
export function witnessRoutes(app: FastifyInstance, witness: WitnessDesk): void {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: 10_000 });
  /** Nobody signs in here, so each address has its measure. */
  const mayAsk = (address: string): boolean => {
    const now = performance.now() / 1000;
    const { left, at } = buckets.get(address) ?? { left: AT_ONCE, at: now };
    const filled = Math.min(AT_ONCE, left + (now - at) / SECONDS_EACH);
    buckets.set(address, { left: Math.max(0, filled - 1), at: now });
    return filled >= 1;
  };

  // A scope of its own: any kind of body is taken at this address alone, for the specification names none.
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.setErrorHandler((error, _request, reply) => {
      if ((error as { code?: unknown }).code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
      return say(reply, 413, `A request may hold ${MOST_BYTES / 1024} KiB.`);
    });
    scope.post(ADD, {
      bodyLimit: MOST_BYTES,
      onRequest: async (request, reply) => {
        if (mayAsk(request.ip)) return;
        return say(reply.header('retry-after', '1'), 429, 'Too many requests from this address.');
      },
      handler: async ({ body }, reply) => {
        const answer = await witness.add(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
        return reply
          .code(answer.status)
          .header('cache-control', 'no-store')
          .header('content-type', answer.type)
          .send(Buffer.from(answer.body));
      },
    });
    done();
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'POST' || (request.raw.url ?? '').split('?')[0] !== ADD) return;
    return say(reply.header('allow', 'POST'), 405, 'Send a checkpoint by POST.');
  });
  app.get('/ledger/witness/:log/checkpoint', async ({ params }, reply) => {
    const { log = '' } = params as { log?: string };
    const note = DIGEST.test(log) ? await witness.kept(Buffer.from(log, 'hex')) : null;
    if (note === null) return say(reply, 404, 'No head of such a log is kept here.');
    return reply.header('cache-control', 'no-store').type(TEXT).send(note);
  });
}

const say = (reply: FastifyReply, status: number, words: string): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').type(TEXT).send(`${words}\n`);
