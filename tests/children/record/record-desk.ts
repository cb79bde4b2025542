import { ChildMaker, type MadeChild } from '../../support/child-maker';
import { startTestHub, type Ask, type TestAnswer, type TestHub } from '../../support/hub';

export const TEAM = 'la/931/cme';
export const SCHOOL = 'school/931-4115';
export const POLICE = 'police/E23000029';
export const FRONT_DOOR = 'la/931/front-door';

type Json = Record<string, unknown>;

/** A hub over HTTP, and the team that keeps the record. */
export class RecordDesk {
  private constructor(
    readonly hub: TestHub,
    readonly maker: ChildMaker,
  ) {}

  static async open(): Promise<RecordDesk> {
    const hub = await startTestHub();
    return new RecordDesk(hub, new ChildMaker(hub.database.owner, hub.clock));
  }

  /** A mutation of the team; `$child` is a reference by id. */
  act(
    text: string,
    child: MadeChild | null = null,
    more: Partial<Ask> & { as?: string } = {},
  ): Promise<TestAnswer> {
    const { as = TEAM, ...ask } = more;
    const head = child === null ? 'mutation' : 'mutation ($child: ChildReferenceInput!)';
    return this.hub.query(as, {
      purpose: 'SAFEGUARD',
      user: 'A. Officer',
      job: 'case holder',
      query: `${head} { ${text} { id receivedAt } }`,
      ...(child === null ? {} : { variables: { child: { id: child.publicId } } }),
      ...ask,
    });
  }

  /** @returns the receipt's id; throws what was said instead */
  async done(
    text: string,
    child: MadeChild | null = null,
    more: Partial<Ask> & { as?: string } = {},
  ): Promise<string> {
    const answer = await this.act(text, child, more);
    const [receipt] = Object.values(answer.data ?? {}) as ({ id?: string } | null)[];
    if (typeof receipt?.id !== 'string') throw new Error(answer.text);
    return receipt.id;
  }

  fact(child: MadeChild, fact: string, more = ''): Promise<string> {
    return this.done(`recordFact(input: { child: $child, ${fact} ${more} })`, child);
  }

  /** What somebody reads of a child; null when it may not know of it. Throws on anything but a withheld field. */
  async read(
    id: string,
    fields: string,
    as = TEAM,
    purpose = 'SAFEGUARD',
    job = 'case holder',
  ): Promise<Json | null> {
    const answer = await this.hub.query(as, { purpose, job, query: `{ child(id: "${id}") { ${fields} } }` });
    if (answer.codes.some((code) => code !== 'WITHHELD')) throw new Error(answer.text);
    return (answer.data?.['child'] ?? null) as Json | null;
  }

  async version(child: MadeChild): Promise<number> {
    return Number((await this.read(child.publicId, 'version'))?.['version']);
  }

  stop(): Promise<void> {
    return this.hub.stop();
  }
}
