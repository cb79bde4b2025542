import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { makeTestFolder } from '../support/data-folder';
import { databasePid, ensureBuilt, runRollcall, startHub, type StartedHub } from './started-hub';
import { UnderLoad } from './under-load';

export const VICTIMS = ['hub', 'database', 'both'] as const;

/**
 * A hub and its database, killed under load as often as asked, at moments that `chance` (0 to 1) chooses, and started
 * again each time. Afterwards every answer that arrived has its entry, there is no gap, and the log verifies.
 */
export async function killRounds(rounds: number, chance: () => number): Promise<void> {
  ensureBuilt();
  const folder = makeTestFolder();
  let hub: StartedHub | null = null;
  try {
    const load = new UnderLoad(folder.path);
    for (let round = 0; round < rounds; round += 1) {
      hub = await startHub(folder.path);
      load.begin([hub.address]);
      await pause(200 + chance() * 800);
      const victim = VICTIMS[round % VICTIMS.length];
      if (victim !== 'hub') process.kill(databasePid(folder.path), 'SIGKILL');
      if (victim === 'database') await pause(200);
      await hub.kill();
      await load.end();
    }
    hub = await startHub(folder.path);
    load.begin([hub.address]);
    await pause(500);
    await load.end();
    // Everything that was promised is under a head before the hub stops.
    expect(await hub.stop()).toBe(0);
    hub = null;
    expect(load.disclosureIds.length).toBeGreaterThan(rounds * 5);
    const dump = runRollcall(['ledger', 'dump', `${folder.path}/dump.jsonl`], folder.path);
    expect([dump.status, dump.stderr]).toEqual([0, '']);
    const verified = runRollcall(['ledger', 'verify', '--json'], folder.path);
    expect([verified.status, verified.stderr]).toEqual([0, '']);
    expect(missingFrom(`${folder.path}/dump.jsonl`, load.disclosureIds)).toEqual([]);
  } finally {
    await hub?.stop();
    folder.remove();
  }
}

function missingFrom(path: string, ids: readonly string[]): string[] {
  const there = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split('\n'))
    for (const [, id = ''] of line.matchAll(/\\"id\\":\\"([0-9a-f-]{36})\\"/g)) there.add(id);
  return ids.filter((id) => !there.has(id));
}
