import type { Admitted } from '../gate/answer';
import { EntitySql, Parameters } from '../gate/entity-sql';
import type { Sql } from '../gate/ports';
import { atomsOf } from '../gate/scope-sql';
import { londonDate } from '../kernel/london-time';
import { decide, type Decision } from '../policy/decide';

/** Whether the asker may take this action about each of these children, by its standing to each. */
export async function decideFor(
  sql: Sql,
  { profile, asking }: Pick<Admitted, 'profile' | 'asking'>,
  action: string,
  children: readonly string[],
  { home, now }: { readonly home: string; readonly now: Date },
): Promise<ReadonlyMap<string, Decision>> {
  const cell = profile.cell(action, 'full');
  const p = new Parameters();
  const mask = new EntitySql(profile, p).maskSql(atomsOf(cell), 'c.id');
  const { text, names } = p.bound(
    `select c.id, (${mask})::text as bits from unnest(${p.of('children', 'uuid[]')}) as c(id)`,
  );
  const values: Readonly<Record<string, unknown>> = {
    ...{ children, home, now, today: londonDate(now) },
    ...{
      'self.organisation': asking.organisation,
      'self.unit': asking.unit,
      'self.area': asking.authorityId ?? '',
    },
    ...{ 'represented.organisation': '', 'represented.unit': '', 'represented.area': '' },
  };
  const rows = await sql.query<{ id: string; bits: string }>(
    text,
    names.map((name) => values[name]),
  );
  return new Map(rows.map(({ id, bits }) => [id, decide(cell, BigInt(bits), false)]));
}
