import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { agreementsCommand } from '../../src/cli/agreements';
import { sampleAgreement } from './sample-agreement';

let folder = '';
let printed = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-agreements-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);

function exitCode(...words: string[]): number {
  const command = agreementsCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    command.parse(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

describe('rollcall agreements check', () => {
  it('finds the agreements of this repository sound, without a database', () => {
    expect(exitCode('check', '--json')).toBe(0);
    const report = JSON.parse(printed) as {
      files: number;
      sound: string[];
      problems: { severity: string }[];
    };
    expect(report.files).toBeGreaterThan(15);
    expect(report.sound).toHaveLength(report.files);
    expect(report.problems.filter((p) => p.severity === 'error')).toEqual([]);
  });

  it('shows a misspelt data item with file, line, column and the near word, and exits with 1', () => {
    put('sample-police.yaml', sampleAgreement({ permit: '[EXISTENCE, LAST_KNOWN_ADRESS]' }).text);
    expect(exitCode('check', '--dir', folder)).toBe(1);
    const [line] = printed.split('\n').filter((l) => l.includes('LAST_KNOWN_ADRESS'));
    expect(line).toContain(`${join(folder, 'sample-police.yaml')}:18:25 error:`);
    expect(line).toContain('`LAST_KNOWN_ADDRESS`');
    expect(printed).toContain('1 files, 1 errors');
  });

  it('reports every problem of every file at once, also as JSON', () => {
    put('one.yaml', sampleAgreement({ name: 'one', permit: '[EXISTENSE]', purpose: 'LOCATE_CHLD' }).text);
    put('two.yaml', 'agreement: [');
    put(
      'three.yml',
      sampleAgreement({ name: 'three', recipient: 'organisation: police/E23000028x, role: POLISE' }).text,
    );
    put('notes.txt', 'not an agreement');
    expect(exitCode('check', '--dir', folder, '--json')).toBe(1);
    const { files, sound, problems } = JSON.parse(printed) as {
      files: number;
      sound: string[];
      problems: { file: string; line: number; column: number; message: string; severity: string }[];
    };
    expect([files, sound]).toEqual([3, []]);
    const errors = problems.filter((p) => p.severity === 'error');
    for (const word of ['EXISTENSE', 'LOCATE_CHLD', 'police/E23000028x', 'POLISE']) {
      expect(errors.filter((p) => p.message.includes(word) && p.line > 1)).not.toEqual([]);
    }
    expect(errors.filter((p) => p.file.endsWith('two.yaml'))).not.toEqual([]);
  });

  it('says that a folder does not exist, or holds nothing', () => {
    expect(exitCode('check', '--dir', join(folder, 'nowhere'))).toBe(2);
    expect(exitCode('check', '--dir', folder)).toBe(2);
  });
});
