import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigProblem, readConfig } from '../src/config';

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigProblem) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('need nothing to be set', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: undefined,
      dataDir: resolve(__dirname, '../.rollcall'),
      host: '127.0.0.1',
      port: 4000,
      homeAuthority: 'la/931',
      issuers: [],
      audience: 'rollcall',
      poolSize: 10,
      logLevel: 'info',
      publicUrl: undefined,
      mail: null,
      scanner: null,
    });
  });

  it('take a variable that is set to nothing as not set', () => {
    expect(readConfig({ DATABASE_URL: '', ROLLCALL_PORT: ' ' })).toEqual(readConfig({}));
  });

  it('are read from the environment', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://rollcall:secret@db.internal/rollcall?sslmode=require',
      ROLLCALL_PORT: '0',
      ROLLCALL_POOL_SIZE: '25',
      ROLLCALL_PUBLIC_URL: 'https://hub.example.gov.uk/',
      ROLLCALL_AUDIENCE: 'hub',
      ROLLCALL_ISSUERS: '[{"issuer":"https://id.example","jwksUri":"https://id.example/keys"}]',
    });
    expect(config).toMatchObject({ port: 0, poolSize: 25, publicUrl: 'https://hub.example.gov.uk' });
    expect(config.databaseUrl).toContain('sslmode=require');
    expect(config.issuers).toEqual([
      { issuer: 'https://id.example', jwksUri: 'https://id.example/keys', audience: 'hub' },
    ]);
  });

  it('take the issuers from a file too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
    const file = join(folder, 'issuers.json');
    writeFileSync(file, '[{"issuer":"a","jwksUri":"http://localhost:1/keys","audience":"b"}]');
    expect(readConfig({ ROLLCALL_ISSUERS: file }).issuers).toEqual([
      { issuer: 'a', jwksUri: 'http://localhost:1/keys', audience: 'b' },
    ]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['DATABASE_URL', 'localhost', 'write postgres://user:password@host:5432/database'],
    ['DATABASE_URL', 'postgres://localhost', 'write postgres://'],
    ['ROLLCALL_HOST', 'http://127.0.0.1', 'a host name alone'],
    ['ROLLCALL_PORT', '70000', 'a whole number from 0 to 65535'],
    ['ROLLCALL_PORT', '4e3', 'a whole number'],
    ['ROLLCALL_POOL_SIZE', '0', 'a whole number from 1 to 500'],
    ['ROLLCALL_HOME_AUTHORITY', '931', 'such as la/931'],
    ['ROLLCALL_LOG_LEVEL', 'loud', 'one of fatal, error, warn'],
    ['ROLLCALL_PUBLIC_URL', 'hub.example', 'a web address'],
    ['ROLLCALL_PUBLIC_URL', 'ftp://hub.example', 'a web address'],
    ['SMTP_URL', 'mail.example', 'write smtp://user:password@host:587'],
    ['SMTP_URL', 'http://mail.example', 'write smtp://'],
    ['ROLLCALL_SCANNER', 'http://', 'a command with its arguments, or a web address'],
    ['ROLLCALL_MAIL_FROM', 'a@example, b@example', 'one address alone'],
    ['ROLLCALL_ISSUERS', '[{"issuer":"a"', 'not valid JSON'],
    ['ROLLCALL_ISSUERS', '[]', 'a JSON list such as'],
    ['ROLLCALL_ISSUERS', '[{"issuer":"a"}]', 'entry 1 needs "jwksUri"'],
    ['ROLLCALL_ISSUERS', '[{"issuer":"a","jwksUri":"javascript:0"}]', 'entry 1 needs "jwksUri"'],
    ['ROLLCALL_ISSUERS', '[null]', 'entry 1 needs "issuer"'],
    ['ROLLCALL_ISSUERS', 'no/such/file.json', 'neither a JSON list nor the path'],
  ])('refuse %s=%s with the fix', (name, value, fix) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
    expect(problems[0]).toContain(fix);
  });

  it('need to know from whom messages come where there is a mail server', () => {
    expect(problemsOf({ SMTP_URL: 'smtp://mail.example:587' })).toEqual([
      'ROLLCALL_MAIL_FROM is missing: with SMTP_URL, set the address that messages come from.',
    ]);
    const mail = {
      SMTP_URL: 'smtps://user:secret@mail.example',
      ROLLCALL_MAIL_FROM: 'rollcall@council.example',
    };
    expect(readConfig(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.ROLLCALL_MAIL_FROM });
  });

  it('are all refused at once, and without their values', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://me:secret-word@host/db',
      ROLLCALL_PORT: 'x',
      ROLLCALL_HOST: '/',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'ROLLCALL_HOST',
      'ROLLCALL_PORT',
    ]);
    expect(problems.join()).not.toContain('secret-word');
  });
});
