import { spawn } from 'node:child_process';

/** UNKNOWN: it could not be found out, and is tried again. */
export type ScanResult = 'CLEAN' | 'INFECTED' | 'UNKNOWN';
export type Scanner = (content: Buffer) => Promise<ScanResult>;

/** A command with its arguments, or a web address. */
export type ScannerSetting = { readonly command: readonly string[] } | { readonly url: string };

const PATIENCE = 60_000;
/** 406 Not Acceptable, as scanners behind HTTP have it. */
const FOUND_SOMETHING = 406;

/** Null where nothing is configured: then nothing is ever scanned, and nothing opened. */
export const scannerOf = (setting: ScannerSetting | null): Scanner | null =>
  setting === null ? null : 'url' in setting ? byAddress(setting.url) : byCommand(setting.command);

/** Given the file on its standard input, it ends with 0 for clean and 1 for infected, as `clamdscan -` does. No shell is asked. */
const byCommand =
  ([program = '', ...args]: readonly string[]): Scanner =>
  (content) =>
    new Promise((resolve) => {
      const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], shell: false });
      // Not the `timeout` of spawn, which holds the process for its whole time where the program cannot be started.
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
      const end = (result: ScanResult): void => {
        clearTimeout(patience);
        resolve(result);
      };
      child.on('error', () => end('UNKNOWN'));
      child.on('close', (code) => end(code === 0 ? 'CLEAN' : code === 1 ? 'INFECTED' : 'UNKNOWN'));
      // One that has seen enough closes its end before it has read all.
      child.stdin.on('error', () => undefined);
      child.stdin.end(content);
    });

/** Given the file as the body of a POST, it answers 2xx for clean and 406 for infected. */
const byAddress =
  (url: string): Scanner =>
  async (content) => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: new Uint8Array(content),
        headers: { 'content-type': 'application/octet-stream' },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      await answer.body?.cancel();
      if (answer.ok) return 'CLEAN';
      return answer.status === FOUND_SOMETHING ? 'INFECTED' : 'UNKNOWN';
    } catch {
      return 'UNKNOWN';
    }
  };
