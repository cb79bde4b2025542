import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { londonDate } from '../kernel/london-time';
import { decideUnsure } from '../lost-pupils/decide-unsure';
import { insertNotifications } from '../notifications/notification.repository';
import { isCareless, needsCare } from '../notifications/safe-enquiry';
import { findAsked, holdKnownChild, saveDecision, type Asked } from './lookup-review.repository';

interface Decision {
  readonly asked: Asked;
  /** Null: none of those whom the hub knows is meant. */
  readonly child: string | null;
}

/**
 * The team decides which child an uncertain lookup meant, or that it was none. The asker is told of a child alone, and
 * only while it may know of it; that it was none is told to nobody, as it would tell that some had come near. Which child a
 * lost pupil may be is decided the same way.
 */
export function decideLookup(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  childId: string | null,
): Promise<Outcome | null> {
  const review = idOf(id, 'id');
  const meant = childId === null ? null : idOf(childId, 'childId');
  const writer = writerOf(context);
  return act<Decision>(context, info, {
    find: async (tx) => {
      const asked = isHomeTeam(context) ? await findAsked(tx, review, writer.home) : null;
      if (asked === null) return null;
      if (meant === null) return { asked, child: null };
      const child = await holdKnownChild(tx, meant);
      return child === null ? null : { asked, child };
    },
    child: ({ child }) => child,
    perform: async (tx, { asked, child }) => {
      if (asked.state === 'DECIDED') throw conflict('id: which child was meant has been decided already.');
      if (asked.lostPupil !== null)
        await decideUnsure(tx, context.ports, { message: asked.lostPupil, nearest: asked.nearest }, child);
      const notice =
        child === null || asked.lostPupil !== null ? null : await tell(tx, context, asked, child);
      await saveDecision(tx, asked.id, { by: writer.user, at: writer.now, child, notice });
      return { id: review, receivedAt: writer.now.toISOString() };
    },
    about: ({ child }) => ({ review, decided: child === null ? 'none of them' : 'a child' }),
  });
}

/** Nobody is told whom a message could bring to a child who has to be kept from harm. */
async function tell(tx: Sql, context: GateContext, asked: Asked, child: string): Promise<string | null> {
  const { asking, ports } = context;
  const from = { asking, home: ports.home, now: ports.clock.now() };
  if (asked.roles.some(isCareless) && (await needsCare(tx, ports, child, from.now))) return null;
  const letter = { child, type: 'LOOKUP_DECIDED', text: noticeText(asked) } as const;
  const [sent] = await insertNotifications(tx, letter, [asked.unit], from);
  if (!sent) throw new Error('a notice was not written');
  return sent.id;
}

/** The asker's own reference and day: which question it was, and nothing of the answer. */
const noticeText = ({ reference, at }: Asked): string =>
  `On ${londonDate(at)}, under your reference ${reference}, you looked for a child, and it was not certain who was meant. ` +
  'The council’s team has decided it: read the child for what your agreement opens to you.';
