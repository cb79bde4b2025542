import { writerOf } from '../children/writer';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { insertNotifications } from '../notifications/notification.repository';
import { saveLifted, standingOf, type PlacementRow } from './flag.repository';

/** A child was found: every flag that stands for it on the systems of partners is lifted, and each holder is told. */
export async function liftFlags(
  tx: Sql,
  context: GateContext,
  child: string,
  because: string,
): Promise<void> {
  for (const row of await standingOf(tx, child)) await lift(tx, context, row, because);
}

/** INVARIANT: the holder is told that it may take its flag off, never why: that would tell how the child was found. */
export async function lift(
  tx: Sql,
  context: GateContext,
  { id, childId, holder, state }: PlacementRow,
  because: string,
): Promise<void> {
  const { now, home } = writerOf(context);
  await saveLifted(tx, id, because, now);
  if (!isHomeTeam(context) || state === 'REFUSED') return;
  const from = { asking: context.asking, home, now };
  await insertNotifications(tx, { child: childId, type: 'FLAG_LIFTED', text: null }, [holder], from);
}
