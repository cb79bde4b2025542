import type { CtfPupil } from '../../src/interchange/ctf';
import { importCtf, type ImportReport } from '../../src/interchange/ctf.import';
import { fileWith, samplePupil, SCHOOL } from '../interchange/sample-file';
import { CorrectionDesk, rightName } from './correction-desk';

let desk: CorrectionDesk;
beforeAll(async () => (desk = await CorrectionDesk.open()), 60_000);
afterAll(() => desk.stop());

const bring = (pupil: CtfPupil, day: string): Promise<ImportReport> =>
  importCtf({
    dataSource: desk.hub.database.app,
    stream: fileWith([pupil], { ...SCHOOL, writtenAt: `${day}T08:00:00` }),
    enteredBy: 'a test',
    clock: desk.hub.clock,
    homeAuthority: 'la/931',
    authorityOf: () => 'la/931',
  });

const held = async (upn: string): Promise<unknown> => {
  const rows = await desk.maker.sql(
    `select c.date_of_birth::text as born, (select array_agg(n.surname order by n.id) from child_name n where n.child_id = c.id) as names,
       (select array_agg(a.line1 order by a.id) from child_address a where a.child_id = c.id and a.ends_on is null) as lines
     from child c join child_identifier i on i.child_id = c.id where i.value = $1`,
    [upn],
  );
  return rows[0];
};

it('a file that still has the wrong values brings none of them back; a value that is new comes in', async () => {
  const wrong = samplePupil(1, { preferredSurname: null, formerSurname: null, dateOfBirth: '2012-02-11' });
  await bring(wrong, '2026-11-01');
  const [{ id: publicId } = { id: '' }] = await desk.maker.sql<{ id: string }>(
    'select c.public_id as id from child c join child_identifier i on i.child_id = c.id where i.value = $1',
    [wrong.upn],
  );
  const [{ id: address } = { id: '' }] = await desk.maker.sql<{ id: string }>(
    'select a.public_id as id from child_address a join child c on c.id = a.child_id where c.public_id = $1',
    [publicId],
  );
  for (const right of [
    rightName('Rightname', wrong.forename ?? ''),
    'dateOfBirth: "2012-02-12"',
    `address: { id: "${address}", line1: "1 Right Row", postcode: "OX99 9AB" }`,
  ])
    expect((await desk.correct({ id: publicId }, right)).codes).toEqual([]);
  const right = { born: '2012-02-12', names: ['Rightname'], lines: ['1 Right Row'] };
  expect(await held(wrong.upn ?? '')).toEqual(right);

  // The day of the file is after that of the correction, so that by its day alone it would be news.
  desk.hub.clock.advance(10 * 24 * 3600 * 1000);
  for (const half of [
    { ...wrong, dateOfBirth: '2012-02-12' },
    { ...wrong, surname: 'Rightname' },
  ])
    expect(await bring(half, '2026-11-25')).toMatchObject({ accepted: 1, updated: 0, created: 0 });
  expect(await held(wrong.upn ?? '')).toEqual(right);
  // Wrong in both, it is taken for another child's: somebody looks at it.
  expect(await bring(wrong, '2026-11-25')).toMatchObject({ accepted: 0, rejectedInAll: 1 });

  const moved = { ...wrong, surname: 'Rightname', dateOfBirth: '2012-02-12' };
  const there = { lines: ['9 New Street'], town: 'Oxbridge', postcode: 'OX99 9AB', uprn: null };
  await bring({ ...moved, address: there }, '2026-11-26');
  expect(await held(wrong.upn ?? '')).toEqual({ ...right, lines: ['9 New Street'] });
});
