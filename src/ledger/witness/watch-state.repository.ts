import type { Sql } from '../../gate/ports';
import { ownWitnessStates, type OwnWitnessState } from './own-witness.repository';

/** What an operator watches, in two numbers. */
export interface WatchState {
  /** Seconds; see `OwnWitnessState.age`. */
  readonly age: number;
  /** Ledgers that contradict themselves, this one among them. */
  readonly alarms: number;
}

/** A log whose heads are kept here, for people. */
export interface WatchedLogState {
  readonly origin: string;
  readonly organisation: string;
  readonly url: string;
  readonly verifiers: readonly string[];
  /** Entries under the head that is kept; 0 before the first. */
  readonly size: number;
  readonly at: Date | null;
  readonly followedAt: Date | null;
  readonly lookedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly problem: string | null;
}

/** Evidence that is open. */
export interface AlarmState {
  readonly id: string;
  readonly origin: string;
  readonly organisation: string;
  readonly kind: string;
  readonly at: Date;
  readonly keptSize: number;
  readonly keptNote: string | null;
  readonly shownSize: number;
  readonly shownNote: string;
}

/** Everything that this hub knows of witnesses: its own, whose heads it keeps, and what contradicts. */
export interface WitnessList {
  readonly witnesses: readonly OwnWitnessState[];
  readonly logs: readonly WatchedLogState[];
  readonly alarms: readonly AlarmState[];
}

export async function witnessList(sql: Sql, at: Date): Promise<WitnessList> {
  const logs = await sql.query<Omit<WatchedLogState, 'size'> & { size: string }>(
    `select origin, organisation_id as organisation, url, verifier_keys as verifiers, size, at,
       followed_at as "followedAt", looked_at as "lookedAt", disabled_at as "disabledAt", problem
     from witnessed_log join witnessed_head using (origin) order by origin`,
  );
  type Row = Omit<AlarmState, 'keptSize' | 'shownSize'> & { keptSize: string; shownSize: string };
  const alarms = await sql.query<Row>(
    `select a.id, origin, l.organisation_id as organisation, a.kind, a.at, a.kept_size as "keptSize",
       a.kept_note as "keptNote", a.shown_size as "shownSize", a.shown_note as "shownNote"
     from witness_alarm a join witnessed_log l using (origin)
     where a.settled_at is null and a.kind <> 'UNPROVED' order by a.at, a.id`,
  );
  return {
    witnesses: await ownWitnessStates(sql, at),
    logs: logs.map((row) => ({ ...row, size: Number(row.size) })),
    alarms: alarms.map((row) => ({
      ...row,
      keptSize: Number(row.keptSize),
      shownSize: Number(row.shownSize),
    })),
  };
}

export async function watchState(sql: Sql, at: Date): Promise<WatchState> {
  const { witnesses, alarms } = await witnessList(sql, at);
  const asked = witnesses.filter(({ disabledAt }) => disabledAt === null);
  return {
    age: Math.max(0, ...asked.map(({ age }) => age)),
    alarms:
      new Set(alarms.map(({ origin }) => origin)).size +
      (asked.some(({ contradicts }) => contradicts) ? 1 : 0),
  };
}
