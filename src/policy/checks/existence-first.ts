import type { Alternative, Clause } from '../agreement';
import type { Check } from './check';

/** A child is reached only by whoever may know that the hub holds it. Warns of items no recipient could reach. */
export const existenceFirst: Check = {
  name: 'existence-first',
  run(agreement, { catalogues, all }, report) {
    const everywhere = all.flatMap((file) => file.agreement.clauses);
    for (const clause of agreement.clauses) {
      const aboutChild = clause.permit.filter((p) => {
        const item = catalogues.items.get(p.word);
        return item !== undefined && item.category !== 'ORG' && !REACHED_WITHOUT.has(p.word);
      });
      if (aboutChild.length === 0) continue;
      for (const purpose of clause.purposes) {
        const opened = clause.children.every((a) => opensExistence(a, purpose, everywhere));
        if (!opened) {
          report(
            clause.at,
            `clause ${clause.clause} opens ${aboutChild.map((p) => `\`${p.word}\``).join(', ')} for \`${purpose}\`, but no clause opens \`EXISTENCE\` on the same ground: nobody could reach it`,
            'warning',
          );
        }
      }
    }
  },
};

/** Items read on the hub's own records (enquiries, receipts, contacts), which need no sight of the child. */
const REACHED_WITHOUT: ReadonlySet<string> = new Set([
  'EXCHANGE',
  'ENQUIRY_ANSWER',
  'CME_OFFICER',
  'RECORDS_OF_USE',
  'ALERT_SOURCE',
]);

function opensExistence(alternative: Alternative, purpose: string, clauses: readonly Clause[]): boolean {
  const kinds = new Set(alternative.map((g) => g.kind));
  return clauses.some(
    (c) =>
      c.purposes.includes(purpose) &&
      c.permit.some((p) => p.word === 'EXISTENCE') &&
      c.children.some((a) => a.every((g) => g.kind === 'ANY_CHILD' || kinds.has(g.kind))),
  );
}
