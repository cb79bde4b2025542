import 'reflect-metadata';
import { createDataSource } from '../../src/database/data-source';
import { sqlOf } from '../../src/database/sql';
import { LookingKey } from '../../src/looking/looking-key';
import { Looking } from '../../src/looking/looking.service';
import { ManualClock } from '../support/manual-clock';
import { HOME, TEST_DAY } from '../support/seeded';
import { NARROW, asker, withBudgets } from './looking-desk';

/** The limits of one hub as a process: looks in vain until it is told to wait, and says how many it was let in for. */
async function main(url: string, folder: string, hour: number): Promise<void> {
  const source = createDataSource({ url, role: 'app', poolSize: 2 });
  await source.initialize();
  const looking = new Looking({
    database: sqlOf(source),
    key: LookingKey.open(folder),
    rules: withBudgets({ person: { hour, day: hour }, organisation: { hour: 10 * hour, day: 10 * hour } }),
    clock: new ManualClock(TEST_DAY),
    home: HOME,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  let looks = 0;
  for (;;) {
    const criteria = { surname: `process${process.pid}`, forename: `look${looks}` };
    const made = [{ criteria, breadth: NARROW, outcome: 'MISS' as const }];
    const isIn = await looking.admit(asker('A'), made).then(
      () => true,
      () => false,
    );
    if (!isIn) break;
    looks += 1;
    looking.left(asker('A'), made);
    await looking.settled();
  }
  await looking.stop();
  await source.destroy();
  process.stdout.write(`${looks}\n`);
}

void main(process.argv[2] ?? '', process.argv[3] ?? '', Number(process.argv[4]));
