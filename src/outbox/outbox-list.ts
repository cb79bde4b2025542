import type { Sql } from '../gate/ports';
import type { DeliveryState, MessageKind, StoppedClauses } from './message';

/** A message on its way, as whoever runs the hub sees it: what and to whom, and of nobody. */
export interface ListedDelivery {
  readonly id: string;
  readonly channel: string;
  readonly unit: string;
  readonly kind: MessageKind;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly writtenAt: string;
  readonly problem: string | null;
  readonly held: StoppedClauses | null;
}

export interface ListedChannel {
  readonly channel: string;
  readonly unit: string;
  readonly waiting: number;
  readonly held: number;
  readonly dead: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly restsUntil: string | null;
  readonly disabled: boolean;
}

const iso = (column: string): string => `to_json(${column}) #>> '{}'`;

/** The oldest first, at most so many; of one state, or of all that are not delivered. */
export function listDeliveries(
  sql: Sql,
  state: DeliveryState | null,
  most: number,
): Promise<ListedDelivery[]> {
  return sql.query<ListedDelivery>(
    `select d.id, d.channel_id as channel, c.unit_id as unit, o.kind, d.state, d.attempts, ${iso('o.written_at')} as "writtenAt",
       d.problem, d.held
     from delivery d join outbox o on o.id = d.outbox_id join channel c on c.id = d.channel_id
     where d.state = any($1::text[]) order by d.position limit $2`,
    [state === null ? ['WAITING', 'HELD', 'DEAD'] : [state], most],
  );
}

export function listChannels(sql: Sql): Promise<ListedChannel[]> {
  return sql.query<ListedChannel>(
    `select c.id as channel, c.unit_id as unit, count(*) filter (where d.state = 'WAITING')::int as waiting,
       count(*) filter (where d.state = 'HELD')::int as held, count(*) filter (where d.state = 'DEAD')::int as dead,
       c.failures, ${iso('c.rests_until')} as "restsUntil", c.disabled_at is not null as disabled
     from channel c left join delivery d on d.channel_id = c.id and d.state <> 'DELIVERED'
     group by c.id order by c.id`,
  );
}

/** What is to be sent again: one message, whatever has become of it, or all of a channel that were given up. */
export type Resent = { readonly id: string } | { readonly channel: string };

/** Sends again, as soon as a hub looks; returns how many. Whoever had it already knows it by its id. */
export async function resend(sql: Sql, what: Resent): Promise<number> {
  const which = 'id' in what ? `d.id = $1::uuid` : `d.channel_id = $1 and d.state = 'DEAD'`;
  const rows = await sql.query(
    `with again as (update delivery d set state = 'WAITING', due_at = '-infinity', settled_at = null where ${which} returning d.id, d.channel_id),
       rested as (update channel c set failures = 0, rests_until = null from again where c.id = again.channel_id)
     select id, pg_notify('rollcall_outbox', '') from again`,
    ['id' in what ? what.id : what.channel],
  );
  return rows.length;
}
