import { closeSync, openSync, readSync } from 'node:fs';
import type { Command } from 'commander';
import type { PartnerTarget } from '../identity/partner-change';
import { parsePublicJwk, type PartnerKey } from '../identity/partner-jwk';
import { parseClientId, parseKeyEnd, parseWebhook, parseWord } from '../identity/partner-options';
import type { Checked } from '../kernel/checked';
import { systemClock } from '../kernel/clock';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';

export type Options = Readonly<Record<string, string | true | undefined>>;

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const MOST_BYTES = 20_000;

/** The options of one call, checked: whatever is wrong with one ends the command with the option's name and the fix. */
export class Given {
  constructor(
    private readonly options: Options,
    private readonly command: Command,
  ) {}

  word<T>(name: string, parse: (text: string) => Checked<T>): T {
    const text = this.options[name];
    const parsed = parse(typeof text === 'string' ? text : '');
    return parsed.ok ? parsed.value : this.wrong(name, parsed.problem);
  }

  maybe<T>(name: string, parse: (text: string) => Checked<T>): T | null {
    return this.options[name] === undefined ? null : this.word(name, parse);
  }

  is(name: string): boolean {
    return this.options[name] === true;
  }

  target(): PartnerTarget {
    const named = ['clientId', 'unit', 'organisation', 'webhook', 'hub', 'witness', 'log'].filter(
      (name) => this.options[name] !== undefined,
    );
    if (named.length !== 1) {
      return this.command.error(
        'Name one of --client-id, --unit, --organisation, --webhook, --hub, --witness and --log.',
        WRONG_USAGE,
      );
    }
    if (named[0] === 'clientId') return { target: 'client', id: this.word('clientId', parseClientId) };
    if (named[0] === 'webhook') return { target: 'webhook', id: this.word('webhook', parseWebhook) };
    if (named[0] === 'hub') return { target: 'hub', id: this.word('hub', parseWebhook) };
    if (named[0] === 'witness') return { target: 'witness', id: this.word('witness', parseWebhook) };
    if (named[0] === 'log') return { target: 'log', id: this.word('log', parseWord) };
    if (named[0] === 'unit') return { target: 'unit', id: this.word('unit', parseUnitId) };
    return { target: 'organisation', id: this.word('organisation', parseOrganisationId) };
  }

  oldKeyEnd(): string | null {
    if ((this.options.now === true) === (this.options.until !== undefined)) {
      return this.command.error(
        'Say when the old key ends: --until 2026-10-01T09:00Z, or --now.',
        WRONG_USAGE,
      );
    }
    return this.maybe('until', (text) => parseKeyEnd(text, systemClock.now()));
  }

  private wrong(name: string, problem: string): never {
    const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return this.command.error(`--${option}: ${problem}`, WRONG_USAGE);
  }
}

/** Reads no more than a key can be long, so that a wrong path costs nothing. */
export function keyIn(path: string): Checked<PartnerKey> {
  const bytes = Buffer.alloc(MOST_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      return parsePublicJwk(bytes.toString('utf8', 0, readSync(file, bytes, 0, MOST_BYTES, null)));
    } finally {
      closeSync(file);
    }
  } catch {
    return { ok: false, problem: 'there is no readable file at that path.' };
  }
}
