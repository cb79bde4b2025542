/** Where the printers read from: a TypeORM data source is one. */
export interface Catalogue {
  query<Rows>(sql: string): Promise<Rows>;
}

/**
 * Joins a printer's query to what is ours: schemas of PostgreSQL's own and objects that belong to an extension are
 * not printed. `object` is the alias of a catalogue table, `kind` its name.
 */
export function isOurs(kind: string, object: string, schemaColumn: string): string {
  return `${object}.${schemaColumn} IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = '${kind}'::regclass AND objid = ${object}.oid AND deptype = 'e')`;
}

/** Names in order of their bytes: the same on every server, whatever its language. */
export const byName = 'COLLATE "C"';

/** `COMMENT ON` lines for what has a comment. */
export function commentOn(what: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON ${what} IS '${comment.replaceAll("'", "''")}';`];
}
