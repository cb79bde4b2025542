import type { DataSource } from 'typeorm';
import { partnerStore } from '../../src/cli/partner';
import { HubKeys } from '../../src/identity/hub-keys';
import type { PartnerProposal } from '../../src/identity/partner-change';
import { parsePublicJwk, type PartnerKey } from '../../src/identity/partner-jwk';
import type { Clock } from '../../src/kernel/clock';
import type { UnitId } from '../../src/kernel/organisation-id';
import type { Ask } from './hub';

/** By which client_id a hub is known at another. */
export const clientOf = (home: string): string => `hub-of-${home.replace('la/', '')}`;
/** The unit of the directory that is the hub of an authority. */
export const hubUnitOf = (home: string): UnitId => `${home}/hub` as UnitId;

/** Two of the people who may change the directory. */
const PEOPLE = ['demonstration/approver-1', 'demonstration/approver-2'] as const;

/** Changes of the directory of a hub, as two people of its authority make them. */
export async function register(
  { owner, home, clock }: { readonly owner: DataSource; readonly home: string; readonly clock: Clock },
  changes: readonly PartnerProposal[],
): Promise<void> {
  const store = partnerStore(owner, home, clock);
  for (const change of changes) await store.approve(await store.propose(change, PEOPLE[0]), PEOPLE[1]);
}

/** The hub of an authority as others know it: by the keys in its data folder, and by nothing else. */
export class PeerClient {
  constructor(
    /** la/852 */
    readonly home: string,
    private readonly dataDir: string,
    private readonly clock: Clock,
  ) {}

  /** What is registered elsewhere so that it may speak there. */
  registration(): PartnerProposal[] {
    const unit = hubUnitOf(this.home);
    const of = { role: 'OTHER_AUTHORITY', service: 'peer-hub', phone: null, mailbox: null } as const;
    return [
      { kind: 'ADD_UNIT', unit, name: `Hub of ${this.home}`, ...of },
      { kind: 'ADD_CLIENT', clientId: clientOf(this.home), unit, name: 'Hub', key: this.key() },
    ];
  }

  /** The key with which it signs now, or the next one. */
  key(which: 'present' | 'next' = 'present'): PartnerKey {
    const { keys } = HubKeys.open(this.dataDir, this.clock).jwks();
    const parsed = parsePublicJwk(JSON.stringify(keys[which === 'present' ? 0 : 1]));
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.value;
  }

  /** What it sends to another to say who it is: good for a minute, and once. */
  assertion(audience: string, clientId = clientOf(this.home)): string {
    const words = { user: 'A test', job: 'test' };
    return HubKeys.open(this.dataDir, this.clock).signAssertion(clientId, audience, words);
  }

  /** In the place of a token of the issuer. */
  bearer(audience: string): Pick<Ask, 'headers'> {
    return { headers: { authorization: `Bearer ${this.assertion(audience)}` } };
  }
}
