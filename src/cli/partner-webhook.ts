import type { Command } from 'commander';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { sqlOf } from '../database/sql';
import {
  parseCarries,
  parsePurposes,
  parseReference,
  parseWebhook,
  parseWord,
} from '../identity/partner-options';
import { PartnerRefused } from '../identity/partner-refused';
import { parseUnitId } from '../kernel/organisation-id';
import { WebhookKey } from '../outbox/webhook/webhook-key';
import { parseOutside } from './outside-url-option';
import { Given, type Options } from './partner-given';
import type { Ways } from './partner-ways';

const NAME = ['--webhook <id>', 'what it is known by here, as in southampton-admissions'] as const;

/** `rollcall partner webhook | secret`: where a unit is told that there is something, and by what it knows that it is we. */
export function webhookCommands(root: Command, { propose, withPartners }: Ways): void {
  const webhook = propose(root, 'webhook', 'register where a unit is told by webhook', (given) => ({
    kind: 'ADD_WEBHOOK',
    webhook: given.word('webhook', parseWebhook),
    unit: given.word('unit', parseUnitId),
    url: given.word('url', parseOutside),
    purposes: given.word('purposes', (text) =>
      parsePurposes(text, new Set(readCatalogues().catalogues.purposes.keys())),
    ),
    reference: given.maybe('reference', parseReference) ?? given.word('webhook', parseWebhook),
    carries: given.maybe('carries', parseCarries) ?? 'SIGNAL',
  }));
  webhook.requiredOption(...NAME);
  webhook.requiredOption('--unit <unit>', 'who is told; its permissions decide what');
  webhook.requiredOption('--url <url>', 'https://… at a public address');
  webhook.requiredOption(
    '--purposes <codes>',
    'for which it is told, as in NOTIFY_MOVE,LOCATE_CHILD,ANSWER_ENQUIRY',
  );
  webhook.option('--reference <reference>', 'under which it stands in the ledger (the webhook’s name)');
  webhook.option(
    '--carries <what>',
    'SIGNAL: that there is something, to be fetched; ANSWER: what the unit would be told (SIGNAL)',
  );

  const secret = propose(root, 'secret', 'give a webhook a new secret', (given) => ({
    kind: 'CHANGE_SECRET',
    webhook: given.word('webhook', parseWebhook),
    oldSecretUntil: given.oldKeyEnd(),
  }));
  secret.requiredOption(...NAME);
  secret.option(
    '--until <instant>',
    'the old secret signs too until then, as in 2026-10-01T09:00Z (at most 90 days)',
  );
  secret.option('--now', 'the old secret ends when the change is approved');

  root
    .command('show-secret')
    .description('print the secret with which a webhook is signed, for whoever receives it')
    .requiredOption(...NAME)
    .requiredOption('--as-person <subject>', 'who you are: an approver')
    .action(async (options: Options, command: Command) => {
      const given = new Given(options, command);
      const [id, person] = [given.word('webhook', parseWebhook), given.word('asPerson', parseWord)];
      const generation = await withPartners(command, async ({ owner, store }) => {
        await store.showSecret(id, person);
        const [row] = await sqlOf(owner).query<{ generation: number }>(
          'select generation from channel where id = $1',
          [id],
        );
        if (!row) throw new PartnerRefused('--webhook: there is no such webhook.');
        return row.generation;
      });
      process.stdout.write(`${WebhookKey.open(readConfig().dataDir).secretOf(id, generation)}\n`);
    });
}
