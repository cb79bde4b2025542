import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { insertNotifications, type Sender } from '../notifications/notification.repository';
import { saveLifted, standingOf, type PlacementRow } from './flag.repository';

/** Who lifts a flag: its holder, who knows of it, or the team, in whose name the holder is told. */
export interface Lifter {
  readonly now: Date;
  readonly tells: Sender | null;
}

export function lifterOf(context: GateContext): Lifter {
  const { asking, ports } = context;
  const now = ports.clock.now();
  return { now, tells: isHomeTeam(context) ? { asking, home: ports.home, now } : null };
}

/** A child was found: every flag that stands for it on the systems of partners is lifted, and each holder is told. */
export async function liftFlags(tx: Sql, by: Lifter, child: string, because: string): Promise<void> {
  for (const row of await standingOf(tx, child)) await lift(tx, by, row, because);
}

/** INVARIANT: the holder is told that it may take its flag off, never why: that would tell how the child was found. */
export async function lift(
  tx: Sql,
  { now, tells }: Lifter,
  { id, childId, holder, state }: PlacementRow,
  because: string,
): Promise<void> {
  await saveLifted(tx, id, because, now);
  if (tells === null || state === 'REFUSED') return;
  await insertNotifications(tx, { child: childId, type: 'FLAG_LIFTED', text: null }, [holder], tells);
}
