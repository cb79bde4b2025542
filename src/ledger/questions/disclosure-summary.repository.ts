import type { Sql } from '../../gate/ports';
import type { Party } from '../../policy/agreement';
import type { DisclosureScope } from '../disclosure.statement';

/** What is counted under one heading. */
export interface SummaryCount {
  /** `parties`: a unit. `purposes`: a purpose. `items`: `ITEM/form`, or an action. Null = all of it. */
  readonly of: string | null;
  readonly entries: number;
  readonly children: number;
  readonly disclosed: number;
  readonly withheld: number;
  readonly done: number;
}

export type Heading = 'all' | 'parties' | 'purposes' | 'items';

export interface SummaryQuery {
  readonly scope: DisclosureScope;
  readonly agreement: string;
  readonly since: string;
  readonly until: string;
}

/** Whose refusals are counted: requests of these parties for these purposes. */
export interface RefusalQuery extends Omit<SummaryQuery, 'agreement'> {
  readonly parties: readonly Pick<Party, 'organisation' | 'unit' | 'role'>[];
  readonly purposes: readonly string[];
}

/** One row a cell or act: what was given or done by a clause of the agreement, or held back where one speaks. */
const EVERYBODYS = `
  select e.id, e.unit_id, e.purpose, s.child, d.key as cell, 'DISCLOSED' as outcome
    from entry e cross join lateral (${ofParts('part', 'body')}) s cross join lateral json_each(s.cells -> 'disclosed') d
    where exists (select from json_array_elements_text(d.value) clause where starts_with(clause, $1 || '@'))
  union all
  select e.id, e.unit_id, e.purpose, s.child, w.key, 'WITHHELD'
    from entry e cross join lateral (${ofParts('part', 'body')}) s cross join lateral json_each(s.cells -> 'withheld') w
    where exists (
      select from json_array_elements_text(w.value -> 'under') clause where starts_with(clause, $1 || '@')
      union all
      select from json_array_elements_text(w.value -> 'opened') clause where starts_with(clause, $1 || '@'))
  union all
  select e.id, e.unit_id, e.purpose, c.child, e.part #>> '{body,action}', 'DONE'
    from entry e left join lateral json_array_elements_text(e.part -> 'children') c(child) on true
    where e.kind = 'ACT'
      and exists (select from json_array_elements_text(e.part #> '{body,under}') clause where starts_with(clause, $1 || '@'))`;

/** The same as its asker was told it; what was held back is all that was held back in those answers. */
const OWN = `
  select e.id, e.unit_id, e.purpose, s.child, d.key as cell, 'DISCLOSED' as outcome
    from entry e cross join lateral (${ofParts("part #> '{told}'", 'items')}) s cross join lateral json_each(s.cells -> 'disclosed') d
    where exists (select from json_array_elements_text(d.value) clause where starts_with(clause, $1 || '@'))
  union all
  select e.id, e.unit_id, e.purpose, s.child, w.cell, 'WITHHELD'
    from entry e cross join lateral (${ofParts("part #> '{told}'", 'items')}) s
      cross join lateral json_array_elements_text(s.cells -> 'withheld') w(cell)
  union all
  select e.id, e.unit_id, e.purpose, null, e.part #>> '{told,action}', 'DONE' from entry e
    where e.kind = 'ACT'
      and exists (select from json_array_elements_text(e.part #> '{told,clauses}') clause where starts_with(clause, $1 || '@'))`;

function ofParts(within: string, key: string): string {
  return `select c ->> 'child' as child, c as cells from json_array_elements(e.${within} #> '{${key},children}') c
      union all select null, e.${within} #> '{${key},other}'`;
}

/** Counts uses of the ledger. Every statement begins with a period, to which the index by time leads. */
export class DisclosureSummaryRepository {
  constructor(private readonly sql: Sql) {}

  async counts({
    scope,
    agreement,
    since,
    until,
  }: SummaryQuery): Promise<(SummaryCount & { heading: Heading })[]> {
    return this.sql.query(summaryText(scope), [
      agreement,
      since,
      until,
      scope?.organisation ?? null,
      scope?.unit ?? null,
    ]);
  }

