import { ChildMaker, type MadeChild } from '../support/child-maker';
import { startTestHub, type TestAnswer, type TestHub } from '../support/hub';

export const TEAM = 'la/931/cme';
export const FRONT_DOOR = 'la/931/front-door';
export const SOUTHAMPTON = 'la/852';
export const PORTSMOUTH = 'la/851';
export const HAMPSHIRE = 'la/850';
export const POLICE = 'police/E23000029';
export const HEALTH = 'nhs/RTH';
export const HOUSING = 'housing/E07000178';
/** Every partner of these tests. */
export const PARTNERS = [SOUTHAMPTON, PORTSMOUTH, HAMPSHIRE, POLICE, HEALTH, HOUSING];

export const ADDRESS = 'currentAddress { line1 postcode }';
export const NAME = 'name { surname forename }';

export interface Notice {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly child: object | null;
}

export interface ShownRecipient {
  readonly organisation: string;
  readonly unit: string;
  readonly items: readonly string[];
  readonly disclosures: readonly string[];
  readonly firstToldAt: string;
  readonly lastToldAt: string;
  readonly notifiedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly notTold: string | null;
}

/** A hub over HTTP, children of whom partners are told, and the team that puts records right. */
export class CorrectionDesk {
  private constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
  ) {}

  static async open(): Promise<CorrectionDesk> {
    const hub = await startTestHub();
    return new CorrectionDesk(hub, new ChildMaker(hub.database.owner, hub.clock));
  }

  /** A child whose record is a month old: authorities of these are told that it moves to them, others are asked about it. */
  async child(asked: readonly string[]): Promise<MadeChild> {
    const child = await this.maker.child();
    const then = this.maker.day(-30);
    for (const table of ['child_name', 'child_identifier', 'child_address'])
      await this.maker.sql(`update ${table} set recorded_at = $2 where child_id = $1`, [child.id, then]);
    for (const who of asked) {
      if (who.startsWith('la/')) await this.maker.notified(child, who);
      else await this.maker.asked(child, who);
    }
    return child;
  }

  /** What somebody is told of a child who asks by its id; the disclosure's own id with it. */
  async look(
    as: string,
    child: MadeChild,
    fields: string,
    purpose = as.startsWith('la/') ? 'NOTIFY_MOVE' : 'ANSWER_ENQUIRY',
  ): Promise<{
    readonly child: Record<string, unknown> | null;
    readonly id: string;
    readonly answer: TestAnswer;
  }> {
    const answer = await this.hub.query(as, {
      purpose,
      query: `{ child(id: "${child.publicId}") { id ${fields} } }`,
    });
    const found = (answer.data?.['child'] ?? null) as Record<string, unknown> | null;
    return { child: found, id: answer.sharing?.disclosureId ?? '', answer };
  }

  correct(
    child: object,
    right: string,
    more: Partial<{ as: string; purpose: string; key: string }> = {},
  ): Promise<TestAnswer> {
    const { as = TEAM, purpose = 'CASE_GOVERNANCE', key } = more;
    return this.hub.query(as, {
      purpose,
      user: 'B. Officer',
      ...(key === undefined ? {} : { idempotencyKey: key }),
      variables: { child },
      query: `mutation ($child: ChildReferenceInput!) { correctRecord(input: { child: $child, reason: "Mistyped.", ${right} }) { id receivedAt } }`,
    });
  }

  /** @returns the correction's id; throws what was said instead */
  async corrected(child: MadeChild, right: string): Promise<string> {
    const answer = await this.correct({ id: child.publicId }, right);
    const receipt = answer.data?.['correctRecord'] as { id?: string } | null | undefined;
    if (typeof receipt?.id !== 'string') throw new Error(answer.text);
    return receipt.id;
  }

  /** The corrections in somebody's inbox, about this child or about one whom it may know no longer. */
  async notices(as: string, purpose = 'LOCATE_CHILD'): Promise<Notice[]> {
    const answer = await this.hub.query(as, {
      purpose,
      query: '{ notifications(first: 100) { nodes { id type text child { id } } } }',
    });
    const page = answer.data?.['notifications'] as { nodes: Notice[] } | null | undefined;
    return (page?.nodes ?? []).filter(({ type }) => type === 'CORRECTION');
  }

  async recipients(id: string): Promise<ShownRecipient[]> {
    const answer = await this.hub.query(TEAM, {
      purpose: 'RIGHTS_AND_AUDIT',
      query: `{ correction(id: "${id}") { recipients { organisation unit items disclosures firstToldAt lastToldAt notifiedAt acknowledgedAt notTold } } }`,
    });
    if (answer.codes.length > 0) throw new Error(answer.text);
    return (answer.data?.['correction'] as { recipients: ShownRecipient[] }).recipients;
  }

  async addressOf(child: MadeChild): Promise<string> {
    const [row] = await this.maker.sql<{ id: string }>(
      'select public_id as id from child_address where child_id = $1',
      [child.id],
    );
    return row?.id ?? '';
  }

  stop(): Promise<void> {
    return this.hub.stop();
  }
}

/** The right address, on the same street: another house, in the same postcode. */
export const rightAddress = (id: string, more = ''): string =>
  `address: { id: "${id}", line1: "41 Goldcrest Avenue", town: "Candlemere", postcode: "OX99 1AB" ${more} }`;
export const rightName = (surname: string, forename: string): string =>
  `name: { surname: "${surname}", forename: "${forename}" }`;
