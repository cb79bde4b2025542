import type { DataSource } from 'typeorm';
import { askedPerson } from '../children/matching/asked-person';
import type { NameBook } from '../children/matching/name-book';
import type { MatchCriteria } from '../children/matching/person';
import { newRowId } from '../kernel/id';

export type CsvRow = Readonly<Record<string, string>>;

const BATCH = 1000;

/** A row of a file as the criteria of a lookup: what is empty or has no column is not known. */
export function criteriaOf(row: CsvRow): MatchCriteria {
  const of = (name: string): string | null =>
    row[name] === undefined || row[name] === '' ? null : row[name];
  return {
    forename: of('forename'),
    surname: of('surname'),
    formerSurname: of('formerSurname'),
    dateOfBirth: of('dateOfBirth'),
    gender: of('gender'),
    postcode: of('postcode'),
    addressLine: of('addressLine'),
    town: of('town'),
    upn: of('upn'),
    nhsNumber: of('nhsNumber'),
  };
}

/** Writes people into a scratch database as an import would, and says under which id of ours each row of the file went. */
export class ScratchRegister {
  readonly ids = new Map<string, string>();
  private waiting: CsvRow[] = [];
  constructor(
    private readonly owner: DataSource,
    private readonly book: NameBook,
    private readonly today: string,
  ) {}

  async add(row: CsvRow): Promise<void> {
    this.waiting.push(row);
    if (this.waiting.length >= BATCH) await this.flush();
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.owner.query('analyze child, child_name, child_address, child_identifier');
  }

  private async flush(): Promise<void> {
    const people = this.waiting.map((row) => this.personOf(row));
    this.waiting = [];
    const rows = JSON.stringify(people);
    await this.owner.query(CHILDREN, [rows]);
    await this.owner.query(FACTS, [rows]);
  }

  private personOf(row: CsvRow): object {
    const criteria = criteriaOf(row);
    const person = askedPerson(criteria, this.book, this.today);
    const id = newRowId();
    this.ids.set(id, row['id'] ?? '');
    const { forename, surname, formerSurname, postcode, addressLine, town } = criteria;
    const former =
      formerSurname === null || formerSurname === undefined
        ? []
        : [{ kind: 'former', forename: forename ?? '', surname: formerSurname }];
    return {
      id,
      born: person.birth.days[0] ?? null,
      sex: person.sex,
      names: [{ kind: 'legal', forename: forename ?? '', surname: surname ?? '' }, ...former].map((name) => ({
        name_id: newRowId(),
        ...name,
      })),
      identifiers: person.identifiers.map((each) => ({ identifier_id: newRowId(), ...each })),
      addresses:
        postcode === null && addressLine === null && town === null
          ? []
          : [{ address_id: newRowId(), line1: addressLine, town, postcode }],
    };
  }
}

const CHILDREN = `
insert into child (id, home_authority, date_of_birth, sex, source)
select id, 'la/000', born, sex, 'evaluation' from jsonb_to_recordset($1::jsonb) as p(id uuid, born date, sex text)`;

const FACTS = `
with person as materialized (
  select * from jsonb_to_recordset($1::jsonb) as p(id uuid, names jsonb, identifiers jsonb, addresses jsonb)
), named as (
  insert into child_name (id, child_id, kind, forename, surname, source)
  select n.name_id, p.id, n.kind, n.forename, n.surname, 'evaluation'
  from person p cross join lateral jsonb_to_recordset(p.names) as n(name_id uuid, kind text, forename text, surname text)
), identified as (
  insert into child_identifier (id, child_id, kind, value, source)
  select i.identifier_id, p.id, i.kind, i.value, 'evaluation'
  from person p cross join lateral jsonb_to_recordset(p.identifiers) as i(identifier_id uuid, kind text, value text)
  on conflict do nothing
)
insert into child_address (id, child_id, line1, town, postcode, source)
select a.address_id, p.id, a.line1, a.town, a.postcode, 'evaluation'
from person p cross join lateral jsonb_to_recordset(p.addresses) as a(address_id uuid, line1 text, town text, postcode text)`;
