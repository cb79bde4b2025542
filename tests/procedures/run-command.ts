import { type Command, CommanderError } from 'commander';
import type { Ran } from '../cli/agreements-run';

/** A command in this process: its exit code, and what it wrote. */
export async function runCommand(command: Command, words: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  try {
    await command.parseAsync([...words], { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, out, err };
  } finally {
    stdout.mockRestore();
  }
}
