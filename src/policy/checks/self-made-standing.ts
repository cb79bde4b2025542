import { DEEDS } from '../catalogue';
import type { Check } from './check';

/**
 * Warns when a sensitive item hangs on a standing that the asker can bring about alone. The engine opens it
 * only once the fact is confirmed; a reviewer should know that this is all that stands between.
 */
export const selfMadeStanding: Check = {
  name: 'self-made-standing',
  run(agreement, { catalogues }, report) {
    for (const clause of agreement.clauses) {
      const alone = clause.children.find((a) => a.every((g) => catalogues.selfMade.has(g.kind)));
      if (!alone) continue;
      const items = clause.permit.filter((p) =>
        /LOC|SC|CO|3P/.test(catalogues.items.get(p.word)?.category ?? ''),
      );
      const when = alone.every((g) => DEEDS.has(g.kind))
        ? 'it opens at once'
        : 'it opens only when confirmed';
      if (items.length > 0) {
        report(
          clause.at,
          `clause ${clause.clause} opens ${items.map((i) => `\`${i.word}\``).join(', ')} on \`${alone.map((g) => g.kind).join(' + ')}\` alone, which the asker can assert; ${when}`,
          'warning',
        );
      }
    }
  },
};
