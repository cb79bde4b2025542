import { AlertsDesk } from '../../alerts/alerts-desk';
import type { TestAnswer } from '../../support/hub';
import { bytesOf, withoutIdsAndTimes } from '../../support/hub';
import { CaseDesk, type KnownChild } from '../case-desk';
import { Story } from '../rows/row-desk';

/** Who asks: for which purpose, in which job. */
export interface Who {
  readonly purpose: string;
  readonly user?: string;
  readonly job?: string;
}

const LOOKUP =
  'query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { child { FIELDS } } ... on NoInformation { advice } ... on PossibleMatches { advice } } }';

/** A story of several parties: what each sees of the child on a day, and what it is refused. */
export class ManyTold extends Story {
  static async begin(
    day: string,
    authority: string,
    name: readonly [string, string],
    born: string,
  ): Promise<ManyTold> {
    return ManyTold.over(await CaseDesk.open(day, authority), name, born);
  }

  static async over(desk: CaseDesk, name: readonly [string, string], born: string): Promise<ManyTold> {
    const child = await desk.child(name[0], name[1], born);
    return new ManyTold(desk, AlertsDesk.over(desk.hub), child, '', []);
  }

  /** The child by its id; a refusal of a field is null in it. */
  async sees(as: string, fields: string, who: Who, child: KnownChild = this.child): Promise<unknown> {
    return (
      (await this.asks(as, `{ child(id: "${child.publicId}") { ${fields} } }`, who)).data?.['child'] ?? null
    );
  }

  asks(
    as: string,
    query: string,
    { purpose, user = 'A. Partner', job = 'officer' }: Who,
    variables = {},
  ): Promise<TestAnswer> {
    return this.desk.ask(query, variables, { purpose, user, job }, as);
  }

  /** One act of somebody: the codes of what was refused. */
  async acts(as: string, mutation: string, who: Who): Promise<readonly string[]> {
    return (await this.asks(as, `mutation { m: ${mutation} { id } }`, who)).codes;
  }

  /** As `acts`, where it must succeed: the id in the receipt. */
  async did(as: string, mutation: string, who: Who): Promise<string> {
    const answer = await this.asks(as, `mutation { m: ${mutation} { id } }`, who);
    const id = (answer.data?.['m'] as { id?: string } | null | undefined)?.id;
    if (id === undefined) throw new Error(`${mutation}: ${answer.text}`);
    return id;
  }

  /** A service of the council works with the child, and the council says so too. */
  async worksWith(unit: string, kind = 'OPEN_CASE'): Promise<void> {
    const id = await this.desk.circumstance(this.child.id, kind);
    await this.desk.sql('update circumstance set unit_id = $2 where id = $1', [id, unit]);
  }

  /** Whose looks at the child the officer was told of. */
  async lookedBy(): Promise<readonly string[]> {
    const query = '{ lookBacks(first: 100) { nodes { organisation child { id } } } }';
    const { data } = await this.asks('la/931/cme', query, { purpose: 'LOCATE_CHILD' });
    const { nodes } = data?.['lookBacks'] as {
      nodes: { organisation: string; child: { id: string } | null }[];
    };
    return [
      ...new Set(nodes.filter(({ child }) => child?.id === this.child.publicId).map((n) => n.organisation)),
    ];
  }

  /** The child as somebody names it. */
  get named(): string {
    const { forename, surname, dateOfBirth } = this.child.details;
    return `{ forename: "${forename}", surname: "${surname}", dateOfBirth: "${dateOfBirth}" }`;
  }

  /** A look by name and birth date. */
  looks(as: string, who: Who, fields = 'id', details: object = this.child.details): Promise<TestAnswer> {
    return this.asks(as, LOOKUP.replace('FIELDS', fields), who, { c: details });
  }

  /** Whether a look meets the very bytes that a child meets whom nobody knows. */
  async meetsNobody(as: string, who: Who, fields = 'id'): Promise<boolean> {
    const nobody = { forename: 'Nobody', surname: 'Atall', dateOfBirth: this.child.details.dateOfBirth };
    const [met, none] = [await this.looks(as, who, fields), await this.looks(as, who, fields, nobody)];
    return (
      withoutIdsAndTimes(bytesOf(met)) === withoutIdsAndTimes(bytesOf(none)) &&
      met.text.includes('NoInformation')
    );
  }

  /** Entries of the ledger about the child: whose, and under which clauses what was told. */
  async told(
    organisation: string,
  ): Promise<readonly { item: string; outcome: string; under: readonly string[] }[]> {
    const query = `{ disclosures(filter: { childId: "${this.child.publicId}" }, first: 100) { nodes { organisation items { item outcome under { agreement clause } } } } }`;
    const answer = await this.asks('la/931/cme', query, { purpose: 'RIGHTS_AND_AUDIT' });
    if (answer.errors.length > 0) throw new Error(answer.text);
    const { nodes } = answer.data?.['disclosures'] as {
      nodes: {
        organisation: string;
        items: { item: string; outcome: string; under: { agreement: string; clause: string }[] | null }[];
      }[];
    };
    return nodes
      .filter((node) => node.organisation === organisation)
      .flatMap(({ items }) => items)
      .map(({ item, outcome, under }) => ({
        item,
        outcome,
        under: (under ?? []).map((u) => `${u.agreement} ${u.clause}`),
      }));
  }
}
