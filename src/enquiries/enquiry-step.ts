import type { Asking } from '../gate/asking';
import type { GatePorts } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { londonDate } from '../kernel/london-time';
import { nearWord } from '../kernel/near-word';
import { written } from '../kernel/written';
import type { Row } from '../procedures/procedure';
import { rowsInForce } from '../procedures/rows-in-force';

/**
 * The row of the authority's procedure that is done by asking, for the council's own people. Throws BAD_USER_INPUT with
 * the near word for a row that is not in force, or that asks nobody.
 */
export function stepOf(
  { rules: { book }, home }: Pick<GatePorts, 'rules' | 'home'>,
  asking: Asking,
  given: string | null | undefined,
  now: Date,
  field = 'input.step',
): Row | null {
  const name = written(given, field, 20);
  if (name === null) return null;
  if (asking.organisation !== home) throw badInput(field, 'is of the council’s own procedure; leave it out.');
  const rows = rowsInForce(book, home, londonDate(now)).filter(({ asks }) => asks.length > 0);
  const row = rows.find((one) => one.row === name);
  if (row !== undefined) return row;
  const near = nearWord(
    name,
    rows.map((one) => one.row),
  );
  throw badInput(
    field,
    `is no row of the procedure by which somebody is asked${near === null ? '.' : `; did you mean \`${near}\`?`}`,
  );
}
