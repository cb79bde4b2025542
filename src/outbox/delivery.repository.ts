import type { Sql } from '../gate/ports';
import { newPublicId } from '../kernel/id';
import type { Channel, Claimed, MessageKind, StoppedClauses } from './message';

/** How long an attempt may take before somebody else takes over; longer than every time limit on the way. */
const LEASE = `interval '60 seconds'`;

interface ClaimedRow {
  readonly id: string;
  readonly kind: MessageKind;
  readonly about: string;
  readonly lane: string;
  readonly purpose: string;
  readonly writtenAt: Date;
  readonly attempts: number;
  readonly channel: Omit<Channel, 'formerUntil'> & { readonly formerUntil: string | null };
}

/**
 * Takes what is due, at most so many, one message of a child to a channel at a time. However many hubs run, each takes
 * others (`skip locked`). INVARIANT: of what waits for a channel about one child only the oldest is ever taken.
 */
export async function claim(sql: Sql, now: Date, most: number): Promise<Claimed[]> {
  const lease = newPublicId();
  const rows = await sql.query<ClaimedRow>(
    `with due as (
       select d.id from delivery d join channel c on c.id = d.channel_id
       where d.state = 'WAITING' and d.due_at <= $1 and (d.lease_until is null or d.lease_until < clock_timestamp())
         and c.disabled_at is null and (c.rests_until is null or c.rests_until <= $1)
         and not exists (select 1 from delivery b where b.state = 'WAITING' and b.channel_id = d.channel_id
           and b.lane = d.lane and b.position < d.position)
       order by d.due_at, d.position limit $2 for update of d skip locked)
     update delivery d set lease = $3, lease_until = clock_timestamp() + ${LEASE}, attempts = d.attempts + 1
     from due, outbox o, channel c where d.id = due.id and o.id = d.outbox_id and c.id = d.channel_id
     returning d.id, d.attempts, d.lane, o.kind, o.about, o.purpose, o.written_at as "writtenAt",
       json_build_object('id', c.id, 'kind', c.kind, 'unit', c.unit_id, 'url', c.url, 'purposes', c.purposes,
         'reference', c.reference, 'carries', c.carries, 'generation', c.generation,
         'formerUntil', c.former_until, 'failures', c.failures) as channel`,
    [now, most, lease],
  );
  return rows.map(({ channel, ...row }) => ({
    ...row,
    lease,
    channel: { ...channel, formerUntil: channel.formerUntil === null ? null : new Date(channel.formerUntil) },
  }));
}

