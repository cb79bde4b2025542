import type { DataSource } from 'typeorm';
import { sqlOf } from '../../src/database/sql';
import { newPublicId, newRowId } from '../../src/kernel/id';
import { parseNhsNumber } from '../../src/kernel/nhs-number';
import { makeUpn } from '../../src/kernel/upn';
import type { ManualClock } from './manual-clock';

/** A child whom the hub knows, with something to hide under every item that a field can show. */
export interface MadeChild {
  /** The hub's own id, which never leaves. */
  readonly id: string;
  readonly publicId: string;
  readonly forename: string;
  readonly surname: string;
  readonly dateOfBirth: string;
  readonly upn: string;
  readonly nhsNumber: string;
  readonly postcode: string;
  readonly formerSurname: string;
}

export interface ChildDetails {
  readonly forename?: string;
  readonly surname?: string;
  readonly dateOfBirth?: string;
  readonly postcode?: string;
  readonly line1?: string;
  readonly formerSurname?: string;
  readonly state?: 'known' | 'merged' | 'unresolved';
  /** False: no address, carer or former name. */
  readonly furnished?: boolean;
}

export interface FactDetails {
  /** Unit that holds it; its organisation is taken from it unless one is named. */
  readonly unit: string;
  readonly organisation?: string;
  readonly detail?: string;
  readonly confirmed?: boolean;
  readonly endsAt?: Date;
}

type Column = string | number | boolean | Date | readonly string[] | null;

/** Writes children as a file from elsewhere would have left them: past the gate, by the owner of the database. */
export class ChildMaker {
  private serial = 0;
  constructor(
    private readonly owner: DataSource,
    private readonly clock: ManualClock,
  ) {}

  async child(details: ChildDetails = {}): Promise<MadeChild> {
    const serial = ++this.serial;
    const made: MadeChild = {
      id: newRowId(),
      publicId: newPublicId(),
      forename: details.forename ?? `Fore${word(serial, 1)}`,
      surname: details.surname ?? `Sur${word(serial, 2)}`,
      dateOfBirth: details.dateOfBirth ?? '2014-03-14',
      upn: makeUpn({ laNumber: '931', establishment: '9999', year: 2018, serial }),
      nhsNumber: nhsNumber(serial),
      postcode: details.postcode ?? 'OX99 1AB',
      formerSurname: details.formerSurname ?? `Former${word(serial, 3)}`,
    };
    await this.insert('child', {
      id: made.id,
      public_id: made.publicId,
      home_authority: 'la/931',
      state: details.state ?? 'known',
      date_of_birth: made.dateOfBirth,
      sex: 'F',
    });
    await this.about(made.id, 'child_name', {
      kind: 'legal',
      forename: made.forename,
      middle_names: 'Middlename',
      surname: made.surname,
    });
    await this.about(made.id, 'child_identifier', { kind: 'upn', value: made.upn });
    await this.about(made.id, 'child_identifier', { kind: 'nhs_number', value: made.nhsNumber });
    if (details.furnished !== false) await this.furnish(made, details.line1 ?? '14 Goldcrest Avenue');
    return made;
  }

  /** Registered at a school, from a year ago unless said otherwise. */
  async roll(
    child: MadeChild,
    school: string,
    details: { readonly from?: string; readonly until?: string; readonly confirmed?: boolean } = {},
  ): Promise<void> {
    await this.about(
      child.id,
      'registration',
      {
        organisation_id: school,
        begins_on: details.from ?? this.day(-365),
        ends_on: details.until ?? null,
        year_group: '7',
        hours_per_week: 24.5,
        removal_ground: details.until === undefined ? null : 'a',
        destination: details.until === undefined ? null : '9314107',
      },
      details.confirmed,
    );
  }

  /** A dated fact: OPEN_CASE, MISSING_EPISODE, PLACE_OFFER … */
  async fact(child: MadeChild, kind: string, details: FactDetails): Promise<string> {
    return this.about(
      child.id,
      'circumstance',
      {
        kind,
        organisation_id: details.organisation ?? details.unit.split('/').slice(0, 2).join('/'),
        unit_id: details.unit,
        detail: details.detail ?? null,
        begins_at: this.time(-60 * 60),
        ends_at: details.endsAt ?? null,
      },
      details.confirmed,
    );
  }

  /** Its public id. */
  async cmeCase(child: MadeChild): Promise<string> {
    const publicId = newPublicId();
    await this.about(child.id, 'cme_case', {
      public_id: publicId,
      authority_id: 'la/931',
      state: 'OPEN',
      classification: 'AT_RISK',
      rag: 'RED',
      opened_at: this.time(-3600),
    });
    return publicId;
  }

