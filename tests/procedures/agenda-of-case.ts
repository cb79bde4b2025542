import { agendaOf, type AgendaItem, type CaseFacts } from '../../src/procedures/agenda';
import { BOOK, CALENDARS, instant } from './shipped';

type Event = readonly [at: string, kind: string, more?: { readonly row?: string; readonly about?: string }];

/** Facts of a case, told as events with their dates. */
export function factsOf(
  authority: string,
  events: readonly Event[],
  more: Partial<CaseFacts> = {},
): CaseFacts {
  return {
    authority,
    events: events.map(([at, kind, rest]) => ({ kind, at: instant(at), ...rest })),
    marks: [],
    decisions: [],
    ...more,
  };
}

/** The agenda at an instant, one row alone or all of them by row. */
export const agendaAt = (facts: CaseFacts, now: string): readonly AgendaItem[] =>
  agendaOf(facts, BOOK, CALENDARS, instant(now));

export function itemAt(facts: CaseFacts, now: string, row: string): AgendaItem {
  const found = agendaAt(facts, now).filter((item) => item.row.row === row);
  expect(found.map(({ row: { row: id } }) => id)).toEqual([row]);
  return found[0] as AgendaItem;
}

/** Row → state and last day, for a whole agenda at a glance. */
export const glance = (facts: CaseFacts, now: string): Record<string, string> =>
  Object.fromEntries(
    agendaAt(facts, now).map(({ row, state, due }) => [row.row, due === null ? state : `${state} ${due.on}`]),
  );
