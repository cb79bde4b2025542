import { sqlOf } from '../../src/database/sql';
import { newPublicId, newRowId } from '../../src/kernel/id';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';
import { HOME } from '../support/seeded';

export const TEAM = `${HOME}/cme`;
export const POLICE = 'police/E23000029';
export const CHARITY = 'voluntary/young-carers';
export const SCHOOL = 'school/931-2105';
export const OTHER_SCHOOL = 'school/931-2112';

export const RAISE = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id receivedAt } }';
export const OWN = '{ alerts(first: 100) { nodes { id outcome reason reference asWritten } } }';

export interface KnownChild {
  readonly id: string;
  readonly publicId: string;
  readonly details: { readonly forename: string; readonly surname: string; readonly dateOfBirth: string };
}
type More = Partial<Ask>;
type Node = Record<string, unknown>;

/** A hub over HTTP, with the words of the alerts room. */
export class AlertsDesk {
  private constructor(readonly hub: TestHub) {}

  static async open(): Promise<AlertsDesk> {
    return new AlertsDesk(await startTestHub());
  }

  static over(hub: TestHub): AlertsDesk {
    return new AlertsDesk(hub);
  }

  /** Partners speak for RAISE_CONCERN and the team for LOCATE_CHILD, unless told otherwise. */
  ask(
    as: string,
    query: string,
    variables: Record<string, unknown> = {},
    more: More = {},
  ): Promise<TestAnswer> {
    return this.hub.query(as, {
      query,
      variables,
      purpose: as === TEAM ? 'LOCATE_CHILD' : 'RAISE_CONCERN',
      ...more,
    });
  }

  /** Raises an alert, a second after whatever was raised before, and returns its id. */
  async raise(as: string, child: object, more: Record<string, unknown> = {}): Promise<string> {
    this.hub.clock.advance(1000);
    const answer = await this.ask(as, RAISE, {
      input: { child, reason: 'NO_CONTACT', text: `Words of ${as}.`, ...more },
    });
    return idIn(answer, 'raiseAlert');
  }

  /** One mutation with an id and whatever else it takes. */
  act(
    as: string,
    name: string,
    types: string,
    variables: Record<string, unknown>,
    more: More = {},
  ): Promise<TestAnswer> {
    const passed = Object.keys(variables)
      .map((key) => `${key}: $${key}`)
      .join(', ');
    return this.ask(as, `mutation (${types}) { ${name}(${passed}) { id receivedAt } }`, variables, more);
  }

  review(id: string, input: Record<string, unknown>, as = TEAM): Promise<TestAnswer> {
    return this.act(as, 'reviewAlert', '$id: ID!, $input: ReviewAlertInput!', { id, input });
  }

  closeAlert(id: string, outcomeKind = 'ON_ROLL', as = TEAM): Promise<TestAnswer> {
    return this.act(as, 'closeAlert', '$id: ID!, $outcomeKind: AlertClosing!', { id, outcomeKind });
  }

  withdraw(as: string, id: string): Promise<TestAnswer> {
    return this.act(as, 'withdrawAlert', '$id: ID!, $reason: String!', { id, reason: 'A mistake.' });
  }

  add(as: string, id: string, text = 'Something new.'): Promise<TestAnswer> {
    return this.act(as, 'addToAlert', '$id: ID!, $text: String!', { id, text });
  }

  match(alertId: string, childId: string | null, as = TEAM): Promise<TestAnswer> {
    return this.act(as, 'matchSubject', '$alertId: ID!, $childId: ID', { alertId, childId });
  }

  /** The alerts that somebody is shown. */
  async list(
    as: string,
    fields: string,
    filter: Record<string, unknown> | null = null,
    more: More = {},
  ): Promise<Node[]> {
    const answer = await this.ask(
      as,
      `query ($filter: AlertFilter) { alerts(filter: $filter, first: 100) { nodes { ${fields} } } }`,
      { filter },
      more,
    );
    return (answer.data?.['alerts'] as { nodes: Node[] } | null)?.nodes ?? [];
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
    return { id, publicId, details: { forename, surname, dateOfBirth } };
  }

  async circumstance(child: string, kind: string, organisation: string): Promise<string> {
    const id = newRowId();
    await this.sql(
      `insert into circumstance (id, child_id, kind, organisation_id, unit_id, begins_at, source, confirmed_at, confirmed_by)
       values ($1, $2, $3, $4, $4 || '/main', $5, 'test', $5, $4)`,
      [id, child, kind, organisation, this.hub.clock.now()],
    );
    return id;
  }

  async registration(child: string, organisation: string): Promise<string> {
    const id = newRowId();
    await this.sql(
      `insert into registration (id, child_id, organisation_id, begins_on, source, confirmed_at, confirmed_by)
       values ($1, $2, $3, '2026-09-01', $3, $4, $3)`,
      [id, child, organisation, this.hub.clock.now()],
    );
    return id;
  }

  /** What the database holds of an alert: for what no answer tells. */
  async row(id: string): Promise<Node> {
    const [row] = await this.sql(
      `select a.*, c.state as child_state from alert a join child c on c.id = a.child_id where a.public_id = $1`,
      [id],
    );
    if (!row) throw new Error('no such alert');
    return row;
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

export { withoutIdsAndTimes } from '../support/hub';
