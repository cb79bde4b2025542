import type { Clock } from './clock';
import type { Procedure, Row } from './procedure';

/** The clock that `as` names, through as many rows as it takes; null when a name leads nowhere or in a circle. */
export function lookedUp(
  clock: Clock,
  field: 'clock' | 'notBefore',
  rows: ReadonlyMap<string, Row>,
  seen: readonly string[] = [],
): Clock | null {
  if (clock.kind !== 'as') return clock;
  if (seen.includes(clock.row)) return null;
  const named = rows.get(clock.row);
  const there = named?.[field] ?? named?.clock ?? null;
  const found = there === null ? null : lookedUp(there, field, rows, [...seen, clock.row]);
  // The words stay those of the policy that leans on the other row.
  return found === null || clock.words === null
    ? found
    : { ...found, words: clock.words, reading: clock.reading };
}

/** A row with every clock looked up; `minimum` comes along with the clock. Clocks that lead nowhere are left out. */
export function withClocks(row: Row, rows: ReadonlyMap<string, Row>): Row {
  const find = (field: 'clock' | 'notBefore'): Clock | null => {
    const clock = row[field];
    return clock === null ? null : lookedUp(clock, field, rows);
  };
  const borrowed = row.clock?.kind === 'as' ? rows.get(row.clock.row) : undefined;
  return {
    ...row,
    clock: find('clock'),
    notBefore: find('notBefore'),
    aim: row.aim === null ? null : lookedUp(row.aim, 'clock', rows),
    minimum: row.minimum || borrowed?.minimum === true,
  };
}

/** The procedure with the clocks of its rows looked up among its own rows and those of the statute. */
export function withRows(procedure: Procedure, statute: Procedure | null): Procedure {
  const rows = rowsById([...(statute?.rows ?? []), ...procedure.rows]);
  return { ...procedure, rows: procedure.rows.map((row) => withClocks(row, rows)) };
}

/** Row id → row. */
export const rowsById = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.row, row]));
