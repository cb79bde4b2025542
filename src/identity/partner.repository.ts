import type { sqlOf } from '../database/sql';
import { organisationKind, organisationOf } from '../kernel/organisation-id';
import {
  targetOf,
  type AddClient,
  type AddHub,
  type AddOrganisation,
  type AddUnit,
  type AddWebhook,
  type AddWitness,
  type ChangeKey,
  type ChangeSecret,
  type PartnerChange,
  type PartnerTarget,
  type WatchLog,
} from './partner-change';
import type { PartnerKey } from './partner-jwk';

/** A pool or a transaction of the owner: the hub's own role may only read the directory. */
export type PartnerSql = ReturnType<typeof sqlOf>;

export interface DirectoryChange {
  readonly id: string;
  readonly change: PartnerChange;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly approvedBy: string | null;
  readonly appliedAt: string | null;
  readonly refusedBy: string | null;
}

export interface KnownPartner {
  readonly live: boolean;
  readonly disabled: boolean;
  /** Only of a client: the development issuer alone may speak for it. */
  readonly development: boolean;
  /** Only of a unit. */
  readonly service: string | null;
}

const CHANGE = `
  select id, payload as change, proposed_by as "proposedBy", to_json(proposed_at) #>> '{}' as "proposedAt",
    approved_by as "approvedBy", to_json(applied_at) #>> '{}' as "appliedAt", refused_by as "refusedBy"
  from directory_change`;

const TABLE = {
  organisation: 'organisation',
  unit: 'unit',
  client: 'client_system',
  webhook: 'channel',
  hub: 'channel',
  witness: 'ledger_witness',
  log: 'witnessed_log',
} as const;
const KEY = {
  organisation: 'id',
  unit: 'id',
  client: 'client_id',
  webhook: 'id',
  hub: 'id',
  witness: 'name',
  log: 'origin',
} as const;
/** Both are channels, and share their names. */
const AMONG = {
  organisation: '',
  unit: '',
  client: '',
  webhook: `and kind = 'WEBHOOK'`,
  hub: `and kind = 'PEER_HUB'`,
  witness: '',
  log: '',
} as const;
const STATE = {
  organisation: `state = 'live' as live, false as development, null as service`,
  unit: `true as live, false as development, service`,
  client: `true as live, development, null as service`,
  webhook: `true as live, false as development, null as service`,
  hub: `true as live, false as development, null as service`,
  witness: `true as live, false as development, null as service`,
  log: `true as live, false as development, null as service`,
} as const;

/** Rows of the directory and of its changes. Made of a transaction where it writes. */
export class PartnerRepository {
  constructor(private readonly sql: PartnerSql) {}

  /** Changes happen one after the other, so that what was checked still holds when it is written. */
  async serialise(): Promise<void> {
    await this.sql.query('lock table directory_change in exclusive mode');
  }

  async known({ target, id }: PartnerTarget): Promise<KnownPartner | null> {
    const rows = await this.sql.query<KnownPartner>(
      `select ${STATE[target]}, disabled_at is not null as disabled from ${TABLE[target]} where ${KEY[target]} = $1 ${AMONG[target]}`,
      [id],
    );
    return rows[0] ?? null;
  }

