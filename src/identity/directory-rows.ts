import {
  organisationKind,
  type OrganisationId,
  parseOrganisationId,
  parseUnitId,
} from '../kernel/organisation-id';

/** A row of `organisation` as the seed writes it. */
export interface OrganisationSeed {
  readonly id: OrganisationId;
  readonly name: string;
  readonly gssCode?: string;
  readonly dfeNumber?: string;
  readonly laestab?: string;
  readonly authority?: string;
  readonly closed?: boolean;
  readonly openedOn?: string;
  readonly closedOn?: string;
  readonly successor?: string;
}

/** A row of `unit` as the seed writes it. */
export interface UnitSeed {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly role: string;
  readonly service?: string;
  readonly phone?: string;
  readonly mailbox?: string;
}

/** What a part of the seed adds to the directory. */
export interface DirectoryPart {
  readonly organisations: readonly OrganisationSeed[];
  readonly units: readonly UnitSeed[];
}

export function organisationId(text: string): OrganisationId {
  const parsed = parseOrganisationId(text);
  if (!parsed.ok) throw new Error(`The directory cannot hold ${text}. ${parsed.problem}`);
  return parsed.value;
}

export function mainUnit(organisation: OrganisationSeed, role: string): UnitSeed {
  return { id: `${organisation.id}/main`, organisation: organisation.id, name: organisation.name, role };
}

export function withMainUnits(organisations: readonly OrganisationSeed[], role: string): DirectoryPart {
  const open = organisations.filter(({ closed }) => closed !== true);
  return { organisations, units: open.map((organisation) => mainUnit(organisation, role)) };
}

export function organisationColumns(rows: readonly OrganisationSeed[]): string {
  return JSON.stringify(
    rows.map((row) => ({
      id: row.id,
      kind: organisationKind(row.id),
      name: row.name,
      gss_code: row.gssCode,
      dfe_number: row.dfeNumber,
      laestab: row.laestab,
      local_authority_id: row.authority,
      state: row.closed === true ? 'closed' : 'live',
      opened_on: row.openedOn,
      closed_on: row.closedOn,
      successor_id: row.successor,
    })),
  );
}

export function unitColumns(rows: readonly UnitSeed[]): string {
  return JSON.stringify(
    rows.map((row) => {
      const parsed = parseUnitId(row.id);
      if (!parsed.ok) throw new Error(`The directory cannot hold ${row.id}. ${parsed.problem}`);
      return {
        id: row.id,
        organisation_id: row.organisation,
        name: row.name,
        role: row.role,
        service: row.service,
        contact_phone: row.phone,
        contact_mailbox: row.mailbox,
      };
    }),
  );
}
