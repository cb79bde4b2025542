import { noteEvent } from '../casework/case-event.repository';
import type { OnAddress, SaidAddress } from '../children/said-address';
import { writerOf } from '../children/writer';
import type { GateContext } from '../gate/context';
import { openTo, readersOf, type Reader } from '../gate/open-to';
import type { Sql } from '../gate/ports';
import { insertNotifications } from '../notifications/notification.repository';
import { isProtected, needsCare } from '../notifications/safe-enquiry';
import { hasToDoWith } from './has-to-do-with.repository';

/**
 * Who is told that a child has moved. The team, as soon as somebody says so. Others once the team has confirmed it, and of
 * those who have something to do with the child the ones alone to whom what is agreed opens the address; that there is
 * another one, never the address itself, which each reads under its own agreement. Another authority is told by the officer
 * (OX-35), for whom the step begins here.
 * INVARIANT: of a child whose location is protected nobody is told anything, and of one who could be harmed nobody outside.
 */
export const tellOfAddress =
  (context: GateContext): OnAddress =>
  async (tx, said) => {
    const { ports } = context;
    const writer = writerOf(context);
    if (await isProtected(tx, said.child, writer.now)) return;
    if (said.was === 'NEW') await noteMove(tx, context, said);
    if (said.stands !== 'CONFIRMED') {
      const from = { asking: context.asking, home: ports.home, now: writer.now };
      const type = said.stands === 'LEFT' ? 'DEPARTURE_REPORTED' : 'ADDRESS_REPORTED';
      await insertNotifications(tx, { child: said.child, type, text: null }, [ports.home], from);
      return;
    }
    if (said.kind === 'believed' || (await needsCare(tx, ports, said.child, writer.now))) return;
    await tellReaders(tx, context, said);
  };

/** What the procedures begin steps on. */
async function noteMove(tx: Sql, context: GateContext, said: SaidAddress): Promise<void> {
  const { ports, asking } = context;
  const writer = writerOf(context);
  const { child, id: about } = said;
  if (asking.organisation !== ports.home && said.kind !== 'unknown')
    await noteEvent(tx, { child, kind: 'ADDRESS_REPORTED', about, writer });
  if (said.authority !== null && said.authority !== ports.home)
    await noteEvent(tx, { child, kind: 'NEW_ADDRESS_OUTSIDE', about, writer });
}

async function tellReaders(tx: Sql, context: GateContext, said: SaidAddress): Promise<void> {
  const { ports, asking } = context;
  const writer = writerOf(context);
  const { child } = said;
  const readers = await readersOf(tx, await hasToDoWith(tx, child, writer));
  const open: { readonly reader: Reader; readonly purpose: string }[] = [];
  for (const reader of readers) {
    // Whoever said it knows it, and the team that confirmed it too.
    const saidIt = said.source !== ports.home && reader.organisation === said.source;
    if (saidIt || reader.unit === asking.unit) continue;
    const [purpose] = await openTo(tx, ports, reader, { child, item: 'CURRENT_ADDRESS' });
    if (purpose !== undefined) open.push({ reader, purpose });
  }
  if (open.some(({ reader }) => reader.role === 'SCHOOL'))
    await noteEvent(tx, { child, kind: 'ADDRESS_PASSED', about: said.id, writer });
  for (const purpose of new Set(open.map((one) => one.purpose))) {
    const to = open.filter((one) => one.purpose === purpose).map(({ reader }) => reader.unit);
    const from = { asking: { ...asking, purpose }, home: ports.home, now: writer.now };
    await insertNotifications(tx, { child, type: 'ADDRESS_CHANGED', text: null }, to, from);
  }
}
