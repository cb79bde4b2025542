import type { Sql } from '../gate/ports';

/** What one team of another organisation was told, by the entries of the ledger. */
export interface LedgerRecipient {
  readonly organisation: string;
  readonly unit: string;
  /** `ITEM/form`, in the order of the alphabet. */
  readonly cells: readonly string[];
  /** Ids of the disclosures, newest first. */
  readonly disclosures: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface RecipientsQuery {
  /** Own ids of all records that are the child (`child_family`). */
  readonly family: readonly string[];
  /** `ITEM/form` of each cell that holds the fact, and since when what it told was wrong (null = always). */
  readonly cells: readonly { readonly cell: string; readonly since: Date | null }[];
  /** The authority whose hub this is: its own units are one controller with it, and no recipients. */
  readonly home: string;
}

interface Told {
  readonly organisation: string;
  readonly unit: string;
  readonly id: string;
  readonly at: Date;
  readonly cells: readonly string[];
}

/**
 * Who was told any of these cells of a child (UK GDPR Art 19). An index leads to the entries that concern the child;
 * what was disclosed in them stands in the controller's part. INVARIANT: what was withheld, read as none held, weighed
 * in a lookup or refused as a whole was told to nobody. An entry that was erased tells of nothing any more.
 */
export async function recipientsOf(sql: Sql, query: RecipientsQuery): Promise<LedgerRecipient[]> {
  const { family, cells, home } = query;
  const rows = await sql.query<Told>(
    `select e.organisation_id as organisation, e.unit_id as unit, e.id, e.at,
       array_agg(distinct told.cell order by told.cell) as cells
     from ledger_entry e
     cross join lateral json_array_elements(e.controller_part::json #> '{body,children}') c
     cross join lateral json_object_keys(c -> 'disclosed') told(cell)
     join unnest($2::text[], $3::timestamptz[]) wrong(cell, since)
       on wrong.cell = told.cell and (wrong.since is null or e.at >= wrong.since)
     where e.child_ids && $1::uuid[] and e.kind = 'DISCLOSURE' and e.organisation_id <> $4
       and c ->> 'child' = any($1::uuid[]::text[])
     group by e.position, e.organisation_id, e.unit_id, e.id, e.at order by e.position desc`,
    [family, cells.map(({ cell }) => cell), cells.map(({ since }) => since), home],
  );
  const units = new Map<string, Told[]>();
  for (const row of rows) {
    const key = `${row.organisation} ${row.unit}`;
    const known = units.get(key);
    if (known) known.push(row);
    else units.set(key, [row]);
  }
  return [...units]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, told]) => {
      const [newest] = told;
      const oldest = told.at(-1);
      if (!newest || !oldest) return [];
      return {
        organisation: newest.organisation,
        unit: newest.unit,
        cells: [...new Set(told.flatMap((one) => one.cells))].sort(),
        disclosures: told.map(({ id }) => id),
        firstAt: oldest.at,
        lastAt: newest.at,
      };
    });
}
