import type { DataSource, EntityManager } from 'typeorm';

/**
 * Everything that `work` does through `tx` is saved together or not at all.
 * Called in a mutation's resolver, a worker's run or a command's run, nowhere else.
 */
export function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  return dataSource.transaction(work);
}
