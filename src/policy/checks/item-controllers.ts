import type { Agreement } from '../agreement';
import type { Check } from './check';

/** The controller of each permitted item is a party in that capacity: nobody gives away another's data. */
export const itemControllers: Check = {
  name: 'item-controllers',
  run(agreement, { catalogues }, report) {
    const controllers = controllersOf(agreement);
    for (const clause of agreement.clauses) {
      for (const permission of clause.permit) {
        const item = catalogues.items.get(permission.word);
        if (!item) continue;
        const present =
          item.controller === 'home-authority'
            ? [...controllers].some((id) => id.startsWith('la/'))
            : controllers.has(item.controller);
        if (!present) {
          report(
            permission.at,
            `\`${permission.word}\` belongs to ${item.controller}, which is not a party with the capacity \`controller\``,
          );
        }
      }
    }
  },
};

/** Organisations that are controllers (or joint controllers) under an agreement. */
export function controllersOf(agreement: Agreement): ReadonlySet<string> {
  const ids = agreement.parties
    .filter((p) => p.capacity === 'controller' || p.capacity === 'joint-controller')
    .map((p) => p.organisation ?? (p.unit ?? '').split('/').slice(0, 2).join('/'));
  return new Set(ids);
}
