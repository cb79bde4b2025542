import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config';
import { HeadsFile } from '../ledger/heads-file';
import { LedgerKeys } from '../ledger/ledger-keys';
import { openNote, parseVerifierKey } from '../ledger/tree/note';
import { linesOf } from '../ledger/verify/lines';
import { keepVerifiers, verifiersPath } from '../ledger/verifiers-file';

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };

/** `rollcall ledger rotate-key`: a new key beside the old, and later in its place. */
export function ledgerRotateKeyCommand(): Command {
  return new Command('rotate-key')
    .description('add a key that signs heads beside the old one; later, --finish drops the old one')
    .option('--finish', 'drop every key but the newest')
    .option('--json', 'print { "verifiers" }')
    .addHelpText(
      'after',
      '\nHand out the new verifier line while both keys sign, then finish. Old heads verify with the old line: keep it.',
    )
    .action(run);
}

async function run({ finish, json }: { finish?: true; json?: true }, command: Command): Promise<void> {
  const { dataDir } = readConfig();
  if (!existsSync(join(dataDir, 'ledger-keys.json')))
    command.error('There is no ledger key here yet: the first start of the hub makes it.', REFUSED);
  if (finish === true && !(await hasNewestSigned(dataDir)))
    command.error(
      'The newest head is not signed by the new key yet: start the hub again, wait for a head, then finish.',
      REFUSED,
    );
  let keys: LedgerKeys;
  try {
    // Kept before they can be lost: whoever verifies old heads needs the keys of then.
    keepVerifiers(dataDir, LedgerKeys.open(dataDir, '').verifiers);
    keys = finish === true ? LedgerKeys.finishRotation(dataDir) : LedgerKeys.rotate(dataDir);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return command.error(error.message, REFUSED);
  }
  keepVerifiers(dataDir, keys.verifiers);
  process.stdout.write(
    json === true ? `${JSON.stringify({ verifiers: keys.verifiers })}\n` : `${keys.verifiers.join('\n')}\n`,
  );
  process.stderr.write(
    `${
      finish === true
        ? 'From the next start of the hub on, this key alone signs heads.'
        : 'From the next start of the hub on, all of these sign every head. Hand the last line out, then: rollcall ledger rotate-key --finish'
    }\nEvery verifier line of this log is kept in ${verifiersPath(dataDir)}.\n`,
  );
}

/** A hub goes on only from a head that one of its keys signed, so the new key must have signed before it is alone. */
async function hasNewestSigned(dataDir: string): Promise<boolean> {
  const { path } = HeadsFile.in(dataDir);
  if (!existsSync(path)) return true;
  let last = '';
  for await (const { text, isEnded } of linesOf(path)) if (isEnded) last = text;
  if (last === '') return true;
  const key = parseVerifierKey(LedgerKeys.open(dataDir, '').newest.verifier);
  return key.ok && openNote((JSON.parse(last) as { note: string }).note, [key.value]).ok;
}
