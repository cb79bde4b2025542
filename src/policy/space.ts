import type { Catalogues } from './catalogue';
import type { DirectoryWords } from './checks/check';
import { opennessOf, type Openness } from './openness';
import { bindsTo, profileFor, type Asker } from './profile';
import type { Rule, Ruleset } from './ruleset';

/**
 * Somebody whom agreements can tell apart: a named organisation or unit, or (`organisation: null`) any other
 * organisation that holds the role.
 */
export interface SpaceAsker {
  readonly organisation: string | null;
  /** A unit that agreements name; null: any other unit of the organisation that holds the role. */
  readonly unit: string | null;
  readonly role: string;
}

/** An item in a form, or an action (`form` is then `full`). */
export interface SpaceCell {
  readonly word: string;
  readonly form: string;
}

/** The finite space over which rules are read: whoever is not in it differs from nobody who is. */
export interface Space {
  readonly askers: readonly SpaceAsker[];
  readonly purposes: readonly string[];
  readonly cells: readonly SpaceCell[];
  /** Jobs that can make a difference to this asker, lower case; an asker without any comes first as ''. */
  jobsOf(asker: SpaceAsker): readonly string[];
  /** Jobs in lower case → as an agreement writes them. */
  readonly jobNames: ReadonlyMap<string, string>;
  /** False for a stand-in that nobody in the directory is; it is read all the same, for somebody may join. */
  isSomebody(asker: SpaceAsker): boolean;
}

/** One cell that is open to somebody, for some or all children. */
export interface Opening extends SpaceCell {
  readonly asker: SpaceAsker;
  /** Empty: whatever the job. */
  readonly job: string;
  readonly purpose: string;
  readonly openness: Openness;
}

/** The space in which every ruleset given can be read. Which role a unit holds is the directory's word. */
export function spaceOf(rulesets: readonly Ruleset[], directory: DirectoryWords): Space {
  const rules = rulesets.flatMap((r) => [...r.rules.values()].flat());
  const catalogues = rulesets.map((r) => r.catalogues);
  const askers = askersOf(rules, catalogues, directory);
  const real = [...directory.units].map(([unit, role]) => ({
    unit,
    role,
    organisation: unit.slice(0, unit.lastIndexOf('/')),
  }));
  const somebody = new Set(askers.filter((a) => real.some((r) => standsFor(a, r, askers))));
  return {
    askers,
    jobNames: new Map(
      rules.flatMap((r) => r.agreement.clauses.flatMap((c) => c.jobs.map((job) => [job.toLowerCase(), job]))),
    ),
    isSomebody: (asker) => somebody.has(asker),
    purposes: [...new Set(catalogues.flatMap((c) => [...c.purposes.keys()]))],
    cells: distinctCells(catalogues),
    jobsOf: (asker) => {
      const bound = rules.filter((r) => r.jobs.size > 0 && bindsTo(r, asAsker(asker, '')));
      return ['', ...[...new Set(bound.flatMap((r) => [...r.jobs]))].sort()];
    },
  };
}

/** The asker as the engine knows one. The stand-ins for "any other" bear names that no directory can hold. */
export const asAsker = ({ organisation, unit, role }: SpaceAsker, job: string): Asker => ({
  organisation: organisation ?? '*',
  unit: unit ?? `${organisation ?? '*'}/*`,
  role,
  job,
});

/** Whether a real requester is one of those for whom this asker stands. */
export const standsFor = (
  asker: SpaceAsker,
  real: Omit<Asker, 'job'>,
  askers: readonly SpaceAsker[],
): boolean => {
  if (asker.role !== real.role) return false;
  const named = askers.filter((a) => a.role === real.role);
  if (named.some((a) => a.unit === real.unit)) return asker.unit === real.unit;
  if (named.some((a) => a.organisation === real.organisation && a.unit === null))
    return asker.organisation === real.organisation && asker.unit === null;
  return asker.organisation === null;
};

/** Everything that is open in a ruleset, or what of it `only` asks for. A job is told where it makes a difference. */
export function openings(
  ruleset: Ruleset,
  space: Space,
  only: (cell: SpaceCell) => boolean = () => true,
): Opening[] {
  const cells = space.cells.filter(only);
  return space.askers.flatMap((asker) =>
    space.purposes.flatMap((purpose) => {
      const plain = new Map<string, string>();
      return space.jobsOf(asker).flatMap((job) =>
        cells.flatMap((cell): Opening[] => {
          if (!may(ruleset, purpose, asker, cell.word)) return [];
          // A profile for each word: read all together, the grounds of a ruleset might not fit one mask.
          const profile = profileFor(ruleset, purpose, [asAsker(asker, job)]);
          const openness = opennessOf(profile, cell.word, cell.form);
          const key = `${cell.word}/${cell.form}`;
          const told = JSON.stringify(openness);
          if (job === '') plain.set(key, told);
          if (openness.verdict === 'never' || (job !== '' && plain.get(key) === told)) return [];
          return [{ asker, job, purpose, ...cell, openness }];
        }),
      );
    }),
  );
}

/** Whether any clause permits the asker the word for the purpose, whatever the job: else `decide` says "never". */
export function may(ruleset: Ruleset, purpose: string, asker: SpaceAsker, word: string): boolean {
  const rules = ruleset.rules.get(word) ?? [];
  return rules.some(
    (r) => r.effect === 'permit' && r.purposes.has(purpose) && bindsTo(r, asAsker(asker, '')),
  );
}

function askersOf(
  rules: readonly Rule[],
  catalogues: readonly Catalogues[],
  directory: DirectoryWords,
): SpaceAsker[] {
  const said = rules.flatMap((r) => [...r.agreement.parties, ...r.except]);
  const roles = [...new Set(catalogues.flatMap((c) => [...c.roles.keys()]))];
  const units = [...new Set(said.flatMap((p) => p.unit ?? []))].sort();
  const organisations = [
    ...new Set(
      said.flatMap((p) => (p.organisation === null || p.organisation === 'every' ? [] : p.organisation)),
    ),
  ].sort();
  const rolesOf = (organisation: string): string[] => {
    const held = [...directory.units]
      .filter(([id]) => id.startsWith(`${organisation}/`))
      .map(([, role]) => role);
    const named = said.filter((p) => p.organisation === organisation).flatMap((p) => p.role ?? []);
    const known = [...held, ...named];
    return roles.filter((role) => known.length === 0 || known.includes(role));
  };
  return [
    ...roles.map((role): SpaceAsker => ({ organisation: null, unit: null, role })),
    ...organisations.flatMap((organisation) =>
      rolesOf(organisation).map((role): SpaceAsker => ({ organisation, unit: null, role })),
    ),
    ...units.flatMap((unit) => {
      const role = directory.units.get(unit);
      const organisation = unit.slice(0, unit.lastIndexOf('/'));
      return (role === undefined ? roles : [role]).map((r): SpaceAsker => ({ organisation, unit, role: r }));
    }),
  ];
}

function distinctCells(catalogues: readonly Catalogues[]): SpaceCell[] {
  const cells = catalogues.flatMap((c) => [
    ...[...c.items.values()].flatMap((item) => item.forms.map((form) => ({ word: item.code, form }))),
    ...[...c.actions.keys()].map((word) => ({ word, form: 'full' })),
  ]);
  return [...new Map(cells.map((cell) => [`${cell.word}/${cell.form}`, cell])).values()];
}
