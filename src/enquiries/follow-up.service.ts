import { noteEvent } from '../casework/case-event.repository';
import type { GatePorts, Sql } from '../gate/ports';
import { londonDate } from '../kernel/london-time';
import { somethingFor } from '../mail/mail-due';
import { careAbout, isCareless } from '../notifications/safe-enquiry';
import type { AskedState } from '../procedures/asked.transitions';
import { answerDue, dueOn, inboundClock, lateSteps, OURS, type AskedQuestion } from './asked-clock';
import { anybodyWaits, saveState } from './enquiry.repository';
import { askedAfter, enquiryAfter } from './enquiry.transitions';
import {
  anybodyHeard,
  openEnquiries,
  resume,
  saveFollowed,
  takeBack,
  unheardOf,
  type Unheard,
} from './follow-up.repository';
import { mayLook } from './may-look';

export type FollowUpPorts = Pick<GatePorts, 'database' | 'transaction' | 'rules' | 'rulesets' | 'clock'>;

/** How many of those who were asked were … */
export interface FollowedUp {
  readonly reminded: number;
  readonly escalated: number;
  readonly suspended: number;
  readonly resumed: number;
  /** … taken back, because the question could lead somebody to the child. */
  readonly takenBack: number;
}

type Done = keyof FollowedUp;

/**
 * Follows up every question that is still to be answered, each in a transaction of its own: by the clocks of the
 * authority that it belongs to. Whoever is late is reminded, then the lead is told; whose agreement is not in force rests;
 * a question that has become unsafe is taken back. Run again at the same instant, it does nothing.
 */
export async function followUpEnquiries(ports: FollowUpPorts): Promise<FollowedUp> {
  const done: Record<Done, number> = { reminded: 0, escalated: 0, suspended: 0, resumed: 0, takenBack: 0 };
  for (const enquiry of await openEnquiries(ports.database)) {
    const what = await ports.transaction((tx) => followUp(tx, ports, enquiry));
    for (const one of what) done[one] += 1;
  }
  return done;
}

async function followUp(tx: Sql, ports: FollowUpPorts, enquiry: string): Promise<Done[]> {
  const done: Done[] = [];
  const all = await unheardOf(tx, enquiry);
  for (const asked of all) done.push(...(await followOne(tx, ports, asked)));
  if (done.includes('takenBack') && !(await anybodyWaits(tx, enquiry))) {
    const heard = await anybodyHeard(tx, enquiry);
    await saveState(
      tx,
      enquiry,
      enquiryAfter('OPEN', heard ? 'SETTLE' : 'WITHDRAW'),
      heard ? null : 'ASK_SOCIAL_CARE',
    );
  }
  return done;
}

async function followOne(tx: Sql, ports: FollowUpPorts, asked: Unheard): Promise<Done[]> {
  const now = ports.clock.now();
  if (await isUnsafe(tx, ports, asked, now)) {
    askedAfter(asked.state, 'WITHDRAW');
    await takeBack(tx, asked.id);
    const writer = {
      organisation: asked.authority,
      user: 'the hub',
      home: asked.authority,
      now,
      today: londonDate(now),
    };
    await noteEvent(tx, { child: asked.childId, kind: 'ENQUIRY_WITHDRAWN', about: asked.publicId, writer });
    return ['takenBack'];
  }
  const canLook = mayLook(ports.rulesets.current().ruleset, asked.asked);
  if (asked.state === 'SUSPENDED') {
    if (!canLook) return [];
    askedAfter(asked.state, 'RESUME');
    await resume(tx, asked.id, now, answerDue(ports.rules, questionOf(asked, now)));
    return ['resumed'];
  }
  if (asked.couldLook && !canLook) {
    const state = askedAfter(asked.state, 'SUSPEND');
    await saveFollowed(tx, asked.id, { state, at: now, escalatedTo: null });
    return ['suspended'];
  }
  return remind(tx, ports, asked, now);
}

/** Takes the steps whose time has come, in their order and through the one table. */
async function remind(tx: Sql, { rules }: FollowUpPorts, asked: Unheard, now: Date): Promise<Done[]> {
  if (asked.dueOn === null) return [];
  const steps = lateSteps(rules, questionOf(asked, asked.askedAt), dueOn(asked.dueOn)).filter(
    ({ at }) => at <= now,
  );
  if (steps.length === 0) return [];
  const done: Done[] = [];
  let state: AskedState = asked.state;
  if (state === 'WAITING') {
    state = askedAfter(state, 'REMIND');
    done.push('reminded');
  }
  const to = steps.findLast((step) => step.to !== 'recipients')?.to ?? null;
  if (to !== null && state === 'REMINDED') {
    state = askedAfter(state, 'ESCALATE');
    done.push('escalated');
  }
  if (done.length === 0 && to === asked.escalatedTo) return [];
  await saveFollowed(tx, asked.id, { state, at: now, escalatedTo: to });
  if (done.includes('reminded')) await somethingFor(tx, { to: [asked.asked.id], home: asked.authority, now });
  return done;
}

const questionOf = ({ authority, ours, hasAddress }: Unheard, at: Date): AskedQuestion => ({
  authority,
  at,
  ...(ours ? OURS : inboundClock(hasAddress)),
});

async function isUnsafe(tx: Sql, { rules }: FollowUpPorts, asked: Unheard, now: Date): Promise<boolean> {
  if (!asked.asked.roles.some(isCareless)) return false;
  const ports = { rules, home: asked.authority };
  return (await careAbout(tx, ports, asked.childId, now, asked.step)).held;
}
