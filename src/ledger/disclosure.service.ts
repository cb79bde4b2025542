import { connectionOf, cursorOf, pageSize, positionOf, type Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { withheldError } from '../gate/field-rule';
import { badInput } from '../kernel/errors';
import { parseUuid } from '../kernel/id';
import { profileFor, type Profile } from '../policy/profile';
import type { ClauseRef } from '../policy/ruleset';
import { ownUsesOf, usesOf, type LedgerEntry, type Use } from './disclosure';
import { DisclosureRepository, type DisclosureQuery } from './disclosure.repository';

export interface DisclosureFilterValues {
  readonly childId?: string | null;
  readonly since?: string | null;
  readonly until?: string | null;
  readonly organisation?: string | null;
}

/** An entry as it is shown. */
export interface ShownDisclosure extends Pick<
  LedgerEntry,
  'id' | 'at' | 'kind' | 'organisation' | 'unit' | 'purpose' | 'reference' | 'rulesetVersion'
> {
  readonly user: string | null;
  readonly job: string | null;
  readonly items: readonly Use[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A page of the ledger, newest first. Everybody's entries are for whoever an agreement permits READ_LEDGER, always
 * and not only for some children; everybody else reads what its own requests left.
 * Throws WITHHELD where records of use are not open for this purpose, BAD_USER_INPUT for a bad filter or cursor.
 */
export async function readDisclosures(
  context: GateContext,
  filter: DisclosureFilterValues,
  first: number | null,
  after: string | null,
): Promise<Connection<ShownDisclosure>> {
  const { profile, coverage } = context;
  const records = profile.cell('RECORDS_OF_USE', 'full');
  if (records.verdict !== 'always') throw withheldError(profile, coverage, 'Query.disclosures', records);
  const everybodys = profile.cell('READ_LEDGER', 'full').verdict === 'always';
  const limit = pageSize(first);
  const query: DisclosureQuery = {
    scope: everybodys ? null : ownScope(context),
    childId: childIdOf(filter.childId ?? null),
    since: filter.since ?? null,
    until: filter.until ?? null,
    organisation: filter.organisation ?? null,
    after: positionOf(after, [UUID])?.[0] ?? null,
    limit: limit + 1,
  };
  const repository = new DisclosureRepository(context.ports.database);
  if (everybodys && query.childId !== null) {
    const child = await repository.childBehind(query.childId);
    if (child !== null) context.record.candidate(child);
  }
  const entries = await repository.read(query);
  const shown = everybodys
    ? entries.map((entry) => show(entry, usesOf(entry)))
    : entries.map(ownView(context));
  return connectionOf(shown, limit, ({ id }) => cursorOf(id));
}

/** Services of the home authority are kept apart as partners are: each reads what it asked itself. */
function ownScope({ asking, ports }: GateContext): DisclosureQuery['scope'] {
  return { organisation: asking.organisation, unit: asking.organisation === ports.home ? asking.unit : null };
}

function childIdOf(text: string | null): string | null {
  if (text === null) return null;
  const parsed = parseUuid(text);
  if (!parsed.ok) throw badInput('filter.childId', parsed.problem);
  return parsed.value;
}

function ownView(context: GateContext): (entry: LedgerEntry) => ShownDisclosure {
  const { ruleset, askers } = context.profile;
  const silent = new Set([...ruleset.catalogues.items.values()].filter((i) => i.silent).map((i) => i.code));
  const profiles = new Map<string, Profile>();
  const clausesFor =
    (purpose: string) =>
    (item: string, form: string): ClauseRef[] => {
      const profile = profiles.get(purpose) ?? profileFor(ruleset, purpose, askers);
      profiles.set(purpose, profile);
      const refs = permitsOf(profile, item, form);
      return [...new Map(refs.map((ref) => [`${ref.agreement} ${ref.clause ?? ''}`, ref])).values()];
    };
  return (entry) => show(entry, ownUsesOf(entry, silent, clausesFor(entry.purpose)));
}

function permitsOf(profile: Profile, item: string, form: string): ClauseRef[] {
  try {
    return profile.cell(item, form).parties.flatMap((p) => p.permits.map((permit) => permit.rule.ref));
  } catch {
    // More grounds than one profile holds: then nothing is said to be open.
    return [];
  }
}

function show(entry: LedgerEntry, items: readonly Use[]): ShownDisclosure {
  const { id, at, kind, organisation, unit, purpose, reference, rulesetVersion, body } = entry;
  return {
    id, at, kind, organisation, unit, purpose, reference, rulesetVersion,
    user: body.user ?? null,
    job: body.job ?? null,
    items,
  }; // prettier-ignore
}
