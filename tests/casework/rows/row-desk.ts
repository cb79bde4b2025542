import { londonDate } from '../../../src/kernel/london-time';
import { AlertsDesk, idIn, RAISE, SCHOOL, type KnownChild } from '../../alerts/alerts-desk';
import { MEMO, REFERRAL, unnumbered } from '../../alerts/paper-forms';
import type { TestAnswer } from '../../support/hub';
import { CaseDesk } from '../case-desk';

export { SCHOOL, type KnownChild };
export { CHARITY, OTHER_SCHOOL, POLICE, TEAM } from '../../alerts/alerts-desk';
export { DIRECTOR, MANAGER, OFFICER, SECOND } from '../case-desk';

export const SOUTHAMPTON = 'la/852';
export const MASH = 'la/931/mash';
export const HUB = 'la/931/childrens-social-care';
export const EHE = 'la/931/ehe';
export const EWS = 'la/931/ews';
export const HEALTH = 'nhs/RTH';
export const HOUSING = 'housing/E07000178';

type Node = Record<string, unknown>;
const FIELDS =
  'row state dueOn aimOn opensAt source escalatedTo step clock who asks tells heldBack barredBecause outcomes';

/** One child's story under an authority's procedure, told day by day over the API. */
export class Story {
  constructor(
    readonly desk: CaseDesk,
    readonly alerts: AlertsDesk,
    public child: KnownChild,
    /** The paragraph that the title of the story cites, and the hub has to cite. */
    private readonly says: string,
    private readonly rows: readonly string[],
  ) {}

  /** Noon of a day in London, or an instant. */
  on(time: string): void {
    if (time.includes('T')) this.desk.hub.clock.set(time);
    else this.desk.day(time);
  }

  /** The story is of another child, born that day. */
  async aChildBorn(born: string): Promise<void> {
    this.child = await this.desk.child(this.child.details.forename, `${this.child.details.surname} b`, born);
  }

  async event(kind: string, at?: string): Promise<void> {
    await this.desk.done(
      `recordCaseEvent(childId: "${this.child.publicId}", event: "${kind}"${at ? `, at: "${at}"` : ''})`,
    );
  }

