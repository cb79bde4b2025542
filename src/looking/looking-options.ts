import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import type { LookingKey } from './looking-key';
import type { LookingRules } from './looking-rules';

export interface LookingOptions {
  readonly database: Sql;
  readonly key: LookingKey;
  readonly rules: LookingRules;
  readonly clock: Clock;
  /** The authority that runs this hub. */
  readonly home: string;
  readonly log: (line: string) => void;
}
