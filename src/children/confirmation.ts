import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';

/**
 * Whether a fact that the requester writes stands at once, or is only its own word for now.
 * INVARIANT: nobody makes its own standing. A role's word confirms only the kinds for which the catalogue names it
 * the authority, only while nothing on record contradicts it, and never for a child whose location is protected.
 */
export async function confirmedBy(
  tx: Sql,
  context: GateContext,
  kind: string,
  child: string,
  contradicted: (tx: Sql) => Promise<boolean> = () => Promise.resolve(false),
): Promise<string | null> {
  const { catalogues } = context.profile.ruleset;
  const { role, unit } = context.asking;
  if (!(catalogues.roles.get(role)?.authorityFor.includes(kind) ?? false)) return null;
  const [protection] = await tx.query(
    `select 1 from circumstance where child_id = $1 and kind = 'LOCATION_PROTECTION' and ends_at is null
     union all select 1 from child_address where child_id = $1 and protected and ends_on is null limit 1`,
    [child],
  );
  if (protection && role !== 'CME_TEAM') return null;
  return (await contradicted(tx)) ? null : unit;
}
