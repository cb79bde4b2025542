import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Sql } from '../gate/ports';
import { parseCosignerKey } from '../ledger/tree/cosignature';
import type { VerifierKey } from '../ledger/tree/note';
import type { Evidence } from '../ledger/verify/verify-log';
import { takeWitnessHead, type WitnessHead } from '../ledger/verify/witness-head';
import { whyNot, type Outside } from '../ledger/witness/outside';
import { ownWitnesses } from '../ledger/witness/own-witness.repository';
import { keptHeadPath } from '../ledger/witness/signed-head';
import { OutsidePost } from '../outbox/post-outside';

export interface WitnessOptions {
  /** True: those that are registered; else at these addresses. */
  readonly witnesses?: true | readonly string[];
  readonly witnessHeads?: readonly string[];
  readonly witnessKey?: readonly string[];
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const MOST_BYTES = 200_000;

/**
 * Holds the log against the heads that its witnesses keep: from files, or asked for now. Says in sentences which could
 * not be had. `registered` is the database in which witnesses stand; null where there is none.
 */
export async function witnessEvidence(
  options: WitnessOptions,
  command: Command,
  { keys, heads, findings }: Pick<Evidence, 'keys' | 'heads' | 'findings'>,
  registered: Sql | null,
  loopback: boolean,
): Promise<string[]> {
  const own = registered === null ? [] : await ownWitnesses(registered);
  const given = keysGiven(options, command);
  const known = given.length > 0 ? given : own.map(({ key }) => key);
  const take = (head: WitnessHead, witnesses = known): void =>
    takeWitnessHead(head, keys, witnesses, heads, findings);
  for (const path of options.witnessHeads ?? [])
    take({ note: noteIn(path, command), where: `elsewhere, in ${path}` });
  const said =
    options.witnessHeads !== undefined && known.length === 0
      ? [
          'Without a witness’s key, that its heads were kept by it rests on the word of whoever gave them: give the keys with --witness-key.',
        ]
      : [];
  if (options.witnesses === undefined) return said;
  const [log] = keys;
  if (!log)
    return command.error('--witnesses: give the keys of the ledger as well, with --key.', WRONG_USAGE);
  const asked =
    options.witnesses === true
      ? own.map(({ name, url, key }) => ({ where: `by the witness ${name}`, url, keys: [key] }))
      : options.witnesses.map((url) => ({
          where: `by the witness at ${url}`,
          url: url.replace(/\/+$/, ''),
          keys: known,
        }));
  if (asked.length === 0) said.push('No witness is registered: nobody else keeps a head of this ledger.');
  const post = new OutsidePost({ loopback });
  try {
    for (const { where, url, keys: theirs } of asked) {
      const found = await headAt(post, `${url}/${keptHeadPath(log.name)}`);
      if (found.note === null) said.push(`The head kept ${where} could not be had. ${found.why}`);
      else take({ note: found.note, where }, theirs);
    }
  } finally {
    post.close();
  }
  return said;
}

async function headAt(
  outside: Pick<Outside, 'get'>,
  address: string,
): Promise<{ readonly note: string } | { readonly note: null; readonly why: string }> {
  try {
    const { status, body } = await outside.get(address);
    if (status === 200) return { note: body.toString('utf8') };
    const why = status === 404 ? 'It keeps none of this ledger.' : `It answered ${status}.`;
    return { note: null, why };
  } catch (error) {
    return { note: null, why: whyNot(error) };
  }
}

function keysGiven({ witnessKey = [] }: WitnessOptions, command: Command): VerifierKey[] {
  return [...new Set(witnessKey)].map((line) => {
    const parsed = parseCosignerKey(line);
    return parsed.ok ? parsed.value : command.error(`--witness-key: ${parsed.problem}`, WRONG_USAGE);
  });
}

function noteIn(path: string, command: Command): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > MOST_BYTES)
    return command.error('--witness-heads: there is no such file with one checkpoint.', WRONG_USAGE);
  return readFileSync(path, 'utf8');
}
