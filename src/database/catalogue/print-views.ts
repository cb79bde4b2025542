import { byName, commentOn, isOurs, type Catalogue } from './catalogue';
import { grantsColumn, printGrants, type Grant } from './grants';
import { printTableParts } from './print-table-parts';

interface View {
  readonly oid: string;
  readonly name: string;
  readonly materialised: boolean;
  readonly options: string | null;
  readonly definition: string;
  readonly grants: Grant[];
  readonly comment: string | null;
}

export async function printViews(catalogue: Catalogue): Promise<string[]> {
  const rows = await catalogue.query<View[]>(
    `SELECT c.oid::text, c.oid::regclass::text AS name, relkind = 'm' AS materialised, pg_get_viewdef(c.oid, true) AS definition,
            (SELECT string_agg(option, ', ' ORDER BY option ${byName}) FROM unnest(reloptions) AS option) AS options,
            ${grantsColumn('relacl', 'r', 'relowner')} AS grants, obj_description(c.oid, 'pg_class') AS comment
     FROM pg_class c WHERE relkind IN ('v', 'm') AND ${isOurs('pg_class', 'c', 'relnamespace')} ORDER BY c.oid::regclass::text ${byName}`,
  );
  const parts = await printTableParts(catalogue);
  return rows.map(({ oid, name, materialised, options, definition, grants, comment }) => {
    const word = materialised ? 'MATERIALIZED VIEW' : 'VIEW';
    const settings = options === null ? '' : ` WITH (${options})`;
    return [
      `CREATE ${word} ${name}${settings} AS\n${definition}`,
      ...commentOn(`${word} ${name}`, comment),
      ...(parts.get(oid)?.statements ?? []),
      ...printGrants(name, grants),
    ].join('\n');
  });
}
