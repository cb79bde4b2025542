import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommanderError } from 'commander';
import { federationCommand } from '../../src/cli/federation';
import { makeTestFolder } from '../support/data-folder';
import { EXAMPLE, register } from '../federation/agency-region';

const root = resolve(__dirname, '../..');
const HEALTH = join(EXAMPLE, 'health.graphql');
const before = { ...process.env };
const folder = makeTestFolder();
afterEach(() => void (process.env = { ...before }));
afterAll(() => folder.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `rollcall federation …` in this process: its exit code as `rollcall` has it, and what it wrote. */
async function federation(...words: string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const command = federationCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  try {
    await command.parseAsync(words, { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) return { code: 1, out, err: (error as Error).message };
    return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, out, err };
  } finally {
    stdout.mockRestore();
  }
}

/** The subgraph of the example, but for this, in a file of its own. */
function changed(name: string, from: string, to: string): string {
  const text = readFileSync(HEALTH, 'utf8');
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  const file = join(folder.path, name);
  writeFileSync(file, text.replace(from, to));
  return file;
}
const GP = '@dataItem(item: "GP_REGISTRATION")';

describe('federation check', () => {
  test('a subgraph that fits: it composes, and which agreement would govern each field', async () => {
    const { code, out } = await federation('check', HEALTH);
    expect([code, out]).toEqual([
      0,
      [
        'It composes with the subgraphs of this hub.',
        'GP_REGISTRATION: Child.gpRegistration',
        '    governed by child-health-held',
        'HEALTH_LAST_SEEN: Child.healthLastSeen',
        '    governed by child-health-held',
        '',
      ].join('\n'),
    ]);
  });

  test('the registration of an agency, which is checked as a hub would', async () => {
    expect(await federation('check', join(EXAMPLE, 'health.yaml'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('governed by child-health-held') as string,
    });
    register(folder.path, 'http://health.example/graphql');
    expect(await federation('check', join(folder.path, 'health.yaml'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/health\.yaml:3:\d+ .*`address` is https/) as string,
    });
  });

  test('a field without a data item: where it stands and what to write', async () => {
    const file = changed('lacking.graphql', ` ${GP}`, '');
    const { code, out, err } = await federation('check', file);
    expect(code).toBe(1);
    expect(out).toMatch(
      /lacking\.graphql:\d+:3 Child\.gpRegistration does not say what it holds: write @dataItem/,
    );
    expect(err).toMatch(/lacking\.graphql: 1 to put right before it can join\./);
  });

  test('one that does not compose, and why', async () => {
    const file = changed('twice.graphql', 'gpRegistration: GpRegistration', 'flagged: Boolean');
    const { code, out } = await federation('check', file);
    expect(code).toBe(1);
    expect(out).toMatch(/twice\.graphql: it does not compose: .*Child\.flagged/);
    expect(out).not.toContain('It composes');
  });

  test('for a program: the same in JSON, with the same exit code', async () => {
    const { code, out } = await federation(
      'check',
      '--json',
      changed('json.graphql', GP, '@dataItem(item: "GP")'),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      problems: [
        {
          line: expect.any(Number) as number,
          column: expect.any(Number) as number,
          message: expect.stringContaining('unknown data item `GP`') as string,
        },
      ],
      composition: [],
      governed: [
        { word: 'HEALTH_LAST_SEEN', fields: ['Child.healthLastSeen'], agreements: ['child-health-held'] },
      ],
    });
  });

  test.each([
    ['a file that is not there', ['check', '/no/such.graphql']],
    ['a registration that is not there', ['check', '/no/such.yaml']],
    ['no file', ['check']],
    ['an option that there is not', ['check', HEALTH, '--strict']],
  ])('%s is wrong usage', async (_what, words) => {
    expect(await federation(...words)).toMatchObject({ code: 2, out: '' });
  });
});

describe('federation compose', () => {
  test('prints the committed graph where no agency is registered', async () => {
    delete process.env['ROLLCALL_AGENCIES'];
    const { code, out } = await federation('compose');
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));
  });

  test('with the fields of an agency, each with its data item, where one is', async () => {
    process.env['ROLLCALL_AGENCIES'] = EXAMPLE;
    const { code, out } = await federation('compose');
    expect(code).toBe(0);
    expect(out).toContain('@join__graph(name: "health", url: "http://health:4000/graphql")');
    const [line] = out.split('\n').filter((each) => each.includes('gpRegistration:'));
    expect(line).toMatch(/@join__field\(graph: HEALTH\)/);
    expect(line).toMatch(/@dataItem\(.*"GP_REGISTRATION"/);
  });

  test('nothing, where the folder is not there', async () => {
    process.env['ROLLCALL_AGENCIES'] = join(folder.path, 'nowhere');
    expect(await federation('compose')).toEqual({
      code: 1,
      out: '',
      err: 'ROLLCALL_AGENCIES names no folder that can be read.',
    });
  });

  test('nothing, and what is wrong, where a registration is not usable', async () => {
    register(folder.path, 'http://health.example/graphql');
    process.env['ROLLCALL_AGENCIES'] = folder.path;
    const { code, out, err } = await federation('compose');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/health\.yaml:3:\d+ .*`address` is https/);
  });
});

describe('federation diff', () => {
  const graph = join(root, 'schema/schema.graphql');

  test('nothing, when the graph is that of the release', async () => {
    expect(await federation('diff', '--against', graph)).toMatchObject({
      code: 0,
      out: 'Nothing has changed since the last release.\n',
    });
  });

  test('what breaks and what widens, for people and for a program', async () => {
    const text = readFileSync(graph, 'utf8');
    const file = join(folder.path, 'before.graphql');
    writeFileSync(
      file,
      text
        .replace(/^type Child \{\n/m, '$&  shoeSize: Int @dataItem(item: "IDENTITY")\n')
        .replace(/^ {2}flagged: .*\n/m, ''),
    );
    const { code, out, err } = await federation('diff', '--against', file);
    expect(code).toBe(1);
    expect(out).toContain(
      'Breaking: a client of the last release is refused or misled\n  - Child.shoeSize was removed',
    );
    expect(out).toContain('  - Child.flagged is new: under CME_FLAG (yesNo)');
    expect(err).toMatch(/2 to say in CHANGELOG\.md/);
    const { out: json } = await federation('diff', '--against', file, '--json');
    expect(JSON.parse(json)).toEqual([
      { kind: 'breaking', coordinate: 'Child.shoeSize', what: 'Child.shoeSize was removed' },
      { kind: 'widening', coordinate: 'Child.flagged', what: 'Child.flagged is new: under CME_FLAG (yesNo)' },
    ]);
  });

  test('a release that is not there is wrong usage', async () => {
    expect(await federation('diff', '--against', '/no/such.graphql')).toMatchObject({ code: 2, out: '' });
  });
});

test('from a shell: the exit code is that of the process', () => {
  const file = changed('shell.graphql', GP, '');
  const { status } = spawnSync(process.execPath, [
    join(root, 'bin/rollcall.cjs'),
    ...['federation', 'check', file],
  ]);
  expect(status).toBe(1);
}, 60_000);
