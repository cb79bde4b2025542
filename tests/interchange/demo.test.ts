import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GENERAL_GROUPS, HARM_GROUPS, REVEALING_GROUPS } from '../../src/children/risk-group';
import { ChildStory } from '../../src/interchange/demo/child-story';
import type { DemoChild } from '../../src/interchange/demo/demo-child';
import { readDemoLists } from '../../src/interchange/demo/demo-lists';
import { demoRegion } from '../../src/interchange/demo/demo-region';
import { type DemoReport, loadDemoRegion, writeFiles } from '../../src/interchange/demo/load-demo-region';
import * as personas from '../../src/interchange/demo/personas';
import { parseLocalDate, type LocalDate } from '../../src/kernel/local-date';
import { parseNhsNumber } from '../../src/kernel/nhs-number';
import { parsePostcode } from '../../src/kernel/postcode';
import { parseUpn } from '../../src/kernel/upn';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';

const lists = readDemoLists();
const day = (text: string): LocalDate => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};
/** Every fact of the region under its child's UPN, without ids and moments of writing. */
const CONTENTS = ['child_name', 'child_identifier', 'child_address', 'carer', 'registration', 'home_education',
  'circumstance', 'cme_case'].map(
  (table) => `select i.value as upn, to_jsonb(t) - array['id', 'child_id', 'public_id', 'recorded_at', 'confirmed_at',
      'reference', 'written_in'] as row
    from ${table} t join child_identifier i on i.child_id = t.child_id and i.kind = 'upn' and i.state = 'current'
    order by upn, (to_jsonb(t) - array['id', 'child_id', 'public_id', 'recorded_at', 'confirmed_at', 'reference', 'written_in'])::text`,
); // prettier-ignore

const make = (children: number, seed = 'a', today = '2026-11-22'): DemoChild[] => [
  ...demoRegion({ seed, children, today: day(today) }, lists),
];

