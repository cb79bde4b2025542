import type { Row } from './procedure';
import type { ProcedureWords } from './procedure-words';

/** The event by which any step is recorded as done; `row` says which. */
export const STEP_DONE = 'STEP_DONE';
/** The event by which a step is recorded as not applicable; `row` says which. What comes after it does not begin. */
export const STEP_DROPPED = 'STEP_DROPPED';

/** Something that happened about a case. `kind` is an event of `procedure-words.yaml`, or STEP_DONE. */
export interface CaseEvent {
  readonly kind: string;
  readonly at: Date;
  /** The row that is done, of STEP_DONE. */
  readonly row?: string | null;
  /** What it is about where one case has several side by side: the id of one who was asked, of one visit. */
  readonly about?: string | null;
  /** When it was written down, where that is not when it happens: of a meeting to come. */
  readonly written?: Date | null;
}

/** One beginning of a step, and its end. */
export interface Instance {
  readonly since: Date;
  readonly about: string | null;
  readonly finish: { readonly at: Date; readonly as: 'done' | 'dropped' } | null;
  /** When a recurring step was last done. */
  readonly lastDone: Date | null;
}

interface Numbered extends CaseEvent {
  readonly order: number;
}
interface Trigger {
  readonly at: Date;
  readonly about: string | null;
  /** Events up to this one are no news to the step. */
  readonly order: number;
}

/** Every instance of every row, from the events of one case. Events later than `now` are plans: they begin meetings alone. */
export function instancesOf(
  rows: readonly Row[],
  events: readonly CaseEvent[],
  words: ProcedureWords,
  now: Date,
): ReadonlyMap<string, readonly Instance[]> {
  const all: readonly Numbered[] = [...events]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((event, order) => ({ ...event, order }));
  const past = all.filter(({ at }) => at <= now);
  const byId = new Map(rows.map((row) => [row.row, row]));
  const found = new Map<string, readonly Instance[]>();

  const of = (row: Row): readonly Instance[] => {
    const known = found.get(row.row);
    if (known !== undefined) return known;
    found.set(row.row, []);
    const planned = row.clock?.kind === 'before';
    const begins = planned ? all : past;
    const triggers: Trigger[] = [
      ...begins
        .filter(({ kind }) => row.on.includes(kind))
        .map(({ at, about, order, written }) => ({
          at,
          about: about ?? null,
          // What is due before a meeting is done before it: news is whatever follows the word that there will be one.
          order: planned && written != null && written < at ? lastOrderAt(past, written) : order,
        })),
      ...row.after
        .flatMap((name) => (byId.has(name) ? of(byId.get(name) ?? row) : []))
        .flatMap(({ finish, about }) =>
          finish?.as === 'done' ? { at: finish.at, about, order: lastOrderAt(past, finish.at) } : [],
        ),
    ];
    const made: Instance[] = [];
    for (const trigger of triggers.sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order)) {
      const running = made.some(
        ({ about, finish }) => about === trigger.about && (finish === null || finish.at > trigger.at),
      );
      if (!running) made.push(instance(row, trigger, past, words));
    }
    found.set(row.row, made);
    return made;
  };
  for (const row of rows) of(row);
  return found;
}

function instance(row: Row, trigger: Trigger, past: readonly Numbered[], words: ProcedureWords): Instance {
  const recurs = row.clock?.kind === 'every';
  let lastDone: Date | null = null;
  for (const event of past) {
    if (event.order <= trigger.order || isOfAnother(event, trigger)) continue;
    const recorded = event.kind === STEP_DONE && event.row === row.row;
    if (recorded && recurs) lastDone = event.at;
    else if (recorded || row.ends.includes(event.kind))
      return { since: trigger.at, about: trigger.about, finish: { at: event.at, as: 'done' }, lastDone };
    else if (
      (event.kind === STEP_DROPPED && event.row === row.row) ||
      row.until.includes(event.kind) ||
      words.events.get(event.kind)?.endsCase === true
    )
      return { since: trigger.at, about: trigger.about, finish: { at: event.at, as: 'dropped' }, lastDone };
  }
  return { since: trigger.at, about: trigger.about, finish: null, lastDone };
}

/** What is about one of several is no end of another. A step about none of them in particular ends with any. */
const isOfAnother = ({ about }: CaseEvent, trigger: Trigger): boolean =>
  about != null && trigger.about !== null && about !== trigger.about;

const lastOrderAt = (past: readonly Numbered[], at: Date): number =>
  past.findLast((event) => event.at <= at)?.order ?? -1;
