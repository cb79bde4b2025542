import type { CtfRecord } from '../../src/interchange/ctf';
import { CtfFileError } from '../../src/interchange/ctf.errors';
import { readCtf } from '../../src/interchange/ctf.reader';
import { headerOf } from '../../src/interchange/ctf.writer';
import { fileWith, samplePupil, samplePupils, SCHOOL, streamOf } from './sample-file';

async function all(stream: AsyncIterable<Uint8Array>): Promise<CtfRecord[]> {
  const records: CtfRecord[] = [];
  for await (const record of readCtf(stream)) records.push(record);
  return records;
}

async function problemOf(text: string | Buffer): Promise<CtfFileError> {
  const stream = typeof text === 'string' ? streamOf(text) : streamOfBytes(text);
  const outcome: unknown = await all(stream).catch((error: unknown) => error);
  if (outcome instanceof CtfFileError) return outcome;
  throw new Error(`expected the file to be refused, got ${JSON.stringify(outcome)}`);
}

async function* streamOfBytes(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

const header = `<Header><SourceSchool><LEA>931</LEA><Estab>4123</Estab></SourceSchool></Header>`;
const file = (pupils: string): string => `<CTfile>${header}<CTFpupilData>${pupils}</CTFpupilData></CTfile>`;

describe('readCtf', () => {
  it('reads back what the writer writes, with accents, ampersands and apostrophes, however the stream is cut', async () => {
    const records = await all(fileWith(samplePupils(40)));
    expect(records.map(({ pupil }) => pupil)).toEqual([...samplePupils(40)]);
    expect(records[0]?.header).toEqual(headerOf(SCHOOL));
    expect(records.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it('says on which line each pupil and each of its elements stands', async () => {
    const [record] = await all(
      streamOf(
        file('\n\n<Pupil>\n<UPN>x</UPN>\n<BasicDetails>\n<FormerUPN>y</FormerUPN></BasicDetails></Pupil>'),
      ),
    );
    expect(record?.line).toBe(3);
    expect(record?.lineOf('UPN')).toBe(4);
    expect(record?.lineOf('BasicDetails/FormerUPN')).toBe(6);
  });

  it('takes elements in any order, skips those it does not know, and reads both ways of writing sex and addresses', async () => {
    const [record] = await all(
      streamOf(
        file(`<Pupil><Forename>Ann</Forename><StageAssessments><Surname>no</Surname></StageAssessments>
        <Address><BS7666Address><Street>Long Row</Street><PAON>4</PAON><PostTown>Oxbridge</PostTown>
        <UniquePropertyReferenceNumber>100</UniquePropertyReferenceNumber></BS7666Address><PostCode>OX99 9AB</PostCode></Address>
        <Gender>F</Gender><Surname><![CDATA[Lee]]></Surname><Novelty>?</Novelty></Pupil>`),
      ),
    );
    expect(record?.pupil).toMatchObject({ surname: 'Lee', forename: 'Ann', sex: 'F' });
    expect(record?.pupil.address).toEqual({
      lines: ['4 Long Row'],
      town: 'Oxbridge',
      postcode: 'OX99 9AB',
      uprn: '100',
    });
  });

  it('reads a file in the encoding that it names', async () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${file('<Pupil><Surname>Zoë</Surname></Pupil>')}`;
    const records = await all(streamOfBytes(Buffer.from(text, 'latin1')));
    expect(records[0]?.pupil.surname).toBe('Zoë');
    const wide = Buffer.from(`\ufeff${file('<Pupil><Surname>Łuc</Surname></Pupil>')}`, 'utf16le');
    expect((await all(streamOfBytes(wide)))[0]?.pupil.surname).toBe('Łuc');
  });

  it.each([
    ['malformed XML', file('<Pupil><UPN>\n</Surname></Pupil>'), 2, /not well-formed/],
    ['a file that breaks off', '<CTfile>\n<Header/>\n<CTFpupilData>\n<Pupil>', 4, /not well-formed/],
    ['another kind of file', '<Census>\n</Census>', 1, /not a common transfer file/],
    ['text', 'UPN,Surname', 1, /not well-formed/],
    ['nothing', '', 1, /empty/],
    [
      'pupils before the header',
      '<CTfile><CTFpupilData><Pupil></Pupil>',
      1,
      /Header element must stand before/,
    ],
    ['no pupils at all', `<CTfile>${header}</CTfile>`, 1, /no CTFpupilData/],
    ['elements without end', file('<Pupil>' + '<Address>'.repeat(100)), 1, /too deep/],
  ])('refuses %s and says where', async (_, text, line, message) => {
    const problem = await problemOf(text);
    expect(problem.message).toMatch(message);
    expect(problem.line).toBe(line);
  });

  it('refuses a document type, so that no entity can grow', async () => {
    const bomb = `<!DOCTYPE CTfile [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n${file('<Pupil><Surname>&b;</Surname></Pupil>')}`;
    expect((await problemOf(bomb)).message).toMatch(/DOCTYPE/);
    expect((await problemOf(file('<Pupil><Surname>&b;</Surname></Pupil>'))).message).toMatch(
      /not well-formed/,
    );
  });

  it('refuses bytes that are not in the encoding, and archives', async () => {
    expect(
      (await problemOf(Buffer.from(file('<Pupil><Surname>Zoë</Surname></Pupil>'), 'latin1'))).message,
    ).toMatch(/utf-8/);
    expect((await problemOf(Buffer.from('PK\u0003\u0004'))).message).toMatch(/zip/);
  });

  it('never repeats what stands in the file', async () => {
    const problem = await problemOf(file('<Pupil><Surname>Very <Secret</Surname></Pupil>'));
    expect(problem.message).not.toMatch(/Secret|Very/);
  });

  it('does not read on until the pupils are taken', async () => {
    let taken = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const piece of fileWith(Array.from({ length: 200 }, (_, n) => samplePupil(n)))) {
        taken += 1;
        yield piece;
      }
    }
    for await (const record of readCtf(counted())) {
      if (record.index === 3) break;
    }
    expect(taken).toBeLessThan(10);
  });
});
