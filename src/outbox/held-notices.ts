import type { HeldPort, RulesetSource, Sql } from '../gate/ports';
import { atomsOf } from '../gate/scope-sql';
import { standingMask } from '../gate/standing-mask';
import type { Directory, DirectoryUnit } from '../identity/directory';
import type { Clock } from '../kernel/clock';
import { organisationOf, parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import { decide } from '../policy/decide';
import { profileFor } from '../policy/profile';
import type { ClauseRef, Ruleset } from '../policy/ruleset';
import type { StoppedClauses } from './message';
import type { AsIfNoneWereStopped, StoppedAgreements } from './stopped-agreements';

export interface HeldNoticesOptions {
  readonly database: Sql;
  readonly rulesets: RulesetSource;
  readonly directory: Pick<Directory, 'unit' | 'unitOf'>;
  readonly stopped: Pick<StoppedAgreements, 'asIfNone'>;
  readonly clock: Clock;
  readonly home: string;
}

type Receiver = Pick<DirectoryUnit, 'organisation' | 'unit' | 'role' | 'authorityId'>;

interface Row {
  readonly recipient: string;
  readonly child: string;
  readonly purpose: string;
  readonly sentAt: Date;
}

const COLUMNS = `to_organisation as recipient, child_id as child, purpose, sent_at as "sentAt"`;
/** They have conditions of their own, and are nobody's notice but the receiver's. */
const ORDINARY = `type not in ('LOOKUP_DECIDED', 'EMERGENCY_USED')`;
const MOST = 200;
/** What a notice says, and of whom. */
const TELLING = ['EXCHANGE', 'EXISTENCE'];

/**
 * Why notices do not reach somebody, worked out when it is asked, so that it is never out of date: a clause that was
 * stopped would open this very notice, or of whom it is, and none in force does. Said to whoever sent it and to whoever
 * waits for it.
 */
export class HeldNotices implements HeldPort {
  constructor(private readonly options: HeldNoticesOptions) {}

  async of(notice: string): Promise<StoppedClauses> {
    const before = await this.options.stopped.asIfNone();
    if (before === null) return [];
    const [row] = await this.options.database.query<Row>(
      `select ${COLUMNS} from notification where public_id = $1 and ${ORDINARY}`,
      [notice],
    );
    const unit = row ? await this.receiver(row.recipient) : null;
    return row && unit ? this.clauses(before, unit, [row.purpose], row.child) : [];
  }

  /** The clauses by which something about a child would be open to a unit for one of these purposes. */
  async because(unit: Receiver, purposes: readonly string[], child: string): Promise<StoppedClauses> {
    const before = await this.options.stopped.asIfNone();
    return before === null ? [] : this.clauses(before, unit, purposes, child);
  }

  async forUs(
    receiver: Receiver,
    inbox: readonly string[],
  ): Promise<{ purpose: string; since: string; under: StoppedClauses }[]> {
    const before = await this.options.stopped.asIfNone();
    if (before === null) return [];
    const rows = await this.options.database.query<Row>(
      `select ${COLUMNS} from notification
       where to_organisation = any($1::text[]) and acknowledged_at is null and ${ORDINARY} order by position desc limit ${MOST}`,
      [inbox],
    );
    const found = new Map<string, { purpose: string; since: string; under: StoppedClauses }>();
    for (const { purpose, child, sentAt } of rows.reverse()) {
      if (found.has(purpose)) continue;
      const under = await this.clauses(before, receiver, [purpose], child);
      if (under.length > 0) found.set(purpose, { purpose, since: sentAt.toISOString(), under });
    }
    return [...found.values()];
  }

  /**
   * Looked at for the purpose under which it would be told. What the law alone leaves open, the envelope, is not sent while
   * the agreement that opens the rest is stopped: whoever comes for it finds it in the inbox.
   */
  private async clauses(
    { ruleset, stopped }: AsIfNoneWereStopped,
    unit: Receiver,
    purposes: readonly string[],
    child: string,
  ): Promise<StoppedClauses> {
    for (const purpose of purposes) {
      const before = await this.opening(ruleset, unit, purpose, child);
      if (before[0]?.length === 0) continue;
      const now = await this.opening(this.options.rulesets.current().ruleset, unit, purpose, child);
      const lost = before.filter((_refs, i) => now[i]?.length === 0).flat();
      const refs = lost.filter(({ agreement }) => stopped.has(agreement));
      return [...new Map(refs.map((ref) => [`${ref.agreement} ${ref.clause ?? ''}`, ref])).values()];
    }
    return [];
  }

  /** For each of TELLING the clauses by which, under these rules, it is open of the child; none where it is not. */
  private async opening(
    ruleset: Ruleset,
    unit: Receiver,
    purpose: string,
    child: string,
  ): Promise<ClauseRef[][]> {
    const { database, clock, home } = this.options;
    const asker = { organisation: unit.organisation, unit: unit.unit, role: unit.role, job: '' };
    const profile = profileFor(ruleset, purpose, [asker]);
    const cells = TELLING.map((item) => profile.cell(item, 'full'));
    const asking = { ...asker, authorityId: unit.authorityId, onBehalfOf: null };
    const used = cells.reduce((bits, cell) => bits | atomsOf(cell), 0n);
    const standing = { profile, asking, home, now: clock.now() };
    const mask = await standingMask(database, standing, used, child);
    return cells.map((cell) => {
      const decision = decide(cell, mask, false);
      return decision.effect === 'disclose' ? [...decision.under] : [];
    });
  }

  private async receiver(recipient: string): Promise<Receiver | null> {
    const unit = parseUnitId(recipient);
    const known = unit.ok ? await this.options.directory.unit(unit.value) : null;
    if (known !== null) return known;
    const organisation = unit.ok ? organisationOf(unit.value) : recipient;
    const parsed = parseOrganisationId(organisation);
    return parsed.ok ? this.options.directory.unitOf(parsed.value) : null;
  }
}
