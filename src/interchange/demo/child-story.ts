import { addDays, type LocalDate } from '../../kernel/local-date';
import type { CtfAddress, CtfContact, CtfLookedAfter, CtfPupil } from '../ctf';
import type { CtfDestination } from '../ctf.writer';
import type { DemoChild, DemoFact, Sending } from './demo-child';
import type { DemoPerson } from './demo-families';
import type { DemoSchool } from './demo-lists';
import { type DemoStay, ncYear } from './demo-stays';

export interface StoryBeginning {
  readonly person: DemoPerson & { readonly dateOfBirth: LocalDate };
  readonly upn: string;
  readonly address: CtfAddress;
  readonly contacts: readonly CtfContact[];
  /** `la/931` */
  readonly authority: string;
  readonly stays: readonly DemoStay[];
  readonly today: LocalDate;
}

/** What happens to one child, told in order; it becomes files and facts. */
export class ChildStory {
  readonly person: StoryBeginning['person'];
  readonly authority: string;
  readonly today: LocalDate;
  address: CtfAddress;
  lookedAfter: CtfLookedAfter | null = null;
  stays: DemoStay[];
  private readonly sendings: Sending[] = [];
  private readonly facts: DemoFact[] = [];

  constructor(private readonly beginning: StoryBeginning) {
    const { person, authority, today, address, stays } = beginning;
    this.person = person;
    this.authority = authority;
    this.today = today;
    this.address = address;
    this.stays = [...stays];
  }

  /** So many days before the region was loaded. */
  ago(days: number): LocalDate {
    return addDays(this.today, -days);
  }

  get upn(): string {
    return this.beginning.upn;
  }

  get school(): DemoSchool | null {
    return this.stays.at(-1)?.school ?? null;
  }

  fact(fact: DemoFact): this {
    this.facts.push(fact);
    return this;
  }

  /** The school's yearly file to the authority; a second registration sends its own. */
  onRoll(stay = this.stays.at(-1), enrolStatus = 'C'): this {
    if (stay === undefined) return this.fromAuthority(this.ago(1));
    const destination = { authority: stay.school.laestab.slice(0, 3) };
    return this.send(stay.school.laestab, this.ago(1), destination, enrolStatus);
  }

  /** Leaves the last school; a school that the child never came to by then falls away. */
  leave(day: LocalDate, destination: CtfDestination): this {
    this.stays = this.stays.filter(({ begins }) => begins < day);
    const last = this.stays.pop();
    if (last === undefined) return this.fromAuthority(day);
    const ends = last.ends ?? day;
    this.stays.push({ ...last, ends });
    return this.send(last.school.laestab, ends, destination, 'P');
  }

  join(school: DemoSchool, begins: LocalDate): this {
    this.stays.push({ school, begins, ends: null });
    return this;
  }

  /** A child whom no school has had: the authority itself knows of it. */
  fromAuthority(day: LocalDate): this {
    const authority = this.authority.slice(3);
    return this.send(`${authority}LLLL`, day, { authority }, null);
  }

  done(): DemoChild {
    return { upn: this.beginning.upn, sendings: this.sendings, facts: this.facts };
  }

  private send(
    source: string,
    day: LocalDate,
    destination: CtfDestination,
    enrolStatus: string | null,
  ): this {
    this.sendings.push({ source, day, destination, pupil: this.pupil(enrolStatus, day) });
    return this;
  }

  private pupil(enrolStatus: string | null, day: LocalDate): CtfPupil {
    const { person, upn, contacts } = this.beginning;
    return {
      upn,
      formerUpn: null,
      uln: null,
      surname: person.surname,
      forename: person.forename,
      preferredSurname: person.preferredSurname,
      preferredForename: person.preferredForename,
      formerSurname: person.formerSurname,
      middleNames: person.middleNames,
      dateOfBirth: person.dateOfBirth,
      sex: person.sex,
      ncYear: ncYear(person.dateOfBirth, day),
      enrolStatus,
      lookedAfter: this.lookedAfter,
      sen: null,
      address: this.address,
      phones: [],
      contacts,
      schoolHistory: this.stays.map(({ school, begins, ends }) => ({
        la: school.laestab.slice(0, 3),
        estab: school.laestab.slice(3),
        entryDate: begins,
        leavingDate: ends,
      })),
    };
  }
}
