import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadDemoRegion } from '../../src/interchange/demo/load-demo-region';
import { PERSONAS } from '../../src/interchange/demo/personas';
import { makeTestFolder } from '../support/data-folder';
import { startTestHub, type TestHub } from '../support/hub';

const README = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');

describe('README', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
    const folder = makeTestFolder(0o700);
    await loadDemoRegion({
      owner: hub.database.owner,
      clock: hub.clock,
      homeAuthority: 'la/931',
      children: 40,
      dataDir: folder.path,
    });
    folder.remove();
  }, 60_000);
  afterAll(() => hub.stop());

  it('shows a question and just what it is answered', async () => {
    const body = /-d '(\{.*\})'/.exec(README)?.[1] ?? '';
    const shown = JSON.parse(/```json\n(.*?)```/s.exec(README)?.[1] ?? '{}') as {
      data: unknown;
      errors: { path: unknown; extensions: unknown }[];
    };
    const { query } = JSON.parse(body) as { query: string };
    const [, as] = /--as (police\/\w+)/.exec(README) ?? [];
    const [, purpose] = /Sharing-Purpose: (\w+)/.exec(README) ?? [];
    const answer = await hub.query(as ?? '', { query, purpose: purpose ?? '', job: 'incident officer' });
    expect(answer.data).toEqual(shown.data);
    expect(answer.errors.map(({ path, extensions }) => ({ path, extensions }))).toEqual(shown.errors);
  });

  it('names the children of the demonstration region as they are', () => {
    const rows = README.split('\n').filter((line) => /^\| .*`[A-Z]\d{11}[\dA-Z]`/.test(line));
    const shown = rows.flatMap((line) =>
      [...line.matchAll(/`([A-Z]\d{11}[\dA-Z])`/g)].map(([, upn]) => ({ upn, line })),
    );
    expect(shown.length).toBeGreaterThanOrEqual(8);
    for (const { upn, line } of shown) {
      const persona = PERSONAS.find((p) => p.upn === upn);
      expect(persona).toBeDefined();
      expect(line).toContain(persona?.dateOfBirth);
      expect(line).toContain(persona?.forename);
      expect(line).toContain(persona?.surname);
    }
  });

  it('lists commands that exist', async () => {
    const { stdout } = await import('node:child_process').then(({ execFile }) =>
      import('node:util').then(({ promisify }) =>
        promisify(execFile)('node', [resolve(__dirname, '../../bin/rollcall.cjs'), '--help']),
      ),
    );
    for (const command of [
      'start',
      'serve',
      'story',
      'token',
      'agreements',
      'partner',
      'import',
      'demo',
      'migrate',
      'doctor',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
      expect(README).toContain(`\`${command}`);
    }
  });

  it('draws rooms that are there', () => {
    const lines = README.split('\n').filter((line) => line.startsWith('src/'));
    const rooms = lines.flatMap((line) =>
      [...line.matchAll(/(?:^src\/| {2})([a-z]+)\/(?= )/g)].map(([, room]) => room ?? ''),
    );
    expect(rooms).toEqual(expect.arrayContaining(['kernel', 'policy', 'gate', 'ledger']));
    for (const room of rooms) {
      expect(statSync(resolve(__dirname, '../../src', room)).isDirectory()).toBe(true);
    }
  });
});
