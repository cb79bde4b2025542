import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { sha256 } from '../kernel/digest';
import { londonDate } from '../kernel/london-time';
import { nearWord } from '../kernel/near-word';
import type { Agreement } from '../policy/agreement';
import type { Catalogues } from '../policy/catalogue';
import { checkAgreements, type AgreementText } from '../policy/check-agreements';
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

/** Whether a decision that takes two people has been taken, or waits for the second. */
export interface Decided {
  readonly done: boolean;
  readonly by: readonly string[];
  /** True when the agreement stays suspended although the decision was taken. */
  readonly suspended: boolean;
}

const NEEDED = 2;
const BARRIER_WAIT = '5s';

/** The life of an agreement: offered, approved by two, superseded, suspended by one, resumed or ended by two. */
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
        if (last?.digest === sha256(text).toString('hex')) unchanged.push(ref);
        else if (last && ref.version <= last.version) refused.push(oldVersion(file, agreement, last));
        else {
          await rows.addDraft(ref.agreement, ref.version, text, by, at);
          offered.push(ref);
        }
      }
      return { offered, unchanged, problems: [...problems, ...refused] };
    });
  }

  /** One approval; the second, by another person, brings the version into force. Throws AgreementRefused. */
  approve(agreement: string, version: number, by: Approver): Promise<Decided> {
    return this.change(async (rows, at) => {
      const draft = await this.found(rows, agreement, version);
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
      const people = await this.decide(rows, draft, 'APPROVE', by, at, null);
      await rows.addEvent(agreement, version, 'APPROVED', by.subject, at);
      const since = await rows.suspendedSince(agreement);
      if (people.length < NEEDED) return { done: false, by: people, suspended: since !== null };
      if (former) {
        await rows.setState(agreement, former.version, 'SUPERSEDED');
        await rows.addEvent(agreement, former.version, 'SUPERSEDED', by.subject, at);
      }
      await rows.setState(agreement, version, 'APPROVED', at);
      await rows.addEvent(agreement, version, 'IN_FORCE', by.subject, at);
      // Approvals from before the suspension say nothing about it.
      const lifts =
        since !== null && (await rows.deciders(agreement, version, 'APPROVE', since)).length >= NEEDED;
      if (lifts) await this.lift(rows, agreement, version, people, at);
      return { done: true, by: people, suspended: since !== null && !lifts };
    });
  }

  /**
   * Stops at once everything that an agreement opens. Returns when no answer that rests on it can be recorded any
   * more; false when one under way has not finished within five seconds. Throws AgreementRefused.
   */
  async suspend(agreement: string, by: Approver, reason: string): Promise<boolean> {
    await this.change(async (rows, at) => {
      const row = await this.standing(rows, agreement);
      if (row.suspended) throw new AgreementRefused(`${agreement} is suspended already.`);
      if (reason.trim() === '') throw new AgreementRefused('A suspension needs a reason.');
      await this.mayDecide(rows, row, by, partiesOf(row.text, this.options.homeAuthorities));
      await rows.addSuspension(agreement, by.subject, reason.trim(), at);
      await rows.addEvent(agreement, row.version, 'SUSPENDED', by.subject, at);
    });
    return this.settled();
  }

  /** Two people lift a suspension. Throws AgreementRefused. */
  resume(agreement: string, by: Approver): Promise<Decided> {
    return this.change(async (rows, at) => {
      const row = await this.standing(rows, agreement);
      const since = await rows.suspendedSince(agreement);
      if (since === null) throw new AgreementRefused(`${agreement} is not suspended.`);
      const people = await this.decide(rows, row, 'RESUME', by, at, since);
      if (people.length < NEEDED) return { done: false, by: people, suspended: true };
      await this.lift(rows, agreement, row.version, people, at);
      return { done: true, by: people, suspended: false };
    });
  }

  /** Two people end an agreement: it opens and forbids nothing any more. Throws AgreementRefused. */
  async end(agreement: string, by: Approver): Promise<Decided> {
    const decided = await this.change(async (rows, at) => {
      const row = await this.standing(rows, agreement);
      const people = await this.decide(rows, row, 'END', by, at, null);
      if (people.length < NEEDED) return { done: false, by: people, suspended: row.suspended };
      await rows.setState(agreement, row.version, 'ENDED');
      await rows.addEvent(agreement, row.version, 'ENDED', by.subject, at);
      return { done: true, by: people, suspended: row.suspended };
    });
    if (decided.done) await this.settled();
    return decided;
  }

  /** Everybody who ever did something to an agreement. */
  actors(agreement: string): Promise<string[]> {
    return new AgreementRepository(this.options.database).actors(agreement);
  }

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

  private async found(rows: AgreementRepository, agreement: string, version: number): Promise<VersionRow> {
    const row = await rows.version(agreement, version);
    if (row) return row;
    const known = (await rows.versions()).map((v) => v.agreement);
    const near = nearWord(agreement, known);
    const hint = known.includes(agreement)
      ? `; versions: ${(await rows.versions())
          .filter((v) => v.agreement === agreement)
          .map((v) => v.version)
          .join(', ')}`
      : near
        ? `; did you mean \`${near}\`?`
        : '';
    throw new AgreementRefused(`There is no version ${version} of \`${agreement}\`${hint}`);
  }

  private async standing(rows: AgreementRepository, agreement: string): Promise<VersionRow> {
    const row = await rows.inForce(agreement);
    if (row) return row;
    const near = nearWord(
      agreement,
      (await rows.versions()).map((v) => v.agreement),
    );
    throw new AgreementRefused(
      `No version of \`${agreement}\` is in force${near ? `; did you mean \`${near}\`?` : '.'}`,
    );
  }

  /** Records one person's decision; returns everybody who has taken it, without anybody counted twice. */
  private async decide(
    rows: AgreementRepository,
    row: VersionRow,
    kind: DecisionKind,
    by: Approver,
    at: Date,
    since: Date | null,
  ): Promise<string[]> {
    await this.mayDecide(rows, row, by, decidersOf(row.text, this.options.homeAuthorities));
    if (kind !== 'END') await this.mustPassChecks(row);
    const before = await rows.deciders(row.agreement, row.version, kind, since);
    if (before.includes(by.subject)) {
      throw new AgreementRefused(
        `${by.subject} has decided already: a second person of the controller is needed.`,
      );
    }
    await rows.addDecision(row.agreement, row.version, kind, by, at);
    return [...before, by.subject];
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
    by: string[],
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
