import type { Sql } from '../gate/ports';
import type { EntryBody, LedgerEntry } from './disclosure';

export interface DisclosureQuery {
  /** Whose entries may be read; null = everybody's. INVARIANT: every other condition only narrows it. */
  readonly scope: { readonly organisation: string; readonly unit: string | null } | null;
  readonly childId: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly organisation: string | null;
  /** Id of the entry after which the page begins. */
  readonly after: string | null;
  readonly limit: number;
}

const OWN = '($1::text is null or (e.organisation_id = $1 and ($2::text is null or e.unit_id = $2)))';

/**
 * A child is looked for among everything that an entry concerns only by whoever may read everything. Others find the
 * entries that told them of the child: a lookup that weighed it and said nothing must not turn up.
 */
const CONCERNS = `
  $1::text is null or exists (
    select from json_array_elements((e.body::json) #> '{body,children}') c
    where c ->> 'child' = (select id::text from child where public_id = $3::uuid)
      and (c #> '{disclosed,EXISTENCE/full}') is not null)`;

const READ = `
select e.id, e.at, e.kind, e.organisation_id as organisation, e.unit_id as unit, e.purpose, e.reference,
  e.ruleset_version as "rulesetVersion", e.body,
  (select coalesce(json_object_agg(c.id, c.public_id), '{}') from child c where c.id = any(e.child_ids)) as "publicIds"
from ledger_entry e
where ${OWN}
  and ($3::uuid is null or (
    e.child_ids @> array(select id from child where public_id = $3::uuid)
    and exists (select from child where public_id = $3::uuid) and (${CONCERNS})))
  and ($4::timestamptz is null or e.at >= $4)
  and ($5::timestamptz is null or e.at < $5)
  and ($6::text is null or e.organisation_id = $6)
  and ($7::uuid is null or e.position < (
    select a.position from ledger_entry a where a.id = $7 and ${OWN.replaceAll('e.', 'a.')}))
order by e.position desc
limit $8`;

/** Reads entries, newest first. */
export class DisclosureRepository {
  constructor(private readonly sql: Sql) {}

  async read(query: DisclosureQuery): Promise<LedgerEntry[]> {
    const { scope, childId, since, until, organisation, after, limit } = query;
    const values = [
      scope?.organisation ?? null,
      scope?.unit ?? null,
      childId,
      since,
      until,
      organisation,
      after,
      limit,
    ];
    const rows = await this.sql.query<Omit<LedgerEntry, 'body'> & { body: string }>(READ, values);
    return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as EntryBody }));
  }

  /** Our own id of a child, for the record of who read its ledger. */
  async childBehind(publicId: string): Promise<string | null> {
    const rows = await this.sql.query<{ id: string }>('select id from child where public_id = $1', [
      publicId,
    ]);
    return rows[0]?.id ?? null;
  }
}
