import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { ScannerSetting } from './documents/scanner';
import type { MailSettings } from './mail/post';
import { packageRoot } from './package-root';

/** A token issuer that this hub trusts. */
export interface Issuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  /** A PostgreSQL of the operator's own; undefined means that the hub starts one. */
  readonly databaseUrl: string | undefined;
  /** Absolute path. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** The organisation that runs this hub, as `la/<DfE number>`. */
  readonly homeAuthority: string;
  /** Empty means the development issuer. */
  readonly issuers: readonly Issuer[];
  readonly audience: string;
  readonly poolSize: number;
  /** Milliseconds that an entry of the ledger may wait for a signed head before answers stop. */
  readonly ledgerMaximumWait: number;
  readonly logLevel: LogLevel;
  /** Where partners reach this hub, when that is not http://host:port. */
  readonly publicUrl: string | undefined;
  /** Whether webhooks and peer hubs may be on this machine: for trying them out, where nobody else reaches the hub. */
  readonly callLoopback?: boolean;
  /** Null: nobody is written to that there is something for them. */
  readonly mail: MailSettings | null;
  /** Who looks at documents before anybody opens them; null: nobody does, and none is opened. */
  readonly scanner: ScannerSetting | null;
  /** Absolute path of the folder in which partners' own services are registered; else there are none. */
  readonly agencies?: string;
}

