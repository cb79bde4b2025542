import { idIn, OutboxDesk, SOUTHAMPTON, TEAM, type KnownChild } from './outbox-desk';

let desk: OutboxDesk;
beforeEach(async () => (desk = await OutboxDesk.open()));
afterEach(() => desk.stop());

const broadcast = async (child: KnownChild): Promise<string> =>
  idIn(
    await desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
      input: { child: { id: child.publicId } },
    }),
    'broadcastLostPupil',
  );
const withdraw = (id: string) => desk.act(TEAM, 'withdrawBroadcast', '$id: ID!', { id });
/** Types of the notices that a receiver has been told of, in their order. */
const typesOf = async (abouts: readonly string[]): Promise<unknown[]> => {
  const rows = await desk.sql<{ id: string; type: string }>(
    `select public_id as id, type from notification where public_id = any($1::uuid[])`,
    [abouts],
  );
  return abouts.map((about) => rows.find(({ id }) => id === about)?.type);
};
const states = () =>
  desk.sql<{ type: string; state: string }>(
    `select n.type, d.state from delivery d join outbox o on o.id = d.outbox_id join notification n on n.public_id = o.about order by d.position`,
  );

describe('a lost-pupil message that is withdrawn before it was delivered', () => {
  it('goes out no more, and waits for nothing: the receiver is told that nobody looks', async () => {
    const receiver = await desk.webhook(`${SOUTHAMPTON}/main`, { carries: 'ANSWER' });
    receiver.answer = (_received, response) => void response.writeHead(503).end();
    const id = await broadcast(await desk.knownChild('Lost', 'Lapwing'));
    await desk.drain();
    expect(await states()).toEqual([{ type: 'LOST_PUPIL', state: 'WAITING' }]);
    receiver.received.length = 0;
    receiver.answer = (_received, response) => void response.writeHead(204).end();
    expect((await withdraw(id)).errors).toEqual([]);
    expect(await states()).toEqual([{ type: 'LOST_PUPIL_WITHDRAWN', state: 'WAITING' }]);
    // An attempt may meet a connection that the receiver has just closed, and nothing else that would put it off.
    for (let tries = 0; tries < 4 && receiver.ids.length === 0; tries += 1) {
      desk.hub.clock.advance(24 * 3_600_000);
      await desk.drain();
      const put = await desk.sql(`select problem from delivery where state = 'WAITING'`);
      expect(put).toEqual(put.map(() => ({ problem: 'the connection was cut' })));
    }
    expect(await typesOf(receiver.ids)).toEqual(['LOST_PUPIL_WITHDRAWN']);
    expect(receiver.received[0]?.text).toContain('LOST_PUPIL_WITHDRAWN');
    expect(receiver.received[0]?.text).not.toContain('Lapwing');
    expect(await states()).toEqual([{ type: 'LOST_PUPIL_WITHDRAWN', state: 'DELIVERED' }]);
  });

  it('is not held for ever where an agreement was stopped, and does not come when it is lifted', async () => {
    const receiver = await desk.webhook(`${SOUTHAMPTON}/main`, { carries: 'ANSWER' });
    const stop = (): Promise<unknown> =>
      desk.sql(
        `insert into agreement_suspension (agreement, suspended_by, reason, at) values ('any-authority', 'test', 'test', now())`,
      );
    await stop();
    await desk.hub.hub.refreshAgreements();
    const id = await broadcast(await desk.knownChild('Lost', 'Dunlin'));
    await desk.drain();
    expect(await states()).toEqual([{ type: 'LOST_PUPIL', state: 'HELD' }]);
    expect((await withdraw(id)).errors).toEqual([]);
    await desk.sql(
      `with lifted as (update agreement_suspension set lifted_at = now(), lifted_by = 'test' where lifted_at is null returning agreement)
       insert into agreement_event (agreement, version, kind, by_whom, at) select agreement, 1, 'RESUMED', 'test', now() from lifted`,
    );
    await desk.hub.hub.refreshAgreements();
    await desk.drain();
    expect(await typesOf(receiver.ids)).toEqual(['LOST_PUPIL_WITHDRAWN']);
    expect((await states()).filter(({ state }) => state === 'HELD')).toEqual([]);
  });

  it('is shut by the gate, too, whatever stands in the outbox', async () => {
    const receiver = await desk.webhook(`${SOUTHAMPTON}/main`, { carries: 'ANSWER' });
    receiver.answer = (_received, response) => void response.writeHead(503).end();
    const id = await broadcast(await desk.knownChild('Lost', 'Ruff'));
    await desk.drain();
    expect((await withdraw(id)).errors).toEqual([]);
    receiver.answer = (_received, response) => void response.writeHead(204).end();
    await desk.drain();
    receiver.received.length = 0;
    await desk.sql(
      `insert into delivery (outbox_id, channel_id, position, lane, state, due_at)
       select o.id, 'hook-1', o.position, o.lane, 'WAITING', '-infinity' from outbox o join notification n on n.public_id = o.about
       where n.type = 'LOST_PUPIL' and n.to_organisation = $1`,
      [SOUTHAMPTON],
    );
    desk.hub.clock.advance(24 * 3_600_000);
    await desk.drain();
    expect(await typesOf(receiver.ids)).not.toContain('LOST_PUPIL');
    expect(await states()).toContainEqual({ type: 'LOST_PUPIL', state: 'HELD' });
  });
});
