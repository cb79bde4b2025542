import { sqlOf } from '../../src/database/sql';
import type { LocalDate } from '../../src/kernel/local-date';
import { startOfLondonDay } from '../../src/kernel/london-time';
import { newPublicId, newRowId } from '../../src/kernel/id';
import type { FollowedUp } from '../../src/enquiries/follow-up.service';
import { rulesOf } from '../casework/case-desk';
import { startTestHub, type Ask, type TestAnswer, type TestHub, type TestHubOptions } from '../support/hub';
import { ManualClock } from '../support/manual-clock';
import { HOME } from '../support/seeded';

export const TEAM = `${HOME}/cme`;
export const FRONT_DOOR = `${HOME}/front-door`;
export const MASH = `${HOME}/mash`;
export const POLICE = 'police/E23000029';
export const HEALTH = 'nhs/RNU';
export const HOUSING = 'housing/E07000178';
export const REFUGE = 'voluntary/refuge-network';
export const SOUTHAMPTON = 'la/852';
export const PORTSMOUTH = 'la/851';
export const SCHOOL = 'school/931-2105';

export interface KnownChild {
  readonly id: string;
  readonly publicId: string;
  readonly details: { readonly forename: string; readonly surname: string; readonly dateOfBirth: string };
}
export type Node = Record<string, unknown>;

/** Noon in London of a day: 11:00 UTC while summer time runs. */
const noon = (day: string): Date => new Date(startOfLondonDay(day as LocalDate).getTime() + 12 * 3_600_000);
type More = Partial<Ask>;

/** A hub over HTTP, with the words of enquiries and notifications. */
export class ExchangeDesk {
  protected constructor(readonly hub: TestHub) {}

  static async open(options: TestHubOptions = {}): Promise<ExchangeDesk> {
    return new ExchangeDesk(await startTestHub(options));
  }

  /** A hub that works by the procedure of an authority, at noon of a day. */
  static at(day: string, authority: string): Promise<ExchangeDesk> {
    return ExchangeDesk.open({ clock: new ManualClock(noon(day)), rules: rulesOf(authority) });
  }

  /** At noon of that day in London, or at an instant: what is due by then is followed up. */
  async on(time: string): Promise<FollowedUp> {
    this.hub.clock.set(time.includes('T') ? time : noon(time));
    await this.hub.hub.refreshAgreements();
    return this.hub.hub.rounds.followUp();
  }

  /** Organisation → how it stands as one who was asked, for whoever asks so. */
  async asked(
    as: string,
    id: string,
    fields = 'state',
    purpose = 'LOCATE_CHILD',
  ): Promise<Record<string, Node>> {
    const read = await this.enquiry(as, id, `recipients { organisation ${fields} }`, purpose);
    const { recipients = [] } = (read.data?.['enquiry'] ?? {}) as { recipients?: Node[] };
    return Object.fromEntries(recipients.map(({ organisation, ...rest }) => [String(organisation), rest]));
  }

  /** Kinds of what has happened in the child's case, in their order. */
  async events(child: string): Promise<string[]> {
    const rows = await this.sql<{ kind: string }>(
      'select kind from case_event where child_id = $1 order by at, position',
      [child],
    );
    return rows.map(({ kind }) => kind);
  }

  /** The lines of the list of checks that are anything but open: check → what has come of it. */
  async checks(child: string, purpose = 'LOCATE_CHILD', as = TEAM): Promise<Record<string, Node>> {
    const fields = 'check state lastCheckedOn outcome because waitingFor';
    const read = await this.ask(
      as,
      `query ($id: ID!) { child(id: $id) { case { checks { ${fields} } } } }`,
      { id: child },
      { purpose },
    );
    const known = read.data?.['child'] as { case?: { checks?: Node[] } } | null | undefined;
    if (!known?.case?.checks) throw new Error(`no list: ${read.text}`);
    return Object.fromEntries(known.case.checks.map(({ check, ...rest }) => [String(check), rest]));
  }

  ask(as: string, query: string, variables: Node = {}, more: More = {}): Promise<TestAnswer> {
    return this.hub.query(as, { query, variables, ...more });
  }

  /** One mutation; `types` declares the variables that it is given under the same names. */
  act(as: string, name: string, types: string, variables: Node, more: More = {}): Promise<TestAnswer> {
    const passed = Object.keys(variables)
      .map((key) => `${key}: $${key}`)
      .join(', ');
    return this.ask(as, `mutation (${types}) { ${name}(${passed}) { id receivedAt } }`, variables, more);
  }

  send(
    as: string,
    child: object,
    recipients: readonly string[],
    more: More = {},
    input: Node = {},
  ): Promise<TestAnswer> {
    const given = { child, recipients, question: 'Do you know this child?', ...input };
    return this.act(as, 'sendEnquiry', '$input: SendEnquiryInput!', { input: given }, more);
  }

  /** Sends and returns the enquiry's id. */
  async sent(as: string, child: object, recipients: readonly string[]): Promise<string> {
    return idIn(await this.send(as, child, recipients), 'sendEnquiry');
  }

