import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import type { RightValue } from './correction';
import { heldSince, put, type Held, type PutRight, type Whose } from './put-right.repository';

type Of<Name extends RightValue['fact']> = Extract<RightValue, { fact: Name }>;

const SAME = 'is what the record says already: there is nothing to put right.';
/** Whoever puts a value right answers for it from then on: `$2` to `$6`. */
const BY = 'source = $2, as_of = $3, entered_by = $4, recorded_at = $5, confirmed_at = $5, confirmed_by = $6';
const by = ({ writer, unit }: Whose): unknown[] => [
  writer.organisation,
  writer.today,
  writer.user,
  writer.now,
  unit,
];

/**
 * Writes the right value over the wrong one, so that whatever reads the record reads that alone; the caller keeps what
 * stood there. Throws CONFLICT where the record holds no such fact, or says so already.
 */
export function putRight(tx: Sql, right: RightValue, whose: Whose): Promise<PutRight> {
  switch (right.fact) {
    case 'NAME':
      return nameRight(tx, right, whose);
    case 'DATE_OF_BIRTH':
      return birthRight(tx, right, whose);
    case 'ADDRESS':
      return addressRight(tx, right, whose);
    case 'IDENTIFIER':
      return identifierRight(tx, right, whose);
  }
}

type NameRow = Held & { surname: string; forename: string; middle: string | null };

async function nameRight(tx: Sql, right: Of<'NAME'>, whose: Whose): Promise<PutRight> {
  const { kind, wrong } = right;
  const rows = await tx.query<NameRow>(
    `select n.id, to_jsonb(n)::text as was, n.surname, n.forename, n.middle_names as middle from child_name n
     where n.child_id = $1 and n.kind = $2 and ($3::text is null or (n.surname_key = name_key($3) and n.forename_key = name_key($4)))
     order by n.ends_on desc nulls first, n.id desc for update`,
    [whose.child, kind, wrong?.surname ?? null, wrong?.forename ?? null],
  );
  const [row] = rows;
  if (!row) throw conflict('input.name: the record holds no such name to put right.');
  // Of legal and known-as names the one that is shown is meant; the others stand side by side.
  if (rows.length > 1 && wrong === null && (kind === 'former' || kind === 'transliteration'))
    throw conflict('input.name.wrong: the record holds several names of this kind; say which one is wrong.');
  const { surname, forename } = right;
  const middle = right.middleNames === undefined ? row.middle : right.middleNames;
  if (row.surname === surname && row.forename === forename && row.middle === middle)
    throw conflict(`input.name: ${SAME}`);
  const since = await heldSince(
    tx,
    `child_name h where h.child_id = any($2::uuid[]) and (h.surname_key, h.forename_key) = (select surname_key, forename_key from child_name where id = $1)`,
    row.id,
    whose,
  );
  await tx.query(
    `update child_name set surname = $7, forename = $8, middle_names = $9, ${BY} where id = $1`,
    [row.id, ...by(whose), surname, forename, middle],
  );
  const initials = first(row.surname) !== first(surname) || first(row.forename) !== first(forename);
  return put(tx, row, kind, `NAME ${kind}`, { initials }, since);
}

type BirthRow = Held & { born: string | null; age: boolean };

async function birthRight(tx: Sql, right: Of<'DATE_OF_BIRTH'>, whose: Whose): Promise<PutRight> {
  const { dateOfBirth } = right;
  const [row] = await tx.query<BirthRow>(
    `select c.id, to_jsonb(c)::text as was, c.date_of_birth::text as born,
       (school_age_begins(c.date_of_birth), school_age_ends(c.date_of_birth))
         is distinct from (school_age_begins($2::date), school_age_ends($2::date)) as age
     from child c where c.id = $1 for update`,
    [whose.child, dateOfBirth],
  );
  if (!row || row.born === null)
    throw conflict('input.dateOfBirth: the record holds no date of birth to put right.');
  if (row.born === dateOfBirth) throw conflict(`input.dateOfBirth: ${SAME}`);
  await tx.query(`update child set date_of_birth = $7, ${BY} where id = $1`, [
    row.id,
    ...by(whose),
    dateOfBirth,
  ]);
  const year = row.born.slice(0, 4) !== dateOfBirth.slice(0, 4);
  // When the date was written stands nowhere by itself: the row may be older, and another column of it younger.
  return put(tx, row, null, 'DATE_OF_BIRTH', { year, schoolAge: row.age }, null);
}

