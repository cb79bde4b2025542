import type { Agreement } from './agreement';
import type { Catalogues } from './catalogue';
import { controllersOf } from './checks/item-controllers';

/**
 * Controllers each of whom has to approve an agreement by a person of its own: those whose items it permits. Where it
 * permits what is `home-authority`'s, or an action on this hub, that is the authority of this hub; an agreement among
 * other authorities opens nothing here, and all of those approve it. One that only forbids opens nobody's.
 *
 * INVARIANT: nothing of a controller is opened by the people of another, however many of them approve.
 */
export function approvingControllers(
  agreement: Agreement,
  { items }: Pick<Catalogues, 'items'>,
  homeAuthorities: ReadonlySet<string>,
): ReadonlySet<string> {
  const parties = [...controllersOf(agreement)];
  const ours = parties.filter((id) => homeAuthorities.has(id));
  const authorities = ours.length > 0 ? ours : parties.filter((id) => id.startsWith('la/'));
  const permitted = agreement.clauses.flatMap(({ permit }) => permit);
  const owners = permitted.flatMap(({ word }) => {
    const owner = items.get(word)?.controller ?? 'home-authority';
    return owner === 'home-authority' ? authorities : [owner];
  });
  return new Set(owners.sort());
}
