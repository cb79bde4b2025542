import type { LocalDate } from '../kernel/local-date';
import type { AddressWords, CarerWords, NameWords, RollWords, Said } from './known-child';

interface New {
  readonly id: string;
  readonly childId: string;
}

interface Ended {
  readonly id: string;
  readonly endsOn: LocalDate;
}

interface Person {
  readonly id: string;
  readonly dateOfBirth: LocalDate;
  readonly sex: string | null;
}

export type NewName = New & NameWords & { readonly kind: string; readonly beginsOn: LocalDate | null };
export type NewNumber = New & {
  readonly kind: 'upn' | 'uln' | 'nhs_number';
  readonly value: string;
  readonly state: 'current' | 'former';
};
export type NewAddress = New &
  AddressWords & {
    readonly authorityId: string | null;
    readonly protected: boolean;
    readonly beginsOn: LocalDate | null;
  };
export type NewRegistration = New & RollWords & { readonly organisationId: string; readonly kind: string };

/** Rows of one kind, each under the source and the day of the file that says it. */
export class Rows<Row extends object> {
  readonly all: (Row & Said)[] = [];
  constructor(private readonly of: { said: Said }) {}

  push(row: Row): void {
    const { source, asOf } = this.of.said;
    this.all.push({ ...row, source, asOf });
  }
}

/** What a batch of pupils changes, table by table. `said` is where the pupil that is planned now comes from. */
export class Changes {
  readonly children = new Rows<Person>(this);
  readonly corrected = new Rows<Person>(this);
  readonly touched = new Rows<{ readonly id: string }>(this);
  readonly names = new Rows<NewName>(this);
  readonly namesEnded = new Rows<Ended>(this);
  readonly numbers = new Rows<NewNumber>(this);
  readonly numbersRetired = new Rows<Ended>(this);
  readonly addresses = new Rows<NewAddress>(this);
  readonly addressesEnded = new Rows<Ended>(this);
  readonly carers = new Rows<New & CarerWords>(this);
  readonly carersEnded = new Rows<Ended>(this);
  readonly registrations = new Rows<NewRegistration>(this);
  readonly registrationsChanged = new Rows<RollWords & { readonly id: string }>(this);
  readonly lookedAfter = new Rows<New & { readonly organisationId: string; readonly detail: string | null }>(
    this,
  );
  readonly lookedAfterEnded = new Rows<{ readonly id: string }>(this);

  private readonly kinds: readonly Rows<object>[] = Object.values(this).filter(
    (value: unknown) => value instanceof Rows,
  );

  constructor(public said: Said) {}

  /** How many rows this writes. */
  get size(): number {
    let size = 0;
    for (const { all } of this.kinds) size += all.length;
    return size;
  }
}
