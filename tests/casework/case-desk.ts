import { randomUUID } from 'node:crypto';
import { sweepEscalations, type Swept } from '../../src/casework/escalation.sweep';
import { sqlOf } from '../../src/database/sql';
import { startOfLondonDay } from '../../src/kernel/london-time';
import type { LocalDate } from '../../src/kernel/local-date';
import type { ProcedureBook } from '../../src/procedures/check-procedures';
import { STEP_DONE, STEP_DROPPED } from '../../src/procedures/instances';
import type { CaseRules } from '../../src/procedures/case-rules';
import { AlertsDesk, TEAM, type KnownChild } from '../alerts/alerts-desk';
import { BOOK, CALENDARS } from '../procedures/shipped';
import { HOME } from '../support/seeded';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { ManualClock } from '../support/manual-clock';

export { TEAM, type KnownChild };

/** The officers of the team, each a person of its own. */
export const OFFICER: Partial<Ask> = { user: 'P. Officer', job: 'CME case officer' };
export const SECOND: Partial<Ask> = { user: 'S. Second', job: 'CME case officer' };
export const MANAGER: Partial<Ask> = { user: 'M. Manager', job: 'CME manager', purpose: 'CASE_GOVERNANCE' };
export const DIRECTOR: Partial<Ask> = { user: 'D. Director', job: 'director', purpose: 'CASE_GOVERNANCE' };

type Node = Record<string, unknown>;

/** The hub of the home authority, working by the procedure of whichever authority a story is about. */
export function rulesOf(authority: string, of: ProcedureBook = BOOK): CaseRules {
  const theirs = of.authorities.get(authority);
  if (theirs === undefined) throw new Error(`no procedure of ${authority}`);
  const book: ProcedureBook = { ...of, authorities: new Map([...of.authorities, [HOME, theirs]]) };
  return { book, calendars: { ...CALENDARS, of: (_authority, school) => CALENDARS.of(authority, school) } };
}

/** A hub over HTTP, with the words of the casework room; the story begins on a day at noon. */
export class CaseDesk {
  private constructor(
    readonly hub: TestHub,
    private readonly alerts: AlertsDesk,
    private readonly rules: CaseRules,
  ) {}

  static async open(day: string, authority = HOME, book: ProcedureBook = BOOK): Promise<CaseDesk> {
    const rules = rulesOf(authority, book);
    const hub = await startTestHub({ clock: new ManualClock(noon(day)), rules });
    return new CaseDesk(hub, AlertsDesk.over(hub), rules);
  }

  /** Noon of that day in London. */
  day(day: string): void {
    this.hub.clock.set(noon(day));
  }

  child(forename: string, surname: string, born = '2014-03-05'): Promise<KnownChild> {
    return this.alerts.knownChild(forename, surname, born);
  }

  circumstance(child: string, kind: string, organisation = HOME): Promise<string> {
    return this.alerts.circumstance(child, kind, organisation);
  }

  registration(child: string, organisation: string): Promise<string> {
    return this.alerts.registration(child, organisation);
  }

  async riskGroup(child: string, group: string): Promise<void> {
    const id = await this.circumstance(child, 'RISK_GROUP');
    await this.sql('update circumstance set detail = $2 where id = $1', [id, group]);
  }

  ask(query: string, variables: Node = {}, more: Partial<Ask> = {}, as = TEAM): Promise<TestAnswer> {
    this.hub.clock.advance(1000);
    return this.hub.query(as, { query, variables, purpose: 'LOCATE_CHILD', ...OFFICER, ...more });
  }

  /** One mutation, by the text of its arguments, and the codes of what was refused. */
  async act(mutation: string, variables: Node = {}, more: Partial<Ask> = {}, as = TEAM): Promise<TestAnswer> {
    return this.ask(`mutation ${mutation}`, variables, more, as);
  }

  /** As `act`, where it must succeed: the id in the receipt. */
  async done(mutation: string, more: Partial<Ask> = {}): Promise<string> {
    const answer = await this.act(`{ m: ${mutation} { id } }`, {}, more);
    const id = (answer.data?.['m'] as { id?: string } | null | undefined)?.id;
    if (id === undefined) throw new Error(`${mutation}: ${answer.text}`);
    return id;
  }

