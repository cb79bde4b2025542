import { printDatabase } from '../../src/cli/emit-database';
import { createTestDatabase, type TestDatabase } from '../support/database';

/** One of everything that a migration may make. */
const everything = `
  CREATE TYPE mood AS ENUM ('calm', 'it''s bad');
  CREATE DOMAIN code AS text NOT NULL CONSTRAINT code_shape CHECK (value ~ '^[A-Z]');
  CREATE TYPE pair AS (a integer, b text);
  CREATE SCHEMA other;
  GRANT USAGE ON SCHEMA other TO rollcall_app;
  CREATE TABLE other.thing (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, born date NOT NULL DEFAULT current_date,
    year int GENERATED ALWAYS AS (extract(year FROM born)::int) STORED, word text COLLATE "C",
    CONSTRAINT thing_word UNIQUE (word), CONSTRAINT thing_some CHECK (word <> '')
  ) WITH (fillfactor = 70);
  ALTER TABLE other.thing ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON other.thing FOR SELECT TO rollcall_app USING (word = current_setting('x', true));
  COMMENT ON TABLE other.thing IS 'it''s a thing';
  COMMENT ON COLUMN other.thing.born IS 'a day';
  CREATE INDEX thing_like ON other.thing USING gin (word gin_trgm_ops) WHERE word IS NOT NULL;
  GRANT SELECT (id, born), UPDATE (born) ON other.thing TO rollcall_app;
  GRANT SELECT ON other.thing TO PUBLIC;
  CREATE TABLE parted (id int, kind text) PARTITION BY LIST (kind);
  CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('a');
  CREATE INDEX parted_id ON parted (id);
  CREATE STATISTICS parted_stats (dependencies) ON id, kind FROM parted;
  CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ SELECT x * 2 $$;
  GRANT EXECUTE ON FUNCTION twice TO rollcall_sequencer;
  COMMENT ON FUNCTION twice IS 'doubles';
  CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
  CREATE TRIGGER touch BEFORE INSERT ON parted FOR EACH ROW EXECUTE FUNCTION touched();
  CREATE VIEW seen WITH (security_invoker = true) AS SELECT id FROM parted;
  GRANT SELECT ON seen TO rollcall_app;
  CREATE MATERIALIZED VIEW counted AS SELECT 1 AS one;
  CREATE UNIQUE INDEX counted_one ON counted (one);
  CREATE SEQUENCE numbers;
  GRANT USAGE ON SEQUENCE numbers TO rollcall_sequencer;
`;

describe('the printed database', () => {
  let database: TestDatabase;
  let empty: string;
  let text: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    empty = await printDatabase(database.owner);
    await database.owner.query(everything);
    text = await printDatabase(database.owner);
  });
  afterAll(() => database.drop());

  it.each([
    'CREATE EXTENSION pg_trgm;',
    'CREATE ROLE rollcall_app NOLOGIN;',
    'GRANT USAGE ON SCHEMA other TO rollcall_app;',
    'ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;',
    `CREATE TYPE mood AS ENUM ('calm', 'it''s bad');`,
    `CREATE DOMAIN code AS text NOT NULL CONSTRAINT code_shape CHECK (VALUE ~ '^[A-Z]'::text);`,
    'CREATE TYPE pair AS (a integer, b text);',
    'id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,',
    'born date DEFAULT CURRENT_DATE NOT NULL,',
    'year integer GENERATED ALWAYS AS (EXTRACT(year FROM born)::integer) STORED,',
    'word text COLLATE "C",',
    'CONSTRAINT thing_word UNIQUE (word)',
    `CONSTRAINT thing_some CHECK (word <> ''::text)`,
    ') WITH (fillfactor=70);',
    `COMMENT ON TABLE other.thing IS 'it''s a thing';`,
    `COMMENT ON COLUMN other.thing.born IS 'a day';`,
    'CREATE INDEX thing_like ON other.thing USING gin (word gin_trgm_ops) WHERE word IS NOT NULL;',
    'ALTER TABLE other.thing ENABLE ROW LEVEL SECURITY;',
    `CREATE POLICY own ON other.thing FOR SELECT TO rollcall_app USING (word = current_setting('x'::text, true));`,
    'GRANT SELECT (id, born) ON other.thing TO rollcall_app;',
    'GRANT UPDATE (born) ON other.thing TO rollcall_app;',
    'GRANT SELECT ON other.thing TO PUBLIC;',
    ') PARTITION BY LIST (kind);',
    `CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('a');`,
    'CREATE STATISTICS public.parted_stats (dependencies) ON id, kind FROM parted;',
    'CREATE TRIGGER touch BEFORE INSERT ON parted FOR EACH ROW EXECUTE FUNCTION touched();',
    `COMMENT ON FUNCTION twice(integer) IS 'doubles';`,
    'GRANT EXECUTE ON FUNCTION twice(integer) TO rollcall_sequencer;',
    'CREATE VIEW seen WITH (security_invoker=true) AS',
    'GRANT SELECT ON seen TO rollcall_app;',
    'CREATE UNIQUE INDEX counted_one ON counted USING btree (one);',
    'GRANT USAGE ON SEQUENCE numbers TO rollcall_sequencer;',
  ])('says %s', (line) => {
    expect(text.split('\n').map((each) => each.trim())).toContainEqual(expect.stringContaining(line));
  });

  it('leaves out what belongs to extensions and to PostgreSQL', () => {
    expect(text).not.toMatch(/similarity\(|levenshtein|pg_catalog\.|information_schema/);
  });

  it('is the same whoever owns the database, and each time it is printed', async () => {
    expect(await printDatabase(database.owner)).toBe(text);
    const { current_user: owner } =
      (await database.owner.query<{ current_user: string }[]>('SELECT current_user'))[0] ?? {};
    expect(empty).not.toMatch(new RegExp(`TO ${owner}\\b`));
  });

  it('prints a database without the rest as a shorter text', () => {
    expect(empty).not.toContain('other.thing');
    expect(empty).toContain('CREATE TABLE schema_migration (');
  });
});
