import type { Profile } from '../policy/profile';
import type { Asking } from './asking';
import type { Coverage } from './coverage';
import type { Plan } from './plan';
import type { GatePorts } from './ports';
import type { AnswerRecord } from './record';

/** The context of every resolver. Made by the gate, once an answer; shield writes its own key to it. */
export interface GateContext {
  readonly asking: Asking;
  readonly profile: Profile;
  readonly plan: Plan;
  readonly coverage: Coverage;
  readonly record: AnswerRecord;
  readonly ports: GatePorts;
  /** SHA-256 of operation and variables, for idempotency and the ledger. */
  readonly bodyDigest: Buffer;
  readonly idempotencyKey: string | null;
  readonly disclosureId: string;
  readonly rulesetHead: string;
  /** Set once the mutation's transaction has committed. */
  acted: boolean;
}
