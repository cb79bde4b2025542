import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';
import { nearWord } from './near-word';

/** The kinds of body that can be party to an agreement; the first part of an organisation's id. */
export const ORGANISATION_KINDS = [
  'la',
  'school',
  'police',
  'nhs',
  'housing',
  'trust',
  'national',
  'voluntary',
  'early-years',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** A body: `la/931`, `school/931-4123`, `police/E23000029`, `nhs/RTH`, `housing/E07000178`, `national/dfe-s2s`. */
export type OrganisationId = Branded<string, 'OrganisationId'>;

/** A part of a body that holds one role: the organisation's id and a slug, `la/931/cme`. */
export type UnitId = Branded<string, 'UnitId'>;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST_SLUG = 64;

interface Shape {
  readonly pattern: RegExp;
  readonly fix: string;
}

const NAMED = { pattern: SLUG, fix: 'lower-case letters, digits and single hyphens' };

const SHAPES: Record<OrganisationKind, Shape> = {
  // A closed authority whose DfE number passed to its successor, or that never had one, goes by its GSS code.
  la: { pattern: /^([1-9]\d{2}|E\d{8})$/, fix: 'the three-digit DfE number of the authority, as in la/931' },
  school: { pattern: /^[1-9]\d{2}-\d{4}$/, fix: 'the LAESTAB with a hyphen, as in school/931-4123' },
  police: { pattern: /^[A-Z]\d{8}$/, fix: 'the GSS code of the force, as in police/E23000029' },
  nhs: { pattern: /^[A-Z0-9]{3,6}$/, fix: 'the ODS code of the provider in capitals, as in nhs/RTH' },
  housing: { pattern: /^E\d{8}$/, fix: 'the GSS code of the district, as in housing/E07000178' },
  trust: NAMED,
  national: NAMED,
  voluntary: NAMED,
  'early-years': NAMED,
};

function isKind(text: string): text is OrganisationKind {
  return Object.hasOwn(SHAPES, text);
}

/** Parses an organisation's id. The problem names the kinds there are, or the form that the kind wants. */
export function parseOrganisationId(text: string): Checked<OrganisationId> {
  const [kind = '', code = '', ...rest] = text.split('/');
  if (!isKind(kind)) {
    const near = nearWord(kind, ORGANISATION_KINDS);
    const hint = near === null ? '' : ` Did you mean ${near}/…?`;
    return invalid(`An organisation begins with one of ${ORGANISATION_KINDS.join(', ')} and a slash.${hint}`);
  }
  const { pattern, fix } = SHAPES[kind];
  if (rest.length > 0)
    return invalid('An organisation has two parts, as in la/931; three parts name a unit.');
  if (code.length > LONGEST_SLUG || !pattern.test(code)) return invalid(`After ${kind}/ write ${fix}.`);
  return valid(text as OrganisationId);
}

/** Parses a unit's id: an organisation's id, a slash, and the unit's slug. */
export function parseUnitId(text: string): Checked<UnitId> {
  const cut = text.lastIndexOf('/');
  const slug = text.slice(cut + 1);
  const organisation = parseOrganisationId(text.slice(0, Math.max(cut, 0)));
  if (text.split('/').length !== 3) return invalid('A unit has three parts, as in la/931/cme.');
  if (!organisation.ok) return organisation;
  if (slug.length > LONGEST_SLUG || !SLUG.test(slug)) {
    return invalid(`Write the last part of a unit in ${NAMED.fix}, as in la/931/cme.`);
  }
  return valid(text as UnitId);
}

/** The kind of a checked organisation. */
export function organisationKind(organisation: OrganisationId): OrganisationKind {
  return organisation.slice(0, organisation.indexOf('/')) as OrganisationKind;
}

/** The organisation that a checked unit is part of. */
export function organisationOf(unit: UnitId): OrganisationId {
  return unit.slice(0, unit.lastIndexOf('/')) as OrganisationId;
}
