import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { sha256Hex } from '../kernel/digest';
import { londonDate } from '../kernel/london-time';
import type { Agreement } from '../policy/agreement';
import { approvingControllers } from '../policy/approving-controllers';
import type { Catalogues } from '../policy/catalogue';
import { checkAgreements, type AgreementText } from '../policy/check-agreements';
import { parseAgreement } from '../policy/parse';
import { problemLine, type Problem } from '../policy/problem';
import { AgreementRefused } from './agreement-refused';
import {
  AgreementRepository,
  type Approver,
  type DecisionKind,
  type VersionRow,
} from './agreement.repository';
import { decidersOf, partiesOf } from './deciding-bodies';
import { directoryWords } from './directory-words';
import { versionInForce, wantedVersion } from './wanted-version';

export interface AgreementStoreOptions {
  /** Under the owner of the tables: the hub's own role may only read agreements. */
  readonly database: Sql;
  readonly transaction: <T>(work: (tx: Sql) => Promise<T>) => Promise<T>;
  readonly catalogues: Catalogues;
  readonly homeAuthorities: ReadonlySet<string>;
  readonly clock: Clock;
}

export interface AgreementVersionRef {
  readonly agreement: string;
  readonly version: number;
}

export interface Offer {
  readonly offered: readonly AgreementVersionRef[];
  readonly unchanged: readonly AgreementVersionRef[];
  /** Errors and warnings of all files. A file with an error is not offered. */
  readonly problems: readonly Problem[];
}

/** Whether a decision that takes two people has been taken, or waits for the second, or for a controller. */
export interface Decided {
  readonly done: boolean;
  readonly by: readonly string[];
  /** Controllers none of whose people has taken it, where one of theirs must. */
  readonly awaits: readonly string[];
  /** True when the agreement stays suspended although the decision was taken. */
  readonly suspended: boolean;
}

const NEEDED = 2;
const BARRIER_WAIT = '5s';

/**
 * The life of an agreement: offered, approved by two, superseded, suspended by one, resumed or ended by two. Among those
 * who approve or resume is one of each controller of what it opens.
 */
export class AgreementStore {
  constructor(private readonly options: AgreementStoreOptions) {}

  versions(): Promise<VersionRow[]> {
    return new AgreementRepository(this.options.database).versions();
  }

  approvers(): Promise<(Approver & { readonly name: string })[]> {
    return new AgreementRepository(this.options.database).approvers();
  }

  /** False when that subject is registered already; whom it stands for never changes. */
  addApprover(approver: Approver, name: string): Promise<boolean> {
    return this.change((rows, at) => rows.addApprover(approver, name, at));
  }

  /** Every file whose text is new becomes a draft, but those to skip; a changed text must carry a higher version. */
  async offer(
    files: readonly AgreementText[],
    by: string,
    skip: ReadonlySet<string> = new Set(),
  ): Promise<Offer> {
    const { sound, problems } = await this.check(files);
    return this.change(async (rows, at) => {
      const offered: AgreementVersionRef[] = [];
      const unchanged: AgreementVersionRef[] = [];
      const refused: Problem[] = [];
      for (const { file, text, agreement } of sound) {
        const ref = { agreement: agreement.agreement, version: agreement.version };
        if (skip.has(ref.agreement)) continue;
        const last = await rows.lastOffered(ref.agreement);
        if (last?.digest === sha256Hex(text)) unchanged.push(ref);
        else if (last && ref.version <= last.version) refused.push(oldVersion(file, agreement, last));
        else {
          await rows.addDraft({ ...ref, text, controllers: this.controllersOf(agreement), by, at });
          offered.push(ref);
        }
      }
      return { offered, unchanged, problems: [...problems, ...refused] };
    });
  }

