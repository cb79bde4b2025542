import type { Sql } from '../gate/ports';
import { newPublicId } from '../kernel/id';
import { addDays, addMonths, type LocalDate } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import type { Eraser } from '../ledger/erasure';
import { insertLedgerRows } from '../ledger/ledger-insert';
import { ledgerRow } from '../ledger/ledger-row';
import { RETAINED_KINDS, type RetainedName } from './retained-kinds';
import type { RetentionRule } from './retention-rules';

/** A connection under the retention role. */
export interface RetentionSession extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

export interface RetentionRun {
  readonly rules: readonly RetentionRule[];
  readonly session: RetentionSession;
  readonly eraser: Eraser;
  readonly now: Date;
  /** Says what would be destroyed, destroys nothing and writes no act. */
  readonly dryRun?: boolean;
  readonly onProgress?: (kind: RetainedName, done: number) => void;
}

export interface Destroyed {
  readonly kind: RetainedName;
  /** Of before this day. */
  readonly before: LocalDate;
  readonly records: number;
}

/** Advisory locks are per database; any number that is only ours. */
const LOCK = 7_316_964;
const SOME = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Destroys what is kept no longer, kind by kind. What is destroyed and the act that counts it commit together, some at a
 * time. Null when another run is under way.
 */
export async function runRetention(run: RetentionRun): Promise<Destroyed[] | null> {
  const all: Destroyed[] = [];
  for (const rule of run.rules) {
    const before = dueBefore(rule, londonDate(run.now));
    let records = 0;
    let after = FIRST;
    for (;;) {
      const ids = await run.session.transaction((tx) => batch(tx, run, rule.kind, before, after));
      if (ids === null) return null;
      records += ids.length;
      run.onProgress?.(rule.kind, records);
      after = ids.at(-1) ?? after;
      if (ids.length < SOME) break;
    }
    all.push({ kind: rule.kind, before, records });
  }
  return all;
}

/** A record of before this day has been kept its time out: one whose last day is today is kept until tomorrow. */
export function dueBefore({ keep }: RetentionRule, today: LocalDate): LocalDate {
  return addDays(addMonths(today, -(keep.years * 12 + keep.months)), -(keep.weeks * 7 + keep.days));
}

async function batch(
  tx: Sql,
  { eraser, now, dryRun = false }: RetentionRun,
  kind: RetainedName,
  before: LocalDate,
  after: string,
): Promise<string[] | null> {
  const [lock] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [LOCK]);
  if (lock?.mine !== true) return null;
  // The retention role may neither read what is due nor write an act: that is done here, under the app role.
  await tx.query('set local role rollcall_app');
  const rows = await tx.query<{ id: string }>(RETAINED_KINDS[kind].due, [before, SOME, after]);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0 || dryRun) return ids;
  await insertLedgerRows(tx, [
    ledgerRow({
      ...eraser,
      id: newPublicId(),
      at: now,
      kind: 'ACT',
      requestId: newPublicId(),
      rulesetVersion: 'none',
      children: [],
      agreements: [],
      lookBacks: [],
      // How many and of before when: an act that named them would keep what it destroys findable.
      body: { v: 1, action: 'RETENTION', kind, records: ids.length, before },
    }),
  ]);
  await tx.query('set local role rollcall_retention');
  await tx.query(RETAINED_KINDS[kind].destroy, [ids]);
  return ids;
}
