import { createHash } from 'node:crypto';
import type { MatchCriteria } from '../children/matching/person';
import type { Sql } from '../gate/ports';
import { canonicalJson } from '../kernel/canonical-json';
import { newRowId } from '../kernel/id';
import type { LostPupil } from './lost-pupil';

/** A lost pupil of whom nobody can be sure whether the hub has met it: a question for the team, like a lookup. */
export interface Unsure {
  readonly lost: LostPupil;
  readonly criteria: MatchCriteria;
  readonly nearest: readonly string[];
  readonly doubts: readonly string[];
}

/** Puts it before the team. Nobody else is told, neither now nor if the team decides that it is none of them. */
export async function insertUnsure(
  tx: Sql,
  { lost, criteria, nearest, doubts }: Unsure,
  { home, now, today }: { readonly home: string; readonly now: Date; readonly today: string },
): Promise<void> {
  const { forename, surname, formerSurname, dateOfBirth, gender, upn, nhsNumber, uln } = criteria;
  const numbers = [['upn', upn], ['nhs_number', nhsNumber], ['uln', uln]] as const; // prettier-ignore
  const [number] = numbers.filter(([, value]) => value != null);
  const identifier = number === undefined ? null : { kind: number[0], value: number[1] ?? null };
  const asked = canonicalJson({
    identifier, forename, surname, formerSurname: formerSurname ?? null, dateOfBirth, gender: gender ?? null,
  }); // prettier-ignore
  await tx.query(
    `insert into lookup_review (id, authority_id, entry_id, at, organisation_id, unit_id, user_name, job, purpose, reference,
       criteria, asked, asked_on, nearest, doubts, lost_pupil_id)
     values ($1, $2, $3, $4, $5, $6, 'the hub', '', 'LOCATE_CHILD', $7, $8::jsonb, $9, $10, $11::uuid[], $12::text[], $13)
     on conflict do nothing`,
    [
      newRowId(), home, newRowId(), now, lost.organisation, lost.unit ?? lost.organisation, lost.reference,
      asked, createHash('sha256').update(`${lost.id} ${asked}`).digest(), today, nearest, doubts, lost.id,
    ],
  ); // prettier-ignore
}
