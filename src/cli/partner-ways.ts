import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import type { PartnerProposal } from '../identity/partner-change';
import type { PartnerStore } from '../identity/partner-store';
import type { Given } from './partner-given';

export interface Partners {
  readonly owner: DataSource;
  readonly store: PartnerStore;
}

/** How the commands of `rollcall partner` are made, for those that have a file of their own. */
export interface Ways {
  /** A command whose change waits for a second person. */
  readonly propose: (
    root: Command,
    name: string,
    what: string,
    change: (given: Given) => PartnerProposal | Promise<PartnerProposal>,
  ) => Command;
  readonly withPartners: <T>(command: Command, work: (partners: Partners) => Promise<T>) => Promise<T>;
}
