import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proceduresCommand } from '../../src/cli/procedures';
import { readProcedureFiles } from '../../src/procedures/procedure-files';
import { runCommand } from './run-command';

const procedures = (...words: string[]) => runCommand(proceduresCommand(), words);

describe('rollcall procedures due', () => {
  it.each([
    ['OX-27', 'la/931', '2027-03-25', 'due 2027-03-31 (within 2 working days)', 'S1 Pathway'],
    ['OX-56', 'la/931', '2027-03-26T22:40:00Z', 'due 2027-03-29 23:40 (within 72 hours)', 'S1 8.1'],
    ['AF-51', 'la/318', '2027-02-04', 'due 2027-01-26 (7 working days before)', 'S4 11, App 2'],
    ['ST-17', 'la/931', '2027-02-01', 'not before 2027-02-16 00:00', 'EA1996 s437(3)-(6), s438, s443'],
    [
      'ST-18',
      'la/931',
      '2026-11-12',
      'aim 2026-11-26',
      'CODE2021 2.30; S3 Parents are unable to find a school place',
    ],
    ['BD-10', 'la/301', '2026-11-12', 'due no day (not known: what appendix 1 shows)', 'S2 3.1, App 1'],
  ])('%s of %s from %s: %s', async (row, of, from, line, source) => {
    const { code, out } = await procedures('due', row, '--authority', of, '--from', from);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(expect.arrayContaining([line, source]));
  });

  it('takes a date of birth for an age, and prints JSON for programs', async () => {
    const { out } = await procedures(
      'due',
      'ST-01',
      '--authority',
      'la/931',
      '--from',
      '2026-09-01',
      '--born',
      '2021-11-15',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({
      row: 'ST-01',
      due: { on: '2026-12-31', overdueFrom: '2027-01-01T00:00:00.000Z' },
    });
  });

  it('says which term dates are missing, and guesses none', async () => {
    expect(await procedures('due', 'BD-21', '--authority', 'la/301', '--from', '2029-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('la/301 has no term dates for 2029-01-01') as string,
    });
  });

  it.each([
    [
      ['OX-72', '--authority', 'la/931', '--from', '2026-11-04'],
      'There is no such row for that authority; did you mean',
    ],
    [['OX-27', '--authority', 'la/301', '--from', '2026-11-04'], 'There is no such row for that authority'],
    [
      ['OX-27', '--authority', 'la/885', '--from', '2026-11-04'],
      '--authority: no procedure is written for it',
    ],
    [['OX-27', '--authority', 'la/931', '--from', '4.11.2026'], '--from: write a day'],
    [['OX-27', '--authority', 'la/931', '--from', '2026-11-04T10:00'], '--from: write a day'],
    [['ST-01', '--authority', 'la/931', '--from', '2026-11-04', '--born', 'May'], '--born: write a day'],
  ])('%j is wrong usage: %s', async (words, message) => {
    const { code, err } = await procedures('due', ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('rollcall procedures show', () => {
  it('prints each row in force with its clock and paragraph, the statute among them', async () => {
    const { code, out } = await procedures('show', 'la/314', '--part', 'enquiry');
    expect(code).toBe(0);
    expect(out).toContain(
      'AF-20  the family has gone and an authority seems linked: find the right person there and inform it',
    );
    expect(out).toContain(
      'within 10 working days (our reading of “will be identified and informed”, to be confirmed)',
    );
    expect(out).not.toContain('AF-50');
    const all = await procedures('show', 'la/314', '--json');
    const ids = (JSON.parse(all.out) as { row: string }[]).map(({ row }) => row);
    expect(ids).toContain('ST-13a');
    expect(ids).not.toContain('ST-13');
    expect(ids).not.toContain('ST-06b');
  });

  it('says which authorities there are', async () => {
    expect(await procedures('show', 'la/93')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is la/931') as string,
    });
    expect((await procedures('show', 'la/931', '--part', 'alerts')).code).toBe(2);
  });
});

describe('rollcall procedures check', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rollcall-procedures-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (change: (text: string) => string): void => {
    for (const { file, text } of readProcedureFiles())
      writeFileSync(join(folder, file.replace(/^.*\//, '')), change(text));
  };

  it('is content with the files of the hub, and warns where a policy goes against the law', async () => {
    const { code, out } = await procedures('check');
    expect(code).toBe(0);
    expect(out).toContain('5 procedures, 5 calendars, 0 errors, 8 warnings.');
  });

  it('exits with 1 when a file is looser than the statute, naming both paragraphs with the line', async () => {
    put((text) =>
      text.replace(
        'clock: { within: 5, unit: calendarDay, words: within 5 days }',
        'clock: { within: 5, unit: workingDay, words: within 5 days }',
      ),
    );
    const { code, out } = await procedures('check', '--dir', folder);
    expect(code).toBe(1);
    expect(out).toMatch(
      /barking-and-dagenham\.yaml:\d+:\d+ error: BD-22 \(S2 4\.4\), due within 5 working days, is looser than ST-03 \(SI2024-208 reg 13\(1\)\), due within 5 calendar days \(never-looser\)/,
    );
  });

  it('prints JSON, and knows wrong usage', async () => {
    put((text) => text.replace('part: absence', 'part: absense'));
    const { code, out } = await procedures('check', '--dir', folder, '--json');
    expect(code).toBe(1);
    const report = JSON.parse(out) as { sound: boolean; problems: { message: string; line: number }[] };
    expect([
      report.sound,
      report.problems.some(({ message }) => message.includes('did you mean `absence`?')),
    ]).toEqual([false, true]);
    expect((await procedures('check', '--dir', join(folder, 'nowhere'))).code).toBe(2);
  });
});
