import type { Writer } from '../children/child-reference';
import { MET_WHILE_FLAGGED } from '../children/flagged';
import { writerOf } from '../children/writer';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';

/**
 * A standing alert is honoured wherever its child is met (S3, failed to track; S2 6.2): something new about a dormant or
 * inactive case begins the step that wakes it. Once in a day; nothing is shown to whoever met the child.
 */
export async function noteMeetings(
  tx: Sql,
  children: readonly string[],
  writer: Pick<Writer, 'organisation' | 'user' | 'home' | 'now'>,
): Promise<void> {
  if (children.length === 0) return;
  await tx.query(MEETINGS, [children, writer.home, writer.now, writer.organisation, writer.user]);
}

const MEETINGS = `
  insert into case_event (id, child_id, authority_id, case_id, kind, at, source, entered_by, recorded_at)
  select gen_random_uuid(), m.child_id, $2, m.case_id, m.kind, $3, $4, $5, $3
  from (
    select distinct on (c.id) c.id as child_id, k.id as case_id,
      case when k.state = 'DORMANT' then 'DORMANT_CASE_HIT' else 'STANDING_ALERT_HIT' end as kind
    from unnest($1::uuid[]) as c(id)
    left join cme_case k on k.child_id = c.id and k.authority_id = $2 and (k.state = 'DORMANT' or k.standing_alert)
    where k.id is not null or exists (select 1 from watch w where w.child_id = c.id and (w.ends_at is null or w.ends_at > $3))
    order by c.id, k.opened_at desc
  ) m
  where not exists (select 1 from case_event e where e.child_id = m.child_id and e.kind = m.kind
    and e.at > $3::timestamptz - interval '1 day')`;

/** The same of an act of a partner, of which the team is told besides: who it was, once a day. */
export async function honourStandingAlert(tx: Sql, context: GateContext, child: string): Promise<void> {
  if (isHomeTeam(context)) return;
  const writer = writerOf(context);
  await noteMeetings(tx, [child], writer);
  const [flagged] = await tx.query(
    `select 1 from cme_case where child_id = $1 and (state <> 'CLOSED' or standing_alert)
     union all select 1 from watch where child_id = $1 and (ends_at is null or ends_at > $2) limit 1`,
    [child, writer.now],
  );
  if (flagged) context.record.lookBack(child, MET_WHILE_FLAGGED, true);
}
