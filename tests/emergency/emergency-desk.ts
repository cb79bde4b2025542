import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../support/hub';

export const POLICE = 'police/E23000029';
export const HEALTH = 'nhs/RTH';
export const HOUSING = 'housing/E07000178';
export const SCHOOL = 'school/931-4123';
export const TEAM = 'la/931/cme';
export const MASH = 'la/931/mash';
export const OFFICER = 'la/931/data-protection';
export const WHY = 'Threat to the child’s life tonight; the team’s line does not answer.';

export type Node = Record<string, unknown>;
type More = Partial<Ask>;

/** A hub over HTTP, with the words of emergency access. */
export class EmergencyDesk {
  private constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
  ) {}

  static async open(): Promise<EmergencyDesk> {
    const hub = await startTestHub();
    return new EmergencyDesk(hub, new ChildMaker(hub.database.owner, hub.clock));
  }

  /** A child with something under every item that an emergency opens, and under several that it does not. */
  async child(): Promise<MadeChild> {
    const child = await this.maker.child();
    await this.maker.roll(child, 'school/931-4107');
    return child;
  }

  use(as: string, child: object, more: More = {}, input: Node = {}): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: 'mutation ($input: UseEmergencyInput!) { useEmergency(input: $input) { id receivedAt } }',
      variables: { input: { child, risk: 'RISK_TO_LIFE', text: WHY, ...input } },
      purpose: 'EMERGENCY',
      job: 'duty officer',
      ...more,
    });
  }

  /** Declares and returns the use's id. Throws what was said instead. */
  async used(as: string, child: MadeChild, more: More = {}): Promise<string> {
    const answer = await this.use(as, { id: child.publicId }, more);
    const receipt = answer.data?.['useEmergency'] as { id?: string } | null | undefined;
    if (typeof receipt?.id !== 'string') throw new Error(`no receipt: ${answer.text}`);
    return receipt.id;
  }

  end(as: string, id: string): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: 'mutation ($id: ID!) { endEmergency(id: $id) { id } }',
      variables: { id },
      purpose: 'EMERGENCY',
    });
  }

  review(
    as: string,
    id: string,
    outcome: string,
    more: More = {},
    text = 'Read with the duty sergeant.',
  ): Promise<TestAnswer> {
    return this.hub.query(as, {
      query:
        'mutation ($id: ID!, $outcome: EmergencyOutcome!, $text: String!) { reviewEmergency(id: $id, outcome: $outcome, text: $text) { id } }',
      variables: { id, outcome, text },
      purpose: 'RIGHTS_AND_AUDIT',
      user: 'B. Reviewer',
      ...more,
    });
  }

  uses(as: string, fields: string, filter: Node | null = null, more: More = {}): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: `query ($filter: EmergencyUseFilter) { emergencyUses(filter: $filter, first: 100) { nodes { ${fields} } } }`,
      variables: { filter },
      purpose: 'RIGHTS_AND_AUDIT',
      ...more,
    });
  }

  inbox(as: string, fields: string, more: More = {}): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: `{ notifications(first: 100) { nodes { ${fields} } } }`,
      purpose: 'RIGHTS_AND_AUDIT',
      ...more,
    });
  }

  /** What an asker reads of a child in an emergency. */
  look(as: string, child: MadeChild, fields: string): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: `query ($id: ID!) { child(id: $id) { ${fields} } }`,
      variables: { id: child.publicId },
      purpose: 'EMERGENCY',
    });
  }

  lookUp(as: string, child: MadeChild): Promise<TestAnswer> {
    const { forename, surname, dateOfBirth } = child;
    return this.hub.query(as, {
      query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { child { id } } ... on NoInformation { advice } } }`,
      variables: { c: { forename, surname, dateOfBirth } },
      purpose: 'EMERGENCY',
    });
  }

  hours(hours: number): void {
    this.hub.clock.advance(hours * 3_600_000);
  }

  stop(): Promise<void> {
    return this.hub.stop();
  }
}

/** The rows of a connection. Throws what was said instead. */
export function nodesIn(answer: TestAnswer, field: string): Node[] {
  const page = answer.data?.[field] as { nodes?: Node[] } | null | undefined;
  if (!page?.nodes) throw new Error(`no list: ${answer.text}`);
  return page.nodes;
}

export { withoutIdsAndTimes } from '../support/hub';
