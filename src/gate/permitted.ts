import { decide, type Decision } from '../policy/decide';
import { profileFor } from '../policy/profile';
import type { Asking } from './asking';
import type { GatePorts, Sql } from './ports';
import { atomsOf } from './scope-sql';
import { standingMask } from './standing-mask';

/**
 * Whether what is agreed now permits an act about a child to whoever is named: for what the hub does again by itself, which
 * nobody asks for. With the version of what is agreed, for the ledger. Throws while it cannot be confirmed.
 */
export async function permitted(
  sql: Sql,
  { rulesets, home, clock }: Pick<GatePorts, 'rulesets' | 'home' | 'clock'>,
  asking: Asking,
  act: { readonly action: string; readonly child: string },
): Promise<{ readonly decision: Decision; readonly version: string }> {
  const { ruleset } = rulesets.current();
  const profile = profileFor(ruleset, asking.purpose, [asking]);
  const cell = profile.cell(act.action, 'full');
  const mask = await standingMask(sql, { profile, asking, home, now: clock.now() }, atomsOf(cell), act.child);
  return { decision: decide(cell, mask, false), version: ruleset.version };
}
