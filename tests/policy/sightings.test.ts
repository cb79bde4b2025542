import { matrixOf, REACHES, type MatrixCell } from '../../src/policy/matrix';
import type { DirectoryWords } from '../../src/policy/checks/check';
import type { Opening } from '../../src/policy/space';
import { spaceOf } from '../../src/policy/space';
import { sightings, whoCanSee } from '../../src/policy/who-can-see';
import { agreementWith, AT, clauseOf, partyOf, rulesOf, standing, word } from './small-rules';
import { ANY_SCHOOL, atom, NORTH, OTHER_FORCE, smallVocabulary, SOUTH } from './small-space';
import { CATALOGUES, DIRECTORY } from './sound-agreement';

const under = [{ agreement: 'police', version: 1, clause: '2' }];
const opening = (more: Partial<Opening>): Opening => ({
  word: 'NAME',
  form: 'full',
  asker: NORTH,
  job: '',
  purpose: 'TRACE',
  openness: { verdict: 'always', ways: [{ grounds: [], under, until: '2027-08-31' }], shut: [] },
  ...more,
});
const told = (...found: Opening[]): string[] => sightings(found, smallVocabulary()).map(({ who }) => who);

describe('who may see it', () => {
  it('is told with the purpose, and with which children by which clause until when', () => {
    expect(sightings([opening({})], smallVocabulary())).toEqual([
      {
        word: 'NAME',
        forms: ['full'],
        askers: [NORTH],
        jobs: [],
        purposes: ['TRACE'],
        who: 'the northern force (police/N), for TRACE',
        children: ['any child (police 2, until 31 August 2027)'],
      },
    ]);
  });

  it('is told once for forms, purposes, jobs and askers that have all the rest in common', () => {
    expect(told(opening({}), opening({ form: 'initials' }))).toEqual([
      'the northern force (police/N), for TRACE',
    ]);
    expect(told(opening({}), opening({ purpose: 'PROTECT' }))).toEqual([
      'the northern force (police/N), for TRACE and PROTECT',
    ]);
    expect(told(opening({ job: 'nurse' }), opening({ job: 'duty officer' }))).toEqual([
      'the northern force (police/N) in the job of nurse or Duty Officer, for TRACE',
    ]);
    expect(told(opening({}), opening({ asker: SOUTH }))).toEqual([
      'the northern force (police/N) and police/S (police/S), for TRACE',
    ]);
  });

  it('is told one by one where anything differs', () => {
    const missing = {
      verdict: 'depends',
      ways: [{ grounds: [atom('REPORTED_MISSING')], under, until: '2027-08-31' }],
      shut: [],
    } as const;
    expect(told(opening({}), opening({ asker: SOUTH, openness: missing }))).toHaveLength(2);
    expect(told(opening({}), opening({ asker: SOUTH, purpose: 'PROTECT' }))).toHaveLength(2);
    expect(told(opening({}), opening({ asker: SOUTH, word: 'HOME' }))).toHaveLength(2);
    expect(told(opening({}), opening({ asker: SOUTH, form: 'initials' }))).toHaveLength(2);
    expect(told(opening({ job: 'nurse' }), opening({ asker: SOUTH, job: 'clerk' }))).toHaveLength(2);
  });

  it('never joins what is open whatever the job with what a job opens', () => {
    expect(told(opening({}), opening({ job: 'nurse' }))).toEqual([
      'the northern force (police/N), for TRACE',
      'the northern force (police/N) in the job of nurse, for TRACE',
    ]);
  });

  it('is told with a lesser form where it is not in full', () => {
    expect(told(opening({ form: 'initials' }))).toEqual([
      'the northern force (police/N), for TRACE (initials alone)',
    ]);
    expect(told(opening({ form: 'initials' }), opening({ form: 'yesNo' }))).toEqual([
      'the northern force (police/N), for TRACE (initials alone or yes or no alone)',
    ]);
  });

  it('is not told of those who are nobody, but where somebody is with them', () => {
    expect(told(opening({ asker: OTHER_FORCE }))).toEqual([]);
    expect(
      told(opening({ asker: OTHER_FORCE }), opening({ asker: NORTH }), opening({ asker: SOUTH })),
    ).toEqual(['every police force, for TRACE']);
  });

  it('is read of the cells asked for alone: word and form', () => {
    const ruleset = rulesOf([agreementWith([clauseOf('1', { permit: [...word('NAME'), ...word('HOME')] })])]);
    const cells = [
      { word: 'NAME', form: 'initials' },
      { word: 'HOME', form: 'full' },
    ];
    const found = whoCanSee(ruleset, spaceOf([ruleset], DIRECTORY), cells);
    expect(found.map((o) => ({ word: o.word, form: o.form }))).toEqual(cells);
  });
});

