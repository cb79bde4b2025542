import type { FastifyInstance } from 'fastify';
import { MEDIA_TYPES, mediaTypeOf } from '../documents/media-type';
import { UPLOAD_BYTES } from '../documents/document';
import { keepUpload } from '../documents/upload.repository';
import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { HubError, badInput } from '../kernel/errors';
import { requestContext, type Identity } from './context';

export interface UploadRouteOptions {
  readonly identity: Identity;
  readonly database: Sql;
  readonly clock: Clock;
  readonly home: string;
}

const RETRY_AFTER = 15 * 60;

/**
 * `POST /uploads`: a file that is to be put on a case with `attachDocument`. Nothing can be read back here, and until then it
 * is about nobody. Who sends it is known before a byte of it is read.
 */
export function uploadRoute(
  app: FastifyInstance,
  { identity, database, clock, home }: UploadRouteOptions,
): void {
  // A scope of its own: these kinds of body are taken at this address alone.
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...MEDIA_TYPES], { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post('/uploads', {
      bodyLimit: UPLOAD_BYTES,
      onRequest: async (request) => {
        request.asker = await requestContext(identity, request.headers, request.id);
        const { asking } = request.asker;
        if (asking.role !== 'CME_TEAM' || asking.organisation !== home || asking.onBehalfOf !== null)
          throw new HubError('NOT_PERMITTED', 'Files are put on cases by the council’s own team.');
      },
      handler: async (request, reply) => {
        const { asker, body } = request;
        if (asker === null) throw new HubError('UNAUTHENTICATED', 'Send a token.');
        if (!Buffer.isBuffer(body) || body.length === 0)
          throw badInput('body', 'is empty; send the file itself.');
        const mediaType = mediaTypeOf(body);
        const declared = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
        if (mediaType === null || mediaType !== declared)
          throw badInput(
            'body',
            `is not what its Content-Type says; send a whole file of ${MEDIA_TYPES.join(', ')}.`,
          );
        const id = await keepUpload(database, { mediaType, content: body }, asker.asking, clock.now());
        if (id === null)
          throw new HubError('RATE_LIMITED', 'Too many files wait to be attached; attach them, or wait.', {
            retryAfter: RETRY_AFTER,
          });
        return reply.code(201).header('cache-control', 'no-store').send({ id, mediaType, size: body.length });
      },
    });
    done();
  });
}
