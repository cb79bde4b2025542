import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import type { OrganisationId, OrganisationKind, UnitId } from '../kernel/organisation-id';

/** A unit that may take part now: neither it nor its organisation is disabled or closed. */
export interface DirectoryUnit {
  readonly unit: UnitId;
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly role: string;
  readonly service: string | null;
  /** The `la/…` that the organisation is or belongs to. */
  readonly authorityId: string | null;
  readonly name: string;
  readonly organisationName: string;
  readonly contactPhone: string | null;
  readonly contactMailbox: string | null;
}

/** A client system together with the unit that it speaks for. */
export interface DirectoryClient extends DirectoryUnit {
  readonly clientId: string;
  /** Only the development issuer may speak for it. */
  readonly development: boolean;
  readonly publicJwk: Readonly<Record<string, unknown>> | null;
}

/** The kind of service of a unit that is a federation gateway. */
export const GATEWAY = 'gateway';

/** The kind of service of a unit that is the hub of another authority. */
export const PEER_HUB = 'peer-hub';

export interface ServiceKey {
  readonly thumbprint: string;
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Until when it is still good; null for the newest. */
  readonly until: Date | null;
}

export interface DirectoryOrganisation {
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly name: string;
  readonly authorityId: string | null;
  readonly state: 'live' | 'closed';
  readonly successor: OrganisationId | null;
  readonly disabled: boolean;
}

/** Under a second with room for the statement itself: who is disabled is refused within that second. */
const FRESH_MILLISECONDS = 900;

const UNIT_COLUMNS = `
  u.id as "unit", o.id as "organisation", o.kind as "organisationKind", u.role as "role", u.service as "service",
  case when o.kind = 'la' then o.id else o.local_authority_id end as "authorityId",
  u.name as "name", o.name as "organisationName", u.contact_phone as "contactPhone",
  u.contact_mailbox as "contactMailbox"`;

const IN_SERVICE = `u.disabled_at is null and o.disabled_at is null and o.state = 'live'`;

/** Reads who takes part. Answers about one client or organisation are kept for less than a second. */
export class Directory {
  private readonly clients: LRUCache<string, Promise<DirectoryClient | null>>;
  private readonly represented: LRUCache<string, Promise<DirectoryUnit | null>>;
  private readonly byId: LRUCache<string, Promise<DirectoryUnit | null>>;
  private readonly keys: LRUCache<string, Promise<readonly ServiceKey[]>>;

  /** `ticks` is a monotonic count of milliseconds. */
  constructor(
    private readonly dataSource: DataSource,
    ticks: () => number = () => performance.now(),
  ) {
    const options = { max: 5000, ttl: FRESH_MILLISECONDS, ttlResolution: 0, perf: { now: ticks } };
    this.clients = new LRUCache(options);
    this.represented = new LRUCache(options);
    this.byId = new LRUCache(options);
    this.keys = new LRUCache(options);
  }

  /** The unit that this client system speaks for; null when it is unknown, disabled, or its unit or body is. */
  requesterFor(clientId: string): Promise<DirectoryClient | null> {
    return remembered(this.clients, clientId, () =>
      this.one<DirectoryClient>(
        `select ${UNIT_COLUMNS}, c.client_id as "clientId", c.development, c.public_jwk as "publicJwk"
         from client_system c join unit u on u.id = c.unit_id join organisation o on o.id = u.organisation_id
         where c.client_id = $1 and c.disabled_at is null and ${IN_SERVICE}`,
        clientId,
      ),
    );
  }

  /** The keys of a federation gateway that sign now, by thumbprint; none for any other client. */
  gatewayKeys(clientId: string, now: Date): Promise<readonly ServiceKey[]> {
    return this.keysOf(GATEWAY, clientId, now);
  }

  /** The keys that are pinned for the hub of another authority and sign now, by thumbprint; none for any other client. */
  peerKeys(clientId: string, now: Date): Promise<readonly ServiceKey[]> {
    return this.keysOf(PEER_HUB, clientId, now);
  }

  private keysOf(service: string, clientId: string, now: Date): Promise<readonly ServiceKey[]> {
    return remembered(this.keys, `${service} ${clientId}`, () =>
      this.dataSource.query<ServiceKey[]>(
        `select k.thumbprint, k.public_jwk as "jwk", k.valid_until as "until"
         from client_system c join unit u on u.id = c.unit_id join organisation o on o.id = u.organisation_id
         join client_key k on k.client_id = c.client_id
         where c.client_id = $1 and c.disabled_at is null and u.service = $2 and ${IN_SERVICE}`,
        [clientId, service],
      ),
    ).then((keys) => keys.filter(({ until }) => until === null || until > now));
  }

  /** The unit by which an organisation is represented: its CME team, else its main unit, else its first. */
  unitOf(organisation: OrganisationId): Promise<DirectoryUnit | null> {
    return remembered(this.represented, organisation, () =>
      this.one<DirectoryUnit>(
        `select ${UNIT_COLUMNS} from unit u join organisation o on o.id = u.organisation_id
         where o.id = $1 and ${IN_SERVICE}
         order by (u.role = 'CME_TEAM') desc, (u.id = o.id || '/main') desc, u.id limit 1`,
        organisation,
      ),
    );
  }

  /** A unit that may take part now, by its id. */
  unit(id: string): Promise<DirectoryUnit | null> {
    return remembered(this.byId, id, () =>
      this.one<DirectoryUnit>(
        `select ${UNIT_COLUMNS} from unit u join organisation o on o.id = u.organisation_id
         where u.id = $1 and ${IN_SERVICE}`,
        id,
      ),
    );
  }

  /** Every organisation, closed and disabled ones too, by id. */
  async organisations(): Promise<readonly DirectoryOrganisation[]> {
    return this.dataSource.query<DirectoryOrganisation[]>(
      `select id as "organisation", kind as "organisationKind", name, state, successor_id as "successor",
         case when kind = 'la' then id else local_authority_id end as "authorityId",
         disabled_at is not null as "disabled"
       from organisation order by id`,
    );
  }

  /** Every unit that may take part now, by id. */
  async units(): Promise<readonly DirectoryUnit[]> {
    return this.dataSource.query<DirectoryUnit[]>(
      `select ${UNIT_COLUMNS} from unit u join organisation o on o.id = u.organisation_id
       where ${IN_SERVICE} order by u.id`,
    );
  }

  private async one<T>(sql: string, parameter: string): Promise<T | null> {
    const rows = await this.dataSource.query<T[]>(sql, [parameter]);
    return rows[0] ?? null;
  }
}

/** Keeps the question, not the answer: callers who ask at once share one statement; a failure is not kept. */
function remembered<T>(cache: LRUCache<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  cache.set(key, asked);
  asked.catch(() => cache.delete(key));
  return asked;
}