describe('the table of roles and words', () => {
  const CATALOGUE = {
    ...CATALOGUES,
    purposes: new Map([...CATALOGUES.purposes, ['EMERGENCY', { code: 'EMERGENCY', words: 'save a life' }]]),
  };
  const [law] = agreementWith([]).purposes;
  const parties = [
    partyOf({ organisation: 'la/900', capacity: 'controller' }),
    partyOf({ organisation: 'national/register', capacity: 'controller' }),
    partyOf({ organisation: 'every' }),
  ];
  const matrixFor = (
    clauses: Parameters<typeof agreementWith>[0],
    more: typeof parties = parties,
    directory: DirectoryWords = DIRECTORY,
  ) => {
    const purposes = ['TRACE', 'PROTECT', 'EMERGENCY'].map((code) => ({ ...law!, code }));
    const ruleset = rulesOf([agreementWith(clauses, { parties: more, purposes })], '2027-01-15', CATALOGUE);
    return matrixOf(ruleset, {
      catalogues: CATALOGUE,
      space: spaceOf([ruleset], directory),
      names: new Map(),
    });
  };
  const cellOf = (
    clauses: Parameters<typeof agreementWith>[0],
    what = 'NAME',
    role = 'POLICE',
    more = parties,
    directory = DIRECTORY,
  ) => {
    const cells: readonly MatrixCell[] = matrixFor(clauses, more, directory).cells.filter(
      (c) => c.word === what && c.role === role,
    );
    expect(cells).toHaveLength(1);
    const [{ full, widest, someOnly, jobsOnly } = {} as MatrixCell] = cells;
    return { full, widest, someOnly, jobsOnly };
  };
  const all = { someOnly: false, jobsOnly: false };
  const NAME = clauseOf('1', { permit: word('NAME') });

  it('has each item and action for each role, on its day', () => {
    const matrix = matrixFor([NAME]);
    expect(matrix).toMatchObject({
      day: '2027-01-15',
      roles: ['POLICE', 'SCHOOL', 'HEALTH'],
      items: ['EXISTENCE', 'NAME', 'HOME', 'HEALTH', 'UPN', 'CENTRAL_RECORD', 'REFUGE'],
      actions: ['TELL', 'ANSWER'],
    });
    expect(matrix.rulesetVersion).toMatch(/^[0-9a-f]{32}$/);
    expect(matrix.cells.map((c) => `${c.word} ${c.role}`)).toEqual(
      [...matrix.items, ...matrix.actions].flatMap((what) => matrix.roles.map((role) => `${what} ${role}`)),
    );
    expect(
      matrix.cells.filter((c) => c.widest !== 'never').map((c) => [c.word, c.role, c.sightings.length]),
    ).toEqual([
      ['NAME', 'POLICE', 1],
      ['NAME', 'SCHOOL', 1],
      ['NAME', 'HEALTH', 1],
    ]);
  });

  it('tells the least reach first', () => {
    expect(REACHES).toEqual(['never', 'emergency', 'standing', 'anyButForbidden', 'always']);
  });

  it('says how far an item is open', () => {
    expect(cellOf([NAME], 'HOME')).toEqual({ full: 'never', widest: 'never', ...all });
    expect(cellOf([NAME])).toEqual({ full: 'always', widest: 'always', ...all });
    expect(cellOf([{ ...NAME, children: [standing('REPORTED_MISSING')] }])).toEqual({
      full: 'standing',
      widest: 'standing',
      ...all,
    });
    expect(cellOf([{ ...NAME, purposes: ['EMERGENCY'] }])).toEqual({
      full: 'emergency',
      widest: 'emergency',
      ...all,
    });
    const forbid = clauseOf('2', {
      forbid: word('NAME'),
      purposes: [],
      children: [standing('LOCATION_PROTECTED')],
    });
    expect(cellOf([NAME, forbid])).toEqual({ full: 'anyButForbidden', widest: 'anyButForbidden', ...all });
    expect(cellOf([{ ...NAME, children: [standing('REPORTED_MISSING')] }, forbid])).toMatchObject({
      widest: 'standing',
    });
  });

  it('takes the widest of several ways to it', () => {
    const missing = clauseOf('2', { permit: word('NAME'), children: [standing('REPORTED_MISSING')] });
    expect(cellOf([missing, { ...NAME, purposes: ['PROTECT'] }])).toMatchObject({ full: 'always' });
    expect(cellOf([{ ...NAME, purposes: ['PROTECT'] }, missing])).toMatchObject({ full: 'always' });
    expect(cellOf([{ ...NAME, purposes: ['EMERGENCY'] }, missing])).toMatchObject({ full: 'standing' });
    expect(cellOf([clauseOf('1', { permit: word('NAME', 'initials') }), missing])).toMatchObject({
      full: 'standing',
      widest: 'always',
    });
    expect(cellOf([clauseOf('1', { permit: word('NAME', 'initials') })])).toMatchObject({
      full: 'never',
      widest: 'always',
    });
  });

  it('is open for any child by one way although it is by another only for some', () => {
    const either = { ...NAME, children: [standing('REPORTED_MISSING'), standing('ANY_CHILD')] };
    expect(cellOf([either])).toMatchObject({ full: 'always' });
  });

  describe('with two forces', () => {
    const directory = {
      ...DIRECTORY,
      units: new Map([...DIRECTORY.units, ['police/E23000002/main', 'POLICE']]),
    };
    const force = (id: string) => [...parties.slice(0, 2), partyOf({ organisation: id })];
    const NORTHERN = force('police/E23000001');
    const BOTH = [...NORTHERN, partyOf({ organisation: 'police/E23000002' })];

    it('marks what only one of them has, or has as widely', () => {
      expect(cellOf([NAME], 'NAME', 'POLICE', NORTHERN, directory)).toMatchObject({ someOnly: true });
      expect(cellOf([NAME], 'NAME', 'POLICE', BOTH, directory)).toMatchObject({ someOnly: false });
      expect(cellOf([NAME], 'HOME', 'POLICE', NORTHERN, directory)).toMatchObject({ someOnly: false });
      const forbid = clauseOf('2', {
        forbid: word('NAME'),
        purposes: [],
        children: [standing('LOCATION_PROTECTED')],
        except: [{ organisation: 'police/E23000002', unit: null, role: null, children: [], at: AT }],
      });
      expect(cellOf([NAME, forbid], 'NAME', 'POLICE', BOTH, directory)).toEqual({
        full: 'always',
        widest: 'always',
        someOnly: true,
        jobsOnly: false,
      });
    });

    it('does not mark it where each has it in a job of its own or for a purpose of its own', () => {
      const clauses = [
        clauseOf('1', { permit: word('NAME'), jobs: ['Clerk'] }),
        clauseOf('2', { permit: word('NAME'), purposes: ['PROTECT'], jobs: ['Sergeant'] }),
      ];
      expect(cellOf(clauses, 'NAME', 'POLICE', BOTH, directory)).toMatchObject({
        someOnly: false,
        jobsOnly: true,
      });
    });
  });

  it('marks what only a job has', () => {
    const clerk = clauseOf('2', { permit: word('NAME'), jobs: ['Clerk'] });
    expect(cellOf([clerk])).toEqual({ full: 'always', widest: 'always', someOnly: false, jobsOnly: true });
    expect(cellOf([clerk, { ...NAME, children: [standing('REPORTED_MISSING')] }])).toMatchObject({
      full: 'always',
      jobsOnly: true,
    });
    expect(cellOf([{ ...clerk, children: [standing('REPORTED_MISSING')] }, NAME])).toMatchObject({
      jobsOnly: false,
    });
  });

  it('does not mark what somebody has whatever the job, for another purpose', () => {
    const clerk = clauseOf('2', { permit: word('NAME'), purposes: ['PROTECT'], jobs: ['Clerk'] });
    expect(cellOf([NAME, clerk])).toMatchObject({ widest: 'always', jobsOnly: false });
  });

  it('keeps roles apart', () => {
    const police = [...parties.slice(0, 2), partyOf({ organisation: 'every', role: 'POLICE' })];
    const cells = matrixFor([NAME], police).cells.filter((c) => c.word === 'NAME');
    expect(cells.map((c) => [c.role, c.widest, c.sightings.map((s) => s.who)])).toEqual([
      ['POLICE', 'always', ['every police force, for TRACE']],
      ['SCHOOL', 'never', []],
      ['HEALTH', 'never', []],
    ]);
  });

  it('does not count those who are nobody, but shows what they would see beside somebody', () => {
    const nobody = [...parties.slice(0, 2), partyOf({ organisation: 'nhs/RAA', role: 'POLICE' })];
    expect(cellOf([NAME], 'NAME', 'POLICE', nobody)).toEqual({ full: 'never', widest: 'never', ...all });
  });
});

it('knows a school from a force', () => {
  expect(told(opening({ asker: ANY_SCHOOL }))).toEqual(['every school, for TRACE']);
});
