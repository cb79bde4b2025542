import type { DataSource } from 'typeorm';
import { askedPerson } from '../../../src/children/matching/asked-person';
import { blockKeys } from '../../../src/children/matching/block-keys';
import { findCandidates } from '../../../src/children/matching/candidates.repository';
import { findMatches } from '../../../src/children/matching/find-match';
import type { MatchingScale } from '../../../src/children/matching/matching-scale';
import { criteriaOf, ScratchRegister } from '../../../src/cli/match-register';
import { sqlOf } from '../../../src/database/sql';
import type { LookupTask } from './linkage-task';

/** A share with its Wilson interval of 95 %. */
export interface Share {
  readonly hits: number;
  readonly of: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Measured {
  readonly precision: Share;
  readonly recall: Share;
  /** Absent people for whom somebody was released. */
  readonly falseHits: Share;
  /** Present people whom some block found. */
  readonly blocking: Share;
}

export function share(hits: number, all: number): Share {
  const z = 1.96;
  const value = all === 0 ? 0 : hits / all;
  const scale = 1 + z ** 2 / Math.max(all, 1);
  const centre = (value + z ** 2 / (2 * Math.max(all, 1))) / scale;
  const half =
    (z * Math.sqrt((value * (1 - value)) / Math.max(all, 1) + z ** 2 / (4 * Math.max(all, 1) ** 2))) / scale;
  return { hits, of: all, value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Fills an empty database with the task's register, as its owner; looks everybody up as the hub does, as its app. */
export async function measureTask(
  { owner, app }: { readonly owner: DataSource; readonly app: DataSource },
  task: LookupTask,
  scale: MatchingScale,
  today: string,
): Promise<Measured> {
  await owner.query('truncate child, child_name, child_address, child_identifier cascade');
  const register = new ScratchRegister(owner, scale.book, today);
  for (const record of task.register) await register.add(record);
  await register.finish();
  const sql = sqlOf(app);
  const counts = { right: 0, wrong: 0, present: 0, absent: 0, falseHits: 0, blocked: 0 };
  for (let i = 0; i < task.queries.length; i += 100) {
    const some = task.queries.slice(i, i + 100);
    const criteria = some.map((record) => criteriaOf(record));
    const outcomes = await findMatches(sql, criteria, { scale, today, protectedAddresses: false });
    const keys = criteria.map((each) => blockKeys(askedPerson(each, scale.book, today), scale.book));
    const candidates = await findCandidates(
      sql,
      keys,
      { places: true, sexes: true, protectedAddresses: false },
      scale.book,
    );
    some.forEach(({ id }, k) => {
      const right = task.truth.get(id) ?? null;
      const outcome = outcomes[k];
      const released = outcome?.kind === 'match' ? register.ids.get(outcome.id) : undefined;
      counts[right === null ? 'absent' : 'present'] += 1;
      if (released !== undefined) counts[released === right ? 'right' : 'wrong'] += 1;
      if (released !== undefined && right === null) counts.falseHits += 1;
      if (right !== null && candidates[k]?.found.some((found) => register.ids.get(found.id) === right))
        counts.blocked += 1;
    });
  }
  return {
    precision: share(counts.right, counts.right + counts.wrong),
    recall: share(counts.right, counts.present),
    falseHits: share(counts.falseHits, counts.absent),
    blocking: share(counts.blocked, counts.present),
  };
}

export function inWords(name: string, measured: Measured): string {
  const words = Object.entries(measured).map(([what, { value, low, high, hits, of }]: [string, Share]) => {
    return `  ${what.padEnd(10)} ${value.toFixed(5)}  [${low.toFixed(5)}, ${high.toFixed(5)}]  ${hits} of ${of}`;
  });
  return [name, ...words].join('\n');
}
