import { Client } from 'pg';
import { DatabaseProblem } from './database-problem';

const oldest = 15;
const roles = ['rollcall_app', 'rollcall_sequencer', 'rollcall_retention'];

/**
 * Looks at the PostgreSQL behind DATABASE_URL before anything is done to it.
 * @throws DatabaseProblem that names what is wrong and the fix; never the user's password
 */
export async function checkServer(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new DatabaseProblem(whyNot(error, new URL(url)));
  }
  try {
    await checkVersion(client);
    await checkRights(client);
  } finally {
    await client.end();
  }
}

function whyNot(error: unknown, url: URL): string {
  const code = (error as { code?: string }).code ?? '';
  const where = `${url.searchParams.get('host') ?? url.hostname}:${url.port || '5432'}`;
  const name = decodeURIComponent(url.pathname.slice(1));
  if (code === '3D000') {
    return `DATABASE_URL: there is no database "${name}" at ${where}. Make it first: createdb ${name}`;
  }
  if (code.startsWith('28')) {
    return `DATABASE_URL: the server at ${where} refuses this user or password. Check both, and its pg_hba.conf.`;
  }
  if (code === '53300')
    return `DATABASE_URL: the server at ${where} has no connection free. Raise its max_connections.`;
  if (/^(SELF_|DEPTH_|UNABLE_|CERT_|ERR_TLS)/.test(code)) {
    return `DATABASE_URL: the certificate of ${where} is not trusted. Name its authority with sslrootcert=, or correct sslmode=.`;
  }
  return `DATABASE_URL: no PostgreSQL answers at ${where} (${code || 'no answer in time'}). Is it running, and is the address right?`;
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (major >= oldest) return;
  throw new DatabaseProblem(
    `DATABASE_URL: the server is PostgreSQL ${major}; Rollcall needs ${oldest} or later. Upgrade the server.`,
  );
}

async function checkRights(client: Client): Promise<void> {
  await checkRoles(client);
  const { rows } = await client.query<{ me: string; database: string }>(
    `SELECT quote_ident(current_user) AS me, quote_ident(current_database()) AS database
     WHERE to_regclass('public.schema_migration') IS NULL
       AND NOT (has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE'))`,
  );
  for (const { me, database } of rows) {
    throw new DatabaseProblem(
      'DATABASE_URL: this user may not create tables and extensions in the database. ' +
        `Have an administrator run once: ALTER DATABASE ${database} OWNER TO ${me};`,
    );
  }
}

/** Whoever may create roles may grant those that it created, but not those that were there before. */
async function checkRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ me: string; creates: boolean; role: string; there: boolean }>(
    `SELECT quote_ident(me.rolname) AS me, me.rolcreaterole AS creates, wanted AS role, found.oid IS NOT NULL AS there
     FROM unnest($1::text[]) AS wanted
     JOIN pg_roles me ON me.rolname = current_user AND NOT me.rolsuper
     LEFT JOIN pg_roles found ON found.rolname = wanted
     WHERE found.oid IS NULL OR NOT pg_has_role(found.oid, 'MEMBER')`,
    [roles],
  );
  const commands = rows
    .filter(({ there, creates }) => there || !creates)
    .map(({ there, role, me }) => `${there ? '' : `CREATE ROLE ${role} NOLOGIN; `}GRANT ${role} TO ${me};`);
  if (commands.length === 0) return;
  throw new DatabaseProblem(
    `DATABASE_URL: this user may not create or use Rollcall's roles. Have an administrator run once: ${commands.join(' ')}`,
  );
}
