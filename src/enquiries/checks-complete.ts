import { noteChecksComplete } from '../casework/case-file.service';
import { factsOf, noteEvent } from '../casework/case-event.repository';
import { entryAt } from '../casework/case.repository';
import { writerOf } from '../children/writer';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { checkLines } from '../procedures/check-lines';

interface Result {
  readonly check: string;
  readonly result: string;
  readonly outcome: string | null;
}

/** What an answer makes of the list of checks of the child's open case: said once, as soon as it is so. */
export async function noteChecks(tx: Sql, context: GateContext, child: string): Promise<void> {
  const { home, rules } = context.ports;
  const [open] = await tx.query<{ publicId: string }>(
    `select public_id as "publicId" from cme_case where child_id = $1 and authority_id = $2 and state <> 'CLOSED'`,
    [child, home],
  );
  const entry = open === undefined ? null : await entryAt(tx, open.publicId, home);
  if (entry === null) return;
  await noteChecksComplete(tx, context, entry);
  const results = await tx.query<Result>(
    `select distinct on (check_code) check_code as "check", result, outcome from check_result
     where case_id = $1 and counts order by check_code, made_at desc`,
    [entry.id],
  );
  const byCheck = new Map(results.map((one) => [one.check, one]));
  const lines = checkLines(rules.book).filter(({ authority }) => authority === home);
  const [others, national] = [
    lines.filter(({ needs }) => needs === null),
    lines.filter(({ needs }) => needs !== null),
  ];
  const found: string[] = [];
  if (others.every(({ check }) => byCheck.has(check) && !KNOWN.has(byCheck.get(check)?.outcome ?? '')))
    found.push('OTHER_CHECKS_EXHAUSTED');
  if (national.length > 0 && national.every(({ check }) => byCheck.get(check)?.result === 'DONE'))
    found.push('NATIONAL_CHECKS_COMPLETE');
  if (found.length === 0) return;
  const writer = writerOf(context);
  const { events } = await factsOf(tx, { child, authority: home, now: writer.now });
  for (const kind of found) {
    if (events.some((event) => event.kind === kind && event.at >= entry.openedAt)) continue;
    await noteEvent(tx, { child, caseId: entry.id, kind, writer });
  }
}

const KNOWN: ReadonlySet<string> = new Set(['FOUND', 'WITHHELD']);
