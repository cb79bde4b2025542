import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { written } from '../kernel/written';
import { insertNotifications } from '../notifications/notification.repository';
import { toldUnder } from './corrected-elsewhere.repository';
import { MOST_NAMED } from './notice';

const LONG = 4000;

/** What another authority has to say of something that it told us, by its own hub, and that was wrong. */
export interface Corrected {
  /** Entries of its own ledger, under which it told us. */
  readonly disclosures: readonly string[];
  readonly text: string | null;
  readonly correspondence: CorrespondenceInput | null;
}

/**
 * Our team is told that it was wrong, and of whom we took it to be (UK GDPR Art 19): by their entries alone, since the name may
 * be what was wrong. Nothing in the record changes by it; the team asks again under what is agreed there.
 * INVARIANT: it is said of what the caller told us, by whoever told it; any other entry is not there. It opens nothing.
 */
export function reportCorrection(
  context: GateContext,
  info: GraphQLResolveInfo,
  { disclosures, text, correspondence }: Corrected,
): Promise<Outcome | null> {
  const { asking } = context;
  const { organisation, home, now } = writerOf(context);
  if (disclosures.length === 0 || disclosures.length > MOST_NAMED)
    throw badInput(
      'disclosures',
      `name one to ${MOST_NAMED} entries of your ledger under which you told it.`,
    );
  const entries = disclosures.map((id, i) => idOf(id, `disclosures[${i}]`));
  const words = written(text, 'text', LONG);
  return act(context, info, {
    once: correspond(context, correspondence, 'WORD', 'correspondence'),
    find: async (tx) => {
      const [first, ...others] = await toldUnder(tx, organisation, entries);
      return first ? { first, others } : null;
    },
    child: ({ first }) => first.child,
    perform: async (tx, { first, others }) => {
      const sent: string[] = [];
      for (const { child, notice } of [first, ...others]) {
        const letter = { child, type: 'CORRECTION', text: words } as const;
        const reply = notice === null ? {} : { inReplyTo: notice };
        const ids = await insertNotifications(tx, { ...letter, ...reply }, [home], { asking, home, now });
        sent.push(...ids.map(({ publicId }) => publicId));
      }
      const [id] = sent;
      if (id === undefined) throw new Error('a notice was not written');
      return { id, receivedAt: now.toISOString() };
    },
    about: ({ others }) => (others.length === 0 ? {} : { others: others.map(({ child }) => child) }),
  });
}
