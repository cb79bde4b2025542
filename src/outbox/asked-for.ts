import type { Answer, Gate } from '../gate/answer';
import type { Asking } from '../gate/asking';
import type { RulesetSource } from '../gate/ports';
import type { DirectoryUnit } from '../identity/directory';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { documentOf } from './documents';
import type { Channel, Claimed, StoppedClauses } from './message';
import type { HeldNotices } from './held-notices';

export interface AskedForOptions {
  readonly gate: Pick<Gate, 'answer'>;
  readonly rulesets: RulesetSource;
  readonly directory: { unit(id: string): Promise<DirectoryUnit | null> };
  readonly held: Pick<HeldNotices, 'because'>;
}

/** What the gate makes of a message for its receiver, now. */
export type Decided =
  | { readonly kind: 'OPEN'; readonly answer: Answer }
  | {
      readonly kind: 'SHUT';
      readonly problem: string;
      readonly because: StoppedClauses;
      readonly rules: string;
    }
  /** Nothing was decided: the unit is switched off, or the hub cannot answer at the moment. */
  | { readonly kind: 'LATER'; readonly problem: string };

/** Refusals of the hub itself, which say nothing about what the receiver may be told. */
const OURS: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'LEDGER_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
]);
/** Read as anybody reads it for whom it is not: there is nothing. */
const NOT_OPEN = 'NOT_OPEN';

/**
 * Asks the gate for a message in its receiver's name. INVARIANT: nothing is kept of an answer from one attempt to the
 * next: each is a fresh decision by the rules and the standing of its moment, with its own entry in the ledger.
 */
export class AskedFor {
  constructor(private readonly options: AskedForOptions) {}

  async decide(message: Claimed): Promise<Decided> {
    const { channel } = message;
    const unit = await this.options.directory.unit(channel.unit);
    if (unit === null) return { kind: 'LATER', problem: 'the unit is switched off' };
    const rules = this.rules();
    if (rules === null) return { kind: 'LATER', problem: 'UNAVAILABLE' };
    const purposes = purposesOf(message);
    const held = await this.options.held.because(unit, purposes, message.lane);
    if (held.length > 0) return { kind: 'SHUT', problem: 'AGREEMENT_STOPPED', because: held, rules };
    let problem = NOT_OPEN;
    for (const purpose of purposes) {
      const asked = await this.ask(message, askingOf(channel, unit, purpose));
      if (typeof asked !== 'string') return { kind: 'OPEN', answer: asked };
      if (OURS.has(asked)) return { kind: 'LATER', problem: asked };
      problem = asked;
    }
    return { kind: 'SHUT', problem, because: [], rules };
  }

  /** The version of what is agreed now; null while it cannot be confirmed. */
  rules(): string | null {
    try {
      return this.options.rulesets.current().ruleset.version;
    } catch {
      return null;
    }
  }

  /** The answer, or the code of why there is none. */
  private async ask({ kind, about, channel }: Claimed, asking: Asking): Promise<Answer | string> {
    try {
      const answer = await this.options.gate.answer(asking, {
        document: documentOf(kind, channel.carries),
        operationName: null,
        variables: {},
        mode: 'partial',
        idempotencyKey: null,
        event: { id: about },
      });
      if (Object.values(answer.data ?? {}).some((value) => value !== null)) return answer;
      const codes = answer.errors.map(({ extensions }) => String(extensions?.['code']));
      return codes.find((code) => OURS.has(code)) ?? codes[0] ?? NOT_OPEN;
    } catch (error) {
      return error instanceof HubError ? error.code : 'UNAVAILABLE';
    }
  }
}

/** The purpose for which it was sent, where the channel has it; then the channel's own. */
function purposesOf({ purpose, channel }: Claimed): string[] {
  return channel.purposes.includes(purpose)
    ? [purpose, ...channel.purposes.filter((other) => other !== purpose)]
    : [...channel.purposes];
}

function askingOf(channel: Channel, unit: DirectoryUnit, purpose: string): Asking {
  return {
    organisation: unit.organisation,
    unit: unit.unit,
    role: unit.role,
    clientId: `channel ${channel.id}`,
    subject: `channel ${channel.id}`,
    user: 'delivery',
    job: '',
    purpose,
    reference: channel.reference,
    onBehalfOf: null,
    requestId: newPublicId(),
    authorityId: unit.authorityId,
  };
}
