import { newRowId } from '../kernel/id';
import type { Changes } from './changes';
import type { CheckedPupil, CtfOrigin, Stay } from './ctf.check';
import type { KnownChild, KnownRegistration, RollWords } from './known-child';
import { isNews, type PlanContext } from './plan-context';

/** A school is the authority for its own roll: what it has reported itself, no other school's history changes. */
export function planRoll(
  pupil: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin }: PlanContext,
  changes: Changes,
): void {
  const free = new Set(known?.registrations ?? []);
  for (const stay of [...pupil.stays].sort((a, b) => Number(b.beginsExact) - Number(a.beginsExact))) {
    const isOwn = stay.organisation === origin.roll;
    const rows = [...free].filter((row) => row.organisationId === stay.organisation);
    if (!isOwn && rows.some((row) => row.source === stay.organisation)) continue;
    const held = heldFor(stay, rows, isOwn);
    const said = wordsOf(stay, held, pupil, origin, isOwn);
    if (held === undefined) {
      const kind = isOwn ? kindOf(pupil.enrolStatus) : 'main';
      changes.registrations.push({
        id: newRowId(),
        childId,
        organisationId: stay.organisation,
        kind,
        ...said,
      });
      continue;
    }
    free.delete(held);
    const isOurs = isOwn || held.source === origin.source;
    // Its own word stands above hearsay of any date.
    const isHearsay = isOwn && held.source !== origin.source;
    if (isOurs && (isHearsay || isNews(held, origin)) && !sameWords(held, said))
      changes.registrationsChanged.push({ id: held.id, ...said });
  }
}

function heldFor(
  stay: Stay,
  rows: readonly KnownRegistration[],
  isOwn: boolean,
): KnownRegistration | undefined {
  const sameDay = rows.find((row) => row.beginsOn === stay.begins);
  if (sameDay !== undefined) return sameDay;
  const isOpen = (row: KnownRegistration): boolean => row.endsOn === null;
  if (stay.beginsExact) return isOwn && stay.ends === null ? rows.find(isOpen) : undefined;
  const during = rows.find(
    (row) => row.beginsOn <= stay.begins && (row.endsOn ?? stay.begins) >= stay.begins,
  );
  return during ?? (stay.endsExact ? undefined : rows.at(-1));
}

function wordsOf(
  stay: Stay,
  held: KnownRegistration | undefined,
  pupil: CheckedPupil,
  { destination }: CtfOrigin,
  isOwn: boolean,
): RollWords {
  const hasLeft = isOwn && stay.ends !== null;
  return {
    beginsOn: stay.beginsExact || held === undefined ? stay.begins : held.beginsOn,
    endsOn: stay.endsExact ? stay.ends : (held?.endsOn ?? stay.ends),
    // The year that a pupil is in is the same at every school it is at now.
    yearGroup: (isOwn || stay.ends === null ? pupil.ncYear : null) ?? held?.yearGroup ?? null,
    destinationKind: (hasLeft ? destination?.kind : null) ?? held?.destinationKind ?? null,
    destination: (hasLeft ? destination?.words : null) ?? held?.destination ?? null,
  };
}

/** Codes of the common basic data set: S is a subsidiary registration; F and O are a college or another provider. */
function kindOf(enrolStatus: string | null): string {
  const code = enrolStatus?.toUpperCase();
  if (code === 'S') return 'dual_subsidiary';
  return code === 'F' || code === 'O' ? 'alternative_provision' : 'main';
}

function sameWords(held: RollWords, said: RollWords): boolean {
  return (
    held.beginsOn === said.beginsOn &&
    held.endsOn === said.endsOn &&
    held.yearGroup === said.yearGroup &&
    held.destinationKind === said.destinationKind &&
    held.destination === said.destination
  );
}
