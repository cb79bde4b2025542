import { byName, commentOn, isOurs, type Catalogue } from './catalogue';

/** What hangs on one table. */
export interface TableParts {
  /** For inside the brackets of `CREATE TABLE`. */
  readonly constraints: string[];
  /** Indexes, statistics and triggers, and comments on them. */
  readonly statements: string[];
  readonly policies: string[];
}

interface Part {
  readonly table: string;
  readonly text: string;
  readonly what: string;
  readonly comment: string | null;
}

/** By the table's oid. */
export async function printTableParts(catalogue: Catalogue): Promise<ReadonlyMap<string, TableParts>> {
  const found = new Map<string, TableParts>();
  const partsOf = (table: string): TableParts => {
    const parts = found.get(table) ?? { constraints: [], statements: [], policies: [] };
    found.set(table, parts);
    return parts;
  };
  for (const { table, text, what, comment } of await readConstraints(catalogue)) {
    partsOf(table).constraints.push(text);
    partsOf(table).statements.push(...commentOn(what, comment));
  }
  for (const read of [readIndexes, readStatistics, readTriggers]) {
    for (const { table, text, what, comment } of await read(catalogue)) {
      partsOf(table).statements.push(`${text};`, ...commentOn(what, comment));
    }
  }
  for (const { table, text, what, comment } of await readPolicies(catalogue)) {
    partsOf(table).policies.push(`${text};`, ...commentOn(what, comment));
  }
  return found;
}

/** Without not null, which newer servers list here too, and without those of a parent. */
function readConstraints(catalogue: Catalogue): Promise<Part[]> {
  return catalogue.query(
    `SELECT conrelid::text AS table, format('CONSTRAINT %I %s', conname, pg_get_constraintdef(c.oid, true)) AS text,
            format('CONSTRAINT %I ON %s', conname, conrelid::regclass) AS what, obj_description(c.oid, 'pg_constraint') AS comment
     FROM pg_constraint c
     WHERE conrelid <> 0 AND contype IN ('p', 'u', 'c', 'f', 'x') AND conparentid = 0 AND ${isOurs('pg_constraint', 'c', 'connamespace')}
     ORDER BY conrelid, position(contype::text IN 'pucfx'), conname ${byName}`,
  );
}

/** Those that no constraint makes, on tables and on materialised views. */
function readIndexes(catalogue: Catalogue): Promise<Part[]> {
  return catalogue.query(
    `SELECT indrelid::text AS table, pg_get_indexdef(indexrelid, 0, true) AS text,
            format('INDEX %s', indexrelid::regclass) AS what, obj_description(indexrelid, 'pg_class') AS comment
     FROM pg_index i JOIN pg_class c ON c.oid = indexrelid
     WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
       AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) AND ${isOurs('pg_class', 'c', 'relnamespace')}
     ORDER BY indrelid, relname ${byName}`,
  );
}

function readStatistics(catalogue: Catalogue): Promise<Part[]> {
  return catalogue.query(
    `SELECT stxrelid::text AS table, pg_get_statisticsobjdef(s.oid) AS text,
            format('STATISTICS %I', stxname) AS what, obj_description(s.oid, 'pg_statistic_ext') AS comment
     FROM pg_statistic_ext s WHERE ${isOurs('pg_statistic_ext', 's', 'stxnamespace')} ORDER BY stxrelid, stxname ${byName}`,
  );
}

function readTriggers(catalogue: Catalogue): Promise<Part[]> {
  return catalogue.query(
    `SELECT tgrelid::text AS table,
            pg_get_triggerdef(t.oid, true) || CASE tgenabled WHEN 'D' THEN ' /* disabled */' WHEN 'A' THEN ' /* enabled always */' ELSE '' END AS text,
            format('TRIGGER %I ON %s', tgname, tgrelid::regclass) AS what, obj_description(t.oid, 'pg_trigger') AS comment
     FROM pg_trigger t WHERE NOT tgisinternal AND tgparentid = 0 ORDER BY tgrelid, tgname ${byName}`,
  );
}

function readPolicies(catalogue: Catalogue): Promise<Part[]> {
  return catalogue.query(
    `SELECT polrelid::text AS table, format('CREATE POLICY %I ON %s', polname, polrelid::regclass)
              || CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
              || CASE polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
              || ' TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', '
                                              ORDER BY pg_get_userbyid(role) ${byName}) FROM unnest(polroles) AS role)
              || coalesce(' USING (' || pg_get_expr(polqual, polrelid, true) || ')', '')
              || coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid, true) || ')', '') AS text,
            format('POLICY %I ON %s', polname, polrelid::regclass) AS what, obj_description(p.oid, 'pg_policy') AS comment
     FROM pg_policy p ORDER BY polrelid, polname ${byName}`,
  );
}
