import { bindsTo, opensForm, type Cell, type Profile } from '../policy/profile';

/**
 * What would have to be otherwise for a cell to be open, in one sentence; null where it is open for any child.
 * A function of ruleset, requester, purpose and item alone.
 */
export function whatWouldChange(
  profile: Profile,
  cell: Cell,
  otherPurposes: readonly string[],
): string | null {
  if (cell.verdict === 'always') return null;
  if (cell.verdict === 'depends') {
    const grounds = cell.parties.flatMap((p) => p.permits.flatMap(({ rule }) => rule.children));
    const words = grounds.map((alternative) => alternative.map(({ kind }) => kind).join(' and '));
    return `Nothing in the agreements: it opens for a child when one of these is so: ${[...new Set(words)].join('; ')}.`;
  }
  if (cell.parties.some((p) => p.forbids.some((f) => f.when === 0n && f.unless.length === 0))) {
    return 'Nothing that is asked or done: only a new version of the agreement that forbids it, approved by two people.';
  }
  if (otherPurposes.length > 0) {
    return `A request for another purpose, where that is what it is for: ${otherPurposes.join(', ')}.`;
  }
  const jobs = (profile.ruleset.rules.get(cell.word) ?? [])
    .filter(
      (rule) =>
        rule.effect === 'permit' && rule.purposes.has(profile.purpose) && opensForm(rule.form, cell.form),
    )
    .filter((rule) => profile.askers.some((asker) => bindsTo(rule, asker)))
    .flatMap((rule) => [...rule.jobs]);
  if (jobs.length > 0) return `A request by somebody whose job is ${[...new Set(jobs)].join(' or ')}.`;
  return 'A clause in an agreement with you that permits it for this purpose, approved by two people of the controller.';
}
