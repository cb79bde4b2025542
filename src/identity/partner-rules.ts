import { nearWord } from '../kernel/near-word';
import { organisationKind, organisationOf } from '../kernel/organisation-id';
import { PEER_HUB } from './directory';
import {
  isNamedAfterAnother,
  targetOf,
  type AddClient,
  type AddHub,
  type AddOrganisation,
  type AddUnit,
  type AddWebhook,
  type ChangeKey,
  type PartnerChange,
  type PartnerTarget,
  type WatchLog,
} from './partner-change';
import { PartnerRefused } from './partner-refused';
import type { KnownPartner, PartnerRepository } from './partner.repository';

/** Roles of the authority that runs the hub: an outsider that held one would see what only its teams may see. */
const HOME_ROLES: ReadonlySet<string> = new Set(['CME_TEAM', 'HOME_SERVICE']);

const OPTION = {
  organisation: '--organisation',
  unit: '--unit',
  client: '--client-id',
  webhook: '--webhook',
  hub: '--hub',
  witness: '--witness',
  log: '--log',
} as const;
const ADD = {
  organisation: 'partner add --organisation',
  unit: 'partner unit --unit',
  client: 'partner client --client-id',
  webhook: 'partner webhook --webhook',
  hub: 'partner hub --hub',
  witness: 'ledger witness add --witness',
  log: 'ledger witness watch --log',
} as const;

/**
 * Whether a change fits the directory as it is now. Asked when a change is proposed and again when it is approved.
 * Throws PartnerRefused with the option and the fix.
 */
export async function checkChange(
  rows: PartnerRepository,
  change: PartnerChange,
  home: string,
): Promise<void> {
  switch (change.kind) {
    case 'ADD_ORGANISATION':
      return checkOrganisation(rows, change);
    case 'ADD_UNIT':
      return checkUnit(rows, change, home);
    case 'ADD_CLIENT':
      return checkClient(rows, change);
    case 'CHANGE_KEY':
      return checkKey(rows, change);
    case 'ADD_WEBHOOK':
      return checkWebhook(rows, change);
    case 'CHANGE_SECRET':
      await found(rows, { target: 'webhook', id: change.webhook });
      return;
    case 'ADD_HUB':
      return checkHub(rows, change, home);
    case 'ADD_WITNESS':
      return absent(rows, { target: 'witness', id: change.witness });
    case 'WATCH_LOG':
      return checkLog(rows, change);
    case 'ENABLE': {
      const { disabled } = await found(rows, change);
      if (!disabled) throw refusal(OPTION[change.target], `${change.id} is not switched off.`);
      return;
    }
    case 'DISABLE':
      await found(rows, change);
      if (change.id === home) {
        throw refusal(
          '--organisation',
          `${home} runs this hub: switch off its units or clients, or stop the hub.`,
        );
      }
  }
}

async function checkOrganisation(
  rows: PartnerRepository,
  { organisation, authority }: AddOrganisation,
): Promise<void> {
  const kind = organisationKind(organisation);
  await absent(rows, { target: 'organisation', id: organisation });
  if (kind === 'la' && authority !== null) {
    throw refusal('--authority', 'an authority belongs to none: leave it out.');
  }
  if (kind === 'school' && authority === null) {
    throw refusal('--authority', 'a school belongs to an authority: name it, as in --authority la/931.');
  }
  if (authority === null) return;
  if (organisationKind(authority) !== 'la') {
    throw refusal('--authority', 'name a local authority, as in la/931.');
  }
  const { live } = await found(rows, { target: 'organisation', id: authority }, '--authority');
  if (!live) throw refusal('--authority', `${authority} is closed: name its successor.`);
}

async function checkUnit(rows: PartnerRepository, { unit, role }: AddUnit, home: string): Promise<void> {
  const organisation = organisationOf(unit);
  const { live } = await found(rows, { target: 'organisation', id: organisation }, '--unit');
  if (!live) throw refusal('--unit', `${organisation} is closed: add the unit to its successor.`);
  await absent(rows, { target: 'unit', id: unit });
  if (HOME_ROLES.has(role) && organisation !== home) {
    throw refusal(
      '--role',
      `${role} is for units of ${home}, which runs this hub: name what the partner is.`,
    );
  }
  if (role === 'OTHER_AUTHORITY' && organisation === home) {
    throw refusal(
      '--role',
      `${home} runs this hub: its units hold HOME_SERVICE or the role of their service.`,
    );
  }
}

