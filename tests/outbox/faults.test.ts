import { setTimeout as pause } from 'node:timers/promises';
import { FaultDesk, STEPS } from './faults/fault-desk';

/** `npm run test:deep` writes 10,000. */
const MESSAGES = Number(process.env['OUTBOX_MESSAGES'] ?? 240);
const LONG = 60_000 + MESSAGES * 60;
const MINUTE = 60_000;

let desk: FaultDesk;
beforeEach(async () => (desk = await FaultDesk.open()), 60_000);
afterEach(() => desk.close(), 60_000);

const whole = { written: MESSAGES, effects: MESSAGES, lost: 0, twice: 0, outOfOrder: 0 };

it(
  'nothing is lost and nothing is done twice when the sender is killed at every step',
  async () => {
    await desk.startReceiver();
    await desk.write(MESSAGES);
    for (const [i, killAt] of STEPS.entries()) {
      const sender = await desk.startSender({ killAt, nth: 3 + i });
      expect([killAt, await sender.ended]).toEqual([killAt, 'SIGKILL']);
      await desk.hurry();
    }
    await desk.startSender();
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
  },
  2 * LONG,
);

it(
  'nor when the receiver is killed after the effect and before it says so, again and again',
  async () => {
    await desk.write(MESSAGES);
    await desk.startSender();
    for (let round = 1; round <= 4; round += 1) {
      const receiver = await desk.startReceiver({ killAfter: 10 * round });
      while ((await Promise.race([receiver.ended, pause(200)])) === undefined) await desk.hurry();
      expect(await receiver.ended).toBe('SIGKILL');
    }
    await desk.startReceiver();
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
  },
  2 * LONG,
);

it(
  'nor on a line that cuts, repeats, delays and brings back what is old, with two senders two minutes apart',
  async () => {
    desk.line.ills = {
      'cut before it arrives': 0.05,
      'cut before it is acknowledged': 0.05,
      'sent twice': 0.1,
      'sent again later': 0.1,
      late: 0.3,
    };
    await desk.startReceiver();
    await Promise.all([
      desk.startSender({ skew: 2 * MINUTE }),
      desk.startSender({ skew: -2 * MINUTE }),
      desk.write(MESSAGES),
    ]);
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
    for (const ill of Object.keys(desk.line.ills))
      expect([ill, desk.line.done.get(ill as 'late') ?? 0]).toEqual([ill, expect.any(Number)]);
    expect([...desk.line.done.keys()].sort()).toEqual(Object.keys(desk.line.ills).sort());
  },
  2 * LONG,
);

it(
  'nor while the secret is changed, the receiver is away, and every connection to the database is cut',
  async () => {
    await desk.startSender();
    const old = await desk.startReceiver();
    await desk.write(MESSAGES);
    await desk.rotate();
    for (let cuts = 0; cuts < 3; cuts += 1) {
      await desk.ofSender(
        `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and usename is not null and application_name <> 'rollcall owner'`,
      );
      await pause(300);
      await desk.hurry();
    }
    await desk.end(old);
    await pause(500);
    await desk.startReceiver();
    await desk.hurry();
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
  },
  2 * LONG,
);

it(
  'nor when the receiver was away for a week',
  async () => {
    await desk.write(MESSAGES);
    const before = await desk.startSender();
    await pause(1500);
    await desk.end(before, 'SIGKILL');
    expect((await desk.account()).effects).toBe(0);
    const skew = 7 * 24 * 60 * MINUTE;
    await Promise.all([desk.startReceiver({ skew }), desk.startSender({ skew })]);
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
  },
  2 * LONG,
);

it(
  'nor while neither has room on its disk',
  async () => {
    await desk.startReceiver();
    await desk.startSender();
    await desk.write(MESSAGES);
    await desk.fill(true);
    expect((await desk.account()).effects).toBeLessThan(MESSAGES);
    for (let times = 0; times < 3; times += 1) {
      await desk.fill(true);
      // A notice and its message are written together, or neither is.
      await expect(desk.write(1)).rejects.toMatchObject({ code: '53100' });
      await pause(400);
      await desk.fill(false);
      await desk.hurry();
    }
    await desk.untilDelivered(LONG);
    expect(await desk.account()).toEqual(whole);
  },
  2 * LONG,
);
