import { newRowId } from '../kernel/id';
import { nameKey } from '../kernel/name-key';
import type { Changes } from './changes';
import type { CheckedPupil } from './ctf.check';
import type { KnownChild, KnownName, NameWords } from './known-child';
import { planAddress } from './plan-address';
import { planCarers } from './plan-carers';
import { isNews, type PlanContext } from './plan-context';
import { planRoll } from './plan-roll';

export type Outcome = 'created' | 'updated' | 'unchanged';

/** Adds to `changes` what this pupil changes about the child that the hub knows, or about nobody it knows yet. */
export function planPupil(
  pupil: CheckedPupil,
  known: KnownChild | null,
  context: PlanContext,
  changes: Changes,
): Outcome {
  changes.said = context.origin;
  const before = changes.size;
  const childId = known?.id ?? newRowId();
  const isWrongBirth = known?.putRight.birthDates.includes(pupil.dateOfBirth) ?? false;
  const dateOfBirth = (isWrongBirth ? known?.dateOfBirth : null) ?? pupil.dateOfBirth;
  if (known === null) {
    changes.children.push({ id: childId, dateOfBirth, sex: pupil.sex });
  } else if (
    isNews(known, context.origin) &&
    (known.dateOfBirth !== dateOfBirth || differs(known.sex, pupil.sex))
  ) {
    changes.corrected.push({ id: childId, dateOfBirth, sex: pupil.sex ?? known.sex });
  }
  planUpns(pupil, known, childId, context, changes);
  planNumbers(pupil, known, childId, context, changes);
  planNames(pupil, known, childId, context, changes);
  planAddress(pupil, known, childId, context, changes);
  planCarers(pupil, known, childId, context, changes);
  planRoll(pupil, known, childId, context, changes);
  planCare(pupil, known, childId, context, changes);
  if (known === null) return 'created';
  if (changes.size === before) return 'unchanged';
  changes.touched.push({ id: childId });
  return 'updated';
}

/** Whether this pupil can be that child: the name agrees, or the date of birth does. */
export function agrees(pupil: CheckedPupil, child: KnownChild): boolean {
  return child.dateOfBirth === null || child.dateOfBirth === pupil.dateOfBirth || nameAgrees(pupil, child);
}

/** Whether the child goes, or went, by a name that the pupil has. */
export function nameAgrees(pupil: CheckedPupil, child: KnownChild): boolean {
  const surnames = keys([pupil.surname, pupil.preferredSurname, pupil.formerSurname]);
  const forenames = keys([pupil.forename, pupil.preferredForename]);
  return child.names.some(
    (name) => surnames.includes(nameKey(name.surname)) && forenames.includes(nameKey(name.forename)),
  );
}

function planUpns(
  pupil: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  const held = known?.upns ?? [];
  const isWrong = (upn: string): boolean => known?.putRight.upns.includes(upn) ?? false;
  if (!isWrong(pupil.upn) && !held.some(({ value }) => value === pupil.upn)) {
    for (const old of held.filter(({ state }) => state === 'current')) {
      changes.numbersRetired.push({ id: old.id, endsOn: origin.asOf });
    }
    changes.numbers.push({ id: newRowId(), childId, kind: 'upn', value: pupil.upn, state: 'current' });
  }
  const former = pupil.formerUpn;
  const isNew = former !== pupil.upn && !held.some(({ value }) => value === former);
  if (former !== null && isNew && !isWrong(former)) {
    changes.numbers.push({ id: newRowId(), childId, kind: 'upn', value: former, state: 'former' });
  }
}

/** A number that has changed is kept as the former one. */
function planNumbers(
  { numbers }: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  for (const { kind, value } of numbers) {
    const held = known?.numbers.filter((row) => row.kind === kind) ?? [];
    if (held.some((row) => row.value === value)) continue;
    if (known?.putRight.numbers.includes(`${kind} ${value}`)) continue;
    const current = held.find(({ state }) => state === 'current');
    if (current !== undefined && !isNews(current, origin)) continue;
    if (current !== undefined) changes.numbersRetired.push({ id: current.id, endsOn: origin.asOf });
    changes.numbers.push({ id: newRowId(), childId, kind, value, state: 'current' });
  }
}

function planNames(
  pupil: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  const { forename, surname, middleNames, preferredForename, preferredSurname, formerSurname } = pupil;
  const add = (kind: KnownName['kind'], name: NameWords, isChange: boolean): void => {
    changes.names.push({ id: newRowId(), childId, kind, ...name, beginsOn: isChange ? origin.asOf : null });
  };
  const isWrong = (name: NameWords): boolean =>
    known?.putRight.names.some((wrong) => sameName(wrong, name)) ?? false;
  const replace = (kind: 'legal' | 'known_as', name: NameWords): void => {
    if (isWrong(name)) return;
    const held = known?.names.find((row) => row.kind === kind && row.endsOn === null);
    if (held !== undefined && (sameName(held, name) || !isNews(held, origin))) return;
    if (held !== undefined) changes.namesEnded.push({ id: held.id, endsOn: origin.asOf });
    add(kind, name, held !== undefined);
  };
  replace('legal', { forename, middleNames, surname });
  const knownAs = {
    forename: preferredForename ?? forename,
    surname: preferredSurname ?? surname,
    middleNames: null,
  };
  if (knownAs.forename !== forename || knownAs.surname !== surname) replace('known_as', knownAs);
  if (formerSurname === null || nameKey(formerSurname) === nameKey(surname)) return;
  const isHeld = known?.names.some((row) => nameKey(row.surname) === nameKey(formerSurname)) ?? false;
  const was = { forename, middleNames: null, surname: formerSurname };
  if (!isHeld && !isWrong(was)) add('former', was, false);
}

/** The school says so; only the authority that cares for the child can confirm it. */
function planCare(
  { lookedAfter }: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  const held = known?.circumstances.filter(({ kind }) => kind === 'LOOKED_AFTER') ?? [];
  if (lookedAfter?.inCare === true) {
    const named = /^\d{3}$/.test(lookedAfter.careAuthority ?? '') ? `la/${lookedAfter.careAuthority}` : null;
    const organisationId = named ?? origin.authority;
    if (held.some((row) => row.organisationId === organisationId)) return;
    const detail = named === null ? 'the school does not say which authority' : null;
    changes.lookedAfter.push({ id: newRowId(), childId, organisationId, detail });
  } else if (lookedAfter?.inCare === false) {
    for (const row of held.filter(({ source }) => source === origin.source))
      changes.lookedAfterEnded.push({ id: row.id });
  }
}

function sameName(held: NameWords, name: NameWords): boolean {
  const middle = name.middleNames === null || held.middleNames === name.middleNames;
  return middle && held.forename === name.forename && held.surname === name.surname;
}

function differs(held: string | null, said: string | null): boolean {
  return said !== null && said !== held;
}

function keys(names: readonly (string | null)[]): string[] {
  return names.flatMap((name) => (name === null ? [] : nameKey(name)));
}
