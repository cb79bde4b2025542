import { changeInWords, kindOfKey } from './partner-words';
import { PartnerRepository, type PartnerSql } from './partner.repository';

interface ListedKey {
  readonly thumbprint: string;
  readonly kind: string;
  readonly validUntil: string | null;
}

interface ListedClient {
  readonly clientId: string;
  readonly name: string;
  readonly development: boolean;
  readonly disabledAt: string | null;
  readonly keys: readonly ListedKey[];
}

interface ListedWebhook {
  readonly webhook: string;
  readonly url: string;
  readonly purposes: readonly string[];
  readonly carries: string;
  readonly disabledAt: string | null;
}

interface ListedHub {
  readonly hub: string;
  readonly url: string;
  /** Who we are there. */
  readonly clientId: string;
  readonly team: string;
  readonly disabledAt: string | null;
}

interface ListedUnit {
  readonly unit: string;
  readonly role: string;
  readonly name: string;
  readonly service: string | null;
  readonly phone: string | null;
  readonly mailbox: string | null;
  readonly disabledAt: string | null;
  readonly clients: readonly ListedClient[];
  readonly webhooks: readonly ListedWebhook[];
  readonly hubs: readonly ListedHub[];
}

interface ListedOrganisation {
  readonly organisation: string;
  readonly name: string;
  readonly authority: string | null;
  readonly state: string;
  readonly disabledAt: string | null;
  readonly units: readonly ListedUnit[];
}

interface ListedChange {
  readonly id: string;
  readonly kind: string;
  readonly words: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
}

/** Who takes part, with which keys that are good at that instant, and what waits for a second person. */
export interface PartnerList {
  readonly organisations: readonly ListedOrganisation[];
  readonly waiting: readonly ListedChange[];
}

const KEYS = `
  select coalesce(json_agg(json_build_object('thumbprint', k.thumbprint, 'jwk', k.public_jwk,
    'validUntil', k.valid_until) order by k.valid_until nulls last, k.thumbprint), '[]')
  from client_key k where k.client_id = c.client_id and (k.valid_until is null or k.valid_until > $2)`;

const CLIENTS = `
  select coalesce(json_agg(json_build_object('clientId', c.client_id, 'name', c.name, 'development', c.development,
    'disabledAt', c.disabled_at, 'keys', (${KEYS})) order by c.client_id), '[]')
  from client_system c where c.unit_id = u.id`;

const WEBHOOKS = `
  select coalesce(json_agg(json_build_object('webhook', h.id, 'url', h.url, 'purposes', h.purposes, 'carries', h.carries,
    'disabledAt', h.disabled_at) order by h.id), '[]')
  from channel h where h.unit_id = u.id and h.kind = 'WEBHOOK'`;

const HUBS = `
  select coalesce(json_agg(json_build_object('hub', h.id, 'url', h.url, 'clientId', p.client_id, 'team', p.team,
    'disabledAt', h.disabled_at) order by h.id), '[]')
  from channel h join peer_hub p on p.channel_id = h.id where h.unit_id = u.id`;

const UNITS = `
  select coalesce(json_agg(json_build_object('unit', u.id, 'role', u.role, 'name', u.name, 'service', u.service,
    'phone', u.contact_phone, 'mailbox', u.contact_mailbox, 'disabledAt', u.disabled_at, 'clients', (${CLIENTS}), 'webhooks', (${WEBHOOKS}),
    'hubs', (${HUBS}))
    order by u.id), '[]')
  from unit u where u.organisation_id = o.id`;

const ORGANISATIONS = `
  select o.id as organisation, o.name, o.local_authority_id as authority, o.state,
    to_json(o.disabled_at) #>> '{}' as "disabledAt", (${UNITS}) as units
  from organisation o where $1::text is null or o.id = $1 order by o.id`;

type StoredKey = Omit<ListedKey, 'kind'> & { readonly jwk: Readonly<Record<string, string>> };

/** Of everybody, or of one organisation; what waits is always all of it. */
export async function partnerList(
  sql: PartnerSql,
  organisation: string | null,
  at: Date,
): Promise<PartnerList> {
  const organisations = await sql.query<ListedOrganisation>(ORGANISATIONS, [organisation, at]);
  const waiting = await new PartnerRepository(sql).waiting();
  return {
    organisations: organisations.map((body) => ({
      ...body,
      units: body.units.map((unit) => ({
        ...unit,
        clients: unit.clients.map((client) => ({ ...client, keys: client.keys.map(shown) })),
      })),
    })),
    waiting: waiting.map(({ id, change, proposedBy, proposedAt }) => {
      return { id, kind: change.kind, words: changeInWords(change), proposedBy, proposedAt };
    }),
  };
}

/** As lines for a person. */
export function listInWords({ organisations, waiting }: PartnerList): string {
  const lines = organisations.flatMap((body) => [
    [body.organisation, body.name, ...(body.state === 'live' ? [] : [body.state]), ...off(body)].join('  '),
    ...body.units.flatMap((unit) => [
      `  ${[unit.unit, unit.role, unit.name, ...off(unit)].join('  ')}`,
      ...unit.clients.map((client) => `    ${clientInWords(client)}`),
      ...unit.webhooks.map(
        (hook) => `    ${['webhook', hook.webhook, hook.url, hook.carries, ...off(hook)].join('  ')}`,
      ),
      ...unit.hubs.map(
        (hub) =>
          `    ${['hub', hub.hub, hub.url, `we are ${hub.clientId}`, `asks ${hub.team}`, ...off(hub)].join('  ')}`,
      ),
    ]),
  ]);
  for (const { id, words, proposedBy } of waiting) {
    lines.push(`waits for a second person: ${id}  ${words}  (proposed by ${proposedBy})`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function clientInWords(client: ListedClient): string {
  const keys = client.keys.map(
    ({ kind, thumbprint, validUntil }) =>
      `${kind} ${thumbprint}${validUntil === null ? '' : ` until ${validUntil}`}`,
  );
  const development = client.development ? ['development client'] : [];
  return ['client', client.clientId, ...development, ...keys, ...off(client)].join('  ');
}

function off({ disabledAt }: { readonly disabledAt: string | null }): string[] {
  return disabledAt === null ? [] : [`SWITCHED OFF since ${disabledAt}`];
}

function shown(key: ListedKey): ListedKey {
  const { thumbprint, jwk, validUntil } = key as unknown as StoredKey;
  return { thumbprint, kind: kindOfKey(jwk), validUntil };
}
