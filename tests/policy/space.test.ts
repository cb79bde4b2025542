import { asAsker, may, openings, spaceOf, standsFor, type SpaceAsker } from '../../src/policy/space';
import { agreementWith, clauseOf, partyOf, rulesOf, standing, word, AT } from './small-rules';
import { CATALOGUES, DIRECTORY } from './sound-agreement';

const idOf = ({ organisation, unit, role }: SpaceAsker): string =>
  `${organisation ?? '-'} ${unit ?? '-'} ${role}`;
const CLAUSE = clauseOf('1', { permit: word('NAME') });

describe('who can be told apart', () => {
  const ids = (...agreements: Parameters<typeof rulesOf>[0]): string[] =>
    spaceOf([rulesOf(agreements)], DIRECTORY).askers.map(idOf);

  it('is any other of each role, then the organisations that agreements name, each in the roles that it holds', () => {
    expect(ids(agreementWith([CLAUSE]))).toEqual([
      '- - POLICE',
      '- - SCHOOL',
      '- - HEALTH',
      'la/900 - SCHOOL',
      // Holds no unit in the directory, so it might hold any role.
      'national/register - POLICE',
      'national/register - SCHOOL',
      'national/register - HEALTH',
      'police/E23000001 - POLICE',
    ]);
  });

  it('is an organisation in the role that an agreement gives it too', () => {
    const parties = [
      partyOf({ organisation: 'la/900', capacity: 'controller' }),
      partyOf({ organisation: 'la/900', role: 'POLICE' }),
      partyOf({ organisation: 'every' }),
    ];
    expect(ids(agreementWith([CLAUSE], { parties })).slice(3)).toEqual([
      'la/900 - POLICE',
      'la/900 - SCHOOL',
    ]);
  });

  it('is a unit in the role that the directory says, or in any while it says none; exceptions name them too', () => {
    const parties = [
      partyOf({ organisation: 'la/900', capacity: 'controller' }),
      partyOf({ unit: 'police/E23000001/main' }),
    ];
    const forbid = clauseOf('2', {
      forbid: word('NAME'),
      except: [{ organisation: null, unit: 'nhs/RAA/new', role: null, children: [], at: AT }],
    });
    expect(ids(agreementWith([CLAUSE, forbid], { parties })).slice(4)).toEqual([
      'nhs/RAA nhs/RAA/new POLICE',
      'nhs/RAA nhs/RAA/new SCHOOL',
      'nhs/RAA nhs/RAA/new HEALTH',
      'police/E23000001 police/E23000001/main POLICE',
    ]);
  });

  it('is not an organisation whose name only begins alike', () => {
    const parties = [
      partyOf({ organisation: 'la/900', capacity: 'controller' }),
      partyOf({ organisation: 'la/90', role: 'HEALTH' }),
    ];
    expect(ids(agreementWith([CLAUSE], { parties })).slice(3)).toEqual(['la/90 - HEALTH', 'la/900 - SCHOOL']);
  });

  it('is somebody where the directory has a unit for whom it stands', () => {
    const space = spaceOf([rulesOf([agreementWith([CLAUSE])])], DIRECTORY);
    // The force and the authority are named; nobody else holds their roles.
    expect(space.askers.filter((a) => space.isSomebody(a)).map(idOf)).toEqual([
      '- - HEALTH',
      'la/900 - SCHOOL',
      'police/E23000001 - POLICE',
    ]);
  });
});

it('has every purpose and every form of every item, and the actions, once', () => {
  const ruleset = rulesOf([agreementWith([CLAUSE])]);
  const { purposes, cells } = spaceOf([ruleset, ruleset], DIRECTORY);
  expect(purposes).toEqual(['TRACE', 'PROTECT', 'TEACH']);
  expect(cells.map((c) => `${c.word}/${c.form}`)).toEqual([
    'EXISTENCE/full',
    'NAME/full',
    'NAME/initials',
    'HOME/full',
    'HOME/outwardPostcode',
    'HEALTH/full',
    'UPN/full',
    'CENTRAL_RECORD/full',
    'REFUGE/full',
    'TELL/full',
    'ANSWER/full',
  ]);
});

it('has the jobs that bear on an asker, in order, after none at all', () => {
  const clauses = [
    clauseOf('1', { permit: word('NAME'), jobs: ['Sergeant', 'Duty Officer'] }),
    clauseOf('2', { permit: word('HOME'), jobs: ['Sergeant'] }),
  ];
  const space = spaceOf([rulesOf([agreementWith(clauses)])], DIRECTORY);
  const jobsOf = (id: string) => space.jobsOf(space.askers.find((a) => idOf(a) === id)!);
  expect(jobsOf('police/E23000001 - POLICE')).toEqual(['', 'duty officer', 'sergeant']);
  expect(jobsOf('- - POLICE')).toEqual(['']);
  expect([...space.jobNames]).toEqual([
    ['sergeant', 'Sergeant'],
    ['duty officer', 'Duty Officer'],
  ]);
});