  /**
   * One approval. The one with which two people have approved, one of each controller of what it opens among them,
   * brings the version into force. Throws AgreementRefused.
   */
  approve(agreement: string, version: number, by: Approver): Promise<Decided> {
    return this.change(async (rows, at) => {
      const draft = await wantedVersion(rows, agreement, version);
      const former = await rows.inForce(agreement);
      if (draft.state !== 'DRAFT')
        throw new AgreementRefused(`Version ${version} of ${agreement} is ${draft.state}, not a draft.`);
      if (former && former.version > version) {
        throw new AgreementRefused(
          `Version ${former.version} of ${agreement} is in force already: offer a higher version.`,
        );
      }
      if (draft.offeredBy === by.subject) {
        throw new AgreementRefused(
          'Whoever offered a version may not approve it: two other people of the controller do.',
        );
      }
      if (draft.awaits === null)
        throw new AgreementRefused(
          `Whose approval version ${version} of ${agreement} needs was not written down when it was offered: offer it again under a higher version.`,
        );
      const people = await this.decide(rows, draft, 'APPROVE', by, at, null);
      await rows.addEvent(agreement, version, 'APPROVED', by.subject, at);
      const since = await rows.suspendedSince(agreement);
      const { enough, ...told } = this.counted(draft, people);
      if (!enough) return { done: false, ...told, suspended: since !== null };
      if (former) {
        await rows.setState(agreement, former.version, 'SUPERSEDED');
        await rows.addEvent(agreement, former.version, 'SUPERSEDED', by.subject, at);
      }
      await rows.setState(agreement, version, 'APPROVED', at);
      await rows.addEvent(agreement, version, 'IN_FORCE', by.subject, at);
      // Approvals from before the suspension say nothing about it.
      const lifts =
        since !== null &&
        this.counted(draft, await rows.deciders(agreement, version, 'APPROVE', since)).enough;
      if (lifts) await this.lift(rows, agreement, version, told.by, at);
      return { done: true, ...told, suspended: since !== null && !lifts };
    });
  }

  /**
   * Stops at once everything that an agreement opens. Returns when no answer that rests on it can be recorded any
   * more; false when one under way has not finished within five seconds. Throws AgreementRefused.
   */
  async suspend(agreement: string, by: Approver, reason: string): Promise<boolean> {
    await this.change(async (rows, at) => {
      const row = await versionInForce(rows, agreement);
      if (row.suspended) throw new AgreementRefused(`${agreement} is suspended already.`);
      if (reason.trim() === '') throw new AgreementRefused('A suspension needs a reason.');
      await this.mayDecide(rows, row, by, partiesOf(row.text, this.options.homeAuthorities));
      await rows.addSuspension(agreement, by.subject, reason.trim(), at);
      await rows.addEvent(agreement, row.version, 'SUSPENDED', by.subject, at);
    });
    return this.settled();
  }

  /** Two people lift a suspension, one of each controller of what it opens among them. Throws AgreementRefused. */
  resume(agreement: string, by: Approver): Promise<Decided> {
    return this.change(async (rows, at) => {
      const row = await versionInForce(rows, agreement);
      const since = await rows.suspendedSince(agreement);
      if (since === null) throw new AgreementRefused(`${agreement} is not suspended.`);
      const people = await this.decide(rows, row, 'RESUME', by, at, since);
      const { enough, ...told } = this.counted(row, people);
      if (!enough) return { done: false, ...told, suspended: true };
      await this.lift(rows, agreement, row.version, told.by, at);
      return { done: true, ...told, suspended: false };
    });
  }

  /** Two people end an agreement: it opens and forbids nothing any more. Throws AgreementRefused. */
  async end(agreement: string, by: Approver): Promise<Decided> {
    const decided = await this.change(async (rows, at) => {
      const row = await versionInForce(rows, agreement);
      const people = await this.decide(rows, row, 'END', by, at, null);
      const told = { by: people.map(({ subject }) => subject), awaits: [], suspended: row.suspended };
      if (people.length < NEEDED) return { done: false, ...told };
      await rows.setState(agreement, row.version, 'ENDED');
      await rows.addEvent(agreement, row.version, 'ENDED', by.subject, at);
      return { done: true, ...told };
    });
    if (decided.done) await this.settled();
    return decided;
  }

  /** Everybody who ever did something to an agreement. */
  actors = (agreement: string): Promise<string[]> =>
    new AgreementRepository(this.options.database).actors(agreement);

  private change<T>(work: (rows: AgreementRepository, at: Date) => Promise<T>): Promise<T> {
    return this.options.transaction(async (tx) => {
      const rows = new AgreementRepository(tx);
      await rows.serialise();
      return work(rows, this.options.clock.now());
    });
  }

