import { type DirectoryPart, organisationId, type OrganisationSeed, withMainUnits } from './directory-rows';
import { readReference, type ReferenceRow } from './reference-csv';

/** Bodies of the whole country that a council's CME team may ask, or send files to. */
const NATIONAL_BODIES: readonly (readonly [slug: string, name: string])[] = [
  ['dfe-s2s', 'Department for Education, school to school transfer'],
  ['dfe-giap', 'Department for Education, Get Information About Pupils'],
  ['hmrc-child-benefit', 'HM Revenue and Customs, child benefit'],
  ['dwp', 'Department for Work and Pensions'],
  ['ukvi', 'UK Visas and Immigration'],
  ['border-force', 'Border Force'],
];

/** Every English authority, force, district and national body; the home authority's own units are not among them. */
export function nationalDirectory(homeAuthority: string): DirectoryPart[] {
  const authorities = localAuthorities();
  const { organisations, units } = withMainUnits(authorities, 'OTHER_AUTHORITY');
  return [
    { organisations, units: units.filter(({ organisation }) => organisation !== homeAuthority) },
    withMainUnits(policeForces(), 'POLICE'),
    withMainUnits(districts(authorities), 'HOUSING'),
    withMainUnits(
      NATIONAL_BODIES.map(([slug, name]) => ({ id: organisationId(`national/${slug}`), name })),
      'NATIONAL_BODY',
    ),
  ];
}

/** A row that stands for two areas at once has a slash in its code; overseas establishments have no code. */
function isOneArea(code: string | undefined): boolean {
  return code !== undefined && /^E\d{8}$/.test(code);
}

function localAuthorities(): OrganisationSeed[] {
  const rows = readReference('las.csv').filter((row) => isOneArea(row.new_la_code));
  const live = new Map(rows.filter(isLive).map((row) => [row.old_la_code, row]));
  const successors = new Map(
    readReference('la-successors.csv').map((row) => [row.new_la_code, `la/${row.successor_old_la_code}`]),
  );
  return rows
    .filter((row) => isLive(row) || !isRecoded(row, live.get(row.old_la_code)))
    .map((row) => {
      const number = /^\d{3}$/.test(row.old_la_code ?? '') ? row.old_la_code : undefined;
      const ownsNumber = number !== undefined && (isLive(row) || !live.has(number));
      const successor = successors.get(row.new_la_code);
      return {
        id: organisationId(`la/${ownsNumber ? number : row.new_la_code}`),
        name: row.la_name ?? '',
        gssCode: row.new_la_code ?? '',
        closed: !isLive(row),
        ...(ownsNumber ? { dfeNumber: number } : {}),
        ...day('openedOn', row.date_of_operation),
        ...day('closedOn', row.date_of_termination),
        ...(successor === undefined ? {} : { successor }),
      };
    });
}

/** The same body under a newer GSS code (its boundary moved): same number, same kind of authority. */
function isRecoded(closed: ReferenceRow, live: ReferenceRow | undefined): boolean {
  return live !== undefined && live.entity_code === closed.entity_code;
}

function policeForces(): OrganisationSeed[] {
  return readReference('police-force-areas.csv')
    .filter((row) => row.pfa_code?.startsWith('E23') === true && row.status === 'active')
    .map((row) => ({
      id: organisationId(`police/${row.pfa_code}`),
      name: `${row.pfa_name} police`,
      gssCode: row.pfa_code ?? '',
    }));
}

function districts(authorities: readonly OrganisationSeed[]): OrganisationSeed[] {
  const ownAuthority = new Map(authorities.map(({ id, gssCode }) => [gssCode, id as string]));
  const county = new Map(
    readReference('county-districts.csv').map((row) => [row.lad_code, `la/${row.old_la_code}`]),
  );
  return readReference('lads.csv')
    .filter((row) => isOneArea(row.lad_code) && isLive(row))
    .map((row) => {
      const authority = ownAuthority.get(row.lad_code) ?? county.get(row.lad_code);
      if (authority === undefined) throw new Error(`No authority is known for the district ${row.lad_code}.`);
      return {
        id: organisationId(`housing/${row.lad_code}`),
        name: `${row.lad_name} housing`,
        gssCode: row.lad_code ?? '',
        authority,
      };
    });
}

function isLive(row: ReferenceRow): boolean {
  return row.status === 'live';
}

/** `31/03/2019` in the files is 2019-03-31. */
function day(
  name: 'openedOn' | 'closedOn',
  text: string | undefined,
): { openedOn?: string; closedOn?: string } {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? '');
  return match === null ? {} : { [name]: `${match[3]}-${match[2]}-${match[1]}` };
}
