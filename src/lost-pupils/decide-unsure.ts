import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { LostPupil } from './lost-pupil';
import { tellFound, type TellPorts } from './tell-found';

/**
 * The team has decided who a lost pupil is, of those who came near, or that it is none of them. Of a child both sides are
 * told, as if it had been certain at once; while the message stands.
 */
export async function decideUnsure(
  tx: Sql,
  ports: TellPorts,
  { message, nearest }: { readonly message: string; readonly nearest: readonly string[] },
  child: string | null,
): Promise<void> {
  const now = ports.clock.now();
  const judged = [...new Set([...nearest, ...(child === null ? [] : [child])])];
  await tx.query(
    `update reconciliation set state = case when child_id = $2 then 'SAME' else 'OTHER' end, decided_at = $3
     where entry_id = $1 and state = 'UNSURE'`,
    [message, child, now],
  );
  // Of those of whom nothing was new yet, too: what is said of them later is no question any more.
  await tx.query(
    `insert into reconciliation (id, entry_id, child_id, fact, state, found_at, decided_at)
     select j.id, $2, c.id, 'DECIDED', case when c.id = $4 then 'SAME' else 'OTHER' end, $5, $5
     from unnest($1::uuid[], $3::uuid[]) as j(id, child) join child c on c.id = child_now(j.child) on conflict do nothing`,
    [judged.map(() => newRowId()), message, judged, child, now],
  );
  if (child === null) return;
  const [lost] = await tx.query<LostPupil>(
    `select f.id, f.public_id as "publicId", f.child_id as child, f.kind = 'LOST_PUPIL_MESSAGE' as ours,
       f.organisation_id as organisation, f.unit_id as unit, coalesce(f.reference, '') as reference
     from circumstance f where f.id = $1 and (f.ends_at is null or f.ends_at > $2)`,
    [message, now],
  );
  if (lost) await tellFound(tx, ports, [{ lost, met: { child } }]);
}
