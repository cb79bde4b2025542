import type { Answer, Gate } from '../gate/answer';
import type { Asking } from '../gate/asking';
import type { RulesetSource } from '../gate/ports';
import type { Directory, DirectoryUnit } from '../identity/directory';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { documentOf } from './documents';
import type { Channel, Claimed, StoppedClauses } from './message';
import type { HeldNotices } from './held-notices';
import { isEnough } from './peer/peer-enough';

export interface AskedForOptions {
  readonly gate: Pick<Gate, 'answer'>;
  readonly rulesets: RulesetSource;
  readonly directory: Pick<Directory, 'unit'>;
  readonly held: Pick<HeldNotices, 'because'>;
  /** The unit for which the receiver asked what is now answered; else for itself. */
  readonly onBehalfOf?: (message: Claimed) => Promise<string | null>;
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
const ANSWERING = 'ANSWER_ENQUIRY';

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
    // To take a question back opens nothing: the receiver has had it, and is to see less.
    if (message.kind === 'ENQUIRY_WITHDRAWN') return { kind: 'OPEN', answer: nothingTold(rules) };
    const represented = await this.represented(message);
    if (represented === 'gone') return { kind: 'SHUT', problem: NOT_OPEN, because: [], rules };
    const purposes = purposesOf(message);
    const held = await this.options.held.because(unit, purposes, message.lane);
    if (held.length > 0) return { kind: 'SHUT', problem: 'AGREEMENT_STOPPED', because: held, rules };
    let problem = NOT_OPEN;
    for (const purpose of purposes) {
      const asked = await this.ask(message, askingOf(channel, unit, purpose, represented));
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

  /** The unit whose right counts beside the receiver's; 'gone' when it takes no part any more. */
  private async represented(message: Claimed): Promise<DirectoryUnit | null | 'gone'> {
    const id = (await this.options.onBehalfOf?.(message)) ?? null;
    if (id === null) return null;
    return (await this.options.directory.unit(id)) ?? 'gone';
  }

  /** The answer, or the code of why there is none. */
  private async ask(message: Claimed, asking: Asking): Promise<Answer | string> {
    const { kind, about, channel } = message;
    try {
      const answer = await this.options.gate.answer(asking, {
        document: documentOf(kind, channel),
        operationName: null,
        variables: {},
        mode: 'partial',
        idempotencyKey: null,
        event: { id: about },
      });
      if (isEnough(message, answer)) return answer;
      const codes = answer.errors.map(({ extensions }) => String(extensions?.['code']));
      return codes.find((code) => OURS.has(code)) ?? codes[0] ?? NOT_OPEN;
    } catch (error) {
      return error instanceof HubError ? error.code : 'UNAVAILABLE';
    }
  }
}

const nothingTold = (rulesetVersion: string): Answer => ({
  data: {},
  errors: [],
  sharing: { rulesetVersion, disclosureId: '', promise: '' },
});

/** The purpose for which it was sent, where the channel has it; then the channel's own. */
function purposesOf({ kind, purpose, channel }: Claimed): string[] {
  // What a hub is asked it is told as who answers: under another purpose of its own it may know of the child, and not whom.
  if (kind === 'ENQUIRY' && channel.kind === 'PEER_HUB')
    return [...channel.purposes].sort(
      (one, other) => Number(other === ANSWERING) - Number(one === ANSWERING),
    );
  return channel.purposes.includes(purpose)
    ? [purpose, ...channel.purposes.filter((other) => other !== purpose)]
    : [...channel.purposes];
}

function askingOf(
  channel: Channel,
  unit: DirectoryUnit,
  purpose: string,
  represented: DirectoryUnit | null,
): Asking {
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
    onBehalfOf: represented,
    requestId: newPublicId(),
    authorityId: unit.authorityId,
  };
}