/** Every wrong setting at once, each with the name of its variable and what to do. Never the value: it may be a secret. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * The settings of this process, checked. The only reader of the environment in the product.
 * @throws ConfigProblem naming every variable that is wrong, and the fix
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];

  /** A variable that is set to nothing is not set: that is how container files spell "unset". */
  const read = <T>(name: string, fallback: T, parse: (text: string) => T): T => {
    const text = env[name]?.trim();
    if (text === undefined || text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : 'is not usable.'}`);
      return fallback;
    }
  };

  const smtpUrl = read<string | null>('SMTP_URL', null, mailServer);
  const mailFrom = read<string | null>('ROLLCALL_MAIL_FROM', null, mailbox);
  if (
    smtpUrl !== null &&
    mailFrom === null &&
    !problems.some((line) => line.startsWith('ROLLCALL_MAIL_FROM'))
  )
    problems.push('ROLLCALL_MAIL_FROM is missing: with SMTP_URL, set the address that messages come from.');
  const audience = read('ROLLCALL_AUDIENCE', 'rollcall', (text) => text);
  const config: Config = {
    databaseUrl: read<string | undefined>('DATABASE_URL', undefined, databaseUrl),
    dataDir: read('ROLLCALL_DATA_DIR', resolve(packageRoot(), '.rollcall'), (text) => resolve(text)),
    host: read('ROLLCALL_HOST', '127.0.0.1', host),
    port: read('ROLLCALL_PORT', 4000, (text) => wholeNumber(text, 0, 65535)),
    homeAuthority: read('ROLLCALL_HOME_AUTHORITY', 'la/931', homeAuthority),
    issuers: read<readonly Issuer[]>('ROLLCALL_ISSUERS', [], (text) => issuers(text, audience)),
    audience,
    poolSize: read('ROLLCALL_POOL_SIZE', 10, (text) => wholeNumber(text, 1, 500)),
    ledgerMaximumWait: read('ROLLCALL_LEDGER_MAXIMUM_WAIT', 10_000, (text) =>
      wholeNumber(text, 1000, 600_000),
    ),
    logLevel: read<LogLevel>('ROLLCALL_LOG_LEVEL', 'info', logLevel),
    publicUrl: read<string | undefined>('ROLLCALL_PUBLIC_URL', undefined, publicUrl),
    scanner: read<ScannerSetting | null>('ROLLCALL_SCANNER', null, scanner),
    mail: smtpUrl === null || mailFrom === null ? null : { url: smtpUrl, from: mailFrom },
  };
  const agencies = read<string | undefined>('ROLLCALL_AGENCIES', undefined, (text) => resolve(text));
  const callLoopback = read<boolean>('ROLLCALL_CALL_LOOPBACK', false, (text) => loopbackCalls(text, config));
  if (problems.length > 0) throw new ConfigProblem(problems);
  const checked = callLoopback ? { ...config, callLoopback } : config;
  return agencies === undefined ? checked : { ...checked, agencies };
}

/** The environment of a program that this one starts: its own, with these settings in the place of what stands there. */
export function environmentWith(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...settings };
}

function databaseUrl(text: string): string {
  if (!/^postgres(ql)?:\/\/.*\/[^/?]+/.test(text) || !URL.canParse(text)) {
    throw new Error('is not a PostgreSQL address: write postgres://user:password@host:5432/database.');
  }
  return text;
}

function loopbackCalls(
  text: string,
  { host: own, issuers: real }: Pick<Config, 'host' | 'issuers'>,
): boolean {
  if (text !== 'true' && text !== 'false') throw new Error('must be true or false.');
  if (text === 'true' && (!/^(127\.|::1$|localhost$)/.test(own) || real.length > 0))
    throw new Error(
      'is for trying out: only a hub on 127.0.0.1 with the development issuer calls its own machine.',
    );
  return text === 'true';
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new Error(`must be a whole number from ${least} to ${most}.`);
  }
  return number;
}

function host(text: string): string {
  if (!/^[A-Za-z0-9.:_-]+$/.test(text)) {
    throw new Error('must be an address or a host name alone, such as 127.0.0.1 or 0.0.0.0.');
  }
  return text;
}

function homeAuthority(text: string): string {
  if (!/^la\/\d{3}$/.test(text))
    throw new Error('must be la/ and the three-digit DfE number, such as la/931.');
  return text;
}

function logLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level === undefined) throw new Error(`must be one of ${logLevels.join(', ')}.`);
  return level;
}

function publicUrl(text: string): string {
  if (!isWebAddress(text)) throw new Error('must be a web address, such as https://hub.example.gov.uk.');
  return text.replace(/\/+$/, '');
}

function mailServer(text: string): string {
  if (!URL.canParse(text) || !/^smtps?:\/\/[^/]*[^/@]$/.test(text))
    throw new Error('is not a mail server: write smtp://user:password@host:587 or smtps://….');
  return text;
}

function scanner(text: string): ScannerSetting {
  if (/^https?:/.test(text)) {
    if (isWebAddress(text)) return { url: text };
    throw new Error('must be a command with its arguments, or a web address.');
  }
  return { command: text.split(/\s+/) };
}

function mailbox(text: string): string {
  if (!/^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/.test(text))
    throw new Error('must be one address alone, such as rollcall@example.gov.uk.');
  return text;
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function issuers(text: string, audience: string): readonly Issuer[] {
  const parsed = jsonOrFile(text);
  if (!Array.isArray(parsed) || parsed.length === 0) {
    throw new Error('must be a JSON list such as [{"issuer":"https://…","jwksUri":"https://…"}].');
  }
  return parsed.map((entry: unknown, index) => {
    const {
      issuer,
      jwksUri,
      audience: own = audience,
    } = (entry ?? {}) as Partial<Record<keyof Issuer, unknown>>;
    if (typeof issuer !== 'string' || issuer === '')
      throw new Error(`entry ${index + 1} needs "issuer", the iss of its tokens.`);
    if (!isWebAddress(jwksUri))
      throw new Error(`entry ${index + 1} needs "jwksUri", the web address of its keys.`);
    if (typeof own !== 'string' || own === '')
      throw new Error(`entry ${index + 1}: "audience" must be a word.`);
    return { issuer, jwksUri, audience: own };
  });
}

function jsonOrFile(text: string): unknown {
  let json = text;
  if (!text.startsWith('[')) {
    const path = isAbsolute(text) ? text : resolve(text);
    try {
      json = readFileSync(path, 'utf8');
    } catch {
      throw new Error('is neither a JSON list nor the path of a readable file with one.');
    }
  }
  try {
    return JSON.parse(json);
  } catch {
    throw new Error('is not valid JSON: check quotes and commas.');
  }
}
