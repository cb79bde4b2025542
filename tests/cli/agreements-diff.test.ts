import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AgreementText } from '../../src/policy/check-agreements';
import { agreementFixture, type AgreementFixture } from '../agreements/fixture';
import { amendedFiles, DAY, shippedFiles } from '../policy-reading/shipped';
import { agreements } from './agreements-run';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rollcall-diff-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, files: readonly AgreementText[]): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const { file, text } of files) writeFileSync(join(path, basename(file)), text);
  return path;
}

const narrowed = (): AgreementText[] =>
  amendedFiles(
    'housing-oxfordshire',
    'children: [OPEN_CASE_WITH_US]',
    'children: [{ all: [OPEN_CASE_WITH_US, OPEN_CME_CASE] }]',
  );
const DISTRICTS =
  'Cherwell housing (housing/E07000177), Oxford housing (housing/E07000178), South Oxfordshire housing (housing/E07000179), Vale of White Horse housing (housing/E07000180) and West Oxfordshire housing (housing/E07000181)';
const CHANGED = `${DISTRICTS} for LOCATE_CHILD and SAFEGUARD may see whether the hub knows this child; flag that the child is missing education, and since when (yes or no alone), for children with an open case with it (its own word being enough) but not those with an open case of missing education (housing-oxfordshire 8.2).`;

describe('rollcall agreements diff', () => {
  it('is content with an amendment that narrows, and says what closes', async () => {
    const [from, to] = [put('from', shippedFiles), put('to', narrowed())];
    expect(await agreements('diff', '--from', from, '--to', to, '--day', DAY)).toEqual({
      code: 0,
      err: '',
      out: `Closes: ${CHANGED.replace('may see', 'may no longer see')}\n0 cells open, 20 close, from 2026-11-22 on. What is forbidden, or open by another clause, on both sides is not repeated.\n`,
    });
  });

  it('exits with 1 when anything widens: the same amendment the other way', async () => {
    const [from, to] = [put('from', narrowed()), put('to', shippedFiles)];
    const { code, out, err } = await agreements('diff', '--from', from, '--to', to, '--day', DAY);
    expect(code).toBe(1);
    expect(out.split('\n')[0]).toBe(`Opens: ${CHANGED}`);
    expect(err).toContain('This lets somebody see or do more.');
  });

  it('compares with the files of the hub unless told otherwise, and prints JSON for programs', async () => {
    const { code, out } = await agreements('diff', '--from', put('from', narrowed()), '--day', DAY, '--json');
    expect(code).toBe(1);
    const told = JSON.parse(out) as {
      widens: boolean;
      changes: { asker: { organisation: string }; word: string }[];
    };
    expect(told.widens).toBe(true);
    expect(told.changes).toHaveLength(20);
    expect(told.changes[0]).toMatchObject({
      asker: { organisation: 'housing/E07000177' },
      effect: 'opens',
      under: [{ clause: '8.2' }],
    });
  });

  it('says what changes beside, and that nothing opens', async () => {
    const to = put('to', amendedFiles('thames-valley-police', 'retention: P6Y', 'retention: P1Y'));
    const { code, out } = await agreements('diff', '--from', put('from', shippedFiles), '--to', to);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'Nothing opens and nothing closes.\nAlso: thames-valley-police: retention is now 1 year (was 6 years).\n',
    });
  });

  it('reads catalogues that lie beside the files: an item opened on assertion widens', async () => {
    const from = put('before/agreements', shippedFiles);
    const to = put('after/agreements', shippedFiles);
    for (const [name, text] of Object.entries(catalogueTexts())) {
      writeFileSync(join(folder, 'before', name), text);
      writeFileSync(join(folder, 'after', name), name === 'data-items.yaml' ? onAssertion(text) : text);
    }
    const { code, out } = await agreements('diff', '--from', from, '--to', to, '--day', DAY);
    expect(code).toBe(1);
    expect(out).toContain(
      'Opens: every early-years setting for COHORT_PLANNING may see applications for a school place, offers, refusals and appeals (yes or no alone), for children on its roll (its own word being enough) but not those on its roll by more than its own word (early-years 4.1).',
    );
  });

  it('compares with a revision of the repository', async () => {
    const at = process.cwd();
    const git = (...words: string[]): void =>
      void execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
    put('schema/agreements', narrowed());
    git('init');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-m', 'first');
    process.chdir(folder);
    try {
      expect((await agreements('diff', '--from', 'git:HEAD', '--day', DAY)).code).toBe(1);
      expect((await agreements('diff', '--from', 'git:HEAD~9')).code).toBe(2);
    } finally {
      process.chdir(at);
    }
  });

  it.each([
    [['diff'], '--from'],
    [['diff', '--from', '/nowhere/at/all'], '--from: there is no such folder; write a folder, `database`'],
    [['diff', '--from', tmpdir(), '--day', 'yesterday'], '--day: write a day of the calendar'],
    [['diff', '--from', 'git:--output=x'], '--from: that is not the name of a revision.'],
    [['diff', '--from', 'database:housing'], '--from: write database:NAME@VERSION.'],
  ])('%j is wrong usage', async (words, because) => {
    const { code, err, out } = await agreements(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(because);
  });

  it('refuses agreements that do not pass their checks, with the line', async () => {
    const from = put('from', amendedFiles('housing-oxfordshire', 'OPEN_CASE_WITH_US', 'OPEN_CASE_WITH_AS'));
    const { code, err } = await agreements('diff', '--from', from);
    expect(code).toBe(2);
    expect(err).toMatch(/housing-oxfordshire\.yaml:\d+:\d+ error: unknown standing `OPEN_CASE_WITH_AS`/);
  });
});

