import { newRowId } from '../kernel/id';
import type { Changes } from './changes';
import type { CheckedPupil } from './ctf.check';
import type { AddressWords, KnownChild } from './known-child';
import { isNews, type PlanContext } from './plan-context';

/**
 * A changed address ends the one before. Where the child's location is protected, nothing is ended and whatever
 * is new is protected too: the school may be the one place that was told where the child is.
 */
export function planAddress(
  { address }: CheckedPupil,
  known: KnownChild | null,
  childId: string,
  { origin, authorityOf }: PlanContext,
  changes: Changes,
): void {
  if (address === null) return;
  const { town, postcode, uprn } = address;
  const [line1 = null, ...rest] = address.lines;
  const words = { line1, line2: rest.length === 0 ? null : rest.join(', '), town, postcode, uprn };
  const held = known?.addresses ?? [];
  const same = held.filter((row) => addressKey(row) === addressKey(words));
  if (same.some((row) => row.endsOn === null)) return;
  if (known?.putRight.addresses.some((wrong) => addressKey(wrong) === addressKey(words))) return;

  const isProtected =
    held.some((row) => row.endsOn === null && row.protected) ||
    (known?.circumstances.some(({ kind }) => kind === 'LOCATION_PROTECTION') ?? false);
  const home = isProtected ? undefined : held.find((row) => row.endsOn === null && row.kind === 'home');
  if (isProtected && same.length > 0) return;
  if (home !== undefined && !isNews(home, origin)) return;
  if (same.some((row) => row.endsOn !== null && row.endsOn >= origin.asOf)) return;

  if (home !== undefined) changes.addressesEnded.push({ id: home.id, endsOn: origin.asOf });
  const place = { authorityId: authorityOf(postcode), protected: isProtected };
  changes.addresses.push({
    id: newRowId(),
    childId,
    ...words,
    ...place,
    beginsOn: home === undefined ? null : origin.asOf,
  });
}

function addressKey({ line1, line2, town, postcode }: AddressWords): string {
  const text = [line1, line2, town, postcode].join(' ');
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
