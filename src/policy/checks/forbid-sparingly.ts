import type { Check } from './check';

/** A forbid beats even an emergency. Warns where one shuts an item for every purpose that is not sealed by nature. */
export const forbidSparingly: Check = {
  name: 'forbid-sparingly',
  run(agreement, { catalogues }, report) {
    for (const clause of agreement.clauses) {
      const everyChild = clause.children.some((a) => a.every((g) => g.kind === 'ANY_CHILD'));
      if (!everyChild) continue;
      const ordinary = clause.forbid.filter((p) => catalogues.items.get(p.word)?.silent === false);
      if (ordinary.length > 0) {
        report(
          clause.at,
          `clause ${clause.clause} forbids ${ordinary.map((i) => `\`${i.word}\``).join(', ')} even in an emergency; if that is not meant, simply do not permit it`,
          'warning',
        );
      }
    }
  },
};
