import type { Openness } from './openness';
import type { Ruleset } from './ruleset';
import type { Vocabulary } from './sentence';
import { openings, type Opening, type SpaceAsker } from './space';
import { sightings, type Sighting } from './who-can-see';

/** How far a word is open to a role, least first. `emergency`: by break-glass alone, whatever its reach there. */
export const REACHES = ['never', 'emergency', 'standing', 'anyButForbidden', 'always'] as const;
export type Reach = (typeof REACHES)[number];

/** The purpose that opens things only while life or serious harm is at stake: told apart, lest it hide the rest. */
const BREAK_GLASS = 'EMERGENCY';

/** One role × one item (or action), over every purpose, job, organisation and unit of that role. */
export interface MatrixCell {
  readonly word: string;
  readonly role: string;
  /** How far it is open in full. */
  readonly full: Reach;
  /** How far its most open form is; wider than `full` where a lesser form reaches further. */
  readonly widest: Reach;
  /** Only some of the organisations or units that hold the role have it as widely as this. */
  readonly someOnly: boolean;
  /** Only certain jobs have it as widely as this. */
  readonly jobsOnly: boolean;
  readonly sightings: readonly Sighting[];
}

export interface Matrix {
  readonly rulesetVersion: string;
  readonly day: string;
  readonly roles: readonly string[];
  readonly items: readonly string[];
  readonly actions: readonly string[];
  /** By word and role; a cell that is shut to everybody stands there too. */
  readonly cells: readonly MatrixCell[];
}

/** The table of roles and words, each cell `decide` over the whole space. */
export function matrixOf(ruleset: Ruleset, vocabulary: Vocabulary): Matrix {
  const { space, catalogues } = vocabulary;
  const all = openings(ruleset, space);
  const roles = [...catalogues.roles.keys()];
  const items = [...catalogues.items.keys()];
  const actions = [...catalogues.actions.keys()];
  const cells = [...items, ...actions].flatMap((word) =>
    roles.map((role) => {
      const askers = space.askers.filter((a) => a.role === role && space.isSomebody(a));
      const found = all.filter((o) => o.word === word && o.asker.role === role);
      const real = found.filter((o) => space.isSomebody(o.asker));
      return { word, role, ...summary(real, askers), sightings: sightings(found, vocabulary) };
    }),
  );
  return { rulesetVersion: ruleset.version, day: ruleset.day, roles, items, actions, cells };
}

function summary(
  found: readonly Opening[],
  askers: readonly SpaceAsker[],
): Pick<MatrixCell, 'full' | 'widest' | 'someOnly' | 'jobsOnly'> {
  const full = widestOf(found.filter((o) => o.form === 'full'));
  const widest = widestOf(found);
  const shown = found.filter((o) => reachOf(o) === widest);
  return {
    full,
    widest,
    someOnly: found.length > 0 && !askers.every((a) => shown.some((o) => o.asker === a)),
    jobsOnly: found.length > 0 && shown.every((o) => o.job !== ''),
  };
}

const widestOf = (found: readonly Opening[]): Reach =>
  found.map(reachOf).reduce<Reach>((a, b) => (REACHES.indexOf(b) > REACHES.indexOf(a) ? b : a), 'never');

const reachOf = ({ purpose, openness }: Opening): Reach =>
  purpose === BREAK_GLASS ? 'emergency' : reach(openness);

/** Of what is open in some way: `openings` lists nothing else. */
function reach({ ways, shut }: Openness): Reach {
  if (!ways.some(({ grounds }) => grounds.length === 0)) return 'standing';
  return shut.length === 0 ? 'always' : 'anyButForbidden';
}
