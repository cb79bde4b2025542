import type { GateContext } from '../gate/context';
import { londonDate } from '../kernel/london-time';
import type { Writer } from './child-reference';

/** Provenance of whatever the requester writes. */
export function writerOf(context: GateContext): Writer {
  const now = context.ports.clock.now();
  return {
    organisation: context.asking.organisation,
    user: context.asking.user,
    home: context.ports.home,
    now,
    today: londonDate(now),
  };
}

/** Of what the hub writes by itself: in the name of the authority that runs it. */
export const hubWriter = (home: string, now: Date): Writer => ({
  organisation: home,
  user: 'the hub',
  home,
  now,
  today: londonDate(now),
});
