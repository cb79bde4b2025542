import type { CtfPupil } from '../../src/interchange/ctf';
import { importCtf, type ImportReport } from '../../src/interchange/ctf.import';
import { type CtfFile, writeCtf } from '../../src/interchange/ctf.writer';
import { makeUpn } from '../../src/kernel/upn';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';
import { fileWith, samplePupil, samplePupils, SCHOOL, streamOf } from './sample-file';

const TABLES = [
  'child',
  'child_name',
  'child_identifier',
  'child_address',
  'carer',
  'registration',
  'circumstance',
];

describe('importCtf', () => {
  let database: TestDatabase;
  const clock = new ManualClock('2026-09-21T09:00:00Z');

  beforeEach(async () => {
    database = await createTestDatabase();
    clock.set('2026-09-21T09:00:00Z');
  });
  afterEach(() => database.drop());

  const bring = (pupils: Iterable<CtfPupil>, file: CtfFile = SCHOOL): Promise<ImportReport> =>
    importCtf({
      dataSource: database.app,
      stream: fileWith(pupils, file),
      enteredBy: 'a test',
      clock,
      homeAuthority: 'la/931',
      authorityOf: () => 'la/931',
    });
  const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    database.owner.query(sql, values);
  const on = (day: string): CtfFile => ({ ...SCHOOL, writtenAt: `${day}T08:00:00` });

  async function state(): Promise<unknown[]> {
    const union = TABLES.map(
      (table) =>
        `select '${table}' as t, count(*), max(recorded_at), md5(string_agg(x::text, '' order by x.id)) from ${table} x`,
    );
    return rows(union.join(' union all '));
  }

  it('brings 990 of 1,000 pupils in, reports ten broken in ten ways, and changes nothing the second time', async () => {
    const broken: Record<number, Partial<CtfPupil>> = {
      5: { upn: null },
      77: { upn: 'A931412310077' },
      150: { upn: '12345' },
      233: { surname: null },
      301: { forename: null, dateOfBirth: null },
      444: { dateOfBirth: '2012-02-30' },
      555: { dateOfBirth: '2031-01-01' },
      666: { dateOfBirth: '1985-01-01', sex: 'X' },
      777: { upn: samplePupil(700).upn },
      888: {
        schoolHistory: [{ la: '931', estab: '4123', entryDate: '2024-09-01', leavingDate: '2023-07-20' }],
      },
    };
    const pupils = Array.from({ length: 1000 }, (_, n) => samplePupil(n, broken[n]));
    const report = await bring(pupils);

    expect(report).toMatchObject({ read: 1000, accepted: 990, created: 990, rejectedInAll: 10 });
    expect(report.rejected.map(({ pupil, problems }) => [pupil, problems.map(({ field }) => field)])).toEqual(
      [
        [6, ['UPN']],
        [78, ['UPN']],
        [151, ['UPN']],
        [234, ['Surname']],
        [302, ['Forename', 'DOB']],
        [445, ['DOB']],
        [556, ['DOB']],
        [667, ['DOB', 'Sex']],
        [778, ['UPN']],
        [889, ['SchoolHistory/School/LeavingDate']],
      ],
    );
    const lines = fileLines(pupils);
    for (const { line, problems } of report.rejected) {
      expect(lines[line - 1]).toBe('<Pupil>');
      for (const problem of problems) {
        expect(problem.line).toBeGreaterThanOrEqual(line);
        expect(problem.reason).not.toBe('');
        expect(problem.fix).not.toBe('');
      }
    }
    expect(JSON.stringify(report)).not.toMatch(/Sample|12345|1985/);
    const [{ count } = {}] = await rows('select count(*)::int from child');
    expect(count).toBe(990);

    const before = await state();
    clock.advance(3_600_000);
    expect(await bring(pupils)).toMatchObject({
      accepted: 990,
      created: 0,
      updated: 0,
      unchanged: 990,
      rejectedInAll: 10,
    });
    expect(await state()).toEqual(before);
  });

  it('keeps every fact of a pupil with where it comes from', async () => {
    await bring([samplePupil(0)]);
    expect(
      await rows(
        'select home_authority, date_of_birth::text, sex, source, as_of::text, entered_by from child',
      ),
    ).toEqual([
      {
        home_authority: 'la/931',
        date_of_birth: '2011-01-10',
        sex: 'F',
        source: 'school/931-4123',
        as_of: '2026-09-20',
        entered_by: 'a test',
      },
    ]);
    expect(await rows('select kind, forename, middle_names, surname from child_name order by kind')).toEqual([
      { kind: 'former', forename: 'Zoë aaa', middle_names: null, surname: 'Formeraaa' },
      { kind: 'known_as', forename: 'Zoë aaa', middle_names: null, surname: 'Known-aaa' },
      { kind: 'legal', forename: 'Zoë aaa', middle_names: 'Mary', surname: 'O’Sample-aaa' },
    ]);
    expect(
      await rows('select line1, line2, town, postcode, authority_id, protected from child_address'),
    ).toEqual([
      {
        line1: '1 Invented Row',
        line2: 'Nowhere & Beyond',
        town: 'Oxbridge',
        postcode: 'OX99 9AB',
        authority_id: 'la/931',
        protected: false,
      },
    ]);
    expect(
      await rows('select relationship, parental_responsibility, phones, emails, lives_with_child from carer'),
    ).toEqual([
      {
        relationship: 'mother',
        parental_responsibility: true,
        phones: ['07700 900123'],
        emails: ['ada@example.org'],
        lives_with_child: true,
      },
    ]);
    expect(
      await rows(
        'select organisation_id, begins_on::text, ends_on::text, year_group, confirmed_by from registration order by begins_on',
      ),
    ).toEqual([
      {
        organisation_id: 'school/931-2123',
        begins_on: '2016-09-01',
        ends_on: '2022-07-20',
        year_group: null,
        confirmed_by: 'school',
      },
      {
        organisation_id: 'school/931-4123',
        begins_on: '2022-09-01',
        ends_on: null,
        year_group: '7',
        confirmed_by: 'school',
      },
    ]);
    expect(await rows('select kind, organisation_id, confirmed_at from circumstance')).toEqual([
      { kind: 'LOOKED_AFTER', organisation_id: 'la/931', confirmed_at: null },
    ]);
  });

  it('ends the old address, name and registration when a newer file says otherwise, and an older file undoes nothing', async () => {
    await bring([samplePupil(1)]);
    const moved: Partial<CtfPupil> = {
      surname: 'Newname',
      address: { lines: ['9 Other Street'], town: 'Oxbridge', postcode: 'OX99 9AD', uprn: null },
      schoolHistory: [{ la: '931', estab: '4123', entryDate: '2022-09-01', leavingDate: '2026-10-01' }],
      enrolStatus: 'P',
    };
    clock.set('2026-10-12T09:00:00Z');
    const leaver = { ...on('2026-10-10'), destination: { laestab: '8524001' } };
    expect(await bring([samplePupil(1, moved)], leaver)).toMatchObject({ updated: 1 });
    const after = await state();
    expect(await bring([samplePupil(1)])).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await bring([samplePupil(1, moved)], leaver)).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await state()).toEqual(after);

    expect(
      await rows('select line1, begins_on::text, ends_on::text from child_address order by line1'),
    ).toEqual([
      { line1: '2 Invented Row', begins_on: null, ends_on: '2026-10-10' },
      { line1: '9 Other Street', begins_on: '2026-10-10', ends_on: null },
    ]);
    expect(
      await rows(`select surname, ends_on::text from child_name where kind = 'legal' order by ends_on`),
    ).toEqual([
      { surname: 'O’Sample-baa', ends_on: '2026-10-10' },
      { surname: 'Newname', ends_on: null },
    ]);
    expect(
      await rows(
        `select ends_on::text, destination_kind, destination from registration where organisation_id = 'school/931-4123'`,
      ),
    ).toEqual([{ ends_on: '2026-10-01', destination_kind: 'school', destination: 'school/852-4001' }]);
    expect(await rows('select version from child')).toEqual([{ version: 2 }]);
  });

  it('lets no other school change a roll that the school itself has reported', async () => {
    await bring([samplePupil(2)]);
    const elsewhere: CtfFile = { ...on('2026-09-21'), source: { ...SCHOOL.source, laestab: '8524001' } };
    const schoolHistory = [
      { la: '931', estab: '4123', entryDate: '2022-09-01', leavingDate: '2026-07-01' },
      { la: '852', estab: '4001', entryDate: '2026-09-01', leavingDate: null },
    ];
    await bring([samplePupil(2, { schoolHistory })], elsewhere);
    expect(await rows(`select organisation_id from registration where ends_on is null order by 1`)).toEqual([
      { organisation_id: 'school/852-4001' },
      { organisation_id: 'school/931-4123' },
    ]);
  });

  it('follows a child from a temporary UPN to the permanent one', async () => {
    const temporary = samplePupil(3);
    await bring([temporary]);
    const upn = makeUpn({ laNumber: '931', establishment: '4123', year: 26, serial: 1 });
    const file = on('2026-09-21');
    expect(await bring([samplePupil(3, { upn, formerUpn: temporary.upn })], file)).toMatchObject({
      updated: 1,
      created: 0,
    });
    expect(await bring([samplePupil(3, { upn, formerUpn: temporary.upn })], file)).toMatchObject({
      unchanged: 1,
    });
    expect(await rows('select value, state from child_identifier order by state')).toEqual([
      { value: upn, state: 'current' },
      { value: temporary.upn, state: 'former' },
    ]);
  });

  it('refuses a UPN that another child holds, and twins whose UPNs are exchanged', async () => {
    const twins = [
      samplePupil(4, { forename: 'Asha', surname: 'Rao' }),
      samplePupil(5, { forename: 'Usha', surname: 'Rao' }),
    ].map((pupil) => ({ ...pupil, dateOfBirth: '2014-03-03' }));
    await bring([...twins, samplePupil(6)]);
    const before = await state();
    const exchanged = twins.map((pupil, at) => ({ ...pupil, upn: twins[1 - at]?.upn ?? null }));
    const stranger = samplePupil(6, { surname: 'Else', forename: 'Someone', dateOfBirth: '2013-12-12' });
    const report = await bring([...exchanged, stranger], on('2026-09-21'));
    expect(report).toMatchObject({ accepted: 0, rejectedInAll: 3 });
    expect(report.rejected.map(({ problems }) => problems[0]?.reason)).toEqual([
      expect.stringMatching(/under another UPN/),
      expect.stringMatching(/under another UPN/),
      expect.stringMatching(/another name and another date of birth/),
    ]);
    expect(await state()).toEqual(before);
  });

  it('never ends a protected address, and protects what a school adds', async () => {
    await bring([samplePupil(7)]);
    await database.owner.query(`update child_address set ends_on = '2026-09-20'`);
    await database.owner.query(
      `insert into child_address (id, child_id, line1, protected, source) select gen_random_uuid(), id, 'Refuge', true, 'la/931' from child`,
    );
    clock.set('2026-11-01T09:00:00Z');
    expect(await bring([samplePupil(7)], on('2026-10-30'))).toMatchObject({ unchanged: 1 });
    const address = { lines: ['1 Safe Place'], town: null, postcode: null, uprn: null };
    await bring([samplePupil(7, { address })], on('2026-10-31'));
    expect(
      await rows('select line1, protected from child_address where ends_on is null order by line1'),
    ).toEqual([
      { line1: '1 Safe Place', protected: true },
      { line1: 'Refuge', protected: true },
    ]);
  });

  it('leaves professionals out of the carers', async () => {
    const [mother] = samplePupil(8).contacts;
    if (mother === undefined) throw new Error('the sample pupil has a mother');
    const worker = { ...mother, forename: 'Sam', relationship: 'SWR' };
    await bring([samplePupil(8, { contacts: [mother, worker] })]);
    expect(await rows('select forename from carer')).toEqual([{ forename: 'Ada' }]);
  });

  it('keeps what came before the line at which a file breaks, and takes the whole file afterwards', async () => {
    const text = fileText(samplePupils(1200));
    const cut = text.slice(0, text.lastIndexOf('<Pupil>') + 40);
    const broken = importCtf({
      dataSource: database.app,
      stream: streamOf(cut),
      enteredBy: 'a test',
      clock,
      homeAuthority: 'la/931',
    });
    await expect(broken).rejects.toThrow(/^Line \d+: this is not well-formed XML/);
    expect(await rows('select count(*)::int from child')).toEqual([{ count: 1000 }]);
    expect(await bring(samplePupils(1200))).toMatchObject({ accepted: 1200, created: 200 });
  });

  it('refuses a file whose sender is not a school or an authority', async () => {
    const nowhere = { ...SCHOOL, source: { ...SCHOOL.source, laestab: '0004123' } };
    await expect(bring([samplePupil(9)], nowhere)).rejects.toThrow(/SourceSchool/);
    expect(await rows('select id from child')).toEqual([]);
  });
});

function fileText(pupils: Iterable<CtfPupil>): string {
  return fileLines(pupils).join('\n');
}

function fileLines(pupils: Iterable<CtfPupil>): string[] {
  return [...writeCtf(SCHOOL, pupils)].join('').split('\n');
}