  /** Requests that the rules refused as a whole, by heading: all, by unit, by purpose. Not those that were put wrongly. */
  async refusals(query: RefusalQuery): Promise<{ heading: Heading; of: string | null; refusals: number }[]> {
    const { scope, since, until, parties, purposes } = query;
    const anybody = (word: string | null): string | null => (word === 'every' ? null : word);
    const who = parties.map(({ organisation, unit, role }) => ({
      organisation: anybody(organisation),
      unit,
      role,
    }));
    const refused =
      scope === null
        ? `e.controller_part::json #> '{body,refused}'`
        : `e.recipient_part::json #> '{told,refused}'`;
    return this.sql.query(
      `select ${headingSql('e.unit_id', 'e.purpose', null)} as heading, coalesce(e.unit_id, e.purpose) as of,
         count(*)::int as refusals
       from ledger_entry e left join unit u on u.id = e.unit_id
       where e.at >= $1::timestamptz and e.at < $2::timestamptz and e.kind = 'REFUSAL' and e.purpose = any($3::text[])
         and ($4::text is null or (e.organisation_id = $4 and ($5::text is null or e.unit_id = $5)))
         and exists (
           select from json_to_recordset($6::json) p(organisation text, unit text, role text)
           where (p.organisation is null or p.organisation = e.organisation_id)
             and (p.unit is null or p.unit = e.unit_id) and (p.role is null or p.role = u.role))
         and exists (
           select from json_array_elements_text(${refused}) code
           where code in ('PURPOSE_NOT_AGREED', 'NOT_PERMITTED', 'WITHHELD'))
       group by grouping sets ((), (e.unit_id), (e.purpose))`,
      [since, until, purposes, scope?.organisation ?? null, scope?.unit ?? null, JSON.stringify(who)],
    );
  }

  /** Whether any version of an agreement of that name was ever offered; else the names there are. */
  async agreementNames(): Promise<string[]> {
    const rows = await this.sql.query<{ agreement: string }>(
      'select distinct agreement from agreement_version',
    );
    return rows.map(({ agreement }) => agreement);
  }
}

/** Children are counted once: by the least of the ids of the records that were joined into one. */
export function summaryText(scope: DisclosureScope): string {
  const part = scope === null ? 'controller_part' : 'recipient_part';
  const child =
    scope === null
      ? 'coalesce((select min(f.id::text) from child_family(d.child::uuid) f(id)), d.child)'
      : 'd.child';
  return `with entry as materialized (
  select e.id, e.unit_id, e.purpose, e.kind, e.${part}::json as part from ledger_entry e
  where e.at >= $2::timestamptz and e.at < $3::timestamptz and e.kind <> 'REFUSAL'
    and ($4::text is null or (e.organisation_id = $4 and ($5::text is null or e.unit_id = $5)))
    and strpos(e.${part}, '"' || $1::text || '@') > 0
), found as materialized (${scope === null ? EVERYBODYS : OWN}
), whom as materialized (
  select d.child, ${child} as once from (select distinct child from found where child is not null) d
)
select ${headingSql('f.unit_id', 'f.purpose', 'f.cell')} as heading, coalesce(f.unit_id, f.purpose, f.cell) as of,
  count(distinct f.id)::int as entries,
  (count(distinct w.once) filter (where f.outcome <> 'WITHHELD'))::int as children,
  (count(*) filter (where f.outcome = 'DISCLOSED'))::int as disclosed,
  (count(*) filter (where f.outcome = 'WITHHELD'))::int as withheld,
  (count(distinct f.id) filter (where f.outcome = 'DONE'))::int as done
from found f left join whom w using (child)
group by grouping sets ((), (f.unit_id), (f.purpose), (f.cell))
order by heading, entries desc, of`;
}

const headingSql = (unit: string, purpose: string, cell: string | null): string =>
  `case when grouping(${unit}) = 0 then 'parties' when grouping(${purpose}) = 0 then 'purposes'
    ${cell === null ? '' : `when grouping(${cell}) = 0 then 'items'`} else 'all' end`;
