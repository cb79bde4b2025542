import type { Sql } from '../../gate/ports';
import { conflict } from '../../kernel/errors';
import { newPublicId, newRowId } from '../../kernel/id';
import type { Writer } from '../child-reference';

/** Who the child is from now on, and with whom what is open goes over. */
export interface NewIdentity {
  readonly surname: string;
  readonly forename: string;
  readonly middleNames: string | null;
  readonly upn: string | null;
  readonly nhsNumber: string | null;
  readonly knownTo: readonly string[];
}

export interface Seal {
  readonly id: string;
  readonly former: string;
  readonly proposed: NewIdentity | null;
  readonly proposedBy: string;
}

export async function proposeSeal(
  tx: Sql,
  former: string,
  seal: {
    readonly ground: string;
    readonly reason: string;
    readonly identity: NewIdentity;
    readonly by: string;
  },
  writer: Writer,
): Promise<string> {
  const [open] = await tx.query(`select 1 from identity_seal where former = $1`, [former]);
  if (open) throw conflict('input.child: this has been proposed already; a second officer confirms it.');
  const publicId = newPublicId();
  await tx.query(
    `insert into identity_seal (id, public_id, authority_id, former, ground, reason, proposed, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)`,
    [
      newRowId(),
      publicId,
      writer.home,
      former,
      seal.ground,
      seal.reason,
      JSON.stringify(seal.identity),
      seal.by,
      writer.now,
    ],
  );
  return publicId;
}

export async function findSeal(tx: Sql, publicId: string): Promise<Seal | null> {
  const rows = await tx.query<Seal>(
    `select id, former, proposed, proposed_by as "proposedBy" from identity_seal where public_id = $1 for update`,
    [publicId],
  );
  return rows[0] ?? null;
}

/** Numbers that another record holds: a new identity begins with none of them. */
export async function takenNumber(tx: Sql, identity: NewIdentity): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from child_identifier where (kind = 'upn' and value = $1) or (kind = 'nhs_number' and value = $2) limit 1`,
    [identity.upn, identity.nhsNumber],
  );
  return rows.length > 0;
}

/**
 * INVARIANT: the past stays under the ids that anybody may hold, in a record that no reader of records takes for a
 * child; the present is a record of its own, with ids that nobody has. `identity_seal` is the only way between them.
 */
export async function seal(
  tx: Sql,
  { id, former }: Seal,
  identity: NewIdentity,
  by: { readonly subject: string; readonly unit: string },
  writer: Writer,
): Promise<void> {
  const present = newRowId();
  const [held] = await tx.query(
    `update child set state = 'sealed', version = version + 1 where id = $1 and state = 'known' returning id`,
    [former],
  );
  if (!held)
    throw conflict('id: the record has been joined to another since; propose it again for that one.');
  const from = [writer.home, writer.today, writer.user, writer.now, by.unit];
  await tx.query(
    `insert into child (id, home_authority, date_of_birth, sex, source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
     select $1, home_authority, date_of_birth, sex, $3, $4, $5, $6, $6, $7 from child where id = $2`,
    [present, former, ...from],
  );
  await tx.query(
    `insert into child_name (id, child_id, kind, forename, middle_names, surname, begins_on, source, as_of, entered_by, recorded_at,
       confirmed_at, confirmed_by)
     values ($1, $2, 'legal', $3, $4, $5, $7, $6, $7, $8, $9, $9, $10)`,
    [newRowId(), present, identity.forename, identity.middleNames, identity.surname, ...from],
  );
  for (const [kind, value] of [['upn', identity.upn], ['nhs_number', identity.nhsNumber]] as const) {
    if (value === null) continue;
    await tx.query(
      `insert into child_identifier (id, child_id, kind, value, source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
      [newRowId(), present, kind, value, ...from],
    );
  } // prettier-ignore
  await tx.query(
    `update child_identifier set state = 'former', ends_on = $2 where child_id = $1 and state = 'current'`,
    [former, writer.today],
  );
  await goOver(tx, former, present, identity.knownTo);
  await tx.query(
    `update identity_seal set present = $2, proposed = null, confirmed_by = $3, confirmed_at = $4 where id = $1`,
    [id, present, by.subject, writer.now],
  );
  // A past that was itself sealed before stays the past of the present child.
  await tx.query(`update identity_seal set present = $2 where present = $1`, [former, present]);
}

/** The team's open casework and what protects the child; of others, what is open with those who know both names. */
async function goOver(tx: Sql, former: string, present: string, knownTo: readonly string[]): Promise<void> {
  await tx.query(`update cme_case set child_id = $2 where child_id = $1 and state <> 'CLOSED'`, [
    former,
    present,
  ]);
  await tx.query(
    `update watch w set child_id = $2 from unit u where w.child_id = $1 and w.ends_at is null and u.id = w.unit_id and u.role = 'CME_TEAM'`,
    [former, present],
  );
  await tx.query(
    `update circumstance set child_id = $2 where child_id = $1 and ends_at is null
       and (kind = 'LOCATION_PROTECTION' or organisation_id = any($3::text[]) or unit_id = any($3::text[]))`,
    [former, present, knownTo],
  );
  await tx.query(
    `update registration set child_id = $2 where child_id = $1 and ends_on is null and organisation_id = any($3::text[])`,
    [former, present, knownTo],
  );
}