  answer(as: string, id: string, input: Node, more: More = {}): Promise<TestAnswer> {
    const variables = { id, input };
    return this.act(as, 'answerEnquiry', '$id: ID!, $input: AnswerEnquiryInput!', variables, {
      purpose: 'ANSWER_ENQUIRY',
      ...more,
    });
  }

  withdraw(as: string, id: string): Promise<TestAnswer> {
    return this.act(as, 'withdrawEnquiry', '$id: ID!', { id });
  }

  /** One enquiry as somebody reads it. */
  enquiry(as: string, id: string, fields: string, purpose = 'LOCATE_CHILD'): Promise<TestAnswer> {
    return this.ask(as, `query ($id: ID!) { enquiry(id: $id) { ${fields} } }`, { id }, { purpose });
  }

  async enquiries(
    as: string,
    fields: string,
    filter: Node | null = null,
    purpose = 'LOCATE_CHILD',
  ): Promise<Node[]> {
    const query = `query ($filter: EnquiryFilter) { enquiries(filter: $filter, first: 100) { nodes { ${fields} } } }`;
    return nodesIn(await this.ask(as, query, { filter }, { purpose }), 'enquiries');
  }

  notify(as: string, child: object, to: string, type: string, more: Node = {}): Promise<TestAnswer> {
    const input = { child, to, type, ...more };
    return this.act(
      as,
      'notifyAuthority',
      '$input: NotifyAuthorityInput!',
      { input },
      { purpose: 'NOTIFY_MOVE' },
    );
  }

  /** What somebody finds in its inbox. */
  async inbox(as: string, fields: string, purpose = 'NOTIFY_MOVE'): Promise<Node[]> {
    return nodesIn(
      await this.ask(as, `{ notifications(first: 100) { nodes { ${fields} } } }`, {}, { purpose }),
      'notifications',
    );
  }

  /** A child whom the hub knows. */
  async knownChild(forename: string, surname: string, dateOfBirth = '2014-03-05'): Promise<KnownChild> {
    const [id, publicId] = [newRowId(), newPublicId()];
    await this.sql(
      `insert into child (id, public_id, home_authority, date_of_birth, source) values ($1, $2, $3, $4, 'test')`,
      [id, publicId, HOME, dateOfBirth],
    );
    await this.sql(
      `insert into child_name (id, child_id, kind, forename, surname, source) values ($1, $2, 'legal', $3, $4, 'test')`,
      [newRowId(), id, forename, surname],
    );
    await this.sql(
      `insert into child_identifier (id, child_id, kind, value, source) values ($1, $2, 'upn', $3, 'test')`,
      [newRowId(), id, `UPN of ${id}`],
    );
    return { id, publicId, details: { forename, surname, dateOfBirth } };
  }

  async circumstance(
    child: string,
    kind: string,
    organisation: string,
    detail: string | null = null,
  ): Promise<void> {
    await this.sql(
      `insert into circumstance (id, child_id, kind, organisation_id, unit_id, detail, begins_at, source, confirmed_at, confirmed_by)
       values ($1, $2, $3, $4, $4 || '/main', $6, $5, 'test', $5, $4)`,
      [newRowId(), child, kind, organisation, this.hub.clock.now(), detail],
    );
  }

  async address(child: string, authority: string): Promise<void> {
    await this.sql(
      `insert into child_address (id, child_id, line1, postcode, authority_id, begins_on, source, confirmed_at, confirmed_by)
       values ($1, $2, '1 Invented Lane', 'OX99 1AB', $3, '2026-09-01', 'test', $4, 'test')`,
      [newRowId(), child, authority, this.hub.clock.now()],
    );
  }

  async openCase(child: string): Promise<void> {
    await this.sql(
      `insert into cme_case (id, child_id, authority_id, state, opened_at, source) values ($1, $2, $3, 'OPEN', $4, 'test')`,
      [newRowId(), child, HOME, this.hub.clock.now()],
    );
  }

  /** How many rows a table holds: for what no answer tells. */
  async count(table: string, where: string, values: readonly unknown[]): Promise<number> {
    const [row] = await this.sql<{ n: number }>(
      `select count(*)::int as n from ${table} where ${where}`,
      values,
    );
    return row?.n ?? Number.NaN;
  }

  sql<Row = Node>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.hub.database.owner).query<Row>(text, values);
  }

  stop(): Promise<void> {
    return this.hub.stop();
  }
}

/** The id of a receipt. Throws what was said instead. */
export function idIn(answer: TestAnswer, field: string): string {
  const receipt = answer.data?.[field] as { id?: string } | null | undefined;
  if (typeof receipt?.id !== 'string') throw new Error(`no receipt: ${answer.text}`);
  return receipt.id;
}

/** The rows of a connection. Throws what was said instead. */
export function nodesIn(answer: TestAnswer, field: string): Node[] {
  const page = answer.data?.[field] as { nodes?: Node[] } | null | undefined;
  if (!page?.nodes) throw new Error(`no list: ${answer.text}`);
  return page.nodes;
}

export { withoutIdsAndTimes } from '../support/hub';
