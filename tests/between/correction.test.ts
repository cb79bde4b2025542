import type { Node, PeerHub } from './peer-hub';
import { OXFORDSHIRE, SOUTHAMPTON, TwoHubs } from './two-hubs';

let hubs: TwoHubs;
/** Whoever was told, and whoever told it. */
let a: PeerHub;
let b: PeerHub;
beforeAll(async () => {
  hubs = await TwoHubs.open();
  ({ a, b } = hubs);
}, 240_000);
afterAll(() => hubs?.close());

const MOVES = { purpose: 'NOTIFY_MOVE' };
const AUDIT = { purpose: 'RIGHTS_AND_AUDIT' };

const movedOut = (id: string): Promise<string> =>
  b.did(
    b.team,
    'notifyAuthority(input: $input)',
    { input: { child: { id }, to: OXFORDSHIRE, type: 'MOVED_OUT', text: 'To the river.' } },
    '$input: NotifyAuthorityInput!',
    MOVES,
  );
const correct = (id: string, right: Node): Promise<string> =>
  b.did(
    b.team,
    'correctRecord(input: $input)',
    { input: { child: { id }, reason: 'Mistyped.', ...right } },
    '$input: CorrectRecordInput!',
    AUDIT,
  );
async function cameTo(hub: PeerHub, type: string, fields: string): Promise<Node[]> {
  const query = `{ notifications(first: 100) { nodes { type ${fields} } } }`;
  const page = (await hub.reads(hub.team, query, {}, MOVES)) as { nodes: Node[] };
  return page.nodes.filter((node) => node['type'] === type);
}
/** How what is on its way from the hub stands, of a kind of notice. */
const stateOf = (type: string): Promise<Node[]> =>
  b.sql(
    `select d.state, d.problem from delivery d join outbox o on o.id = d.outbox_id join notification n on n.public_id = o.about
     where n.type = $1 order by d.position`,
    [type],
  );

it('a fact that was wrong, put right in one hub: the other, which was told it, is told so once, and neither value', async () => {
  const child = await b.knownChild('Bela', 'Avocet', '2013-08-21');
  await movedOut(child);
  await b.drain();
  const [told] = await cameTo(a, 'MOVED_OUT', 'id child { dateOfBirth }');
  expect(told).toMatchObject({ child: { dateOfBirth: '2013-08-21' } });

  await hubs.later(60_000);
  await correct(child, { dateOfBirth: '2013-08-12' });
  expect(await cameTo(a, 'CORRECTION', 'id')).toEqual([]);
  await b.drain();
  const [came, ...more] = await cameTo(a, 'CORRECTION', 'id from to text inReplyTo child { dateOfBirth }');
  expect(more).toEqual([]);
  expect(came).toMatchObject({ from: SOUTHAMPTON, to: OXFORDSHIRE, inReplyTo: told?.['id'] });
  expect(came?.['text']).toMatch(/^What we held of a child was wrong and has been put right: /);
  expect(came?.['text']).not.toMatch(/2013|Avocet|Bela/);
  // What they hold is theirs to put right.
  expect(came?.['child']).toEqual({ dateOfBirth: '2013-08-21' });
  expect(await stateOf('CORRECTION')).toEqual([{ state: 'DELIVERED', problem: null }]);

  await b.sql(
    `update delivery set state = 'WAITING', due_at = '-infinity', settled_at = null
     where outbox_id in (select o.id from outbox o join notification n on n.public_id = o.about where n.type = 'CORRECTION')`,
  );
  await b.drain();
  expect(await stateOf('CORRECTION')).toEqual([{ state: 'DELIVERED', problem: null }]);
  expect(await cameTo(a, 'CORRECTION', 'id')).toHaveLength(1);
});

it('one of whom nothing ever came there is no news', async () => {
  const child = await b.knownChild('Marek', 'Turnstone', '2014-01-30');
  await movedOut(child);
  await a.stop();
  // It was decided that they may be told, and nothing arrived.
  await b.drain();
  expect((await stateOf('MOVED_OUT')).at(-1)).toMatchObject({ state: 'WAITING' });
  await b.sql(`update delivery set state = 'DEAD', settled_at = $1 where state = 'WAITING'`, [
    hubs.clock.now(),
  ]);
  await hubs.later(60_000);
  await correct(child, { dateOfBirth: '2014-03-01' });
  await a.start();
  await hubs.later(24 * 3_600_000);
  await b.drain();
  expect((await stateOf('CORRECTION')).at(-1)).toEqual({ state: 'DELIVERED', problem: 'NOT_FOUND' });
  expect(await cameTo(a, 'CORRECTION', 'id')).toHaveLength(1);
}, 60_000);
