import { resolve } from 'node:path';
import { BLOCKS } from '../../../src/children/matching/candidates.repository';
import { findMatch, findMatches, type MatchOptions } from '../../../src/children/matching/find-match';
import { readMatchingScale } from '../../../src/children/matching/matching-scale';
import type { MatchCriteria } from '../../../src/children/matching/person';
import { sqlOf } from '../../../src/database/sql';
import type { Sql } from '../../../src/gate/ports';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { writeKnown, type Known } from './adversarial-register';

const options: MatchOptions = {
  scale: readMatchingScale(resolve(__dirname, '../../../data/matching')),
  today: '2026-11-22',
  protectedAddresses: false,
};
const home = { postcode: 'OX99 1AB', line: '14 Willow Row' };
const CHILD: Known = { name: ['Isla', 'Fennimore'], born: '2014-03-14', ...home };
const crowd = Array.from({ length: 45 }, (_, i): Known => ({ name: [`Kim${i}`, 'Netherby'], born: null }));
const ask = (forename: string, surname: string, dateOfBirth: string | null): MatchCriteria => ({
  forename,
  surname,
  dateOfBirth,
});

describe('finding a match', () => {
  let database: TestDatabase;
  let isla: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    const ids = await writeKnown(database.owner, [
      { what: '', origin: 'British', known: [CHILD, ...crowd], asked: {}, right: 0 },
    ]);
    isla = ids[0]?.[0] ?? '';
  });
  afterAll(() => database.drop());

  const logged = async (criteria: MatchCriteria): Promise<{ kind: string; texts: string[] }> => {
    const texts: string[] = [];
    const real = sqlOf(database.app);
    const sql: Sql = {
      query: (text, values) => {
        texts.push(text);
        return real.query(text, values);
      },
    };
    return { kind: (await findMatch(sql, criteria, options)).kind, texts };
  };

  it('sends the same statements for nobody as for nobody for sure; a match to the letter stops at the first', async () => {
    const found = await logged(ask('Isla', 'Fennimore', '2014-03-14'));
    const slip = await logged(ask('Isla', 'Fennimoer', '2014-03-14'));
    const unsure = await logged(ask('Ailsa', 'Fennimore', '2014-03-14'));
    const none = await logged(ask('Zebedee', 'Quixworthy', '2013-01-02'));
    const byNumber = await logged({ ...ask('Isla', 'Fennimore', null), upn: 'B801200005001' });
    expect([found, slip, unsure, none].map(({ kind }) => kind)).toEqual([
      'match',
      'match',
      'not-sure',
      'none',
    ]);
    expect(unsure.texts).toHaveLength(2);
    for (const each of [slip, none]) expect(each.texts).toEqual(unsure.texts);
    expect(found.texts).toEqual(unsure.texts.slice(0, 1));
    expect(byNumber.texts).toEqual(unsure.texts.slice(1));
  });

  it('goes on where a namesake of almost the same birth date stands beside a match to the letter', async () => {
    const [first] = await writeKnown(database.owner, [
      {
        what: '',
        origin: 'British',
        known: [
          { name: ['Ottoline', 'Bramblewick'], born: '2012-04-05' },
          { name: ['Ottoline', 'Bramblewick'], born: '2012-04-06' },
        ],
        asked: {},
        right: 0,
      },
    ]);
    const beside = await logged(ask('Ottoline', 'Bramblewick', '2012-04-05'));
    expect(first).toHaveLength(2);
    expect([beside.kind, beside.texts.length]).toEqual(['not-sure', 2]);
  });

  it('sees that namesake among so many of the name that their block says nothing', async () => {
    const common = (born: string): Known => ({ name: ['Amelie', 'Thistlebeck'], born });
    const others = Array.from({ length: 45 }, (_, i) =>
      common(`201${4 + (i % 5)}-0${6 + (i % 4)}-${11 + (i % 17)}`),
    );
    const [ids] = await writeKnown(database.owner, [
      {
        what: '',
        origin: 'British',
        known: [common('2002-12-05'), common('2012-12-05'), ...others],
        asked: {},
        right: 0,
      },
    ]);
    for (const more of [{}, { gender: 'F' }, { postcode: 'OX99 7ZZ' }]) {
      const criteria = { ...ask('Amelie', 'Thistlebeck', '2002-12-05'), ...more };
      const outcome = await findMatch(sqlOf(database.app), criteria, options);
      expect(outcome.capped).toContain('surname and forename');
      expect(outcome).toMatchObject({
        kind: 'not-sure',
        nearest: expect.arrayContaining(ids?.slice(0, 2) ?? []) as unknown,
      });
    }
  });

  it('answers many in their order as it answers each', async () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      i % 7 === 0 ? ask('Isla', 'Fennimore', '14/03/2014') : ask('Zebedee', `Quixworthy${i}`, '2013-01-02'),
    );
    const outcomes = await findMatches(sqlOf(database.app), many, options);
    expect(outcomes.map((each) => (each.kind === 'match' ? each.id : each.kind))).toEqual(
      many.map((_, i) => (i % 7 === 0 ? isla : 'none')),
    );
  });

  it('counts a block that is too wide and leaves its rows out', async () => {
    const outcome = await findMatch(sqlOf(database.app), ask('Isla', 'Netherby', null), options);
    expect(outcome.capped).toEqual(['surname, if it is rare']);
    expect(outcome.kind).toBe('none');
    expect(BLOCKS.map(([name]) => name)).toContain('surname, if it is rare');
  });

  it('follows a corrected birth date', async () => {
    await database.app.query(`update child set date_of_birth = '2014-09-30' where id = $1`, [isla]);
    const now = await findMatch(sqlOf(database.app), ask('Isla', 'Fennimore', '2014-09-30'), options);
    await database.app.query(`update child set date_of_birth = '2014-03-14' where id = $1`, [isla]);
    expect(now).toMatchObject({ kind: 'match', id: isla });
  });

  it('leads from a merged record, by its names, over any number of steps to the one that is kept', async () => {
    const ids = await writeKnown(database.owner, [
      {
        what: '',
        origin: 'British',
        known: [{ name: ['Zelda', 'Rookley'], born: '2014-03-14' }],
        asked: {},
        right: 0,
      },
    ]);
    const before = await findMatch(sqlOf(database.app), ask('Zelda', 'Rookley', '2014-03-14'), options);
    const [between] = await writeKnown(database.owner, [
      {
        what: '',
        origin: 'British',
        known: [{ name: ['Hortense', 'Quillby'], born: '2011-07-02' }],
        asked: {},
        right: 0,
      },
    ]);
    const join = `update child set state = 'merged', merged_into = $1 where id = $2`;
    await database.owner.query(join, [between?.[0], ids[0]?.[0]]);
    await database.owner.query(join, [isla, between?.[0]]);
    const after = await findMatch(sqlOf(database.app), ask('Zelda', 'Rookley', '2014-03-14'), options);
    expect([before, after]).toMatchObject([
      { kind: 'match', id: ids[0]?.[0] },
      { kind: 'match', id: isla },
    ]);
  });
});
