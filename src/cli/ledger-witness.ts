import { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { Sql } from '../gate/ports';
import { parseWebhook, parseWord } from '../identity/partner-options';
import { invalid, valid, type Checked } from '../kernel/checked';
import { systemClock } from '../kernel/clock';
import { sha256 } from '../kernel/digest';
import { parseOrganisationId } from '../kernel/organisation-id';
import { parseCosignerKey } from '../ledger/tree/cosignature';
import { parseVerifierKey } from '../ledger/tree/note';
import { witnessList } from '../ledger/witness/watch-state.repository';
import { WitnessKey } from '../ledger/witness/witness-key';
import { keptHead } from '../ledger/witness/witnessed.repository';
import { AddressRefused, parseOutsideUrl } from '../outbox/outside-address';
import { witnessesInWords } from './ledger-witness-words';
import { propose } from './partner';
import type { Given } from './partner-given';

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const MOST_KEYS = 5;

/** `rollcall ledger witness`: hubs that keep one another's heads, so that nobody can rewrite a whole ledger unseen. */
export function ledgerWitnessCommand(): Command {
  const root = new Command('witness').description('hubs that keep one another’s signed heads');

  const add = propose(root, 'add', 'let another hub keep this ledger’s heads', (given) => ({
    kind: 'ADD_WITNESS',
    witness: given.word('witness', parseWebhook),
    url: given.word('url', parsePrefix),
    verifier: given.word('key', (text) => asItStands(text, parseCosignerKey(text))),
  }));
  add.requiredOption('--witness <name>', 'what it is called here, as in southampton');
  add.requiredOption('--url <url>', 'its address as a witness: https://HUB/ledger/witness');
  add.requiredOption('--key <verifier>', 'what it prints for rollcall ledger witness key');

  const watch = propose(root, 'watch', 'keep the heads of another hub’s ledger', watchOf);
  watch.requiredOption('--log <name>', 'the ledger’s name: the first line of its checkpoint');
  watch.requiredOption('--organisation <organisation>', 'whose ledger it is, as in la/931');
  watch.requiredOption('--url <url>', 'where its checkpoint and tiles lie: https://HUB/ledger');
  watch.requiredOption(
    '--key <verifiers>',
    'its verifier keys, as it handed them out, with commas between; of a ledger that is kept already, its keys from now on',
  );
  watch.option('--anew', 'give up the head that is kept, because the ledger has begun anew');

  root
    .command('list')
    .description('who keeps this ledger’s heads, whose heads are kept here, and what contradicts')
    .option('--json', 'print { "witnesses", "logs", "alarms" }')
    .addHelpText('after', '\nExit code 1 when a ledger contradicts what it had signed.')
    .action(async ({ json }: { json?: true }, command: Command) => {
      const list = await withDatabase((sql) => witnessList(sql, systemClock.now()));
      process.stdout.write(json === true ? `${JSON.stringify(list)}\n` : witnessesInWords(list));
      if (list.alarms.length > 0 || list.witnesses.some(({ contradicts }) => contradicts))
        command.error('A ledger contradicts what it had signed.', REFUSED);
    });

  root
    .command('key')
    .description('print the key by which this hub cosigns, to be handed to those whose heads it keeps')
    .action((_options: object, command: Command) => {
      const key = WitnessKey.ifThere(readConfig().dataDir);
      if (!key) return command.error('There is no key yet: the first start of the hub makes it.', REFUSED);
      process.stdout.write(`${key.verifier}\n`);
    });

  root
    .command('head')
    .description('print the head of another ledger that is kept here: evidence for whoever verifies it')
    .argument('<log>', 'its name, as rollcall ledger witness list shows it')
    .action(async (log: string, _options: object, command: Command) => {
      const note = await withDatabase((sql) => keptHead(sql, sha256(log)));
      if (note === null) return command.error('<log>: no head of such a ledger is kept here.', REFUSED);
      process.stdout.write(note);
    });
  return root;
}

function watchOf(given: Given) {
  const log = given.word('log', parseWord);
  return {
    kind: 'WATCH_LOG' as const,
    log,
    organisation: given.word('organisation', parseOrganisationId),
    url: given.word('url', parsePrefix),
    verifiers: given.word('key', (text) => parseKeys(text, log)),
    anew: given.is('anew'),
  };
}

function parseKeys(text: string, log: string): Checked<readonly string[]> {
  const lines = [...new Set(text.split(',').map((line) => line.trim()))];
  if (lines.length > MOST_KEYS) return invalid(`give at most ${MOST_KEYS} keys.`);
  for (const line of lines) {
    const parsed = parseVerifierKey(line);
    if (!parsed.ok) return invalid(parsed.problem);
    if (parsed.value.name !== log)
      return invalid('a ledger signs under its own name: this is another’s key.');
  }
  return valid(lines);
}

const asItStands = (text: string, parsed: Checked<unknown>): Checked<string> =>
  parsed.ok ? valid(text) : invalid(parsed.problem);

/** An address to which more is added: no question, no slash at the end. */
function parsePrefix(text: string): Checked<string> {
  try {
    const url = parseOutsideUrl(text, { loopback: readConfig().callLoopback === true });
    if (url.search !== '') return invalid('may have no part after ?: more is added to it.');
    return valid(url.href.replace(/\/+$/, ''));
  } catch (error) {
    if (error instanceof AddressRefused) return invalid(error.message);
    throw error;
  }
}

async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await connectDatabase({ config: readConfig(), entities: [], log: () => undefined });
  try {
    return await work(sqlOf(database.app));
  } finally {
    await database.stop();
  }
}
