import { targetOf, type PartnerChange } from './partner-change';
import type { PartnerKey } from './partner-jwk';

/** All that a change does, in one line: what a second person reads before approving it. */
export function changeInWords(change: PartnerChange): string {
  const about = targetOf(change);
  switch (change.kind) {
    case 'ADD_ORGANISATION':
      return `add ${about}, “${change.name}”${change.authority === null ? '' : `, of ${change.authority}`}`;
    case 'ADD_UNIT': {
      const { name, role, service, phone, mailbox } = change;
      const contacts = [service, phone, mailbox].filter((word) => word !== null).map((word) => `, ${word}`);
      return `add ${about}, “${name}”, as ${role}${contacts.join('')}`;
    }
    case 'ADD_CLIENT':
      return `add ${about}, “${change.name}”, speaking for ${change.unit}, ${keyInWords(change.key)}`;
    case 'CHANGE_KEY': {
      const end = change.oldKeyUntil === null ? 'ends at once' : `is good until ${change.oldKeyUntil}`;
      return `give ${about} ${keyInWords(change.key)}; the key before it ${end}`;
    }
    case 'ADD_WEBHOOK': {
      const what = change.carries === 'SIGNAL' ? 'that there is something' : 'what it would be told';
      return `add ${about}: ${change.unit} is sent ${what} at ${change.url}, for ${change.purposes.join(', ')} as ${change.reference}`;
    }
    case 'CHANGE_SECRET': {
      const end =
        change.oldSecretUntil === null ? 'ends at once' : `signs too until ${change.oldSecretUntil}`;
      return `give ${about} a new secret; the one before it ${end}`;
    }
    case 'ADD_HUB': {
      const { unit, url, audience, clientId, team, purposes, reference } = change;
      return `add ${about}: ${unit} is reached at ${url}, where we are ${clientId} to ${audience} and ask ${team}, for ${purposes.join(', ')} as ${reference}`;
    }
    case 'ADD_WITNESS':
      return `let ${about} keep this ledger's heads, at ${change.url}, key ${change.verifier}`;
    case 'WATCH_LOG': {
      const anew = change.anew ? '; the head that is kept is given up, because the log has begun anew' : '';
      return `keep the heads of ${about} of ${change.organisation}, at ${change.url}, ${change.verifiers.length === 1 ? 'key' : 'keys'} ${change.verifiers.join(', ')}${anew}`;
    }
    case 'ENABLE':
      return `switch ${about} on`;
    case 'DISABLE':
      return `switch ${about} off`;
  }
}

function keyInWords(key: PartnerKey | null): string {
  return key === null ? 'without a key of its own' : `key ${kindOfKey(key.jwk)} ${key.thumbprint}`;
}

/** `P-256`, `RSA`, `Ed25519`. */
export function kindOfKey(jwk: Readonly<Record<string, string>>): string {
  return jwk.crv ?? jwk.kty ?? '';
}
