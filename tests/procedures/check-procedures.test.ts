import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problemLine } from '../../src/policy/problem';
import { checkProcedures } from '../../src/procedures/check-procedures';
import { parseProcedureWords } from '../../src/procedures/procedure-words';
import { readProcedureFiles } from '../../src/procedures/procedure-files';
import { AUTHORITIES, ROLES, WORDS } from './shipped';

const SOUND = readFileSync(join(__dirname, 'fixtures/porthaven.yaml'), 'utf8');
const LAW = readProcedureFiles().filter(({ file }) => file.endsWith('statutory.yaml'));

/** The problems of the invented authority's file with one piece of it replaced. */
function problemsOf(from: string, to: string): readonly Problem[] {
  expect(SOUND.split(from).length).toBeGreaterThan(1);
  const text = SOUND.replace(from, () => to);
  const checked = checkProcedures([...LAW, { file: 'p.yaml', text }], WORDS, AUTHORITIES);
  expect(checked.book === null).toBe(checked.problems.some(({ severity }) => severity === 'error'));
  return checked.problems.filter(({ file }) => file === 'p.yaml');
}
const lineOf = (from: string): number => SOUND.slice(0, SOUND.indexOf(from)).split('\n').length;

it('finds nothing wrong with a sound file', () => expect(problemsOf('PH-01', 'PH-01')).toEqual([]));

describe('a word that does not exist is an error with its line and the near word', () => {
  it.each([
    ['who: [ews]', 'who: [ewz]', 'unknown word `ewz` in `who` of PH-02; did you mean `ews`?'],
    [
      'on: [CASE_OPENED]',
      'on: [CASE_OPEND]',
      'unknown word `CASE_OPEND` in `on` of PH-04; did you mean `CASE_OPENED`?',
    ],
    ['part: closing', 'part: closng', 'unknown word `closng` in `part` of PH-04; did you mean `closing`?'],
    [
      'unit: hour }\n    escalate',
      'unit: hours }\n    escalate',
      'unknown word `hours` in `clock` of PH-02; did you mean `hour`?',
    ],
    ['careful: true', 'carefull: true', 'unknown word `carefull` in a row; did you mean `careful`?'],
    [
      '{ within: 6, unit: hour }',
      '{ withn: 6, unit: hour }',
      'unknown word `withn` in `clock` of PH-02; did you mean `within`?',
    ],
    [
      'state: CLOSED',
      'state: CLOSD',
      'unknown word `CLOSD` in `state` of an entry of `closing`; did you mean `CLOSED`?',
    ],
    [
      'evidence: [PANEL_SEEN]',
      'evidence: [PANEL_SEE]',
      'unknown word `PANEL_SEE` in `evidence` of an entry of `closing`; did you mean `PANEL_SEEN`?',
    ],
    [
      "source: { PH: ['2.1'] }",
      "source: { PX: ['2.1'] }",
      'unknown word `PX` in the source of PH-01; did you mean `PH`?',
    ],
    [
      'groups: [RUNAWAY]',
      'groups: [RUNAWAYS]',
      'unknown word `RUNAWAYS` in `groups`; did you mean `RUNAWAY`?',
    ],
    [
      'needs: CHILD_PROTECTION',
      'needs: CHILD_PROTECTON',
      'unknown word `CHILD_PROTECTON` in `needs` of IMMIGRATION; did you mean `CHILD_PROTECTION`?',
    ],
    ['refines: ST-10', 'refines: ST-99', 'there is no row of the statute `ST-99`'],
    ['after: [PH-01]', 'after: [PH-11]', 'there is no row `PH-11`; did you mean `PH-01`?'],
    ['checks: harbour', 'checks: harbor', 'there is no list of checks `harbor`; did you mean `harbour`?'],
    ['la/420]', 'la/999]', 'unknown authority `la/999`; did you mean'],
    ['under: statutory', 'under: statutary', 'there is no procedure `statutary` to stand under'],
    ['like: null', 'like: portheaven', 'there is no procedure `portheaven`; did you mean `porthaven`?'],
    ['row: PH-05 }', 'row: PH-06 }', 'there is no row `PH-06`'],
  ])('%j → %j', (from, to, message) => {
    const [first] = problemsOf(from, to);
    expect(first?.severity).toBe('error');
    expect(first?.message).toContain(message);
  });

  it('points at the very line', () => {
    const [problem] = problemsOf('who: [ews]', 'who: [ewz]');
    expect(problem && problemLine(problem)).toBe(
      `p.yaml:${lineOf('who: [ews]')}:11 error: unknown word \`ewz\` in \`who\` of PH-02; did you mean \`ews\`? (unknown-word)`,
    );
  });
});

