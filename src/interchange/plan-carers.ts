import { newRowId } from '../kernel/id';
import { nameKey } from '../kernel/name-key';
import type { Changes } from './changes';
import type { CtfContact } from './ctf';
import type { CheckedPupil } from './ctf.check';
import type { CarerWords, KnownChild } from './known-child';
import { isNews, type PlanContext } from './plan-context';
import { RELATIONSHIPS } from './relationships';

/** Contacts by profession: that a social worker or a doctor is among them says more than that the child has a carer. */
const PROFESSIONS = new Set(['SWR', 'DOC', 'HTC', 'TCH', 'RLG', 'SLC']);

/** Each source keeps its own list of a child's carers; a file with contacts replaces the list of its own source. */
export function planCarers(
  pupil: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  if (pupil.contacts.length === 0) return;
  const said = new Map(pupil.contacts.flatMap(toCarer).map((carer) => [carerKey(carer), carer]));
  const held = known?.carers ?? [];
  const kept = new Set<string>();
  for (const row of held) {
    if (row.endsOn !== null || row.source !== origin.source) continue;
    const carer = said.get(carerKey(row));
    if ((carer !== undefined && sameDetails(row, carer)) || !isNews(row, origin)) kept.add(carerKey(row));
    else changes.carersEnded.push({ id: row.id, endsOn: origin.asOf });
  }
  for (const [key, carer] of said) {
    const others = held.filter((row) => carerKey(row) === key);
    const isElsewhere = others.some(
      (row) => row.endsOn === null && row.source !== origin.source && sameDetails(row, carer),
    );
    const isOver = others.some((row) => row.endsOn !== null && row.endsOn > origin.asOf);
    if (!kept.has(key) && !isElsewhere && !isOver) changes.carers.push({ id: newRowId(), childId, ...carer });
  }
}

function toCarer(contact: CtfContact): CarerWords[] {
  const code = contact.relationship?.toUpperCase() ?? '';
  if (PROFESSIONS.has(code) || (contact.surname === null && contact.forename === null)) return [];
  return [
    {
      title: contact.title,
      forename: contact.forename,
      surname: contact.surname,
      relationship: RELATIONSHIPS[code] ?? contact.relationship,
      parentalResponsibility: contact.responsibility,
      phones: contact.phones,
      emails: contact.emails,
      livesWithChild: contact.addressAsPupil ?? (contact.address === null ? null : false),
    },
  ];
}

function carerKey({ forename, surname, relationship }: CarerWords): string {
  return `${nameKey(forename ?? '')}/${nameKey(surname ?? '')}/${relationship ?? ''}`;
}

function sameDetails(held: CarerWords, carer: CarerWords): boolean {
  return (
    held.title === carer.title &&
    held.parentalResponsibility === carer.parentalResponsibility &&
    held.livesWithChild === carer.livesWithChild &&
    sameList(held.phones, carer.phones) &&
    sameList(held.emails, carer.emails)
  );
}

function sameList(held: readonly string[], said: readonly string[]): boolean {
  return held.length === said.length && said.every((word) => held.includes(word));
}
