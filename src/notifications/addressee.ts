import type { Sql } from '../gate/ports';
import { badInput, type HubError } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';

/** An organisation or unit of the directory that takes part now and can be written to. */
export interface Addressee {
  readonly id: string;
  readonly organisation: string;
  readonly kind: string;
  readonly isUnit: boolean;
  /** Of its units that take part. */
  readonly roles: readonly string[];
}

const LIVE = `o.state = 'live' and o.disabled_at is null and u.disabled_at is null`;
const ADDRESSEES = `
  select o.id, o.id as organisation, o.kind, false as "isUnit", array_agg(distinct u.role) as roles
  from organisation o join unit u on u.organisation_id = o.id where ${LIVE} group by o.id
  union all
  select u.id, o.id, o.kind, true, array[u.role] from unit u join organisation o on o.id = u.organisation_id where ${LIVE}`;

/** Those of the directory that go by these ids, in their order. Throws BAD_USER_INPUT with the near word. */
export async function addressees(
  tx: Sql,
  home: string,
  ids: readonly string[],
  field: (i: number) => string,
): Promise<Addressee[]> {
  const rows = await tx.query<Addressee>(`select * from (${ADDRESSEES}) a where a.id = any($1::text[])`, [
    ids,
  ]);
  const known = new Map(rows.map((row) => [row.id, row]));
  const found: Addressee[] = [];
  for (const [i, id] of ids.entries()) {
    const addressee = known.get(id);
    if (!addressee) throw await unknown(tx, home, id, field(i));
    found.push(addressee);
  }
  return found;
}

/** Nothing that the caller sent is repeated, only words of the directory. */
async function unknown(tx: Sql, home: string, id: string, field: string): Promise<HubError> {
  const [closed] = await tx.query<{ successor: string | null }>(
    `select successor_id as successor from organisation where id = $1 and state = 'closed'`,
    [id],
  );
  if (closed) {
    const next =
      closed.successor === null
        ? '; name whoever does its work now'
        : `; its successor is \`${closed.successor}\``;
    return badInput(field, `this organisation is closed${next}.`);
  }
  const rows = await tx.query<{ id: string }>(
    `select a.id from (${ADDRESSEES}) a where not a."isUnit" or a.organisation = $1 order by a.id`,
    [home],
  );
  const near = nearWord(
    id,
    rows.map((row) => row.id),
  );
  return badInput(
    field,
    `nobody in the directory goes by this id${near === null ? '' : `; did you mean \`${near}\`?`}`,
  );
}