it('stands for a requester: its unit if that is named, else its organisation, else whoever else holds the role', () => {
  const unit: SpaceAsker = { organisation: 'a/1', unit: 'a/1/x', role: 'R' };
  const organisation: SpaceAsker = { organisation: 'a/1', unit: null, role: 'R' };
  const anyOther: SpaceAsker = { organisation: null, unit: null, role: 'R' };
  const askers = [anyOther, organisation, unit, { ...anyOther, role: 'Q' }, { ...organisation, role: 'Q' }];
  const who = (id: string, role = 'R') =>
    askers.filter((a) =>
      standsFor(a, { organisation: id.split('/').slice(0, 2).join('/'), unit: id, role }, askers),
    );
  expect(who('a/1/x')).toEqual([unit]);
  expect(who('a/1/y')).toEqual([organisation]);
  expect(who('a/2/y')).toEqual([anyOther]);
  expect(who('a/1/x', 'Q')).toEqual([{ ...organisation, role: 'Q' }]);
  expect(who('a/2/x', 'Q')).toEqual([{ ...anyOther, role: 'Q' }]);
  expect(who('a/1/x', 'P')).toEqual([]);
  expect(
    standsFor(organisation, { organisation: 'a/1', unit: 'a/1/y', role: 'R' }, [organisation, unit]),
  ).toBe(true);
  expect(standsFor(anyOther, { organisation: 'a/1', unit: 'a/1/y', role: 'R' }, [anyOther, unit])).toBe(true);
});

it("knows the engine's name of an asker, and one that nobody can bear for any other", () => {
  expect(asAsker({ organisation: 'a/1', unit: 'a/1/x', role: 'R' }, 'clerk')).toEqual({
    organisation: 'a/1',
    unit: 'a/1/x',
    role: 'R',
    job: 'clerk',
  });
  expect(asAsker({ organisation: 'a/1', unit: null, role: 'R' }, '')).toMatchObject({ unit: 'a/1/*' });
  expect(asAsker({ organisation: null, unit: null, role: 'R' }, '')).toMatchObject({
    organisation: '*',
    unit: '*/*',
  });
});

describe('what is open', () => {
  const told = (clauses: Parameters<typeof agreementWith>[0], only?: Parameters<typeof openings>[2]) => {
    const ruleset = rulesOf([agreementWith(clauses)]);
    return openings(ruleset, spaceOf([ruleset], DIRECTORY), only).map(
      ({ asker, job, purpose, word: what, form, openness }) =>
        `${idOf(asker)} ${purpose} ${what}/${form} ${openness.verdict}${job === '' ? '' : ` as ${job}`}`,
    );
  };
  const FORCE = 'police/E23000001 - POLICE';

  it('is listed for each asker, purpose and form', () => {
    expect(
      told([
        clauseOf('1', { permit: word('NAME'), purposes: ['TRACE', 'PROTECT'] }),
        clauseOf('2', { permit: word('HOME'), children: [standing('REPORTED_MISSING')] }),
        clauseOf('3', { forbid: word('HOME'), purposes: ['PROTECT'] }),
      ]),
    ).toEqual([
      `${FORCE} TRACE NAME/full always`,
      `${FORCE} TRACE NAME/initials always`,
      `${FORCE} TRACE HOME/full depends`,
      `${FORCE} TRACE HOME/outwardPostcode depends`,
      `${FORCE} PROTECT NAME/full always`,
      `${FORCE} PROTECT NAME/initials always`,
    ]);
  });

  it('is told for a job only where it makes a difference', () => {
    expect(
      told([
        clauseOf('1', { permit: word('NAME', 'initials') }),
        clauseOf('2', { permit: word('NAME'), jobs: ['Sergeant'] }),
        clauseOf('3', { permit: word('TELL'), jobs: ['Clerk'] }),
      ]),
    ).toEqual([
      `${FORCE} TRACE NAME/initials always`,
      `${FORCE} TRACE TELL/full always as clerk`,
      `${FORCE} TRACE NAME/full always as sergeant`,
      `${FORCE} TRACE NAME/initials always as sergeant`,
    ]);
  });

  it('is read of the cells asked for alone', () => {
    expect(told([CLAUSE], ({ form }) => form === 'initials')).toEqual([
      `${FORCE} TRACE NAME/initials always`,
    ]);
  });

  it('is nothing where nobody is permitted the word for the purpose', () => {
    const ruleset = rulesOf([agreementWith([CLAUSE, clauseOf('2', { forbid: word('HOME') })])]);
    const force: SpaceAsker = { organisation: 'police/E23000001', unit: null, role: 'POLICE' };
    expect(may(ruleset, 'TRACE', force, 'NAME')).toBe(true);
    expect(may(ruleset, 'PROTECT', force, 'NAME')).toBe(false);
    expect(may(ruleset, 'TRACE', force, 'HOME')).toBe(false);
    expect(may(ruleset, 'TRACE', force, 'GHOST')).toBe(false);
    expect(may(ruleset, 'TRACE', { ...force, role: 'SCHOOL' }, 'NAME')).toBe(false);
  });
});

it('reads the catalogues of all the rulesets given', () => {
  const items = new Map([...CATALOGUES.items].filter(([code]) => code === 'NAME'));
  const fewer = rulesOf([], '2027-01-15', { ...CATALOGUES, items, actions: new Map() });
  expect(spaceOf([fewer], DIRECTORY).cells).toEqual([
    { word: 'NAME', form: 'full' },
    { word: 'NAME', form: 'initials' },
  ]);
  expect(spaceOf([fewer, rulesOf([])], DIRECTORY).cells).toHaveLength(11);
});
