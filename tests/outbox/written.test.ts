import { once } from '../../src/outbox/received';
import { sqlOf } from '../../src/database/sql';
import { OutboxDesk, idIn, SOUTHAMPTON, TEAM, type KnownChild } from './outbox-desk';

let desk: OutboxDesk;
beforeAll(async () => {
  desk = await OutboxDesk.open();
  await desk.webhook(`${SOUTHAMPTON}/main`);
});
afterAll(() => desk.stop());

const INSERT = `insert into notification (id, public_id, to_organisation, authority_id, child_id, from_organisation, from_unit, type,
    purpose, reference, sent_at)
  values (gen_random_uuid(), gen_random_uuid(), 'la/852', 'la/931', $1, 'la/931', 'la/931/cme', 'MOVED_OUT', 'NOTIFY_MOVE', 'T/1', now())`;
const told = (child: KnownChild) =>
  desk.sql<{ kind: string; recipient: string; deliveries: number }>(
    `select o.kind, o.recipient, count(d.id)::int as deliveries from outbox o left join delivery d on d.outbox_id = o.id
     where o.lane = $1 group by o.id order by o.position`,
    [child.id],
  );

it('what is rolled back tells nobody, and what is committed tells each recipient once', async () => {
  const child = await desk.knownChild('Rolled', 'Back');
  await expect(
    desk.hub.database.app.transaction(async (manager) => {
      await sqlOf(manager).query(INSERT, [child.id]);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await told(child)).toEqual([]);
  await desk.hub.database.app.transaction((manager) => sqlOf(manager).query(INSERT, [child.id]));
  expect(await told(child)).toEqual([{ kind: 'NOTIFICATION', recipient: 'la/852', deliveries: 1 }]);
});

it('every exchange is told of: notices, enquiries, answers, alerts and what became of them, a broadcast to all', async () => {
  const child = await desk.knownChild('Every', 'Exchange');
  const enquiry = await desk.sent(TEAM, { id: child.publicId }, [SOUTHAMPTON]);
  await desk.answer(SOUTHAMPTON, enquiry, { outcome: 'NOT_KNOWN' });
  const raised = await desk.act(
    ...(['nhs/RNU', 'raiseAlert', '$input: RaiseAlertInput!'] as const),
    { input: { child: { id: child.publicId }, reason: 'OTHER', text: 'Seen.' } },
    { purpose: 'RAISE_CONCERN' },
  );
  const alert = idIn(raised, 'raiseAlert');
  await desk.act(TEAM, 'reviewAlert', '$id: ID!, $input: ReviewAlertInput!', {
    id: alert,
    input: { decision: 'ACCEPT' },
  });
  const kinds = (
    await desk.sql<{ kind: string; recipient: string }>(
      `select kind, recipient from outbox where about in ($1, $2) order by position`,
      [enquiry, alert],
    )
  ).map(({ kind, recipient }) => `${kind} to ${recipient}`);
  expect(kinds).toEqual([
    'ENQUIRY to la/852',
    'ENQUIRY_ANSWERED to la/931/cme',
    'ALERT to la/931',
    'ALERT_REVIEWED to nhs/RNU/main',
  ]);
  const lost = await desk.knownChild('Lost', 'Pupil');
  const answer = await desk.act(TEAM, 'broadcastLostPupil', '$input: BroadcastLostPupilInput!', {
    input: { child: { id: lost.publicId } },
  });
  expect(answer.errors).toEqual([]);
  expect(await told(lost)).toHaveLength(152);
});

it('whoever commits later stands later, so that nobody who has read on misses it', async () => {
  const child = await desk.knownChild('In', 'Order');
  const positions = () =>
    desk.sql<{ position: string }>(`select position from outbox where lane = $1 order by position`, [
      child.id,
    ]);
  const slow = desk.hub.database.app.createQueryRunner();
  await slow.startTransaction();
  await slow.query(
    `insert into alert (id, authority_id, child_id, raised_by_organisation, raised_by_unit, raised_by_user, raised_by_job, reference,
       reason, state, raised_at)
     values (gen_random_uuid(), 'la/931', $1, 'nhs/RNU', 'nhs/RNU/main', 'A', 'B', 'T/1', 'OTHER', 'RECEIVED', now())`,
    [child.id],
  );
  await desk.hub.database.app.query(INSERT, [child.id]);
  const before = await positions();
  await slow.commitTransaction();
  await slow.release();
  const after = await positions();
  expect([before.length, after.length]).toEqual([1, 2]);
  expect(after[0]).toEqual(before[0]);
});

it('a message has its effect once, however many bring it at the same moment', async () => {
  await desk.sql('create table done (n integer)');
  await desk.sql('grant insert on done to rollcall_app');
  const bring = (fail = false) =>
    desk.hub.database.app.transaction((manager) =>
      once(sqlOf(manager), { sender: 'la/852', message: 'm-1', at: new Date() }, async (tx) => {
        await tx.query('insert into done values (1)');
        if (fail) throw new Error('no effect');
        return { receipt: 'r-1' };
      }),
    );
  await expect(bring(true)).rejects.toThrow('no effect');
  const brought = await Promise.all([bring(), bring(), bring()]);
  expect(brought.map(({ outcome }) => outcome)).toEqual(Array(3).fill({ receipt: 'r-1' }));
  expect(brought.filter(({ again }) => !again)).toHaveLength(1);
  expect(await desk.count('done', 'true', [])).toBe(1);
});
