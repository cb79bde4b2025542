import type { Clock } from '../kernel/clock';
import { newRowId, type Uuid } from '../kernel/id';
import { ACTION_OF, partnerEntry, type PartnerAction, type PartnerEntry } from './partner-entry';
import { targetOf, type PartnerChange, type PartnerProposal, type PartnerTarget } from './partner-change';
import { PartnerRefused } from './partner-refused';
import { checkChange } from './partner-rules';
import { PartnerRepository, type DirectoryChange, type PartnerSql } from './partner.repository';

export interface PartnerStoreOptions {
  /** One transaction of the owner of the tables. */
  readonly transaction: <T>(work: (tx: PartnerSql) => Promise<T>) => Promise<T>;
  /** Writes an entry of the ledger in that transaction; a change whose entry cannot be written is not made. */
  readonly record: (tx: PartnerSql, entry: PartnerEntry) => Promise<void>;
  readonly homeAuthority: string;
  readonly clock: Clock;
}

/** Changes that were withdrawn because their target was switched off again. */
export interface SwitchedOff {
  readonly id: Uuid;
  readonly withdrawn: readonly string[];
}

/** How partners join, change and leave: proposed by one, approved by another; switched off by one, at once. */
export class PartnerStore {
  constructor(private readonly options: PartnerStoreOptions) {}

  /** Writes a change down for a second person; the directory stays as it is. Throws PartnerRefused. */
  propose(change: PartnerProposal, by: string): Promise<Uuid> {
    return this.change(by, async (rows, act) => {
      await checkChange(rows, change, this.options.homeAuthority);
      const waiting = (await rows.waiting()).find(
        (other) => other.change.kind === change.kind && targetOf(other.change) === targetOf(change),
      );
      if (waiting) {
        throw new PartnerRefused(
          `Such a change waits already, proposed by ${waiting.proposedBy}: approve or refuse ${waiting.id}.`,
        );
      }
      const id = newRowId();
      await rows.addChange(id, change, by, act.at);
      await act.record('PARTNER_CHANGE_PROPOSED', id, change, [by]);
      return id;
    });
  }

  /** The second person's approval makes the change, exactly as it was proposed. Throws PartnerRefused. */
  approve(id: Uuid, by: string): Promise<PartnerChange> {
    return this.change(by, async (rows, act) => {
      const { change, proposedBy } = await this.open(rows, id);
      if (samePerson(proposedBy, by)) {
        throw new PartnerRefused(
          `--as-person: ${by} proposed this change: a second person has to approve it.`,
        );
      }
      await this.mayDecide(rows, proposedBy);
      await checkChange(rows, change, this.options.homeAuthority);
      await apply(rows, change, act.at);
      await rows.setApplied(id, by, act.at);
      await act.record(ACTION_OF[change.kind], id, change, [proposedBy, by]);
      return change;
    });
  }

  /** Anybody who may decide, the proposer too, ends a change that waits. Throws PartnerRefused. */
  refuse(id: Uuid, by: string): Promise<PartnerChange> {
    return this.change(by, async (rows, act) => {
      const { change } = await this.open(rows, id);
      await rows.setRefused(id, by, act.at);
      await act.record('PARTNER_CHANGE_REFUSED', id, change, [by]);
      return change;
    });
  }

  /** Switches off at once, on one person's word. What waits to switch it on again is withdrawn. Throws PartnerRefused. */
  disable(target: PartnerTarget, by: string): Promise<SwitchedOff> {
    return this.change(by, async (rows, act) => {
      const change: PartnerChange = { kind: 'DISABLE', ...target };
      await checkChange(rows, change, this.options.homeAuthority);
      const id = newRowId();
      await rows.setDisabled(target, act.at);
      await rows.addChange(id, change, by, act.at);
      await act.record('PARTNER_DISABLED', id, change, [by]);
      const overtaken = (await rows.waiting()).filter(
        (other) => other.change.kind === 'ENABLE' && targetOf(other.change) === targetOf(change),
      );
      for (const other of overtaken) {
        await rows.setRefused(other.id, by, act.at);
        await act.record('PARTNER_CHANGE_REFUSED', other.id, other.change, [by]);
      }
      return { id, withdrawn: overtaken.map((other) => other.id) };
    });
  }

  /** Writes down that somebody was shown a secret, before it is. Throws PartnerRefused. */
  showSecret(webhook: string, by: string): Promise<void> {
    return this.change(by, async (rows, act) => {
      const change = { kind: 'CHANGE_SECRET', webhook, oldSecretUntil: null } as const;
      await checkChange(rows, change, this.options.homeAuthority);
      await act.record('PARTNER_SECRET_SHOWN', newRowId(), change, [by]);
    });
  }

  private change<T>(by: string, work: (rows: PartnerRepository, act: Act) => Promise<T>): Promise<T> {
    const { transaction, record, homeAuthority, clock } = this.options;
    return transaction(async (tx) => {
      const rows = new PartnerRepository(tx);
      await rows.serialise();
      await this.mayDecide(rows, by);
      const at = clock.now();
      return work(rows, {
        at,
        record: (action, id, change, people) =>
          record(tx, partnerEntry(homeAuthority, { action, id, change, by, people, at })),
      });
    });
  }

  private async mayDecide(rows: PartnerRepository, subject: string): Promise<void> {
    const { homeAuthority } = this.options;
    const organisation = await rows.approverFor(subject);
    if (organisation === homeAuthority) return;
    const standing =
      organisation === null ? 'is not registered as an approver' : `is an approver of ${organisation}`;
    throw new PartnerRefused(
      `--as-person: ${subject} ${standing}: approvers of ${homeAuthority} change the directory (rollcall agreements approvers).`,
    );
  }

  private async open(rows: PartnerRepository, id: Uuid): Promise<DirectoryChange> {
    const found = await rows.change(id);
    if (found === null)
      throw new PartnerRefused('There is no such change: rollcall partner list shows what waits.');
    if (found.appliedAt !== null) throw new PartnerRefused('This change was made already.');
    if (found.refusedBy !== null) throw new PartnerRefused('This change was refused: propose it again.');
    return found;
  }
}

interface Act {
  readonly at: Date;
  record(action: PartnerAction, id: string, change: PartnerChange, people: readonly string[]): Promise<void>;
}

/** Two registrations of one login that differ only in how it is written are one person. */
function samePerson(one: string, other: string): boolean {
  const plain = (subject: string): string => subject.normalize('NFKC').trim().toLowerCase();
  return plain(one) === plain(other);
}

async function apply(rows: PartnerRepository, change: PartnerChange, at: Date): Promise<void> {
  switch (change.kind) {
    case 'ADD_ORGANISATION':
      return rows.addOrganisation(change);
    case 'ADD_UNIT':
      return rows.addUnit(change);
    case 'ADD_CLIENT':
      return rows.addClient(change, at);
    case 'CHANGE_KEY':
      return rows.changeKey(change, at);
    case 'ADD_WEBHOOK':
      return rows.addWebhook(change, at);
    case 'CHANGE_SECRET':
      return rows.changeSecret(change);
    case 'ADD_HUB':
      return rows.addHub(change, at);
    case 'ADD_WITNESS':
      return rows.addWitness(change, at);
    case 'WATCH_LOG':
      return rows.watchLog(change, at);
    case 'ENABLE':
      return rows.setDisabled(change, null);
    case 'DISABLE':
      return rows.setDisabled(change, at);
  }
}
