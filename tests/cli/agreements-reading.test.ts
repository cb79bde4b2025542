import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesetOn } from '../../src/agreements/agreement-set';
import { coverageDocument } from '../../src/cli/emit-coverage';
import { coverageOf } from '../../src/gate/coverage';
import { buildHubSchema } from '../../src/schema';
import { DAY, shipped, shippedCatalogues } from '../policy-reading/shipped';
import { agreements } from './agreements-run';

describe('rollcall agreements who-can-see', () => {
  it('tells of a field who may see it, of which children, under which clause', async () => {
    const { code, out } = await agreements('who-can-see', '--day', DAY, 'Child.flagged');
    expect(code).toBe(0);
    expect(out).toContain(
      'Child.flagged (CME_FLAG: flag that the child is missing education, and since when) on 2026-11-22\n',
    );
    expect(out).toContain(
      '- Thames Valley police (police/E23000029), for SAFEGUARD (yes or no alone)\n    any child (thames-valley-police 6.4, until 31 August 2027)\n    never children whose location is protected (protections 1.2a)\n',
    );
  });

  it('says so when nobody may', async () => {
    const { out } = await agreements('who-can-see', '--day', '2026-08-31', 'Child.flagged');
    expect(out).toContain('Nobody: no clause in force opens it to anybody.');
  });

  it('prints every opening for programs', async () => {
    const { out } = await agreements('who-can-see', '--day', DAY, '--json', 'PROTECTED_ADDRESS');
    const { openings } = JSON.parse(out) as { openings: { job: string; purpose: string }[] };
    expect(openings.map((o) => `${o.job}, ${o.purpose}`).sort()).toEqual([
      'case holder, ARRANGE_PROVISION',
      'case holder, SAFEGUARD',
      'cme manager, ARRANGE_PROVISION',
      'cme manager, SAFEGUARD',
    ]);
  });

  it('is wrong usage for a word that does not exist', async () => {
    expect(await agreements('who-can-see', 'RAISE_ALLERT')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean RAISE_ALERT?') as unknown,
    });
  });
});

describe('rollcall agreements matrix', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rollcall-matrix-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is a table on a terminal', async () => {
    const { code, out } = await agreements('matrix', '--day', DAY);
    expect(code).toBe(0);
    expect(out).toMatch(/^CME_OFFICER +#   #   #   #   #   #   #   #   #   #   #   #$/m);
    expect(out).toMatch(/^PROTECTED_ADDRESS +·   ·   ·   ·   ·   ·   ·   ·   ·   ·   oj  ·$/m);
  });

  it('is JSON for programs', async () => {
    const { out } = await agreements('matrix', '--day', DAY, '--json');
    const { cells } = JSON.parse(out) as { cells: { word: string; role: string }[] };
    expect(cells.find((c) => c.word === 'CME_FLAG' && c.role === 'POLICE')).toMatchObject({
      full: 'never',
      widest: 'anyButForbidden',
      someOnly: true,
    });
  });

  it('is a page to print, written where it is told', async () => {
    const file = join(folder, 'matrix.html');
    const { code, out, err } = await agreements('matrix', '--day', DAY, '--html', file);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('is written');
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
    expect((await agreements('matrix', '--html', join(folder, 'no', 'such', 'folder.html'))).code).toBe(2);
  });
});

describe('rollcall agreements register', () => {
  it('comes as text, as JSON and as CSV, but not as two at once', async () => {
    expect((await agreements('register')).out).toContain(
      'Thames Valley Police (thames-valley-police, version 1)',
    );
    expect(JSON.parse((await agreements('register', '--json')).out)).toHaveLength(shipped.agreements.length);
    expect((await agreements('register', '--csv')).out).toMatch(/^"Agreement","Title","Version"/);
    expect((await agreements('register', '--csv', '--json')).code).toBe(2);
  });
});

describe('coverage.md', () => {
  const coverage = coverageOf(buildHubSchema(), shippedCatalogues.catalogues);
  const ruleset = rulesetOn(shipped, DAY);
  const text = coverageDocument(coverage, ruleset);
  const rowOf = (coordinate: string): string =>
    text.split('\n').find((l) => l.startsWith(`| \`${coordinate}\` |`)) ?? '';

  it('has every field, argument and input once', () => {
    const told = [...text.matchAll(/^(?:\| |- )`([^`]+)`/gm)].map((m) => m[1]);
    expect([...told].sort()).toEqual([...coverage.keys()].sort());
  });

  it('says who can ever see a field and for what, whole roles by their role', () => {
    expect(rowOf('Child.nhsNumber')).toBe(
      '| `Child.nhsNumber` | NHS_NUMBER | full | HEALTH (ANSWER_ENQUIRY); CME_TEAM of la/931 (LOCATE_CHILD, SAFEGUARD, NOTIFY_MOVE, ARRANGE_PROVISION, CASE_GOVERNANCE) |',
    );
    expect(rowOf('Child.flagged')).toContain('POLICE of police/E23000029');
  });

  it('gives the reason of a field that holds nothing about anybody', () => {
    const [open] = [...coverage].filter(([, declared]) => declared.kind === 'open');
    if (open?.[1].kind !== 'open') throw new Error('no open field');
    expect(rowOf(open[0])).toBe(`| \`${open[0]}\` | ${open[1].reason} |`);
  });

  it('says nobody where no agreement opens it, and is the same again', () => {
    expect(coverageDocument(coverage, rulesetOn(shipped, '2026-08-31'))).toContain(
      '| NHS_NUMBER | full | nobody |',
    );
    expect(coverageDocument(coverage, ruleset)).toBe(text);
  });
});
