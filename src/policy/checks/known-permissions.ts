import { nearWord } from '../../kernel/near-word';
import { FORMS } from '../catalogue';
import type { Check } from './check';

/** Every word that a clause permits or forbids is a data item or an action, in a form that the item has. */
export const knownPermissions: Check = {
  name: 'known-permissions',
  run(agreement, { catalogues }, report) {
    const words = [...catalogues.items.keys(), ...catalogues.actions.keys()];
    for (const clause of agreement.clauses) {
      for (const permission of [...clause.permit, ...clause.forbid]) {
        const item = catalogues.items.get(permission.word);
        if (!item && !catalogues.actions.has(permission.word)) {
          const near = nearWord(permission.word, words);
          const hint = near ? `; did you mean \`${near}\`?` : '; see data-items.yaml and actions.yaml';
          report(permission.at, `unknown data item or action \`${permission.word}\`${hint}`);
        } else if (!FORMS.includes(permission.form as (typeof FORMS)[number])) {
          const near = nearWord(permission.form, FORMS);
          report(
            permission.at,
            `unknown form \`${permission.form}\`${near ? `; did you mean \`${near}\`?` : ''}`,
          );
        } else if (item && !item.forms.includes(permission.form)) {
          report(
            permission.at,
            `\`${permission.word}\` has no form \`${permission.form}\`; it has ${item.forms.map((f) => `\`${f}\``).join(', ')}`,
          );
        } else if (!item && permission.form !== 'full') {
          report(permission.at, `an action has no form: write \`${permission.word}\` alone`);
        }
      }
    }
  },
};
