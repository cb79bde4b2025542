import type { GateContext } from '../gate/context';
import type { Parameters } from '../gate/entity-sql';
import { readEntities } from '../gate/read';
import type { Selection } from '../gate/plan';
import { childShape } from './child.shape';
import type { CmeOfficer } from './cme.type';
import { flaggedSql } from './flagged';
import type { LookupCriteria } from './lookup-criteria';

/** One more than can be told apart: enough to know that there are too many. */
const MOST_CANDIDATES = 3;

/**
 * How many are read at once, whoever they are: said in the statement too, so that the database plans it once and not again
 * for each list of them.
 */
export const MOST_READ = 6;

/** A candidate of a lookup: its row (with its subject), and what of it the requester's question may be weighed by. */
export interface Candidate extends ChildMet {
  readonly id: string;
  /** Whether it agrees with whatever decides between equals, as far as the requester may see that. */
  readonly agrees: boolean;
  readonly seen: { readonly sex: boolean; readonly place: boolean; readonly former: boolean };
}

/** A child's row with its subject, whether or not the requester may know of it, and whether something is open about it. */
export interface ChildMet {
  readonly row: Record<string, unknown>;
  readonly flagged: boolean;
}

/** The child whose public id this is or was, whether or not the requester may know of it; null when there is none. */
export async function readChild(
  context: GateContext,
  publicId: string,
  selection: Selection,
): Promise<ChildMet | null> {
  const rows = await readEntities(context, {
    name: 'child',
    shape: childShape,
    selection,
    requireExistence: false,
    statement: ({ json, lateral, alias, p }) =>
      `select ${json} as row, ${flaggedSql(alias, p)} as flagged from child ${alias} ${lateral}
       where ${alias}.id = child_meant(${p.of('publicId', 'uuid')})`,
    values: { publicId },
  });
  const [met] = rows;
  return met ? { row: met.row, flagged: met.extra['flagged'] === true } : null;
}

/** The children whose identifier, names and birth date are exactly those given, at most three, known to the requester or not. */
export async function findToTheLetter(
  context: GateContext,
  criteria: LookupCriteria,
  root: string,
  selection: Selection,
): Promise<Candidate[]> {
  const rows = await readEntities(context, {
    name: `${root} exactly ${shapeOf(criteria)}`,
    shape: childShape,
    selection,
    requireExistence: false,
    together: true,
    alsoDecided: DECIDED,
    statement: ({ json, lateral, alias, p }) =>
      `with candidate as materialized (${candidateSql(criteria, p)})
       select ${json} as row, ${alias}.id as id, ${flaggedSql(alias, p)} as flagged
       from candidate join child ${alias} on ${alias}.id = candidate.child_id ${lateral}`,
    values: valuesOf(criteria),
  });
  return rows.map(candidateOf);
}

/**
 * Those of these children whom the register holds, known to the requester or not, with what it may weigh of each. The
 * statement is the same for any of them, and for nobody.
 */
export async function readCandidates(
  context: GateContext,
  ids: readonly string[],
  criteria: LookupCriteria,
  root: string,
  selection: Selection,
): Promise<Candidate[]> {
  const rows = await readEntities(context, {
    name: `${root} weighed ${shapeOf(criteria)}`,
    shape: childShape,
    selection,
    requireExistence: false,
    considered: 'by the caller',
    alsoDecided: DECIDED,
    statement: ({ json, lateral, alias, p, visible }) => {
      const past = `exists (select 1 from child_address t where t.child_id = ${alias}.id and t.ends_on is not null)`;
      return `with candidate as materialized (select child_id, place from unnest(${p.of('ids', 'uuid[]')}) with ordinality as i(child_id, place) limit ${MOST_READ})
       select ${json} as row, ${alias}.id as id, ${flaggedSql(alias, p)} as flagged,
         ${tieBreakers(criteria, alias, p, visible)} as agrees, ${visible('IDENTITY', 'full')} as sex,
         ${visible('CURRENT_ADDRESS', 'full')} and (${visible('ADDRESS_HISTORY', 'full')} or not ${past}) as place,
         ${visible('FORMER_NAMES', 'full')} as former
       from candidate join child ${alias} on ${alias}.id = candidate.child_id and ${alias}.state = 'known' ${lateral}
       order by candidate.place`;
    },
    values: { ...valuesOf(criteria), ids },
  });
  return rows.map(candidateOf);
}

/** What `matchedOn` may have to say something about. */
const DECIDED = ['IDENTITY', 'UPN', 'NHS_NUMBER', 'CURRENT_ADDRESS', 'FORMER_NAMES'];