type AddressRow = Held & {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly authority: string | null;
  readonly begins: string | null;
  readonly ends: string | null;
  readonly protected: boolean;
};

async function addressRight(tx: Sql, right: Of<'ADDRESS'>, whose: Whose): Promise<PutRight> {
  const [row] = await tx.query<AddressRow>(
    `select a.id, to_jsonb(a)::text as was, a.line1, a.line2, a.town, a.postcode, a.uprn, a.authority_id as authority,
       a.begins_on::text as begins, a.ends_on::text as ends, a.protected
     from child_address a where a.public_id = $1 and a.child_id = $2 for update`,
    [right.id, whose.child],
  );
  if (!row) throw conflict('input.address.id: the record of this child holds no such address.');
  const { line1, line2, town, postcode } = right;
  const moved = row.postcode !== postcode;
  const authority = right.authority ?? (moved ? null : row.authority);
  if (authority === null && moved)
    throw badInput(
      'input.address.authority',
      'is missing: the postcode is another one; say in which authority it lies.',
    );
  const uprn = right.uprn ?? (moved || row.line1 !== line1 ? null : row.uprn);
  const begins = right.from ?? row.begins;
  if (begins !== null && row.ends !== null && begins > row.ends)
    throw conflict('input.address.from: lies after the day on which the child left this address.');
  const next = [line1, line2, town, postcode, uprn, authority, begins];
  const held = [row.line1, row.line2, row.town, row.postcode, row.uprn, row.authority, row.begins];
  if (next.every((value, i) => value === held[i])) throw conflict(`input.address: ${SAME}`);
  const since = await heldSince(
    tx,
    `child_address h, child_address w where w.id = $1 and h.child_id = any($2::uuid[])
       and h.postcode is not distinct from w.postcode and name_key(coalesce(h.line1, '')) = name_key(coalesce(w.line1, ''))`,
    row.id,
    whose,
  );
  await tx.query(
    `update child_address set line1 = $7, line2 = $8, town = $9, postcode = $10, uprn = $11, authority_id = $12, begins_on = $13, ${BY}
     where id = $1`,
    [row.id, ...by(whose), ...next],
  );
  const outward = row.postcode?.split(' ')[0] !== postcode.split(' ')[0];
  const key = row.protected ? 'ADDRESS protected' : 'ADDRESS';
  return put(tx, row, null, key, { outward, authority: row.authority !== authority }, since);
}

async function identifierRight(tx: Sql, right: Of<'IDENTIFIER'>, whose: Whose): Promise<PutRight> {
  const { kind, value } = right;
  const [row] = await tx.query<Held & { value: string; state: string }>(
    `select i.id, to_jsonb(i)::text as was, i.value, i.state from child_identifier i
     where i.child_id = $1 and i.kind = $2 and i.state in ('current', 'claimed') order by i.state desc limit 1 for update`,
    [whose.child, kind],
  );
  if (!row) throw conflict('input.identifier.kind: the record holds no such number to put right.');
  if (row.value === value) throw conflict(`input.identifier.value: ${SAME}`);
  const taken = await tx.query(
    `select 1 from child_identifier where kind = $1 and value = $2 and state = 'current' and id <> $3`,
    [kind, value, row.id],
  );
  if (taken.length > 0 && row.state === 'current')
    throw conflict(
      'input.identifier.value: another record holds this number. If both are one child, join them; else put that one right first.',
    );
  const since = await heldSince(
    tx,
    `child_identifier h where h.child_id = any($2::uuid[]) and (h.kind, h.value) = (select kind, value from child_identifier where id = $1)`,
    row.id,
    whose,
  );
  await tx.query(`update child_identifier set value = $7, ${BY} where id = $1`, [
    row.id,
    ...by(whose),
    value,
  ]);
  return put(tx, row, kind, `IDENTIFIER ${kind}`, {}, since);
}

const first = (text: string): string => text.slice(0, 1);
