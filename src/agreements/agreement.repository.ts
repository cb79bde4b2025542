import type { Sql } from '../gate/ports';
import { sha256 } from '../kernel/digest';

export type AgreementState = 'DRAFT' | 'APPROVED' | 'SUPERSEDED' | 'ENDED';
export type DecisionKind = 'APPROVE' | 'RESUME' | 'END';
export type EventKind =
  'OFFERED' | 'APPROVED' | 'IN_FORCE' | 'SUPERSEDED' | 'SUSPENDED' | 'RESUMED' | 'ENDED';

/** A person who decides, for the organisation that the register of approvers names. */
export interface Approver {
  readonly subject: string;
  readonly organisation: string;
}

export interface VersionRow {
  readonly agreement: string;
  readonly version: number;
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  readonly state: AgreementState;
  readonly offeredBy: string;
  readonly offeredAt: string;
  readonly approvedAt: string | null;
  /** Subjects of those who approved it. */
  readonly approvedBy: readonly string[];
  readonly suspended: boolean;
  /** Controllers none of whose people has approved it; null where it was offered before that was kept. */
  readonly awaits: readonly string[] | null;
}

/** A version as it is offered, with the controllers each of which has to approve it. */
export interface Draft {
  readonly agreement: string;
  readonly version: number;
  readonly text: string;
  readonly controllers: ReadonlySet<string>;
  readonly by: string;
  readonly at: Date;
}

const VERSION = `
  select v.agreement, v.version, v.text, encode(v.digest, 'hex') as digest, v.state, v.offered_by as "offeredBy",
    to_json(v.offered_at) #>> '{}' as "offeredAt", to_json(v.approved_at) #>> '{}' as "approvedAt",
    array(select a.approver from agreement_approval a
      where a.agreement = v.agreement and a.version = v.version and a.kind = 'APPROVE' order by a.at) as "approvedBy",
    exists (select from agreement_suspension s where s.agreement = v.agreement and s.lifted_at is null) as suspended,
    case when v.controllers is not null then array(select c from unnest(v.controllers) c where not exists (
      select from agreement_approval a where a.agreement = v.agreement and a.version = v.version
        and a.kind = 'APPROVE' and a.organisation_id = c) order by c) end as awaits
  from agreement_version v`;

/** Rows of the life of agreements. Made of a transaction where it writes. */
export class AgreementRepository {
  constructor(private readonly sql: Sql) {}

  /** Changes of what is in force happen one after the other, so that events commit in the order of their positions. */
  async serialise(): Promise<void> {
    await this.sql.query('lock table agreement_event in exclusive mode');
  }

  versions(): Promise<VersionRow[]> {
    return this.sql.query<VersionRow>(`${VERSION} order by v.agreement, v.version`);
  }

  async version(agreement: string, version: number): Promise<VersionRow | null> {
    const rows = await this.sql.query<VersionRow>(`${VERSION} where v.agreement = $1 and v.version = $2`, [
      agreement,
      version,
    ]);
    return rows[0] ?? null;
  }

  async inForce(agreement: string): Promise<VersionRow | null> {
    const rows = await this.sql.query<VersionRow>(
      `${VERSION} where v.agreement = $1 and v.state = 'APPROVED'`,
      [agreement],
    );
    return rows[0] ?? null;
  }

  async lastOffered(agreement: string): Promise<VersionRow | null> {
    const rows = await this.sql.query<VersionRow>(
      `${VERSION} where v.agreement = $1 order by v.version desc limit 1`,
      [agreement],
    );
    return rows[0] ?? null;
  }

  async addDraft({ agreement, version, text, controllers, by, at }: Draft): Promise<void> {
    await this.sql.query(
      `insert into agreement_version (agreement, version, text, digest, state, offered_by, offered_at, controllers)
       values ($1, $2, $3, $4, 'DRAFT', $5, $6, $7)`,
      [agreement, version, text, sha256(text), by, at, [...controllers]],
    );
    await this.addEvent(agreement, version, 'OFFERED', by, at);
  }

  async setState(
    agreement: string,
    version: number,
    state: AgreementState,
    approvedAt: Date | null = null,
  ): Promise<void> {
    await this.sql.query(
      `update agreement_version set state = $3, approved_at = coalesce($4, approved_at)
       where agreement = $1 and version = $2`,
      [agreement, version, state, approvedAt],
    );
  }

  async addEvent(
    agreement: string,
    version: number | null,
    kind: EventKind,
    by: string,
    at: Date,
  ): Promise<void> {
    await this.sql.query(
      `insert into agreement_event (agreement, version, kind, by_whom, at) values ($1, $2, $3, $4, $5)`,
      [agreement, version, kind, by, at],
    );
  }

  /** Who has taken this decision about a version since an instant. */
  async deciders(
    agreement: string,
    version: number,
    kind: DecisionKind,
    since: Date | null = null,
  ): Promise<Approver[]> {
    return this.sql.query<Approver>(
      `select approver as subject, organisation_id as organisation from agreement_approval
       where agreement = $1 and version = $2 and kind = $3 and ($4::timestamptz is null or at >= $4) order by at`,
      [agreement, version, kind, since],
    );
  }

  async addDecision(
    agreement: string,
    version: number,
    kind: DecisionKind,
    by: Approver,
    at: Date,
  ): Promise<void> {
    await this.sql.query(
      `insert into agreement_approval (agreement, version, kind, approver, organisation_id, at)
       values ($1, $2, $3, $4, $5, $6)`,
      [agreement, version, kind, by.subject, by.organisation, at],
    );
  }

  /** When the suspension that is open began. */
  async suspendedSince(agreement: string): Promise<Date | null> {
    const rows = await this.sql.query<{ at: Date }>(
      `select at from agreement_suspension where agreement = $1 and lifted_at is null`,
      [agreement],
    );
    return rows[0]?.at ?? null;
  }

  async addSuspension(agreement: string, by: string, reason: string, at: Date): Promise<void> {
    await this.sql.query(
      `insert into agreement_suspension (agreement, suspended_by, reason, at) values ($1, $2, $3, $4)`,
      [agreement, by, reason, at],
    );
  }

  async liftSuspension(agreement: string, by: string, at: Date): Promise<void> {
    await this.sql.query(
      `update agreement_suspension set lifted_at = $3, lifted_by = $2 where agreement = $1 and lifted_at is null`,
      [agreement, by, at],
    );
  }

  async approver(subject: string): Promise<Approver | null> {
    const rows = await this.sql.query<Approver>(
      `select subject, organisation_id as organisation from agreement_approver where subject = $1`,
      [subject],
    );
    return rows[0] ?? null;
  }

  approvers(): Promise<(Approver & { readonly name: string })[]> {
    return this.sql.query<Approver & { readonly name: string }>(
      `select subject, organisation_id as organisation, name from agreement_approver order by organisation_id, subject`,
    );
  }

  async addApprover(approver: Approver, name: string, at: Date): Promise<boolean> {
    const rows = await this.sql.query(
      `insert into agreement_approver (subject, organisation_id, name, added_at) values ($1, $2, $3, $4)
       on conflict (subject) do nothing returning subject`,
      [approver.subject, approver.organisation, name, at],
    );
    return rows.length > 0;
  }

  /** Everybody who ever did something to an agreement. */
  async actors(agreement: string): Promise<string[]> {
    const rows = await this.sql.query<{ by: string }>(
      `select distinct by_whom as by from agreement_event where agreement = $1`,
      [agreement],
    );
    return rows.map(({ by }) => by);
  }
}
