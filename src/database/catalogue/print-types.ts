import { byName, commentOn, isOurs, type Catalogue } from './catalogue';

/** Enumerations, domains and composite types. */
export async function printTypes(catalogue: Catalogue): Promise<string[]> {
  const rows = await catalogue.query<
    { name: string; kind: string; definition: string; comment: string | null }[]
  >(
    `SELECT t.oid::regtype::text AS name, typtype AS kind, obj_description(t.oid, 'pg_type') AS comment,
       CASE typtype
         WHEN 'e' THEN (SELECT 'ENUM (' || string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) || ')'
                        FROM pg_enum WHERE enumtypid = t.oid)
         WHEN 'd' THEN format_type(typbasetype, typtypmod)
           || coalesce(' DEFAULT ' || typdefault, '') || CASE WHEN typnotnull THEN ' NOT NULL' ELSE '' END
           || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(c.oid, true)), '' ORDER BY conname ${byName})
                        FROM pg_constraint c WHERE contypid = t.oid AND contype = 'c'), '')
         ELSE (SELECT '(' || string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) || ')'
               FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped)
       END AS definition
     FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
     WHERE (typtype IN ('e', 'd') OR typtype = 'c' AND c.relkind = 'c') AND ${isOurs('pg_type', 't', 'typnamespace')}
     ORDER BY t.oid::regtype::text ${byName}`,
  );
  return rows.map(({ name, kind, definition, comment }) => {
    const word = kind === 'd' ? 'DOMAIN' : 'TYPE';
    return [`CREATE ${word} ${name} AS ${definition};`, ...commentOn(`${word} ${name}`, comment)].join('\n');
  });
}
