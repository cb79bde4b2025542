import type { DataSource, EntityManager } from 'typeorm';
import type { Sql } from '../gate/ports';

/**
 * A pool or a transaction as the gate sees it. TypeORM answers `[rows, count]` to some statements of PostgreSQL and
 * bare rows to others; here it is always rows.
 */
export function sqlOf(runner: DataSource | EntityManager): Sql {
  return {
    async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      const answer: unknown = await runner.query(text, [...values]);
      return rowsOf<Row>(answer);
    },
  };
}

function rowsOf<Row>(answer: unknown): Row[] {
  if (!Array.isArray(answer)) return [];
  const [first, second] = answer as unknown[];
  const counted =
    answer.length === 2 && Array.isArray(first) && (typeof second === 'number' || second === null);
  return (counted ? first : answer) as Row[];
}
