import { userInfo } from 'node:os';
import { Command } from 'commander';
import { AgreementRefused } from '../agreements/agreement-refused';
import type { Approver } from '../agreements/agreement.repository';
import { AgreementStore, type Decided } from '../agreements/agreement-store';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { differences } from '../agreements/differences';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { systemClock } from '../kernel/clock';
import { parseOrganisationId } from '../kernel/organisation-id';
import { problemLine } from '../policy/problem';

interface Decision {
  readonly agreement: string;
  readonly asPerson: string;
}

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

export function agreementsListCommand(): Command {
  return new Command('list')
    .description('every version: its state, who offered and who approved it; and where the files differ')
    .option('--json', 'print { "versions", "differences" }')
    .action(async ({ json }: { readonly json?: true }) => {
      const versions = await withStore((store) => store.versions());
      const differ = differences(readAgreementFiles(), versions);
      const rows = versions.map((version) => ({ ...version, text: undefined }));
      const lines = rows.map((v) =>
        [
          `${v.agreement}@${v.version}`,
          v.suspended ? `${v.state} SUSPENDED` : v.state,
          `offered by ${v.offeredBy}`,
        ]
          .concat(v.approvedBy.length > 0 ? [`approved by ${v.approvedBy.join(', ')}`] : [])
          .join('  '),
      );
      const notes = differ.map(({ agreement, message }) => `${agreement}: ${message}`);
      say(json, { versions: rows, differences: differ }, [...lines, ...notes]);
    });
}

export function agreementsApplyCommand(): Command {
  return new Command('apply')
    .description('offer every changed file as a draft; two people then approve it')
    .option('--as-person <subject>', 'whoever offers may not approve', userInfo().username)
    .option('--json', 'print { "offered", "unchanged", "problems" }')
    .action(
      async ({ asPerson, json }: { readonly asPerson: string; readonly json?: true }, command: Command) => {
        const offer = await withStore((store) => store.offer(readAgreementFiles(), asPerson));
        const errors = offer.problems.filter(({ severity }) => severity === 'error');
        say(json, offer, [
          ...errors.map(problemLine),
          ...offer.offered.map(
            (o) => `offered ${o.agreement}@${o.version}: two people approve it, one of each controller`,
          ),
          `${offer.offered.length} offered, ${offer.unchanged.length} unchanged, ${errors.length} errors.`,
        ]);
        if (errors.length > 0) command.error('Some files were not offered.', REFUSED);
      },
    );
}

export function agreementsApproveCommand(): Command {
  return deciding(
    'approve',
    'approve a draft; two approvals, one of each controller of what it opens, bring it into force',
  )
    .requiredOption('--version <number>', 'the version')
    .action(async (options: Decision & { readonly version: string }, command: Command) => {
      if (!/^\d{1,9}$/.test(options.version)) command.error('--version: write a whole number.', WRONG_USAGE);
      const version = Number(options.version);
      const name = `${options.agreement}@${version}`;
      const decided = await decide(options, (store, by) => store.approve(options.agreement, version, by));
      say(undefined, null, [
        inWords(decided, `${name} is in force`, `${name} is approved by ${decided.by.join(', ')}`),
      ]);
    });
}

export function agreementsSuspendCommand(): Command {
  return deciding('suspend', 'stop at once everything that an agreement opens; one person is enough')
    .requiredOption('--reason <words>', 'why, for the record')
    .action(async (options: Decision & { readonly reason: string }) => {
      const settled = await decide(options, (store, by) =>
        store.suspend(options.agreement, by, options.reason),
      );
      const more = settled ? '' : ' An answer that was under way before may still be finishing.';
      say(undefined, null, [`${options.agreement} is suspended: it opens nothing from now on.${more}`]);
    });
}

export function agreementsResumeCommand(): Command {
  return deciding('resume', 'lift a suspension; takes two people').action(async (options: Decision) => {
    const decided = await decide(options, (store, by) => store.resume(options.agreement, by));
    say(undefined, null, [inWords(decided, `${options.agreement} is in force again`, 'It stays suspended')]);
  });
}

export function agreementsEndCommand(): Command {
  return deciding('end', 'end an agreement for good; takes two people').action(async (options: Decision) => {
    const decided = await decide(options, (store, by) => store.end(options.agreement, by));
    say(undefined, null, [inWords(decided, `${options.agreement} has ended`, 'It has not ended yet')]);
  });
}

export function agreementsApproversCommand(): Command {
  return new Command('approvers')
    .description('who may approve agreements; with --add, register one more')
    .option('--add <subject>', 'the person as tokens name it (`sub`)')
    .option('--organisation <id>', 'for which organisation it decides: la/931')
    .option('--name <name>', 'how people call it')
    .option('--json', 'print the list')
    .action(
      async (
        options: { add?: string; organisation?: string; name?: string; json?: true },
        command: Command,
      ) => {
        const { add, organisation, name, json } = options;
        if (add !== undefined) {
          const parsed = parseOrganisationId(organisation ?? '');
          if (!parsed.ok) return command.error(`--organisation: ${parsed.problem}`, WRONG_USAGE);
          const added = await withStore((store) =>
            store.addApprover({ subject: add, organisation: parsed.value }, name ?? add),
          );
          if (!added) command.error('That person is registered already.', REFUSED);
        }
        const approvers = await withStore((store) => store.approvers());
        say(
          json,
          approvers,
          approvers.map((a) => `${a.subject}  ${a.organisation}  ${a.name}`),
        );
      },
    );
}

function deciding(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--agreement <name>', 'the agreement')
    .requiredOption('--as-person <subject>', 'who decides: a registered approver');
}

function decide<T>(
  { asPerson }: Decision,
  work: (store: AgreementStore, by: Approver) => Promise<T>,
): Promise<T> {
  return withStore(async (store) => {
    const by = (await store.approvers()).find(({ subject }) => subject === asPerson);
    if (by) return work(store, by);
    throw new AgreementRefused(
      `${asPerson} is not a registered approver: rollcall agreements approvers --add "${asPerson}" --organisation la/…`,
    );
  });
}

async function withStore<T>(work: (store: AgreementStore) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const { owner } = database;
  try {
    return await work(
      new AgreementStore({
        database: sqlOf(owner),
        transaction: (change) => owner.transaction((tx) => change(sqlOf(tx))),
        catalogues: readCatalogues().catalogues,
        homeAuthorities: new Set([config.homeAuthority]),
        clock: systemClock,
      }),
    );
  } finally {
    await database.stop();
  }
}

function inWords({ done, suspended, awaits }: Decided, already: string, notYet: string): string {
  if (!done && awaits.length > 0)
    return `${notYet}: ${awaits.join(' and ')} has yet to decide, by a person of its own.`;
  if (!done) return `${notYet}: a second person of the controller is needed.`;
  return suspended ? `${already}, but stays suspended: two people resume it.` : `${already}.`;
}

function say(json: true | undefined, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}
