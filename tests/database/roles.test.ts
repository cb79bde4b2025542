import { createTestDatabase, type TestDatabase } from '../support/database';

describe('the role that requests run under', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is rollcall_app from the first statement, and again after a reset', async () => {
    const asked = 'SELECT current_user AS role';
    expect(await database.app.query(asked)).toEqual([{ role: 'rollcall_app' }]);
    await database.app.query('RESET ROLE');
    expect(await database.app.query(asked)).toEqual([{ role: 'rollcall_app' }]);
  });

  it('owns no table, sequence, view or function', async () => {
    const owned = await database.owner.query(
      `SELECT relname AS name FROM pg_class WHERE relowner = 'rollcall_app'::regrole
       UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'rollcall_app'::regrole`,
    );
    expect(owned).toEqual([]);
  });

  it('can neither create a table nor change the list of migrations', async () => {
    await expect(database.app.query('CREATE TABLE mine (id int)')).rejects.toThrow(
      'permission denied for schema public',
    );
    await expect(database.app.query('DELETE FROM schema_migration')).rejects.toThrow(
      'permission denied for table schema_migration',
    );
  });

  it('may not call a function that no migration opened to it', async () => {
    await database.owner.query('CREATE FUNCTION secret() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$');
    await expect(database.app.query('SELECT secret()')).rejects.toThrow(
      'permission denied for function secret',
    );
    expect(await database.app.query(`SELECT unaccent('Zoë') AS plain`)).toEqual([{ plain: 'Zoe' }]);
  });
});
