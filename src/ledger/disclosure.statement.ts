import type { DisclosureConditions } from './disclosure.filter';

/** Whose entries may be read; null = everybody's. INVARIANT: every other condition only narrows it. */
export type DisclosureScope = { readonly organisation: string; readonly unit: string | null } | null;

export interface DisclosureQuery extends DisclosureConditions {
  readonly scope: DisclosureScope;
  /** Own ids of the records that are the child of `childId`; empty where the hub knows none. */
  readonly family: readonly string[];
  /** Id of the entry after which the page begins. */
  readonly after: string | null;
  readonly limit: number;
  /** Whether what a review goes by is read too. */
  readonly marks: boolean;
  readonly now: Date;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const COLUMNS = `e.id, e.at, e.kind, e.organisation_id as organisation, e.unit_id as unit, e.client_id as client,
  e.subject, e.purpose, e.reference, e.ruleset_version as "rulesetVersion", e.recipient_part as recipient,
  (select coalesce(json_object_agg(c.id, c.public_id), '{}') from child c where c.id = any(e.child_ids)) as "publicIds"`;

/**
 * The statement of one page, newest first. It is made of the conditions that were given, so that an index leads to the
 * entries: a child's through those that hold one of its records, another's by organisation, client or user in the
 * order of the ledger, a period's in the order of time. Where nothing leads, the newest are read from the end.
 */
export function disclosureStatement(query: DisclosureQuery): Statement {
  const { scope, childId, since, until, after, limit, marks } = query;
  const values: unknown[] = [];
  const v = (value: unknown, type = 'text'): string => `$${values.push(value)}::${type}`;
  // One's own entries are few enough to be walked in the order in which their index has them.
  const byTime = scope === null && (since !== null || until !== null);
  const own = (e: string): string[] =>
    scope === null
      ? []
      : [
          `${e}.organisation_id = ${v(scope.organisation)}`,
          ...(scope.unit === null ? [] : [`${e}.unit_id = ${v(scope.unit)}`]),
        ];
  const order = (e: string): string => (byTime ? `${e}.at desc, ${e}.position desc` : `${e}.position desc`);
  const conditions = [
    ...own('e'),
    ...childConditions(query, v),
    ...equals(query, v),
    ...(since === null ? [] : [`e.at >= ${v(since, 'timestamptz')}`]),
    ...(until === null ? [] : [`e.at < ${v(until, 'timestamptz')}`]),
  ];
  if (after !== null) {
    const last = (columns: string): string =>
      `(select ${columns} from ledger_entry a where ${[`a.id = ${v(after, 'uuid')}`, ...own('a')].join(' and ')})`;
    // The index goes by the time alone; only the second condition tells entries of one instant apart.
    if (byTime)
      conditions.push(`e.at <= ${last('a.at')}`, `(e.at, e.position) < ${last('a.at, a.position')}`);
    else conditions.push(`e.position < ${last('a.position')}`);
  }
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  // A child's entries are few and anywhere: they are found first and put in order then.
  const from =
    childId === null
      ? `ledger_entry e ${where}`
      : `(select e.at, e.position from ledger_entry e ${where} offset 0) e`;
  const text = `with page as materialized (
  select e.position from ${from} order by ${order('e')} limit ${v(limit, 'integer')}
)
select ${COLUMNS}, ${scope === null ? 'e.controller_part' : 'null::text'} as controller,
  ${marks ? marksOf(query, v) : 'null::text as role, null::boolean as protects'}
from page join ledger_entry e using (position) order by ${order('e')}`;
  return { text, values };
}

type Value = (value: unknown, type?: string) => string;

/**
 * A child is looked for among everything that an entry concerns, through every record joined with it, only by whoever
 * may read everything. Others find the entries that told them of that very record: a lookup that weighed the child and
 * said nothing must not turn up, nor what would show that two records are one child.
 */
function childConditions({ scope, childId, family }: DisclosureQuery, v: Value): string[] {
  if (childId === null) return [];
  return [
    `e.child_ids && ${v(family, 'uuid[]')}`,
    ...(scope === null
      ? []
      : [
          `exists (select from json_array_elements((e.recipient_part::json) #> '{told,items,children}') c
      where c ->> 'child' = ${v(childId)})`,
        ]),
  ];
}

function equals(query: DisclosureQuery, v: Value): string[] {
  const { organisation, unit, client, subject, purpose, kind, agreement, scope } = query;
  const columns = {
    organisation_id: organisation,
    unit_id: unit,
    client_id: client,
    subject,
    purpose,
    kind,
  };
  const named = Object.entries(columns).flatMap(([column, value]) =>
    value === null ? [] : [`e.${column} = ${v(value)}`],
  );
  // The index is the organisation's.
  if (unit !== null && organisation === null)
    named.push(`e.organisation_id = ${v(unit.slice(0, unit.lastIndexOf('/')))}`);
  if (agreement === null) return named;
  // On what an answer rested would tell of the child: others find it by the clauses that they were told.
  return [
    ...named,
    scope === null
      ? `e.agreements @> array[${v(agreement)}]`
      : `jsonb_path_exists(e.recipient_part::jsonb, '$.told.** ? (@ starts with $name)',
      jsonb_build_object('name', ${v(`${agreement}@`)}))`,
  ];
}

/** What a review goes by: the asker's role, and whether a child of the entry (the one asked about alone) is protected. */
function marksOf({ childId, family, now }: DisclosureQuery, v: Value): string {
  const children =
    childId === null
      ? 'select f.id from unnest(e.child_ids) c(id) cross join lateral child_family(c.id) f(id)'
      : `select f.id from unnest(${v(family, 'uuid[]')}) f(id)`;
  const at = v(now, 'timestamptz');
  return `(select u.role from unit u where u.id = e.unit_id) as role,
  exists (
    select from (${children}) whom(id) where exists (
      select from circumstance k where k.child_id = whom.id and k.kind in ('LOCATION_PROTECTION', 'CHILD_PROTECTION')
        and k.begins_at <= ${at} and (k.ends_at is null or k.ends_at > ${at})
    ) or exists (
      select from child_address k where k.child_id = whom.id and k.protected
        and (k.ends_on is null or k.ends_on > (${at} at time zone 'Europe/London')::date)
    )
  ) as protects`;
}
