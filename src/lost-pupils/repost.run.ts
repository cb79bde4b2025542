import { factsOfMany, noteEvent } from '../casework/case-event.repository';
import { endCircumstance } from '../children/circumstance.repository';
import type { Asking } from '../gate/asking';
import { ledgerRecord } from '../gate/ledger-record';
import { permitted } from '../gate/permitted';
import type { GatePorts, Sql } from '../gate/ports';
import { newPublicId } from '../kernel/id';
import { londonDate, startOfLondonDay } from '../kernel/london-time';
import { insertNotifications, otherAuthorities } from '../notifications/notification.repository';
import { careOfFacts, needsCare } from '../notifications/safe-enquiry';
import { MissingCalendarProblem } from '../procedures/calendar';
import type { CaseRules } from '../procedures/case-rules';
import { dueAt } from '../procedures/due';
import { STEP_DONE } from '../procedures/instances';
import type { Row } from '../procedures/procedure';
import { rowsInForce } from '../procedures/rows-in-force';
import { holdMessage, ownMessages, type OwnMessage } from './own-message.repository';

export type RepostPorts = Pick<
  GatePorts,
  'database' | 'transaction' | 'rules' | 'rulesets' | 'ledger' | 'clock' | 'home'
>;

/** How many messages were … */
export interface Reposted {
  readonly posted: number;
  /** … withdrawn, because they could lead somebody to the child. */
  readonly withdrawn: number;
  /** … due, and not permitted by what is agreed today. The step becomes late, and somebody's. */
  readonly refused: number;
}

const ACTION = 'BROADCAST_LOST_PUPIL';

/**
 * Goes through the lost-pupil messages that stand: ends those about a child for whom the safe-enquiry rule holds by now, and
 * posts again those whose time has come by the authority's own procedure. Nothing in what is posted or ended says why.
 * Each in a transaction of its own, held while it is done: of two hubs one does it, and again at the same instant nobody.
 */
export async function repostLostPupils(ports: RepostPorts): Promise<Reposted> {
  const { database, rules, clock, home } = ports;
  const now = clock.now();
  const done = { posted: 0, withdrawn: 0, refused: 0 };
  const messages = await ownMessages(database, now);
  const children = messages.map(({ child }) => child);
  const facts = await factsOfMany(database, children, home, now);
  for (const message of messages) {
    const held = careOfFacts(facts.get(message.child), rules.book).held;
    if (!held && dueRow(rules, home, message, now) === null) continue;
    const what = await ports.transaction((tx) => goOn(tx, ports, message.id, now));
    if (what !== null) done[what] += 1;
  }
  return done;
}

async function goOn(tx: Sql, ports: RepostPorts, id: string, now: Date): Promise<keyof Reposted | null> {
  const { home, rules } = ports;
  const message = await holdMessage(tx, id, now);
  if (message === null) return null;
  if (await needsCare(tx, ports, message.child, now)) {
    await endCircumstance(tx, message.id, 'the hub', now);
    return 'withdrawn';
  }
  const row = dueRow(rules, home, message, now);
  if (row === null) return null;
  const { child } = message;
  const asking = askingOf(message, home);
  const { decision, version } = await permitted(tx, ports, asking, { action: ACTION, child });
  if (decision.effect === 'withhold') return 'refused';
  const writer = { organisation: home, user: 'the hub', home, now, today: londonDate(now) };
  await noteEvent(tx, { child, kind: STEP_DONE, row: row.row, writer });
  const under = decision.under.map((ref) => `${ref.agreement}@${ref.version} ${ref.clause ?? ''}`);
  await ports.ledger.act(
    tx,
    ledgerRecord('ACT', newPublicId(), asking, version, now, {
      children: [child],
      agreements: [...new Set(decision.under.map(({ agreement }) => agreement))],
      lookBacks: [],
      body: { action: ACTION, under, outcome: message.publicId, step: row.row },
    }),
  );
  const letter = { child, type: 'LOST_PUPIL', text: null, message: message.id } as const;
  await insertNotifications(tx, letter, await otherAuthorities(tx, home), { asking, home, now });
  return 'posted';
}

/** The hub does it in the name of the unit that posted the message first, for the same purpose and case. */
const askingOf = ({ unit, role, purpose, reference }: OwnMessage, home: string): Asking => ({
  organisation: home,
  unit,
  role,
  clientId: 'the hub',
  subject: 'the hub',
  user: 'the hub',
  job: '',
  purpose,
  reference,
  onBehalfOf: null,
  requestId: newPublicId(),
  authorityId: home,
});

/** The row of the authority's procedure by which the message is to be posted again today; null: not yet, or never. */
function dueRow(
  { book, calendars }: CaseRules,
  home: string,
  { postedAt }: OwnMessage,
  now: Date,
): Row | null {
  const calendar = calendars.of(home);
  const isDue = (row: Row): boolean => {
    if (row.clock === null) return false;
    try {
      const due = dueAt(row.clock, postedAt, calendar);
      return due !== null && now >= startOfLondonDay(due.on);
    } catch (error) {
      // Nobody has entered the dates: the work list says so.
      if (error instanceof MissingCalendarProblem) return false;
      throw error;
    }
  };
  return rowsInForce(book, home, londonDate(now)).filter(isRepeat).find(isDue) ?? null;
}

/** What the hub itself posts again to everybody, so often. */
const isRepeat = ({ on, who, asks, clock }: Row): boolean =>
  on.includes('BROADCAST_POSTED') &&
  who.includes('system') &&
  asks.includes('allAuthorities') &&
  clock?.kind === 'every';
