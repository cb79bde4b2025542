import type { LocalDate } from '../../kernel/local-date';
import type { CtfPupil } from '../ctf';
import type { CtfDestination } from '../ctf.writer';

/** One appearance of a child in a file: who sends it, when, to whom, saying what. */
export interface Sending {
  /** Seven digits of a school, or an authority's three and `LLLL`. */
  readonly source: string;
  readonly day: LocalDate;
  readonly destination: CtfDestination;
  readonly pupil: CtfPupil;
}

/** What a common transfer file cannot say. Every fact stands under the organisation that would know it. */
export type DemoFact = { readonly source: string } & (
  | { readonly fact: 'nhs number'; readonly value: string }
  | {
      readonly fact: 'cme case';
      readonly state: 'OPEN' | 'DORMANT' | 'CLOSED';
      readonly classification: string;
      readonly rag: string;
      readonly opened: LocalDate;
      readonly review: LocalDate | null;
      readonly closed: LocalDate | null;
    }
  | {
      readonly fact: 'circumstance';
      readonly kind: string;
      readonly organisation: string;
      readonly unit: string | null;
      readonly detail: string | null;
      readonly begins: LocalDate;
      readonly ends: LocalDate | null;
    }
  | { readonly fact: 'home education'; readonly state: string; readonly begins: LocalDate }
  | { readonly fact: 'sibling'; readonly other: string; readonly kind: 'full' | 'half' }
  | { readonly fact: 'home address over'; readonly day: LocalDate }
  | {
      readonly fact: 'address';
      readonly kind: string;
      readonly line1: string;
      readonly town: string | null;
      readonly postcode: string | null;
      readonly authority: string | null;
      readonly protected: boolean;
      readonly begins: LocalDate;
    }
  | { readonly fact: 'part time'; readonly organisation: string; readonly hours: number }
  | {
      readonly fact: 'left';
      readonly organisation: string;
      readonly ground: string;
      readonly lastAttended: LocalDate;
      readonly destinationKind: 'home_education' | null;
      readonly confirmed: LocalDate | null;
    }
);

export interface DemoChild {
  readonly upn: string;
  readonly sendings: readonly Sending[];
  readonly facts: readonly DemoFact[];
}
