import type { TestDatabase } from '../support/database';

const TABLES = ['child_name', 'child_identifier', 'child_address', 'carer', 'registration', 'circumstance'];
const OURS = `array['id', 'child_id', 'public_id', 'written_in']`;

/** Every fact of the record by its child's UPN, without the ids that each import and its transaction make anew. */
export async function contentsOf({ owner }: TestDatabase): Promise<unknown[]> {
  const union = TABLES.map(
    (table) => `select i.value as upn, '${table}' as fact, to_jsonb(t) - ${OURS} as row
      from ${table} t join child_identifier i on i.child_id = t.child_id and i.kind = 'upn' and i.state = 'current'`,
  );
  return owner.query(
    `select upn, fact, (select jsonb_object_agg(key, value) from jsonb_each(row) where value <> 'null') as row
     from (${union.join(' union all ')}) facts order by upn, fact, row::text`,
  );
}
