import { Field, ID, InputType } from 'type-graphql';
import { Parameters } from '../gate/entity-sql';
import { dataItem, open } from '../gate/declare';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { newRowId, parseUuid } from '../kernel/id';
import { LocalDate } from '../server/scalars';
import { candidateSql } from './child.repository';
import { lookupCriteria } from './lookup-criteria';

const optional = { nullable: true } as const;

@InputType({
  description:
    'Which child is meant: the `id` that you were given, or what you know of it. Whether the hub knows such a child is never said in return.',
})
export class ChildReferenceInput {
  @open('an opaque id') @Field(() => ID, optional) id?: string | null;
  @dataItem('UPN') @Field(() => String, optional) upn?: string | null;
  @dataItem('NHS_NUMBER') @Field(() => String, optional) nhsNumber?: string | null;
  @dataItem('IDENTITY') @Field(() => String, optional) surname?: string | null;
  @dataItem('IDENTITY') @Field(() => String, optional) forename?: string | null;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) dateOfBirth?: string | null;
  @dataItem('IDENTITY') @Field(() => String, { ...optional, description: 'F, M or U.' }) gender?:
    string | null;
}

/** Who writes, for the provenance of what is written. */
export interface Writer {
  readonly organisation: string;
  readonly user: string;
  readonly home: string;
  readonly now: Date;
  /** Today in Europe/London. */
  readonly today: string;
}

/**
 * The child that a reference means. One child beyond doubt, or an *unresolved subject*: a record of its own that
 * no lookup meets, kept for the CME team to match by hand. Throws BAD_USER_INPUT when the reference says too little.
 */
export async function findOrKeepSubject(
  tx: Sql,
  reference: ChildReferenceInput,
  writer: Writer,
  at = 'child',
): Promise<string> {
  if (reference.gender && !/^[FMU]$/i.test(reference.gender.trim()))
    throw badInput(`${at}.gender`, 'write F, M or U.');
  return (await findReferenced(tx, reference, writer.today, at)) ?? keepUnresolved(tx, reference, writer);
}

/** The one known child that a reference means, or null. */
export async function findReferenced(
  tx: Sql,
  reference: ChildReferenceInput,
  today: string,
  at = 'child',
): Promise<string | null> {
  if (reference.id !== undefined && reference.id !== null) {
    const id = parseUuid(reference.id);
    if (!id.ok) throw badInput(`${at}.id`, id.problem);
    const rows = await tx.query<{ id: string }>(
      `with recursive meant as (
         select id, state, merged_into from child where public_id = $1
         union all
         select c.id, c.state, c.merged_into from meant m join child c on c.id = m.merged_into where m.state = 'merged'
       ) select id from meant where state in ('known', 'unresolved')`,
      [id.value],
    );
    return rows[0]?.id ?? null;
  }
  const criteria = lookupCriteria(reference, today, at);
  const p = new Parameters();
  const { text, names } = p.bound(candidateSql(criteria, p, true));
  const values: Record<string, unknown> = {
    ...criteria,
    identifierKind: criteria.identifier?.kind ?? null,
    identifier: criteria.identifier?.value ?? null,
  };
  const rows = await tx.query<{ child_id: string }>(
    text,
    names.map((name) => values[name]),
  );
  return rows.length === 1 ? (rows[0]?.child_id ?? null) : null;
}

/** A record of its own for somebody of whom too little is known to look for it. */
export async function keepUnresolved(
  tx: Sql,
  reference: ChildReferenceInput,
  writer: Writer,
): Promise<string> {
  const id = newRowId();
  await tx.query(
    `insert into child (id, home_authority, state, date_of_birth, sex, source, as_of, entered_by, recorded_at)
     values ($1, $2, 'unresolved', $3, $4, $5, $6, $7, $8)`,
    [
      id,
      writer.home,
      reference.dateOfBirth ?? null,
      reference.gender?.trim().toUpperCase() ?? null,
      writer.organisation,
      writer.today,
      writer.user,
      writer.now,
    ],
  );
  if (reference.surname && reference.forename) {
    await tx.query(
      `insert into child_name (id, child_id, kind, forename, surname, source, as_of, entered_by, recorded_at)
       values ($1, $2, 'legal', $3, $4, $5, $6, $7, $8)`,
      [
        newRowId(),
        id,
        reference.forename,
        reference.surname,
        writer.organisation,
        writer.today,
        writer.user,
        writer.now,
      ],
    );
  }
  for (const [kind, value] of [
    ['upn', reference.upn],
    ['nhs_number', reference.nhsNumber],
  ] as const) {
    if (!value) continue;
    await tx.query(
      `insert into child_identifier (id, child_id, kind, value, state, source, as_of, entered_by, recorded_at)
       values ($1, $2, $3, $4, 'claimed', $5, $6, $7, $8)`,
      [
        newRowId(),
        id,
        kind,
        value.trim().toUpperCase(),
        writer.organisation,
        writer.today,
        writer.user,
        writer.now,
      ],
    );
  }
  return id;
}
