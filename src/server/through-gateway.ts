import type { IncomingHttpHeaders } from 'node:http';
import { badInput } from '../kernel/errors';
import type { Identity, RequestContext } from './context';

/**
 * Who asks, with the gateway through which it asks when that put its credential beside the caller's token. One subgraph
 * alone cannot promise all or nothing, so it is asked for strict answers by a gateway that can, or not at all.
 * Throws HubError: UNAUTHENTICATED for a credential that is not good, BAD_USER_INPUT for `strict` without one.
 */
export async function throughGateway(
  asker: RequestContext,
  headers: IncomingHttpHeaders,
  body: unknown,
  { gateways }: Pick<Identity, 'gateways'>,
  subgraph: string | null,
): Promise<RequestContext> {
  const header = one(headers['rollcall-gateway']);
  if (header === undefined) {
    if (subgraph === null || asker.mode === 'partial') return asker;
    throw badInput(
      'Sharing-Mode',
      'strict is not to be had from one subgraph: ask a gateway with the plugin of this hub, or the whole hub.',
    );
  }
  const { query, variables } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const { clientId, request, roots } = await gateways.verify(header, {
    authorization: headers.authorization,
    request: one(headers['rollcall-request']),
    query: typeof query === 'string' ? query : '',
    variables,
  });
  return { ...asker, asking: { ...asker.asking, gateway: clientId, requestId: request }, roots };
}

const one = (header: string | readonly string[] | undefined): string | undefined =>
  [header].flat().join(', ') || undefined;