describe('what a row may not be without, or beside', () => {
  it.each([
    ['    who: [ews]\n', '', 'PH-02 needs somebody to act: `who`'],
    ["    source: { PH: ['2.2'] }\n", '', 'PH-02 needs its `source`'],
    ["source: { PH: ['2.2'] }", 'source: { PH: [] }', 'PH-02 names no paragraph of PH'],
    ['    step: visit\n', '', 'PH-02 needs its `step`'],
    ['- row: PH-02', '- row: visit', '`visit` is no id of a row'],
    ['- row: PH-02', '- row: PH-01', '`PH-01` is there twice'],
    ['- row: PH-02', '- row: ST-03', '`ST-03` is there twice'],
    [
      '{ within: 6, unit: hour }',
      '{ within: 0, unit: hour }',
      '`within` of `clock` of PH-02 must be a whole number from 1 to 1000',
    ],
    ['{ within: 6, unit: hour }', '{ within: 6 }', '`clock` of PH-02 needs its `unit`'],
    ['{ within: 6, unit: hour }', '{ within: 6, day: 3, unit: hour }', '`clock` of PH-02 says one of'],
    [
      '{ within: 6, unit: hour }',
      '{ within: 6, unit: hour, dayOne: same }',
      '`dayOne` means nothing beside `within`',
    ],
    [
      '{ within: 6, unit: hour }',
      '{ within: 6, unit: hour, reading: ours }',
      'is our reading: write the policy',
    ],
    ['{ within: 6, unit: hour }', "{ on: '02-29' }", 'a day that every year has'],
    ['{ within: 6, unit: hour }', '{ as: PH-02 }', '`as` of PH-02 leads to no clock'],
    ['{ within: 6, unit: hour }', '{ as: ST-77 }', 'there is no row `ST-77`'],
    ['{ within: 6, unit: hour }', '{ every: 1, unit: month, notIn: [13] }', 'lists months, 1 to 12'],
    ['after: [PH-01]', 'after: [PH-02]', '`after` of PH-02 leads back to itself'],
    ['    after: [PH-01]\n', '', 'nothing begins PH-02'],
    ['quorum: 75', 'quorum: 101', '`quorum` must be a whole number from 1 to 100'],
    [
      '{ by: group, group: panel, quorum: 75, row: PH-05 }',
      '{ by: secondPerson, quorum: 75 }',
      '`quorum` means nothing where a second person agrees',
    ],
    ['every: { every: 2, unit: halfTerm }', 'every: { within: 2, unit: week }', 'recurs'],
    ['hours: 20', 'hours: 41', '`hours` must be a whole number from 1 to 40'],
    [
      '    who: [panel]\n',
      '    who: [panel]\n    until: [RETURNED]\n',
      'PH-05 is a regular duty: no event of a case ends it',
    ],
    [
      '    refines: ST-10\n',
      '    refines: ST-10\n    inForceFrom: soon\n',
      'is a day, or null until there is one',
    ],
    [
      '    clock: { within: 6, unit: hour }\n',
      '    clock: { within: 6, unit: hour }\n    refines: ST-10\n',
      'ST-10 is refined by PH-02 already',
    ],
  ])('%j → %j', (from, to, message) => {
    expect(
      problemsOf(from, to)
        .map((problem) => problem.message)
        .join('\n'),
    ).toContain(message);
  });
});

