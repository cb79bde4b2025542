import { pino, type Logger } from 'pino';
import type { LogLevel } from '../config';

/** One JSON object a line on standard error: standard output belongs to what a command was asked for. */
export function createLog(level: LogLevel): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

/**
 * What may be said of an error nobody foresaw: its class, and PostgreSQL's SQLSTATE. Never its message, which may
 * quote a value; never its stack, whose first line is the message.
 */
export function classOfError(error: unknown): { readonly error: string; readonly sqlState?: string } {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
    ? { error: name, sqlState: code }
    : { error: name };
}

/** Where an error nobody foresaw was thrown, for level debug: places in the program, no message. */
export function placesOfError(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}