  async ids(target: PartnerTarget['target']): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select ${KEY[target]} as id from ${TABLE[target]} where true ${AMONG[target]}`,
    );
    return rows.map(({ id }) => id);
  }

  async setDisabled({ target, id }: PartnerTarget, at: Date | null): Promise<void> {
    const value = at === null ? '$2' : 'coalesce(disabled_at, $2)';
    await this.sql.query(
      `update ${TABLE[target]} set disabled_at = ${value}::timestamptz where ${KEY[target]} = $1`,
      [id, at],
    );
  }

  /** For whom somebody is registered to decide; null for a stranger. */
  async approverFor(subject: string): Promise<string | null> {
    const rows = await this.sql.query<{ organisation: string }>(
      'select organisation_id as organisation from agreement_approver where subject = $1',
      [subject],
    );
    return rows[0]?.organisation ?? null;
  }

  async change(id: string): Promise<DirectoryChange | null> {
    const rows = await this.sql.query<DirectoryChange>(`${CHANGE} where id = $1`, [id]);
    return rows[0] ?? null;
  }

  waiting(): Promise<DirectoryChange[]> {
    return this.sql.query<DirectoryChange>(
      `${CHANGE} where applied_at is null and refused_by is null order by proposed_at, id`,
    );
  }

  async addChange(id: string, change: PartnerChange, by: string, at: Date): Promise<void> {
    await this.sql.query(
      `insert into directory_change (id, kind, target, payload, proposed_by, proposed_at, applied_at)
       values ($1, $2, $3, $4::jsonb, $5, $6, $7)`,
      [
        id,
        change.kind,
        targetOf(change),
        JSON.stringify(change),
        by,
        at,
        change.kind === 'DISABLE' ? at : null,
      ],
    );
  }

  async setApplied(id: string, by: string, at: Date): Promise<void> {
    await this.sql.query(
      'update directory_change set approved_by = $2, approved_at = $3, applied_at = $3 where id = $1',
      [id, by, at],
    );
  }

  async setRefused(id: string, by: string, at: Date): Promise<void> {
    await this.sql.query('update directory_change set refused_by = $2, refused_at = $3 where id = $1', [
      id,
      by,
      at,
    ]);
  }

  async addOrganisation({ organisation, name, authority }: AddOrganisation): Promise<void> {
    const kind = organisationKind(organisation);
    const code = organisation.slice(kind.length + 1);
    const isGss = /^[A-Z]\d{8}$/.test(code);
    await this.sql.query(
      `insert into organisation (id, kind, name, local_authority_id, gss_code, dfe_number, laestab)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        organisation,
        kind,
        name,
        authority,
        isGss ? code : null,
        kind === 'la' && !isGss ? code : null,
        kind === 'school' ? code.replace('-', '') : null,
      ],
    );
  }

  async addUnit({ unit, name, role, service, phone, mailbox }: AddUnit): Promise<void> {
    await this.sql.query(
      `insert into unit (id, organisation_id, name, role, service, contact_phone, contact_mailbox)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [unit, organisationOf(unit), name, role, service, phone, mailbox],
    );
  }

  async addClient({ clientId, unit, name, key }: AddClient, at: Date): Promise<void> {
    await this.sql.query(
      'insert into client_system (client_id, unit_id, name, created_at) values ($1, $2, $3, $4)',
      [clientId, unit, name, at],
    );
    if (key !== null) await this.addKey(clientId, key, at);
  }

  async hadKey(clientId: string, thumbprint: string): Promise<boolean> {
    const rows = await this.sql.query('select from client_key where client_id = $1 and thumbprint = $2', [
      clientId,
      thumbprint,
    ]);
    return rows.length > 0;
  }

  /** The key before it ends at that instant; one that was to end later than now, by an earlier change, keeps its end. */
  async changeKey({ clientId, key, oldKeyUntil }: ChangeKey, at: Date): Promise<void> {
    const until = oldKeyUntil === null ? at : new Date(oldKeyUntil);
    await this.sql.query(
      oldKeyUntil === null
        ? 'update client_key set valid_until = $2 where client_id = $1 and (valid_until is null or valid_until > $2)'
        : 'update client_key set valid_until = $2 where client_id = $1 and valid_until is null',
      [clientId, until],
    );
    await this.addKey(clientId, key, at);
  }

  async addWebhook(
    { webhook, unit, url, purposes, reference, carries }: AddWebhook,
    at: Date,
  ): Promise<void> {
    await this.sql.query(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, 'WEBHOOK', $2, $3, $4, $5, $6, $7)`,
      [webhook, unit, url, purposes, reference, carries, at],
    );
  }

  async addHub(hub: AddHub, at: Date): Promise<void> {
    await this.sql.query(
      `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
       values ($1, 'PEER_HUB', $2, $3, $4, $5, 'ANSWER', $6)`,
      [hub.hub, hub.unit, hub.url, hub.purposes, hub.reference, at],
    );
    await this.sql.query(
      'insert into peer_hub (channel_id, client_id, audience, team) values ($1, $2, $3, $4)',
      [hub.hub, hub.clientId, hub.audience, hub.team],
    );
  }

  async changeSecret({ webhook, oldSecretUntil }: ChangeSecret): Promise<void> {
    await this.sql.query(
      `update channel set generation = generation + 1, former_until = $2::timestamptz where id = $1`,
      [webhook, oldSecretUntil],
    );
  }

  async addWitness({ witness, url, verifier }: AddWitness, at: Date): Promise<void> {
    await this.sql.query(
      'insert into ledger_witness (name, url, verifier_key, added_at) values ($1, $2, $3, $4)',
      [witness, url, verifier, at],
    );
  }

  /** The head that is kept stays, whatever the new keys are; begun anew, what it contradicted is settled with it. */
  async watchLog({ log, organisation, url, verifiers, anew }: WatchLog, at: Date): Promise<void> {
    await this.sql.query(
      `insert into witnessed_log (origin, organisation_id, url, verifier_keys, added_at) values ($1, $2, $3, $4, $5)
       on conflict (origin) do update set organisation_id = excluded.organisation_id, url = excluded.url,
         verifier_keys = excluded.verifier_keys, disabled_at = null, looked_at = null, problem = null`,
      [log, organisation, url, verifiers, at],
    );
    if (anew) {
      await this.sql.query('delete from witnessed_head where origin = $1', [log]);
      await this.sql.query(
        'update witness_alarm set settled_at = $2 where origin = $1 and settled_at is null',
        [log, at],
      );
    }
    await this.sql.query('insert into witnessed_head (origin) values ($1) on conflict (origin) do nothing', [
      log,
    ]);
  }

  private async addKey(clientId: string, { thumbprint, jwk }: PartnerKey, at: Date): Promise<void> {
    const json = JSON.stringify(jwk);
    await this.sql.query(
      'insert into client_key (client_id, thumbprint, public_jwk, added_at) values ($1, $2, $3::jsonb, $4)',
      [clientId, thumbprint, json, at],
    );
    await this.sql.query('update client_system set public_jwk = $2::jsonb where client_id = $1', [
      clientId,
      json,
    ]);
  }
}
