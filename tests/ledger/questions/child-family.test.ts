import { DisclosureRepository } from '../../../src/ledger/disclosure.repository';
import { sqlOf } from '../../../src/database/sql';
import { ChildMaker, type MadeChild } from '../../support/child-maker';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { ManualClock } from '../../support/manual-clock';

let database: TestDatabase;
let maker: ChildMaker;
beforeAll(async () => {
  database = await createTestDatabase();
  maker = new ChildMaker(database.owner, new ManualClock('2026-11-18T09:30:00Z'));
});
afterAll(() => database.drop());

const children = async (count: number): Promise<MadeChild[]> => {
  const made: MadeChild[] = [];
  for (let i = 0; i < count; i++) made.push(await maker.child({ furnished: false }));
  return made;
};
const merge = async (one: MadeChild | undefined, into: MadeChild | undefined): Promise<void> => {
  await maker.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [one?.id, into?.id]);
};
const familyOf = async ({ publicId }: Pick<MadeChild, 'publicId'>): Promise<string[]> =>
  (await new DisclosureRepository(sqlOf(database.app)).family(publicId)).map(({ id }) => id);
const ids = (made: readonly MadeChild[]): string[] => made.map(({ id }) => id).sort();

test('a child that was joined with none is alone, and an unknown id is nobody', async () => {
  const [one] = await children(2);
  expect(await familyOf(one as MadeChild)).toEqual([one?.id]);
  expect(await familyOf({ publicId: '00000000-0000-4000-8000-000000000000' })).toEqual([]);
});

test('all records of one child are found from each of them, over several steps, itself first', async () => {
  const made = await children(5);
  await merge(made[0], made[1]);
  await merge(made[1], made[2]);
  await merge(made[3], made[2]);
  const family = made.slice(0, 4);
  for (const one of family) {
    const found = await familyOf(one);
    expect(found[0]).toBe(one.id);
    expect([...found].sort()).toEqual(ids(family));
  }
  expect(await familyOf(made[4] as MadeChild)).toEqual([made[4]?.id]);
});

test('a circle ends', async () => {
  const made = await children(3);
  await merge(made[0], made[1]);
  await merge(made[1], made[2]);
  await merge(made[2], made[0]);
  for (const one of made) expect([...(await familyOf(one))].sort()).toEqual(ids(made));
  await merge(made[0], made[0]);
  expect([...(await familyOf(made[0] as MadeChild))].sort()).toEqual(ids(made));
});
