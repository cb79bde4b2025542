import type { PartnerProposal } from '../../src/identity/partner-change';
import type { OrganisationId, UnitId } from '../../src/kernel/organisation-id';
import { ensureBuilt } from '../contract/started-hub';
import { ManualClock } from '../support/manual-clock';
import { TEST_DAY } from '../support/seeded';
import { PeerHub } from './peer-hub';

export const OXFORDSHIRE = 'la/931';
export const SOUTHAMPTON = 'la/852';

/** By which client_id a hub is known at another. */
export const clientOf = (home: string): string => `hub-of-${home.replace('la/', '')}`;
/** The unit of the directory that is the hub of an authority. */
export const hubUnitOf = (home: string): UnitId => `${home}/hub` as UnitId;

/** What two people of one hub register so that it knows the other and can write to it. */
export function introductionOf(other: PeerHub, clientId: string): PartnerProposal[] {
  const unit = hubUnitOf(other.home);
  return [
    {
      kind: 'ADD_UNIT',
      unit,
      role: 'OTHER_AUTHORITY',
      name: `Hub of ${other.home}`,
      service: 'peer-hub',
      phone: null,
      mailbox: null,
    },
    { kind: 'ADD_CLIENT', clientId: clientOf(other.home), unit, name: 'Hub', key: other.key() },
    {
      kind: 'ADD_HUB',
      hub: 'their-hub',
      unit,
      url: other.url,
      audience: other.home as OrganisationId,
      clientId,
      team: other.team as UnitId,
      purposes: ['NOTIFY_MOVE', 'LOCATE_CHILD', 'ANSWER_ENQUIRY'],
      reference: 'HUB/1',
    },
  ];
}

/** The hubs of two authorities, each a process with a database of its own, registered with each other by two people each. */
export class TwoHubs {
  private constructor(
    readonly clock: ManualClock,
    readonly a: PeerHub,
    readonly b: PeerHub,
  ) {}

  static async open(): Promise<TwoHubs> {
    ensureBuilt();
    const clock = new ManualClock(TEST_DAY);
    const [a, b] = [await PeerHub.open(OXFORDSHIRE, clock), await PeerHub.open(SOUTHAMPTON, clock)];
    const hubs = new TwoHubs(clock, a, b);
    try {
      await Promise.all([a.start(), b.start()]);
      await a.register(...introductionOf(b, clientOf(a.home)));
      await b.register(...introductionOf(a, clientOf(b.home)));
    } catch (error) {
      await hubs.close();
      throw error;
    }
    return hubs;
  }

  /** So much later, for both. */
  async later(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await Promise.all([this.a.keepTime(), this.b.keepTime()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.a.close(), this.b.close()]);
  }
}
