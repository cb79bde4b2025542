import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readCatalogues } from '../agreements/catalogue-files';
import { parseVerifierKey, type VerifierKey } from '../ledger/tree/note';
import { openPromise } from '../ledger/verify/promise';
import { verifyReceipt } from '../ledger/verify/receipt';
import { receiptInWords } from './receipt-words';

interface KeyOptions {
  readonly key?: readonly string[];
  readonly keysFile?: string;
  readonly json?: true;
}

const NOT_SO = { exitCode: 1, code: 'rollcall.not-so' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const LONGEST_FILE = 32 * 1024 * 1024;

/** `rollcall ledger receipt`: what a receipt proves, with no hub, no database and no network. */
export function receiptCommand(): Command {
  return withKeys(new Command('receipt'))
    .description('check a receipt offline, and say in words what it proves')
    .argument('<file>', 'the receipt, byte for byte as the hub gave it')
    .action((path: string, options: KeyOptions, command: Command) => {
      const keys = keysOf(options, command);
      const verdict = verifyReceipt(textOf(path, command), keys);
      if (options.json === true)
        process.stdout.write(`${JSON.stringify(verdict.ok ? { ok: true, ...verdict.value } : verdict)}\n`);
      else if (verdict.ok) process.stdout.write(receiptInWords(verdict.value, readCatalogues().catalogues));
      if (!verdict.ok) command.error(`NOT GENUINE, at ${verdict.place}: ${verdict.problem}`, NOT_SO);
    });
}

/** `rollcall ledger promise`: what the promise of an answer says, and whether the hub made it. */
export function promiseCommand(): Command {
  return withKeys(new Command('promise'))
    .description('check the promise that came with an answer (extensions.sharing.promise)')
    .argument('<promise>', 'the promise, as it came')
    .action((promise: string, options: KeyOptions, command: Command) => {
      const keys = keysOf(options, command);
      for (const { name, publicKey } of keys) {
        const opened = openPromise(name, publicKey, promise);
        if (!opened) continue;
        const told = { log: name, leafHash: opened.leafHash.toString('base64'), by: opened.by.toISOString() };
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify({ ok: true, ...told })}\n`
            : `${name} promised to hold the entry with leaf hash ${told.leafHash} under a signed head by ${told.by}.\n` +
                'Whether it does: ask for the receipt, or hold the promise against the log (rollcall ledger verify --promises).\n',
        );
        return;
      }
      const problem = 'None of the keys signed this promise.';
      if (options.json === true) process.stdout.write(`${JSON.stringify({ ok: false, problem })}\n`);
      command.error(`NOT GENUINE: ${problem}`, NOT_SO);
    });
}

const withKeys = (command: Command): Command =>
  command
    .option(
      '--key <verifier>',
      'a verifier key of the log, as GET /ledger/keys has it; may be given again',
      (line: string, before: readonly string[] | undefined) => [...(before ?? []), line],
    )
    .option('--keys-file <file>', 'verifier keys, one a line')
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', '\nExit code 0 when it is genuine, 1 when it is not.');

function keysOf({ key = [], keysFile }: KeyOptions, command: Command): VerifierKey[] {
  const filed = keysFile === undefined ? [] : linesOf(keysFile, command);
  const lines = [...new Set([...key, ...filed])];
  if (lines.length === 0)
    command.error(
      '--key: give a verifier key of the log, obtained some other way than the receipt.',
      WRONG_USAGE,
    );
  return lines.map((line) => {
    const parsed = parseVerifierKey(line);
    return parsed.ok ? parsed.value : command.error(`--key: ${parsed.problem}`, WRONG_USAGE);
  });
}

function linesOf(path: string, command: Command): string[] {
  const text = bytesOf(path)?.toString();
  if (text === undefined)
    return command.error('--keys-file: there is no readable file at that path.', WRONG_USAGE);
  return text.split('\n').filter((line) => line !== '');
}

function textOf(path: string, command: Command): string {
  const bytes = bytesOf(path);
  if (bytes === null) return command.error('file: there is no readable file at that path.', WRONG_USAGE);
  if (bytes.length > LONGEST_FILE || !isUtf8(bytes))
    return command.error('NOT GENUINE, at file: it is too long, or not UTF-8.', NOT_SO);
  return bytes.toString();
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
