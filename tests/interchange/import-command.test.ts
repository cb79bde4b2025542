import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { importCommand } from '../../src/cli/import';
import type { CtfPupil } from '../../src/interchange/ctf';
import { writeCtf } from '../../src/interchange/ctf.writer';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { samplePupil, samplePupils, SCHOOL } from './sample-file';

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

describe('rollcall import ctf', () => {
  let database: TestDatabase;
  let folder: string;
  const before = process.env['DATABASE_URL'];

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-import-'));
    process.env['DATABASE_URL'] = database.url;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
    await rm(folder, { recursive: true });
    await database.drop();
  });

  async function run(...words: string[]): Promise<Ran> {
    let out = '';
    let err = '';
    const stdout = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => (out += String(text)) !== '');
    const command = importCommand();
    const prepare = (each: Command): void => {
      each
        .exitOverride()
        .configureOutput({ writeErr: (text) => (err += text), writeOut: (text) => (out += text) });
      each.commands.forEach((below) => prepare(below));
    };
    prepare(command);
    try {
      await command.parseAsync(words, { from: 'user' });
      return { exitCode: 0, out, err };
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      return { exitCode: error.exitCode, out, err };
    } finally {
      stdout.mockRestore();
    }
  }

  async function fileOf(pupils: Iterable<CtfPupil>, cut = Infinity): Promise<string> {
    const path = join(folder, 'file.xml');
    await writeFile(path, [...writeCtf(SCHOOL, pupils)].join('').slice(0, cut));
    return path;
  }

  it('brings a file in and says how many', async () => {
    const { exitCode, out } = await run('ctf', await fileOf(samplePupils(12)));
    expect([exitCode, out]).toEqual([
      0,
      '12 pupils read: 12 in (12 new, 0 changed, 0 as before), 0 left out.\n',
    ]);
  });

  it('lists pupils that were left out by line, field and reason, with nothing personal, and exits with 1', async () => {
    const path = await fileOf([
      samplePupil(1),
      samplePupil(2, { upn: 'B931412310002', dateOfBirth: '2099-01-01' }),
    ]);
    const { exitCode, out, err } = await run('ctf', path);
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^line \d+, pupil 2:\n {2}UPN \(line \d+\): The check letter .*\n {2}DOB \(line \d+\): .*\n2 pupils read/,
    );
    expect(out + err).not.toMatch(/Sample|B9314|2099/);
    const json = JSON.parse((await run('ctf', path, '--json')).out) as unknown;
    expect(json).toMatchObject({
      file: 'file.xml',
      read: 2,
      unchanged: 1,
      rejectedInAll: 1,
      rejected: [{ pupil: 2 }],
    });
  });

  it('exits with 1 on a broken file and says where it breaks', async () => {
    const { exitCode, err } = await run('ctf', await fileOf(samplePupils(3), 900));
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^Line \d+: this is not well-formed XML/);
  });

  it.each([
    [['ctf', '/no/such/file.xml'], /no readable file/],
    [['ctf', '.'], /no readable file/],
    [['ctf', __filename, '--address-authority', 'oxford'], /--address-authority/],
  ])('exits with 2 on wrong usage: %j', async (words, message) => {
    const { exitCode, err } = await run(...words);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
  });

  async function csvOf(rows: readonly string[]): Promise<string> {
    const path = join(folder, 'pupils.csv');
    await writeFile(path, ['upn,surname,forename,dateOfBirth', ...rows].join('\n'));
    return path;
  }
  const row = (n: number): string => `${samplePupil(n).upn},Sample${n},Ada,2014-03-14`;

  it('brings a CSV file in, lists what is left out beside it, and says the columns in its help', async () => {
    const path = await csvOf([row(100), row(101), 'X,Sample,Ada,2014-03-14']);
    const { exitCode, out, err } = await run('csv', path, '--source', 'la/931', '--as-of', '2026-09-20');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^line 4, pupil 3:\n {2}upn \(line 4\): .*\n3 pupils read: 2 in \(2 new/);
    expect(await readFile(`${path}.rejects.csv`, 'utf8')).toMatch(/^line,row,field,reason,fix\n4,3,upn,/);
    expect(out + err).not.toMatch(/Sample|Ada|2014/);
    const help = await run('csv', '--help');
    expect(help.out).toMatch(/dateOfBirth +day of birth, as in 2014-03-14 \(needed\)/);
  });

  it('takes a roll in day by day, and refuses one that is not whole', async () => {
    const all = Array.from({ length: 30 }, (_, n) => row(200 + n));
    const roll = async (day: string, rows: readonly string[], ...more: string[]): Promise<Ran> =>
      run('roll', await csvOf(rows), '--school', '9314107', '--as-of', day, ...more);
    expect((await roll('2026-09-14', all)).out).toBe(
      '30 pupils on roll: 0 left, 30 new, 0 with another address.\n',
    );
    const cut = await roll('2026-09-15', all.slice(10));
    expect([cut.exitCode, cut.err]).toEqual([
      1,
      expect.stringMatching(/lacks 10 of the 30 pupils.*--confirm-removals/),
    ]);
    expect((await roll('2026-09-15', all.slice(10), '--confirm-removals')).out).toMatch(
      /^20 pupils on roll: 10 left/,
    );
    expect((await roll('2026-09-15', all.slice(10))).out).toBe(
      'This roll is in already: nothing has changed.\n',
    );
    const old = await roll('2026-09-14', all);
    expect([old.exitCode, old.err]).toEqual([1, expect.stringMatching(/A roll of 2026-09-15 is in already/)]);
  });

  it.each([
    [['csv', __filename], /--source/],
    [['csv', __filename, '--source', 'oxford'], /--source/],
    [['csv', __filename, '--source', 'la/931', '--as-of', '20/09/2026'], /--as-of/],
    [['csv', __filename, '--source', 'la/931', '--mapping', '/no/such/file'], /--mapping/],
    [['roll', __filename, '--school', '12'], /--school/],
    [['roll', __filename, '--school', '9314107', '--as-of', '2999-01-01'], /has not come yet/],
    [['roll', __filename, '--school', '9314107', '--most-removals', 'all'], /--most-removals/],
  ])('exits with 2, or as commander does, on wrong usage: %j', async (words, message) => {
    const { exitCode, err } = await run(...words);
    expect(exitCode).toBeGreaterThan(0);
    expect(err).toMatch(message);
  });
});