async function digests(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const entries = names.map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return [name, digest.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('the demonstration region', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has forty schools, each with a number of its authority', () => {
    expect(lists.schools).toHaveLength(40);
    expect(new Set(lists.schools.map(({ laestab }) => laestab)).size).toBe(40);
    for (const { laestab, authority } of lists.schools) {
      expect(laestab).toMatch(/^\d{7}$/);
      expect(authority).toBe(`la/${laestab.slice(0, 3)}`);
    }
  });

  it('makes the same files from the same seed, and others from another', async () => {
    const [one, two, three] = await Promise.all(
      ['a', 'a', 'b'].map(async (seed, index) => {
        const path = join(folder, String(index));
        await writeFiles(path, make(200, seed), lists);
        return digests(path);
      }),
    );
    expect(two).toEqual(one);
    expect(Object.values(three ?? {})).not.toEqual(Object.values(one ?? {}));
    expect(Object.keys(one ?? {})).toContain('9314123_CTF_931LLLL_001.xml');
  });

  it('begins a larger region with the smaller one', () => {
    expect(make(600).slice(0, 300)).toEqual(make(300));
  });

  it('invents nothing that could be somebody: numbers, phones, mails and postcodes come from ranges nobody has', () => {
    const children = make(1500);
    const upns = children.map(({ upn }) => upn);
    expect(new Set(upns).size).toBe(1500);
    const numbers = children.flatMap(({ facts }) =>
      facts.flatMap((fact) => (fact.fact === 'nhs number' ? fact.value : [])),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers)
      expect([number.slice(0, 3), parseNhsNumber(number).ok]).toEqual(['999', true]);
    for (const { upn, sendings } of children) {
      expect(parseUpn(upn).ok).toBe(true);
      for (const { pupil } of sendings) {
        expect(parsePostcode(pupil.address?.postcode ?? '').ok).toBe(true);
        expect(pupil.address?.postcode).toMatch(/^(OX99|IG96|SO96|KT96|TW96) /);
        for (const { phones, emails } of pupil.contacts) {
          for (const phone of phones) expect(phone).toMatch(/^(01632 960|07700 900)\d{3}$/);
          for (const mail of emails) expect(mail).toMatch(/@example\.org$/);
        }
      }
    }
  });

  it('has families, twins of one sex with names alike, and names of many kinds', () => {
    const pupils = make(1500).flatMap(({ sendings }) => sendings.slice(0, 1).map(({ pupil }) => pupil));
    const homes = new Map<string, typeof pupils>();
    for (const pupil of pupils) {
      const home = `${pupil.address?.lines.join()}${pupil.address?.postcode}`;
      homes.set(home, [...(homes.get(home) ?? []), pupil]);
    }
    const families = [...homes.values()];
    expect(families.filter((family) => family.length > 1).length).toBeGreaterThan(100);
    const twins = families.filter(
      (family) => new Set(family.map(({ dateOfBirth }) => dateOfBirth)).size < family.length,
    );
    expect(twins.some((family) => new Set(family.map(({ sex }) => sex)).size === 1)).toBe(true);
    const surnames = pupils.map(({ surname }) => surname ?? '').join(' ');
    for (const kind of [/’/, /-/, /[łşçñóąš]/, / /]) expect(surnames).toMatch(kind);
    expect(pupils.filter(({ preferredForename }) => preferredForename !== null).length).toBeGreaterThan(20);
    expect(pupils.filter(({ formerSurname }) => formerSurname !== null).length).toBeGreaterThan(20);
  });

  it.each(['2025-09-01', '2026-03-31', '2026-09-04', '2027-08-31', '2028-02-29'])(
    'makes sense on %s',
    (today) => {
      for (const { sendings } of make(700, 'a', today)) {
        expect(sendings.length).toBeGreaterThan(0);
        for (const { day: sent, pupil } of sendings) {
          expect(sent < day(today)).toBe(true);
          for (const { entryDate, leavingDate } of pupil.schoolHistory) {
            expect((entryDate ?? '') <= today && (leavingDate ?? entryDate ?? '') >= (entryDate ?? '')).toBe(
              true,
            );
            expect((leavingDate ?? '') <= today).toBe(true);
          }
        }
      }
    },
  );

  it('keeps the named children as they are, whatever the seed', () => {
    const named = (seed: string): unknown => make(20, seed).slice(0, personas.PERSONAS.length);
    expect(named('a')).toEqual(named('b'));
    for (const persona of personas.PERSONAS) {
      expect(parseUpn(persona.upn).ok && parseNhsNumber(persona.nhsNumber).ok).toBe(true);
      expect(persona.says).toMatch(/\.$/);
    }
    // Others write these down: a change of one breaks their tests and their notes.
    expect(
      personas.PERSONAS.map(({ upn, nhsNumber, dateOfBirth }) => `${upn} ${nhsNumber} ${dateOfBirth}`),
    ).toEqual([
      'L931212318901 9999000010 2014-03-14',
      'T931211221902 9999000029 2016-11-02',
      'T931310716903 9999000037 2012-06-21',
      'A931214420904 9999000045 2016-01-30',
      'N931312617905 9999000053 2013-08-19',
      'C931312617906 9999000061 2013-08-19',
      'V931216818907 9999000088 2013-09-09',
      'V931313816908 9999000096 2012-02-11',
      'M931213120909 9999000118 2015-12-01',
    ]);
  });

  it('lets a child who had not yet come to the new school leave the one before', () => {
    const [school, other] = lists.schools;
    if (school === undefined || other === undefined) throw new Error('there are schools');
    const names = {
      forename: 'A',
      surname: 'B',
      middleNames: null,
      preferredForename: null,
      preferredSurname: null,
    };
    const story = new ChildStory({
      person: { ...names, formerSurname: null, sex: 'F', dateOfBirth: day('2015-01-01') },
      ...{
        upn: 'x',
        address: { lines: [], town: null, postcode: null, uprn: null },
        contacts: [],
        authority: 'la/931',
      },
      stays: [
        { school, begins: day('2019-09-03'), ends: day('2026-07-20') },
        { school: other, begins: day('2026-09-03'), ends: null },
      ],
      today: day('2026-09-10'),
    });
    const [sending] = story.leave(story.ago(20), 'unknown').done().sendings;
    expect(sending).toMatchObject({ source: school.laestab, day: '2026-07-20' });
  });
});

