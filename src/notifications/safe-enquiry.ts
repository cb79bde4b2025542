import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { standingSql } from '../gate/standing-sql';
import { HubError } from '../kernel/errors';
import type { Addressee } from './addressee';

/** Whoever works there may be kin to a child in hiding, or the question itself may reach the family. */
const CARELESS: ReadonlySet<string> = new Set(['HOUSING', 'VOLUNTARY', 'NATIONAL_BODY']);
/** Whether such a message may not go to a unit of this role. */
export const isCareless = (role: string): boolean => CARELESS.has(role);
const HARM_FROM_FAMILY = ['FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE'];

const PROTECTED = standingSql(
  { kind: 'LOCATION_PROTECTED', within: null, for: null, level: 'asserted', as: 'self' },
  '$1::uuid',
  { organisation: `''`, unit: `''`, area: `''`, home: `''`, now: '$2::timestamptz' },
);

/** Whether the child's location is protected. */
export async function isProtected(tx: Sql, child: string, now: Date): Promise<boolean> {
  const rows = await tx.query<{ is: boolean }>(`select ${PROTECTED} as is`, [child, now]);
  return rows[0]?.is !== false;
}

/** Whether a message could lead somebody to the child who means it harm. */
export async function needsCare(tx: Sql, child: string, now: Date): Promise<boolean> {
  const harm = await tx.query(
    `select 1 from circumstance where child_id = $1 and kind = 'RISK_GROUP' and detail = any($3::text[])
       and begins_at <= $2 and (ends_at is null or ends_at > $2) limit 1`,
    [child, now, HARM_FROM_FAMILY],
  );
  return harm.length > 0 || (await isProtected(tx, child, now));
}

/**
 * The safe-enquiry rule (agreement `protections`, 1.3 and the note above it): no question about such a child goes to
 * housing, a charity or a national body. Throws NOT_PERMITTED, and notes the refusal for the ledger.
 */
export async function refuseUnsafe(
  tx: Sql,
  context: GateContext,
  action: string,
  child: string,
  to: readonly Pick<Addressee, 'roles'>[],
): Promise<void> {
  if (!to.some(({ roles }) => roles.some(isCareless))) return;
  if (await needsCare(tx, child, context.ports.clock.now())) throw unsafe(context, action, child);
}

/** The refusal itself, for whatever else may not be sent about such a child. */
export function unsafe(context: GateContext, action: string, child: string): HubError {
  const cell = context.profile.cell(action, 'full');
  context.record.note({ child, mask: null, worked: 0n }, cell, {
    effect: 'withhold',
    conceal: false,
    because: 'forbidden',
    under: [],
  });
  return new HubError(
    'NOT_PERMITTED',
    'A message about this child could lead somebody to it. Ask social care first, by telephone.',
    { action },
  );
}
