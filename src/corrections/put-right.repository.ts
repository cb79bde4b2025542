import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import { TELLINGS, type FactKey, type Part, type WrongTelling } from './correction';

/** A fact of the record that was put right. */
export interface PutRight {
  /** The row, which keeps its id. */
  readonly row: string;
  /** The row as it stood, JSON. */
  readonly was: string;
  readonly kind: string | null;
  /** What of it was another than it is now. */
  readonly parts: readonly Part[];
  readonly tellings: readonly WrongTelling[];
}

/** The child whose record it is, its joined records, and who puts it right. */
export interface Whose {
  readonly child: string;
  readonly family: readonly string[];
  readonly unit: string;
  readonly writer: Writer;
}

/** A row as it stood. */
export interface Held {
  readonly id: string;
  readonly was: string;
}

/** Since when this value stood in any of the child's records: one that was joined may have held it longer. */
export async function heldSince(tx: Sql, from: string, row: string, { family }: Whose): Promise<Date | null> {
  const [held] = await tx.query<{ since: Date | null }>(`select min(h.recorded_at) as since from ${from}`, [
    row,
    family,
  ]);
  return held?.since ?? null;
}

/**
 * What of the fact was wrong, by the cells that told it. A part that earlier corrections left as it was has been wrong
 * since before them; the whole, since the last.
 */
export async function put(
  tx: Sql,
  { id, was }: Held,
  kind: string | null,
  key: FactKey,
  differs: Partial<Record<Part, boolean>>,
  since: Date | null,
): Promise<PutRight> {
  const parts: Part[] = [
    'whole',
    ...(Object.keys(differs) as Part[]).filter((part) => differs[part] === true),
  ];
  const earlier = await tx.query<{ parts: string[]; at: Date; recorded: Date }>(
    `select parts, corrected_at as at, (was ->> 'recorded_at')::timestamptz as recorded from correction
     where row_id = $1 order by corrected_at`,
    [id],
  );
  const [oldest] = earlier;
  const sinceOf = (part: Part): Date | null => {
    const last = earlier.findLast((one) => one.parts.includes(part));
    if (last) return since !== null && since < last.at ? since : last.at;
    return since !== null && oldest && oldest.recorded < since ? oldest.recorded : since;
  };
  const wrong = TELLINGS[key].filter(({ part }) => parts.includes(part));
  const tellings = wrong.map((telling) => ({ ...telling, since: sinceOf(telling.part) }));
  return { row: id, was, kind, parts, tellings };
}
