import type { GraphQLResolveInfo } from 'graphql';
import { findReferenced } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { needed } from '../kernel/written';
import { recipientsOf, type LedgerRecipient } from '../ledger/recipients.repository';
import { insertNotifications } from '../notifications/notification.repository';
import { isCareless, isProtected, needsCare } from '../notifications/safe-enquiry';
import type { NotTold, Telling } from './correction';
import type { CorrectRecordInput } from './correction.input';
import {
  insertCorrection,
  insertRecipients,
  lockFamily,
  placesOf,
  type Informed,
} from './correction.repository';
import { putRight } from './held-fact.repository';
import { noticeText } from './notice';
import type { Whose } from './put-right.repository';
import { rightValue } from './right-value';

const LONG = 4000;

/**
 * Puts a wrong fact right (UK GDPR Art 16) and tells everybody who was told it (Art 19), in one transaction. Null when
 * the reference fits no one child.
 */
export function correctRecord(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: CorrectRecordInput,
): Promise<Outcome | null> {
  const { asking } = context;
  const writer = writerOf(context);
  const right = rightValue(input, writer.today);
  const reason = needed(input.reason, 'input.reason', LONG, 'say why it was wrong and how that is known.');
  const all: Informed[] = [];
  return act<string>(context, info, {
    find: (tx) => findReferenced(tx, input.child, writer.today, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const whose: Whose = { child, writer, unit: asking.unit, family: await lockFamily(tx, child) };
      const put = await putRight(tx, right, whose);
      const recipients = await recipientsOf(tx, {
        family: whose.family,
        cells: put.tellings,
        home: writer.home,
      });
      const made = await insertCorrection(tx, asking, whose, { fact: right.fact, reason, put });
      all.push(...(await inform(tx, context, whose, recipients, put.tellings)));
      await insertRecipients(tx, made.id, all);
      return { id: made.publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({
      fact: right.fact,
      told: all.flatMap(({ unit, notTold }) => (notTold === null ? [unit] : [])),
      notTold: all.flatMap(({ unit, notTold }) => (notTold === null ? [] : [unit])),
    }),
  });
}

/** One notice to each team that was told; to nobody who takes part no more, or whom a message could bring to the child. */
async function inform(
  tx: Sql,
  context: GateContext,
  { child, writer }: Whose,
  recipients: readonly LedgerRecipient[],
  tellings: readonly Telling[],
): Promise<Informed[]> {
  const places = await placesOf(
    tx,
    recipients.map(({ unit }) => unit),
  );
  const hidden = await isProtected(tx, child, writer.now);
  const care = hidden || (await needsCare(tx, context.ports, child, writer.now));
  const reasonFor = (unit: string): NotTold | null => {
    const place = places.get(unit);
    if (!place?.live) return 'LEFT';
    return hidden || (care && isCareless(place.role)) ? 'PROTECTED' : null;
  };
  const from = { asking: context.asking, home: writer.home, now: writer.now };
  const informed: Informed[] = [];
  for (const recipient of recipients) {
    const notTold = reasonFor(recipient.unit);
    if (notTold !== null) {
      informed.push({ ...recipient, notice: null, notTold });
      continue;
    }
    const letter = { child, type: 'CORRECTION', text: noticeText(recipient, tellings) } as const;
    const [sent] = await insertNotifications(tx, letter, [recipient.unit], from);
    if (!sent) throw new Error('a notice was not written');
    informed.push({ ...recipient, notice: sent.id, notTold: null });
  }
  return informed;
}
