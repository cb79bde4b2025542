import { byName, commentOn, isOurs, type Catalogue } from './catalogue';
import { grantsColumn, printGrants, type Grant } from './grants';

interface Sequence {
  readonly name: string;
  readonly definition: string;
  readonly owned: string | null;
  readonly grants: Grant[];
  readonly comment: string | null;
}

/** Sequences, but for those of identity columns, which nobody is granted or names. */
export async function printSequences(catalogue: Catalogue): Promise<string[]> {
  const rows = await catalogue.query<Sequence[]>(
    `SELECT c.oid::regclass::text AS name,
            format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s', format_type(seqtypid, NULL),
              seqincrement, seqmin, seqmax, seqstart, seqcache, CASE WHEN seqcycle THEN ' CYCLE' ELSE '' END) AS definition,
            (SELECT format('%s.%I', refobjid::regclass, attname) FROM pg_depend d
               JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND refobjsubid > 0) AS owned,
            ${grantsColumn('relacl', 's', 'relowner')} AS grants, obj_description(c.oid, 'pg_class') AS comment
     FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid
     WHERE ${isOurs('pg_class', 'c', 'relnamespace')}
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'i')
     ORDER BY c.oid::regclass::text ${byName}`,
  );
  return rows.map(({ name, definition, owned, grants, comment }) =>
    [
      `CREATE SEQUENCE ${name} ${definition}${owned === null ? '' : ` OWNED BY ${owned}`};`,
      ...commentOn(`SEQUENCE ${name}`, comment),
      ...printGrants(`SEQUENCE ${name}`, grants),
    ].join('\n'),
  );
}
