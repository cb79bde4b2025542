import type { GatePorts, Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { agendaOf } from '../procedures/agenda';
import type { CaseRules } from '../procedures/case-rules';
import { type Escalated, insertEscalations } from './escalation.repository';
import { workedChildren } from './work.repository';

/** What a sweep needs of the hub. */
export interface SweepPorts {
  readonly database: Sql;
  readonly clock: Clock;
  readonly home: GatePorts['home'];
  readonly rules: CaseRules;
}

/** What a sweep found. */
export interface Swept {
  readonly children: number;
  /** Steps that are late now, by row. */
  readonly overdue: Readonly<Record<string, number>>;
  /** Late steps that became somebody's since the last sweep. */
  readonly escalated: number;
}

/**
 * Records whose every late step has become, once for each step and party. It works out the same agenda as the work list
 * and adds nothing to it: run twice at an instant, the second finds nothing new. A step that is barred is not late.
 */
export async function sweepEscalations({ database, clock, home, rules }: SweepPorts): Promise<Swept> {
  const now = clock.now();
  const children = await workedChildren(database, home, now);
  const found: Escalated[] = [];
  const overdue: Record<string, number> = {};
  for (const { id, facts } of children)
    for (const item of agendaOf(facts, rules.book, rules.calendars, now)) {
      if (item.state !== 'overdue' || item.due === null) continue;
      overdue[item.row.row] = (overdue[item.row.row] ?? 0) + 1;
      for (const { to, at, reached } of item.escalations)
        if (reached)
          found.push({
            child: id,
            step: item.row.row,
            about: item.about,
            since: item.since,
            party: to,
            dueOn: item.due.on,
            at,
          });
    }
  return {
    children: children.length,
    overdue,
    escalated: await insertEscalations(database, home, found, now),
  };
}
