import type { GraphQLResolveInfo } from 'graphql';
import { LRUCache } from 'lru-cache';
import { act, type Outcome } from '../gate/act';
import type { Asking } from '../gate/asking';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { needed, written } from '../kernel/written';
import type { Agreement } from '../policy/agreement';
import { parseAgreement } from '../policy/parse';
import { AgreementRefused } from './agreement-refused';
import { AgreementStore } from './agreement-store';
import { AgreementRepository, type AgreementState, type Approver } from './agreement.repository';

export interface ListedVersion {
  readonly name: string;
  readonly version: number;
  readonly state: AgreementState;
  readonly offeredAt: string;
  readonly approvedAt: string | null;
  readonly approvers: number;
  readonly awaits: readonly string[];
  readonly suspended: boolean;
  readonly digest: string;
  readonly text: string;
}

type Term = Pick<Agreement['term'], 'from' | 'review' | 'until'>;
type Text = Pick<ListedVersion, 'digest' | 'text'>;

const LONGEST_NAME = 100;
const LONGEST_REASON = 500;
const parsed = new LRUCache<string, { readonly agreement: Agreement | null }>({ max: 200 });

/**
 * Versions by name and number; those of one agreement when it is named. The authority that runs the hub sees every
 * version ever offered; a party sees what it is bound by or once was, never a draft.
 */
export async function agreementVersions(
  { ports, asking }: GateContext,
  name: string | null,
): Promise<ListedVersion[]> {
  const wanted = written(name, 'name', LONGEST_NAME);
  const rows = await new AgreementRepository(ports.database).versions();
  return rows
    .filter(({ agreement }) => wanted === null || agreement === wanted)
    .filter((row) => asking.organisation === ports.home || (row.state !== 'DRAFT' && isParty(row, asking)))
    .map(({ agreement, approvedBy, awaits, ...row }) => ({
      ...{ name: agreement, version: row.version, state: row.state, suspended: row.suspended },
      ...{ offeredAt: row.offeredAt, approvedAt: row.approvedAt, digest: row.digest, text: row.text },
      approvers: new Set(approvedBy).size,
      awaits: row.state === 'DRAFT' ? (awaits ?? []) : [],
    }));
}

function isParty(version: Text, { organisation, unit, role }: Asking): boolean {
  return (agreementIn(version)?.parties ?? []).some(
    (party) =>
      (party.organisation === null ||
        party.organisation === 'every' ||
        party.organisation === organisation) &&
      (party.unit === null || party.unit === unit) &&
      (party.role === null || party.role === role),
  );
}

export const titleOf = (version: Text): string | null => agreementIn(version)?.title ?? null;
export const termOf = (version: Text): Term | null => agreementIn(version)?.term ?? null;

export function approveAgreement(
  context: GateContext,
  info: GraphQLResolveInfo,
  name: string,
  version: number,
): Promise<Outcome | null> {
  const agreement = named(name);
  if (version < 1) throw badInput('version', 'versions are counted from 1.');
  return change(context, info, { agreement, version }, (store, by) => store.approve(agreement, version, by));
}

export function suspendAgreement(
  context: GateContext,
  info: GraphQLResolveInfo,
  name: string,
  why: string,
): Promise<Outcome | null> {
  const agreement = named(name);
  const reason = reasonOf(why);
  mayBeStopped(context, agreement, 'SUSPEND_AGREEMENT');
  return change(context, info, { agreement }, (store, by) => store.suspend(agreement, by, reason));
}

export function endAgreement(
  context: GateContext,
  info: GraphQLResolveInfo,
  name: string,
  why: string,
): Promise<Outcome | null> {
  const agreement = named(name);
  const reason = reasonOf(why);
  mayBeStopped(context, agreement, 'END_AGREEMENT');
  return change(context, info, { agreement, reason }, (store, by) => store.end(agreement, by));
}

/** Who decides is who asks, as the token says: never a person or an organisation that is given. */
function change(
  context: GateContext,
  info: GraphQLResolveInfo,
  about: Readonly<Record<string, string | number>>,
  work: (store: AgreementStore, by: Approver) => Promise<unknown>,
): Promise<Outcome | null> {
  const { asking, ports } = context;
  const by = { subject: asking.subject, organisation: asking.organisation };
  return act(context, info, {
    find: () => Promise.resolve(about),
    child: () => null,
    about: () => about,
    perform: async (tx) => {
      try {
        await work(storeWithin(tx, context), by);
      } catch (error) {
        throw error instanceof AgreementRefused ? conflict(error.message) : error;
      }
      return { id: asking.requestId, receivedAt: ports.clock.now().toISOString() };
    },
  });
}

/**
 * The store within the transaction of the act. Its wait for inserts under way is for after a commit: inside it would
 * wait for the wrong thing, with a lock that the hub's role may not take. So only its first transaction is done here.
 */
function storeWithin(tx: Sql, { ports, profile }: GateContext): AgreementStore {
  let changed = false;
  return new AgreementStore({
    database: tx,
    transaction: (work) => {
      const sql = changed ? SILENT : tx;
      changed = true;
      return work(sql);
    },
    catalogues: profile.ruleset.catalogues,
    homeAuthorities: new Set([ports.home]),
    clock: ports.clock,
  });
}

const SILENT: Sql = { query: () => Promise.resolve([]) };

/** The ledger takes no act that rests on what the act itself has stopped. */
function mayBeStopped({ profile }: GateContext, agreement: string, action: string): void {
  const rests = profile
    .cell(action, 'full')
    .parties.some(({ permits }) => permits.some(({ rule }) => rule.ref.agreement === agreement));
  if (rests)
    throw conflict(
      `${agreement} is what lets you do this, so it cannot be stopped from here: use \`rollcall agreements\`.`,
    );
}

function named(name: string): string {
  return needed(name, 'agreement', LONGEST_NAME, '`{ agreements { name } }` lists them.');
}

function reasonOf(reason: string): string {
  return needed(reason, 'reason', LONGEST_REASON, 'say why, for the record.');
}

function agreementIn({ digest, text }: Text): Agreement | null {
  let found = parsed.get(digest);
  if (!found) parsed.set(digest, (found = { agreement: parseAgreement(text, '').agreement }));
  return found.agreement;
}