/** Whether it is still ours to settle: what took longer than its lease is somebody else's. Until the transaction ends. */
export async function stillOurs(tx: Sql, { id, lease }: Claimed): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from delivery where id = $1 and lease = $2 and state = 'WAITING' for update`,
    [id, lease],
  );
  return rows.length > 0;
}

/** The receiver has a part of it: the rest is next. */
export async function settleMore(sql: Sql, { id, lease }: Claimed): Promise<void> {
  await sql.query(
    `update delivery set due_at = '-infinity', lease = null, lease_until = null where id = $1 and lease = $2 and state = 'WAITING'`,
    [id, lease],
  );
}

/** With this message all was told that others of the same kind and thing were held back with. */
export async function settleBeside(
  tx: Sql,
  { kind, about, channel }: Pick<Claimed, 'kind' | 'about' | 'channel'>,
  now: Date,
): Promise<void> {
  await tx.query(
    `update delivery d set state = 'DELIVERED', settled_at = $4, problem = null, held = null from outbox o
     where o.id = d.outbox_id and o.kind = $1 and o.about = $2 and d.channel_id = $3 and d.state = 'HELD'`,
    [kind, about, channel.id, now],
  );
}

/** More of the child is known to the receiver now: what was held for want of that is tried again. */
export async function releaseOfChild(
  tx: Sql,
  { id, lane, channel }: Pick<Claimed, 'id' | 'lane' | 'channel'>,
): Promise<void> {
  await tx.query(
    `update delivery set state = 'WAITING', due_at = '-infinity' where channel_id = $1 and lane = $2 and state = 'HELD' and id <> $3`,
    [channel.id, lane, id],
  );
}

/** It does not go by this channel: it is in the inbox, and nothing is on its way. */
export async function settleNotCarried(sql: Sql, { id, lease }: Claimed): Promise<void> {
  await sql.query(`delete from delivery where id = $1 and lease = $2 and state = 'WAITING'`, [id, lease]);
}

/** The receiver has it. A channel that had been away takes all that waits for it now. */
export async function settleDelivered(
  sql: Sql,
  { id, lease }: Claimed,
  now: Date,
  problem: string | null = null,
): Promise<void> {
  await sql.query(
    `with settled as (update delivery set state = 'DELIVERED', settled_at = $3, lease = null, lease_until = null,
         problem = $4, held = null where id = $1 and lease = $2 and state = 'WAITING' returning channel_id),
       back as (select c.id from channel c join settled s on s.channel_id = c.id where c.rests_until is not null),
       waits as (select d.id from delivery d join back on back.id = d.channel_id
         where d.state = 'WAITING' and d.id <> $1 and d.due_at > $3 for update of d skip locked),
       due as (update delivery d set due_at = '-infinity' from waits where d.id = waits.id)
     update channel c set failures = 0, rests_until = null from settled s where c.id = s.channel_id and c.failures > 0`,
    [id, lease, now, problem],
  );
}

export interface Failure {
  readonly problem: string;
  /** When it is tried again; null = it is given up. */
  readonly next: Date | null;
  /** Until when nothing is tried with this channel; null = it is not taken to be away. */
  readonly restsUntil: Date | null;
  /** False: it was our side that failed, which says nothing about the receiver. */
  readonly theirs: boolean;
}

export async function settleFailed(
  sql: Sql,
  { id, lease }: Claimed,
  { problem, next, restsUntil, theirs }: Failure,
  now: Date,
): Promise<void> {
  await sql.query(
    `with settled as (update delivery set state = case when $4::timestamptz is null then 'DEAD' else 'WAITING' end,
         due_at = coalesce($4, due_at), settled_at = case when $4::timestamptz is null then $5::timestamptz end,
         problem = $3, lease = null, lease_until = null
       where id = $1 and lease = $2 and state = 'WAITING' returning channel_id)
     update channel c set failures = c.failures + 1, rests_until = greatest(c.rests_until, $6::timestamptz)
     from settled s where c.id = s.channel_id and $7::boolean`,
    [id, lease, problem, next, now, restsUntil, theirs],
  );
}

/** Why nothing is told now, and under which rules that was found. */
export interface Held {
  readonly problem: string;
  readonly because: StoppedClauses;
  readonly rules: string;
}

/** No agreement opens it: it waits for other rules, and whoever asks why is told. */
export async function settleHeld(
  sql: Sql,
  { id, lease }: Claimed,
  { problem, because, rules }: Held,
): Promise<void> {
  await sql.query(
    `update delivery set state = 'HELD', held = $3::jsonb, held_under = $4, problem = $5, lease = null, lease_until = null
     where id = $1 and lease = $2 and state = 'WAITING'`,
    [id, lease, JSON.stringify(because), rules, problem],
  );
}

/** What was held under other rules than these is tried again. */
export async function release(sql: Sql, rules: string): Promise<number> {
  const rows = await sql.query(
    `update delivery set state = 'WAITING', due_at = '-infinity' where state = 'HELD' and held_under <> $1 returning id`,
    [rules],
  );
  return rows.length;
}

/** Destroys what was written before the instant, but for what is still on its way; the inbox keeps its own. */
export async function purgeBefore(sql: Sql, before: Date): Promise<number> {
  const rows = await sql.query(
    `delete from outbox o where o.written_at < $1
       and not exists (select 1 from delivery d where d.outbox_id = o.id and d.state = 'WAITING')
     returning o.id`,
    [before],
  );
  await sql.query(`delete from received_message where received_at < $1`, [before]);
  return rows.length;
}
