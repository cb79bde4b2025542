import { Command, Option } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { Sql } from '../gate/ports';
import { parseUuid } from '../kernel/id';
import type { DeliveryState } from '../outbox/message';
import {
  listChannels,
  listDeliveries,
  resend,
  type ListedChannel,
  type ListedDelivery,
} from '../outbox/outbox-list';

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const STATES = ['waiting', 'held', 'dead', 'delivered'];
const MOST = 500;

interface ListOptions {
  readonly state?: string;
  readonly json?: true;
}

/** `rollcall outbox`: what is on its way to partners, and what was given up. */
export function outboxCommand(): Command {
  const list = new Command('list')
    .description(
      `messages that are not delivered, the oldest ${MOST} first, and the channels that they go by`,
    )
    .addOption(new Option('--state <state>', 'those in this state alone').choices(STATES))
    .option('--json', 'print { "channels", "messages" }')
    .action(async ({ state, json }: ListOptions) => {
      const wanted = state === undefined ? null : (state.toUpperCase() as DeliveryState);
      const found = await withDatabase(async (sql) => ({
        channels: await listChannels(sql),
        messages: await listDeliveries(sql, wanted, MOST),
      }));
      process.stdout.write(json === true ? `${JSON.stringify(found)}\n` : inWords(found));
    });
  const again = new Command('resend')
    .description('send again: one message by its id, or all of a channel that were given up')
    .argument('[message]', 'its id, as rollcall outbox list shows it')
    .option('--channel <id>', 'all of this channel that were given up')
    .addHelpText(
      'after',
      '\nWhoever has a message already knows it by its id: to send it twice does nothing twice.',
    )
    .action(async (message: string | undefined, { channel }: { channel?: string }, command: Command) => {
      if ((message === undefined) === (channel === undefined))
        command.error('Name a message or --channel.', WRONG_USAGE);
      const id = parseUuid(message ?? '');
      if (message !== undefined && !id.ok) command.error(`<message>: ${id.problem}`, WRONG_USAGE);
      const what = id.ok ? { id: id.value } : { channel: channel ?? '' };
      const count = await withDatabase((sql) => resend(sql, what));
      if (count === 0) command.error('There is nothing to send again: rollcall outbox list.', REFUSED);
      process.stdout.write(`${count} to be sent again.\n`);
    });
  return new Command('outbox')
    .description('what is on its way to partners, and what was given up')
    .addCommand(list)
    .addCommand(again);
}

async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await connectDatabase({ config: readConfig(), entities: [], log: () => undefined });
  try {
    return await work(sqlOf(database.owner));
  } finally {
    await database.stop();
  }
}

function inWords(found: {
  readonly channels: readonly ListedChannel[];
  readonly messages: readonly ListedDelivery[];
}): string {
  const channels = found.channels.map(
    ({ channel, unit, waiting, held, dead, failures, restsUntil, disabled }) =>
      `${channel}  ${unit}  waiting ${waiting}  held ${held}  dead ${dead}${failures > 0 ? `  failed ${failures} times in a row` : ''}${
        restsUntil === null ? '' : `, rests until ${restsUntil}`
      }${disabled ? '  SWITCHED OFF' : ''}`,
  );
  const messages = found.messages.map(
    ({ id, channel, kind, state, attempts, writtenAt, problem, held }) =>
      `${id}  ${channel}  ${kind}  ${state}  ${writtenAt}  attempts ${attempts}${problem === null ? '' : `: ${problem}`}${
        held && held.length > 0
          ? `  held by ${held.map((ref) => `clause ${ref.clause ?? '?'} of ${ref.agreement}`).join(', ')}`
          : ''
      }`,
  );
  const lines = [...channels, ...messages];
  return lines.length === 0
    ? 'Nothing waits, and there is no channel.\n'
    : lines.map((line) => `${line}\n`).join('');
}
