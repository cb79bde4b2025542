import type { Sql } from '../../gate/ports';
import { conflict } from '../../kernel/errors';
import { newPublicId, newRowId } from '../../kernel/id';
import type { StatedFact, StatedPerson } from './stated-fact';

/** Whose record, whose word it is, and who writes it down. */
export interface Saying {
  readonly child: string;
  readonly source: string;
  readonly asOf: string;
  readonly user: string;
  readonly unit: string;
  readonly now: Date;
  readonly today: string;
}
type Of<Name extends StatedFact['fact']> = Extract<StatedFact, { fact: Name }>;
type Row = Readonly<Record<string, unknown>>;

/**
 * Counts an edit of the record and holds it until the edit is done. Throws CONFLICT when the version that the editor
 * read is no longer that of the record.
 */
export async function countEdit(tx: Sql, child: string, version: number | null): Promise<void> {
  const rows = await tx.query(
    `update child set version = version + 1 where id = $1 and state = 'known' and ($2::integer is null or version = $2) returning id`,
    [child, version],
  );
  if (rows.length > 0) return;
  throw conflict(
    version === null
      ? 'child: this record is not one to be written to.'
      : 'version: the record has changed since you read it. Read it again, and send the version that it has now.',
  );
}

/** Writes the fact and what it ends; returns an id by which it can be ended, where it is of that kind. */
export function writeFact(tx: Sql, fact: Exclude<StatedFact, Of<'sibling'>>, by: Saying): Promise<string> {
  switch (fact.fact) {
    case 'name':
      return writeName(tx, fact, by);
    case 'identifier':
      return writeIdentifier(tx, fact, by);
    case 'address':
      return writeAddress(tx, fact, by);
    case 'person':
      return writePerson(tx, fact, by);
    case 'homeEducation':
      return replace(tx, 'home_education', { state: fact.state }, fact, by);
    case 'arrangedEducation':
      return insert(tx, 'arranged_education', { kind: fact.kind, provider: fact.provider, hours_per_week: fact.hours, ...days(fact) }, by); // prettier-ignore
    case 'specialNeeds':
      return replace(tx, 'special_needs', { support: fact.support, needs: fact.needs, review_on: fact.reviewOn }, fact, by); // prettier-ignore
  }
}

export async function writeSibling(tx: Sql, other: string, kind: string, by: Saying): Promise<string> {
  const [held] = await tx.query(
    `select 1 from sibling where ends_on is null and (child_id, sibling_id) in (($1, $2), ($2, $1))`,
    [by.child, other],
  );
  if (held) throw conflict('input.sibling: the record says so already.');
  if (other === by.child) throw conflict('input.sibling.child: this is the same child.');
  return insert(tx, 'sibling', { sibling_id: other, kind }, by);
}

async function writeName(tx: Sql, name: Of<'name'>, by: Saying): Promise<string> {
  const [sealed] = await tx.query(
    `select 1 from identity_seal s join child_name f on f.child_id = s.former
     where s.present = $1 and f.surname_key = name_key($2) and f.forename_key = name_key($3)`,
    [by.child, name.surname, name.forename],
  );
  if (sealed)
    throw conflict('input.name: this name is not to be recorded of this child; ask the team’s manager.');
  if (name.until === null && (name.kind === 'legal' || name.kind === 'known_as'))
    await tx.query(
      `update child_name set ends_on = greatest($3::date, begins_on), kind = case kind when 'legal' then 'former' else kind end
       where child_id = $1 and kind = $2 and ends_on is null`,
      [by.child, name.kind, name.from ?? by.today],
    );
  const { kind, surname, forename, middleNames } = name;
  await insert(tx, 'child_name', { kind, surname, forename, middle_names: middleNames, begins_on: name.from, ends_on: name.until }, by); // prettier-ignore
  return newPublicId();
}

async function writeIdentifier(
  tx: Sql,
  { kind, value, former }: Of<'identifier'>,
  by: Saying,
): Promise<string> {
  const taken = await tx.query<{ sealed: boolean }>(
    `select c.state = 'sealed' as sealed from child_identifier i join child c on c.id = i.child_id where i.kind = $1 and i.value = $2 and i.child_id <> $3
       and (i.state = 'current' or (c.state = 'sealed' and i.state <> 'claimed'))`,
    [kind, value, by.child],
  );
  if (taken.some(({ sealed }) => sealed || !former))
    throw conflict(
      'input.identifier.value: another record holds this number. If both are one child, join them; else put that one right first.',
    );
  if (!former)
    await tx.query(
      `update child_identifier set state = 'former', ends_on = $4 where child_id = $1 and kind = $2 and state = 'current' and value <> $3`,
      [by.child, kind, value, by.today],
    );
  const state = former ? 'former' : 'current';
  const own = await tx.query(
    `update child_identifier set state = $4, ends_on = case when $4 = 'former' then coalesce(ends_on, $5::date) end,
       source = $6, as_of = $7, entered_by = $8, recorded_at = $9, confirmed_at = $9, confirmed_by = $10
     where child_id = $1 and kind = $2 and value = $3 returning id`,
    [by.child, kind, value, state, by.today, by.source, by.asOf, by.user, by.now, by.unit],
  );
  if (own.length === 0)
    await insert(tx, 'child_identifier', { kind, value, state, ends_on: former ? by.today : null }, by);
  return newPublicId();
}

