import type { FieldSql, Parameters } from '../gate/entity-sql';

/** Today in Europe/London by the injected clock. */
export const today = (p: Parameters): string =>
  `(${p.of('now', 'timestamptz')} at time zone 'Europe/London')::date`;
export const column = (name: string): FieldSql => ({ kind: 'value', sql: (a) => `${a}.${name}` });
export const value = (sql: (alias: string, p: Parameters) => string): FieldSql => ({ kind: 'value', sql });

/** Whether the team that keeps the record reads it, for itself and not in somebody else's name. */
export const byTheTeam = (p: Parameters): string => p.of('self.team', 'boolean');

/**
 * Provenance of a row, out of its own columns. INVARIANT: that another organisation holds something of a child is a
 * fact of its own (a school's name says where the child is taught), so only the team reads whose word it is.
 */
export const PROVENANCE: FieldSql = {
  kind: 'object',
  type: 'Provenance',
  list: false,
  of: {
    source: value(
      (a, p) =>
        `case when ${byTheTeam(p)} or ${a}.source in (${p.of('self.organisation')}, ${p.of('home')}) then ${a}.source end`,
    ),
    asOf: column('as_of'),
    enteredBy: value(
      (a, p) =>
        `case when ${byTheTeam(p)} or ${a}.source = ${p.of('self.organisation')} then ${a}.entered_by end`,
    ),
  },
  from: null,
};
