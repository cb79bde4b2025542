import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Config } from '../config';
import type { Sql } from '../gate/ports';
import { HeadsFile } from '../ledger/heads-file';
import { LedgerKeys } from '../ledger/ledger-keys';
import { openPromise, PROMISED_WITHIN } from '../ledger/promise';
import { parseVerifierKey, type VerifierKey } from '../ledger/tree/note';
import { Findings } from '../ledger/verify/findings';
import type { LogReport } from '../ledger/verify/log-report';
import { OutsideHeads } from '../ledger/verify/outside-heads';
import { openDump } from '../ledger/verify/read-dump';
import { readHeads } from '../ledger/verify/read-heads';
import { verifyLog, type Evidence } from '../ledger/verify/verify-log';
import { readVerifiers } from '../ledger/verifiers-file';
import { reportInWords } from './ledger-report';
import { withDatabaseLog } from './ledger-source';
import { witnessEvidence, type WitnessOptions } from './ledger-verify-witnesses';
import { progressBar } from './progress-bar';

interface VerifyOptions extends WitnessOptions {
  readonly heads?: readonly string[];
  readonly key?: readonly string[];
  readonly keysFile?: string;
  readonly promises?: string;
  readonly dump?: string;
  readonly json?: true;
}

const NOT_WHOLE = { exitCode: 1, code: 'rollcall.not-whole' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall ledger verify`: every entry, tile and head again, against what is known from elsewhere. */
export function ledgerVerifyCommand(): Command {
  return new Command('verify')
    .description(
      'verify the whole ledger: nothing changed, removed, inserted, reordered, cut off or shown twice',
    )
    .option(
      '--heads <files...>',
      'signed heads kept elsewhere: lines of JSON, or a checkpoint as it was served',
    )
    .addOption(
      new Option('--key <verifiers...>', 'verifier keys as they were handed out: name+hash+key').conflicts(
        'keysFile',
      ),
    )
    .option('--keys-file <file>', 'verifier keys, one a line')
    .option(
      '--witnesses [addresses...]',
      'ask the witnesses for the heads that they keep: registered ones, or at these addresses',
    )
    .option(
      '--witness-heads <files...>',
      'heads that witnesses keep, each a checkpoint as its witness gave it out',
    )
    .option('--witness-key <verifiers...>', 'keys by which witnesses cosign, as they were handed out')
    .option('--promises <file>', 'promises of answers (extensions.sharing.promise), one a line')
    .option('--dump <file>', 'a file of rollcall ledger dump, without hub and database')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      "\nWithout --heads and --key, the database is held against this machine's own: the report says what that leaves open.\nExit code 0 when it is whole, 1 when it is not.",
    )
    .action(run);
}

async function run(options: VerifyOptions, command: Command): Promise<void> {
  const bar = progressBar();
  const show = (done: number, entries: number): void => {
    bar.show(done, `${entries.toLocaleString('en-GB')} entries`);
  };
  let report: LogReport;
  try {
    report =
      options.dump === undefined
        ? await ofDatabase(options, command, show)
        : await ofDump(options.dump, options, command, show);
  } finally {
    bar.clear();
  }
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : reportInWords(report));
  if (!report.ok) command.error('The ledger is not whole.', NOT_WHOLE);
}

type Show = (done: number, entries: number) => void;

function ofDatabase(options: VerifyOptions, command: Command, show: Show): Promise<LogReport> {
  return withDatabaseLog(
    (config, sql) => evidenceFrom(options, command, { config, sql }),
    ({ records, at, entries }, evidence) =>
      verifyLog(records, evidence, {
        now: at,
        promisedWithin: PROMISED_WITHIN,
        onProgress: (done) => {
          show(done / entries, done);
        },
      }),
  );
}

async function ofDump(
  path: string,
  options: VerifyOptions,
  command: Command,
  show: Show,
): Promise<LogReport> {
  const size = sizeOf(path);
  if (size === null) return command.error('--dump: there is no readable file at that path.', WRONG_USAGE);
  let read = 0;
  const dump = await openDump(path, (bytes) => (read = bytes));
  if (!dump) return command.error('--dump: this is no dump of a ledger.', WRONG_USAGE);
  return verifyLog(dump.records, await evidenceFrom(options, command, null), {
    now: new Date(dump.header.at),
    promisedWithin: PROMISED_WITHIN,
    onProgress: (done) => {
      show(read / size, done);
    },
  });
}

/** What was given, and where nothing was and there is a hub: its own. */
async function evidenceFrom(
  options: VerifyOptions,
  command: Command,
  hub: { readonly config: Config; readonly sql: Sql } | null,
): Promise<Evidence> {
  const config = hub?.config ?? null;
  const findings = new Findings();
  const given = keysGiven(options, command);
  const own = given.length === 0 && config ? ownKeys(config.dataDir) : [];
  const keys = given.length > 0 ? given : own;
  const heads = new OutsideHeads();
  const evidence = { keys, heads, findings };
  const loopback = config?.callLoopback === true;
  const unchecked = await witnessEvidence(options, command, evidence, hub?.sql ?? null, loopback);
  const files = (options.heads ?? []).map((path) => ({ path, label: path }));
  // Whoever rewrote the ledger wrote this machine's own file to fit: it is held against only where there is no other.
  const headsAreOwn = options.heads === undefined && heads.count === 0;
  const kept = config && headsAreOwn ? HeadsFile.in(config.dataDir).path : null;
  if (kept !== null && existsSync(kept))
    files.push({ path: kept, label: "this machine's ledger-heads.jsonl" });
  for (const { path, label } of files) {
    if (sizeOf(path) === null)
      command.error('--heads: there is no readable file at one of these paths.', WRONG_USAGE);
    await readHeads(path, label, keys, heads, findings);
  }
  return {
    ...evidence,
    unchecked,
    headsAreOwn,
    promises: promisesIn(options, keys, command),
    keysAreOwn: own.length > 0,
  };
}

function keysGiven({ key, keysFile }: VerifyOptions, command: Command): VerifierKey[] {
  const option = key ? '--key' : '--keys-file';
  const lines = key ?? (keysFile === undefined ? [] : linesIn(keysFile, '--keys-file', command));
  return [...new Set(lines)].map((line) => {
    const parsed = parseVerifierKey(line);
    return parsed.ok ? parsed.value : command.error(`${option}: ${parsed.problem}`, WRONG_USAGE);
  });
}

/** Opening the keys would make some where there are none. */
function ownKeys(dataDir: string): VerifierKey[] {
  const isHere = existsSync(join(dataDir, 'ledger-keys.json'));
  const lines = [...readVerifiers(dataDir), ...(isHere ? LedgerKeys.open(dataDir, '').verifiers : [])];
  return [...new Set(lines)].flatMap((line) => {
    const parsed = parseVerifierKey(line);
    return parsed.ok ? [parsed.value] : [];
  });
}

function promisesIn(
  { promises }: VerifyOptions,
  keys: readonly VerifierKey[],
  command: Command,
): Evidence['promises'] {
  if (promises === undefined) return [];
  if (keys.length === 0) return command.error('--promises: give the keys as well, with --key.', WRONG_USAGE);
  return linesIn(promises, '--promises', command).map((line) => {
    for (const { name, publicKey } of keys) {
      const opened = openPromise(name, publicKey, line);
      if (opened) return opened;
    }
    return command.error('--promises: one of them was signed by none of the keys.', WRONG_USAGE);
  });
}

function linesIn(path: string, option: string, command: Command): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return command.error(`${option}: there is no readable file at that path.`, WRONG_USAGE);
  }
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 0 ? lines : command.error(`${option}: there is nothing in that file.`, WRONG_USAGE);
}

function sizeOf(path: string): number | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : null;
}
