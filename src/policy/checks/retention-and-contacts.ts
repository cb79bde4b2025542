import { parsePeriod } from '../../kernel/period';
import type { Check } from './check';

/** How long a recipient keeps what it received, and whom to ask: required by the ICO's data sharing code. */
export const retentionAndContacts: Check = {
  name: 'retention-and-contacts',
  run(agreement, _context, report) {
    if (!parsePeriod(agreement.retention).ok) {
      report(agreement.at, `\`retention: ${agreement.retention}\` is not a period; write it like P6Y`);
    }
    const kept = parsePeriod(agreement.lookupRetention);
    if (!kept.ok || kept.value.hours > 0) {
      report(
        agreement.at,
        `\`lookupRetention: ${agreement.lookupRetention}\` is not a period of days; write it like P90D`,
      );
    }
    if (agreement.contacts.dataProtection === '')
      report(agreement.at, '`contacts.dataProtection` is missing: a role, not a person');
    if (agreement.contacts.rights === '')
      report(agreement.at, '`contacts.rights` is missing: whom does a family write to?');
    for (const [name, text] of [
      ['dataProtection', agreement.contacts.dataProtection],
      ['rights', agreement.contacts.rights],
    ] as const) {
      if (text.includes('@') || /\d{5}/.test(text)) {
        report(
          agreement.at,
          `\`contacts.${name}\` is the name of a desk, not an address or number: those stand in the directory`,
        );
      }
    }
  },
};
