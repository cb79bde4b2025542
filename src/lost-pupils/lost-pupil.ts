import type { MatchCriteria } from '../children/matching/person';

/** A child that is looked for: by a message of ours, or of another authority. */
export interface LostPupil {
  readonly id: string;
  readonly publicId: string;
  /** The hub's own id of whom it is about: a known child, or one whom nobody has matched. */
  readonly child: string;
  readonly ours: boolean;
  /** Who looks. */
  readonly organisation: string;
  readonly unit: string | null;
  readonly reference: string;
}

/** What says that somebody is here. INVARIANT: never an answer given under a legal restriction, nor a protected address. */
export interface Met {
  readonly child: string;
  readonly fact: 'REGISTRATION' | 'ADDRESS';
  readonly factId: string;
  /** Whose word it is, and since when the hub has it. */
  readonly source: string;
  readonly recordedAt: Date;
  /** A name on a roll that the school has confirmed: what every policy closes a case by. */
  readonly sure: boolean;
}

export interface LostAndMet {
  readonly lost: LostPupil;
  readonly met: Met;
}

/** A lost pupil of whom others came near, and how it is described. */
export interface Described {
  readonly lost: LostPupil;
  readonly criteria: MatchCriteria;
}