describe('rollcall agreements diff with a database', () => {
  const before = { ...process.env };
  let fixture: AgreementFixture;
  beforeAll(async () => {
    fixture = await agreementFixture();
    await fixture.reset();
    process.env = { ...before, DATABASE_URL: fixture.database.url };
  });
  afterAll(async () => {
    process.env = before;
    await fixture.database.drop();
  });

  it('says what a draft would change before anybody approves it', async () => {
    await fixture.bringIntoForce(...shippedFiles.filter(({ file }) => !file.includes('solent')));
    const police = amendedFiles('thames-valley-police', '{ item: CARERS, form: nameOnly }', 'CARERS')
      .filter(({ file }) => file.includes('thames-valley'))
      .map(({ file, text }) => ({
        file,
        text: text.replace('version: 1', 'version: 2').replace('supersedes: null', 'supersedes: 1'),
      }));
    await fixture.store.offer(police, 'caz');
    const draft = ['--from', 'database', '--to', 'database:thames-valley-police@2', '--day', DAY];
    const { code, out } = await agreements('diff', ...draft);
    expect(code).toBe(1);
    expect(out).toBe(
      'Opens: Thames Valley police (police/E23000029) for LOCATE_CHILD and SAFEGUARD may see adults with care of the child, their relationship and parental responsibility (in full), for children who are reported missing (thames-valley-police 6.1).\n' +
        '2 cells open, 0 close, from 2026-11-22 on. What is forbidden, or open by another clause, on both sides is not repeated.\n' +
        'Also: thames-valley-police: version is now 2 (was 1).\n',
    );
    expect(await agreements('diff', '--from', 'database', '--day', DAY)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing opens and nothing closes.') as unknown,
    });
    expect((await agreements('diff', '--from', 'database:thames-valley-police@7')).err).toContain(
      'There is no version 7 of thames-valley-police in the database.',
    );
    const register = await agreements('register', '--from', 'database', '--json');
    expect(JSON.parse(register.out)).toContainEqual(
      expect.objectContaining({
        agreement: 'thames-valley-police',
        version: 1,
        state: 'APPROVED',
        approvers: ['ann', 'ben'],
      }),
    );
  });
});

function catalogueTexts(): Record<string, string> {
  const schema = join(__dirname, '../../schema');
  const names = ['data-items.yaml', 'actions.yaml', 'purposes.yaml', 'legal-powers.yaml', 'roles.yaml'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(schema, name), 'utf8')]));
}

/** The yes or no about an application, on the setting's own word. */
function onAssertion(text: string): string {
  const [head = '', tail = ''] = text.split('  PLACE_APPLICATION:');
  return `${head}  PLACE_APPLICATION:${tail.replace('onAssertion: []', 'onAssertion: [yesNo]')}`;
}
