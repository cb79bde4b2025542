import type { LocalDate } from '../kernel/local-date';
import { londonDate, startOfLondonDay } from '../kernel/london-time';
import { type Calendar, MissingCalendarProblem } from './calendar';
import type { CalendarBook } from './calendar-files';
import type { ProcedureBook } from './check-procedures';
import { type Clock, clockInWords } from './clock';
import { type Due, dueAt, opensAt } from './due';
import { type CaseEvent, type Instance, instancesOf } from './instances';
import type { Escalation, Procedure, Row } from './procedure';
import { procedureOf, rowsInForce } from './rows-in-force';
import { type Bar, type Care, type CareDecision, careOf, type StandingMark } from './safe-steps';

/** What is known of one case. Pure data: whoever stores cases makes it from its rows. */
export interface CaseFacts {
  /** The authority that the case belongs to, `la/…`. */
  readonly authority: string;
  /** The child's school, `school/…`, whose term dates count where it has its own. */
  readonly school?: string | null;
  readonly born?: LocalDate | null;
  readonly events: readonly CaseEvent[];
  readonly marks: readonly StandingMark[];
  readonly decisions: readonly CareDecision[];
}

/**
 *   waiting  not to be taken before `opensAt`
 *   due      to be done, or open to be done where the paragraph names no time
 *   overdue  late; `escalatedTo` says whose it is now
 *   barred   held back: see `bar`
 *   done, dropped  finished, or no longer wanted
 */
export type StepState = 'waiting' | 'due' | 'overdue' | 'barred' | 'done' | 'dropped';

export interface EscalationStep {
  readonly to: string;
  readonly at: Date;
  readonly reached: boolean;
  readonly words: string | null;
}

export interface AgendaItem {
  readonly row: Row;
  /** The procedure whose row it is: the authority's, or the statute's. */
  readonly procedure: string;
  readonly authority: string;
  readonly about: string | null;
  readonly state: StepState;
  readonly since: Date;
  readonly opensAt: Date | null;
  /** Null where the paragraph names no time, where `missing` says why, and while barred. */
  readonly due: Due | null;
  readonly aim: Due | null;
  /** The clock in words, for people. */
  readonly clock: string | null;
  readonly finishedAt: Date | null;
  /** Done after it was due. */
  readonly late: boolean;
  readonly bar: Bar | null;
  /** Whom to ask and to tell now; careful parties are left out while they are held back. */
  readonly asks: readonly string[];
  readonly tells: readonly string[];
  readonly heldBack: readonly string[];
  readonly escalations: readonly EscalationStep[];
  readonly escalatedTo: string | null;
  /** The calendar that has to be entered before the date can be told. */
  readonly missing: MissingCalendarProblem | null;
}

/**
 * What is to be done in a case, by when, by whom and under which paragraph; what is done, late or barred. Pure: the
 * same facts, files and instant give the same agenda. What is due first comes first. A missing calendar is told in
 * the item, never guessed.
 */
export function agendaOf(
  facts: CaseFacts,
  book: ProcedureBook,
  calendars: CalendarBook,
  now: Date,
): readonly AgendaItem[] {
  const procedure = procedureOf(book, facts.authority);
  const rows = rowsInForce(book, facts.authority, londonDate(now));
  const calendar = calendars.of(facts.authority, facts.school ?? null);
  const instances = instancesOf(rows, facts.events, book.words, now);
  const own = new Set(procedure.rows.map(({ row }) => row));
  return rows
    .flatMap((row) =>
      (instances.get(row.row) ?? []).map((instance): AgendaItem => {
        const care = careOf(row, facts.marks, facts.decisions, book.words);
        const from = own.has(row.row) ? procedure : book.statute;
        const item = itemOf(row, instance, care, { facts, calendar, now, escalate: procedure.escalate });
        return { ...item, procedure: from.procedure };
      }),
    )
    .sort(byDue);
}

interface Around {
  readonly facts: CaseFacts;
  readonly calendar: Calendar;
  readonly now: Date;
  readonly escalate: Procedure['escalate'];
}

