import type { Sql } from '../gate/ports';

/** A lookup that waits, its own id left inside. */
export interface WaitingRow {
  readonly id: string;
  readonly askedAt: Date;
  readonly organisation: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly user: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly onBehalfOf: string | null;
  readonly criteria: Readonly<Record<string, string | null>>;
  readonly doubts: readonly string[];
  /** The hub's own ids of children, the likeliest first. */
  readonly near: readonly string[];
}

const identifier = (kind: string): string =>
  `case when r.criteria #>> '{identifier,kind}' = '${kind}' then r.criteria #>> '{identifier,value}' end`;
const given = (name: string): string => `r.criteria ->> '${name}'`;

/** How each criterion is read, by its name in the graph. */
const CRITERIA: Readonly<Record<string, string>> = {
  upn: identifier('upn'),
  nhsNumber: identifier('nhs_number'),
  uln: identifier('uln'),
  ...Object.fromEntries(
    [
      'surname',
      'forename',
      'dateOfBirth',
      'gender',
      'postcode',
      'formerSurname',
      'addressLine',
      'school',
    ].map((name) => [name, given(name)]),
  ),
};

/** Those that wait, oldest first, beyond the one with this public id, with so much of what was asked. */
export function readWaiting(
  database: Sql,
  asked: {
    readonly home: string;
    readonly last: string | null;
    readonly rows: number;
    readonly criteria: readonly string[];
  },
): Promise<WaitingRow[]> {
  const criteria = asked.criteria.flatMap((name) => {
    const sql = CRITERIA[name];
    return sql === undefined ? [] : [`'${name}', ${sql}`];
  });
  return database.query<WaitingRow>(
    `select r.public_id as id, r.at as "askedAt", r.organisation_id as organisation, r.unit_id as unit,
       (select u.name from unit u where u.id = r.unit_id) as "unitName", r.user_name as user, r.job, r.purpose, r.reference,
       r.on_behalf_of as "onBehalfOf", json_build_object(${criteria.join(', ')}) as criteria, r.doubts, r.nearest as near
     from lookup_review r
     where r.authority_id = $1 and r.state = 'WAITING' and r.criteria is not null
       and ($2::uuid is null or r.position > (select c.position from lookup_review c where c.public_id = $2::uuid))
     order by r.position limit $3`,
    [asked.home, asked.last, asked.rows],
  );
}

/** One that was asked, held; null once what was asked is destroyed. */
export interface Asked {
  readonly id: string;
  readonly state: 'WAITING' | 'DECIDED';
  readonly unit: string;
  readonly at: Date;
  readonly reference: string;
  /** The lost-pupil message that it is about; null: somebody looked. */
  readonly lostPupil: string | null;
  /** The hub's own ids of those who came near. */
  readonly nearest: readonly string[];
  /** Of the unit that asked, and of those for whom it asked. */
  readonly roles: readonly string[];
}

export async function findAsked(tx: Sql, publicId: string, home: string): Promise<Asked | null> {
  const rows = await tx.query<Asked>(
    `select r.id, r.state, r.unit_id as unit, r.at, r.reference, r.lost_pupil_id as "lostPupil", r.nearest,
       array(select u.role from unit u where u.id = r.unit_id or u.organisation_id = r.on_behalf_of) as roles
     from lookup_review r where r.public_id = $1 and r.authority_id = $2 and r.criteria is not null for update`,
    [publicId, home],
  );
  return rows[0] ?? null;
}

/** The known child whose public id this is or was, held until it is decided. */
export async function holdKnownChild(tx: Sql, publicId: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select id from child where id = child_meant($1) and state = 'known' for no key update`,
    [publicId],
  );
  return rows[0]?.id ?? null;
}

export async function saveDecision(
  tx: Sql,
  id: string,
  decided: {
    readonly by: string;
    readonly at: Date;
    readonly child: string | null;
    readonly notice: string | null;
  },
): Promise<void> {
  await tx.query(
    `update lookup_review set state = 'DECIDED', decided_by = $2, decided_at = $3, child_id = $4, notice_id = $5 where id = $1`,
    [id, decided.by, decided.at, decided.child, decided.notice],
  );
}
