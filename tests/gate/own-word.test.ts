import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestHub } from '../support/hub';

const SCHOOL = 'school/931-4123';
const OWN_WORD = 'opened by a fact that the asker itself asserted';

let hub: TestHub;
let maker: ChildMaker;
beforeAll(async () => {
  hub = await startTestHub();
  maker = new ChildMaker(hub.database.owner, hub.clock);
}, 60_000);
afterAll(() => hub.stop());

/** Reasons for which the officer was told that the school looked. */
async function toldAfter(prepare: (child: MadeChild) => Promise<void>, selection: string): Promise<string[]> {
  const child = await maker.child();
  await prepare(child);
  const { data } = await hub.query(SCHOOL, {
    purpose: 'ROLL_MANAGEMENT',
    query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { ... on ChildMatch { child { ${selection} } } } }`,
    variables: { c: { upn: child.upn, dateOfBirth: child.dateOfBirth } },
  });
  expect(data).toMatchObject({ lookupChild: { child: { id: child.publicId } } });
  const rows = await maker.sql<{ why: string }>('select why from look_back where child_id = $1', [child.id]);
  return rows.map(({ why }) => why);
}

describe.each(['id', 'id upn name { surname }'])(
  'a school that reads { %s } of its own pupil',
  (selection) => {
    test('is told of while it alone says that the pupil is its own', async () => {
      const told = await toldAfter((child) => maker.roll(child, SCHOOL, { confirmed: false }), selection);
      expect(told).toEqual([OWN_WORD]);
    });

    test('is not told of once the registration is confirmed', async () => {
      expect(await toldAfter((child) => maker.roll(child, SCHOOL), selection)).toEqual([]);
    });

    test('is not told of when another of its facts is confirmed', async () => {
      const told = await toldAfter(async (child) => {
        await maker.roll(child, SCHOOL, { confirmed: false, from: maker.day(-3) });
        await maker.roll(child, SCHOOL, { from: maker.day(-400), until: maker.day(-40) });
      }, selection);
      expect(told).toEqual([]);
    });
  },
);
