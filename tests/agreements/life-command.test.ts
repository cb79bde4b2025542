import { CommanderError } from 'commander';
import { agreementsCommand } from '../../src/cli/agreements';
import { agreementFixture, type AgreementFixture } from './fixture';

const before = { ...process.env };
let fixture: AgreementFixture;
let printed = '';

beforeAll(async () => {
  fixture = await agreementFixture();
  process.env = { ...before, DATABASE_URL: fixture.database.url, ROLLCALL_HOME_AUTHORITY: 'la/931' };
});
beforeEach(async () => {
  await fixture.reset();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  process.env = before;
  await fixture.database.drop();
});

/** Exit code and what was printed; a refusal is told as `rollcall` would tell it. */
async function run(...words: string[]): Promise<{ code: number; out: string }> {
  printed = '';
  const command = agreementsCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync(words, { from: 'user' });
    return { code: 0, out: printed };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode, out: printed };
    if (error instanceof Error && error.name === 'AgreementRefused') return { code: 1, out: error.message };
    throw error;
  }
}

const NAME = 'thames-valley-police';
const approve = (person: string): Promise<{ code: number; out: string }> =>
  run('approve', '--agreement', NAME, '--version', '1', '--as-person', person);

describe('rollcall agreements', () => {
  it('leads from a file to what is in force, and stops it', async () => {
    const applied = await run('apply', '--as-person', 'caz');
    expect(applied.code).toBe(0);
    expect(applied.out).toContain(`offered ${NAME}@1`);
    expect((await run('apply', '--as-person', 'caz', '--json')).out).toMatch(
      /^\{"offered":\[\],"unchanged":\[\{/,
    );
    expect(await approve('caz')).toMatchObject({
      code: 1,
      out: expect.stringContaining('Whoever offered') as unknown,
    });
    expect(await approve('dan')).toMatchObject({
      code: 1,
      out: expect.stringContaining('not a registered') as unknown,
    });
    expect((await approve('ann')).out).toContain('a second person of the controller is needed');
    expect((await approve('ben')).out).toBe(`${NAME}@1 is in force.\n`);
    const listed = await run('list');
    expect(listed.out).toContain(`${NAME}@1  APPROVED  offered by caz  approved by ann, ben`);
    expect(listed.out).toContain('schools: version 1 waits for 2 approvals');
    const suspend = ['suspend', '--agreement', NAME, '--as-person', 'pol', '--reason', 'a breach'];
    expect((await run(...suspend)).out).toBe(`${NAME} is suspended: it opens nothing from now on.\n`);
    expect((await run('resume', '--agreement', NAME, '--as-person', 'ann')).out).toContain(
      'It stays suspended',
    );
    expect((await run('resume', '--agreement', NAME, '--as-person', 'ben')).out).toContain('in force again');
    const { out } = await run('list', '--json');
    const { versions } = JSON.parse(out) as {
      versions: { agreement: string; state: string; suspended: boolean }[];
    };
    expect(versions.find((v) => v.agreement === NAME)).toMatchObject({ state: 'APPROVED', suspended: false });
  });

  it('says which controller has yet to approve, and of whom it waits for nobody', async () => {
    const health = (person: string): Promise<{ code: number; out: string }> =>
      run('approve', '--agreement', 'child-health-held', '--version', '1', '--as-person', person);
    await run('apply', '--as-person', 'caz');
    await run('approvers', '--add', 'nel', '--organisation', 'nhs/RNU');
    expect((await run('list')).out).toContain(
      'child-health-held: version 1 waits for 2 approvals (la/931, nhs/RNU)',
    );
    for (const person of ['ann', 'ben'])
      expect((await health(person)).out).toContain('nhs/RNU has yet to decide, by a person of its own.');
    expect((await run('list')).out).toContain('child-health-held: version 1 waits for 1 approval (nhs/RNU)');
    expect((await health('nel')).out).toBe('child-health-held@1 is in force.\n');
    const stop = ['--agreement', 'child-health-held', '--as-person'];
    await run('suspend', ...stop, 'nel', '--reason', 'a question');
    await run('resume', ...stop, 'ann');
    expect((await run('resume', ...stop, 'ben')).out).toContain(
      'It stays suspended: nhs/RNU has yet to decide',
    );
    expect((await run('resume', ...stop, 'nel')).out).toContain('is in force again');
  });

  it('registers approvers, each once and for one organisation', async () => {
    const add = (organisation: string): Promise<{ code: number; out: string }> =>
      run('approvers', '--add', 'eve', '--organisation', organisation, '--name', 'E. Ve');
    expect((await add('la931')).code).toBe(2);
    expect((await add('la/931')).out).toContain('eve  la/931  E. Ve');
    expect((await add('nhs/RTH')).code).toBe(1);
    expect((await run('approvers')).out).toContain('eve  la/931  E. Ve');
  });

  it('says what is missing', async () => {
    expect((await run('approve', '--agreement', NAME, '--as-person', 'ann')).code).not.toBe(0);
    expect((await run('approve', '--agreement', NAME, '--version', 'one', '--as-person', 'ann')).code).toBe(
      2,
    );
    expect(
      (await run('suspend', '--agreement', 'thames-valley', '--as-person', 'ann', '--reason', 'r')).code,
    ).toBe(1);
  });
});