describe('an authority may be stricter than the statute, never looser', () => {
  const looser = (from: string, to: string): readonly string[] =>
    problemsOf(from, to)
      .filter(({ check }) => check === 'never-looser')
      .map(({ severity, message }) => `${severity}: ${message}`);

  it('says so and names both paragraphs', () => {
    expect(looser('{ day: 3, unit: schoolDay }', '{ day: 11, unit: schoolDay }')).toEqual([
      'error: PH-03 (PH 2.3), due school day 11, is looser than ST-10 (DfE2024 attendance returns; S4 9 footnote), due school day 10',
    ]);
  });

  it('accepts what is as strict', () =>
    expect(looser('{ day: 3, unit: schoolDay }', '{ day: 10, unit: schoolDay }')).toEqual([]));

  it('takes nothing for granted that it cannot show', () => {
    expect(looser('{ day: 3, unit: schoolDay }', '{ within: 2, unit: week }')).toEqual([
      'error: PH-03 (PH 2.3), due within 2 weeks, cannot be shown to be as strict as ST-10 (DfE2024 attendance returns; S4 9 footnote), due school day 10',
    ]);
  });

  it('misses a time that the law names', () => {
    expect(looser('    clock: { day: 3, unit: schoolDay }\n', '')).toEqual([
      'error: PH-03 (PH 2.3), without due, is looser than ST-10 (DfE2024 attendance returns; S4 9 footnote), due school day 10',
    ]);
  });

  it('of what may not be done before, calls the earlier the looser', () => {
    const row = (opens: string): string =>
      `    notBefore: ${opens}\n    refines: ST-08\n    source: { PH: ['2.3'] }`;
    const told = (opens: string): readonly string[] =>
      looser("    refines: ST-10\n    source: { PH: ['2.3'] }", row(opens)).map((text) =>
        text.replace(/ST-08 \(.*?\)\)/, 'ST-08'),
      );
    expect(told('{ after: 20, unit: schoolDay }')).toEqual([]);
    expect(told('{ after: 25, unit: schoolDay }')).toEqual([]);
    expect(told('{ after: 19, unit: schoolDay }')).toEqual([
      'error: PH-03 (PH 2.3), not before after 19 school days, the first day counted, is looser than ST-08, not before after 20 school days, the first day counted',
    ]);
  });

  it('of a period that a parent is given, calls the shorter the looser', () => {
    const told = (clock: string): readonly string[] =>
      looser('clock: { day: 3, unit: schoolDay }\n    refines: ST-10', `clock: ${clock}\n    refines: ST-16`);
    expect(told('{ day: 15, unit: calendarDay }')).toEqual([]);
    expect(told('{ day: 21, unit: calendarDay }')).toEqual([]);
    expect(told('{ day: 14, unit: calendarDay }')).toEqual([
      'error: PH-03 (PH 2.3), no less than calendar day 14, is looser than ST-16 (EA1996 s437(1)-(2)), no less than calendar day 15',
    ]);
  });

  it('shows what a policy says against the law, and runs the law (S4 10: after the sixth day)', () => {
    const warnings = checkProcedures(readProcedureFiles(), WORDS, AUTHORITIES).problems;
    expect(warnings.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(warnings.map(({ message }) => message.slice(0, message.indexOf(' ')))).toEqual([
      'AF-17a', 'AF-41', 'BD-43a', 'OX-08', 'OX-13', 'OX-50', 'OX-61', 'SO-21',
    ]); // prettier-ignore
    expect(warnings[1]?.message).toBe(
      'AF-41 (S4 10), “provision begins after the sixth day”, is looser than ST-13 (EXCL2007 reg 3; S3 Permanent Exclusions): the law prevails',
    );
  });

  it('has nothing to overrule where the policy is as strict as the law', () => {
    expect(
      looser(
        '    refines: ST-10',
        '    refines: ST-10\n    overruled: { says: nine days, by: ST-10, clock: { day: 9, unit: schoolDay } }',
      ),
    ).toEqual([
      'error: PH-03 (PH 2.3) overrules nothing: school day 9 is no looser than ST-10 (DfE2024 attendance returns; S4 9 footnote)',
    ]);
  });
});

describe('a set of files', () => {
  const check = (...texts: string[]) =>
    checkProcedures(
      texts.map((text, index) => ({ file: `${index}.yaml`, text })),
      WORDS,
      AUTHORITIES,
    );
  const law = LAW[0]?.text ?? '';
  it('has one statute, one name and one authority each', () => {
    expect(check(law, SOUND).problems).toEqual([]);
    expect(check(SOUND).book).toBeNull();
    expect(check(law, SOUND, SOUND).problems.map(({ message }) => message)).toEqual([
      'the name `porthaven` is taken',
      '`la/420` follows porthaven already: one procedure for each authority',
    ]);
    expect(check(law, law).problems.map(({ message }) => message)).toContain(
      'one procedure alone stands under no other: the statute',
    );
    expect(
      check(law, SOUND.replace('under: statutory', 'under: null')).problems.map(({ message }) => message),
    ).toContain('an authority stands under the statute: name it with `under`');
  });

  it('is read as far as it can be, never thrown over', () => {
    expect(check('').problems.map(({ message }) => message)).toEqual(['the file is empty']);
    expect(check('procedure: [').problems.length).toBeGreaterThan(0);
    expect(check('- a').problems.length).toBeGreaterThan(0);
  });
});

describe('the words of procedures', () => {
  it.each([
    ['roles: [SCHOOL]', 'roles: [SCHOL]', 'unknown role `SCHOL`'],
    [
      'careful: true',
      'carefull: true',
      'unknown word `carefull` in `allAuthorities`; did you mean `careful`?',
    ],
    ['marks:\n', 'markz:\n', 'unknown word `markz` in the words of procedures; did you mean `marks`?'],
  ])('%j → %j', (from, to, message) => {
    const text = readFileSync(join(__dirname, '../../schema/procedure-words.yaml'), 'utf8');
    const { problems } = parseProcedureWords('w.yaml', text.replace(from, to), ROLES);
    expect(problems.map((problem) => problem.message)).toContain(message);
  });
});