  /** As `act`, where it must be refused: code and message. */
  async refused(mutation: string, more: Partial<Ask> = {}, as = TEAM): Promise<string> {
    const answer = await this.act(`{ m: ${mutation} { id } }`, {}, more, as);
    const [error] = answer.errors;
    if (error === undefined) throw new Error(`not refused: ${mutation}`);
    return `${error.extensions.code} ${error.message}`;
  }

  async openCase(child: KnownChild, rag = 'AMBER', reviewOn?: string): Promise<string> {
    const day = reviewOn ?? londonToday(this.hub.clock.now(), 30);
    return this.done(
      `openCase(input: { child: { id: "${child.publicId}" }, classification: IDENTIFIED_NOT_LOCATED, rag: ${rag}, reviewOn: "${day}" })`,
    );
  }

  /** Steps of a child on the work list. */
  async steps(child: KnownChild, filter = 'everybodys: true', fields = 'row state dueOn'): Promise<Node[]> {
    const answer = await this.ask(
      `{ workList(first: 100, filter: { ${filter} }) { nodes { ${fields} child { id } } } }`,
    );
    if (answer.errors.length > 0) throw new Error(answer.text);
    return ((answer.data?.['workList'] as { nodes: Node[] }).nodes ?? [])
      .filter((node) => (node['child'] as { id: string } | null)?.id === child.publicId)
      .map((node) => Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'child')));
  }

  /** `ROW STATE day` of each step of a child. */
  async lines(child: KnownChild, filter?: string): Promise<string[]> {
    return (await this.steps(child, filter)).map(
      ({ row, state, dueOn }) => `${String(row)} ${String(state)} ${String(dueOn)}`,
    );
  }

  /** The id of a step that stands. */
  async step(child: KnownChild, row: string): Promise<string> {
    const all = await this.steps(
      child,
      'everybodys: true, states: [WAITING, DUE, OVERDUE, BARRED]',
      'id row',
    );
    const found = all.find((one) => one['row'] === row);
    if (found === undefined) throw new Error(`no step ${row}`);
    return String(found['id']);
  }

  async complete(child: KnownChild, row: string, outcome?: string, more: Partial<Ask> = {}): Promise<void> {
    const id = await this.step(child, row);
    await this.done(`completeStep(id: "${id}"${outcome ? `, outcome: "${outcome}"` : ''})`, more);
  }

  event(child: KnownChild, event: string): Promise<string> {
    return this.done(`recordCaseEvent(childId: "${child.publicId}", event: "${event}")`);
  }

  /** The entry as the team reads it; of one that has ended its officers alone, for governance. */
  async entry(
    id: string,
    fields: string,
    more: Partial<Ask> = { purpose: 'CASE_GOVERNANCE' },
  ): Promise<Node> {
    const answer = await this.ask(`{ registerEntry(id: "${id}") { ${fields} } }`, {}, more);
    if (answer.errors.length > 0 || !answer.data?.['registerEntry']) throw new Error(answer.text);
    return answer.data['registerEntry'] as Node;
  }

  sweep(): Promise<Swept> {
    const { clock, database } = this.hub;
    return sweepEscalations({ database: sqlOf(database.app), clock, home: HOME, rules: this.rules });
  }

  sql<Row = Node>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.alerts.sql<Row>(text, values);
  }

  /** Stops the hub, and fails where anything was recorded that no procedure could know. */
  async stop(): Promise<void> {
    const kinds = await this.sql<{ kind: string }>('select distinct kind from case_event');
    await this.hub.stop();
    const unknown = kinds
      .map(({ kind }) => kind)
      .filter((kind) => !BOOK.words.events.has(kind) && kind !== STEP_DONE && kind !== STEP_DROPPED);
    if (unknown.length > 0) throw new Error(`not words of the procedures: ${unknown.join(', ')}`);
  }
}

export const nobody = randomUUID();
const noon = (day: string): Date => new Date(startOfLondonDay(day as LocalDate).getTime() + 12 * 3_600_000);
const londonToday = (now: Date, later: number): string =>
  new Date(now.getTime() + later * 86_400_000).toISOString().slice(0, 10);