  private async check(files: readonly AgreementText[]): Promise<ReturnType<typeof checkAgreements>> {
    const { database, homeAuthorities, catalogues, clock } = this.options;
    const words = await directoryWords(database, homeAuthorities);
    return checkAgreements(files, catalogues, words, londonDate(clock.now()));
  }

  /** Records one person's decision; returns everybody who has taken it, without anybody counted twice. */
  private async decide(
    rows: AgreementRepository,
    row: VersionRow,
    kind: DecisionKind,
    by: Approver,
    at: Date,
    since: Date | null,
  ): Promise<Approver[]> {
    await this.mayDecide(rows, row, by, decidersOf(row.text, this.options.homeAuthorities));
    if (kind !== 'END') await this.mustPassChecks(row);
    const before = await rows.deciders(row.agreement, row.version, kind, since);
    if (before.some(({ subject }) => subject === by.subject)) {
      throw new AgreementRefused(
        `${by.subject} has decided already: a second person of the controller is needed.`,
      );
    }
    await rows.addDecision(row.agreement, row.version, kind, by, at);
    return [...before, by];
  }

  /** INVARIANT: enough are two people, and one of each controller of what the text opens. */
  private counted(
    { text }: VersionRow,
    people: readonly Approver[],
  ): Pick<Decided, 'by' | 'awaits'> & { readonly enough: boolean } {
    const { agreement } = parseAgreement(text, '');
    const wanted = agreement ? this.controllersOf(agreement) : this.options.homeAuthorities;
    const bodies = new Set(people.map(({ organisation }) => organisation));
    const awaits = [...wanted].filter((id) => !bodies.has(id));
    const enough = people.length >= NEEDED && awaits.length === 0;
    return { by: people.map(({ subject }) => subject), awaits, enough };
  }

  private controllersOf(agreement: Agreement): ReadonlySet<string> {
    return approvingControllers(agreement, this.options.catalogues, this.options.homeAuthorities);
  }

  /** The text may have stopped passing its checks: then nobody can bring it into force, but anybody can stop it. */
  private async mayDecide(
    rows: AgreementRepository,
    row: VersionRow,
    by: Approver,
    bodies: ReadonlySet<string>,
  ): Promise<void> {
    const registered = await rows.approver(by.subject);
    if (registered?.organisation !== by.organisation) {
      throw new AgreementRefused(`${by.subject} is not registered as an approver of ${by.organisation}.`);
    }
    if (bodies.has(by.organisation) || bodies.has('every')) return;
    throw new AgreementRefused(
      `${by.organisation} does not decide about ${row.agreement}: ${[...bodies].sort().join(', ')} does.`,
    );
  }

  private async mustPassChecks(row: VersionRow): Promise<void> {
    const { problems } = await this.check([{ file: `${row.agreement}@${row.version}`, text: row.text }]);
    const errors = problems.filter((p) => p.severity === 'error').map(problemLine);
    if (errors.length > 0)
      throw new AgreementRefused(`The text no longer passes its checks:\n${errors.join('\n')}`);
  }

  private async lift(
    rows: AgreementRepository,
    agreement: string,
    version: number,
    by: readonly string[],
    at: Date,
  ): Promise<void> {
    await rows.liftSuspension(agreement, by.join(', '), at);
    await rows.addEvent(agreement, version, 'RESUMED', by.at(-1) ?? '', at);
  }

  /** Inserts into the ledger that began before the change still saw the agreement: waits until they are over. */
  private async settled(): Promise<boolean> {
    try {
      await this.options.transaction(async (tx) => {
        await tx.query(`set local lock_timeout = '${BARRIER_WAIT}'`);
        await tx.query('lock table ledger_entry in share mode');
      });
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '55P03') return false;
      throw error;
    }
  }
}

function oldVersion(file: string, agreement: Agreement, last: VersionRow): Problem {
  const message = `the text has changed since version ${last.version} was offered: write \`version: ${last.version + 1}\``;
  return { file, at: agreement.at, severity: 'error', check: 'version', message };
}
