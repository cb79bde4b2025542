import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Sql } from '../gate/ports';
import { sha256 } from '../kernel/digest';

/** Statements that keep a plan of their own on each connection; those beyond are planned each time. */
const MOST_PREPARED = 300;
/** A statement is prepared when it has come so often: what somebody asks once is not kept. */
const OFTEN = 3;

/**
 * A pool whose frequent statements are parsed and planned once a connection, not once a question: planning the reading
 * of a child costs more than reading it. What is asked seldom runs as it would anyhow.
 */
export function preparedSql(source: DataSource): Sql {
  const names = new Map<string, string>();
  const seen = new Map<string, number>();
  const nameOf = (text: string): string | null => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= MOST_PREPARED) return null;
    const times = (seen.get(text) ?? 0) + 1;
    if (times < OFTEN) {
      if (seen.size >= 10 * MOST_PREPARED) seen.clear();
      seen.set(text, times);
      return null;
    }
    seen.delete(text);
    // Of the text itself, as two hubs of one process may share a pool.
    const name = sha256(text).toString('hex', 0, 20);
    names.set(text, name);
    return name;
  };
  return {
    async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      const name = nameOf(text);
      const { rows } = await poolOf(source).query(
        name === null ? { text, values: [...values] } : { name, text, values: [...values] },
      );
      return rows as Row[];
    },
  };
}

/** TypeORM keeps the pool of its PostgreSQL driver under `master`, and has no way to name a statement. */
function poolOf({ driver }: DataSource): Pool {
  const { master } = driver as { readonly master?: Pool };
  if (!master) throw new Error('The database is not connected.');
  return master;
}
