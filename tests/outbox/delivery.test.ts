import { sqlOf } from '../../src/database/sql';
import { purgeBefore } from '../../src/outbox/delivery.repository';
import { GIVEN_UP_AFTER, waitAfter } from '../../src/outbox/retry-table';
import { OutboxDesk, SOUTHAMPTON, TEAM } from './outbox-desk';
import type { Receiver } from './receiver';

let desk: OutboxDesk;
let receiver: Receiver;
beforeEach(async () => {
  desk = await OutboxDesk.open({ outbox: { random: () => 0 } });
  receiver = await desk.webhook(`${SOUTHAMPTON}/main`);
});
afterEach(() => desk.stop());

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const later = async (milliseconds: number): Promise<void> => {
  desk.hub.clock.advance(milliseconds);
  await desk.drain();
};
const refuse = (status: number): void => {
  receiver.answer = (_received, response) => void response.writeHead(status).end();
};
const take = (): void => {
  receiver.answer = (_received, response) => void response.writeHead(204).end();
};
const delivery = async (id: string) => {
  const { data } = await desk.ask(
    TEAM,
    'query ($id: ID!) { notification(id: $id) { delivery { state attempts problem held { agreement clause } } } }',
    { id },
    { purpose: 'NOTIFY_MOVE' },
  );
  return (data?.['notification'] as { delivery: unknown } | null)?.delivery;
};

it('waits after each failure as Standard Webhooks does, and a little more, so that not all come back at once', () => {
  const table = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR, 10 * HOUR];
  expect(table.map((_wait, i) => waitAfter(i + 1, 0))).toEqual(table);
  expect(table.map((_wait, i) => waitAfter(i + 1, 1))).toEqual(table.map((wait) => wait * 1.2));
});

it('tries again when it is due and not before, under one id, until it is taken', async () => {
  refuse(503);
  const id = await desk.moved(await desk.knownChild('Tamsin', 'Knot'), 'Text.');
  await desk.drain();
  await later(4 * SECOND);
  expect(receiver.received).toHaveLength(1);
  expect(await delivery(id)).toEqual({ state: 'WAITING', attempts: 1, problem: 'it answered 503', held: [] });
  await later(1 * SECOND);
  expect(receiver.received).toHaveLength(2);
  take();
  await later(5 * MINUTE);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  expect(await delivery(id)).toEqual({ state: 'DELIVERED', attempts: 3, problem: null, held: [] });
});

it('tells of one child in order, whatever fails, and of another meanwhile', async () => {
  const [one, other] = [await desk.knownChild('Ann', 'Knot'), await desk.knownChild('Bea', 'Knot')];
  refuse(503);
  const first = await desk.moved(one, 'First.');
  await desk.drain();
  take();
  const second = await desk.moved(one, 'Second.');
  const third = await desk.moved(one, 'Third.');
  const beside = await desk.moved(other, 'Beside.');
  await desk.drain();
  expect(receiver.ids).toEqual([first, beside]);
  await later(5 * SECOND);
  expect(receiver.ids).toEqual([first, beside, first, second, third]);
});

it('finds a receiver that was away for a week, and then brings all that waited, in order', async () => {
  refuse(503);
  const child = await desk.knownChild('Week', 'Knot');
  const others = [await desk.knownChild('Wanda', 'Knot'), await desk.knownChild('Wilf', 'Knot')];
  const sent: string[] = [];
  for (let day = 0; day < 7; day += 1) {
    sent.push(await desk.moved(child, `Day ${day}.`));
    for (const other of others) await desk.moved(other, `Day ${day}.`);
    for (let half = 0; half < 4; half += 1) await later(6 * HOUR);
  }
  // It was not knocked at all the time: a few at a time find out whether it is back.
  expect(receiver.received.length).toBeLessThan(80);
  const before = receiver.received.length;
  take();
  await later(13 * HOUR);
  await desk.drain();
  const after = receiver.received.slice(before).flatMap(({ body }) => [String(body?.data['id'])]);
  expect(after.filter((id) => sent.includes(id))).toEqual(sent);
  expect(after).toHaveLength(21);
  expect(new Set((await desk.states()).map(({ state }) => state))).toEqual(new Set(['DELIVERED']));
}, 60_000);

it('gives up after two weeks, says so to the sender, and goes on with what comes after', async () => {
  refuse(404);
  const child = await desk.knownChild('Dora', 'Knot');
  const id = await desk.moved(child, 'Text.');
  await desk.drain();
  for (let passed = 0; passed <= GIVEN_UP_AFTER; passed += DAY) await later(DAY);
  expect(await delivery(id)).toMatchObject({ state: 'DEAD', problem: 'it answered 404' });
  const tries = receiver.received.length;
  await later(DAY);
  expect(receiver.received).toHaveLength(tries);
  take();
  const next = await desk.moved(child, 'Next.');
  await later(DAY);
  expect(receiver.ids.at(-1)).toBe(next);
}, 60_000);

it('hands out what a hub that was killed had taken, once its time is over', async () => {
  const id = await desk.moved(await desk.knownChild('Lea', 'Knot'), 'Text.');
  await desk.drain();
  await desk.sql(
    `update delivery set state = 'WAITING', lease = gen_random_uuid(), lease_until = clock_timestamp() + interval '1 hour'`,
  );
  await desk.drain();
  expect(receiver.ids).toEqual([id]);
  await desk.sql(`update delivery set lease_until = clock_timestamp() - interval '1 second'`);
  await desk.drain();
  expect(receiver.ids).toEqual([id, id]);
  const [first, again] = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(again).toBe(first);
});

it('destroys what was settled long ago, and nothing that waits', async () => {
  await desk.moved(await desk.knownChild('Old', 'Knot'), 'Text.');
  await desk.drain();
  refuse(503);
  const waits = await desk.moved(await desk.knownChild('New', 'Knot'), 'Text.');
  await desk.drain();
  await purgeBefore(sqlOf(desk.hub.database.app), new Date(desk.hub.clock.now().getTime() + DAY));
  expect((await desk.states()).map(({ about }) => about)).toEqual([waits]);
});
