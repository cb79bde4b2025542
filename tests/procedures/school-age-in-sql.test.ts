import { compulsorySchoolAgeBegins, compulsorySchoolAgeEnds } from '../../src/kernel/compulsory-school-age';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { day } from './shipped';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

/** The statute is written twice, for the hub and for its statements: no birthday tells them apart. */
it('compulsory school age is the same in SQL for every birthday of seventy years', async () => {
  const rows = await database.app.query<{ born: string; begins: string; ends: string }[]>(
    `select d::date::text as born, school_age_begins(d::date)::text as begins, school_age_ends(d::date)::text as ends
       from generate_series('1990-01-01'::date, '2060-12-31'::date, '1 day') d`,
  );
  expect(rows).toHaveLength(25_933);
  const differing = rows.filter(
    ({ born, begins, ends }) =>
      compulsorySchoolAgeBegins(day(born)) !== begins || compulsorySchoolAgeEnds(day(born)) !== ends,
  );
  expect(differing).toEqual([]);
});

/** Education Act 1996 s8 (2) and (3), worked out by hand. */
it.each([
  ['2021-08-31', '2026-08-31', '2037-06-26'],
  ['2021-09-01', '2026-12-31', '2038-06-25'],
  ['2021-12-31', '2026-12-31', '2038-06-25'],
  ['2022-01-01', '2027-03-31', '2038-06-25'],
  ['2022-03-31', '2027-03-31', '2038-06-25'],
  ['2022-04-01', '2027-08-31', '2038-06-25'],
  ['2012-02-29', '2017-03-31', '2028-06-30'],
  ['2012-06-30', '2017-08-31', '2028-06-30'],
  ['2012-07-01', '2017-08-31', '2028-06-30'],
  ['2010-08-14', '2015-08-31', '2026-06-26'],
])('of a child born %s it runs from %s to %s in SQL as in the program', async (born, begins, ends) => {
  const [row] = await database.app.query<{ begins: string; ends: string }[]>(
    'select school_age_begins($1)::text as begins, school_age_ends($1)::text as ends',
    [born],
  );
  expect(row).toEqual({ begins, ends });
  expect([compulsorySchoolAgeBegins(day(born)), compulsorySchoolAgeEnds(day(born))]).toEqual([begins, ends]);
});