const valuesOf = (criteria: LookupCriteria): Record<string, unknown> => ({
  ...criteria,
  identifierKind: criteria.identifier?.kind ?? null,
  identifier: criteria.identifier?.value ?? null,
});

const candidateOf = ({
  row,
  extra,
}: {
  row: Record<string, unknown>;
  extra: Record<string, unknown>;
}): Candidate => ({
  row,
  id: String(extra['id']),
  flagged: extra['flagged'] === true,
  agrees: extra['agrees'] === true,
  seen: { sex: extra['sex'] === true, place: extra['place'] === true, former: extra['former'] === true },
});

/**
 * Who fits. A sex that is given narrows a write, which tells nobody what it was matched to; in a lookup it would be a
 * way to read the sex, so there it only decides (`tieBreakers`).
 */
export function candidateSql(criteria: LookupCriteria, p: Parameters, bySex = false): string {
  const named = `exists (select 1 from child_name n where n.child_id = c.id
    and n.surname_key = name_key(${p.of('surname')}) and n.forename_key = name_key(${p.of('forename')}))`;
  const born = `c.date_of_birth = ${p.of('dateOfBirth', 'date')}`;
  if (criteria.identifier) {
    const details = [
      ...(criteria.dateOfBirth === null ? [] : [born]),
      ...(criteria.surname === null || criteria.forename === null ? [] : [named]),
    ];
    return `select distinct c.id as child_id from child_identifier i join child c on c.id = i.child_id
      where i.kind = ${p.of('identifierKind')} and i.value = ${p.of('identifier')} and i.state <> 'claimed' and c.state = 'known'
      and ${details.join(' and ')} limit ${MOST_CANDIDATES}`;
  }
  const sex =
    bySex && criteria.gender !== null ? ` and (c.sex is null or c.sex in ('U', ${p.of('gender')}))` : '';
  return `select distinct c.id as child_id from child_name k join child c on c.id = k.child_id
    where k.surname_key = name_key(${p.of('surname')}) and k.forename_key = name_key(${p.of('forename')})
    and k.born = ${p.of('dateOfBirth', 'date')} and ${born} and c.state = 'known'${sex} limit ${MOST_CANDIDATES}`;
}

/** What decides between equals is used only where the asker may see it in full for that child. */
function tieBreakers(
  criteria: LookupCriteria,
  alias: string,
  p: Parameters,
  visible: (item: string, form: string) => string,
): string {
  const live = (where: string): string =>
    `exists (select 1 from child_address t where t.child_id = ${alias}.id and t.ends_on is null and not t.protected and ${where})`;
  const terms = [
    criteria.gender === null
      ? null
      : `${visible('IDENTITY', 'full')} and (${alias}.sex is null or ${alias}.sex in ('U', ${p.of('gender')}))`,
    criteria.postcode === null
      ? null
      : `${visible('CURRENT_ADDRESS', 'full')} and ${live(`t.postcode = ${p.of('postcode')}`)}`,
    criteria.addressLine === null
      ? null
      : `${visible('CURRENT_ADDRESS', 'full')} and ${live(`name_key(t.line1) = name_key(${p.of('addressLine')})`)}`,
    criteria.formerSurname === null
      ? null
      : `${visible('FORMER_NAMES', 'full')} and exists (select 1 from child_name t where t.child_id = ${alias}.id and t.surname_key = name_key(${p.of('formerSurname')}))`,
    criteria.school === null
      ? null
      : `${visible('CURRENT_PROVISION', 'full')} and exists (select 1 from registration t where t.child_id = ${alias}.id and t.ends_on is null and t.organisation_id = ${p.of('school')})`,
  ].filter((term) => term !== null);
  return terms.length === 0 ? 'false' : `(${terms.join(' and ')})`;
}

/** Which criteria were given: the statement depends on these, never on their values. */
const shapeOf = (criteria: LookupCriteria): string =>
  Object.entries(criteria)
    .filter(([, value]) => value !== null)
    .map(([name]) => name)
    .join(' ');

/** The team of the home authority that answers for children missing education. */
export async function homeCmeOfficer(context: GateContext): Promise<CmeOfficer | null> {
  const rows = await context.ports.database.query<{ team: string; phone: string; mailbox: string }>(
    `select name as team, contact_phone as phone, contact_mailbox as mailbox from unit
     where organisation_id = $1 and role = 'CME_TEAM' order by id limit 1`,
    [context.ports.home],
  );
  return rows[0] ?? null;
}
