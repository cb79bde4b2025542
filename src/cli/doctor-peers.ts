import type { Config } from '../config';
import type { Sql } from '../gate/ports';
import { OutsidePost, PostFailed } from '../outbox/post-outside';
import type { Finding } from './finding';

const PATIENCE = 5_000;

interface Registered {
  readonly hub: string;
  readonly unit: string;
  readonly url: string;
  readonly hasKey: boolean;
  readonly dead: number;
}

const REGISTERED = `
  select c.id as hub, c.unit_id as unit, c.url,
    exists (select from client_system s join client_key k on k.client_id = s.client_id
      where s.unit_id = c.unit_id and s.disabled_at is null and (k.valid_until is null or k.valid_until > now())) as "hasKey",
    (select count(*)::int from delivery d where d.channel_id = c.id and d.state = 'DEAD') as dead
  from channel c join peer_hub p on p.channel_id = c.id where c.disabled_at is null order by c.id`;

/** Hubs of other authorities: whether they answer, whether their key is pinned, and what was given up with them. */
export async function peerFindings({ callLoopback }: Config, sql: Sql): Promise<Finding[]> {
  const hubs = await sql.query<Registered>(REGISTERED);
  if (hubs.length === 0) return [];
  const sender = new OutsidePost({ loopback: callLoopback === true, within: PATIENCE });
  try {
    const problems = await Promise.all(hubs.map((hub) => problemsOf(hub, sender)));
    return [
      { name: 'hubs of other authorities', problems: problems.flat(), found: `${hubs.length} registered` },
    ];
  } finally {
    sender.close();
  }
}

async function problemsOf(
  { hub, unit, url, hasKey, dead }: Registered,
  sender: OutsidePost,
): Promise<string[]> {
  const away = await sender.get(`${url}/health/live`, {}).then(
    ({ status }) => (status === 200 ? null : `it answers ${status}`),
    (error: unknown) => (error instanceof PostFailed ? error.message : 'the connection failed'),
  );
  return [
    ...(away === null ? [] : [`${hub} cannot be reached: ${away}. What is for it waits; it is tried again.`]),
    ...(hasKey
      ? []
      : [`${hub} has no key here, so nothing comes from it: rollcall partner client --unit ${unit} …`]),
    ...(dead === 0 ? [] : [`${dead} messages to ${hub} were given up: rollcall outbox list --state dead.`]),
  ];
}
