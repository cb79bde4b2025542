import type { FieldSql, Parameters } from '../gate/entity-sql';

/** Today in Europe/London by the injected clock. */
export const today = (p: Parameters): string =>
  `(${p.of('now', 'timestamptz')} at time zone 'Europe/London')::date`;
export const column = (name: string): FieldSql => ({ kind: 'value', sql: (a) => `${a}.${name}` });
export const value = (sql: (alias: string, p: Parameters) => string): FieldSql => ({ kind: 'value', sql });
