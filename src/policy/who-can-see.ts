import type { Ruleset } from './ruleset';
import { askersWords, childrenOf, formWords, idOf, list, purposesWords, type Vocabulary } from './sentence';
import { openings, type Opening, type Space, type SpaceAsker, type SpaceCell } from './space';

/** Everybody to whom something opens alike. */
export interface Sighting extends SpaceCell {
  readonly askers: readonly SpaceAsker[];
  /** Empty: whatever the job. */
  readonly jobs: readonly string[];
  readonly purposes: readonly string[];
  /** Who, for what and in which form, in words. */
  readonly who: string;
  /** Which children, with clause and last day, one line each; what stays shut comes last. */
  readonly children: readonly string[];
}

/** Every asker, job and purpose to which any of the cells is open in the space; whoever is not named is shut out. */
export function whoCanSee(ruleset: Ruleset, space: Space, cells: readonly SpaceCell[]): Opening[] {
  const asked = new Set(cells.map(({ word, form }) => `${word}/${form}`));
  return openings(ruleset, space, ({ word, form }) => asked.has(`${word}/${form}`));
}

/** Openings told together where they say the same. Stand-ins for nobody are left out of the words. */
export function sightings(found: readonly Opening[], vocabulary: Vocabulary): Sighting[] {
  const { space } = vocabulary;
  const groups = found
    .filter((o) => space.isSomebody(o.asker))
    .map((o) => ({
      ...o,
      askers: [o.asker],
      jobs: o.job === '' ? [] : [o.job],
      purposes: [o.purpose],
      children: childrenOf(o.openness, vocabulary),
    }));
  const byPurpose = merged(
    groups,
    (g) => [g.word, g.form, g.children, g.jobs, g.askers.map(idOf)],
    'purposes',
  );
  const byJob = merged(
    byPurpose,
    (g) => [g.word, g.form, g.children, g.jobs.length, g.purposes, g.askers.map(idOf)],
    'jobs',
  );
  const byAsker = merged(byJob, (g) => [g.word, g.form, g.children, g.jobs, g.purposes], 'askers');
  return byAsker.map(({ word, form, askers, jobs, purposes, children }) => ({
    word, form, askers, jobs, purposes, children,
    who: whoWords({ form, askers, jobs, purposes }, vocabulary),
  })); // prettier-ignore
}

function whoWords(
  { form, askers, jobs, purposes }: Pick<Sighting, 'form' | 'askers' | 'jobs' | 'purposes'>,
  vocabulary: Vocabulary,
): string {
  const job = jobs.length === 0 ? '' : ` in the job of ${list(jobs, 'or')}`;
  const lesser = form === 'full' ? '' : ` (${formWords(form)})`;
  return `${askersWords(askers, vocabulary)}${job}, for ${purposesWords(purposes, vocabulary)}${lesser}`;
}

type Mergeable = Omit<Sighting, 'who'>;

function merged<K extends 'askers' | 'jobs' | 'purposes', T extends Mergeable>(
  all: readonly T[],
  key: (one: T) => unknown,
  along: K,
): T[] {
  const groups = new Map<string, T>();
  for (const one of all) {
    const text = JSON.stringify(key(one));
    const known = groups.get(text);
    groups.set(text, known ? { ...known, [along]: [...new Set([...known[along], ...one[along]])] } : one);
  }
  return [...groups.values()];
}