describe('loadDemoRegion', () => {
  let database: TestDatabase;
  let dataDir: string;
  const clock = new ManualClock('2026-11-22T10:00:00Z');
  const load = (children: number, seed = 'a'): Promise<DemoReport> =>
    loadDemoRegion({ owner: database.owner, clock, homeAuthority: 'la/931', children, seed, dataDir });
  const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    database.owner.query(sql, values);

  beforeAll(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const TABLES = [
    ...['child', 'child_name', 'child_identifier', 'child_address', 'carer', 'registration'],
    ...['home_education', 'circumstance', 'cme_case', 'sibling'],
  ];
  const state = (): Promise<unknown[]> =>
    rows(
      TABLES.map(
        (table) =>
          `select '${table}' t, count(*)::int, md5(string_agg(x::text, '' order by id)) from ${table} x`,
      ).join(' union all '),
    );

  it('brings 500 children in by the import, with cases and circumstances of every kind', async () => {
    const report = await load(500);
    expect(report).toMatchObject({ children: 500, created: 500, today: '2026-11-22' });
    const [counts] = await rows(`select
      (select count(*)::int from child) as children,
      (select count(*)::int from cme_case where state <> 'CLOSED') as cases,
      (select count(*)::int from home_education) as "homeEducated",
      (select count(*)::int from registration where kind = 'part_time') as "partTime",
      (select count(*)::int from registration where kind = 'dual_subsidiary') as dual,
      (select count(*)::int from child_identifier where kind = 'nhs_number') as "nhsNumbers",
      (select count(distinct kind)::int from circumstance) as kinds,
      (select count(*)::int from child_address where authority_id is null) as nowhere,
      (select count(*)::int from circumstance where confirmed_at is null) as unconfirmed`);
    expect(counts).toMatchObject({ children: 500, kinds: 7, nowhere: 0, unconfirmed: 0 });
    expect(counts?.['cases']).toBeGreaterThan(24);
    expect(counts?.['nhsNumbers']).toBeGreaterThan(350);
    for (const name of ['homeEducated', 'partTime', 'dual']) expect(counts?.[name]).toBeGreaterThan(3);
    const flagged = await rows(`select c.id from cme_case c where c.state <> 'CLOSED' and exists (
      select 1 from registration r where r.child_id = c.child_id and r.ends_on is null)`);
    expect(flagged).toHaveLength(1);
  });

  it('has every at-risk group, and brothers and sisters who know of each other', async () => {
    const groups = await rows(
      `select distinct detail from circumstance where kind = 'RISK_GROUP' and organisation_id = 'la/931'`,
    );
    expect(new Set(groups.map(({ detail }) => detail))).toEqual(
      new Set([...GENERAL_GROUPS, ...HARM_GROUPS, ...REVEALING_GROUPS]),
    );
    const [siblings] = await rows(
      `select count(*)::int as pairs, count(*) filter (where a.postcode is distinct from b.postcode)::int as apart
       from sibling s
       join child_address a on a.child_id = s.child_id and a.begins_on is null and a.kind = 'home'
       join child_address b on b.child_id = s.sibling_id and b.begins_on is null and b.kind = 'home'`,
    );
    expect(siblings?.['pairs']).toBeGreaterThan(150);
    expect(siblings?.['apart']).toBe(0);
  });

  it('changes nothing the second time, on a later day too', async () => {
    const before = await state();
    clock.advance(9 * 86_400_000);
    expect(await load(500)).toMatchObject({ created: 0, updated: 0, facts: 0, today: '2026-11-22' });
    expect(await state()).toEqual(before);
  });

  it('adds children to the region and refuses to mix it with another', async () => {
    expect(await load(520)).toMatchObject({ created: 20, updated: 0 });
    const before = await state();
    await expect(load(520, 'b')).rejects.toThrow(/another seed/);
    expect(await state()).toEqual(before);
  });

  it('is the same region when it comes in without the files', async () => {
    const direct = await createTestDatabase();
    try {
      const load = (): Promise<DemoReport> =>
        loadDemoRegion({
          ...{ owner: direct.owner, clock: new ManualClock('2026-11-22T10:00:00Z'), homeAuthority: 'la/931' },
          ...{ children: 520, seed: 'a', dataDir, mostInFiles: 100 },
        });
      expect(await load()).toMatchObject({ created: 520, files: 0, folder: null });
      for (const sql of CONTENTS) expect(await direct.owner.query(sql)).toEqual(await rows(sql));
      expect(await load()).toMatchObject({ created: 0, updated: 0, facts: 0 });
    } finally {
      await direct.drop();
    }
  });

  it.each([
    [
      personas.PERSONA_ON_ROLL,
      { roll: 'school/931-4123', cme: null, homes: 1, closed: 0, protected: false, kinds: null },
    ],
    [
      personas.PERSONA_CME,
      {
        roll: null,
        cme: 'OPEN',
        homes: 0,
        closed: 1,
        protected: false,
        kinds: 'OPEN_CASE@la/931/front-door',
      },
    ],
    [
      personas.PERSONA_MISSING,
      {
        roll: 'school/931-4138',
        cme: 'OPEN',
        homes: 1,
        closed: 0,
        protected: false,
        kinds: 'MISSING_EPISODE@police/E23000029/main',
      },
    ],
    [
      personas.PERSONA_PROTECTED,
      {
        roll: 'school/931-2144',
        cme: null,
        homes: 1,
        closed: 1,
        protected: true,
        kinds: 'LOCATION_PROTECTION@la/931/cme',
      },
    ],
    [
      personas.PERSONA_TWIN_A,
      { roll: 'school/931-4107', cme: null, homes: 1, closed: 0, protected: false, kinds: null },
    ],
    [
      personas.PERSONA_TWIN_B,
      { roll: 'school/931-4115', cme: null, homes: 1, closed: 0, protected: false, kinds: null },
    ],
    [personas.PERSONA_EHE, { roll: null, cme: null, homes: 1, closed: 0, protected: false, kinds: null }],
    [
      personas.PERSONA_MOVED,
      { roll: 'school/852-4001', cme: null, homes: 1, closed: 1, protected: false, kinds: null },
    ],
    [
      personas.PERSONA_HOUSING,
      {
        roll: null,
        cme: 'OPEN',
        homes: 1,
        closed: 0,
        protected: false,
        kinds: 'OPEN_CASE@housing/E07000178/main',
      },
    ],
  ])('tells the story of named child %#', async (persona, story) => {
    const [found] = await rows(
      `select (select string_agg(organisation_id, ',') from registration where child_id = c.id and ends_on is null) as roll,
        (select string_agg(state, ',') from cme_case where child_id = c.id) as cme,
        (select count(*)::int from child_address where child_id = c.id and ends_on is null) as homes,
        (select count(*)::int from child_address where child_id = c.id and ends_on is not null) as closed,
        exists (select 1 from child_address where child_id = c.id and ends_on is null and protected) as protected,
        (select string_agg(kind || '@' || unit_id, ',') from circumstance where child_id = c.id) as kinds
      from child c join child_identifier i on i.child_id = c.id join child_name n on n.child_id = c.id
      where i.value = $1 and c.date_of_birth = $2 and n.kind = 'legal' and n.surname = $3 and n.forename = $4`,
      [persona.upn, persona.dateOfBirth, persona.surname, persona.forename],
    );
    expect(found).toEqual(story);
  });

  it('puts the child who moved in Southampton now and in Oxfordshire before', async () => {
    const homes = await rows(
      `select authority_id, a.ends_on is null as now from child_address a join child_identifier i on i.child_id = a.child_id
       where i.value = $1 order by now`,
      [personas.PERSONA_MOVED.upn],
    );
    expect(homes).toEqual([
      { authority_id: 'la/931', now: false },
      { authority_id: 'la/852', now: true },
    ]);
  });
});
