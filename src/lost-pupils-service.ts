import { repeat } from './kernel/repeat';
import { reconcileLostPupils, type Reconciled, type ReconcilePorts } from './lost-pupils/reconcile.run';
import { repostLostPupils, type Reposted, type RepostPorts } from './lost-pupils/repost.run';

export interface LostPupilService {
  /** Posts messages again and ends unsafe ones, without waiting for the next minute. */
  repost(): Promise<Reposted>;
  /** Holds what is new against the lost pupils, without waiting for the next minute. */
  reconcile(): Promise<Reconciled>;
  stop(): Promise<void>;
}

const EVERY = 60 * 1000;

/** What the hub does by itself about lost pupils, each minute. */
export function startLostPupils(
  ports: RepostPorts & ReconcilePorts,
  log: (line: string) => void,
  every = EVERY,
): LostPupilService {
  const repost = (): Promise<Reposted> => repostLostPupils(ports);
  const reconcile = (): Promise<Reconciled> => reconcileLostPupils(ports);
  const looking = repeat(
    every,
    () => repost().finally(reconcile),
    () => log('Lost pupils could not be looked for; the next minute tries again.'),
  );
  return { repost, reconcile, stop: () => looking.stop() };
}
