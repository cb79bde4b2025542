import { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { PartnerProposal } from '../identity/partner-change';
import type { PartnerKey } from '../identity/partner-jwk';
import { listInWords, partnerList } from '../identity/partner-list';
import {
  parseClientId,
  parseMailbox,
  parsePhone,
  parseRole,
  parseService,
  parseWord,
} from '../identity/partner-options';
import { PartnerRefused } from '../identity/partner-refused';
import { PartnerStore } from '../identity/partner-store';
import { changeInWords } from '../identity/partner-words';
import { systemClock, type Clock } from '../kernel/clock';
import { parseUuid } from '../kernel/id';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import { insertLedgerRows } from '../ledger/ledger-insert';
import { ledgerRow } from '../ledger/ledger-row';
import { parseOutside } from './outside-url-option';
import { Given, keyIn, type Options } from './partner-given';
import { keyAt } from './partner-jwks';
import type { Partners } from './partner-ways';
import { hubCommands } from './partner-hub';
import { webhookCommands } from './partner-webhook';

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

const TWO_PEOPLE =
  '\nIt waits until a second approver runs: rollcall partner approve CHANGE --as-person SUBJECT';
const PERSON = [
  '--as-person <subject>',
  'who you are: the subject under which you are registered as an approver',
] as const;
const TARGETS = [
  ['--client-id <id>', 'a client system'],
  ['--unit <unit>', 'a unit, with all its client systems'],
  ['--organisation <organisation>', 'an organisation, with all its units'],
  ['--webhook <id>', 'a webhook'],
  ['--hub <id>', 'the hub of another authority'],
  ['--witness <name>', 'who keeps this ledger’s heads'],
  ['--log <name>', 'a ledger whose heads are kept here'],
] as const;

/** `rollcall partner`: who takes part. Letting in takes two people, switching off takes one and works at once. */
export function partnerCommand(): Command {
  const root = new Command('partner').description(
    'register partners, their units, client systems and keys; switch them off',
  );

  const add = propose(root, 'add', 'register an organisation', (given) => ({
    kind: 'ADD_ORGANISATION',
    organisation: given.word('organisation', parseOrganisationId),
    name: given.word('name', parseWord),
    authority: given.maybe('authority', parseOrganisationId),
  }));
  add.requiredOption(
    '--organisation <organisation>',
    'its id, as in nhs/RTH, school/931-4123, voluntary/young-carers',
  );
  add.requiredOption('--name <name>', 'its name');
  add.option('--authority <authority>', 'the local authority it belongs to, as in la/931');

  const unit = propose(root, 'unit', 'register a unit of an organisation', (given) => ({
    kind: 'ADD_UNIT',
    unit: given.word('unit', parseUnitId),
    role: given.word('role', (text) => parseRole(text, new Set(readCatalogues().catalogues.roles.keys()))),
    name: given.word('name', parseWord),
    service: given.maybe('service', parseService),
    phone: given.maybe('phone', parsePhone),
    mailbox: given.maybe('mailbox', parseMailbox),
  }));
  unit.requiredOption('--unit <unit>', 'its id: the organisation’s and a word, as in nhs/RTH/child-health');
  unit.requiredOption('--role <role>', 'what agreements know it as: HEALTH, SCHOOL, POLICE …');
  unit.requiredOption('--name <name>', 'its name');
  unit.option('--service <service>', 'the kind of service, where an agreement names one');
  unit.option('--phone <number>', 'the team’s number');
  unit.option('--mailbox <address>', 'the team’s mailbox');

  const client = propose(
    root,
    'client',
    'register a client system that speaks for a unit',
    async (given) => ({
      kind: 'ADD_CLIENT',
      clientId: given.word('clientId', parseClientId),
      unit: given.word('unit', parseUnitId),
      name: given.word('name', parseWord),
      key: await keyOf(given),
    }),
  );
  client.requiredOption('--client-id <id>', 'the client_id of its tokens');
  client.requiredOption('--unit <unit>', 'the unit it speaks for');
  client.requiredOption('--name <name>', 'what the system is called');
  keyOptions(client);

  const key = propose(root, 'key', 'give a client system a new key', async (given) => ({
    kind: 'CHANGE_KEY',
    clientId: given.word('clientId', parseClientId),
    key: (await keyOf(given)) ?? given.word('jwk', keyIn),
    oldKeyUntil: given.oldKeyEnd(),
  }));
  key.requiredOption('--client-id <id>', 'the client system');
  keyOptions(key);
  key.option(
    '--until <instant>',
    'the old key stays good until then, as in 2026-10-01T09:00Z (at most 90 days)',
  );
  key.option('--now', 'the old key ends when the change is approved');
  key.addHelpText('after', '\nA key that was stolen: rollcall partner disable first; that takes one person.');

  webhookCommands(root, { propose, withPartners });
  hubCommands(root, { propose, withPartners });

  const enable = propose(root, 'enable', 'switch on again', (given) => ({
    kind: 'ENABLE',
    ...given.target(),
  }));
  for (const [flags, what] of TARGETS) enable.option(flags, what);

  const disable = root
    .command('disable')
    .description('switch off now: one person, within a second everywhere');
  for (const [flags, what] of TARGETS) disable.option(flags, what);
  disable.requiredOption(...PERSON).action(async (options: Options, command: Command) => {
    const given = new Given(options, command);
    const [target, person] = [given.target(), given.word('asPerson', parseWord)];
    const { id, withdrawn } = await withPartners(command, ({ store }) => store.disable(target, person));
    const also = withdrawn.length === 0 ? '' : ` Withdrawn with it: ${withdrawn.join(', ')}.`;
    process.stdout.write(`${id}\n`);
    process.stderr.write(
      `Switched off: ${target.target} ${target.id}.${also} To switch it on takes two people.\n`,
    );
  });

  decide(root, 'approve', 'approve what another person proposed; it takes effect', 'Done');
  decide(root, 'refuse', 'end a change that waits, somebody else’s or your own', 'Refused');

  root
    .command('list')
    .description('who takes part, with which keys, and what waits for a second person')
    .option('--organisation <organisation>', 'this one alone')
    .option('--json', 'print { "organisations", "waiting" }')
    .action(async (options: Options, command: Command) => {
      const organisation = new Given(options, command).maybe('organisation', parseOrganisationId);
      const list = await withPartners(command, ({ owner }) =>
        partnerList(sqlOf(owner), organisation, systemClock.now()),
      );
      process.stdout.write(options.json === true ? `${JSON.stringify(list)}\n` : listInWords(list));
      if (organisation !== null && list.organisations.length === 0) {
        command.error(
          '--organisation: there is no such organisation; without the option you see them all.',
          REFUSED,
        );
      }
    });
  return root;
}

/** From a file or, once, from where the partner publishes it; null where neither is given. */
function keyOf(given: Given): Promise<PartnerKey | null> {
  const url = given.maybe('jwksUrl', parseOutside);
  if (url === null) return Promise.resolve(given.maybe('jwk', keyIn));
  return keyAt(url, given.maybe('kid', parseWord));
}

function keyOptions(command: Command): void {
  command.option('--jwk <file>', 'its public key, a JSON Web Key');
  command.option(
    '--jwks-url <url>',
    'where it publishes its key: taken once and pinned; compare its thumbprint by telephone',
  );
  command.option('--kid <name>', 'which of the keys there, when there are several');
}

/** The store on the owner's pool, every act with its entry in the ledger of the same transaction. */
export function partnerStore(owner: DataSource, homeAuthority: string, clock: Clock): PartnerStore {
  return new PartnerStore({
    transaction: (work) => owner.transaction((tx) => work(sqlOf(tx))),
    record: async (tx, entry) => {
      await insertLedgerRows(tx, [ledgerRow(entry)]);
    },
    homeAuthority,
    clock,
  });
}

/** A command whose change waits for a second person. */
export function propose(
  root: Command,
  name: string,
  what: string,
  change: (given: Given) => PartnerProposal | Promise<PartnerProposal>,
): Command {
  return root
    .command(name)
    .description(`${what} (two people)`)
    .requiredOption(...PERSON)
    .addHelpText('after', TWO_PEOPLE)
    .action(async (options: Options, command: Command) => {
      const given = new Given(options, command);
      const person = given.word('asPerson', parseWord);
      const proposal = await refusing(command, async () => change(given));
      const id = await withPartners(command, ({ store }) => store.propose(proposal, person));
      process.stdout.write(`${id}\n`);
      process.stderr.write(
        `Proposed, not done: ${changeInWords(proposal)}.\nA second person: rollcall partner approve ${id} --as-person SUBJECT\n`,
      );
    });
}

function decide(root: Command, name: 'approve' | 'refuse', what: string, done: string): void {
  root
    .command(name)
    .description(what)
    .argument('<change>', 'its id, as rollcall partner list shows it')
    .requiredOption(...PERSON)
    .action(async (text: string, options: Options, command: Command) => {
      const id = parseUuid(text);
      if (!id.ok) command.error(`<change>: ${id.problem}`, WRONG_USAGE);
      const person = new Given(options, command).word('asPerson', parseWord);
      const change = await withPartners(command, ({ store }) => store[name](id.value, person));
      process.stdout.write(`${done}: ${changeInWords(change)}.\n`);
    });
}

async function withPartners<T>(command: Command, work: (partners: Partners) => Promise<T>): Promise<T> {
  const config = readConfig();
  return refusing(command, async () => {
    const database = await connectDatabase({ config, entities: [], log: () => undefined });
    try {
      const { owner } = database;
      return await work({ owner, store: partnerStore(owner, config.homeAuthority, systemClock) });
    } finally {
      await database.stop();
    }
  });
}

/** What may not be done ends the command with the reason. */
async function refusing<T>(command: Command, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PartnerRefused)) throw error;
    return command.error(error.message, REFUSED);
  }
}
