/** State → event → the state after it. What is not in the table may not happen. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** The state after an event, or null when the table does not allow it: the caller says why in its own words. */
export const stateAfter = <State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State | null => table[state][event] ?? null;
