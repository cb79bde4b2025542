import type { DataSource } from 'typeorm';
import type { MatchCriteria } from '../../../src/children/matching/person';
import { newRowId } from '../../../src/kernel/id';
import { parseNhsNumber } from '../../../src/kernel/nhs-number';
import { makeUpn } from '../../../src/kernel/upn';

/** Whose names they are: recall must not depend on it. */
export type Origin =
  | 'British'
  | 'Irish and Welsh'
  | 'Arabic'
  | 'South Asian'
  | 'Somali'
  | 'Chinese'
  | 'Spanish'
  | 'Polish and Ukrainian';

/** A child of the register: forename and surname, then birth date; more where the case needs it. */
export interface Known {
  readonly name: readonly [forename: string, surname: string];
  readonly also?: readonly (readonly [
    kind: 'known_as' | 'former' | 'transliteration',
    forename: string,
    surname: string,
  ])[];
  readonly middle?: string;
  readonly born: string | null;
  readonly sex?: 'F' | 'M';
  readonly postcode?: string;
  readonly line?: string;
  readonly protected?: boolean;
  readonly ended?: boolean;
  readonly upn?: string;
  readonly formerUpn?: string;
  readonly nhs?: string;
  /** The identity from before an adoption. */
  readonly sealed?: boolean;
}

export interface Case {
  readonly what: string;
  readonly origin: Origin;
  readonly known: readonly Known[];
  readonly asked: Partial<MatchCriteria>;
  /** The place of the right child in `known`, or null where nobody may be released. */
  readonly right: number | null;
  readonly home?: boolean;
}

export const upn = (serial: number): string =>
  makeUpn({ laNumber: '931', establishment: '4001', year: 2019, serial });

export function nhs(serial: number): string {
  for (let number = 999_000_000 + serial * 10; ; number += 1)
    for (let digit = 0; digit < 10; digit += 1)
      if (parseNhsNumber(`${number}${digit}`).ok) return `${number}${digit}`;
}

/** Writes the children as an import would and returns their ids, case by case. */
export async function writeKnown(owner: DataSource, cases: readonly Case[]): Promise<string[][]> {
  const ids: string[][] = [];
  for (const { known } of cases) {
    const family: string[] = [];
    for (const child of known) family.push(await writeChild(owner, child));
    ids.push(family);
  }
  await owner.query('analyze child, child_name, child_address, child_identifier');
  return ids;
}

async function writeChild(owner: DataSource, child: Known): Promise<string> {
  const id = newRowId();
  await owner.query(
    `insert into child (id, home_authority, state, date_of_birth, sex, source) values ($1, 'la/931', $4, $2, $3, 'test')`,
    [id, child.born, child.sex ?? null, child.sealed ? 'sealed' : 'known'],
  );
  for (const [kind, forename, surname] of [['legal', ...child.name] as const, ...(child.also ?? [])])
    await owner.query(
      `insert into child_name (id, child_id, kind, forename, middle_names, surname, source) values ($1, $2, $3, $4, $5, $6, 'test')`,
      [newRowId(), id, kind, forename, kind === 'legal' ? (child.middle ?? null) : null, surname],
    );
  if (child.postcode !== undefined || child.line !== undefined)
    await owner.query(
      `insert into child_address (id, child_id, line1, postcode, protected, ends_on, source) values ($1, $2, $3, $4, $5, $6, 'test')`,
      [
        newRowId(),
        id,
        child.line ?? null,
        child.postcode ?? null,
        child.protected ?? false,
        child.ended ? '2025-06-30' : null,
      ],
    );
  for (const [kind, value, state] of [
    ['upn', child.upn, 'current'],
    ['upn', child.formerUpn, 'former'],
    ['nhs_number', child.nhs, 'current'],
  ] as const)
    if (value !== undefined)
      await owner.query(
        `insert into child_identifier (id, child_id, kind, value, state, source) values ($1, $2, $3, $4, $5, 'test')`,
        [newRowId(), id, kind, value, state],
      );
  return id;
}
