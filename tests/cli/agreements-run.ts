import { CommanderError } from 'commander';
import { agreementsCommand } from '../../src/cli/agreements';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `rollcall agreements …` in this process: its exit code, and what it wrote. */
export async function agreements(...words: string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const command = agreementsCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  try {
    await command.parseAsync(words, { from: 'user' });
    return { code: 0, out, err };
  } catch (error) {
    // As `rollcall` does: what commander itself refuses is wrong usage.
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.code.startsWith('rollcall.') ? error.exitCode : 2, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
