import type { Sql } from '../gate/ports';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';

/** A message as it came: who says that it sends, and by what it knows the message. */
export interface Incoming {
  readonly sender: string;
  readonly message: string;
  readonly at: Date;
}

/** What came of it: `again` when it had had its effect before, and has none now. */
export interface Effect<Outcome> {
  readonly again: boolean;
  readonly outcome: Outcome;
}

/**
 * Gives a message its effect once, however often it comes: that it came is written in the transaction of the effect, so
 * that there is both or neither. The same message at the same moment waits until the first is over.
 * Kept longer than anybody sends again (`Delivery`: ninety days).
 */
export async function once<Outcome extends JsonValue>(
  tx: Sql,
  { sender, message, at }: Incoming,
  effect: (tx: Sql) => Promise<Outcome>,
): Promise<Effect<Outcome>> {
  const fresh = await tx.query(
    `insert into received_message (sender, message, received_at) values ($1, $2, $3)
     on conflict do nothing returning message`,
    [sender, message, at],
  );
  if (fresh.length === 0) {
    const [row] = await tx.query<{ outcome: Outcome }>(
      `select outcome from received_message where sender = $1 and message = $2`,
      [sender, message],
    );
    if (!row) throw new Error('a message that came before is not there');
    return { again: true, outcome: row.outcome };
  }
  const outcome = await effect(tx);
  await tx.query(`update received_message set outcome = $3::jsonb where sender = $1 and message = $2`, [
    sender,
    message,
    canonicalJson(outcome),
  ]);
  return { again: false, outcome };
}
