import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { sqlOf } from '../../src/database/sql';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import type { PartnerKey } from '../../src/identity/partner-jwk';
import type { PartnerProposal } from '../../src/identity/partner-change';
import { newPublicId, newRowId } from '../../src/kernel/id';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { answerOf, type TestAnswer } from '../support/hub';
import type { ManualClock } from '../support/manual-clock';
import { PeerClient, register } from '../support/peer-client';
import { seeded } from '../support/seeded';

export type Node = Record<string, unknown>;

export interface Who {
  readonly purpose?: string;
  readonly user?: string;
  readonly job?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Reply {
  readonly id: number;
  readonly port?: number;
  readonly error?: string;
}

/** The hub of one authority: a process, a database and a data folder of its own. */
export class PeerHub {
  private running: ChildProcess | null = null;
  private serial = 0;
  port = 0;

  private constructor(
    /** la/931 */
    readonly home: string,
    readonly clock: ManualClock,
    readonly database: TestDatabase,
    private readonly folder: TestFolder,
  ) {}

  static async open(home: string, clock: ManualClock): Promise<PeerHub> {
    const database = await createTestDatabase({ template: seeded(home), poolSize: 2 });
    return new PeerHub(home, clock, database, makeTestFolder(0o700));
  }

  get dataDir(): string {
    return this.folder.path;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get team(): string {
    return `${this.home}/cme`;
  }

  /** Where it was before, if it was anywhere. */
  async start(): Promise<void> {
    const { home, port, dataDir, database, clock } = this;
    const options = { home, port, dataDir, url: database.url, now: clock.now().toISOString() };
    const child = fork(resolve(__dirname, 'hub-process.cjs'), [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    let errors = '';
    child.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    const [started] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error(`The hub of ${home} did not start: ${errors}`);
      }),
    ])) as [Reply];
    this.running = child;
    this.port = started.port ?? 0;
  }

  /** Delivers what is due. */
  async drain(): Promise<void> {
    await this.tell('drain');
  }

  /** `ahead`: milliseconds by which its own clock goes wrong, until it is set again. */
  async keepTime(ahead = 0): Promise<void> {
    if (this.running) await this.tell('at', new Date(this.clock.now().getTime() + ahead).toISOString());
  }

  /** Ends the offers whose days are over. */
  lapse(): Promise<void> {
    return this.tell('lapse');
  }

  /** Holds what is new against those who are looked for. */
  reconcile(): Promise<void> {
    return this.tell('reconcile');
  }

  refresh(): Promise<void> {
    return this.tell('refresh');
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.running, 'exit');
    await this.tell('stop');
    await gone;
    this.running = null;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.database.drop();
    this.folder.remove();
  }

  private tell(what: string, word?: string): Promise<void> {
    const { running: child } = this;
    if (!child) throw new Error(`The hub of ${this.home} is away.`);
    const id = (this.serial += 1);
    return new Promise((done, failed) => {
      const listen = (reply: Reply): void => {
        if (reply.id !== id) return;
        child.off('message', listen);
        if (reply.error === undefined) done();
        else failed(new Error(reply.error));
      };
      child.on('message', listen);
      child.send({ id, what, word });
    });
  }

  /** As two people of this authority do it. */
  register(...changes: readonly PartnerProposal[]): Promise<void> {
    const { home, clock, database } = this;
    return register({ owner: database.owner, home, clock }, changes);
  }

  /** As others know it. */
  get client(): PeerClient {
    return new PeerClient(this.home, this.dataDir, this.clock);
  }

  key(which?: 'present' | 'next'): PartnerKey {
    return this.client.key(which);
  }

  assertion(clientId: string, audience: string): string {
    return this.client.assertion(audience, clientId);
  }

  token(as: string, { user = 'A. Officer', job = 'CME case officer' }: Who = {}): string {
    const config = { host: '127.0.0.1', issuers: [], dataDir: this.dataDir, audience: 'rollcall' };
    return DevelopmentIssuer.open(config, this.clock).issueToken({ as, user, job });
  }

  ask(as: string, query: string, variables: Node = {}, who: Who = {}): Promise<TestAnswer> {
    return this.post(this.token(as, who), { query, variables }, who);
  }

  async post(
    bearer: string,
    body: object,
    { purpose = 'LOCATE_CHILD', headers = {} }: Who = {},
  ): Promise<TestAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${bearer}`,
        'sharing-purpose': purpose,
        'sharing-reference': 'CASE/1',
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return answerOf({ status: response.status, headers: {}, text: await response.text() });
  }

  /** One act; the id in its receipt. Throws what was said instead. */
  async did(as: string, mutation: string, variables: Node = {}, types = '', who: Who = {}): Promise<string> {
    const declared = types === '' ? '' : `(${types})`;
    const answer = await this.ask(as, `mutation ${declared} { m: ${mutation} { id } }`, variables, who);
    const id = (answer.data?.['m'] as { id?: string } | null | undefined)?.id;
    if (id === undefined) throw new Error(`${mutation}: ${answer.text}`);
    return id;
  }

  /** One thing as somebody reads it. */
  async reads(as: string, query: string, variables: Node = {}, who: Who = {}): Promise<unknown> {
    const answer = await this.ask(as, query, variables, who);
    const fatal = answer.codes.filter((code) => code !== 'WITHHELD');
    if (fatal.length > 0) throw new Error(answer.text);
    return Object.values(answer.data ?? {})[0];
  }

  sql<Row = Node>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.database.owner).query<Row>(text, values);
  }

  /** A child whom this hub knows; its public id. */
  async knownChild(forename: string, surname: string, dateOfBirth: string): Promise<string> {
    const [id, publicId] = [newRowId(), newPublicId()];
    await this.sql(
      `insert into child (id, public_id, home_authority, date_of_birth, sex, source) values ($1, $2, $3, $4, 'F', 'test')`,
      [id, publicId, this.home, dateOfBirth],
    );
    await this.sql(
      `insert into child_name (id, child_id, kind, forename, surname, source) values ($1, $2, 'legal', $3, $4, 'test')`,
      [newRowId(), id, forename, surname],
    );
    return publicId;
  }

  /** What is on its way from here, and how it stands. */
  deliveries(): Promise<{ kind: string; state: string; attempts: number; problem: string | null }[]> {
    return this.sql(
      `select o.kind, d.state, d.attempts, d.problem from delivery d join outbox o on o.id = d.outbox_id order by d.position`,
    );
  }

  /** Acts in its ledger that say this, as the controller reads them. */
  async acts(action: string, says: string): Promise<Node[]> {
    const rows = await this.sql<{ part: string }>(
      `select controller_part as part from ledger_entry where kind = 'ACT' and controller_part like '%"action":"' || $1 || '"%'
         and controller_part like '%' || $2 || '%' order by at`,
      [action, says],
    );
    return rows.map(({ part }) => {
      const { body, ...entry } = JSON.parse(part.trim()) as Node & { body: Node };
      return { ...entry, ...body };
    });
  }

  /** The only one of them. */
  async act(action: string, says: string): Promise<Node> {
    const acts = await this.acts(action, says);
    expect(acts).toHaveLength(1);
    return acts[0] ?? {};
  }

  /** Whether an entry of the ledger goes by that id. */
  async hasEntry(id: unknown): Promise<boolean> {
    return (await this.sql('select 1 from ledger_entry where id = $1', [id])).length === 1;
  }

  async suspend(agreement: string): Promise<void> {
    await this.sql(
      `insert into agreement_suspension (agreement, suspended_by, reason, at) values ($1, 'test', 'test', now())`,
      [agreement],
    );
    await this.refresh();
  }

  async lift(): Promise<void> {
    await this.sql(
      `with lifted as (update agreement_suspension set lifted_at = now(), lifted_by = 'test' where lifted_at is null returning agreement)
       insert into agreement_event (agreement, version, kind, by_whom, at) select agreement, 1, 'RESUMED', 'test', now() from lifted`,
    );
    await this.refresh();
  }
}
