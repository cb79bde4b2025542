import type { Check } from './check';

/** UK GDPR Art 4(7), ICO data sharing code: an agreement says who is controller and who receives. */
export const capacities: Check = {
  name: 'capacities',
  run(agreement, _context, report) {
    const has = (...wanted: string[]) => agreement.parties.some((p) => wanted.includes(p.capacity));
    if (!has('controller', 'joint-controller')) {
      report(agreement.at, 'no party has the capacity `controller`: whose data is shared?');
    }
    if (!has('recipient', 'joint-controller', 'processor')) {
      report(agreement.at, 'no party has the capacity `recipient`: who may receive?');
    }
    for (const party of agreement.parties) {
      if (party.capacity.endsWith('controller') && party.organisation === 'every') {
        report(party.at, 'a controller is a named organisation, never `every`');
      }
    }
  },
};
