import { byName, commentOn, isOurs, type Catalogue } from './catalogue';
import { grantsColumn, printGrants, type Grant } from './grants';

interface Routine {
  readonly signature: string;
  readonly word: string;
  readonly definition: string;
  readonly grants: Grant[];
  readonly comment: string | null;
}

/** Functions and procedures, each as PostgreSQL would be told it again. */
export async function printRoutines(catalogue: Catalogue): Promise<string[]> {
  const rows = await catalogue.query<Routine[]>(
    `SELECT p.oid::regprocedure::text AS signature, CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS word,
            pg_get_functiondef(p.oid) AS definition,
            ${grantsColumn('proacl', 'f', 'proowner')} AS grants, obj_description(p.oid, 'pg_proc') AS comment
     FROM pg_proc p WHERE prokind IN ('f', 'p', 'w') AND ${isOurs('pg_proc', 'p', 'pronamespace')} ORDER BY p.oid::regprocedure::text ${byName}`,
  );
  return rows.map(({ signature, word, definition, grants, comment }) =>
    [
      `${definition.trimEnd()};`,
      ...commentOn(`${word} ${signature}`, comment),
      ...printGrants(`${word} ${signature}`, grants),
    ].join('\n'),
  );
}
