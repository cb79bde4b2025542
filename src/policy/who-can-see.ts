import type { Ruleset } from './ruleset';
import {
  askersWords,
  childrenOf,
  formWords,
  idOf,
  jobWords,
  list,
  purposesWords,
  type Vocabulary,
} from './sentence';
import { openings, type Opening, type Space, type SpaceAsker, type SpaceCell } from './space';

/** Everybody to whom something opens alike. */
export interface Sighting {
  readonly word: string;
  /** A form that opens just as the full item does stands beside `full`. */
  readonly forms: readonly string[];
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

/** Openings told together where they say the same. What is open to nobody in the directory is left out. */
export function sightings(found: readonly Opening[], vocabulary: Vocabulary): Sighting[] {
  const { space } = vocabulary;
  const each = found.map(({ word, form, asker, job, purpose, openness }): Mergeable => ({
    word,
    forms: [form],
    askers: [asker],
    jobs: job === '' ? [] : [job],
    purposes: [purpose],
    children: childrenOf(openness, vocabulary),
  }));
  const along = (['forms', 'purposes', 'jobs', 'askers'] as const).reduce(merged, each);
  return along
    .filter(({ askers }) => askers.some((a) => space.isSomebody(a)))
    .map((one) => ({ ...one, who: whoWords(one, vocabulary) }));
}

function whoWords({ forms, askers, jobs, purposes }: Mergeable, vocabulary: Vocabulary): string {
  const job =
    jobs.length === 0
      ? ''
      : ` in the job of ${list(
          jobs.map((j) => jobWords(j, vocabulary)),
          'or',
        )}`;
  const lesser = forms.includes('full') ? '' : ` (${list(forms.map(formWords), 'or')})`;
  return `${askersWords(askers, vocabulary)}${job}, for ${purposesWords(purposes, vocabulary)}${lesser}`;
}

type Mergeable = Omit<Sighting, 'who'>;

/** Joins those that have all but one thing in common. Being open whatever the job is never joined with a job. */
function merged(all: readonly Mergeable[], along: 'forms' | 'purposes' | 'jobs' | 'askers'): Mergeable[] {
  const groups = new Map<string, Mergeable>();
  for (const one of all) {
    const rest = { ...one, askers: one.askers.map(idOf), [along]: along === 'jobs' && one.jobs.length === 0 };
    const key = JSON.stringify(rest);
    const known = groups.get(key);
    groups.set(key, known ? { ...known, [along]: [...known[along], ...one[along]] } : one);
  }
  return [...groups.values()];
}