async function writeAddress(tx: Sql, address: Of<'address'>, by: Saying): Promise<string> {
  const { kind, line1, line2, town, postcode, uprn, protection } = address;
  if (kind !== 'believed' && address.until === null)
    await tx.query(
      `update child_address set ends_on = greatest($2::date, begins_on) where child_id = $1 and ends_on is null
         and kind <> 'believed' and (not protected or $3)`,
      [by.child, address.from, protection !== null],
    );
  return insert(tx, 'child_address', {
    kind, line1, line2, town, postcode, uprn, authority_id: address.authority, protection, protected: protection !== null, ...days(address),
  }, by); // prettier-ignore
}

const SAME_PERSON = `child_id = $1 and name_key(coalesce(surname, '')) = name_key($2) and name_key(coalesce(forename, '')) = name_key($3)`;

async function writePerson(tx: Sql, person: StatedPerson, by: Saying): Promise<string> {
  const who = [by.child, person.surname, person.forename ?? ''];
  if (person.replaces !== null) {
    const [old] = await tx.query<{ surname: string | null; forename: string | null }>(
      `update carer set ends_on = $3 where public_id = $1 and child_id = $2 and ends_on is null returning surname, forename`,
      [person.replaces, by.child, by.today],
    );
    if (!old) throw conflict('input.person.id: the record of this child holds no such entry now.');
    // Whoever is written down under another name is still the person that was marked.
    await tx.query(
      `insert into carer (id, child_id, kind, surname, forename, do_not_tell, safe_contact, ends_on, source, as_of, entered_by, recorded_at)
       select $4, $1, 'associate', $2, $3, k.do_not_tell, k.safe_contact, $5, $6, $7, $8, $9 from carer k
       where k.child_id = $1 and (k.do_not_tell or k.safe_contact is not null)
         and name_key(coalesce(k.surname, '')) = name_key($10) and name_key(coalesce(k.forename, '')) = name_key($11)
         and (name_key($10), name_key($11)) is distinct from (name_key($2), name_key($3)) order by k.recorded_at desc limit 1`,
      [
        ...who,
        newRowId(),
        by.today,
        by.source,
        by.asOf,
        by.user,
        by.now,
        old.surname ?? '',
        old.forename ?? '',
      ],
    );
  }
  if (person.doNotTell === false)
    await tx.query(`update carer set do_not_tell = false where ${SAME_PERSON}`, who);
  if (person.safeContact === null)
    await tx.query(`update carer set safe_contact = null where ${SAME_PERSON}`, who);
  return insert(tx, 'carer', {
    kind: person.kind, title: person.title, forename: person.forename, surname: person.surname, relationship: person.relationship,
    parental_responsibility: person.parentalResponsibility, lives_with_child: person.livesWithChild, phones: person.phones,
    emails: person.emails, language: person.language, interpreter_needed: person.interpreterNeeded,
    do_not_tell: person.doNotTell === true, safe_contact: person.safeContact ?? null, begins_on: person.from,
  }, by); // prettier-ignore
}

const days = ({ from, until }: { from: string; until: string | null }): Row => ({
  begins_on: from,
  ends_on: until,
});

/** Of these a child has one at a time. */
async function replace(
  tx: Sql,
  table: 'home_education' | 'special_needs',
  row: Row,
  period: { readonly from: string; readonly until: string | null },
  by: Saying,
): Promise<string> {
  await tx.query(
    `update ${table} set ends_on = greatest($2::date, begins_on) where child_id = $1 and ends_on is null`,
    [by.child, period.from],
  );
  return insert(tx, table, { ...row, ...days(period) }, by);
}

const WITHOUT_PUBLIC_ID: ReadonlySet<string> = new Set(['child_name', 'child_identifier']);

async function insert(tx: Sql, table: string, row: Row, by: Saying): Promise<string> {
  const all = {
    id: newRowId(), child_id: by.child, ...row, source: by.source, as_of: by.asOf, entered_by: by.user, recorded_at: by.now,
    confirmed_at: by.now, confirmed_by: by.unit,
  }; // prettier-ignore
  const names = Object.keys(all);
  const rows = await tx.query<{ id: string }>(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
     returning ${WITHOUT_PUBLIC_ID.has(table) ? 'id' : 'public_id as id'}`,
    Object.values(all),
  );
  return rows[0]?.id ?? '';
}

const ENDED = ['carer', 'sibling', 'home_education', 'arranged_education', 'special_needs', 'child_address'];

/** The fact of these kinds that goes by an id, held; null when there is none. */
export async function findFact(
  tx: Sql,
  publicId: string,
): Promise<{ table: string; id: string; child: string; ended: boolean; begins: string | null } | null> {
  for (const table of ENDED) {
    const begins = table === 'sibling' ? 'null' : 'begins_on::text';
    const [row] = await tx.query<{ id: string; child: string; ended: boolean; begins: string | null }>(
      `select id, child_id as child, ends_on is not null as ended, ${begins} as begins from ${table} where public_id = $1 for update`,
      [publicId],
    );
    if (row) return { table, ...row };
  }
  return null;
}

export async function endFact(tx: Sql, table: string, id: string, on: string): Promise<void> {
  await tx.query(`update ${table} set ends_on = $2 where id = $1`, [id, on]);
}
