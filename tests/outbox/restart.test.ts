import { setTimeout as pause } from 'node:timers/promises';
import { readAgreementFiles } from '../../src/agreements/catalogue-files';
import { createDataSource } from '../../src/database/data-source';
import { startEmbedded } from '../../src/database/embedded/start-embedded';
import { migrate } from '../../src/database/migrate';
import { makeTestFolder } from '../support/data-folder';
import { seed } from '../support/seeded';
import { FaultDesk } from './faults/fault-desk';

const MESSAGES = Number(process.env['OUTBOX_MESSAGES'] ?? 240);
const LONG = 90_000 + MESSAGES * 60;

it(
  'nothing is lost and nothing is done twice when PostgreSQL is killed, and started again',
  async () => {
    const folder = makeTestFolder(0o700);
    const start = () => startEmbedded({ dataDir: folder.path, durable: true, log: () => undefined });
    const servers = [await start()];
    const url = servers[0]?.url('rollcall') ?? '';
    const owner = createDataSource({ url, role: 'owner', poolSize: 4 });
    await owner.initialize();
    let desk: FaultDesk | undefined;
    try {
      await migrate(owner);
      await seed(owner, readAgreementFiles());
      const drop = (): Promise<void> => owner.destroy();
      desk = await FaultDesk.open(11, { url, owner, drop });
      await desk.startReceiver();
      await desk.startSender();
      await desk.write(MESSAGES);
      for (let kills = 0; kills < 2; kills += 1) {
        await pause(400);
        process.kill(servers.at(-1)?.pid ?? 0, 'SIGQUIT');
        await pause(500);
        servers.push(await start());
        // Where the program finds it is the same: a hub goes on by itself.
        expect(servers.at(-1)?.url('rollcall')).toBe(url);
        await desk.hurry();
      }
      await desk.untilDelivered(LONG);
      expect(await desk.account()).toEqual({
        ...{ written: MESSAGES, effects: MESSAGES },
        ...{ lost: 0, twice: 0, outOfOrder: 0 },
      });
    } finally {
      await desk?.close();
      if (owner.isInitialized) await owner.destroy();
      for (const server of servers.reverse()) await server.stop().catch(() => undefined);
      folder.remove();
    }
  },
  3 * LONG,
);
