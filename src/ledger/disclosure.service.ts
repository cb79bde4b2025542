import type { GraphQLResolveInfo } from 'graphql';
import {
  connectionOf,
  cursorOf,
  pageSize,
  positionOf,
  selectionOfRows,
  type Connection,
} from '../gate/connection';
import type { GateContext } from '../gate/context';
import { withheldError } from '../gate/field-rule';
import { plannedRoot } from '../gate/read';
import type { Ruleset } from '../policy/ruleset';
import { ownUsesOf, usesOf, type LedgerEntry, type Use } from './disclosure';
import { conditionsOf, type DisclosureFilterValues } from './disclosure.filter';
import { DisclosureRepository, type FamilyMember } from './disclosure.repository';
import type { DisclosureScope } from './disclosure.statement';
import { harmMarks } from './questions/harm-marks';

/** An entry as it is shown. */
export interface ShownDisclosure extends Pick<
  LedgerEntry,
  | 'id'
  | 'at'
  | 'kind'
  | 'organisation'
  | 'unit'
  | 'client'
  | 'subject'
  | 'purpose'
  | 'reference'
  | 'rulesetVersion'
> {
  readonly user: string | null;
  readonly job: string | null;
  readonly items: readonly Use[];
  readonly review: readonly string[] | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAMES = { connection: 'DisclosureConnection', edge: 'DisclosureEdge', node: 'Disclosure' };

/**
 * A page of the ledger, newest first. Everybody's entries are for whoever an agreement permits READ_LEDGER, always
 * and not only for some children; everybody else reads what its own requests left. Asked about a child, an entry shows
 * what it holds of that child alone.
 * Throws WITHHELD where records of use are not open for this purpose, BAD_USER_INPUT for a bad filter or cursor.
 */
export async function readDisclosures(
  context: GateContext,
  info: GraphQLResolveInfo,
  filter: DisclosureFilterValues,
  first: number | null,
  after: string | null,
): Promise<Connection<ShownDisclosure>> {
  const { profile, coverage, ports } = context;
  const records = profile.cell('RECORDS_OF_USE', 'full');
  if (records.verdict !== 'always') throw withheldError(profile, coverage, 'Query.disclosures', records);
  const limit = pageSize(first);
  const conditions = conditionsOf(filter, profile.ruleset.catalogues);
  const scope = ledgerScope(context);
  const repository = new DisclosureRepository(ports.database);
  const family = conditions.childId === null ? [] : await repository.family(conditions.childId);
  const [asked] = family;
  if (scope === null && asked) context.record.candidate(asked.id);
  const members = scope === null ? family : family.slice(0, 1);
  const marks = scope === null && selectionOfRows(plannedRoot(context, info), NAMES).has('review');
  const entries = await repository.read({
    ...conditions,
    scope,
    marks,
    family: members.map(({ id }) => id),
    after: positionOf(after, [UUID])?.[0] ?? null,
    limit: limit + 1,
    now: ports.clock.now(),
  });
  const about = conditions.childId === null ? null : members;
  const shown = entries.map((entry) => show(entry, scope, about, marks ? profile.ruleset : null));
  return connectionOf(shown, limit, ({ id }) => cursorOf(id));
}

/** Whose entries the asker reads: null = everybody's. */
export function ledgerScope({ asking, ports, profile }: GateContext): DisclosureScope {
  if (profile.cell('READ_LEDGER', 'full').verdict === 'always') return null;
  // Services of the home authority are kept apart as partners are: each reads what it asked itself.
  return { organisation: asking.organisation, unit: asking.organisation === ports.home ? asking.unit : null };
}

function show(
  entry: LedgerEntry,
  scope: DisclosureScope,
  about: readonly FamilyMember[] | null,
  ruleset: Ruleset | null,
): ShownDisclosure {
  const { id, at, kind, organisation, unit, client, subject, purpose, reference, rulesetVersion } = entry;
  const { controller, recipient } = entry;
  const all = scope === null ? usesOf(entry) : ownUsesOf(entry);
  const items = about === null ? all : all.filter((use) => about.some((c) => c.publicId === use.child));
  return {
    id, at, kind, organisation, unit, client, subject, purpose, reference, rulesetVersion, items,
    user: (controller ?? recipient)?.user ?? null,
    job: (controller ?? recipient)?.job ?? null,
    review: ruleset === null ? null : harmMarks({ ...entry, uses: items }, ruleset),
  }; // prettier-ignore
}
