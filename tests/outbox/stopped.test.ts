import { OutboxDesk, PORTSMOUTH, SOUTHAMPTON, TEAM, type KnownChild } from './outbox-desk';
import type { Receiver } from './receiver';

let desk: OutboxDesk;
let receiver: Receiver;
beforeAll(async () => {
  desk = await OutboxDesk.open();
  receiver = await desk.webhook(`${SOUTHAMPTON}/main`);
});
afterAll(() => desk.stop());
afterEach(() => resumed());

/** By whose clauses the receiver learns of whom a notice is; its envelope is the law's. */
const NAMES = ['any-authority', 'solent'];
const stopped = async (agreement: string): Promise<void> => {
  await desk.sql(
    `insert into agreement_suspension (agreement, suspended_by, reason, at) values ($1, 'test', 'test', now())`,
    [agreement],
  );
  await desk.hub.hub.refreshAgreements();
};
const resumed = async (): Promise<void> => {
  await desk.sql(
    `with lifted as (update agreement_suspension set lifted_at = now(), lifted_by = 'test' where lifted_at is null returning agreement)
     insert into agreement_event (agreement, version, kind, by_whom, at) select agreement, 1, 'RESUMED', 'test', now() from lifted`,
  );
  await desk.hub.hub.refreshAgreements();
};
/** Written while the receiver does not answer, so that it is still to be delivered. */
const unsent = async (child: KnownChild, text: string): Promise<string> => {
  receiver.answer = (_received, response) => void response.writeHead(503).end();
  const id = await desk.moved(child, text);
  await desk.drain();
  receiver.answer = (_received, response) => void response.writeHead(204).end();
  receiver.received.length = 0;
  return id;
};
const delivery = async (id: string): Promise<unknown> => {
  const query =
    'query ($id: ID!) { notification(id: $id) { delivery { state held { agreement version clause } } } }';
  const { data } = await desk.ask(TEAM, query, { id }, { purpose: 'NOTIFY_MOVE' });
  return (data?.['notification'] as { delivery: unknown } | null)?.delivery;
};
const held = async (as: string): Promise<unknown> => {
  const query = '{ sharing { held { purpose since under { agreement version clause } } } }';
  const { data } = await desk.ask(as, query, {}, { purpose: null, reference: null });
  return (data?.['sharing'] as { held: unknown } | null)?.held;
};

describe('an agreement that is suspended between writing and delivery', () => {
  it('has nothing delivered, tells both sides by which clause, and lets it go when it is lifted', async () => {
    const child = await desk.knownChild('Shirin', 'Dunlin');
    await desk.address(child.id, SOUTHAMPTON);
    const id = await unsent(child, 'Moved on Monday.');
    expect([await delivery(id), await held(SOUTHAMPTON)]).toEqual([{ state: 'WAITING', held: [] }, []]);
    for (const name of NAMES) await stopped(name);
    desk.hub.clock.advance(3_600_000);
    await desk.drain();
    expect(receiver.received).toEqual([]);
    const under = (await delivery(id)) as { state: string; held: { agreement: string; clause: string }[] };
    expect(under.state).toBe('HELD');
    expect(under.held.length).toBeGreaterThan(0);
    for (const clause of under.held)
      expect([NAMES.includes(clause.agreement), clause.clause]).toEqual([true, expect.any(String)]);
    expect(await held(SOUTHAMPTON)).toEqual([
      { purpose: 'NOTIFY_MOVE', since: expect.any(String) as string, under: under.held },
    ]);
    // Nothing of it elsewhere: not to another authority, and not of another notice.
    expect(await held(PORTSMOUTH)).toEqual([]);
    await resumed();
    await desk.drain();
    expect(receiver.ids).toEqual([id]);
    expect([await delivery(id), await held(SOUTHAMPTON)]).toEqual([{ state: 'DELIVERED', held: [] }, []]);
  });

  it('is told of a notice that only lies in the inbox, too', async () => {
    const child = await desk.knownChild('Petra', 'Dunlin');
    await desk.address(child.id, PORTSMOUTH);
    const id = await desk.moved(child, 'Moved.', PORTSMOUTH);
    expect(await delivery(id)).toEqual({ state: 'IN_INBOX', held: [] });
    for (const name of NAMES) await stopped(name);
    expect(await delivery(id)).toMatchObject({ state: 'HELD' });
    expect(await held(PORTSMOUTH)).toMatchObject([{ purpose: 'NOTIFY_MOVE' }]);
  });

  it('is not the reason where another agreement opens the notice', async () => {
    const child = await desk.knownChild('Quinn', 'Dunlin');
    const id = await unsent(child, 'Moved.');
    await stopped('solent');
    desk.hub.clock.advance(3_600_000);
    await desk.drain();
    expect(receiver.ids).toEqual([id]);
  });
});
