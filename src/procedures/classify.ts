import type { Procedure } from './procedure';

/** Class of an entry on the register (S4 2). */
export type RegisterClass =
  'AT_RISK' | 'IDENTIFIED_LOCATED' | 'IDENTIFIED_NOT_LOCATED' | 'NOT_SUITABLE_LEVEL';

export interface Schooling {
  readonly onRoll: boolean;
  /** Suitable education otherwise than at school, as far as the authority is satisfied. */
  readonly educatedOtherwise: boolean;
  readonly located: boolean;
  /** Hours a week of registered provision; null: not known. */
  readonly hours: number | null;
  readonly atRisk: boolean;
}

/**
 * The class by the authority's own definition of missing education: some look at the roll alone, some ask for a number
 * of hours; the law asks for neither. Null: nothing for the register.
 */
export function classOf(
  schooling: Schooling,
  { rollOnly, hours }: Procedure['definition'],
): RegisterClass | null {
  const educated = schooling.onRoll || (!rollOnly && schooling.educatedOtherwise);
  if (!educated) return schooling.located ? 'IDENTIFIED_LOCATED' : 'IDENTIFIED_NOT_LOCATED';
  if (hours !== null && schooling.hours !== null && schooling.hours < hours) return 'NOT_SUITABLE_LEVEL';
  return schooling.atRisk ? 'AT_RISK' : null;
}
