import type { GraphQLResolveInfo } from 'graphql';
import { findOrKeepSubject } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput, conflict, HubError } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed } from '../kernel/written';
import { dataProtectionInbox } from '../notifications/notification.shape';
import type { ReviewOutcome, Risk } from './emergency';
import type { UseEmergencyInput } from './emergency.input';
import {
  findOwnUse,
  findUseToReview,
  insertNotices,
  insertUse,
  saveEvent,
  secondsUntilNext,
  type Declared,
} from './emergency.repository';
import { stateAfter, stateOf, type UseEvent } from './emergency.transitions';

type Done = Promise<Outcome | null>;

const SHORTEST = 20;
const LONGEST = 2000;
const LOOK_BACK = 'emergency access was declared';

/**
 * Declares an emergency: for four hours the few items of the agreement open to the asking unit, and both data-protection
 * contacts are told. The receipt is the same for a child in hiding and for one whom the hub does not know.
 */
export async function useEmergency(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: UseEmergencyInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const { asking } = context;
  const text = justification(input.text);
  const about: string[] = [];
  const outcome = await act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, input.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const wait = await secondsUntilNext(tx, asking.unit, writer.now);
      if (wait !== null) throw tooMany(wait);
      const use = await insertUse(tx, { child, risk: input.risk, text }, asking, writer);
      const notice = { use: use.id, child, text: words(use, input.risk, asking.unit, writer.now) };
      const contacts = new Set([writer.home, asking.organisation].map(dataProtectionInbox));
      await insertNotices(tx, notice, [...contacts], { asking, writer });
      about.push(child);
      return { id: use.publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ risk: input.risk }),
  });
  // Not of one that was rolled back: its subject may be gone with it.
  for (const child of about) context.record.lookBack(child, LOOK_BACK);
  return outcome;
}

/** Ends one's own emergency before its hours are over. */
export function endEmergency(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const { asking, ports } = context;
  const now = ports.clock.now();
  return act(context, info, {
    find: (tx) => findOwnUse(tx, publicId, asking),
    child: ({ childId }) => childId,
    perform: async (tx, use) => {
      stateAfter(stateOf(use, now), 'END');
      await saveEvent(tx, use, { kind: 'END' }, asking.subject, now);
      return { id: publicId, receivedAt: now.toISOString() };
    },
    about: () => ({ event: 'END' }),
  });
}

/** Records what the review found. A use that was not justified opens nothing from then on. */
export function reviewEmergency(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  found: { readonly outcome: ReviewOutcome; readonly text: string },
): Done {
  const publicId = idOf(id, 'id');
  const { asking, ports } = context;
  const now = ports.clock.now();
  const { outcome } = found;
  const text = needed(found.text, 'text', LONGEST, 'say what the review found.');
  const event: UseEvent = { kind: 'REVIEW', outcome, text };
  return act(context, info, {
    find: (tx) => findUseToReview(tx, publicId, asking),
    child: ({ childId }) => childId,
    perform: async (tx, use) => {
      const state = stateAfter(stateOf(use, now), 'REVIEW');
      if (use.subject === asking.subject)
        throw conflict('id: you used this emergency access yourself; somebody else reviews it.');
      await saveEvent(tx, use, event, asking.subject, now);
      if (state === 'REVIEWED_OPEN' && outcome === 'NOT_JUSTIFIED')
        await saveEvent(tx, use, { kind: 'END' }, asking.subject, now);
      return { id: publicId, receivedAt: now.toISOString() };
    },
    about: () => ({ event: 'REVIEW', outcome }),
  });
}

function justification(given: string): string {
  const why = `say in ${SHORTEST} to ${LONGEST.toLocaleString('en-GB')} characters what is feared and why no other way will do.`;
  const text = needed(given, 'input.text', LONGEST, why);
  if (text.length < SHORTEST) throw badInput('input.text', `is too short: ${why}`);
  return text;
}

const words = ({ publicId, expiresAt }: Declared, risk: Risk, unit: string, now: Date): string =>
  `Emergency access ${publicId} for ${risk}, declared by ${unit} at ${now.toISOString()} and open until ${expiresAt.toISOString()}. It waits for review.`;

const tooMany = (retryAfter: number): HubError =>
  new HubError(
    'RATE_LIMITED',
    'Your team has used emergency access as often as it may in 24 hours. Ring the council’s team; its number is open to you.',
    { retryAfter },
  );
