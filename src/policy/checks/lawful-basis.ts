import type { Check } from './check';

/** UK GDPR Art 6: each purpose has a lawful basis for each capacity among the parties. */
export const lawfulBasis: Check = {
  name: 'lawful-basis',
  run(agreement, _context, report) {
    const capacities = new Set(agreement.parties.map((p) => p.capacity));
    for (const purpose of agreement.purposes) {
      for (const capacity of capacities) {
        if (capacity === 'processor') continue;
        if ((purpose.lawfulBasis[capacity] ?? []).length === 0) {
          report(purpose.at, `purpose \`${purpose.code}\` has no lawful basis for the ${capacity}`);
        }
      }
      if (purpose.powers.length === 0)
        report(purpose.at, `purpose \`${purpose.code}\` names no legal power under \`powers\``);
    }
  },
};
