import type { Config } from '../../../src/config';
import { developmentSubject } from '../../../src/identity/development-issuer';
import { ChildMaker, type MadeChild } from '../../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../../support/hub';

export const POLICE = 'police/E23000029';
export const HEALTH = 'nhs/RTH';
export const HOUSING = 'housing/E07000178';
export const SCHOOL = 'school/931-4123';
export const TEAM = 'la/931/cme';
export const OFFICER = 'la/931/data-protection';
export const CONSTABLE = 'A. Constable';
export const NURSE = '<img src=x onerror="alert(1)">';

const FIELDS = `id at kind organisation unit client subject user job purpose reference review
  items { child item form outcome under { agreement version clause } }`;

export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly client: string;
  readonly subject: string | null;
  readonly user: string | null;
  readonly purpose: string;
  readonly reference: string;
  readonly review: readonly string[] | null;
  readonly items: readonly {
    readonly child: string | null;
    readonly item: string;
    readonly form: string;
    readonly outcome: string;
    readonly under: readonly { readonly agreement: string; readonly clause: string | null }[];
  }[];
}

/**
 * Ten days of several agencies over HTTP. The subject's first record is joined with the one that is kept; another child
 * is in one answer with it. Each step is a day, at half past nine.
 */
export class History {
  private constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
    /** The record that is kept, and the one that was joined with it. */
    readonly kept: MadeChild,
    readonly joined: MadeChild,
    readonly other: MadeChild,
  ) {}

  static async make(config: Partial<Config> = {}): Promise<History> {
    const hub = await startTestHub({ config });
    const maker = new ChildMaker(hub.database.owner, hub.clock);
    const [kept, joined, other] = [await maker.child(), await maker.child(), await maker.child()];
    const history = new History(hub, maker, kept, joined, other);
    try {
      await history.happen();
      return history;
    } catch (error) {
      await hub.stop();
      throw error;
    }
  }

  private async happen(): Promise<void> {
    const { maker, kept, joined, other } = this;
    const unit = `${POLICE}/main`;
    for (const child of [joined, other]) await maker.fact(child, 'MISSING_EPISODE', { unit });
    await maker.fact(kept, 'OPEN_CASE', { unit: `${HEALTH}/main` });
    await this.ask(POLICE, {
      query: `{ child(id: "${joined.publicId}") { id name { surname } upn } }`,
      user: CONSTABLE,
      reference: 'DAY/1',
    });
    await this.nextDay();
    await this.ask(HOUSING, {
      query: `{ child(id: "${joined.publicId}") { id } }`,
      reference: 'DAY/2',
      purpose: 'SAFEGUARD',
    });
    await this.ask(POLICE, {
      query: `{ child(id: "${joined.publicId}") { id upn } }`,
      mode: 'strict',
      user: 'B. Sergeant',
      reference: 'DAY/2',
    });
    await this.nextDay();
    await this.ask(POLICE, {
      query: `{ one: child(id: "${joined.publicId}") { id } two: child(id: "${other.publicId}") { id name { surname } } }`,
      user: 'B. Sergeant',
      reference: 'DAY/3',
    });
    await this.nextDay();
    await this.ask(HEALTH, {
      query: `{ child(id: "${kept.publicId}") { id flagged } }`,
      purpose: 'SAFEGUARD',
      user: NURSE,
      reference: 'DAY/4',
    });
    await this.nextDay();
    await this.ask(SCHOOL, {
      query: `mutation { raiseAlert(input: { child: { id: "${kept.publicId}" }, reason: NO_CONTACT }) { id } }`,
      purpose: 'RAISE_CONCERN',
      reference: 'DAY/5',
    });
    await this.nextDay();
    await this.ask(POLICE, {
      query: 'mutation ($input: UseEmergencyInput!) { useEmergency(input: $input) { id } }',
      variables: {
        input: {
          child: { id: kept.publicId },
          risk: 'RISK_TO_LIFE',
          text: 'Threat to the child’s life tonight; the team’s line does not answer.',
        },
      },
      purpose: 'EMERGENCY',
      user: CONSTABLE,
      reference: 'DAY/6',
    });
    await this.ask(POLICE, {
      query: `{ child(id: "${kept.publicId}") { id lastKnownAddress { postcode } } }`,
      purpose: 'EMERGENCY',
      user: CONSTABLE,
      reference: 'DAY/6',
    });
    await this.nextDay();
    const [use] = await maker.sql<{ public_id: string }>('select public_id from emergency_use');
    await this.ask(OFFICER, {
      query: `mutation { reviewEmergency(id: "${use?.public_id ?? ''}", outcome: JUSTIFIED, text: "Read with the duty sergeant.") { id } }`,
      purpose: 'RIGHTS_AND_AUDIT',
      user: 'B. Reviewer',
      reference: 'DAY/7',
    });
    await this.nextDay();
    await maker.sql(`update child set state = 'merged', merged_into = $2 where id = $1`, [
      joined.id,
      kept.id,
    ]);
  }

  /** Asks, and throws where the gate refused what a test did not mean to be refused. */
  async ask(as: string, ask: Ask): Promise<TestAnswer> {
    const answer = await this.hub.query(as, ask);
    if (answer.codes.includes('BAD_USER_INPUT')) throw new Error(answer.text);
    return answer;
  }

  disclosures(as: string, filter: string, more = ''): Promise<TestAnswer> {
    return this.hub.query(as, {
      query: `{ disclosures(filter: ${filter} ${more}) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`,
      purpose: 'RIGHTS_AND_AUDIT',
      reference: 'LOOK/1',
    });
  }

  /** The entries of the days, oldest first: looks into the ledger leave some of their own. */
  async entries(as: string, filter: string, more = ', first: 100'): Promise<Entry[]> {
    const answer = await this.disclosures(as, filter, more);
    const page = answer.data?.['disclosures'] as { nodes: Entry[] } | null | undefined;
    if (!page) throw new Error(answer.text);
    return page.nodes.filter(({ reference }) => reference.startsWith('DAY/')).reverse();
  }

  /** `DAY/1 police/E23000029 given EXISTENCE, IDENTITY`: what is asserted of an entry. */
  line({ reference, organisation, kind, items }: Entry): string {
    const said = items.map(({ child, item, form, outcome }) => {
      const who = child === null ? '-' : (this.names().get(child) ?? child);
      return `${who}:${item}${form === 'full' ? '' : `/${form}`}:${outcome}`;
    });
    return [reference, organisation, kind, ...said].join(' ');
  }

  names(): ReadonlyMap<string, string> {
    const { kept, joined, other } = this;
    return new Map([
      [kept.publicId, 'kept'],
      [joined.publicId, 'joined'],
      [other.publicId, 'other'],
    ]);
  }

  subject(as: string, user: string): string {
    return developmentSubject(as, user);
  }

  stop(): Promise<void> {
    return this.hub.stop();
  }

  private async nextDay(): Promise<void> {
    this.hub.clock.advance(24 * 3_600_000);
    await this.hub.hub.refreshAgreements();
  }
}
