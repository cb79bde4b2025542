import type { GateContext } from '../../gate/context';
import { withheldError } from '../../gate/field-rule';
import { badInput } from '../../kernel/errors';
import { nearWord } from '../../kernel/near-word';
import type { Ruleset } from '../../policy/ruleset';
import { agreementName } from '../disclosure.filter';
import { ledgerScope } from '../disclosure.service';
import {
  DisclosureSummaryRepository,
  type Heading,
  type RefusalQuery,
  type SummaryCount,
} from './disclosure-summary.repository';

export interface SummaryFilterValues {
  readonly agreement: string;
  readonly since: string;
  readonly until: string;
}

type Told = { readonly [K in keyof Omit<SummaryCount, 'of'>]: number | null };

/** A heading's counts as they are shown; null = too few to tell, or not to be told. */
export interface ShownCount extends Told {
  readonly of: string | null;
  readonly refusals: number | null;
}

export interface ShownSummary extends SummaryFilterValues {
  readonly all: ShownCount;
  readonly parties: readonly ShownCount[];
  readonly purposes: readonly ShownCount[];
  readonly items: readonly ShownCount[];
}

/** A review covers a year; more is asked in parts. */
const LONGEST_DAYS = 400;
const DAY = 24 * 60 * 60 * 1000;
/** Where counts alone are open: fewer are not told, and others in steps of as many, so that none is found by taking away. */
const STEP = 5;
const NOTHING = { entries: 0, children: 0, disclosed: 0, withheld: 0, done: 0 };

/**
 * What happened under an agreement in a period, for its review. Readers of the whole ledger count everything; those of
 * the home authority to whom counts alone are open (`RUN_REPORT`) read rounded numbers; everybody else counts what its
 * own requests left, by what they were told. Refusals are whole requests of the agreement's parties for its purposes;
 * null when the agreement is not in force, since its parties stand in it.
 * Throws WITHHELD where counts of use are not open, BAD_USER_INPUT naming the field.
 */
export async function summariseDisclosures(
  context: GateContext,
  filter: SummaryFilterValues,
): Promise<ShownSummary> {
  const { profile, coverage, ports } = context;
  const counts = profile.cell('RECORDS_OF_USE', 'count');
  if (counts.verdict !== 'always') throw withheldError(profile, coverage, 'Query.disclosureSummary', counts);
  const exact = profile.cell('RECORDS_OF_USE', 'full').verdict === 'always';
  const reports =
    context.asking.organisation === ports.home && profile.cell('RUN_REPORT', 'full').verdict === 'always';
  const scope = !exact && reports ? null : ledgerScope(context);
  const query = { ...checked(filter), scope };
  const repository = new DisclosureSummaryRepository(ports.database);
  if (scope === null) await refuseUnknown(repository, query.agreement);
  const rows = await repository.counts(query);
  const whose = refusalsOf(profile.ruleset, query.agreement);
  const refused = whose === null ? null : await repository.refusals({ ...query, ...whose });
  const under = (heading: Heading): ShownCount[] => {
    const known = rows.filter((row) => row.heading === heading);
    const others = (refused ?? []).filter(
      (r) => r.heading === heading && !known.some(({ of }) => of === r.of),
    );
    return [...known, ...others.map(({ of }) => ({ ...NOTHING, of }))].map((row) => {
      const found = refused?.find((r) => r.heading === heading && r.of === row.of)?.refusals ?? 0;
      // An item is not refused by itself: whole requests are.
      const refusals = refused === null || heading === 'items' ? null : found;
      const { of, entries, children, disclosed, withheld, done } = row;
      const count = { of, entries, children, disclosed, withheld, done, refusals };
      return exact ? count : rounded(count);
    });
  };
  const { agreement, since, until } = query;
  const [all = { of: null, ...NOTHING, refusals: null }] = under('all');
  return {
    agreement,
    since,
    until,
    all,
    parties: under('parties'),
    purposes: under('purposes'),
    items: under('items'),
  };
}

function checked({ agreement, since, until }: SummaryFilterValues): SummaryFilterValues {
  const length = Date.parse(until) - Date.parse(since);
  if (length <= 0) throw badInput('filter.until', 'is not after `since`: the period would be empty.');
  if (length > LONGEST_DAYS * DAY)
    throw badInput(
      'filter.until',
      `is more than ${LONGEST_DAYS} days after \`since\`: ask for a year at a time.`,
    );
  return { agreement: agreementName(agreement, 'filter.agreement'), since, until };
}

async function refuseUnknown(repository: DisclosureSummaryRepository, name: string): Promise<void> {
  const names = await repository.agreementNames();
  if (names.includes(name)) return;
  const near = nearWord(name, names);
  throw badInput(
    'filter.agreement',
    `there is no such agreement${near ? `; did you mean \`${near}\`?` : '.'}`,
  );
}

/** Parties and purposes of the version in force; null when there is none. */
function refusalsOf(ruleset: Ruleset, name: string): Pick<RefusalQuery, 'parties' | 'purposes'> | null {
  const rule = [...ruleset.rules.values()].flat().find(({ agreement }) => agreement.agreement === name);
  if (!rule) return null;
  const { parties, purposes } = rule.agreement;
  return {
    parties: parties.filter(({ capacity }) => capacity !== 'controller'),
    purposes: purposes.map(({ code }) => code),
  };
}

function rounded({ of, ...counts }: ShownCount): ShownCount {
  const told = (n: number | null): number | null =>
    n === null || n < STEP ? null : Math.round(n / STEP) * STEP;
  const { entries, children, disclosed, withheld, done, refusals } = counts;
  return {
    of,
    entries: told(entries),
    children: told(children),
    disclosed: told(disclosed),
    withheld: told(withheld),
    done: told(done),
    refusals: told(refusals),
  };
}