  /** The steps of a row of the child that stand on everybody's work list. */
  async shown(row: string): Promise<Node[]> {
    const found: Node[] = [];
    for (let after: string | null = null; ;) {
      const answer: TestAnswer = await this.desk.ask(
        `query ($after: String) { workList(first: 100, after: $after, filter: { everybodys: true, states: [WAITING, DUE, OVERDUE, BARRED] }) {
          nodes { ${FIELDS} child { id } } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      if (answer.errors.length > 0) throw new Error(answer.text);
      const page = answer.data?.['workList'] as {
        nodes: Node[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
      found.push(
        ...page.nodes.filter(
          (node) => node['row'] === row && (node['child'] as Node | null)?.['id'] === this.child.publicId,
        ),
      );
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    if (this.rows.includes(row)) for (const { source } of found) expect(this.says).toContain(String(source));
    return found;
  }

  /**
   * A row as the officer reads it: `DUE 2026-11-09`, `WAITING from 2026-11-30, DUE …`, `OVERDUE 2026-11-09, with the
   * officer's manager`, `BARRED: Ask social care first.`; `nothing` when no step of it stands.
   */
  async row(row: string): Promise<string> {
    const lines = (await this.shown(row)).map(lineOf);
    return lines.length === 0 ? 'nothing' : lines.join('; ');
  }

  /** Finishes the one step of a row that stands. */
  complete(row: string, outcome?: string, more: Node = {}): Promise<void> {
    return this.desk.complete(this.child, row, outcome, more);
  }

  /** What the hub says to whoever tries to finish it. */
  async refusedStep(row: string, outcome?: string): Promise<string> {
    const id = await this.desk.step(this.child, row);
    return this.desk.refused(`completeStep(id: "${id}"${outcome ? `, outcome: "${outcome}"` : ''})`);
  }

  openCase(rag?: string): Promise<string> {
    return this.desk.openCase(this.child, rag);
  }

  /** An alert about the child, and its id. */
  alert(as: string, more: Node = {}): Promise<string> {
    return this.alerts.raise(as, { id: this.child.publicId }, more);
  }

  /** The missing-children memo of a school or another enquirer, filled today. */
  memo(as = SCHOOL, reason = 'LEFT_WITHOUT_DESTINATION', lastDay: string | null = null): Promise<string> {
    const { forename, surname, dateOfBirth } = this.child.details;
    const today = londonDate(this.desk.hub.clock.now());
    const form = {
      ...unnumbered(MEMO), firstName: forename, surname, dateOfBirth, dateOfEnquiry: today, lastDateOfAttendance: lastDay,
    }; // prettier-ignore
    return this.raise(as, { reason, memo: form });
  }

  /** The hub referral; `tried: false` without any evidence of the school's own efforts. */
  referral(as = SCHOOL, tried = true): Promise<string> {
    const { forename, surname, dateOfBirth } = this.child.details;
    const today = londonDate(this.desk.hub.clock.now());
    const form = {
      ...unnumbered(REFERRAL), forenames: forename, surname, dateOfBirth, referralDate: today,
      tried: tried
        ? { parentsContacted: true, parentsContactedOn: [today], otherContactsPhoned: true, otherContactsPhonedOn: [today],
            professionalsAsked: true, professionalsAskedOn: [today] }
        : { parentsContacted: false, otherContactsPhoned: false, professionalsAsked: false },
    }; // prettier-ignore
    return this.raise(as, { reason: 'UNEXPLAINED_ABSENCE', hubReferral: form });
  }

  private async raise(as: string, input: Node): Promise<string> {
    this.desk.hub.clock.advance(1000);
    return idIn(await this.alerts.ask(as, RAISE, { input }), 'raiseAlert');
  }

  /** Triage: what was refused, else an empty list. */
  async review(id: string, input: Node): Promise<readonly string[]> {
    this.desk.hub.clock.advance(1000);
    return (await this.alerts.review(id, input)).codes;
  }

  /** An alert as its raiser reads it. */
  async own(as: string, id: string, fields = 'outcome'): Promise<unknown> {
    const query = `query ($id: ID!) { alert(id: $id) { ${fields} } }`;
    return (await this.alerts.ask(as, query, { id })).data?.['alert'];
  }

  /** Asks, and the id of the enquiry. */
  async enquire(recipients: readonly string[], more: Node = {}, who: Node = {}): Promise<string> {
    const input = {
      child: { id: this.child.publicId }, recipients, question: 'Do you know this child?', ...more,
    }; // prettier-ignore
    const name = more['checkKind'] === 'CHILD_BENEFIT' ? 'sendConditionalEnquiry' : 'sendEnquiry';
    const answer = await this.desk.ask(
      `mutation ($input: SendEnquiryInput!) { ${name}(input: $input) { id } }`,
      { input },
      who,
    );
    return idIn(answer, name);
  }

  async answer(as: string, id: string, outcome: string, more: Node = {}): Promise<readonly string[]> {
    const answer = await this.desk.ask(
      'mutation ($id: ID!, $input: AnswerEnquiryInput!) { answerEnquiry(id: $id, input: $input) { id } }',
      { id, input: { outcome, ...more } },
      { purpose: 'ANSWER_ENQUIRY', user: 'A. Partner', job: 'records officer' },
      as,
    );
    return answer.codes;
  }

  visit(id: string, outcome: string, at: string): Promise<string> {
    return this.desk.done(
      `recordVisit(id: "${id}", input: { at: "${at}", outcome: ${outcome}, risk: LOW, text: "As told." })`,
    );
  }

  /** What stands in an inbox about the child. */
  async inbox(as: string, purpose: string): Promise<Node[]> {
    const { data } = await this.alerts.ask(
      as,
      '{ notifications(first: 100) { nodes { type text child { id } } } }',
      {},
      { purpose },
    );
    const { nodes } = (data?.['notifications'] as { nodes: Node[] } | null) ?? { nodes: [] };
    return nodes.filter(({ child }) => (child as Node | null)?.['id'] === this.child.publicId);
  }
}

const lineOf = (node: Node): string => {
  const [state, due] = [String(node['state']), node['dueOn'] === null ? '' : ` ${String(node['dueOn'])}`];
  if (state === 'BARRED') return `BARRED: ${String(node['barredBecause'])}`;
  if (state === 'WAITING')
    return `WAITING from ${londonDate(new Date(String(node['opensAt'])))}${due && `, due${due}`}`;
  return `${state}${due}${state === 'OVERDUE' ? `, with ${String(node['escalatedTo'])}` : ''}`;
};

/** A row that is told in four lines: it begins, is due, is late with somebody, and ends. */
export interface ShortStory {
  readonly row: string;
  readonly says: string;
  readonly title: string;
  /** The day and the event that begin it. */
  readonly begins: readonly [day: string, event: string];
  /** How it stands then. */
  readonly stands: string;
  /** A later day, and how it stands then. */
  readonly then?: readonly [day: string, stands: string];
  /** Parties that are asked or told, as the list names them. */
  readonly with?: readonly string[];
  /** The event that ends it; null: nothing does but the end of the case. */
  readonly ends: string | null;
}

export async function tellShort(s: Story, short: ShortStory): Promise<void> {
  const { row, begins, stands, then, ends } = short;
  s.on(begins[0]);
  await s.event(begins[1]);
  expect(await s.row(row)).toBe(stands);
  if (short.with !== undefined) {
    const [{ asks, tells } = {}] = await s.shown(row);
    expect([...(asks as string[]), ...(tells as string[])]).toEqual(short.with);
  }
  if (then !== undefined) {
    s.on(then[0]);
    expect(await s.row(row)).toBe(then[1]);
  }
  if (ends === null) return;
  await s.event(ends);
  expect(await s.row(row)).toBe('nothing');
}

type Tell = (says: string, title: string, story: (story: Story) => Promise<void>) => void;

/**
 * A hub that works by the procedure of an authority, for the stories of one file. `row('OX-12')('S1 3.6', 'what the
 * paragraph says', story)` is one test, with a child of its own.
 */
export function storiesOf(authority: string, born = '2014-03-05'): (...rows: string[]) => Tell {
  let desk: CaseDesk;
  let alerts: AlertsDesk;
  let serial = 0;
  beforeAll(async () => {
    desk = await CaseDesk.open('2026-09-07', authority);
    alerts = AlertsDesk.over(desk.hub);
  });
  afterAll(() => desk.stop());
  return (...rows) =>
    (says, title, story) =>
      it(`${rows.join(', ')}, ${says}: ${title}`, async () => {
        desk.day('2026-09-07');
        // The children of earlier stories are off the list, which is then one child's.
        await desk.sql(`update child set state = 'erased'`);
        serial += 1;
        const child = await desk.child('Row', `Story ${serial}`, born);
        await story(new Story(desk, alerts, child, says, rows));
      });
}
