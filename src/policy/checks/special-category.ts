import type { Check } from './check';

/** UK GDPR Art 9 and 10: a special-category item needs a condition for each purpose that opens it. */
export const specialCategory: Check = {
  name: 'special-category',
  run(agreement, { catalogues }, report) {
    for (const clause of agreement.clauses) {
      const item = clause.permit.find((p) => catalogues.items.get(p.word)?.specialCategory);
      if (!item) continue;
      for (const code of clause.purposes) {
        const purpose = agreement.purposes.find((p) => p.code === code);
        if (purpose && purpose.specialCategoryCondition.length === 0) {
          report(
            item.at,
            `\`${item.word}\` is special-category data: purpose \`${code}\` needs a \`specialCategoryCondition\``,
          );
        }
      }
    }
  },
};