async function checkClient(rows: PartnerRepository, { clientId, unit }: AddClient): Promise<void> {
  await found(rows, { target: 'unit', id: unit });
  await absent(rows, { target: 'client', id: clientId });
  if (isNamedAfterAnother(clientId, unit)) {
    throw refusal(
      '--client-id',
      `it names another body than ${unit}: choose an id of the client system’s own.`,
    );
  }
}

async function checkKey(rows: PartnerRepository, { clientId, key }: ChangeKey): Promise<void> {
  const { development } = await found(rows, { target: 'client', id: clientId });
  if (development) throw refusal('--client-id', `${clientId} is a development client: those have no keys.`);
  if (await rows.hadKey(clientId, key.thumbprint)) {
    throw refusal('--jwk', `${clientId} has or had this very key: have a new pair made.`);
  }
}

async function checkWebhook(rows: PartnerRepository, { webhook, unit }: AddWebhook): Promise<void> {
  await found(rows, { target: 'unit', id: unit });
  await absent(rows, { target: 'webhook', id: webhook });
  await absent(rows, { target: 'hub', id: webhook }, '--webhook');
}

/**
 * What we sign for one hub must be good at that hub alone: it is for the address to which it is sent, or for the very
 * authority whose unit it is. A peer that named another's audience could say there what we say to it.
 */
async function checkHub(rows: PartnerRepository, change: AddHub, home: string): Promise<void> {
  const { hub, unit, url, audience, team } = change;
  const { service } = await found(rows, { target: 'unit', id: unit });
  const authority = organisationOf(unit);
  if (organisationKind(authority) !== 'la' || authority === home)
    throw refusal('--unit', 'name a unit of another local authority, as in la/852/hub.');
  if (service !== PEER_HUB)
    throw refusal('--unit', `${unit} is no hub: register a unit with --service ${PEER_HUB}, and its client.`);
  if (organisationOf(team) !== authority)
    throw refusal('--team', `name a unit of ${authority}, as in ${authority}/cme.`);
  if (audience !== authority && audience !== url.replace(/\/+$/, ''))
    throw refusal(
      '--audience',
      `is the hub’s own address, or ${authority}: what is said to it is for nobody else.`,
    );
  await absent(rows, { target: 'hub', id: hub });
  await absent(rows, { target: 'webhook', id: hub }, '--hub');
}

async function checkLog(rows: PartnerRepository, { log, organisation, anew }: WatchLog): Promise<void> {
  await found(rows, { target: 'organisation', id: organisation });
  if (anew) await found(rows, { target: 'log', id: log });
}

async function absent(
  rows: PartnerRepository,
  { target, id }: PartnerTarget,
  option: string = OPTION[target],
): Promise<void> {
  const known = await rows.known({ target, id } as PartnerTarget);
  if (known === null) return;
  const how = known.development ? 'is a development client: choose another id' : 'is registered already';
  const next = known.disabled ? ` and switched off: rollcall partner enable ${OPTION[target]} ${id}` : '.';
  throw refusal(option, `${id} ${how}${next}`);
}

async function found(
  rows: PartnerRepository,
  target: PartnerTarget,
  option: string = OPTION[target.target],
): Promise<KnownPartner> {
  const known = await rows.known(target);
  if (known !== null) return known;
  const absence = `there is no ${target.target} ${target.id}`;
  const waits = (await rows.waiting()).find(
    ({ change }) => change.kind.startsWith('ADD_') && targetOf(change) === `${target.target} ${target.id}`,
  );
  if (waits) throw refusal(option, `${absence} yet: a second person has to approve ${waits.id} first.`);
  const near = nearWord(target.id, await rows.ids(target.target));
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw refusal(option, `${absence}.${hint} To register it: rollcall ${ADD[target.target]} ${target.id} …`);
}

function refusal(option: string, problem: string): PartnerRefused {
  return new PartnerRefused(`${option}: ${problem}`);
}
