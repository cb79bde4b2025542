import { nearWord } from '../../kernel/near-word';
import type { Check } from './check';

/** Legal powers exist in `legal-powers.yaml` and are in force on the agreement's first day. */
export const knownPowers: Check = {
  name: 'known-powers',
  run(agreement, { catalogues }, report) {
    for (const purpose of agreement.purposes) {
      const cited = [
        ...Object.values(purpose.lawfulBasis).flat(),
        ...purpose.specialCategoryCondition,
        ...purpose.powers,
      ];
      for (const id of new Set(cited)) {
        const power = catalogues.powers.get(id);
        if (!power) {
          const near = nearWord(id, [...catalogues.powers.keys()]);
          report(purpose.at, `unknown legal power \`${id}\`${near ? `; did you mean \`${near}\`?` : ''}`);
        } else if (power.inForceFrom === null) {
          report(purpose.at, `\`${id}\` is not in force: it has no commencement date in legal-powers.yaml`);
        } else if (agreement.term.from !== '' && power.inForceFrom > agreement.term.from) {
          report(
            purpose.at,
            `\`${id}\` is in force only from ${power.inForceFrom}, after this agreement begins`,
          );
        }
      }
    }
  },
};
