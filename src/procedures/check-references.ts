import { nearWord } from '../kernel/near-word';
import type { Position } from '../policy/agreement';
import type { Tell } from './check-strictness';
import { lookedUp, rowsById } from './look-up';
import type { Procedure, Row } from './procedure';

/** Every name of a row, list or procedure leads somewhere; no id is there twice; every row can begin. */
export function checkReferences(
  procedure: Procedure,
  statute: Procedure | null,
  procedures: ReadonlyMap<string, Procedure>,
  tell: Tell,
): void {
  const own = rowsById(procedure.rows);
  const law = rowsById(statute?.rows ?? []);
  const all = new Map([...law, ...own]);
  const named = (what: string, name: string, among: ReadonlyMap<string, unknown>, at: Position): void => {
    if (among.has(name)) return;
    const near = nearWord(name, among.keys());
    tell(at, `there is no ${what} \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`);
  };
  const seen = new Set<string>();
  for (const row of procedure.rows) {
    if (seen.has(row.row) || (procedure !== statute && law.has(row.row)))
      tell(row.at, `\`${row.row}\` is there twice`);
    seen.add(row.row);
    for (const name of row.after) named('row', name, all, row.at);
    if (row.refines !== null) named('row of the statute', row.refines, law, row.at);
    if (row.overruled !== null) named('row of the statute', row.overruled.by, law, row.at);
    for (const field of ['clock', 'notBefore'] as const) {
      const clock = row[field];
      if (clock?.kind !== 'as') continue;
      named('row', clock.row, all, row.at);
      if (all.has(clock.row) && lookedUp(clock, field, all, [row.row]) === null)
        tell(row.at, `\`as\` of ${row.row} leads to no clock`);
    }
    if (row.after.some((name) => leadsBack(name, row.row, all)))
      tell(row.at, `\`after\` of ${row.row} leads back to itself`);
    checkBeginning(row, tell);
  }
  checkRefinedOnce(procedure, tell);
  for (const closing of procedure.closing) {
    named('row', closing.row, all, closing.at);
    const lists = new Map(procedure.checks.map(({ list }) => [list, true]));
    if (closing.checks !== null) named('list of checks', closing.checks, lists, closing.at);
  }
  if (procedure.register.change.by === 'group')
    named('row', procedure.register.change.row, own, procedure.at);
  if (procedure.lead.like !== null) named('procedure', procedure.lead.like, procedures, procedure.at);
}

/** A regular duty recurs; whatever recurs for no case has no trigger. */
function checkBeginning(row: Row, tell: Tell): void {
  if (row.on.length > 0 || row.after.length > 0) return;
  if (row.clock?.kind !== 'every' && row.clock?.kind !== 'next')
    tell(
      row.at,
      `nothing begins ${row.row}: name events \`on\` which it begins, or let its clock recur with \`every\``,
    );
  if (row.until.length + row.ends.length + row.sooner.length > 0)
    tell(row.at, `${row.row} is a regular duty: no event of a case ends it`);
}

function checkRefinedOnce(procedure: Procedure, tell: Tell): void {
  const taken = new Map<string, Row>();
  for (const row of procedure.rows) {
    if (row.refines === null) continue;
    const other = taken.get(row.refines);
    if (other !== undefined) tell(row.at, `${row.refines} is refined by ${other.row} already`);
    taken.set(row.refines, row);
  }
}

function leadsBack(
  name: string,
  to: string,
  rows: ReadonlyMap<string, Row>,
  seen: readonly string[] = [],
): boolean {
  if (name === to) return true;
  if (seen.includes(name)) return false;
  return (rows.get(name)?.after ?? []).some((next) => leadsBack(next, to, rows, [...seen, name]));
}
