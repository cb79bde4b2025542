import { decide } from '../policy/decide';
import { profileFor } from '../policy/profile';
import type { GatePorts, Sql } from './ports';
import { atomsOf } from './scope-sql';
import { standingMask } from './standing-mask';

/** A unit of the directory that takes part now. */
export interface Reader {
  readonly unit: string;
  readonly organisation: string;
  readonly role: string;
  readonly authorityId: string | null;
}

/** Units of these organisations, or by their own ids, that take part now. */
export const readersOf = (sql: Sql, ids: readonly string[]): Promise<Reader[]> =>
  sql.query<Reader>(
    `select u.id as unit, o.id as organisation, u.role, case when o.kind = 'la' then o.id else o.local_authority_id end as "authorityId"
     from unit u join organisation o on o.id = u.organisation_id
     where (u.id = any($1::text[]) or o.id = any($1::text[])) and o.state = 'live' and o.disabled_at is null and u.disabled_at is null
     order by u.id`,
    [ids],
  );

/** What is asked: a child by the hub's own id, and an item of the catalogue in full. */
export interface Opened {
  readonly child: string;
  readonly item: string;
}

/**
 * The purposes, in the order of the catalogue, for which what is agreed now lets a unit read an item of a child: to somebody
 * there, whatever the job that a clause may name. Empty: to nobody there. It tells whom to tell, and opens nothing: what a
 * notice leads to is decided again when it is read. Throws while the ruleset cannot be confirmed.
 */
export async function openTo(
  sql: Sql,
  { rulesets, home, clock }: Pick<GatePorts, 'rulesets' | 'home' | 'clock'>,
  reader: Reader,
  { child, item }: Opened,
): Promise<string[]> {
  const { ruleset } = rulesets.current();
  const named = (ruleset.rules.get(item) ?? []).flatMap(({ jobs }) => [...jobs]);
  const open: string[] = [];
  for (const purpose of ruleset.catalogues.purposes.keys())
    for (const job of new Set(['', ...named])) {
      const profile = profileFor(ruleset, purpose, [{ ...reader, job }]);
      const cell = profile.cell(item, 'full');
      if (cell.verdict === 'never') continue;
      const asking = { ...reader, onBehalfOf: null };
      const used = atomsOf(cell);
      const mask = await standingMask(sql, { profile, asking, home, now: clock.now() }, used, child);
      if (decide(cell, mask, false).effect === 'withhold') continue;
      open.push(purpose);
      break;
    }
  return open;
}
