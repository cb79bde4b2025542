import { byName, commentOn, type Catalogue } from './catalogue';
import { grantsColumn, printGrants, type Grant } from './grants';

/** Extensions, roles, schemas and default privileges. */
export async function printFoundations(catalogue: Catalogue): Promise<string[]> {
  return [
    await printExtensions(catalogue),
    await printRoles(catalogue),
    await printSchemas(catalogue),
    await printDefaults(catalogue),
  ];
}

async function printExtensions(catalogue: Catalogue): Promise<string> {
  const rows = await catalogue.query<{ name: string }[]>(
    `SELECT quote_ident(extname) AS name FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname ${byName}`,
  );
  return rows.map(({ name }) => `CREATE EXTENSION ${name};`).join('\n');
}

/** Those that the hub works under. Who may become them is a matter of the installation. */
async function printRoles(catalogue: Catalogue): Promise<string> {
  const rows = await catalogue.query<{ name: string; bypasses: boolean }[]>(
    `SELECT quote_ident(rolname) AS name, rolbypassrls AS bypasses FROM pg_roles
     WHERE rolname ^@ 'rollcall_' AND NOT rolcanlogin ORDER BY rolname ${byName}`,
  );
  return rows
    .map(({ name, bypasses }) => `CREATE ROLE ${name} NOLOGIN${bypasses ? ' BYPASSRLS' : ''};`)
    .join('\n');
}

async function printSchemas(catalogue: Catalogue): Promise<string> {
  const rows = await catalogue.query<
    { name: string; isPublic: boolean; grants: Grant[]; comment: string | null }[]
  >(
    `SELECT quote_ident(nspname) AS name, nspname = 'public' AS "isPublic",
            ${grantsColumn('nspacl', 'n', 'nspowner')} AS grants, obj_description(n.oid, 'pg_namespace') AS comment
     FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname ${byName}`,
  );
  return rows
    .flatMap(({ name, isPublic, grants, comment }) => [
      ...(isPublic ? [] : [`CREATE SCHEMA ${name};`, ...commentOn(`SCHEMA ${name}`, comment)]),
      ...printGrants(`SCHEMA ${name}`, grants),
    ])
    .join('\n');
}

const kinds: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
};

async function printDefaults(catalogue: Catalogue): Promise<string> {
  const rows = await catalogue.query<
    { kind: string; schema: string | null; grants: Grant[]; usual: boolean; open: boolean }[]
  >(
    `SELECT defaclobjtype AS kind, quote_ident(nspname) AS schema, ${grantsColumn('defaclacl', 'r', 'defaclrole')} AS grants,
            defaclnamespace = 0 AND defaclobjtype IN ('f', 'T') AS usual,
            EXISTS (SELECT FROM aclexplode(defaclacl) WHERE grantee = 0) AS open
     FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace
     ORDER BY nspname ${byName} NULLS FIRST, defaclobjtype`,
  );
  return rows
    .flatMap(({ kind, schema, grants, usual, open }) => {
      const start = `ALTER DEFAULT PRIVILEGES${schema === null ? '' : ` IN SCHEMA ${schema}`}`;
      const things = kinds[kind] ?? kind;
      const closed = usual && !open ? [`${start} REVOKE ALL ON ${things} FROM PUBLIC;`] : [];
      return [...closed, ...printGrants(things, grants).map((line) => `${start} ${line}`)];
    })
    .join('\n');
}