  /** The home authority has told somebody of the child. */
  async notified(child: MadeChild, to: string, type = 'MOVED_OUT'): Promise<void> {
    const id = newRowId();
    await this.insert('notification', {
      id,
      authority_id: 'la/931',
      child_id: child.id,
      from_organisation: 'la/931',
      from_unit: 'la/931/cme',
      to_organisation: to,
      type,
      purpose: 'NOTIFY_MOVE',
      reference: 'TEST/1',
      sent_at: this.time(-3600),
    });
    if (type !== 'TRANSFER_PROPOSED') return;
    await this.insert('transfer', {
      ...{
        id: newRowId(),
        authority_id: 'la/931',
        child_id: child.id,
        notification_id: id,
        state: 'PROPOSED',
      },
      ...{ from_organisation: 'la/931', to_organisation: to },
      ...{ since: this.time(-3600), proposed_at: this.time(-3600) },
    });
  }

  /** The home authority has asked somebody about the child. */
  async asked(child: MadeChild, who: string): Promise<void> {
    const enquiry = newRowId();
    await this.insert('enquiry', {
      id: enquiry,
      authority_id: 'la/931',
      child_id: child.id,
      from_organisation: 'la/931',
      from_unit: 'la/931/cme',
      from_user: 'A. Officer',
      purpose: 'LOCATE_CHILD',
      reference: 'TEST/1',
      question: 'Where is this child?',
      sent_at: this.time(-3600),
      state: 'OPEN',
    });
    await this.insert('enquiry_recipient', {
      id: newRowId(),
      enquiry_id: enquiry,
      organisation_id: who,
      state: 'WAITING',
    });
  }

  /** One row about a child, with provenance. @returns its own id, or its public one where it has one */
  async about(
    child: string,
    table: string,
    columns: Readonly<Record<string, Column>>,
    confirmed = true,
  ): Promise<string> {
    return this.insert(table, {
      id: newRowId(),
      child_id: child,
      ...columns,
      confirmed_at: confirmed ? this.time(-3600) : null,
      confirmed_by: confirmed ? 'la/931/cme' : null,
    });
  }

  /** Rows as the owner sees them: for what no answer tells. */
  sql<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return sqlOf(this.owner).query<Row>(text, values);
  }

  /** So many days from today by the hub's clock. */
  day(days: number): string {
    return this.time(days * 24 * 3600)
      .toISOString()
      .slice(0, 10);
  }

  private time(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1000);
  }

  private async furnish(made: MadeChild, line1: string): Promise<void> {
    const { id, postcode } = made;
    await this.about(id, 'child_name', {
      kind: 'former',
      forename: made.forename,
      surname: made.formerSurname,
      ends_on: this.day(-900),
    });
    const home = { kind: 'home', town: 'Candlemere', uprn: '10000000001', authority_id: 'la/931' };
    await this.about(id, 'child_address', {
      ...home,
      line1,
      line2: 'Upper flat',
      postcode,
      begins_on: this.day(-800),
    });
    await this.about(id, 'carer', {
      title: 'Ms',
      forename: 'Hannah',
      surname: `Carer${made.surname}`,
      relationship: 'PAM',
      parental_responsibility: true,
      phones: ['07700 900461'],
      emails: ['carer@example.org'],
      language: 'cym',
    });
  }

  private async insert(table: string, columns: Readonly<Record<string, Column>>): Promise<string> {
    const known = WITHOUT_PROVENANCE.has(table) ? columns : { source: 'test', ...columns };
    const names = Object.keys(known);
    const places = names.map((_, i) => `$${i + 1}`);
    const [row] = await this.sql<{ id: string; public_id?: string }>(
      `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning *`,
      Object.values(known),
    );
    return row?.public_id ?? row?.id ?? '';
  }
}

const WITHOUT_PROVENANCE: ReadonlySet<string> = new Set([
  'notification',
  'transfer',
  'enquiry',
  'enquiry_recipient',
]);

const SYLLABLES = [
  'ba',
  'do',
  'fi',
  'ga',
  'ku',
  'le',
  'mo',
  'ni',
  'pa',
  'ro',
  'su',
  'te',
  'vo',
  'wi',
  'ze',
  'cha',
  'shi',
];

/** A word that no other serial has, nor one that sounds or reads alike: names one letter apart are one name mistyped. */
function word(serial: number, of: number): string {
  const base = SYLLABLES.length;
  let rest = (serial * 30_011 + of * 7_919) % base ** 4;
  let made = '';
  for (let i = 0; i < 4; i += 1, rest = Math.floor(rest / base)) made += SYLLABLES[rest % base] ?? '';
  return made;
}

/** From the range kept for tests; every eleventh does not exist, so the serial is stretched over two digits. */
function nhsNumber(serial: number): string {
  for (let body = 999_200_000 + serial * 2; ; body += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      const parsed = parseNhsNumber(`${body}${digit}`);
      if (parsed.ok) return parsed.value;
    }
  }
}
