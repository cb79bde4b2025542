import type { Problem } from '../policy/problem';
import { type Clock, clockInWords } from './clock';
import { cited, type Row } from './procedure';
import { neverEarlier, neverLater } from './stricter';

export type Tell = (at: Row['at'], message: string, severity?: Problem['severity']) => void;

/**
 * An authority may be stricter than the statute, never looser: compares a row with the one that it refines, and what
 * the policy says with the law that overrules it. Clocks have been looked up. Names both paragraphs.
 */
export function checkStrictness(row: Row, statute: ReadonlyMap<string, Row>, tell: Tell): void {
  const refined = row.refines === null ? undefined : statute.get(row.refines);
  if (refined !== undefined) compare(row, refined, tell);
  if (row.overruled === null) return;
  const by = statute.get(row.overruled.by);
  if (by === undefined) return;
  const { clock, says } = row.overruled;
  if (clock !== null && by.clock !== null && holds(by, clock, by.clock)) {
    tell(
      row.at,
      `${paragraph(row)} overrules nothing: ${clockInWords(clock)} is no looser than ${paragraph(by)}`,
    );
    return;
  }
  const verb = clock === null ? 'goes against' : 'is looser than';
  tell(row.at, `${paragraph(row)}, “${says}”, ${verb} ${paragraph(by)}: the law prevails`, 'warning');
}

function compare(row: Row, law: Row, tell: Tell): void {
  const looser = (what: string, ours: Clock | null, theirs: Clock, shown: boolean): void => {
    const verb = shown ? 'is looser than' : 'cannot be shown to be as strict as';
    const told = ours === null ? `without ${what}` : `${what} ${clockInWords(ours)}`;
    tell(row.at, `${paragraph(row)}, ${told}, ${verb} ${paragraph(law)}, ${what} ${clockInWords(theirs)}`);
  };
  if (law.clock !== null) {
    const what = law.minimum ? 'no less than' : 'due';
    if (row.clock === null) looser(what, null, law.clock, true);
    else if (!holds(law, row.clock, law.clock))
      looser(what, row.clock, law.clock, holds(law, law.clock, row.clock));
  }
  if (law.notBefore !== null) {
    if (row.notBefore === null) looser('not before', null, law.notBefore, true);
    else if (!neverEarlier(row.notBefore, law.notBefore))
      looser('not before', row.notBefore, law.notBefore, neverEarlier(law.notBefore, row.notBefore));
  }
}

const holds = (law: Row, ours: Clock, theirs: Clock): boolean =>
  law.minimum ? neverEarlier(ours, theirs) : neverLater(ours, theirs);

const paragraph = (row: Row): string => `${row.row} (${cited(row.source)})`;
