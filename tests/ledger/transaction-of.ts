import type { DataSource } from 'typeorm';
import { sqlOf } from '../../src/database/sql';
import type { Sql } from '../../src/gate/ports';

export const transactionOf =
  (source: DataSource) =>
  <T>(work: (tx: Sql) => Promise<T>): Promise<T> =>
    source.transaction((manager) => work(sqlOf(manager)));
