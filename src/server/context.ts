import type { IncomingHttpHeaders } from 'node:http';
import type { Asking } from '../gate/asking';
import { PEER_HUB, type Directory } from '../identity/directory';
import { makeRequester, type Requester } from '../identity/requester';
import type { GatewayVerifier } from '../identity/gateway-credential';
import type { TokenVerifier } from '../identity/verify-token';
import {
  idempotencyKeyOf,
  modeOf,
  onBehalfOf,
  purposeOf,
  referenceOf,
  type SharingMode,
} from './request-headers';

/** Everything that a request says about itself outside its body. */
export interface RequestContext {
  readonly requester: Requester;
  readonly asking: Asking;
  readonly mode: SharingMode;
  readonly idempotencyKey: string | null;
  /** Root fields of the caller's whole operation, when a gateway asks for a part of it. */
  readonly roots?: readonly string[];
}

export interface Identity {
  readonly verifier: Pick<TokenVerifier, 'verifyHeader'>;
  readonly directory: Directory;
  readonly gateways: Pick<GatewayVerifier, 'verify'>;
}

/**
 * From the headers of a request to who asks. The token comes first: whoever has none learns nothing about the
 * rest. Throws HubError: UNAUTHENTICATED, or BAD_USER_INPUT that names the header.
 */
export async function requestContext(
  { verifier, directory }: Pick<Identity, 'verifier' | 'directory'>,
  headers: IncomingHttpHeaders,
  requestId: string,
): Promise<RequestContext> {
  const token = await verifier.verifyHeader(headers.authorization);
  const known = await makeRequester(directory, token, {
    purpose: undefined,
    reference: referenceOf(headers),
    onBehalfOf: onBehalfOf(headers),
    requestId,
  });
  const requester = { ...known, purpose: purposeOf(headers) ?? '' };
  return {
    requester,
    asking: await askingOf(requester, directory),
    mode: modeOf(headers),
    idempotencyKey: idempotencyKeyOf(headers),
  };
}

async function askingOf(requester: Requester, directory: Directory): Promise<Asking> {
  const other = requester.onBehalfOf;
  const area = other === null ? null : ((await directory.unitOf(other.organisation))?.authorityId ?? null);
  return {
    organisation: requester.organisation,
    unit: requester.unit,
    role: requester.role,
    clientId: requester.clientId,
    subject: requester.subject,
    user: requester.user,
    job: requester.job,
    purpose: requester.purpose,
    reference: requester.reference,
    onBehalfOf:
      other === null
        ? null
        : { organisation: other.organisation, unit: other.unit, role: other.role, authorityId: area },
    requestId: requester.requestId,
    authorityId: requester.authorityId,
    ...(requester.service === PEER_HUB ? { peerHub: true } : {}),
  };
}
