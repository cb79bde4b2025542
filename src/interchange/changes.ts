import type { LocalDate } from '../kernel/local-date';
import type { AddressWords, CarerWords, NameWords, RollWords } from './known-child';

interface New {
  readonly id: string;
  readonly childId: string;
}

interface Ended {
  readonly id: string;
  readonly endsOn: LocalDate;
}

type Person = { readonly id: string; readonly dateOfBirth: LocalDate; readonly sex: string | null };

/** What a batch of pupils changes, table by table; every row stands under the source and day of its file. */
export class Changes {
  readonly children: Person[] = [];
  readonly corrected: Person[] = [];
  readonly touched: { readonly id: string }[] = [];
  readonly names: (New & NameWords & { readonly kind: string; readonly beginsOn: LocalDate | null })[] = [];
  readonly namesEnded: Ended[] = [];
  readonly upns: (New & { readonly value: string; readonly state: 'current' | 'former' })[] = [];
  readonly upnsRetired: Ended[] = [];
  readonly addresses: (New &
    AddressWords & {
      readonly authorityId: string | null;
      readonly protected: boolean;
      readonly beginsOn: LocalDate | null;
    })[] = [];
  readonly addressesEnded: Ended[] = [];
  readonly carers: (New & CarerWords)[] = [];
  readonly carersEnded: Ended[] = [];
  readonly registrations: (New & RollWords & { readonly organisationId: string; readonly kind: string })[] =
    [];
  readonly registrationsChanged: (RollWords & { readonly id: string })[] = [];
  readonly lookedAfter: (New & { readonly organisationId: string; readonly detail: string | null })[] = [];
  readonly lookedAfterEnded: { readonly id: string }[] = [];

  private readonly all: readonly (readonly unknown[])[] = Object.values(this) as unknown[][];

  /** How many rows this writes. */
  get size(): number {
    let size = 0;
    for (const rows of this.all) size += rows.length;
    return size;
  }
}
