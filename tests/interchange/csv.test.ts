import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_MAPPING, type HeaderMapping } from '../../src/interchange/csv.columns';
import { importFile, type ImportFileReport } from '../../src/interchange/import-file';
import { readMapping } from '../../src/interchange/csv.mapping';
import type { OrganisationId } from '../../src/kernel/organisation-id';
import { sqlOf } from '../../src/database/sql';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ManualClock } from '../support/manual-clock';
import { samplePupil } from './sample-file';
import { contentsOf } from './record-contents';

const HOME = 'la/931' as OrganisationId;
const HEADING = 'upn,surname,forename,dateOfBirth';
const upn = (n: number): string => samplePupil(n).upn ?? '';

describe('importing a CSV file', () => {
  let database: TestDatabase;
  let folder: string;
  const clock = new ManualClock('2026-09-21T09:00:00Z');

  beforeEach(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-csv-'));
    clock.set('2026-09-21T09:00:00Z');
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const rejects = (): string => join(folder, 'rejects.csv');
  async function bring(
    text: string | Buffer,
    source = 'la/931',
    mapping: HeaderMapping = NO_MAPPING,
  ): Promise<ImportFileReport> {
    const path = join(folder, 'file.csv');
    await writeFile(path, text);
    return importFile({
      dataSource: database.app,
      ledger: createLedgerWriter(sqlOf(database.app)),
      ...{
        clock,
        homeAuthority: HOME,
        path,
        addressAuthority: null,
        enteredBy: 'a test',
        rejectsPath: rejects(),
      },
      file: { format: 'csv', source: source as OrganisationId, asOf: null, mapping },
    });
  }
  const rows = (sql: string): Promise<Record<string, unknown>[]> => database.owner.query(sql);

  it('keeps every column of a pupil with where it comes from', async () => {
    const report = await bring(
      [
        'upn,formerUpn,uln,nhsNumber,surname,forename,middleNames,preferredSurname,preferredForename,formerSurname,dateOfBirth,gender,addressLine,addressLine2,town,postcode,uprn,school,entryDate,yearGroup,inCare,careAuthority,carerTitle,carerSurname,carerForename,carerRelationship,carerResponsibility,carerPhone,carerEmail',
        `${upn(1)},${upn(2)},1234567899,9999000010,O’Sample,Zoë,Mary,Known,Zo,Former,2014-03-14,F,"Flat 1, The ""Row""","Upper\nPart",Oxbridge,ox99 9ab,10000000001,931/4123,2022-09-01,7,yes,852,Ms,Carer,Ada,PAM,true,07700 900123,ada@example.org`,
        '',
      ].join('\r\n'),
    );
    expect(report).toMatchObject({ created: 1, rejected: [] });
    expect(await contentsOf(database)).toMatchSnapshot();
  });

  it('forgives spaces and case of headings, a byte order mark, semicolons, columns in any order and blank lines', async () => {
    const text = `\uFEFFForename;Date of birth; SURNAME ;UPN\r\n\r\nAda;2014-03-14;Sample;${upn(1)}\r\n`;
    expect(await bring(text)).toMatchObject({ read: 1, created: 1, rejectedInAll: 0 });
  });

  it('reads somebody’s own headings and days by a mapping file', async () => {
    const mapping = readMapping(
      'columns: { upn: Unique Pupil No, dateOfBirth: DOB }\nignore: [Tutor]\ndates: DD/MM/YYYY\n',
    );
    const text = `Unique Pupil No,Surname,Forename,DOB,Tutor\n${upn(1)},Sample,Ada,14/3/2014,7B\n${upn(2)},Sample,Bea,2014-03-14,7B\n`;
    expect(await bring(text, 'la/931', mapping)).toMatchObject({
      created: 1,
      rejected: [
        {
          pupil: 2,
          line: 3,
          problems: [{ field: 'dateOfBirth', fix: expect.stringContaining('14/03/2014') }],
        },
      ],
    });
    expect(await rows('select date_of_birth::text as born from child')).toEqual([{ born: '2014-03-14' }]);
  });

  it.each([
    ['columns: { upm: X }', /names the column upm.*did you mean upn/],
    ['colums: {}', /has the word colums.*did you mean columns/],
    ['dates: MM/DD/YYYY', /dates one of YYYY-MM-DD, DD\/MM\/YYYY/],
    ['[1', /is not YAML/],
  ])('refuses the mapping file %j', (text, message) => {
    expect(() => readMapping(text)).toThrow(message);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['an unknown column', `${HEADING},postocde\n`, /“postocde” is not known; did you mean postcode/],
    ['a missing column', 'upn,surname,forename\n', /there is no column dateOfBirth/],
    ['a column there twice', `${HEADING},UPN\n`, /column upn is there twice/],
    ['no headings at all', `${upn(1)},Sample,Ada,2014-03-14\n`, /none of the headings/],
    ['nothing in it', '', /empty/],
    [
      'Windows-1252',
      Buffer.from(`${HEADING}\n${upn(1)},Sample,Zo\xeb,2014-03-14\n`, 'latin1'),
      /not UTF-8 \(Windows-1252, perhaps\)/,
    ],
    ['UTF-16', Buffer.from(`\uFEFF${HEADING}\n`, 'utf16le'), /UTF-16/],
    ['a workbook', Buffer.from('PK\u0003\u0004'), /workbook/],
    [
      'a quotation mark never closed',
      `${HEADING}\n${upn(1)},"Sample,Ada,2014-03-14\n`,
      /Line 2: .*never closed/,
    ],
    [
      'a quotation mark inside a cell',
      `${HEADING}\n${upn(1)},Sam"ple,Ada,2014-03-14\n`,
      /Line 2: .*middle of a cell/,
    ],
  ])('refuses a file with %s, by line and with nothing personal', async (_, text, message) => {
    const told = await bring(text).then(
      () => 'nothing',
      (error: unknown) => (error as Error).message,
    );
    expect(told).toMatch(message);
    expect(told).not.toMatch(/Sample|Ada|2014|Zo/);
    expect(await rows('select 1 from child')).toEqual([]);
  });

  it('leaves broken rows of every kind out, lists each with line, field and fix, and changes nothing the second time', async () => {
    const good = (n: number): string => `${upn(n)},Sample,Ada${n},2014-03-14,F,9314107,`;
    const text = [
      `${HEADING},gender,school,uln`,
      good(0),
      `,Sample,Ada,2014-03-14,F,9314107,`,
      `A931410710077,Sample,Ada,2014-03-14,F,9314107,`,
      `${upn(3)},,Ada,2014-03-14,F,9314107,`,
      `${upn(4)},"Sam\nple",,2014-02-30,F,9314107,`,
      `${upn(5)},Sample,Ada,2031-01-01,F,9314107,`,
      `${upn(6)},Sample,Ada,1985-01-01,Q,9314107,`,
      `${upn(7)},Sample,Ada,2014-03-14,F,0314123,`,
      `${upn(8)},Sample,Ada,2014-03-14,F,9314107,1234567890`,
      `${upn(9)},Sample,Ada,2014-03-14,F,9314107`,
      `${upn(0)},Sample,Ada0,2014-03-14,F,9314107,`,
      `${upn(10)},Sample,Bea,2014-03-14,F,9314107,1234567899`,
      `${upn(11)},Sample,Cal,2014-03-14,F,9314107,1234567899`,
      good(12),
    ].join('\n');
    const report = await bring(text);
    expect(report).toMatchObject({ read: 14, accepted: 3, created: 3, rejectedInAll: 11 });
    const listed = await readFile(rejects(), 'utf8');
    expect(listed.split('\n').map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
      'line,row,field',
      '3,2,upn',
      '4,3,upn',
      '5,4,surname',
      '6,5,forename',
      '6,5,dateOfBirth',
      '8,6,dateOfBirth',
      '9,7,dateOfBirth',
      '9,7,gender',
      '10,8,school',
      '11,9,uln',
      '12,10,row',
      '13,11,upn',
      '15,13,uln',
      '',
    ]);
    expect(listed + JSON.stringify(report)).not.toMatch(/Sample|Ada|1985|1234567890|9314107/);

    const before = await contentsOf(database);
    clock.advance(3 * 86_400_000);
    expect(await bring(text)).toMatchObject({
      accepted: 3,
      created: 0,
      updated: 0,
      unchanged: 3,
      rejectedInAll: 11,
    });
    expect(await contentsOf(database)).toEqual(before);
    expect(await readFile(rejects(), 'utf8')).toBe(listed);
  });

  it('enters the file in the ledger by its digest and counts', async () => {
    await bring(`${HEADING}\n${upn(1)},Sample,Ada,2014-03-14\n`);
    const entries = await rows(
      `select purpose, controller_part::jsonb #> '{body}' as body from ledger_entry`,
    );
    expect(entries).toEqual([
      {
        purpose: 'SYSTEM_INTAKE',
        body: expect.objectContaining({ action: 'IMPORT_FILE', format: 'csv', read: 1, created: 1 }),
      },
    ]);
  });

  it('never takes a number away from the child who has it', async () => {
    await bring(`${HEADING},nhsNumber\n${upn(1)},Sample,Ada,2014-03-14,9999000010\n`);
    const report = await bring(`${HEADING},nhsNumber\n${upn(2)},Sample,Bea,2015-03-14,9999000010\n`);
    expect(report).toMatchObject({ created: 0, rejected: [{ problems: [{ field: 'nhsNumber' }] }] });
    const changed = await bring(`${HEADING},nhsNumber\n${upn(1)},Sample,Ada,2014-03-14,9999000029\n`);
    expect(changed).toMatchObject({ updated: 1 });
    expect(
      await rows(`select value, state from child_identifier where kind = 'nhs_number' order by value`),
    ).toEqual([
      { value: '9999000010', state: 'former' },
      { value: '9999000029', state: 'current' },
    ]);
  });
});
