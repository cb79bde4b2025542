import { factsOf } from '../casework/case-event.repository';
import type { GateContext } from '../gate/context';
import type { GatePorts, Sql } from '../gate/ports';
import { standingSql } from '../gate/standing-sql';
import { HubError } from '../kernel/errors';
import type { CaseFacts } from '../procedures/agenda';
import type { ProcedureBook } from '../procedures/check-procedures';
import type { Row } from '../procedures/procedure';
import { careOf, type Bar, type CareDecision } from '../procedures/safe-steps';
import type { Addressee } from './addressee';

/** Whoever works there may be kin to a child in hiding, or the question itself may reach the family. */
const CARELESS: ReadonlySet<string> = new Set(['HOUSING', 'VOLUNTARY', 'NATIONAL_BODY']);
/** Whether such a message may not go to a unit of this role. */
export const isCareless = (role: string): boolean => CARELESS.has(role);

const PROTECTED = standingSql(
  { kind: 'LOCATION_PROTECTED', within: null, for: null, level: 'asserted', as: 'self' },
  'c.id',
  {
    organisation: `''`, unit: `''`, area: `''`, home: `''`,
    now: '$2::timestamptz',
    today: `($2::timestamptz at time zone 'Europe/London')::date`,
  }, // prettier-ignore
);

/** Whether the child's location is protected. */
export const isProtected = async (tx: Sql, child: string, now: Date): Promise<boolean> =>
  (await protectedAmong(tx, [child], now)).has(child);

/** Those of the children whose location is protected. */
export async function protectedAmong(
  tx: Sql,
  children: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select c.id from unnest($1::uuid[]) as c(id) where ${PROTECTED}`,
    [children, now],
  );
  return new Set(rows.map(({ id }) => id));
}

type Rules = Pick<GatePorts, 'rules' | 'home'>;

/** The safe-enquiry rule for one child at an instant. */
export interface CareAbout {
  /** A careful mark stands and social care has not allowed careful steps since the newest of them. */
  readonly held: boolean;
  /** Every mark that stands. */
  readonly marks: ReadonlySet<string>;
  /** Why a row of the procedure may not be taken now; null: it may. */
  barOf(row: Row): Bar | null;
}

/** What the safe-enquiry rule says of a child. `step`: of that row alone a decision of social care may speak. */
export async function careAbout(
  tx: Sql,
  { rules: { book }, home }: Rules,
  child: string,
  now: Date,
  step: string | null = null,
): Promise<CareAbout> {
  return careOfFacts(await factsOf(tx, { child, authority: home, now }), book, step);
}

/** The same of what is known already. Of whom nothing is known, nothing is held. */
export function careOfFacts(
  facts: Pick<CaseFacts, 'marks' | 'decisions'> | undefined,
  book: ProcedureBook,
  step: string | null = null,
): CareAbout {
  const { marks, decisions } = facts ?? { marks: [], decisions: [] };
  const careful = marks.filter(({ mark }) => book.words.marks.get(mark)?.careful !== false);
  const newest = Math.max(...careful.map(({ since }) => since.getTime()));
  const last = decisions
    .filter(({ rows }) => rows === null || (step !== null && rows.includes(step)))
    .reduce<CareDecision | null>((one, other) => (one === null || other.at >= one.at ? other : one), null);
  const allowed = last?.allowed === true && last.at.getTime() >= newest;
  return {
    held: careful.length > 0 && !allowed,
    marks: new Set(marks.map(({ mark }) => mark)),
    barOf: (row) => careOf(row, marks, decisions, book.words).bar,
  };
}

/** Whether a message could lead somebody to the child who means it harm. */
export const needsCare = async (tx: Sql, ports: Rules, child: string, now: Date): Promise<boolean> =>
  (await careAbout(tx, ports, child, now)).held;

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
  if (await needsCare(tx, context.ports, child, context.ports.clock.now()))
    throw unsafe(context, action, child);
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
