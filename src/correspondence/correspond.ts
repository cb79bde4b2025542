import type { Once } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import type { CorrespondenceInput } from './correspondence.input';
import { cameBefore, keepCame, type CorrespondenceKind } from './correspondence.repository';

/**
 * That an act came from another hub: it has its effect once, by the sender's id of it, and the two ids and the sender's
 * ledger entry are kept and named with it. Throws BAD_USER_INPUT for a client that is no hub.
 */
export function correspond(
  { asking, ports }: GateContext,
  given: CorrespondenceInput | null | undefined,
  kind: CorrespondenceKind,
  field: string,
): Once | null {
  if (given === null || given === undefined) return null;
  if (asking.peerHub !== true) throw badInput(field, 'is for a hub that writes to a hub; leave it out.');
  const message = idOf(given.id, `${field}.id`);
  const receipt = idOf(given.receipt, `${field}.receipt`);
  const which = { peer: asking.organisation, kind, message };
  return {
    before: (tx) => cameBefore(tx, which),
    after: (tx, outcome) =>
      keepCame(
        tx,
        {
          ...which,
          theirReceipt: receipt,
          onBehalfOf: asking.onBehalfOf?.unit ?? null,
          at: ports.clock.now(),
        },
        outcome,
      ),
    about: { correspondence: { peer: asking.organisation, id: message, receipt } },
  };
}
