import { badInput, HubError } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';
import {
  type OrganisationId,
  type OrganisationKind,
  parseOrganisationId,
  parseUnitId,
  type UnitId,
} from '../kernel/organisation-id';
import { GATEWAY, PEER_HUB, type Directory, type DirectoryUnit } from './directory';
import type { VerifiedToken } from './token-claims';
import { unauthenticated } from './unauthenticated';

/** The organisation on whose behalf somebody asks, by the unit that represents it. */
export interface Represented {
  readonly organisation: OrganisationId;
  readonly unit: UnitId;
  readonly role: string;
  readonly service: string | null;
}

/** Who asks, for which purpose and which case: the first argument of whatever is done in somebody's name. */
export interface Requester {
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly unit: UnitId;
  readonly role: string;
  readonly service: string | null;
  readonly clientId: string;
  readonly subject: string;
  readonly user: string;
  readonly job: string;
  /** A word of the purposes catalogue, checked elsewhere; empty when none was sent. */
  readonly purpose: string;
  /** The asker's own case reference; empty when none was sent. */
  readonly reference: string;
  readonly onBehalfOf: Represented | null;
  readonly tokenExpiresAt: Date;
  readonly requestId: string;
  /** The `la/…` that the organisation is or belongs to. */
  readonly authorityId: string | null;
}

/** What a request says about itself beside its token. */
export interface RequestWords {
  readonly purpose: string | undefined;
  readonly reference: string | undefined;
  readonly onBehalfOf: string | undefined;
  readonly requestId: string;
}

const REFERENCE = /^[A-Za-z0-9/._-]{1,64}$/;

/**
 * The requester that a verified token and the words of its request make. Organisation, unit and role come from the
 * directory. Throws HubError: UNAUTHENTICATED for a client that is unknown, disabled, or a development client named
 * by a real issuer; BAD_USER_INPUT for a reference or represented organisation that is not one.
 */
export async function makeRequester(
  directory: Directory,
  token: VerifiedToken,
  words: RequestWords,
): Promise<Requester> {
  const client = await directory.requesterFor(token.clientId);
  if (client === null || (client.development && !token.development)) {
    throw unauthenticated('The client of the token is not registered with this hub, or is disabled.');
  }
  if (client.service === GATEWAY)
    throw unauthenticated('A gateway speaks for nobody: send the token of whoever asks.');
  if ((client.service === PEER_HUB) !== (token.peer === true))
    throw unauthenticated('A hub speaks for itself alone, by an assertion signed with its own key.');
  const reference = words.reference?.trim() ?? '';
  if (reference !== '' && !REFERENCE.test(reference)) {
    throw badInput(
      'Sharing-Reference',
      'write 1 to 64 letters, digits, slashes, stops, underscores or hyphens.',
    );
  }
  return {
    organisation: client.organisation,
    organisationKind: client.organisationKind,
    unit: client.unit,
    role: client.role,
    service: client.service,
    clientId: client.clientId,
    subject: token.subject,
    user: token.user,
    job: token.job,
    purpose: words.purpose?.trim() ?? '',
    reference,
    onBehalfOf: await represented(directory, words.onBehalfOf?.trim() ?? ''),
    tokenExpiresAt: token.expiresAt,
    requestId: words.requestId,
    authorityId: client.authorityId,
  };
}

/** Throws HubError PURPOSE_REQUIRED, naming the header, when purpose or reference was not sent. */
export function requirePurpose({ purpose, reference }: Pick<Requester, 'purpose' | 'reference'>): void {
  if (purpose === '')
    throw new HubError('PURPOSE_REQUIRED', 'Send the purpose of this request in Sharing-Purpose.');
  if (reference === '')
    throw new HubError('PURPOSE_REQUIRED', 'Send your case reference in Sharing-Reference.');
}

async function represented(directory: Directory, text: string): Promise<Represented | null> {
  if (text === '') return null;
  const header = 'Sharing-On-Behalf-Of';
  if (text.split('/').length === 3) return representedUnit(directory, text, header);
  const parsed = parseOrganisationId(text);
  if (!parsed.ok) throw badInput(header, parsed.problem);
  const unit = await directory.unitOf(parsed.value);
  if (unit === null) throw badInput(header, await absence(directory, parsed.value));
  return pick(unit);
}

/** A unit by name: what an organisation's main unit may see says nothing of what its front door may. */
async function representedUnit(directory: Directory, text: string, header: string): Promise<Represented> {
  const parsed = parseUnitId(text);
  if (!parsed.ok) throw badInput(header, parsed.problem);
  const unit = await directory.unit(parsed.value);
  if (unit === null) throw badInput(header, 'there is no such unit here, or it takes no part at present.');
  return pick(unit);
}

function pick({ organisation, unit, role, service }: DirectoryUnit): Represented {
  return { organisation, unit, role, service };
}

async function absence(directory: Directory, organisation: OrganisationId): Promise<string> {
  const known = (await directory.organisations()).map((entry) => entry.organisation);
  if (known.includes(organisation)) return 'that organisation takes no part at present.';
  const near = nearWord(organisation, known);
  return `there is no such organisation.${near === null ? '' : ` Did you mean ${near}?`}`;
}
