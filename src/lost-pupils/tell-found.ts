import { noteEvent } from '../casework/case-event.repository';
import type { Writer } from '../children/child-reference';
import { openTo, readersOf } from '../gate/open-to';
import type { GatePorts, Sql } from '../gate/ports';
import { londonDate } from '../kernel/london-time';
import { insertNotices, type Notice } from '../notifications/notification.repository';
import { protectedAmong } from '../notifications/safe-enquiry';
import type { LostPupil, Met } from './lost-pupil';

export type TellPorts = Pick<GatePorts, 'rulesets' | 'home' | 'clock'>;

/** Whom the hub has met: by a fact, or by a decision of the team. */
export type MetOrDecided = Pick<Met, 'child'> & Partial<Pick<Met, 'fact' | 'source' | 'recordedAt' | 'sure'>>;

/** A lost pupil, and whom the hub has met. */
export interface Found {
  readonly lost: LostPupil;
  readonly met: MetOrDecided;
}

/**
 * Tells both sides that a lost pupil seems to have been met: our team, and the authority that looks. What either reads of
 * the child is decided when it reads; by the notice itself it learns nothing but that.
 * INVARIANT: of a child whose location is protected the other authority hears only where an agreement lets somebody there
 * know of the child in spite of it (any-authority 10.8).
 */
export async function tellFound(tx: Sql, ports: TellPorts, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  const { home, clock } = ports;
  const now = clock.now();
  const hidden = await protectedAmong(
    tx,
    found.map(({ met }) => met.child),
    now,
  );
  const team = await ourTeam(tx, home);
  const notices: Notice[] = [];
  for (const { lost, met } of found) {
    const { child } = met;
    if (lost.ours) await noteOurs(tx, home, lost, met, now);
    const notice = {
      child,
      type: 'FOUND_MATCH',
      message: lost.id,
      organisation: home,
      unit: (lost.ours ? lost.unit : null) ?? team,
      purpose: 'LOCATE_CHILD',
      reference: lost.reference,
    } as const;
    notices.push({ ...notice, text: hidden.has(child) ? null : inWords(met), to: home });
    if (!lost.ours && (!hidden.has(child) || (await mayKnow(tx, ports, lost.organisation, child))))
      notices.push({ ...notice, text: null, to: lost.organisation });
  }
  await insertNotices(tx, notices, { home, now });
}

/**
 * The case of whom we look for goes on by its procedure. On a roll that its school has confirmed the child is located, and
 * every authority is told that nobody looks any more (migration 26000); anything else is for the officer to follow up.
 */
async function noteOurs(tx: Sql, home: string, lost: LostPupil, met: MetOrDecided, now: Date): Promise<void> {
  const writer: Writer = { organisation: home, user: 'the hub', home, now, today: londonDate(now) };
  const located = met.sure === true && met.child === lost.child;
  const kind = located ? 'CHILD_LOCATED' : 'INFORMATION_RECEIVED';
  await noteEvent(tx, { child: lost.child, kind, about: lost.publicId, writer });
}

/** For our own team alone. */
function inWords({ fact, source, recordedAt }: MetOrDecided): string | null {
  if (fact === undefined || source === undefined || recordedAt === undefined) return null;
  const what = fact === 'REGISTRATION' ? 'a name on a roll' : 'an address';
  return `Met by ${what} that ${source} gave; in the hub since ${londonDate(recordedAt)}.`;
}

async function mayKnow(tx: Sql, ports: TellPorts, organisation: string, child: string): Promise<boolean> {
  for (const reader of await readersOf(tx, [organisation]))
    if ((await openTo(tx, ports, reader, { child, item: 'EXISTENCE' })).length > 0) return true;
  return false;
}

async function ourTeam(tx: Sql, home: string): Promise<string> {
  const [team] = await tx.query<{ id: string }>(
    `select id from unit where organisation_id = $1 and role = 'CME_TEAM' and disabled_at is null order by id limit 1`,
    [home],
  );
  return team?.id ?? home;
}
