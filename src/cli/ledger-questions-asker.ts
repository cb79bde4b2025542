import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { parse } from 'graphql';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { Asking } from '../gate/asking';
import { createHub, type Hub } from '../hub';
import { Directory, type DirectoryUnit } from '../identity/directory';
import type { Clock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import type { Catalogues } from '../policy/catalogue';
import { createLog } from '../server/log';
import { REFUSED, WRONG_USAGE } from './ledger-questions-options';

/** Who asks, for what, and on which of its own business: as headers and a token say it over HTTP. */
export interface AskOptions {
  readonly as: string;
  readonly purpose: string;
  readonly reference: string;
}

/** The ledger as it stood when the question was put. */
export interface HeadThen {
  readonly size: number;
  readonly at: Date;
}

/** One session of questions through the gate, each of which leaves its own entry in the ledger. */
export interface Asker {
  readonly asking: Asking;
  readonly unit: DirectoryUnit;
  readonly units: ReadonlyMap<string, DirectoryUnit>;
  readonly catalogues: Catalogues;
  readonly at: Date;
  readonly head: HeadThen | null;
  /** What of the ledger tells of this very look. */
  readonly looks: readonly string[];
  readonly rulesetVersion: string;
  /** The value of the one root field. What is refused ends the command. */
  ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T>;
}

const CLIENT = 'rollcall-cli';
const REFERENCE = /^[A-Za-z0-9/._-]{1,64}$/;

/** Opens the hub's own gate on the database of this installation, in the name that was given, and closes both. */
export async function withAsker<T>(
  command: Command,
  options: AskOptions,
  clock: Clock,
  work: (asker: Asker) => Promise<T>,
): Promise<T> {
  if (!REFERENCE.test(options.reference))
    command.error(
      '--reference: write 1 to 64 letters, digits, slashes, stops, underscores or hyphens.',
      WRONG_USAGE,
    );
  const config = readConfig();
  if (config.databaseUrl === undefined && !existsSync(config.dataDir))
    throw new Error('There is no database yet: set DATABASE_URL, or run rollcall start once.');
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  let hub: Hub | undefined;
  try {
    hub = await createHub({ config, clock, database, log: createLog('error') });
    return await work(await GateAsker.open(command, options, { clock, database, hub }));
  } finally {
    await hub?.stop();
    await database.stop();
  }
}

class GateAsker implements Asker {
  readonly looks: string[] = [];
  rulesetVersion = '';

  private constructor(
    private readonly hub: Hub,
    private readonly command: Command,
    readonly asking: Asking,
    readonly unit: DirectoryUnit,
    readonly units: ReadonlyMap<string, DirectoryUnit>,
    readonly catalogues: Catalogues,
    readonly at: Date,
    readonly head: HeadThen | null,
  ) {}

  static async open(
    command: Command,
    options: AskOptions,
    { clock, database, hub }: { clock: Clock; database: Database; hub: Hub },
  ): Promise<GateAsker> {
    const units = new Map(
      (await new Directory(database.app).units()).map((each) => [String(each.unit), each]),
    );
    const unit = unitAs(command, options.as, units);
    const { username } = userInfo();
    const asking: Asking = {
      organisation: unit.organisation,
      unit: unit.unit,
      role: unit.role,
      clientId: CLIENT,
      subject: `${CLIENT}:${username}`,
      user: username,
      job: 'command line',
      purpose: options.purpose,
      reference: options.reference,
      onBehalfOf: null,
      requestId: newPublicId(),
      authorityId: unit.authorityId,
    };
    const [head] = await sqlOf(database.app).query<{ size: string; at: Date }>(
      'select size, at from ledger_head order by size desc limit 1',
    );
    const then = head ? { size: Number(head.size), at: head.at } : null;
    const { catalogues } = readCatalogues();
    return new GateAsker(hub, command, asking, unit, units, catalogues, clock.now(), then);
  }

  async ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    try {
      const document = parse(query);
      const asked = {
        document,
        variables,
        operationName: null,
        mode: 'strict',
        idempotencyKey: null,
      } as const;
      const { data, errors, sharing } = await this.hub.gate.answer(this.asking, asked);
      this.looks.push(sharing.disclosureId);
      this.rulesetVersion = sharing.rulesetVersion;
      const value = Object.values(data ?? {})[0];
      if (errors.length === 0 && value != null) return value as T;
      const wrong = errors.some(({ extensions }) => extensions?.['code'] === 'BAD_USER_INPUT');
      return this.command.error(
        errors.map(({ message }) => message).join('\n') || 'Nothing was answered.',
        wrong ? WRONG_USAGE : REFUSED,
      );
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const wrong = error.code === 'BAD_USER_INPUT' || error.code === 'PURPOSE_REQUIRED';
      return this.command.error(error.message, wrong ? WRONG_USAGE : REFUSED);
    }
  }
}

/** The unit that is named, or an organisation's: its CME team, else its main one, else its first. */
function unitAs(command: Command, as: string, units: ReadonlyMap<string, DirectoryUnit>): DirectoryUnit {
  const parsed = as.split('/').length > 2 ? parseUnitId(as) : parseOrganisationId(as);
  if (!parsed.ok) return command.error(`--as: ${parsed.problem}`, WRONG_USAGE);
  const its = [...units.values()].filter(({ organisation }) => organisation === as);
  const unit =
    units.get(as) ?? its.find(({ role }) => role === 'CME_TEAM') ?? units.get(`${as}/main`) ?? its[0];
  return unit ?? command.error('--as: nobody of that name takes part at present.', WRONG_USAGE);
}
