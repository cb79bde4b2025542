import type { Check } from './check';

/** Warns, once for the whole set, of items that no agreement permits to anybody. */
export const neverPermitted: Check = {
  name: 'never-permitted',
  run(agreement, { catalogues, all }, report) {
    if (all[0]?.agreement !== agreement) return;
    const permitted = new Set(
      all.flatMap((f) => f.agreement.clauses.flatMap((c) => c.permit.map((p) => p.word))),
    );
    const never = [...catalogues.items.keys()].filter((code) => !permitted.has(code));
    if (never.length > 0) {
      report(
        agreement.at,
        `no agreement permits ${never.map((n) => `\`${n}\``).join(', ')} to anybody`,
        'warning',
      );
    }
  },
};
