import type { Agreement, Party } from './agreement';
import { dayWords, periodWords } from './sentence';

/**
 * What changes in the words of agreements beside what they open: parties, days, retention, contacts, law and the
 * clauses' own sentences. None of it widens by itself; a person who signs wants to know it.
 */
export function termChanges(before: readonly Agreement[], after: readonly Agreement[]): string[] {
  const was = new Map(before.map((a) => [a.agreement, a]));
  const is = new Map(after.map((a) => [a.agreement, a]));
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    if (!old) return [`${name} is new.`];
    if (!now) return [`${name} is gone.`];
    return changesOf(old, now).map((change) => `${name}: ${change}.`);
  });
}

function changesOf(old: Agreement, now: Agreement): string[] {
  const one = (what: string, a: string, b: string): string[] =>
    a === b ? [] : [`${what} ${b === '' ? 'is gone' : `is now ${b}`} (was ${a === '' ? 'not said' : a})`];
  const day = (text: string | null): string => (text === null ? 'open' : dayWords(text));
  return [
    ...one('version', String(old.version), String(now.version)),
    ...listed('party', old.parties.map(partyWords), now.parties.map(partyWords)),
    ...one('first day', day(old.term.from), day(now.term.from)),
    ...one('review', day(old.term.review), day(now.term.review)),
    ...one('last day', day(old.term.until), day(now.term.until)),
    ...one('what happens when its review passes', old.term.whenReviewPasses, now.term.whenReviewPasses),
    ...one('retention', periodWords(old.retention), periodWords(now.retention)),
    ...one('retention of vain lookups', periodWords(old.lookupRetention), periodWords(now.lookupRetention)),
    ...one('data-protection contact', old.contacts.dataProtection, now.contacts.dataProtection),
    ...one('rights contact', old.contacts.rights, now.contacts.rights),
    ...lawChanges(old, now),
    ...now.clauses.flatMap((clause) => {
      const former = old.clauses.find((c) => c.clause === clause.clause);
      return former && former.says !== clause.says
        ? [`clause ${clause.clause} now says: “${clause.says}”`]
        : [];
    }),
  ];
}

function lawChanges(old: Agreement, now: Agreement): string[] {
  const law = (agreement: Agreement): string[] =>
    agreement.purposes.flatMap((p) => [
      ...Object.entries(p.lawfulBasis).flatMap(([who, ids]) =>
        ids.map((id) => `${id} as basis of the ${who} for ${p.code}`),
      ),
      ...p.specialCategoryCondition.map((id) => `${id} as condition for ${p.code}`),
      ...p.powers.map((id) => `${id} as power for ${p.code}`),
    ]);
  return listed('law', law(old), law(now));
}

function listed(what: string, old: readonly string[], now: readonly string[]): string[] {
  return [
    ...now.filter((word) => !old.includes(word)).map((word) => `${what} added: ${word}`),
    ...old.filter((word) => !now.includes(word)).map((word) => `${what} removed: ${word}`),
  ];
}

const partyWords = ({ organisation, unit, role, capacity }: Party): string =>
  `${[unit ?? organisation ?? '', ...(role === null ? [] : [role])].join(' ')} as ${capacity}`;