function itemOf(row: Row, instance: Instance, care: Care, around: Around): Omit<AgendaItem, 'procedure'> {
  const { facts, now } = around;
  const { finish } = instance;
  const bar = finish === null ? care.bar : null;
  const times = timesOf(row, instance, care, around);
  const escalations = escalationsOf(row, times.due, bar, around);
  // Of whom nobody knows the birth, nothing is begun at an age.
  const unborn = row.notBefore?.kind === 'age' && times.opensAt === null;
  const state = finish === null && bar === null && unborn ? 'waiting' : stateOf(finish, bar, times, now);
  const held = finish === null ? care.heldBack : new Set<string>();
  return {
    row,
    authority: facts.authority,
    about: instance.about,
    state,
    since: instance.since,
    ...times,
    due: bar === null ? times.due : null,
    aim: bar === null ? times.aim : null,
    clock: row.clock === null ? null : clockInWords(row.clock),
    finishedAt: finish?.at ?? null,
    late: finish?.as === 'done' && times.due !== null && finish.at >= times.due.overdueFrom,
    bar,
    asks: row.asks.filter((party) => !held.has(party)),
    tells: row.tells.filter((party) => !held.has(party)),
    heldBack: [...held],
    escalations,
    escalatedTo: state === 'overdue' ? (escalations.findLast(({ reached }) => reached)?.to ?? null) : null,
  };
}

interface Times {
  readonly opensAt: Date | null;
  readonly due: Due | null;
  readonly aim: Due | null;
  readonly missing: MissingCalendarProblem | null;
}

const AT_ONCE: Clock = { kind: 'atOnce', words: null, reading: 'policy' };

function timesOf(row: Row, instance: Instance, care: Care, { facts, calendar, now }: Around): Times {
  const began = instance.lastDone ?? instance.since;
  // A step that waited for social care has its whole time from the decision on.
  const from = care.allowedAt !== null && care.allowedAt > began ? care.allowedAt : began;
  const until = instance.finish?.at ?? now;
  const sooner = facts.events
    .filter(({ kind, at }) => row.sooner.includes(kind) && at >= began && at <= until)
    .reduce<Date | null>((first, { at }) => (first === null || at < first ? at : first), null);
  const born = facts.born ?? null;
  try {
    const due = row.clock === null ? null : dueAt(row.clock, from, calendar, born);
    const aim = row.aim === null ? null : dueAt(row.aim, from, calendar, born);
    if (sooner === null) {
      const opens = row.notBefore === null ? null : opensAt(row.notBefore, from, calendar, born);
      return { opensAt: opens, due, aim, missing: null };
    }
    const now = dueAt(AT_ONCE, sooner, calendar);
    const first = now !== null && (due === null || now.overdueFrom < due.overdueFrom) ? now : due;
    return { opensAt: null, due: first, aim, missing: null };
  } catch (error) {
    if (error instanceof MissingCalendarProblem)
      return { opensAt: null, due: null, aim: null, missing: error };
    throw error;
  }
}

function stateOf(
  finish: Instance['finish'],
  bar: Bar | null,
  { opensAt: opens, due }: Times,
  now: Date,
): StepState {
  if (finish !== null) return finish.as;
  if (bar !== null) return 'barred';
  if (opens !== null && now < opens) return 'waiting';
  return due !== null && now >= due.overdueFrom ? 'overdue' : 'due';
}

/** Whom a late step goes to, and when: those of the row, else the procedure's own. None while the step is barred. */
function escalationsOf(
  row: Row,
  due: Due | null,
  bar: Bar | null,
  { calendar, now, escalate }: Around,
): EscalationStep[] {
  if (due === null || bar !== null) return [];
  const named: readonly Escalation[] =
    row.escalate.length > 0 ? row.escalate : [{ to: escalate.to, after: null, words: escalate.words }];
  return named.map(({ to, after, words }) => {
    const at = after === null ? due.overdueFrom : escalatedAt(after, due, calendar);
    return { to, at, reached: now >= at, words };
  });
}

/** When a late step goes on: days of grace are counted from its last day, hours from the moment at which it became late. */
export function escalatedAt(after: Clock, due: Due, calendar: Calendar): Date {
  const hours = 'unit' in after && after.unit === 'hour';
  try {
    return (
      dueAt(after, hours ? due.overdueFrom : startOfLondonDay(due.on), calendar)?.overdueFrom ??
      due.overdueFrom
    );
  } catch (error) {
    // Better too early than never: a lead is told although nobody has entered the term dates.
    if (error instanceof MissingCalendarProblem) return due.overdueFrom;
    throw error;
  }
}

function byDue(a: AgendaItem, b: AgendaItem): number {
  const at = ({ due }: AgendaItem): number => due?.overdueFrom.getTime() ?? Number.MAX_SAFE_INTEGER;
  return (
    at(a) - at(b) ||
    (a.row.row < b.row.row ? -1 : a.row.row > b.row.row ? 1 : 0) ||
    a.since.getTime() - b.since.getTime()
  );
}
