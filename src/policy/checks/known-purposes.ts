import { nearWord } from '../../kernel/near-word';
import type { Check } from './check';

/** Purposes come from the closed vocabulary; a clause uses only those that the agreement declares. */
export const knownPurposes: Check = {
  name: 'known-purposes',
  run(agreement, { catalogues }, report) {
    const known = [...catalogues.purposes.keys()];
    const declared = agreement.purposes.map((p) => p.code);
    for (const purpose of agreement.purposes) {
      if (catalogues.purposes.has(purpose.code)) continue;
      const near = nearWord(purpose.code, known);
      report(purpose.at, `unknown purpose \`${purpose.code}\`${near ? `; did you mean \`${near}\`?` : ''}`);
    }
    for (const clause of agreement.clauses) {
      if (clause.permit.length > 0 && clause.purposes.length === 0) {
        report(clause.at, `clause ${clause.clause} permits something but names no purpose`);
      }
      for (const code of clause.purposes) {
        if (declared.includes(code)) continue;
        const near = nearWord(code, declared);
        const hint = near ? `; did you mean \`${near}\`?` : `; declare it under \`purposes\``;
        report(
          clause.at,
          `clause ${clause.clause} uses \`${code}\`, which this agreement does not declare${hint}`,
        );
      }
    }
    for (const purpose of agreement.purposes) {
      if (!agreement.clauses.some((c) => c.purposes.includes(purpose.code))) {
        report(purpose.at, `no clause uses the purpose \`${purpose.code}\``, 'warning');
      }
    }
  },
};
