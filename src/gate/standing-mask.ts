import { londonDate } from '../kernel/london-time';
import type { Profile } from '../policy/profile';
import type { Asking } from './asking';
import { EntitySql, Parameters } from './entity-sql';
import type { Sql } from './ports';

/** Whose standing is worked out, and when. */
export interface Standing {
  readonly profile: Profile;
  readonly asking: Pick<Asking, 'organisation' | 'unit' | 'authorityId' | 'onBehalfOf'>;
  readonly home: string;
  readonly now: Date;
}

/** The bits of a profile's grounds, of those that are asked for, that hold of a child. */
export async function standingMask(
  sql: Sql,
  { profile, asking, home, now }: Standing,
  used: bigint,
  child: string,
): Promise<bigint> {
  if (used === 0n) return 0n;
  const p = new Parameters();
  const bits = new EntitySql(profile, p).maskSql(used, p.of('child', 'uuid'));
  const values: Record<string, unknown> = {
    child,
    'self.organisation': asking.organisation,
    'self.unit': asking.unit,
    'self.area': asking.authorityId ?? '',
    'represented.organisation': asking.onBehalfOf?.organisation ?? '',
    'represented.unit': asking.onBehalfOf?.unit ?? '',
    'represented.area': asking.onBehalfOf?.authorityId ?? '',
    home,
    now,
    today: londonDate(now),
  };
  const { text, names } = p.bound(`select (${bits})::text as bits`);
  const rows = await sql.query<{ bits: string }>(
    text,
    names.map((name) => values[name]),
  );
  return BigInt(rows[0]?.bits ?? '0');
}
