import type { Command } from 'commander';
import { readCatalogues } from '../agreements/catalogue-files';
import {
  parseAudience,
  parseClientId,
  parsePurposes,
  parseReference,
  parseWebhook,
} from '../identity/partner-options';
import { organisationOf, parseUnitId, type UnitId } from '../kernel/organisation-id';
import { parseOutside } from './outside-url-option';
import type { Ways } from './partner-ways';

const PURPOSES = 'NOTIFY_MOVE,LOCATE_CHILD,ANSWER_ENQUIRY,SAFEGUARD';

/** `rollcall partner hub`: where the hub of another authority is reached, and who we are there. */
export function hubCommands(root: Command, { propose }: Ways): void {
  const hub = propose(root, 'hub', 'register where the hub of another authority is reached', (given) => {
    const unit = given.word('unit', parseUnitId);
    const url = given.word('url', parseOutside).replace(/\/+$/, '');
    return {
      kind: 'ADD_HUB',
      hub: given.word('hub', parseWebhook),
      unit,
      url,
      audience: given.maybe('audience', parseAudience) ?? url,
      clientId: given.word('clientId', parseClientId),
      team: given.maybe('team', parseUnitId) ?? (`${organisationOf(unit)}/cme` as UnitId),
      purposes: given.word('purposes', (text) =>
        parsePurposes(text, new Set(readCatalogues().catalogues.purposes.keys())),
      ),
      reference: given.maybe('reference', parseReference) ?? given.word('hub', parseWebhook),
    };
  });
  hub.requiredOption('--hub <id>', 'what it is known by here, as in southern-hub');
  hub.requiredOption(
    '--unit <unit>',
    'its unit here, of the service peer-hub: its permissions decide what it is told',
  );
  hub.requiredOption('--url <url>', 'https://… at a public address, without /graphql');
  hub.requiredOption('--client-id <id>', 'our client_id there');
  hub.option(
    '--audience <audience>',
    'for whom our assertions are, where that is not its address: its authority',
  );
  hub.option('--team <unit>', 'the unit of theirs that is asked (its CME team)');
  hub.option('--purposes <codes>', 'for which it is told', PURPOSES);
  hub.option('--reference <reference>', 'under which it stands in the ledger (the hub’s name)');
  hub.addHelpText(
    'after',
    `
Before it: rollcall partner unit --role OTHER_AUTHORITY --service peer-hub …, and rollcall partner client --jwks-url URL …
for the key by which it is known here. They register you in the same way.`,
  );
}
