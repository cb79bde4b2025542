import type { DataSource } from 'typeorm';
import { demoDirectory } from './demo-directory';
import { organisationColumns, unitColumns } from './directory-rows';
import { homeUnits } from './home-units';
import { nationalDirectory } from './national-directory';

export interface DirectorySeed {
  /** The council that runs the hub, `la/931`. */
  readonly homeAuthority: string;
  /** Adds the partners of the demonstration region. */
  readonly demo: boolean;
  /** Gives every unit a client system that only the development issuer may speak for. */
  readonly developmentClients?: boolean;
}

/**
 * Fills the directory, or brings it up to date: names, dates and states follow the reference data; what an operator
 * disabled stays disabled. Runs as the owner of the tables. Throws when the directory belongs to another authority.
 */
export async function seedDirectory(owner: DataSource, seed: DirectorySeed): Promise<void> {
  const { homeAuthority, demo, developmentClients = true } = seed;
  const parts = [...nationalDirectory(homeAuthority), ...(demo ? demoDirectory() : [])];
  const organisations = parts.flatMap((part) => part.organisations);
  if (!organisations.some(({ id, closed }) => id === homeAuthority && closed !== true)) {
    throw new Error(
      'The home authority is not one of the live English authorities: write la/ and its DfE number.',
    );
  }
  const units = [...parts.flatMap((part) => part.units), ...homeUnits(homeAuthority, demo)];
  await owner.transaction(async (transaction) => {
    const others = await transaction.query<unknown[]>(
      `select organisation_id from unit where role = 'CME_TEAM' and organisation_id like 'la/%' and organisation_id <> $1`,
      [homeAuthority],
    );
    if (others.length > 0) {
      throw new Error(
        'This database belongs to another home authority: give this one a database of its own.',
      );
    }
    await transaction.query(UPSERT_ORGANISATIONS, [organisationColumns(organisations)]);
    await transaction.query(UPSERT_UNITS, [unitColumns(units)]);
    if (developmentClients) await transaction.query(INSERT_DEVELOPMENT_CLIENTS);
  });
}

const UPSERT_ORGANISATIONS = `
insert into organisation (id, kind, name, gss_code, dfe_number, laestab, local_authority_id, state, opened_on,
  closed_on, successor_id)
select id, kind, name, gss_code, dfe_number, laestab, local_authority_id, state, opened_on, closed_on, successor_id
from jsonb_populate_recordset(null::organisation, $1::jsonb)
on conflict (id) do update set name = excluded.name, gss_code = excluded.gss_code, dfe_number = excluded.dfe_number,
  laestab = excluded.laestab, local_authority_id = excluded.local_authority_id, state = excluded.state,
  opened_on = excluded.opened_on, closed_on = excluded.closed_on, successor_id = excluded.successor_id`;

const UPSERT_UNITS = `
insert into unit (id, organisation_id, name, role, service, contact_phone, contact_mailbox)
select id, organisation_id, name, role, service, contact_phone, contact_mailbox
from jsonb_populate_recordset(null::unit, $1::jsonb)
on conflict (id) do update set name = excluded.name, role = excluded.role, service = excluded.service,
  contact_phone = coalesce(unit.contact_phone, excluded.contact_phone),
  contact_mailbox = coalesce(unit.contact_mailbox, excluded.contact_mailbox)`;

/** A unit answers to its own id; an organisation of one unit answers to its own, shorter one too. */
const INSERT_DEVELOPMENT_CLIENTS = `
insert into client_system (client_id, unit_id, name, development)
select id, id, 'Development client', true from unit
union all
select organisation_id, min(id), 'Development client', true from unit group by organisation_id having count(*) = 1
on conflict (client_id) do nothing`;
