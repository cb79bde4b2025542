import type { Check } from './check';

/** An identifier of one field (the UPN of education) given to another role needs a named legal power. */
export const identifiersNeedPower: Check = {
  name: 'identifiers-need-power',
  run(agreement, { catalogues, directory }, report) {
    const roles = new Set(
      agreement.parties
        .filter((p) => p.capacity !== 'controller')
        .map((p) => p.role ?? (p.unit ? (directory.units.get(p.unit) ?? '?') : '?')),
    );
    for (const clause of agreement.clauses) {
      for (const permission of clause.permit) {
        const rule = catalogues.items.get(permission.word)?.needsPower;
        if (!rule) continue;
        const outside = [...roles].filter((role) => !rule.unlessRole.includes(role));
        if (outside.length === 0) continue;
        for (const code of clause.purposes) {
          const cited = agreement.purposes.find((p) => p.code === code)?.powers ?? [];
          if (!rule.powers.some((power) => cited.includes(power))) {
            const who = outside.map((r) => (r === '?' ? 'a party without a role' : r)).join(', ');
            report(
              permission.at,
              `\`${permission.word}\` to ${who} for \`${code}\` needs one of these powers: ${rule.powers.join(', ') || 'none exists'}`,
            );
          }
        }
      }
    }
  },
};
