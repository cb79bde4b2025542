import { parseLocalDate } from '../kernel/local-date';
import { endOfLondonDay } from '../kernel/london-time';
import { escalatedAt } from '../procedures/agenda';
import type { CaseRules } from '../procedures/case-rules';
import type { Due } from '../procedures/due';
import { clockRow, dueOfEvent, type WaitsFor } from '../procedures/event-clock';
import type { Escalation } from '../procedures/procedure';
import { procedureOf } from '../procedures/rows-in-force';

/** A question as the procedure knows it: by the event that begins its clock, and the one that ends it. */
export type AskedQuestion = WaitsFor;

/** Of a question that the authority asks, and of one that it is asked. */
export const OURS = { begins: 'ENQUIRY_SENT', ends: 'ENQUIRY_ANSWERED' } as const;
export const inboundClock = (hasAddress: boolean): Pick<AskedQuestion, 'begins' | 'ends'> => ({
  begins: hasAddress ? 'INBOUND_NOTICE_WITH_ADDRESS' : 'INBOUND_ENQUIRY',
  ends: 'SENDER_ANSWERED',
});

/** When an answer is due by the procedure; null: no row has a clock for it, or the calendar does not know the days. */
export const answerDue = (rules: CaseRules, asked: AskedQuestion): Due | null => dueOfEvent(rules, asked);

/** The whole of a day that whoever asked has named. */
export function dueOn(day: string): Due {
  const parsed = parseLocalDate(day);
  if (!parsed.ok) throw new RangeError(parsed.problem);
  return { on: parsed.value, overdueFrom: endOfLondonDay(parsed.value) };
}

export interface LateStep {
  /** A party of `procedure-words.yaml`; `recipients`: whoever was asked is reminded. */
  readonly to: string;
  readonly at: Date;
}

/** Whom a question that is not answered goes to, and when: by its row, else to whom the procedure names for all. */
export function lateSteps(rules: CaseRules, asked: AskedQuestion, due: Due): readonly LateStep[] {
  const { escalate } = procedureOf(rules.book, asked.authority);
  const row = clockRow(rules, asked);
  const named: readonly Pick<Escalation, 'to' | 'after'>[] =
    row !== null && row.escalate.length > 0 ? row.escalate : [{ to: escalate.to, after: null }];
  const calendar = rules.calendars.of(asked.authority);
  return named.map(({ to, after }) => ({
    to,
    at: after === null ? due.overdueFrom : escalatedAt(after, due, calendar),
  }));
}
