/** Why nobody is released, for the controller's review queue and never for whoever asked. */
export type Doubt =
  | 'too little agrees'
  | 'another is nearly as likely'
  | 'an identifier leads to a person with another name and birth date'
  | 'an identifier and the details lead to different people'
  | 'the forename is another one'
  | 'the birth date is another one'
  | 'nothing but names agrees'
  | 'neither name is the same'
  | 'no forename, and the address does not agree';

interface Weighed {
  /** Bits of the best candidate and of the next; null when there was none. For the controller only. */
  readonly score: number | null;
  readonly runnerUp: number | null;
  /** Versions of the weights and of the names. */
  readonly weighedWith: string;
  /** Blocks that were too wide to be used. */
  readonly capped: readonly string[];
}

/** What a lookup came to. Ids are the hub's own. Only `match` may ever be shown to whoever asked. */
export type MatchOutcome = Weighed &
  (
    | { readonly kind: 'match'; readonly id: string }
    | { readonly kind: 'not-sure'; readonly nearest: readonly string[]; readonly doubts: readonly Doubt[] }
    | { readonly kind: 'none' }
  );
