import { findAmongOthers } from '../children/matching/find-match';
import { ownScale } from '../children/matching/own-scale';
import type { GatePorts } from '../gate/ports';
import { londonDate } from '../kernel/london-time';
import type { Described, LostAndMet, LostPupil } from './lost-pupil';
import {
  criteriaOf,
  insertFound,
  metNearBy,
  metOnTheirRecord,
  readMark,
  readUnseen,
  saveMark,
  saveSeen,
} from './reconciliation.repository';
import { tellFound } from './tell-found';
import { insertUnsure, type Unsure } from './unsure.repository';

export type ReconcilePorts = Pick<GatePorts, 'database' | 'transaction' | 'rulesets' | 'clock' | 'home'>;

export interface Reconciled {
  /** Lost pupils and facts that are of one child: both sides were told. */
  readonly found: number;
  /** Lost pupils that the team has to decide; nobody was told. */
  readonly unsure: number;
}

type Judged = LostAndMet & { readonly state: 'SAME' | 'UNSURE' };

/**
 * Holds what has been written since the last look, of rolls and addresses, against everybody who is looked for, and lost
 * pupils who are new against all that the hub knows. It compares first and writes after, in one transaction: a run that is
 * killed has done nothing, and of two at once the second finds nothing new.
 * INVARIANT: nobody outside is told of anything less sure than what a lookup releases.
 */
export async function reconcileLostPupils(ports: ReconcilePorts): Promise<Reconciled> {
  const { database, clock, home } = ports;
  const now = clock.now();
  const today = londonDate(now);
  const mark = await readMark(database);
  const unseen = await readUnseen(database, now);
  const own = await metOnTheirRecord(database, mark, now, today);
  const onTheirs = new Set(own.filter(({ lost }) => !lost.ours).map(({ lost }) => lost.id));
  const near = (await metNearBy(database, mark, now, today)).filter(({ lost }) => !onTheirs.has(lost.id));
  const { same, unsure, reviews } = await judge(ports, near, today);
  const all: Judged[] = [...own.map((one) => ({ ...one, state: 'SAME' as const })), ...same, ...unsure];
  return ports.transaction(async (tx) => {
    await saveMark(tx, mark);
    const written = await insertFound(tx, all, now);
    await saveSeen(tx, unseen, now);
    const isNew = ({ lost, met }: LostAndMet): boolean => written.has(`${lost.id} ${met.child} ${met.fact}`);
    const waiting = new Set(unsure.filter(isNew).map(({ lost }) => lost.id));
    for (const review of reviews)
      if (waiting.has(review.lost.id)) await insertUnsure(tx, review, { home, now, today });
    const found = [...own, ...same].filter(isNew);
    await tellFound(tx, ports, found);
    return { found: found.length, unsure: waiting.size };
  });
}

interface Judgement {
  readonly same: readonly Judged[];
  readonly unsure: readonly Judged[];
  readonly reviews: readonly Unsure[];
}

/** Weighs, as a lookup would, everybody who came near one who is looked for: among all whom the hub knows, but for its own record. */
async function judge(
  { database }: ReconcilePorts,
  near: readonly LostAndMet[],
  today: string,
): Promise<Judgement> {
  const lost = new Map(near.map((one) => [one.lost.id, one.lost]));
  const described = await describe(database, [...lost.values()]);
  const options = { scale: ownScale(), today, protectedAddresses: false };
  const asked = described.map(({ lost, criteria }) => ({ criteria, except: lost.child }));
  const outcomes = await findAmongOthers(database, asked, options);
  const same: Judged[] = [];
  const unsure: Judged[] = [];
  const reviews: Unsure[] = [];
  for (const [i, { lost, criteria }] of described.entries()) {
    const outcome = outcomes[i];
    if (outcome === undefined || outcome.kind === 'none') continue;
    const nearest = outcome.kind === 'match' ? [outcome.id] : outcome.nearest;
    const facts = near.filter((one) => one.lost.id === lost.id && nearest.includes(one.met.child));
    if (facts.length === 0) continue;
    if (outcome.kind === 'match') same.push(...facts.map((one) => ({ ...one, state: 'SAME' as const })));
    else {
      unsure.push(...facts.map((one) => ({ ...one, state: 'UNSURE' as const })));
      reviews.push({ lost, criteria, nearest, doubts: outcome.doubts });
    }
  }
  return { same, unsure, reviews };
}

async function describe(
  database: ReconcilePorts['database'],
  lost: readonly LostPupil[],
): Promise<Described[]> {
  const criteria = await criteriaOf(
    database,
    lost.map(({ child }) => child),
  );
  return lost.flatMap((one) => {
    const known = criteria.get(one.child);
    return known === undefined ? [] : [{ lost: one, criteria: known }];
  });
}
