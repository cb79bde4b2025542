import { badInput } from '../kernel/errors';
import { londonDate } from '../kernel/london-time';
import type { AgendaItem } from '../procedures/agenda';
import { cited } from '../procedures/procedure';
import type { ProcedureWords } from '../procedures/procedure-words';

/** Which step of which child: what an id of the work list means. */
export interface WorkKey {
  /** The public id of the child or subject. */
  readonly child: string;
  readonly row: string;
  readonly about: string | null;
  /** ISO 8601. */
  readonly since: string;
}

export const workId = ({ child, row, about, since }: WorkKey): string =>
  Buffer.from([child, row, about ?? '', since].join('\n'), 'utf8').toString('base64url');

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws BAD_USER_INPUT for anything that `workId` would not have made. */
export function workKeyOf(id: string): WorkKey {
  const [child = '', row = '', about = '', since = ''] = Buffer.from(id.slice(0, 300), 'base64url')
    .toString('utf8')
    .split('\n');
  const key = { child, row, about: about === '' ? null : about, since };
  if (!UUID.test(child) || workId(key) !== id) throw badInput('id', 'is not an id of the work list.');
  return key;
}

/**
 * Events that only an act of the hub leaves, so that nobody writes down that it was done: a visit is recorded as a
 * visit, a case closed by closing it.
 */
const BY_ITS_ACT: ReadonlySet<string> = new Set([
  'CASE_OPENED', 'CASE_CLOSED', 'CASE_CLOSED_WITH_ALERT', 'CASE_MADE_DORMANT', 'CASE_REOPENED', 'CLOSING_PROPOSED',
  'ON_REGISTER', 'LEAD_SET', 'RATED_RED', 'RISK_LOWERED', 'UNDER_HOURS', 'FULL_HOURS', 'CHECKS_COMPLETE',
  'VISIT_CHILD_SEEN', 'VISIT_FAMILY_GONE', 'VISIT_NO_ANSWER', 'SOCIAL_CARE_DECIDED', 'ALERT_RECEIVED', 'TRIAGED',
  'ENQUIRY_SENT', 'ENQUIRY_ANSWERED', 'ENQUIRY_WITHDRAWN', 'FLAGS_PLACED', 'STANDING_ALERT_HIT',
  'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED', 'TRANSFER_DECLINED', 'TRANSFER_WITHDRAWN', 'TRANSFER_LAPSED', 'TRANSFER_TAKEN',
  'TRANSFER_OFFERED', 'TRANSFER_ANSWERED', 'TRANSFER_OFFER_ENDED', 'TRANSFER_AGREED',
]); // prettier-ignore

export const isByItsAct = (event: string): boolean => BY_ITS_ACT.has(event);

/** The events with which an officer may say that a step is done; none: its act alone ends it, or it is simply done. */
export const outcomesOf = ({ row }: AgendaItem): readonly string[] =>
  row.clock?.kind === 'every' ? [] : row.ends.filter((event) => !isByItsAct(event));

/** The id of a step of a child, by its public id. */
export const stepId = ({ row, about, since }: AgendaItem, child: string): string =>
  workId({ child, row: row.row, about, since: since.toISOString() });

/** A step as the work list shows it: words of the policy, and days. Nothing in it is about the child but its dates. */
export function workItem(item: AgendaItem, child: string, words: ProcedureWords): Record<string, unknown> {
  const { row } = item;
  const party = (name: string): string => words.parties.get(name)?.words ?? name;
  return {
    id: stepId(item, child),
    row: row.row,
    procedure: item.procedure,
    source: cited(row.source),
    because: row.when,
    step: row.step,
    clock: item.clock,
    policyWords: row.clock?.words ?? null,
    ourReading: row.clock?.reading === 'ours',
    state: item.state.toUpperCase(),
    since: item.since.toISOString(),
    opensAt: item.opensAt?.toISOString() ?? null,
    dueOn: item.due?.on ?? null,
    overdueFrom: item.due?.overdueFrom.toISOString() ?? null,
    aimOn: item.aim?.on ?? null,
    who: row.who.map(party),
    // Of a step that is held back nobody is named, so that nobody is rung by mistake.
    asks: item.bar === null ? item.asks.map(party) : [],
    tells: item.bar === null ? item.tells.map(party) : [],
    heldBack: item.heldBack.map(party),
    barredBecause: item.bar === null ? null : BARRED[item.bar.because],
    outcomes: outcomesOf(item),
    escalatedTo: item.escalatedTo === null ? null : party(item.escalatedTo),
    escalations: item.escalations.map(({ to, at, reached, words: said }) => ({
      to: party(to),
      at: at.toISOString(),
      on: londonDate(at),
      reached,
      words: said,
    })),
    missing: item.missing === null ? null : item.missing.message,
  };
}

const BARRED = {
  askSocialCare: 'Ask social care first.',
  needs: 'May not be done for this child.',
} as const;
