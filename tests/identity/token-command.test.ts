import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { tokenCommand } from '../../src/cli/token';
import { readConfig } from '../../src/config';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { TokenVerifier } from '../../src/identity/verify-token';
import { systemClock } from '../../src/kernel/clock';

const before = { ...process.env };
let printed = '';
let complained = '';

beforeEach(() => {
  printed = '';
  complained = '';
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-token-'));
  process.env = { ...before, ROLLCALL_DATA_DIR: dataDir, ROLLCALL_HOST: '127.0.0.1', ROLLCALL_ISSUERS: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(process.env.ROLLCALL_DATA_DIR ?? '', { recursive: true, force: true });
  process.env = before;
});

function exitCode(...words: string[]): number {
  const command = tokenCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => (complained += text) });
  try {
    command.parse(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

const officer = ['--as', 'police/E23000029', '--user', 'A. Officer', '--job', 'missing persons'];

it('prints a token that the hub accepts, and nothing else', async () => {
  expect(exitCode(...officer, '--life', '60')).toBe(0);
  const development = DevelopmentIssuer.open(readConfig(), systemClock);
  const verifier = new TokenVerifier({ issuers: [], audience: 'rollcall', development, clock: systemClock });
  expect(printed).toMatch(/^[\w.-]+\n$/);
  await expect(verifier.verify(printed.trim())).resolves.toMatchObject({ clientId: 'police/E23000029' });
});

it('prints JSON for programs', () => {
  expect(exitCode(...officer, '--json')).toBe(0);
  expect(JSON.parse(printed)).toEqual({
    token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    expiresIn: 3600,
  });
});

it.each([
  [['--as', 'polise/E23000029', '--user', 'a', '--job', 'b'], 'Did you mean police/…?'],
  [['--as', 'la/931/CME', '--user', 'a', '--job', 'b'], 'as in la/931/cme'],
  [['--as', 'la/931/cme', '--user', ' ', '--job', 'b'], '--user:'],
  [['--as', 'la/931/cme', '--user', 'a', '--job', 'b\u0007'], '--job:'],
  [[...officer, '--life', '3601'], '--life:'],
  [[...officer, '--life', 'long'], '--life:'],
])('%j is wrong usage: exit code 2, %s', (words, because) => {
  expect(exitCode(...words)).toBe(2);
  expect(complained).toContain(because);
  expect(printed).toBe('');
});

it.each([
  [{ ROLLCALL_HOST: '0.0.0.0' }, 'bound to loopback'],
  [
    {
      ROLLCALL_ISSUERS:
        '[{"issuer":"https://tokens.force.example","jwksUri":"https://tokens.force.example/jwks"}]',
    },
    'A real token issuer',
  ],
])('refuses under %j: exit code 1', (settings, because) => {
  Object.assign(process.env, settings);
  expect(exitCode(...officer)).toBe(1);
  expect(complained).toContain(because);
  expect(printed).toBe('');
});
