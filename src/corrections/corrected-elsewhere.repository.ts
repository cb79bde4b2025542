import type { Sql } from '../gate/ports';

/** Somebody of whom another hub has told us something, and the notice by which it did, where it was one. */
export interface ToldOf {
  readonly child: string;
  readonly notice: string | null;
}

/** Of whom a hub has told us anything under these entries of its own ledger; each child once, by what came last. */
export const toldUnder = (tx: Sql, peer: string, entries: readonly string[]): Promise<ToldOf[]> =>
  tx.query<ToldOf>(
    `select distinct on (c.id) c.id as child, t.notice
     from correspondence k cross join lateral (
       select n.child_id, n.id as notice from notification n where n.public_id = k.ours
       union all select e.child_id, null from enquiry e where e.public_id = k.ours
       union all select e.child_id, null from enquiry_recipient r join enquiry e on e.id = r.enquiry_id where r.public_id = k.ours
       union all select f.child_id, null from circumstance f where f.public_id = k.ours
     ) t join child c on c.id = child_now(t.child_id) and c.state in ('known', 'unresolved')
     where k.peer = $1 and not k.sent and k.their_receipt = any($2::uuid[])
     order by c.id, k.at desc, t.notice desc nulls last`,
    [peer, entries],
  );
